import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pte, walk } from '../../../simulator/hardware/mmu.ts';
import { describeZones } from '../../../simulator/kernel/page-allocator.ts';
import {
  createTable,
  forEachLeaf,
  freeEmptyTables,
  mapPage,
  mapRange,
  pageFlags,
  unmapRange,
} from '../../../simulator/kernel/page-tables.ts';
import { boot, GiB, MiB, pc16, referenceMachine } from './memory-machine.ts';

const directMap = 0xffff_8880_0000_0000n;

describe('the kernel page tables after boot', () => {
  const { hardware, kernel } = boot(referenceMachine);
  const at = (va: bigint) => walk(hardware, kernel.kernelRoot, va).outcome;

  it.each([
    [0x10_0000, 4096],
    [0x20_0000, 2 * MiB],
    [0x3fff_f000, 2 * MiB],
    [0x4000_0000, 2 * MiB], // RAM ends at 0x7ffdf000, within this GiB
    [0x7ffd_e000, 4096],
    [0x1_0000_0000, GiB],
    [0x1_ffff_ffff, GiB],
  ])('map RAM at 0x%i with pages of %i bytes', (physical, pageSize) => {
    expect(at(directMap + BigInt(physical))).toMatchObject({
      kind: 'page',
      physical,
      pageSize,
      writable: true,
      user: false,
      executable: false,
      global: true,
    });
  });
  it.each([0x9f000, 0x7ffd_f000, 0x2_0000_0000])('map no hole: 0x%i', (physical) => {
    expect(at(directMap + BigInt(physical)).kind).toBe('not-present');
  });
  it('map 64 bytes of struct page for each frame, one after the other', () => {
    const vmemmap = 0xffff_ea00_0000_0000n;
    const first = at(vmemmap + 64n * 0x10_0000n);
    const last = at(vmemmap + 64n * 0x1f_ffffn);
    expect([first.kind, last.kind]).toEqual(['page', 'page']);
    if (first.kind === 'page' && last.kind === 'page') expect(last.physical - first.physical).toBe(64 * 0xf_ffff);
  });
  it('map the image: text read-only and executable, data not', () => {
    expect(at(0xffff_ffff_8100_0000n)).toMatchObject({ physical: 0x100_0000, writable: false, executable: true });
    expect(at(0xffff_ffff_8200_0000n)).toMatchObject({ physical: 0x200_0000, writable: true, executable: false });
  });
  it('need 1 GiB pages only where RAM is whole: PC16 has 13 above 4 GiB', () => {
    const big = boot(pc16);
    const sizes: number[] = [];
    const start = directMap + BigInt(4 * GiB);
    forEachLeaf(big.hardware, big.kernel.kernelRoot, start, directMap + BigInt(17 * GiB), ({ bytes }) =>
      sizes.push(bytes),
    );
    expect(sizes).toEqual(Array(13).fill(GiB));
  });
});

describe('changing page tables', () => {
  it('agrees with a Map of pages, and frees every table', () => {
    const pages = fc
      .integer({ min: 0, max: 40 })
      .map(
        (index) => BigInt(index % 8) * 4096n + BigInt(index >> 3) * 0x20_0000n + (index > 30 ? 0x80_0000_0000n : 0n),
      );
    const step = fc.oneof(
      fc.record({ map: pages, frame: fc.integer({ min: 1, max: 0xffff }) }),
      fc.record({ unmap: pages, count: fc.integer({ min: 1, max: 600 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { hardware, kernel } = boot({ memory: [[0, 64 * MiB]] });
        const memory = { hardware, pageAllocator: kernel.pageAllocator, cpu: 0, owner: 'test' };
        const free = () => describeZones(kernel.pageAllocator).reduce((sum, { freeFrames }) => sum + freeFrames, 0);
        const before = free();
        const root = createTable(memory)!;
        const model = new Map<bigint, bigint>();
        for (const each of steps) {
          if ('map' in each) {
            const entry = (BigInt(each.frame) << 12n) | pte.present | pte.user;
            mapPage(memory, root, each.map, entry);
            model.set(each.map, entry);
          } else {
            const end = each.unmap + BigInt(each.count) * 4096n;
            const gone = [...model.keys()]
              .filter((va) => va >= each.unmap && va < end)
              .sort((a, b) => (a < b ? -1 : 1));
            expect(unmapRange(hardware, root, each.unmap, end).map(({ va }) => va)).toEqual(gone);
            freeEmptyTables(memory, root, each.unmap, end);
            for (const va of gone) model.delete(va);
          }
          const seen = new Map<bigint, bigint>();
          forEachLeaf(hardware, root, 0n, 1n << 47n, ({ va, entry }) => seen.set(va, entry));
          expect(seen).toEqual(new Map([...model].sort(([a], [b]) => (a < b ? -1 : 1))));
        }
        unmapRange(hardware, root, 0n, 1n << 47n);
        freeEmptyTables(memory, root, 0n, 1n << 47n);
        expect(before - free()).toBe(1); // the top table
      }),
      { numRuns: 40, seed: 3 },
    );
  });

  it('maps a range with the largest pages that fit, each address to its own', () => {
    const { hardware, kernel } = boot();
    const memory = { hardware, pageAllocator: kernel.pageAllocator, cpu: 0, owner: 'test' };
    const root = createTable(memory)!;
    const [va, physical, bytes] = [0x3fff_f000n, 0x3fff_f000, 0x4000_0000 + 0x20_3000];
    mapRange(memory, root, va, physical, bytes, pageFlags.kernel, 0x4000_0000);
    const sizes: number[] = [];
    forEachLeaf(hardware, root, 0n, 1n << 47n, (leaf) => sizes.push(leaf.bytes));
    expect(sizes).toEqual([4096, 0x4000_0000, 0x20_0000, 4096, 4096]);
    for (const offset of [0, 4095, 4096, 0x1234_5678, 0x4000_1000, 0x4020_2fff]) {
      expect(walk(hardware, root, va + BigInt(offset)).outcome).toMatchObject({ physical: physical + offset });
    }
    expect(walk(hardware, root, va + BigInt(bytes)).outcome.kind).toBe('not-present');
  });
});
