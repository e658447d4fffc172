/** `dma-debugger replay --all`: runs every documented bug and every fix, a line for each scenario. */
import type { Scenario, ScenarioMatrix } from '../../simulator/index.ts';
import type { FileAccess } from '../files.ts';
import { buildPlan } from '../launch/build.ts';
import { planLaunch } from '../launch/launch-plan.ts';
import type { SimulatorDoor } from '../simulator-door.ts';
import { isAsDocumented } from '../replay/matrix.ts';
import { matrixOutcomes } from './matrix.ts';
import { outcomeRows, type OutcomeRow } from '../replay/outcome.ts';
import { exitStatus, type ExitStatus, type Terminal } from './terminal.ts';

const portion = 1_000_000; // statements
const mostPortions = 200;

/** Status 1 when any fact is not as documented. */
export function replayAll(door: SimulatorDoor, files: FileAccess, terminal: Terminal): ExitStatus {
  let differ = false;
  for (const scenario of door.scenarios()) {
    const outcomes = Object.keys(scenario.expected).map((row) => told(row, outcomeOf(door, files, scenario, row)));
    if (scenario.matrix) outcomes.push(...matrixTold(door, files, scenario, scenario.matrix));
    terminal.out(`${scenario.id}: ${outcomes.join('; ')}\n`);
    differ ||= outcomes.some((each) => each.includes('DIFFERS'));
  }
  return differ ? exitStatus.findings : exitStatus.nothingFound;
}

/** What one row of the catalogue comes to: `buggy`, a variant, `parameter=value`, or a variant with one. */
export function outcomeOf(
  door: SimulatorDoor,
  files: FileAccess,
  scenario: Scenario,
  row: string,
): readonly OutcomeRow[] {
  const [, fixed = '', parameter, value] =
    /^(?:([^ =]+)(?: |$))?(?:(\w+)=(.*))?$/.exec(row === 'buggy' ? '' : row) ?? [];
  const parameters = parameter === undefined ? {} : { [parameter]: value! };
  const plan = planLaunch(door, files, { scenario: scenario.id, fixed, parameters });
  const simulation = door.createSimulation(buildPlan(door, plan).program, plan.request);
  for (let left = mostPortions; left > 0; left--) {
    const stop = simulation.run({ kind: 'continue' }, { statements: portion });
    if (stop && stop.kind !== 'exception') break;
  }
  return outcomeRows(door, simulation, scenario, row);
}

function matrixTold(door: SimulatorDoor, files: FileAccess, scenario: Scenario, matrix: ScenarioMatrix): string[] {
  return matrixOutcomes(door, files, scenario, matrix).map((outcome) => {
    const { row, reproduced } = outcome;
    if (isAsDocumented(outcome)) return `${row.name} ${Object.keys(reproduced).length} facts as documented`;
    const wrong = Object.keys(reproduced).filter((fact) => reproduced[fact] !== row.expected[fact]);
    return `${row.name} DIFFERS in ${wrong.join(', ')}`;
  });
}

function told(row: string, outcome: readonly OutcomeRow[]): string {
  const compared = outcome.filter(({ actual }) => actual !== null);
  const wrong = compared.filter(({ same }) => !same).map(({ name }) => name);
  return wrong.length > 0
    ? `${row} DIFFERS in ${wrong.join(', ')}`
    : `${row} ${compared.length} ${compared.length === 1 ? 'fact' : 'facts'} as documented`;
}
