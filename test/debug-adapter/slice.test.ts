/** Slices end in time, whatever a statement costs; clocks are the test's own. */
import { afterEach, expect, test, vi } from 'vitest';
import { pacedWork } from '../../debug-adapter/execution/slice.ts';

afterEach(() => vi.restoreAllMocks());

/** How late the worst of 200 slices of 6 ms ends, and the statements that all have done; the n-th statement takes `cost(n)` ms. */
function late(cost: (statement: number) => number, most = 2000): { worst: number; done: number } {
  let now = 0;
  let done = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const work = pacedWork((statements) => {
    for (let i = 0; i < statements; i++) now += cost(done++);
    return null;
  }, most);
  let worst = 0;
  for (let slice = 0; slice < 200; slice++) {
    const begun = now;
    work(6);
    worst = Math.max(worst, now - begun - 6);
  }
  return { worst, done };
}

test.each([
  ['adds numbers', 0.00003, 1],
  ['prints a line', 0.05, 2],
  ['fills a page', 0.5, 8],
  ['moves a picture', 70, 8 * 70],
])('a statement that %s', (_, cost, most) => {
  expect(late(() => cost).worst).toBeLessThanOrEqual(most);
});

test('after the first look one costly statement is all that a slice waits for', () => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const work = pacedWork((statements) => {
    now += statements * 70;
    return null;
  }, 2000);
  work(6);
  const begun = now;
  work(6);
  expect(now - begun).toBe(70);
});

test('statements that cost little run in portions as large as they may be', () => {
  const looks: number[] = [];
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  pacedWork((statements) => {
    looks.push(statements);
    now += statements * 0.0001;
    return null;
  }, 2000)(6);
  expect(looks.slice(0, 9)).toEqual([8, 16, 32, 64, 128, 256, 512, 1024, 2000]);
});

test('what the work gives ends it', () => {
  const work = pacedWork((statements) => (statements > 100 ? 'there' : null), 2000);
  expect(work(1000)).toBe('there');
});
