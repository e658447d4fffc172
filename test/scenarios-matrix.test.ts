/** Scenarios with several explanations: each cell of the matrix comes out of a run as documented-bugs 2.3 has it, and the README shows the table that the runs give. */
import { expect, test } from 'vitest';
import { matrixOutcomes, matrixPicture, matrixTable } from '../debug-adapter/command-line/matrix.ts';
import { nodeFiles } from '../debug-adapter/files.ts';
import { simulator as door } from '../debug-adapter/simulator-binding.ts';

const withMatrix = door.scenarios().filter(({ matrix }) => matrix);

test('the lab is there', () => expect(withMatrix.map(({ id }) => id)).toContain('cma-lab'));

// F3 is F2 by another flag: a run of its own for one row, the rest is checked by `replay --all`.
test.each(withMatrix)('$id', { timeout: 240_000 }, (scenario) => {
  const all = scenario.matrix!;
  const [first, second] = Object.keys(all.facts) as [string, string];
  const matrix = { ...all, facts: { [first]: all.facts[first]!, [second]: all.facts[second]! } };
  const outcomes = matrixOutcomes(door, nodeFiles, scenario, matrix);
  expect(outcomes.map(({ row, reproduced }) => [row.name, reproduced])).toEqual(
    all.rows.map(({ name, expected }) => [name, { [first]: expected[first], [second]: expected[second] }]),
  );
  const whole = matrixOutcomes(door, nodeFiles, scenario, { ...all, rows: all.rows.slice(1, 2) });
  expect(whole.map(({ reproduced }) => reproduced)).toEqual([all.rows[1]!.expected]);

  const lines = scenario.files['README.md']!.split('\n').map((line) => line.trim().replace(/ +/g, ' '));
  for (const { row, evidence } of outcomes) {
    const answers = Object.keys(all.facts).map((fact) => row.expected[fact]!);
    const cells = [...answers, answers.every(Boolean)].map((yes) => (yes ? 'yes' : 'no'));
    expect(lines).toContain([row.name, ...cells, ...evidence, row.title].join(' '));
  }
  const told = matrixPicture(matrix, outcomes);
  for (const each of [matrixTable(matrix, outcomes), ...all.questions.map((_, i) => `   ${i + 1}. `)])
    expect(told).toContain(each);
  // What nobody knows is not told: more than one explanation remains.
  expect(all.rows.filter(({ expected }) => Object.values(expected).every(Boolean)).length).toBeGreaterThan(1);
});
