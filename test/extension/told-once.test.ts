/** What views tell once or in words instead of row by row: loops over a register, unused entries of a ring, the parts of `preempt_count`. */
import { expect, test } from 'vitest';
import { alikeTogether as entriesAlike } from '../../extension/views/devices/alike.ts';
import { alikeTogether as accessesAlike } from '../../extension/views/interrupts/alike.ts';
import { contexts } from '../../extension/views/processors/contexts.ts';
import { bytes, counted, microseconds } from '../../extension/views/page/words.ts';
import type { DescriptorEntryView, TraceView } from '../../simulator/index.ts';

const access = (sequence: number, subject: string, value: string): TraceView => ({
  sequence,
  at: 10 * sequence,
  cpu: 0,
  what: 'read',
  device: 'd',
  subject,
  offset: 0,
  size: 4,
  value: value as TraceView['value'],
  fields: '',
  place: null,
});

test('a loop that waits for a bit is one row, with its first and last time', () => {
  const trace = [access(5, 'A', '0x1'), access(4, 'A', '0x0'), access(3, 'A', '0x0'), access(2, 'B', '0x0')];
  const told = accessesAlike(trace).map(({ row, count, first }) => [row.sequence, count, first]);
  expect(told).toEqual([
    [5, 1, 50],
    [4, 2, 30],
    [2, 1, 20],
  ]);
});

const entry = (index: number, value: string, rest: Partial<DescriptorEntryView> = {}): DescriptorEntryView => ({
  index,
  physical: null,
  owner: 'driver',
  values: [value],
  buffers: [],
  tables: [],
  ...rest,
});
const rows = (entries: readonly DescriptorEntryView[], marked: readonly number[] = []) =>
  entriesAlike(
    entries,
    marked.map((index) => ({ name: 'head', index, meaning: '' })),
  ).map(({ entry: { index }, last }) => (last === null ? `${index}` : `${index}–${last}`));
const upTo = (count: number, rest?: Partial<DescriptorEntryView>) =>
  Array.from({ length: count }, (_, index) => entry(index, '0', rest));

test.each([
  ['the first stands for the others', upTo(5), [], ['0', '1–4']],
  ['a few are not worth it', upTo(3), [], ['0', '1', '2']],
  ['a mark ends the run', upTo(9), [5], ['0', '1–4', '5', '6–8']],
  ['what names memory is always shown', upTo(5, { buffers: [{} as never] }), [], ['0', '1', '2', '3', '4']],
  ['entries that are left out are not counted in', [...upTo(5), entry(20, '0')], [], ['0', '1–4', '20']],
  ['another value, another row', [...upTo(5), entry(5, '1')], [], ['0', '1–4', '5']],
  ['another owner, too', [...upTo(5), entry(5, '0', { owner: 'device' })], [], ['0', '1–4', '5']],
] as const)('entries of a ring: %s', (_, entries, marked, expected) => expect(rows(entries, marked)).toEqual(expected));

// include/linux/preempt.h: PREEMPT_BITS 8, SOFTIRQ_BITS 8, HARDIRQ_BITS 4, NMI_BITS 4; SOFTIRQ_DISABLE_OFFSET is twice SOFTIRQ_OFFSET.
test.each([
  [0, []],
  [1, ['preemption off (1 deep)']],
  [0x101, ['in a softirq', 'preemption off (1 deep)']],
  [0x200, ['softirqs off']],
  [0x1_0000, ['in an interrupt']],
  [0x10_0002, ['in an NMI', 'preemption off (2 deep)']],
] as const)('preempt_count %i: %j', (count, expected) => expect(contexts(count)).toEqual(expected));

test.each([
  [0, '0 B'],
  [1000, '1,000 B'],
  [4096, '4 KiB'],
  [4 << 20, '4 MiB'],
  [6 * 2 ** 30 - 507904, '6.00 GiB'],
  [2 ** 30, '1 GiB'],
] as const)('%i bytes: %s', (count, text) => expect(bytes(count)).toBe(text));

test.each([
  [7, '7 ns'],
  [1500, '1.50 µs'],
  [2_345_678, '2.346 ms'],
  [35_004_000_000, '35.004000 s'],
] as const)('%i ns: %s', (ns, text) => expect(microseconds(ns)).toBe(text));

test('one and many', () => {
  expect([counted(1, 'page'), counted(2000, 'entry', 'entries')]).toEqual(['1 page', '2,000 entries']);
});
