/** Event filters: which records stop the run, where, and in what words. */
import { beforeAll, describe, expect, test } from 'vitest';
import { stackTrace, type EventFilterName, type Simulation } from '../../simulator/index.ts';
import { boardDriver, boardMachine } from '../support/board.ts';
import { again, finish, lineOf, powerOn, proceed, recordsOf, stopAtEvents } from '../support/simulated-run.ts';
import { moduleWith } from './sources.ts';

let first: Simulation;
beforeAll(() => {
  first = powerOn({ driver: boardDriver, machine: boardMachine });
});

/** Directions, or codes, of all stops up to the end. */
function stopsOf(simulation: Simulation): string[] {
  const stops: string[] = [];
  for (let stop = proceed(simulation); stop.kind !== 'rest'; stop = proceed(simulation)) {
    if (stop.kind !== 'event') continue;
    const { record } = stop;
    stops.push(
      'direction' in record ? `${record.kind} ${record.direction}` : 'code' in record ? record.code : record.kind,
    );
  }
  return stops;
}

// One job: fetch, then write back.
test.each<[EventFilterName, string | null, string[]]>([
  ['dma-start', null, ['dma-start to-device', 'dma-start from-device']],
  ['dma-start', 'toDevice', ['dma-start to-device']],
  ['dma-start', 'fromDevice && length == 8192', ['dma-start from-device']],
  ['dma-start', 'length > 8192', []],
  ['dma-start', 'device == "0000:02:00.0"', []],
  ['dma-start', '', ['dma-start to-device', 'dma-start from-device']],
  ['dma-complete', null, ['dma-complete to-device', 'dma-complete from-device']],
  ['dma-complete', 'framesChanged == 2', ['dma-complete from-device']],
  ['dma-complete', 'status != "done"', []],
  ['wrong-target', null, []],
  ['finding', null, []],
  ['kernel-warning', null, []],
])('%s if %s', (filter, condition, stops) => {
  const simulation = again(first);
  stopAtEvents(simulation, filter, condition);
  expect(stopsOf(simulation)).toEqual(stops);
});

test('a stop names the task, the record and what happened', () => {
  const simulation = again(first);
  stopAtEvents(simulation, 'dma-start');
  const stop = proceed(simulation);
  const [record] = recordsOf(simulation, 'dma-start');
  const insmod = recordsOf(simulation, 'task').find(({ name }) => name === 'insmod')!;
  expect(stop).toEqual({
    kind: 'event',
    task: insmod.other,
    filter: 'dma-start',
    record,
    description: `0000:01:00.0: DMA starts: read of 8192 bytes from 0x${record!.programmed.toString(16)}`,
  });
});

test('no byte has moved when a transfer starts', () => {
  const simulation = again(first);
  stopAtEvents(simulation, 'dma-start', 'fromDevice');
  proceed(simulation);
  expect(recordsOf(simulation, 'dma-burst').every(({ direction }) => direction === 'to-device')).toBe(true);
});

test('filters that cannot be understood are refused with the reason, the others are set', () => {
  const simulation = again(first);
  const results = simulation.setEventFilters([
    { filter: 'dma-start', condition: 'lenght > 4' },
    { filter: 'dma-complete', condition: 'toDevice' },
  ]);
  expect(results).toEqual([
    { filter: 'dma-start', error: expect.stringContaining("there is no field 'lenght'") },
    { filter: 'dma-complete', error: null },
  ]);
  expect(stopsOf(simulation)).toEqual(['dma-complete to-device']);
});

test('filters taken away stop no more', () => {
  const simulation = again(first);
  stopAtEvents(simulation, 'dma-start');
  expect(proceed(simulation).kind).toBe('event');
  simulation.setEventFilters([]);
  expect(finish(simulation)).toBe(0);
});

test.each<EventFilterName>(['finding', 'kernel-warning', 'wrong-target'])(
  'a NULL pointer is told once, by the exception, also with the filter %s',
  (filter) => {
    const simulation = powerOn({ driver: moduleWith('\tint *p = NULL;\n\n\t*p = 1;\n\treturn 0;') });
    stopAtEvents(simulation, filter);
    expect([proceed(simulation), proceed(simulation)].map(({ kind }) => kind)).toEqual(['exception', 'rest']);
  },
);

test('what the simulator finds in an access stops behind the statement that made it, not where its function has returned to', () => {
  const text = moduleWith(
    '\tint *p = kmalloc(8, GFP_KERNEL);\n\n\tkfree(p);\n\t*p = 1;\n\tp = NULL;\n\treturn p ? -1 : 0;',
  );
  const simulation = powerOn({ driver: text });
  stopAtEvents(simulation, 'finding');
  const stop = proceed(simulation);
  expect(stop).toMatchObject({ kind: 'event', record: { code: 'use-after-free' } });
  const [frame] = stackTrace(simulation, (stop as { task: number }).task);
  expect(frame).toMatchObject({ function: 'start', line: lineOf(text, 'p = NULL') });
});

describe('a warning of the kernel', () => {
  const text = moduleWith('\tWARN_ON(1);\n\treturn 0;');
  test.each<[EventFilterName, string | null, boolean]>([
    ['finding', null, true],
    ['finding', 'origin == "kernel"', true],
    ['finding', 'origin == "simulator"', false],
    ['kernel-warning', null, true],
    ['wrong-target', null, false],
  ])('%s if %s', (filter, condition, stops) => {
    const simulation = powerOn({ driver: text });
    stopAtEvents(simulation, filter, condition);
    const stop = proceed(simulation);
    expect(stop.kind).toBe(stops ? 'event' : 'rest');
    if (stop.kind === 'event') expect(stop.description).toBe(`WARN_ON at driver.c:${lineOf(text, 'WARN_ON')}`);
  });
});
