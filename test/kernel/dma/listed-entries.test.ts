/** The way down from a page of bus addresses to the entries that begin before it, against a sorted list of pages. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { StreamingMapping } from '../../../simulator/kernel/dma/dma-state.ts';
import { createListedEntries, pageBegunBefore, setNewest } from '../../../simulator/kernel/dma/listed-entries.ts';

const entry = (page: number): StreamingMapping => ({
  handle: BigInt(page) << 12n,
  physical: null,
  size: 4096,
  direction: 1,
  statement: null,
  older: null,
});
/** Low ones, those around 4 GiB, and the highest of 64 bits. */
const anyPage = fc.oneof(
  fc.integer({ min: 0, max: 200 }),
  fc.integer({ min: 2 ** 20 - 100, max: 2 ** 20 + 100 }),
  fc.integer({ min: 2 ** 52 - 200, max: 2 ** 52 - 1 }),
);

describe('pages where entries begin', () => {
  it('are found from above as in a sorted list', () => {
    const changes = fc.array(fc.record({ page: anyPage, begins: fc.boolean() }), { maxLength: 60 });
    fc.assert(
      fc.property(changes, fc.array(fc.tuple(anyPage, fc.integer({ min: 0, max: 300 }))), (made, asked) => {
        const entries = createListedEntries();
        const begun = new Set<number>();
        for (const { page, begins } of made) {
          setNewest(entries, page, begins ? entry(page) : null);
          if (begins) begun.add(page);
          else begun.delete(page);
        }
        for (const [page, down] of asked) {
          const within = [...begun].filter((each) => each <= page && each >= page - down);
          expect(pageBegunBefore(entries, page, page - down)).toBe(Math.max(-1, ...within));
        }
        expect([...entries.newest.keys()].sort()).toEqual([...begun].sort());
        expect(entries.begun.size).toBe(new Set([...begun].map((page) => Math.floor(page / 32))).size);
      }),
      { numRuns: 200 },
    );
  });
});
