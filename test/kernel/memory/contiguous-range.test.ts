/** Frames taken by their numbers. The expected lines are what Linux 6.1.192 printed for the same file, without registers and stack. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { finish, logOf, powerOn, recordsOf } from '../../support/simulated-run.ts';

const reference = '{ "memory": "6G", "cma": "64M", "cpus": 2 }';
const answered = [
  'contig: a kernel page: -16',
  'contig: with its neighbours: -16',
  'contig: free frames: 0',
  'contig: counts 1 1 0',
  'contig: again: -16',
  'contig: once more: 0',
  '1 pages are still in use!',
  'contig: held: 1, free again: 0',
  'contig: and freed: 0',
  'contig: movable in CMA: -16',
  'contig: CMA in CMA: 0',
  'contig: nothing: -16',
];

it('are given and refused as by a real kernel', () => {
  const driver = readFileSync(new URL('contiguous-range.c', import.meta.url), 'utf8');
  const simulation = powerOn({ driver, machine: reference });
  finish(simulation);
  expect(logOf(simulation).filter((line) => /contig: |still in use/.test(line))).toEqual(answered);
  // The kernel's warning is the only finding.
  expect(recordsOf(simulation, 'finding').map(({ code }) => code)).toEqual(['kernel-warning']);
});
