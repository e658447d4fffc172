/** In which order the page allocator gives pages again, beside the answers of a real Linux 6.1.192 (page-reuse.txt), for what its free lists at the time do not decide. */
import { expect, it } from 'vitest';
import { driverFile, runDriver } from '../run-driver.ts';

it('reuses pages of every order and migratetype as the real one', () => {
  const { log } = runDriver({ driver: 'page-reuse.c' }, { machine: '{"memory":"6G","cma":"64M","cpus":2}' });
  // What lies beside blocks of these orders, and whether the CPU's lists of DMA32 were trimmed before, is the boot's matter.
  const undecided = /^(movable [89]|atomic [89]|dma32 1):/;
  const decided = (line: string): string => {
    if (undecided.test(line)) return line.replace(/, .*/, '');
    const [before, after] = line.split(/then /);
    // Pages of the block that was asked for, or any other's.
    const pages = after?.replace(/-?\d+/g, (number) =>
      Number(number) < -1 || Number(number) >= 64 ? 'other' : number,
    );
    return after === undefined ? line : `${before}then ${pages}`;
  };
  const real = driverFile('page-reuse.txt').trimEnd().split('\n').map(decided);
  expect(real.length).toBe(85);
  expect(log.slice(1).map(decided)).toEqual(real);
});
