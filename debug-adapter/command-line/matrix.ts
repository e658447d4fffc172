/** A scenario's matrix in the terminal: which explanation reproduces which of the observed facts. */
import type { Scenario, ScenarioMatrix } from '../../simulator/index.ts';
import type { FileAccess } from '../files.ts';
import { planLaunch } from '../launch/launch-plan.ts';
import { isAsDocumented, matrixOutcome, type MatrixOutcome } from '../replay/matrix.ts';
import type { SimulatorDoor } from '../simulator-door.ts';
import { columns, wrap } from './pictures/text.ts';

export function matrixOutcomes(
  door: SimulatorDoor,
  files: FileAccess,
  scenario: Scenario,
  matrix: ScenarioMatrix,
): readonly MatrixOutcome[] {
  const { request } = planLaunch(door, files, { scenario: scenario.id, fixed: '' });
  const code = { scenario, request, programs: new Map() };
  return matrix.rows.map((row) => {
    const steps = matrixOutcome(door, code, matrix, row);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
    }
  });
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
