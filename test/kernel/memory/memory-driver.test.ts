/** A driver that uses most of the memory functions, on the whole simulated machine. The expected lines are what Linux 6.1.192 printed for the same file. */
import { allRecords } from '../../../simulator/journal.ts';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { build } from '../../../simulator/compile.ts';
import { createSimulation } from '../../../simulator/create-simulation.ts';
import type { RunRequest } from '../../../simulator/simulation.ts';
import { defaultMachine } from '../default-machine.ts';

const expected = [
  'memory_driver: loading out-of-tree module taints kernel.',
  'cache 100 object 5a constructed 32 aligned 0',
  'again 1 01 constructed 32',
  'region 1 second 0',
  'resource: Trying to free nonexistent resource <0x00000000d0000000-0x00000000d0000fff>',
  'vmalloc 1 zero 1 page 1',
  'kvmalloc 1',
  "text 'hello world, ag' order 1 pfn 1",
  'count 2 order 0 head 0',
  'exact 1',
];

it('gives the log that a real kernel gave', () => {
  const path = 'memory-driver.c';
  const text = readFileSync(new URL(path, import.meta.url), 'utf8');
  const request: RunRequest = {
    machine: defaultMachine(),
    driver: [{ path, text }],
    app: null,
    findInclude: () => null,
    defines: [],
    parameters: {},
    arguments: [],
    files: {},
  };
  const { program, diagnostics } = build(request);
  expect(diagnostics.map(({ message, place }) => `${place.file.path}:${place.line}: ${message}`)).toEqual([]);
  const simulation = createSimulation(program!, request);
  let stop = null;
  for (let turn = 0; turn < 1000 && stop === null; turn++) {
    stop = simulation.run({ kind: 'continue' }, { statements: 100_000 });
  }
  const log = allRecords(simulation.world.journal).flatMap((each) => (each.kind === 'log' ? [each.text] : []));
  expect(stop).toEqual({ kind: 'rest', exitCode: 0 });
  expect(log.slice(log.findIndex((line) => line.includes('loading out-of-tree')))).toEqual(expected);
  expect(allRecords(simulation.world.journal).filter(({ kind }) => kind === 'finding')).toEqual([]);
});
