/** A scenario's matrix: which explanation reproduces which of the observed facts. Every cell is a run of its own. */
import type { Program, Scenario, ScenarioMatrix, Simulation } from '../../simulator/index.ts';
import type { LaunchArguments } from '../custom-requests.ts';
import type { FileAccess } from '../files.ts';
import { buildPlan } from '../launch/build.ts';
import { planLaunch } from '../launch/launch-plan.ts';
import type { SimulatorDoor } from '../simulator-door.ts';
import { comparedWith } from './pictures/outcome.ts';
import { columns, wrap } from './pictures/text.ts';

type MatrixRow = ScenarioMatrix['rows'][number];

export interface MatrixOutcome {
  readonly row: MatrixRow;
  /** By fact: whether the run gave it. */
  readonly reproduced: Readonly<Record<string, boolean>>;
  readonly evidence: readonly string[];
}

/** By architecture: all runs are of the same code. */
type Programs = Map<string, Program>;

const portion = 1_000_000; // statements
const mostPortions = 200;

export function matrixOutcomes(
  door: SimulatorDoor,
  files: FileAccess,
  scenario: Scenario,
  matrix: ScenarioMatrix,
): readonly MatrixOutcome[] {
  const programs: Programs = new Map();
  return matrix.rows.map((row) => {
    const runs = Object.entries(matrix.facts).map(([fact, { is, parameters = {} }]) => {
      const simulation = runOf(door, files, scenario, row, parameters, programs);
      return { fact, simulation, same: comparedWith(door, simulation, is).every((each) => each.same) };
    });
    return {
      row,
      reproduced: Object.fromEntries(runs.map(({ fact, same }) => [fact, same])),
      evidence: evidenceOf(door, runs[0]!.simulation, matrix.evidence),
    };
  });
}

export function isAsDocumented({ row, reproduced }: MatrixOutcome): boolean {
  return Object.entries(reproduced).every(([fact, same]) => row.expected[fact] === same);
}

export function matrixPicture(matrix: ScenarioMatrix, outcomes: readonly MatrixOutcome[]): string {
  const legend = Object.entries(matrix.facts).map(([name, { title }]) => `   ${name}  ${title}\n`);
  const notes = outcomes.map(({ row }) => wrap(`${row.name}: ${row.note}`, '   ')).join('');
  const questions = matrix.questions.map((each, i) => wrap(`${i + 1}. ${each}`, '   ')).join('');
  const differs = outcomes.every(isAsDocumented) ? '' : '   (! is not as documented.)\n';
  const table = matrixTable(matrix, outcomes);
  return `Which explanation reproduces what was seen\n${legend.join('')}\n${table}${differs}\n${notes}\n${wrap(matrix.conclusion, '')}\nWhat would have settled it\n${questions}`;
}

export function matrixTable(matrix: ScenarioMatrix, outcomes: readonly MatrixOutcome[]): string {
  const facts = Object.entries(matrix.facts);
  const head = ['', ...facts.map(([name]) => name), 'all', ...matrix.evidence, 'if…'];
  const lines = outcomes.map(({ row, reproduced, evidence }) => {
    const cells = facts.map(([name]) => sign(reproduced[name]!) + (row.expected[name] === reproduced[name] ? '' : '!'));
    return [row.name, ...cells, sign(Object.values(reproduced).every(Boolean)), ...evidence, row.title];
  });
  return columns([head, ...lines], '   ');
}

function sign(yes: boolean): string {
  return yes ? 'yes' : 'no';
}

function evidenceOf(door: SimulatorDoor, simulation: Simulation, names: readonly string[]): string[] {
  const nothing = Object.fromEntries(names.map((name) => [name, null]));
  return comparedWith(door, simulation, nothing).map(({ actual }) => {
    if (Array.isArray(actual)) return actual.join(' ') || 'none';
    return actual === null ? '-' : String(actual);
  });
}

function runOf(
  door: SimulatorDoor,
  files: FileAccess,
  scenario: Scenario,
  row: MatrixRow,
  parameters: Readonly<Record<string, string>>,
  programs: Programs,
): Simulation {
  const base: unknown = JSON.parse(scenario.files['machine.json'] ?? '{}');
  const plan = planLaunch(door, files, {
    scenario: scenario.id,
    fixed: '',
    machine: merged(base, row.machine ?? {}) as NonNullable<LaunchArguments['machine']>,
    parameters: { ...row.parameters, ...parameters },
    args: [...(row.arguments ?? [])],
  });
  const { arch } = plan.request.machine;
  const program = programs.get(arch) ?? buildPlan(door, plan).program;
  programs.set(arch, program);
  const simulation = door.createSimulation(program, plan.request);
  for (let left = mostPortions; left > 0; left--) {
    const stop = simulation.run({ kind: 'continue' }, { statements: portion });
    if (stop && stop.kind !== 'exception') break;
  }
  return simulation;
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
