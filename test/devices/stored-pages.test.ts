/** A device's memory in pages: what it gives is what a plain array of bytes would give, and what was copied before a write is as it was. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readStored, writeStored, type StoredPages } from '../../simulator/devices/stored-pages.ts';
import { copyState } from '../../simulator/timeline/copy-state.ts';

const size = 20_000; // bytes, about five pages

test('reads what was written last, and copies stay as they were', () => {
  const write = fc.record({ start: fc.nat(size - 1), bytes: fc.uint8Array({ minLength: 1, maxLength: 9_000 }) });
  fc.assert(
    fc.property(fc.array(write, { maxLength: 8 }), fc.nat(7), (writes, copyAt) => {
      const pages: StoredPages = new Map();
      const plain = new Uint8Array(size);
      let copy: { pages: StoredPages; plain: Uint8Array } | null = null;
      for (const [index, { start, bytes }] of writes.entries()) {
        if (index === copyAt) copy = { pages: copyState(pages), plain: plain.slice() };
        const fitting = bytes.subarray(0, size - start);
        writeStored(pages, start, fitting);
        plain.set(fitting, start);
      }
      expect(Buffer.compare(readStored(pages, 0, size), plain)).toBe(0);
      if (copy) expect(Buffer.compare(readStored(copy.pages, 0, size), copy.plain)).toBe(0);
    }),
    { numRuns: 60 },
  );
});

test('copies share the pages', () => {
  const pages: StoredPages = new Map();
  writeStored(pages, 0, new Uint8Array(4096).fill(1));
  expect(copyState(pages).get(0)).toBe(pages.get(0));
});
