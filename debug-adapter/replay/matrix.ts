/** A scenario's matrix: which explanation reproduces which of the observed facts. Every cell is a run of its own, of the code that is debugged. */
import type { Machine, Program, RunRequest, Scenario, ScenarioMatrix, Simulation } from '../../simulator/index.ts';
import { comparedWith } from './outcome.ts';
import type { LaunchArguments } from '../custom-requests.ts';
import { BuildFailure } from '../launch/launch-plan.ts';
import { RequestError } from '../request-error.ts';
import type { SimulatorDoor } from '../simulator-door.ts';

export type MatrixRow = ScenarioMatrix['rows'][number];

export interface MatrixOutcome {
  readonly row: MatrixRow;
  /** By fact: whether the run gave it. */
  readonly reproduced: Readonly<Record<string, boolean>>;
  readonly evidence: readonly string[];
}

/** The code whose runs are compared; its machine, parameters and arguments are each cell's own. */
export interface MatrixCode {
  readonly scenario: Scenario;
  readonly request: RunRequest;
  /** By architecture: all that the C front end knows of a machine. */
  readonly programs: Map<Machine['arch'], Program>;
}

const portion = 20_000; // statements
const mostPortions = 10_000;

/** Yields between portions of work, so that the caller may look, or give up. */
export function* matrixOutcome(
  door: SimulatorDoor,
  code: MatrixCode,
  matrix: ScenarioMatrix,
  row: MatrixRow,
): Generator<undefined, MatrixOutcome> {
  const reproduced: Record<string, boolean> = {};
  let evidence: readonly string[] | null = null;
  for (const [fact, { is }] of Object.entries(matrix.facts)) {
    const simulation = powerOn(door, code, cellArguments(code.scenario, matrix, row, fact));
    for (let left = mostPortions; left > 0; left--) {
      const stop = simulation.run({ kind: 'continue' }, { statements: portion });
      if (stop && stop.kind !== 'exception') break;
      yield;
    }
    reproduced[fact] = comparedWith(door, simulation, is).every((each) => each.same);
    evidence ??= evidenceOf(door, simulation, matrix.evidence);
  }
  return { row, reproduced, evidence: evidence ?? [] };
}

export function isAsDocumented({ row, reproduced }: MatrixOutcome): boolean {
  return Object.entries(reproduced).every(([fact, same]) => row.expected[fact] === same);
}

/** What a cell changes of a launch of its scenario. */
export interface CellArguments {
  readonly machine: Readonly<Record<string, unknown>>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly args: readonly string[];
}

export function cellArguments(
  { files }: Scenario,
  { facts }: ScenarioMatrix,
  row: MatrixRow,
  fact: string,
): CellArguments {
  const base: unknown = JSON.parse(files['machine.json'] ?? '{}');
  return {
    machine: merged(base, row.machine ?? {}) as Readonly<Record<string, unknown>>,
    parameters: { ...row.parameters, ...facts[fact]!.parameters },
    args: [...(row.arguments ?? [])],
  };
}

/** The cell of a name such as `H3/F1`. Throws `RequestError`. */
export function findCell({ id, matrix }: Scenario, cell: string): { readonly row: MatrixRow; readonly fact: string } {
  const [name, fact = ''] = cell.split('/');
  const row = matrix?.rows.find((each) => each.name === name);
  if (matrix && row && Object.hasOwn(matrix.facts, fact)) return { row, fact };
  const cells = matrix ? `it has rows ${matrix.rows.map((each) => each.name).join(', ')}` : 'it has no matrix';
  throw new RequestError('unusableInput', `'${id}' has no cell '${cell}' (${cells})`);
}

/** A launch of one cell, in place of the scenario as it is. */
export function withCell(door: SimulatorDoor, args: LaunchArguments): LaunchArguments {
  if (args.cell === undefined) return args;
  const id = args.scenario ?? args.replay?.split('/')[0];
  const scenario = door.scenarios().find((each) => each.id === id);
  if (!scenario) throw new RequestError('badArguments', "'cell' goes with a documented bug: 'scenario' or 'replay'");
  const { row, fact } = findCell(scenario, args.cell);
  return { ...args, ...cellArguments(scenario, scenario.matrix!, row, fact) };
}

function powerOn(door: SimulatorDoor, { request, programs }: MatrixCode, cell: CellArguments): Simulation {
  const { machine, diagnostics } = door.parseMachine(JSON.stringify(cell.machine), 'machine');
  if (!machine) throw new BuildFailure(diagnostics);
  const own: RunRequest = { ...request, machine, parameters: cell.parameters, arguments: cell.args };
  const program = programs.get(machine.arch) ?? build(door, own);
  programs.set(machine.arch, program);
  return door.createSimulation(program, own);
}

function build(door: SimulatorDoor, request: RunRequest): Program {
  const { program, diagnostics } = door.build(request);
  if (!program) throw new BuildFailure(diagnostics);
  return program;
}

function evidenceOf(door: SimulatorDoor, simulation: Simulation, names: readonly string[]): string[] {
  const nothing = Object.fromEntries(names.map((name) => [name, null]));
  return comparedWith(door, simulation, nothing).map(({ actual }) => {
    if (Array.isArray(actual)) return actual.join(' ') || 'none';
    return actual === null ? '-' : String(actual);
  });
}

/** Field by field; of lists, entry by entry. */
function merged(base: unknown, change: unknown): unknown {
  if (Array.isArray(base) && Array.isArray(change)) return change.map((each, i) => merged(base[i], each));
  if (!isRecord(base) || !isRecord(change)) return change;
  const fields = Object.entries(change).map(([name, value]) => [name, merged(base[name], value)] as const);
  return { ...base, ...Object.fromEntries(fields) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
