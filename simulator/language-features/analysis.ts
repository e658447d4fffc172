/** What the language features know of one file: its tree, its own words as they are written, and who is meant by each of them. */
import { tokenize } from '../c-language/lexer.ts';
import type { Diagnostic, Place, SourceFile } from '../c-language/source.ts';
import type { TranslationUnit } from '../c-language/syntax.ts';
import type { Token } from '../c-language/token.ts';
import type { HeadersRead } from '../headers-once.ts';
import type { CheckOptions } from '../check-driver.ts';
import { compileUnit, preprocessorOptions, type Mode } from '../shipped-sources.ts';
import type { SourceText } from '../simulation.ts';
import { occurrencesIn, type Occurrence } from './occurrences.ts';

export interface Analysis {
  readonly file: SourceFile;
  readonly kind: Mode;
  readonly unit: TranslationUnit;
  readonly diagnostics: readonly Diagnostic[];
  /** The user's own files that it includes, directly or not. */
  readonly included: readonly SourceFile[];
  /** Finds what `#include` names, our own headers and the user's. */
  readonly findInclude: (name: string, form: 'angle' | 'quote') => SourceFile | null;
  /** Identifiers and punctuators as they are written, directives included. */
  readonly tokens: readonly Token[];
  /** By `line:column` of their first character in this file. */
  readonly occurrences: ReadonlyMap<string, Occurrence>;
}

/** Never throws for bad C: what could be read of it is there. `headers`: of the document, where it is read again and again. */
export function analyse(
  source: SourceText,
  kind: Mode,
  inclusion: Pick<CheckOptions, 'findInclude' | 'defines'>,
  headers: HeadersRead | null = null,
): Analysis {
  const file: SourceFile = { ...source, builtIn: false };
  const options = preprocessorOptions(kind, { ...inclusion, defines: inclusion.defines ?? [] }, true);
  const { unit, diagnostics, included } = compileUnit(file, options, true, headers && { headers });
  const own = included.includes.flatMap(({ file: each }) => (each.builtIn ? [] : each));
  return {
    file,
    kind,
    unit,
    diagnostics,
    included: [...new Map(own.map((each) => [each.path, each])).values()],
    findInclude: (name, form) => options.findInclude(name, form, file, false),
    tokens: wordsOf(file),
    occurrences: occurrencesIn(unit, file.path),
  };
}

/** What the same reading tells of a file that it includes: that one's words, and who is meant by each. */
export function within(analysis: Analysis, file: SourceFile): Analysis {
  return { ...analysis, file, tokens: wordsOf(file), occurrences: occurrencesIn(analysis.unit, file.path) };
}

function wordsOf(file: SourceFile): Token[] {
  return tokenize(file).filter(({ kind }) => kind !== 'newline' && kind !== 'end');
}

export interface Position {
  /** 1-based, as all places are. */
  readonly line: number;
  readonly column: number;
}

/** The identifier that the position stands in, or right behind. */
export function wordAt({ tokens }: Analysis, { line, column }: Position): Token | null {
  const touches = ({ kind, place }: Token): boolean =>
    kind === 'identifier' && place.line === line && place.column <= column && column <= place.column + place.length;
  return tokens.find(touches) ?? null;
}

export function placeKey({ line, column }: Position): string {
  return `${line}:${column}`;
}

/** Whether a stretch of the file holds a position; its end is the last token's. */
export function holds({ start, end }: { readonly start: Place; readonly end: Place }, at: Position): boolean {
  const afterStart = at.line > start.line || (at.line === start.line && at.column >= start.column);
  const beforeEnd = at.line < end.line || (at.line === end.line && at.column <= end.column + end.length);
  return afterStart && beforeEnd;
}
