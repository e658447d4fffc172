/** The table of mappings by page against a `Map` of lists, also where pages share their place in it, and the columns against objects. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addSlot, createPageIndex, removeSlot, slotsOfPage } from '../../../simulator/kernel/dma/watch/page-index.ts';
import { mappingOf } from '../../../simulator/kernel/dma/watch/mapping-columns.ts';
import {
  allMappings,
  mappingsInFrame,
  mappingToEnd,
  slotsAtBus,
  unwatchMapping,
  watchMapping,
} from '../../../simulator/kernel/dma/watch/mappings.ts';
import { createDmaWatch } from '../../../simulator/kernel/dma/watch/state.ts';
import type { KernelContext } from '../../../simulator/kernel/kernel-context.ts';

// 0x4000_0000 apart, pages have their homes close together however large the table is.
const page = fc.oneof(
  fc.nat(40),
  fc.nat(9).map((n) => n * 0x4000_0000),
  fc.nat(9).map((n) => 2 ** 40 + n * 2 ** 32),
);

it('keeps what a map keeps', () => {
  const step = fc.record({ page, slot: fc.integer({ min: 1, max: 5 }), add: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const index = createPageIndex();
      const map = new Map<number, number[]>();
      for (const { page: at, slot, add } of steps) {
        const list = map.get(at) ?? [];
        const there = list.includes(slot);
        if (add && !there) {
          addSlot(index, at, slot);
          map.set(at, [...list, slot]);
        } else if (!add) {
          removeSlot(index, at, slot);
          map.set(
            at,
            list.filter((each) => each !== slot),
          );
        }
        for (const { page: each } of steps) expect(slotsOfPage(index, each)).toEqual(map.get(each) ?? []);
      }
      const lists = [...map.values()].filter((list) => list.length > 0);
      expect(index.count).toBe(lists.length);
    }),
    { numRuns: 30 },
  );
});

function books() {
  const kernel = { dmaWatch: createDmaWatch() };
  const context = { world: { kernel, hardware: { cpus: [] } } } as unknown as KernelContext;
  return { context, watch: kernel.dmaWatch };
}

it('finds a mapping in each of its pages, and at bus addresses that no double holds', () => {
  const { context, watch } = books();
  const high = 0xffff_f000_0000_0fffn;
  const slot = watchMapping(context, 'nic', high, 0x1_2345_6ff0, null, false, 4098, 2, null);
  watch.mappings.held.set(slot, [[0, 8]]);
  const expected = {
    device: 'nic',
    handle: high,
    physical: 0x1_2345_6ff0,
    target: null,
    single: false,
    size: 4098,
    direction: 2,
    stack: [],
    held: [[0, 8]],
    written: [],
  };
  expect(mappingsInFrame(watch, 0x12_3456)).toEqual([expected]);
  expect(mappingsInFrame(watch, 0x12_3457)).toEqual([expected]);
  // Its last byte is at 0x123457ff1; on the bus it touches a byte, a page and a byte.
  expect(mappingsInFrame(watch, 0x12_3458)).toEqual([]);
  expect(slotsAtBus(watch, 'nic', high + 4097n)).toEqual([slot]);
  expect(slotsAtBus(watch, 'nic', high + 4098n)).toEqual([]);
  expect(slotsAtBus(watch, 'nic', high - 1n)).toEqual([]);
  expect(slotsAtBus(watch, 'disk', high)).toEqual([]);
});

it('ends of mappings alike the one that fits best, and of those the newest', () => {
  const { context, watch } = books();
  const map = (size: number, direction: number) =>
    watchMapping(context, 'nic', 0x1000n, 0x1000, 0x1000, true, size, direction, 7);
  const [first, second, third] = [map(64, 1), map(64, 1), map(128, 2)];
  expect(mappingToEnd(watch, 'nic', 0x1000n, 64, 1)).toBe(second);
  expect(mappingToEnd(watch, 'nic', 0x1000n, 64, 2)).toBe(third);
  unwatchMapping(watch, second, 'nic');
  expect(mappingToEnd(watch, 'nic', 0x1000n, 64, 1)).toBe(first);
  expect(mappingToEnd(watch, 'nic', 0x1001n, 64, 1)).toBe(0);
});

it('grows to many thousands and shrinks again, and what stays is what it was', () => {
  const { context, watch } = books();
  const count = 40_000;
  const mapped = (n: number) => watchMapping(context, 'nic', BigInt(n) << 11n, n * 2048, n, true, 2048, n % 3, n);
  const slots = Array.from({ length: count }, (_, n) => mapped(n));
  const kept = [3, 20_000, 20_001, 39_999];
  watch.mappings.written.set(slots[20_001]!, [[1, 2]]);
  const before = kept.map((n) => mappingOf(watch.mappings, slots[n]!));
  for (let n = 0; n < count; n++)
    if (!kept.includes(n)) unwatchMapping(watch, mappingToEnd(watch, 'nic', BigInt(n) << 11n, 2048, n % 3), 'nic');
  expect(allMappings(watch)).toEqual(before);
  expect(mappingsInFrame(watch, 10_000)).toEqual(before.slice(1, 3));
  const bytes = [watch.mappings.handle, watch.frames.heads, watch.frames.next].map(({ length }) => length);
  expect(Math.max(...bytes)).toBeLessThanOrEqual(16_384);
  for (const { handle, size, direction } of before)
    unwatchMapping(watch, mappingToEnd(watch, 'nic', handle, size, direction), 'nic');
  expect([watch.mappings.live, watch.frames.live, watch.frames.count, watch.mappings.written.size]).toEqual([
    0, 0, 0, 0,
  ]);
});
