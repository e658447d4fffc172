/** How far the lexer has got in a file. */
import type { Diagnostic, Place, SourceFile } from '../source.ts';
import type { Token } from '../token.ts';

export interface Scanner {
  readonly file: SourceFile;
  readonly text: string;
  readonly tokens: Token[];
  readonly directives: number[];
  readonly diagnostics: Diagnostic[];
  position: number;
  line: number;
  /** Where the present line starts. */
  lineStart: number;
  spaceBefore: boolean;
  startsLine: boolean;
  unusual: boolean;
  /** `\u` occurs somewhere, so that identifiers must be looked at for it. */
  readonly universalNames: boolean;
  /** Inside a directive that a header name may follow. */
  header: 'none' | 'directive' | 'expected';
}

/** `position` is at the start of a line. */
export function startLine(scanner: Scanner): void {
  scanner.line++;
  scanner.lineStart = scanner.position;
}

export function placeHere(scanner: Scanner, length: number): Place {
  return placeAt(scanner, scanner.position, length);
}

export function placeAt(scanner: Scanner, position: number, length: number): Place {
  return {
    file: scanner.file,
    line: scanner.line,
    column: position - scanner.lineStart + 1,
    length,
    expansion: null,
  };
}
