/** Threads, workers, timers, softirqs, locks and crashes are plain state: going back to any moment and on again gives what was seen the first time. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { Moment } from '../../simulator/index.ts';
import { powerOn, requestOf } from '../support/simulated-run.ts';

const folder = fileURLToPath(new URL('./execution/', import.meta.url));

it.each([
  ['contexts', 1501],
  ['locks', 701],
  ['signals', 1201],
  ['oops-thread', 601],
])('%s', (name, slice) => {
  const text = readFileSync(`${folder}${name}.c`, 'utf8');
  const simulation = powerOn(requestOf({ driver: text }));
  const { timeline } = simulation;
  timeline.keep();
  const passed: { readonly moment: Moment; readonly digest: string }[] = [];
  for (let calls = 0; calls < 400; calls++) {
    const stop = simulation.run({ kind: 'continue' }, { statements: slice });
    if (calls % 4 === 0) passed.push({ moment: timeline.moment, digest: timeline.digest() });
    if (stop?.kind === 'rest' || stop?.kind === 'deadlock') break;
  }
  expect(passed.length).toBeGreaterThan(4);
  const order = passed.map((_, i) => passed[(i * 7) % passed.length]!).slice(0, 7);
  for (const { moment, digest } of order) {
    for (let calls = 0; !timeline.goTo(moment, { statements: 50_000 }); calls++) expect(calls).toBeLessThan(10_000);
    expect([moment, timeline.digest()]).toEqual([moment, digest]);
  }
});
