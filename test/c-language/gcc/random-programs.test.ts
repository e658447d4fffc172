/** Random functions of every integer type and operator: gcc and we agree on what they compute. */
import { describe, expect, test } from 'vitest';
import { groupOf, outputOfGcc, outputOfOurs } from './gcc-oracle.ts';
import { randomFunctions } from './random-programs.ts';

describe.each([1, 2, 3, 4, 5])('seed %i', (seed) => {
  const group = groupOf(`random-${seed}.c`, randomFunctions(seed, 70));
  const expected = outputOfGcc(group);
  const ours = outputOfOurs(group);
  test.each(group.names)('%s', (name) => expect(ours.get(name)).toBe(expected.get(name)));
});
