/** Findings that repeat: as many are told as the kernel's own rate limit lets through (DEFAULT_RATELIMIT_BURST is 10 in include/linux/ratelimit_types.h), and no different one is held back. */
import { expect, test } from 'vitest';
import { countedRepeats, isRepeat, type Repeats } from '../../debug-adapter/repeats.ts';

test.each([
  { times: 10, told: 10, counted: [] },
  { times: 11, told: 10, counted: ['1 more like this: a.c:1:1: error: wrong\n'] },
  { times: 514, told: 10, counted: ['504 more like this: a.c:1:1: error: wrong\n'] },
])('$times of the same: $told told', ({ times, told, counted }) => {
  const repeats: Repeats = new Map();
  const lines = Array.from({ length: times }, () => 'a.c:1:1: error: wrong\nb.c:2:2: note: mapped here\n');
  expect(lines.filter((line) => !isRepeat(repeats, line))).toHaveLength(told);
  expect(countedRepeats(repeats)).toEqual(counted);
  expect(countedRepeats(repeats)).toEqual([]);
});

test('another address, place or note is another finding', () => {
  const repeats: Repeats = new Map();
  const different = Array.from({ length: 3000 }, (_, i) => `a.c:1:1: error: writes to ${i * 4096}\n`);
  for (let again = 0; again < 10; again++) expect(different.some((each) => isRepeat(repeats, each))).toBe(false);
  expect(isRepeat(repeats, different[0]!)).toBe(true);
  // Of more kinds than are remembered all are told.
  expect(isRepeat(repeats, different[2999]!)).toBe(false);
  expect(repeats.size).toBeLessThanOrEqual(1000);
});
