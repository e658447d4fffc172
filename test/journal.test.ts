/** What is read of a journal is what was written, whether a record stands on its own or in columns. The comparison is a plain list. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allRecords,
  appendRecord,
  createJournal,
  firstSequence,
  forgetRecords,
  newestFirst,
  recordNumbered,
} from '../simulator/journal.ts';
import { copyColumns } from '../simulator/journal-columns.ts';
import type { Journal, JournalEntry, JournalRecord } from '../simulator/journal.ts';

const entries: readonly JournalEntry[] = [
  { kind: 'log', level: 6, text: 'hello' },
  { kind: 'dma-map', device: 'a', what: 'single', handle: 2n ** 64n - 1n, size: 1, mapped: 'to-device' },
  { kind: 'dma-unmap', device: 'b', what: 'scatterlist', handle: 0n, size: 2 ** 40, mapped: 'both' },
  { kind: 'dma-sync', device: 'a', what: 'for-cpu', handle: 0x1_2345_6789n, size: 0, mapped: 'from-device' },
  { kind: 'iommu-map', device: 'a', domain: 3, iova: 0xffff_f000n, size: 4096, physical: 2 ** 36, access: 'rw' },
  { kind: 'iommu-map', device: 'a', domain: 70_000, iova: 0n, size: 8192, physical: null, access: 'r' },
  { kind: 'iommu-unmap', device: 'b', domain: 1, iova: 0xfff0_0000n, size: 4096 },
  { kind: 'iotlb-invalidation', domain: 1, scope: 'page', address: 0n, bytes: 4096, dropped: 2 },
  { kind: 'iotlb-invalidation', domain: 1, scope: 'domain', address: null, bytes: null, dropped: 0 },
  { kind: 'register-write', device: 'a', register: 'doorbell', offset: 0, size: 4, value: 1n },
];
const circumstances = [
  { at: 0, cpu: null, task: null, stack: [] },
  { at: 2 ** 41 + 1, cpu: 0, task: 0, stack: [7] },
  { at: 12, cpu: 3, task: 4711, stack: [1, 2, 3] },
];

type Step = { readonly write: number; readonly where: number } | { readonly back: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ write: fc.nat(entries.length - 1), where: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ back: fc.nat(12) }) },
);

describe('the journal', () => {
  it('gives back every kind of record, when it is full and after a step back as well', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const journal = createJournal(16);
        let plain: JournalRecord[] = [];
        let next = 0;
        for (const each of steps) {
          if ('back' in each) {
            next = Math.max(0, next - each.back);
            forgetRecords(journal, next);
            plain = plain.filter(({ sequence }) => sequence < next);
          } else {
            if (plain.length === 16) plain.splice(0, 4);
            const record = {
              sequence: next++,
              ...circumstances[each.where]!,
              ...entries[each.write]!,
            } as JournalRecord;
            plain.push(record);
            const sequence = appendRecord(journal, circumstances[each.where]!, entries[each.write]!);
            expect(sequence).toBe(record.sequence);
            expect(recordNumbered(journal, sequence)).toEqual(record);
          }
          // As texts, so that the order of fields counts too: `--json` prints it.
          expect(allRecords(journal).map(textOf)).toEqual(plain.map(textOf));
        }
        const wanted = ['iommu-map', 'log', 'register-write'] as const;
        const found = plain.filter(({ kind }) => (wanted as readonly string[]).includes(kind)).reverse();
        expect([...newestFirst(journal, wanted)]).toEqual(found);
        expect([...newestFirst(journal, ['dma-map'], next - 3)]).toEqual(
          plain.filter(({ kind, sequence }) => kind === 'dma-map' && sequence < next - 3).reverse(),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('keeps what stands in columns while they grow, and when they begin to be written anew; a copy has the same', () => {
    const journal = createJournal(4096);
    const plain: JournalRecord[] = [];
    for (let next = 0; next < 9000; next++) {
      // Runs of records that stand on their own are in between, the first of them before there are columns.
      const entry = Math.floor(next / 700) % 2 === 0 ? entries[0]! : entries[1 + (next % (entries.length - 1))]!;
      const where = circumstances[next % circumstances.length]!;
      plain.push({ sequence: next, ...where, ...entry } as JournalRecord);
      appendRecord(journal, where, entry);
      if (next % 2999 !== 0) continue;
      const held = plain.slice(firstSequence(journal));
      expect(allRecords(journal)).toEqual(held);
      const half = firstSequence(journal) + (held.length >> 1);
      const columns = journal.columns && copyColumns(journal.columns, firstSequence(journal), half, journal.capacity);
      const copy: Journal = {
        ...journal,
        slots: journal.slots.slice(0, held.length >> 1),
        columns,
        nextSequence: half,
      };
      expect(allRecords(copy)).toEqual(plain.slice(firstSequence(journal), half));
    }
  });
});

function textOf(record: JournalRecord): string {
  return JSON.stringify(record, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}
