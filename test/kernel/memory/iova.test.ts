/** The allocator of I/O virtual addresses: what holds for every history of it. Its exact answers are compared with a real kernel's in iommu.test.ts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocateIova, createIovaDomain, freeIova, reserveIova } from '../../../simulator/kernel/dma/iommu/iova.ts';
import type { IovaDomain } from '../../../simulator/kernel/dma/iommu/iova.ts';
import { findRange, firstFrom, previousRange, rangesOf } from '../../../simulator/kernel/dma/iommu/iova-tree.ts';

const reserved: readonly (readonly [number, number])[] = [
  [0x20, 0x2f],
  [0x100, 0x17f],
];
const cpus = 2;

interface Live {
  readonly page: number;
  readonly size: number;
}
/** Pages that the allocator really takes: small sizes are rounded up, so that the caches may hand them out again. */
const taken = (size: number): number => (size < 32 ? 2 ** Math.ceil(Math.log2(size)) : size);

function domain(): IovaDomain {
  const iova = createIovaDomain(cpus);
  for (const [low, high] of reserved) reserveIova(iova, low, high);
  return iova;
}

const allocation = fc.record({
  kind: fc.constant('allocate' as const),
  cpu: fc.nat(cpus - 1),
  size: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 4 })),
  limit: fc.constantFrom(0xff, 0x1ff, 0x3ff),
});
const release = fc.record({ kind: fc.constant('free' as const), cpu: fc.nat(cpus - 1), which: fc.nat() });

describe('addresses', () => {
  it('never overlap, keep to their limit and alignment, and all come back', () => {
    const history = fc.array(fc.oneof({ weight: 3, arbitrary: allocation }, { weight: 2, arbitrary: release }), {
      maxLength: 120,
    });
    fc.assert(
      fc.property(history, (steps) => {
        const iova = domain();
        const live: Live[] = [];
        for (const step of steps) {
          if (step.kind === 'free') {
            const [gone] = live.splice(step.which % Math.max(live.length, 1), 1);
            if (gone) freeIova(iova, step.cpu, gone.page, gone.size);
            continue;
          }
          const page = allocateIova(iova, step.cpu, step.size, step.limit, true);
          if (page === 0) continue;
          const end = page + taken(step.size);
          expect(page % 2 ** Math.ceil(Math.log2(step.size))).toBe(0);
          expect(page + step.size - 1).toBeLessThanOrEqual(step.limit);
          const others = [...live.map(({ page: at, size }) => [at, at + taken(size) - 1] as const), ...reserved];
          for (const [low, high] of others) expect(high < page || low >= end).toBe(true);
          live.push({ page, size: step.size });
        }
        for (const { page, size } of live) freeIova(iova, 0, page, size);
        // A search that fails gives the caches back to the tree.
        expect(allocateIova(iova, 0, 0x400, 0x3ff, true)).toBe(0);
        expect([...rangesOf(iova.tree)]).toEqual(reserved.map(([low, high]) => ({ low, high })));
        expect(
          [iova.cachedNode, iova.cachedNode32].every((node) => node === Infinity || findRange(iova.tree, node)),
        ).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('of a size that is cached come back last in, first out, on the CPU that freed them', () => {
    const iova = domain();
    const pages = [1, 2, 3].map(() => allocateIova(iova, 0, 1, 0xfffff, false));
    expect(pages).toEqual([0xfffff, 0xffffe, 0xffffd]);
    for (const page of pages) freeIova(iova, 1, page, 1);
    expect(allocateIova(iova, 0, 1, 0xfffff, false)).toBe(0xffffc);
    expect([1, 2, 3].map(() => allocateIova(iova, 1, 1, 0xfffff, false))).toEqual([0xffffd, 0xffffe, 0xfffff]);
  });

  it('go through a depot that both CPUs share when more than two magazines of 127 are freed', () => {
    const iova = domain();
    const pages = Array.from({ length: 400 }, () => allocateIova(iova, 0, 1, 0xfffff, false));
    for (const page of pages) freeIova(iova, 0, page, 1);
    const [cache] = iova.caches;
    expect([cache!.depot.length, cache!.cpus[0]!.loaded.length, cache!.cpus[0]!.previous.length]).toEqual([2, 19, 127]);
    // The depot's last magazine is the one that was filled third.
    expect(allocateIova(iova, 1, 1, 0xfffff, false)).toBe(pages[3 * 127 - 1]);
  });
});

describe('the ordered ranges', () => {
  it('agree with a sorted list', () => {
    const lows = fc.uniqueArray(fc.nat(3000), { maxLength: 1500, minLength: 600 });
    fc.assert(
      fc.property(lows, fc.array(fc.nat(3001), { maxLength: 20 }), (wanted, questions) => {
        const iova = createIovaDomain(1);
        for (const low of wanted) reserveIova(iova, low * 2, low * 2);
        const sorted = wanted.map((low) => low * 2).sort((a, b) => a - b);
        expect([...rangesOf(iova.tree)].map(({ low }) => low)).toEqual(sorted);
        for (const question of questions) {
          expect(firstFrom(iova.tree, question)).toBe(sorted.find((low) => low >= question) ?? Infinity);
          expect(previousRange(iova.tree, question)?.low).toBe(sorted.filter((low) => low < question).at(-1));
          expect(findRange(iova.tree, question) !== null).toBe(sorted.includes(question));
        }
      }),
      { numRuns: 8 },
    );
  });
});
