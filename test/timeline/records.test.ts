/** Going to journal records, and the run as lanes: digests are taken live on the first pass, where filters stop at the records. */
import { beforeAll, describe, expect, test } from 'vitest';
import { inspectTimeline, type Simulation } from '../../simulator/index.ts';
import { allRecords, type JournalRecord } from '../../simulator/journal.ts';
import { boardDriver, boardMachine } from '../support/board.ts';
import { finish, lineOf, powerOn, recordsOf, proceed } from '../support/simulated-run.ts';

interface Passed {
  readonly sequence: number;
  readonly digest: string;
}
let simulation: Simulation;
const passed: Passed[] = [];
let atEnd: { readonly digest: string; readonly sequences: number };
let whole: readonly JournalRecord[];
beforeAll(() => {
  simulation = powerOn({ driver: boardDriver, machine: boardMachine });
  simulation.timeline.keep();
  const filters = ['dma-start', 'dma-complete', 'register-write'] as const;
  simulation.setEventFilters(filters.map((filter) => ({ filter, condition: null })));
  for (let stop = proceed(simulation); stop.kind === 'event'; stop = proceed(simulation))
    passed.push({ sequence: stop.record.sequence, digest: simulation.timeline.digest() });
  simulation.setEventFilters([]);
  whole = allRecords(simulation.world.journal);
  atEnd = { digest: simulation.timeline.digest(), sequences: simulation.world.journal.nextSequence };
});

function goToRecord(sequence: number, { timeline } = simulation): void {
  for (let calls = 0; !timeline.goToRecord(sequence, { statements: 20_000 }); calls++)
    if (calls > 10_000) throw new Error('never arrived');
}

describe('going to a record', () => {
  test('is the state in which a filter stopped there, from before and from behind', () => {
    // Six register writes, the beginning of a transfer by the last of them, its end, at the same moment the beginning of the second, and that one's end.
    expect(passed).toHaveLength(10);
    for (const index of [9, 0, 5, 6, 4, 8, 7, 1]) {
      const { sequence, digest } = passed[index]!;
      goToRecord(sequence);
      expect(simulation.world.journal.nextSequence).toBeGreaterThan(sequence);
      expect(simulation.timeline.digest(), String(index)).toBe(digest);
    }
  });
  test('and on again leads to the same end', () => {
    goToRecord(passed[3]!.sequence);
    finish(simulation);
    expect(simulation.timeline.digest()).toBe(atEnd.digest);
    expect(simulation.world.journal.nextSequence).toBe(atEnd.sequences);
    expect(allRecords(simulation.world.journal)).toEqual(whole);
  });
  test('what lies ahead is remembered; what is not in history is refused', () => {
    const end = allRecords(simulation.world.journal);
    goToRecord(passed[7]!.sequence);
    const ahead = simulation.timeline.recordsAhead();
    // The device's event writes another record at once.
    expect(simulation.world.journal.nextSequence).toBe(passed[7]!.sequence + 2);
    expect(ahead).toEqual(end.filter(({ sequence }) => sequence > passed[7]!.sequence + 1));
    expect(ahead.length).toBeGreaterThan(5);
    expect(simulation.timeline.holdsRecord(atEnd.sequences - 1)).toBe(true);
    expect(simulation.timeline.holdsRecord(atEnd.sequences)).toBe(false);
    expect(() => goToRecord(atEnd.sequences)).toThrow(RangeError);
  });
});

test('forwards to a record behind the next checkpoint: what lies between is in the journal again', () => {
  goToRecord(passed[0]!.sequence);
  goToRecord(atEnd.sequences - 1);
  expect(allRecords(simulation.world.journal)).toEqual(whole);
});

test('faults of a program’s own loads and stores stop it where that is asked for, and can be gone to', () => {
  const app =
    '#include <stdlib.h>\nint main(void)\n{\n\tchar *p = malloc(65536);\n\tfor (int i = 0; i < 8; i++)\n\t\tp[i * 4096] = 1;\n\treturn 0;\n}\n';
  const faulting = powerOn({ app });
  faulting.timeline.keep();
  faulting.setEventFilters([{ filter: 'page-fault', condition: null }]);
  const faults: Passed[] = [];
  for (let stop = proceed(faulting); stop.kind === 'event'; stop = proceed(faulting))
    faults.push({ sequence: stop.record.sequence, digest: faulting.timeline.digest() });
  expect(faults).toHaveLength(recordsOf(faulting, 'page-fault').length);
  expect(faults.length).toBeGreaterThanOrEqual(8);
  faulting.setEventFilters([]);
  for (const { sequence, digest } of [faults[6]!, faults[1]!, faults[2]!]) {
    goToRecord(sequence, faulting);
    expect(faulting.timeline.digest()).toBe(digest);
  }
});

describe('lanes', () => {
  test('hold every transfer and register access at its time, behind and ahead of where the machine stands', () => {
    goToRecord(atEnd.sequences - 1);
    const starts = recordsOf(simulation, 'dma-start');
    const ends = recordsOf(simulation, 'dma-complete');
    goToRecord(starts[1]!.sequence);
    const view = inspectTimeline(simulation, starts[0]!.at, ends[1]!.at + 5_000);
    const bus = view.lanes.findIndex(({ kind }) => kind === 'bus');
    // From near: in the whole run's width the transfers may be too short to stand apart.
    const near = inspectTimeline(simulation, starts[0]!.at, ends.at(-1)!.at);
    const transfers = near.events.filter(({ lane }) => lane === bus);
    expect(transfers.map(({ sequence, at, until, ahead }) => ({ sequence, at, until, ahead }))).toEqual(
      starts.map(({ sequence, at }, i) => ({ sequence, at, until: ends[i]!.at, ahead: false })),
    );
    expect(view.end).toBeGreaterThan(view.now);
    expect(view.events.some(({ ahead }) => ahead)).toBe(true);
    expect(view.lanes.map(({ id }) => id).slice(0, 3)).toEqual(['cpu 0', 'cpu 1', 'device 0000:01:00.0']);
  });
  test('a part of it tells apart what the whole merges, with the place in the source', () => {
    const writes = recordsOf(simulation, 'register-write');
    const all = inspectTimeline(simulation, null, null);
    expect(all.merged).toBeGreaterThan(0);
    const near = inspectTimeline(simulation, writes[0]!.at, writes.at(-1)!.at);
    const lane = near.lanes.findIndex(({ kind }) => kind === 'device');
    const found = near.events.filter((event) => event.lane === lane && event.what === 'register-write');
    expect(found.map(({ sequence }) => sequence)).toEqual(writes.map(({ sequence }) => sequence));
    expect(found.at(-1)!.place).toMatchObject({ line: lineOf(boardDriver, 'writel(1, board->regs + 0x08)') });
    expect(found.at(-1)!.text).toBe(
      'register write: device 0000:01:00.0, register CONTROL, offset 8, size 4, value 0x1',
    );
  });
});
