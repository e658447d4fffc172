/** From source lines to statements and back: where breakpoints can be. */
import { outermostPlace } from '../c-language/source.ts';
import type { Program, StatementInfo } from '../c-language/program.ts';

export interface SourceRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}
export interface ResolvedLine extends SourceRange {
  readonly statements: readonly number[];
}

interface PlacedStatement extends SourceRange {
  readonly info: StatementInfo;
}

/** How far below the asked line code may stand: a breakpoint on a comment or declaration moves down, not into another part of the file. */
const reach = 30;

/** Of files with code of the user's own, and of all: where shipped code stands is worked out for whoever asks for it. */
const ownByFile = new WeakMap<Program, Map<string, StatementInfo[]>>();
const allByFile = new WeakMap<Program, Map<string, StatementInfo[]>>();
const tables = new WeakMap<StatementInfo[], PlacedStatement[]>();

/**
 * The statements at which a breakpoint on `line` stops: those that begin on it or, if there are none, on the first line below that has
 * some. A line that a macro or an inline function repeats has several. null: no code on this line or soon below it.
 */
export function resolveLine(program: Program, path: string, line: number): ResolvedLine | null {
  const statements = statementsOfFile(program, path).filter(
    ({ info }) => info.kind !== 'entry' && info.kind !== 'exit',
  );
  const at = firstLineFrom(statements, line) ?? firstLineFrom(statementsOfFile(program, path), line);
  if (at === null || at > line + reach) return null;
  const here = statementsOfFile(program, path).filter((each) => each.line === at);
  const own = here.filter(({ info }) => info.kind !== 'entry');
  const chosen = own.length > 0 ? own : here;
  const { column, endLine, endColumn } = chosen[0]!;
  return { statements: firstOfEachFunction(chosen), line: at, column, endLine, endColumn };
}

function firstLineFrom(statements: readonly PlacedStatement[], line: number): number | null {
  return statements.reduce<number | null>(
    (best, each) => (each.line >= line && (best === null || each.line < best) ? each.line : best),
    null,
  );
}

/** Several statements of one line stop once for each function instance: at the one that runs first. */
function firstOfEachFunction(statements: readonly PlacedStatement[]): number[] {
  const first = new Map<number, StatementInfo>();
  for (const { info } of statements) {
    const known = first.get(info.function);
    if (!known || info.pc < known.pc) first.set(info.function, info);
  }
  return [...first.values()].map((info) => info.index);
}

/** Every place between two lines, inclusive, where a breakpoint can be. */
export function breakpointLocations(program: Program, path: string, fromLine: number, toLine: number): SourceRange[] {
  const seen = new Set<string>();
  return statementsOfFile(program, path)
    .filter(({ info, line, column }) => {
      const key = `${line}:${column}`;
      if (info.kind === 'entry' || line < fromLine || line > toLine || seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .map(({ line, column, endLine, endColumn }) => ({ line, column, endLine, endColumn }));
}

function statementsOfFile(program: Program, path: string): PlacedStatement[] {
  const key = comparable(path);
  const found = filesOf(program, ownByFile, true).get(key) ?? filesOf(program, allByFile, false).get(key);
  if (!found) return [];
  let placed = tables.get(found);
  if (!placed) tables.set(found, (placed = found.map(placeStatement)));
  return placed;
}

function filesOf(
  program: Program,
  known: WeakMap<Program, Map<string, StatementInfo[]>>,
  own: boolean,
): Map<string, StatementInfo[]> {
  let files = known.get(program);
  if (!files) known.set(program, (files = byFile(program, own)));
  return files;
}

function byFile({ functions, statements, resident }: Program, own: boolean): Map<string, StatementInfo[]> {
  const files = new Map<string, StatementInfo[]>();
  // What is resident ships.
  for (let index = own ? resident.statements : 0; index < statements.length; index++) {
    const info = statements[index]!;
    if (own && functions[info.function]!.builtIn) continue;
    const key = comparable(outermostPlace(info.place).file.path);
    const list = files.get(key);
    if (list) list.push(info);
    else files.set(key, [info]);
  }
  return files;
}

function placeStatement(info: StatementInfo): PlacedStatement {
  const start = outermostPlace(info.place);
  const end = outermostPlace(info.end);
  return { info, line: start.line, column: start.column, endLine: end.line, endColumn: end.column + end.length };
}

/** Clients write Windows paths with either slash and either case of the drive letter. */
function comparable(path: string): string {
  return path.replace(/\\/g, '/').replace(/^[A-Z]:/, (drive) => drive.toLowerCase());
}
