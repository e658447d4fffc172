/** Where macro expansion reads from: replacements to be rescanned and, for the text itself, the open files beneath them. */
import type { Token } from '../token.ts';
import type { MacroDefinition } from './macro-definition.ts';
import type { Preprocessor } from './state.ts';

export interface TokenStream {
  /** The last one is read first. */
  readonly lists: TokenList[];
  /** null for a directive's line or an argument. */
  readonly files: FileReader | null;
}

export interface TokenList {
  readonly tokens: readonly Token[];
  index: number;
  /** The macro that these tokens replace; it is active until the token after the last one is asked for. */
  readonly macro: MacroDefinition | null;
}

/** The open files as a source of tokens; directives are obeyed on the way. */
export interface FileReader {
  /** null at the end of the innermost file. */
  readonly next: (preprocessor: Preprocessor) => Token | null;
  /** Closes the innermost file, unless it is the main file. */
  readonly close: (preprocessor: Preprocessor) => boolean;
}

export function streamOf(tokens: readonly Token[]): TokenStream {
  return { lists: [{ tokens, index: 0, macro: null }], files: null };
}

export function readToken(preprocessor: Preprocessor, stream: TokenStream): Token | null {
  const list = unfinishedList(preprocessor, stream);
  if (list !== null) return list.tokens[list.index++]!;
  return stream.files === null ? null : stream.files.next(preprocessor);
}

/** The list that the next token comes from, those before it being done with; null when it comes from the files. */
export function unfinishedList(preprocessor: Preprocessor, stream: TokenStream): TokenList | null {
  const { lists } = stream;
  while (lists.length > 0) {
    const list = lists[lists.length - 1]!;
    if (list.index < list.tokens.length) return list;
    if (list.macro !== null) preprocessor.active.delete(list.macro);
    lists.pop();
  }
  return null;
}

/** Whether `(` comes next, which makes the name before it a call. Reads nothing: a directive may come next. */
export function opensArguments(preprocessor: Preprocessor, stream: TokenStream): boolean {
  const { lists } = stream;
  for (let level = lists.length - 1; level >= 0; level--) {
    const list = lists[level]!;
    if (list.index < list.tokens.length) return list.tokens[list.index]!.text === '(';
  }
  if (stream.files === null) return false;
  const { lexed, index } = preprocessor.file;
  return lexed.tokens[index]!.text === '(';
}

/** Has `tokens` read next, and keeps `macro` from being replaced in them. */
export function pushTokens(
  preprocessor: Preprocessor,
  stream: TokenStream,
  tokens: readonly Token[],
  macro: MacroDefinition | null,
): void {
  if (tokens.length === 0) return;
  stream.lists.push({ tokens, index: 0, macro });
  if (macro !== null) preprocessor.active.add(macro);
}
