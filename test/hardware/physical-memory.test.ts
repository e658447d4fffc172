import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clearPhysicalPage,
  createPhysicalMemory,
  framesWrittenSince,
  hasMemory,
  keptPage,
  OutsideMemory,
  pageForReading,
  readPhysical,
  readPhysical64,
  restoreMemory,
  snapshotMemory,
  touchedPages,
  writePhysical,
  writePhysical64,
} from '../../simulator/hardware/physical-memory.ts';
import type { MemorySnapshot } from '../../simulator/hardware/physical-memory.ts';

const gigabyte = 0x4000_0000;

describe('physical memory', () => {
  it.each([
    ['inside', 0x1000, 16, true],
    ['up to the end', 0x1ff0, 16, true],
    ['over the end', 0x1ff1, 16, false],
    ['in the hole', 0x3000, 1, false],
    ['from hole into RAM', 0xfff, 2, false],
    ['in the second range', 4 * gigabyte, 8, true],
    ['over joined ranges', 0x4ff8, 16, true],
  ])('knows what is RAM: %s', (_, address, length, expected) => {
    const memory = createPhysicalMemory([
      [4 * gigabyte, 5 * gigabyte],
      [0x1000, 0x2000],
      [0x4000, 0x5000],
      [0x5000, 0x6000],
    ]);
    expect(hasMemory(memory, address, length)).toBe(expected);
  });

  it('refuses what is not RAM without writing a part of it', () => {
    const memory = createPhysicalMemory([[0, 0x1000]]);
    expect(() => writePhysical(memory, 0xff8, new Uint8Array(16).fill(1))).toThrow(OutsideMemory);
    expect(() => readPhysical(memory, 0x2000, 1)).toThrow(OutsideMemory);
    expect(touchedPages(memory)).toEqual([]);
  });

  it('reads zeros from one shared page until something is written', () => {
    const memory = createPhysicalMemory([[0, 0x4000]]);
    expect(pageForReading(memory, 0)).toBe(pageForReading(memory, 3));
    writePhysical64(memory, 0x2ffc, 0x1122334455667788n);
    expect(readPhysical64(memory, 0x2ffc)).toBe(0x1122334455667788n);
    expect(touchedPages(memory)).toEqual([2, 3]);
  });

  it('leaves a kept page as it was, and goes on with a copy', () => {
    const memory = createPhysicalMemory([[0, 0x4000]]);
    writePhysical64(memory, 0x1000, 1n);
    const kept = keptPage(memory, 1);
    expect(kept).toBe(pageForReading(memory, 1));
    writePhysical64(memory, 0x1000, 2n);
    const copied = pageForReading(memory, 1);
    writePhysical64(memory, 0x1008, 3n);
    expect([kept[0], kept[8], readPhysical64(memory, 0x1000), readPhysical64(memory, 0x1008)]).toEqual([1, 0, 2n, 3n]);
    expect(pageForReading(memory, 1)).toBe(copied);
  });

  it('keeps a page of a snapshot, and one that was never written', () => {
    const memory = createPhysicalMemory([[0, 0x4000]]);
    writePhysical64(memory, 0x1000, 1n);
    const snapshot = snapshotMemory(memory);
    const kept = [keptPage(memory, 1), keptPage(memory, 2)];
    writePhysical64(memory, 0x1000, 2n);
    writePhysical64(memory, 0x2000, 2n);
    expect(kept.map(([byte]) => byte)).toEqual([1, 0]);
    restoreMemory(memory, snapshot);
    expect(readPhysical64(memory, 0x1000)).toBe(1n);
  });

  it('clears a page, and leaves one that was never written as it is', () => {
    const memory = createPhysicalMemory([[0, 0x4000]]);
    writePhysical64(memory, 0x1000, 1n);
    const snapshot = snapshotMemory(memory);
    for (const frame of [1, 2]) clearPhysicalPage(memory, frame);
    expect([readPhysical64(memory, 0x1000), touchedPages(memory)]).toEqual([0n, [1]]);
    restoreMemory(memory, snapshot);
    expect(readPhysical64(memory, 0x1000)).toBe(1n);
  });

  it('costs what it touches on a machine of 1 TiB', () => {
    const memory = createPhysicalMemory([[0, 1024 * gigabyte]]);
    writePhysical(memory, 1024 * gigabyte - 4, new Uint8Array([1, 2, 3, 4]));
    expect(memory.directory.size).toBe(1);
    expect(snapshotMemory(memory).directory.size).toBe(1);
    expect(touchedPages(memory)).toEqual([2 ** 28 - 1]);
  });
});

type Step =
  | { readonly do: 'write'; readonly which: 0 | 1; readonly address: number; readonly bytes: readonly number[] }
  | { readonly do: 'snapshot'; readonly which: 0 | 1 }
  | { readonly do: 'restore'; readonly which: 0 | 1; readonly snapshot: number };

const size = 6 * 4096;
const which = fc.constantFrom(0, 1) as fc.Arbitrary<0 | 1>;
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      which,
      address: fc.nat(size - 1),
      bytes: fc.array(fc.nat(255), { minLength: 1, maxLength: 80 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('snapshot' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restore' as const), which, snapshot: fc.nat(20) }) },
);

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

describe('snapshots', () => {
  it('hold what a full copy taken live held, whatever is written or restored afterwards, in any memory', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        // Frames 510..515: both sides of a directory group.
        const base = 510 * 4096;
        const memories = [0, 1].map(() => createPhysicalMemory([[base, base + size]]));
        const plain = [new Uint8Array(size), new Uint8Array(size)];
        const taken: { snapshot: MemorySnapshot; bytes: Uint8Array }[] = [];
        for (const action of steps) {
          const memory = memories[action.which]!;
          if (action.do === 'write') {
            const bytes = Uint8Array.from(action.bytes).subarray(0, size - action.address);
            writePhysical(memory, base + action.address, bytes);
            plain[action.which]!.set(bytes, action.address);
          } else if (action.do === 'snapshot') {
            taken.push({ snapshot: snapshotMemory(memory), bytes: plain[action.which]!.slice() });
          } else if (taken.length > 0) {
            const { snapshot, bytes } = taken[action.snapshot % taken.length]!;
            restoreMemory(memory, snapshot);
            plain[action.which] = bytes.slice();
          }
          expect(equal(readPhysical(memory, base, size), plain[action.which]!)).toBe(true);
        }
        for (const { snapshot, bytes } of taken) {
          restoreMemory(memories[0]!, snapshot);
          expect(equal(readPhysical(memories[0]!, base, size), bytes)).toBe(true);
        }
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it('tell which frames were written since', () => {
    const memory = createPhysicalMemory([[0, 0x10_0000]]);
    writePhysical(memory, 0x1000, new Uint8Array([1]));
    const before = snapshotMemory(memory);
    writePhysical(memory, 0x2fff, new Uint8Array([1, 2]));
    expect(framesWrittenSince(memory, before)).toEqual([2, 3]);
  });
});
