/**
 * The statements of a compiled function: kind and lines of each, and where on those lines it begins and ends, as far as the source text does not tell it already.
 */
import type { StatementInfo } from '../program.ts';
import type { Place, SourceFile } from '../source.ts';
import { readNumber, readSigned, writeNumber, writeSigned, type NumberReader } from './numbers.ts';

export type StatementKind = StatementInfo['kind'];
export interface StatementRow {
  readonly kind: StatementKind;
  readonly place: Place;
  readonly end: Place;
}
type Spot = Pick<Place, 'column' | 'length'>;

const kinds: readonly StatementKind[] = ['expression', 'declaration', 'condition', 'return', 'entry', 'exit', 'other'];

export function writeStatements(out: string[], statements: readonly StatementInfo[]): void {
  writeNumber(out, statements.length);
  let line = 0;
  for (const { kind, place, end } of statements) {
    writeNumber(out, kinds.indexOf(kind));
    writeSigned(out, place.line - line);
    writeSpot(out, place, starts(lineOf(place.file, place.line)));
    writeSigned(out, end.line - place.line);
    writeSpot(out, end, ends(place, lineOf(end.file, end.line)));
    line = place.line;
  }
}

/** All stand in one file: places in the written text, whatever macros are used there. */
export function readStatements(reader: NumberReader, file: SourceFile): StatementRow[] {
  const rows: StatementRow[] = [];
  let line = 0;
  for (let count = readNumber(reader); count > 0; count--) {
    const kind = kinds[readNumber(reader)]!;
    line += readSigned(reader);
    const place = { file, line, ...readSpot(reader, starts(lineOf(file, line))), expansion: null };
    const endLine = line + readSigned(reader);
    const end = { file, line: endLine, ...readSpot(reader, ends(place, lineOf(file, endLine))), expansion: null };
    rows.push({ kind, place, end });
  }
  return rows;
}

/** One of the guesses by its number, or another. */
function writeSpot(out: string[], { column, length }: Spot, guesses: readonly Spot[]): void {
  const right = guesses.findIndex((guess) => guess.column === column && guess.length === length);
  writeNumber(out, right + 1);
  if (right < 0) [column, length].forEach((number) => writeNumber(out, number));
}

function readSpot(reader: NumberReader, guesses: readonly Spot[]): Spot {
  const number = readNumber(reader);
  const { column, length } = guesses[number - 1] ?? { column: readNumber(reader), length: readNumber(reader) };
  return { column, length };
}

const linesOfFile = new WeakMap<SourceFile, readonly string[]>();

function lineOf(file: SourceFile, line: number): string {
  let lines = linesOfFile.get(file);
  if (!lines) linesOfFile.set(file, (lines = file.text.split('\n')));
  return lines[line - 1] ?? '';
}

/** Most statements begin with the first token of their line. */
function starts(text: string): Spot[] {
  const [, space = '', token = ''] = /^(\s*)(\w+|.)?/.exec(text) ?? [];
  return [{ column: space.length + 1, length: token.length }];
}

/** They end where they began, or with one of these. */
function ends(place: Spot, text: string): Spot[] {
  const last = [';', ')', '}', '{'].map((character) => ({ column: text.lastIndexOf(character) + 1, length: 1 }));
  return [place, ...last];
}
