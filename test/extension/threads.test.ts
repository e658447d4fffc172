/** Documented bugs are grouped by the thread that they come from, as their sources name its lines. */
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { byThread, threadOf } from '../../extension/scenarios/threads.ts';
import { scenarios } from '../../simulator/index.ts';

test.each([
  ['threads.txt lines 40-71; kernel-facts 2.9', 'board'],
  ['threads.txt lines 3-4, 17-28 (r8169 of Linux 4.6)', 'network'],
  ['threads.txt lines 1-3 and 29-38; documented-bugs 1.2', 'disk'],
  ['threads.txt line 157; documented-bugs 4.2', 'move'],
  ['threads.txt lines 176, 179; documented-bugs 1.7', 'handle'],
  ['documented-bugs B05: AMD/xdna-driver PR 181', 'bug'],
])('%s: %s', (source, picture) => expect(threadOf({ source }).picture).toBe(picture));

test('no bug is left out, and every picture is there', () => {
  const groups = byThread(scenarios());
  expect(groups.flatMap(([, group]) => group.map(({ id }) => id)).sort()).toEqual(
    scenarios()
      .map(({ id }) => id)
      .sort(),
  );
  for (const [{ picture }] of groups) expect(existsSync(`media/pictures/${picture}.svg`)).toBe(true);
});
