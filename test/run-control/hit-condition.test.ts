/** Hit conditions: at which of the first six hits a breakpoint stops. */
import { expect, test } from 'vitest';
import { hitConditionHolds } from '../../simulator/run-control/breakpoint-conditions.ts';

test.each([
  ['3', [3, 4, 5, 6]],
  ['>3', [4, 5, 6]],
  ['>=3', [3, 4, 5, 6]],
  ['==3', [3]],
  ['<3', [1, 2]],
  ['<=3', [1, 2, 3]],
  ['%3', [3, 6]],
  ['%0', []],
  [' >= 3 ', [3, 4, 5, 6]],
])('%s', (text, stops) => {
  const hits = [1, 2, 3, 4, 5, 6];
  expect(hits.filter((hit) => hitConditionHolds(text, hit))).toEqual(stops);
});

test.each(['', 'x', '=3', '3+', '-3', '3.5', '!=3', '> >3'])('not understood: "%s"', (text) =>
  expect(hitConditionHolds(text, 1)).toBeNull(),
);
