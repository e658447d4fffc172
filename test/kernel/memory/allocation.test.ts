/** The questions of drivers/allocation.c, answered as a real Linux 6.1.192 answered them. */
import { expect, it } from 'vitest';
import { driverFile, runDriver } from '../run-driver.ts';

it('gives out, reuses, aligns and counts memory as the real one', () => {
  const machine = '{"memory":"6G","cma":"64M","cpus":2}';
  const { log, end } = runDriver({ driver: 'allocation.c' }, { machine });
  expect(log.slice(1)).toEqual(driverFile('allocation.txt').trimEnd().split('\n'));
  expect(end).toBe('rest 0');
});
