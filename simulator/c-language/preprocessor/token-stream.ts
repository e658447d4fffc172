/** Where macro expansion reads from: lists of tokens to be rescanned and, for the text itself, the open files beneath them. */
import type { Token } from '../token.ts';
import type { Preprocessor } from './state.ts';

export interface TokenStream {
  /** The last one is read first. */
  readonly lists: { readonly tokens: readonly Token[]; index: number }[];
  /** null for a directive's line or an argument. */
  readonly files: FileReader | null;
}

/** The open files as a source of tokens; directives are obeyed on the way. */
export interface FileReader {
  /** null at the end of the innermost file. */
  readonly next: (preprocessor: Preprocessor) => Token | null;
  /** Closes the innermost file, unless it is the main file. */
  readonly close: (preprocessor: Preprocessor) => boolean;
}

export function streamOf(tokens: readonly Token[]): TokenStream {
  return { lists: [{ tokens, index: 0 }], files: null };
}

export function readToken(preprocessor: Preprocessor, stream: TokenStream): Token | null {
  const lists = stream.lists;
  while (lists.length > 0) {
    const list = lists[lists.length - 1]!;
    if (list.index < list.tokens.length) return list.tokens[list.index++]!;
    lists.pop();
  }
  return stream.files === null ? null : stream.files.next(preprocessor);
}

/** Whether `(` comes next, which makes the name before it a call. Reads nothing: a directive may come next. */
export function opensArguments(preprocessor: Preprocessor, stream: TokenStream): boolean {
  const lists = stream.lists;
  for (let level = lists.length - 1; level >= 0; level--) {
    const list = lists[level]!;
    if (list.index < list.tokens.length) return list.tokens[list.index]!.text === '(';
  }
  if (stream.files === null) return false;
  const { lexed, index } = preprocessor.file;
  return lexed.tokens[index]!.text === '(';
}

/** Has `tokens` read next. */
export function pushTokens(stream: TokenStream, tokens: readonly Token[]): void {
  const { lists } = stream;
  const top = lists[lists.length - 1];
  if (top !== undefined && top.index === top.tokens.length) lists.pop();
  if (tokens.length > 0) lists.push({ tokens, index: 0 });
}
