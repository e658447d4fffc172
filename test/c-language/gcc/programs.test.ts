/** gcc is the oracle: every program prints the same, byte for byte, when we compile and run it. */
import { describe, expect, test } from 'vitest';
import { outputOfGcc, outputOfOurs, readGroups } from './gcc-oracle.ts';

const groups = readGroups();

test('there are enough programs', () => {
  expect(groups.flatMap(({ names }) => names).length).toBeGreaterThanOrEqual(400);
});

describe.each(groups)('$file', (group) => {
  const expected = outputOfGcc(group);
  const ours = outputOfOurs(group);
  test.each(group.names)('%s', (name) => expect(ours.get(name)).toBe(expected.get(name)));
});
