/** The table of mappings by page against a `Map`, also where pages share their place in it. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  createPageIndex,
  deleteEntry,
  entryAt,
  mappingsIn,
  setEntry,
} from '../../../simulator/kernel/dma/watch/page-index.ts';
import type { WatchedMapping } from '../../../simulator/kernel/dma/watch/state.ts';

const mapping = (handle: number): WatchedMapping => ({ handle: BigInt(handle) }) as unknown as WatchedMapping;
// 0x4000_0000 apart, pages have their homes close together however large the table is.
const page = fc.oneof(
  fc.nat(40),
  fc.nat(9).map((n) => n * 0x4000_0000),
  fc.nat(9).map((n) => 2 ** 40 + n * 2 ** 32),
);

it('keeps what a map keeps', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ page, add: fc.boolean() }), { maxLength: 300 }), (steps) => {
      const index = createPageIndex();
      const map = new Map<number, WatchedMapping>();
      for (const [n, { page: at, add }] of steps.entries()) {
        if (add) {
          const each = mapping(n);
          map.set(at, each);
          setEntry(index, at, each);
        } else {
          map.delete(at);
          deleteEntry(index, at);
        }
        for (const { page: each } of steps) expect(entryAt(index, each)).toBe(map.get(each) ?? null);
      }
      expect(index.count).toBe(map.size);
      expect(mappingsIn(index)).toEqual([...map.values()].sort((a, b) => Number(a.handle - b.handle)));
    }),
    { numRuns: 30 },
  );
});
