/** The open files as a stream of tokens, with `#include` pushing onto it. */
import type { LexedFile } from '../lexer.ts';
import { lexFile } from '../lexer.ts';
import type { SourceFile } from '../source.ts';
import type { Token } from '../token.ts';
import { mergeInactiveLines } from './inactive-lines.ts';
import type { OpenFile, Preprocessor } from './state.ts';
import { report } from './state.ts';

/** Opens `file` within `parent`, or as the main file. */
export function openFile(file: SourceFile, parent: OpenFile | null, lexed = lexFile(file)): OpenFile {
  return {
    lexed,
    parent,
    depth: parent === null ? 0 : parent.depth + 1,
    index: 0,
    nextDirective: 0,
    conditionals: [],
    inactive: [],
    lineOffset: 0,
    presumedPath: file.path,
  };
}

/** Makes the file current; its lexical errors are told each time, as they would be if it was pasted in. */
export function enterFile(preprocessor: Preprocessor, file: OpenFile): void {
  preprocessor.file = file;
  preprocessor.unusual ||= file.lexed.unusual;
  for (const { severity, code, message, place } of file.lexed.diagnostics) {
    report(preprocessor, severity, code, message, place);
  }
}

/** The end of the innermost file: back to the one that includes it. False for the main file, which stays. */
export function closeFile(preprocessor: Preprocessor): boolean {
  const { file } = preprocessor;
  for (const conditional of file.conditionals.splice(0)) {
    const message = `this conditional is not closed by '#endif'`;
    report(preprocessor, 'error', 'unterminated-conditional', message, conditional.place);
  }
  mergeInactiveLines(preprocessor.inactive, file.lexed.file.path, file.inactive);
  if (file.parent === null) return false;
  preprocessor.file = file.parent;
  return true;
}

/** The tokens between a directive's `#` at `hash` and the end of its line. */
export function directiveLine(lexed: LexedFile, hash: number): Token[] {
  return lexed.tokens.slice(hash + 1, endOfDirective(lexed, hash));
}

/** Index of the first token after the directive at `hash`. */
export function endOfDirective(lexed: LexedFile, hash: number): number {
  let end = hash + 1;
  while (!lexed.tokens[end]!.startsLine) end++;
  return end;
}
