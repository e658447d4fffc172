/** A long random run of the DMA API, `at-random.c`, answered line by line as Linux 6.1.192 did on the reference machine (`oracle/run --mode MODE at-random.c`). */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { finish, logOf, powerOn, requestOf } from '../support/simulated-run.ts';
import { lineInWords } from './rows.ts';

const read = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');

/** What the driver tells, and the kernel of it; not what is said of the device that is released, whose first leak lies where the boot had room. */
function answersIn(log: readonly string[]): string[] {
  return log.flatMap((line) => {
    if (line.startsWith('> ')) return [line.slice(2)];
    const words = lineInWords(line);
    return words === null || /released from device|device_change/.test(words) ? [] : [words];
  });
}

it.each([
  ['plain', {}],
  ['swiotlb', { swiotlb: 'force' }],
  ['iommu', { iommu: 'lazy' }],
])('the %s machine', (mode, fields) => {
  const machine = JSON.stringify({ devices: [{ model: 'edu', name: '0000:00:02.0' }], ...fields });
  const simulation = powerOn(requestOf({ driver: read('at-random.c'), machine }));
  finish(simulation);
  expect(answersIn(logOf(simulation))).toEqual(read(`at-random-${mode}.txt`).trim().split('\n'));
});
