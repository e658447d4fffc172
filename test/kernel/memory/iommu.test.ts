/** Mappings of a domain against a plain map of pages, as a device sees them through the remapping unit, under any history. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { remap } from '../../../simulator/hardware/iommu/translate.ts';
import { sourceIdOf } from '../../../simulator/hardware/iommu/remapping-unit.ts';
import { runFlushTimer } from '../../../simulator/kernel/dma/iommu/mappings.ts';
import { forEachLeaf } from '../../../simulator/kernel/dma/iommu/second-level-tables.ts';
import { pageAddress } from '../../../simulator/kernel/kernel-memory.ts';
import type { Machine } from '../../../simulator/machine.ts';
import { boot, makeDevice, MiB } from './memory-machine.ts';

const name = '0000:00:02.0';
const mappingError = 0xffff_ffff_ffff_ffffn;
const wide = 0xffff_ffff_ffff_ffffn;

function machineWith(iommu: Machine['iommu']) {
  const machine = boot({ iommu, devices: [{ model: 'edu', name, configuration: {} }] });
  const device = makeDevice(machine, name, wide);
  const access = (address: bigint, write: boolean) =>
    remap(machine.hardware, machine.hardware.iommu!, { sourceId: sourceIdOf(name), address, write });
  const map = (frame: number, offset: number, size: number, direction: number): bigint =>
    machine.call(
      'dma_map_page_attrs',
      device,
      pageAddress(frame),
      BigInt(offset),
      BigInt(size),
      direction,
      0n,
    ) as bigint;
  const unmap = (handle: bigint, size: number, direction: number) =>
    machine.call('dma_unmap_page_attrs', device, handle, BigInt(size), direction, 0n);
  return { ...machine, device, access, map, unmap };
}

const pages = fc.integer({ min: 1, max: 6 });
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('map' as const), pages, direction: fc.nat(2), frame: fc.nat(2000) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('unmap' as const), which: fc.nat() }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('access' as const), which: fc.nat(), offset: fc.nat(8191), write: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('timer' as const) }) },
); // prettier-ignore

interface Live {
  readonly handle: bigint;
  readonly pages: number;
  readonly direction: number;
}

describe.each(['strict', 'lazy'] as const)('a device behind a %s IOMMU', (mode) => {
  it('reaches what is mapped, and what was unmapped only as long as its IOTLB has not been told', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { access, map, unmap, kernel, context } = machineWith(mode);
        const domain = kernel.iommu.domains[0]!;
        const live: Live[] = [];
        /** Handles whose addresses nobody may be given yet. */
        const waiting = new Set<bigint>();
        const model = new Map<bigint, { frame: number; write: boolean }>();
        const stale = new Map<bigint, { frame: number; write: boolean }>();
        const everUsed: bigint[] = [0x1000n];
        for (const each of steps) {
          if (each.kind === 'map') {
            const handle = map(0x4000 + each.frame, 0, each.pages * 4096, each.direction);
            expect(handle).not.toBe(mappingError);
            live.push({ handle, pages: each.pages, direction: each.direction });
            for (let page = 0; page < each.pages; page++) {
              const at = handle + BigInt(page * 4096);
              expect(model.has(at) || waiting.has(at)).toBe(false);
              model.set(at, { frame: 0x4000 + each.frame + page, write: each.direction !== 1 });
              everUsed.push(at);
            }
          } else if (each.kind === 'unmap') {
            const [gone] = live.splice(each.which % Math.max(live.length, 1), 1);
            if (!gone) continue;
            unmap(gone.handle, gone.pages * 4096, gone.direction);
            for (let page = 0; page < gone.pages; page++) {
              const at = gone.handle + BigInt(page * 4096);
              if (mode === 'lazy') stale.set(at, model.get(at)!);
              if (mode === 'lazy') waiting.add(at);
              model.delete(at);
            }
          } else if (each.kind === 'timer') {
            runFlushTimer(context, domain);
            stale.clear();
            waiting.clear();
          } else {
            const at = (everUsed[each.which % everUsed.length]! + BigInt(each.offset)) & ~0xfffn;
            const answer = access(at, each.write);
            const known = model.get(at) ?? (answer.iotlb === 'hit' ? stale.get(at) : undefined);
            // A leaf for writing can be read too: the driver sets bit 0 in all of them.
            if (known && (!each.write || known.write)) expect(answer).toMatchObject({ physical: known.frame * 4096 });
            else expect(answer).toMatchObject({ reason: each.write ? 5 : 6 });
          }
        }
        for (const { handle, pages: count, direction } of live) unmap(handle, count * 4096, direction);
        runFlushTimer(context, domain);
        for (const at of everUsed) expect(access(at, false)).toMatchObject({ reason: 6 });
      }),
      { numRuns: mode === 'strict' ? 40 : 60 },
    );
  });

  it('gives page tables back that an unmapping covers whole, and everything with them', () => {
    const { map, unmap, kernel, hardware, context } = machineWith(mode);
    const domain = kernel.iommu.domains[0]!;
    const tables = (): number => {
      let leaves = 0;
      forEachLeaf(hardware, domain, () => leaves++);
      return leaves;
    };
    // 2 MiB and a page, not aligned to 2 MiB in RAM: 513 entries in two tables.
    const handle = map(0x4001, 0, 2 * MiB + 4096, 0);
    expect([handle % BigInt(4 * MiB), tables()]).toEqual([0n, 513]);
    unmap(handle, 2 * MiB + 4096, 0);
    runFlushTimer(context, domain);
    expect(tables()).toBe(0);
    // Aligned in RAM it takes a large page and one entry, where the small pages' tables stood.
    const again = map(0x4000, 0, 2 * MiB + 4096, 0);
    expect([again, tables()]).toEqual([handle, 2]);
  });
});

describe('lazy invalidation', () => {
  it('waits until 255 ranges are queued on a CPU, then invalidates the domain once', () => {
    const { map, unmap, hardware, world } = machineWith('lazy');
    const handles = Array.from({ length: 256 }, (_, index) => map(0x4000 + index, 0, 4096, 1));
    handles.slice(0, 255).forEach((handle) => unmap(handle, 4096, 1));
    expect(hardware.counters.iotlbInvalidations).toBe(0);
    unmap(handles[255]!, 4096, 1);
    expect(hardware.counters.iotlbInvalidations).toBe(1);
    // Armed by the first of them, at the jiffy after 10 ms.
    expect(world.pending.queue.map(({ at, event }) => [at, event])).toEqual([
      [11_000_000, { kind: 'iommu-flush', domain: 1, cpu: 0 }],
    ]);
  });
});

describe('strict invalidation', () => {
  it.each([
    [1, 0x1000n],
    [2, 0x2000n],
    [3, 0x4000n],
    [5, 0x8000n],
  ])('of %d pages names a power of two of them', (count, bytes) => {
    const { map, unmap, journal } = machineWith('strict');
    unmap(map(0x4001, 0, count * 4096, 1), count * 4096, 1);
    const records = journal.filter((record) => record.kind === 'iotlb-invalidation');
    expect(records).toMatchObject([{ scope: 'page', bytes: Number(bytes), domain: 1 }]);
  });
});

describe('passthrough', () => {
  it('leaves the handles physical, and the unit lets them pass', () => {
    const { map, access } = machineWith('passthrough');
    expect(map(0x4321, 16, 100, 1)).toBe(0x432_1010n);
    expect(access(0x432_1010n, true)).toEqual({ physical: 0x432_1010, iotlb: 'bypass' });
  });
});
