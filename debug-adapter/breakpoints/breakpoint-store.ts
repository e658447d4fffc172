/** The breakpoints a client has set, file by file, and where they come to lie in the program. */
import type { BreakpointRequest, Program } from '../../simulator/index.ts';
import type { SimulatorDoor, SourceRange } from '../simulator-door.ts';

export interface WantedBreakpoint {
  readonly line: number;
  readonly column: number | null;
  readonly condition: string | null;
  readonly hitCondition: string | null;
  readonly logMessage: string | null;
}
export interface PlacedBreakpoint extends WantedBreakpoint {
  readonly id: number;
  /** Where it really lies; null: not (yet) in the program. */
  readonly place: SourceRange | null;
  readonly statements: readonly number[];
  /** Why it is not where it was asked for; null: it is. */
  readonly problem: string | null;
}

/** A breakpoint on a function: stops at its first statement. */
export interface PlacedFunction extends BreakpointRequest {
  readonly name: string;
  readonly problem: string | null;
  /** Where it stops, if not at the function's beginning. */
  readonly note: string | null;
}

function placeFunction(
  door: SimulatorDoor,
  program: Program,
  wanted: Pick<PlacedFunction, 'id' | 'name' | 'condition' | 'hitCondition'>,
): PlacedFunction {
  const statements = door.functionStatements(program, wanted.name);
  const problem =
    statements.length > 0 ? null : `there is no function '${wanted.name}' here, or nothing of yours calls it`;
  const called = program.functions.every((each) => each.name !== wanted.name);
  const note = called ? `'${wanted.name}' has no C code here: stops at the statements that call it` : null;
  return { ...wanted, logMessage: null, statements, problem, note };
}

const hitConditionForm = /^\s*(?:>=|<=|==|>|<|%|)\s*\d+\s*$/;

export class BreakpointStore {
  readonly #byPath = new Map<string, readonly PlacedBreakpoint[]>();
  #functions: readonly PlacedFunction[] = [];
  readonly #idsOfOthers = new Map<string, number>();
  #nextId = 1;

  /** Replaces those of one file. One that was there before keeps its number, and with it its hit count. */
  set(
    door: SimulatorDoor,
    program: Program | null,
    path: string,
    wanted: readonly WantedBreakpoint[],
  ): readonly PlacedBreakpoint[] {
    const before = [...(this.#byPath.get(path) ?? [])];
    const placed = wanted.map((each) => {
      const known = before.findIndex((other) => sameWish(other, each));
      const id = known >= 0 ? before.splice(known, 1)[0]!.id : this.#nextId++;
      return place(door, program, path, { ...each, id });
    });
    this.#byPath.set(path, placed);
    return placed;
  }

  /** Replaces those on functions. */
  setFunctions(
    door: SimulatorDoor,
    program: Program,
    wanted: readonly Pick<PlacedFunction, 'name' | 'condition' | 'hitCondition'>[],
  ): readonly PlacedFunction[] {
    const before = this.#functions;
    this.#functions = wanted.map(({ name, condition, hitCondition }) => {
      const id = before.find((each) => each.name === name)?.id ?? this.#nextId++;
      return placeFunction(door, program, { id, name, condition, hitCondition });
    });
    return this.#functions;
  }

  /** Places all of them in a program that has just been built. */
  placeAll(door: SimulatorDoor, program: Program): readonly PlacedBreakpoint[] {
    for (const [path, breakpoints] of this.#byPath)
      this.#byPath.set(
        path,
        breakpoints.map((each) => place(door, program, path, each)),
      );
    this.#functions = this.#functions.map((each) => placeFunction(door, program, each));
    return this.all();
  }

  /** The lines of a file have moved: its breakpoints go with them. */
  moveLines(path: string, move: (line: number) => number): void {
    const known = this.#byPath.get(path);
    if (known)
      this.#byPath.set(
        path,
        known.map((each) => ({ ...each, line: move(each.line) })),
      );
  }

  /** For a breakpoint that is kept elsewhere: the same number for the same wish as long as the session lasts, so that its hit count goes on. */
  idOf(wish: string): number {
    const id = this.#idsOfOthers.get(wish) ?? this.#nextId++;
    this.#idsOfOthers.set(wish, id);
    return id;
  }

  all(): readonly PlacedBreakpoint[] {
    return [...this.#byPath.values()].flat();
  }

  /** As the simulation takes them. */
  requests(): readonly BreakpointRequest[] {
    return [...this.all(), ...this.#functions].filter((each) => each.statements.length > 0 && each.problem === null);
  }
}

function sameWish(a: WantedBreakpoint, b: WantedBreakpoint): boolean {
  return (['line', 'column', 'condition', 'hitCondition', 'logMessage'] as const).every((key) => a[key] === b[key]);
}

function place(
  door: SimulatorDoor,
  program: Program | null,
  path: string,
  wanted: WantedBreakpoint & { readonly id: number },
): PlacedBreakpoint {
  const nowhere = { ...wanted, place: null, statements: [] };
  if (wanted.hitCondition?.trim() && !hitConditionForm.test(wanted.hitCondition))
    return {
      ...nowhere,
      problem: `the hit condition '${wanted.hitCondition}' is not understood: write 5, >5, >=5, ==5, <5, <=5 or %5`,
    };
  if (!program) return { ...nowhere, problem: 'the program is not built yet' };
  const line = door.resolveLine(program, path, wanted.line);
  if (!line) return { ...nowhere, problem: 'there is no statement on this line' };
  const { statements, ...lineStart } = line;
  const exact = wanted.column === null ? null : statementAtColumn(program, statements, wanted.column);
  if (!exact) return { ...wanted, place: lineStart, statements, problem: null };
  const range = {
    line: exact.place.line,
    column: exact.place.column,
    endLine: exact.end.line,
    endColumn: exact.end.column + exact.end.length,
  };
  return { ...wanted, place: range, statements: [exact.index], problem: null };
}

/** Of all statements on the line of the given ones, the last that begins at or before the column. */
function statementAtColumn(
  program: Program,
  statements: readonly number[],
  column: number,
): Program['statements'][number] | null {
  const { file, line } = program.statements[statements[0]!]!.place;
  const onLine = program.statements.filter(
    ({ kind, place }) => kind !== 'entry' && place.file === file && place.line === line && place.column <= column,
  );
  return onLine.sort((a, b) => b.place.column - a.place.column || a.pc - b.pc)[0] ?? null;
}
