import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allocatePages,
  describeZones,
  freePages,
  ownerOfFrame,
  ownerRuns,
} from '../../../simulator/kernel/page-allocator.ts';
import type { PageAllocator } from '../../../simulator/kernel/page-allocator.ts';
import {
  GFP_ATOMIC,
  GFP_DMA,
  GFP_DMA32,
  GFP_HIGHUSER_MOVABLE,
  GFP_KERNEL,
} from '../../../simulator/kernel/page-allocator/gfp.ts';
import { drainZone } from '../../../simulator/kernel/page-allocator/per-cpu-pages.ts';
import { boot, GiB, MiB, referenceMachine } from './memory-machine.ts';

const owner = { kind: 'kernel-pages', what: 'test', statement: null } as const;
const ask = (allocator: PageAllocator, order: number, gfp: number, cpu = 0): number | null =>
  allocatePages(allocator, { order, gfp, cpu, owner });
const zone = (allocator: PageAllocator, name: string) => describeZones(allocator).find((each) => each.name === name)!;
const totalFree = (allocator: PageAllocator): number =>
  describeZones(allocator).reduce((sum, { freeFrames }) => sum + freeFrames, 0);

describe('an idle reference machine', () => {
  const { kernel } = boot(referenceMachine);
  const { pageAllocator } = kernel;

  it('has the free blocks of a real ZONE_DMA (/proc/buddyinfo of Linux 6.1.192)', () => {
    expect(zone(pageAllocator, 'DMA').freeByOrder).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 3]);
    expect(zone(pageAllocator, 'DMA')).toMatchObject({ managedFrames: 3840, freeFrames: 3840, presentFrames: 3998 });
  });
  it('spans its zones as the real one does (/proc/zoneinfo)', () => {
    expect(zone(pageAllocator, 'DMA32')).toMatchObject({ presentFrames: 520159, firstFrame: 4096 });
    expect(zone(pageAllocator, 'Normal')).toMatchObject({ presentFrames: 1048576, firstFrame: 1048576 });
  });
  it('manages, watches and keeps back what the real one does (/proc/zoneinfo of Linux 6.1.192)', () => {
    const row = (name: string) => {
      const { managedFrames, watermark } = zone(pageAllocator, name);
      const { protection, high, batch } = pageAllocator.zones.find((each) => each.name === name)!;
      return [managedFrames, watermark.min, watermark.low, watermark.high, protection[2], high, batch];
    };
    expect(['DMA', 'DMA32', 'Normal'].map(row)).toEqual([
      [3840, 6, 9, 12, 5927, 4, 1],
      [498240, 805, 1301, 1797, 3986, 650, 63],
      [1020613, 1654, 2674, 3694, 0, 1337, 63],
    ]);
  });
  it('gives the first 4 MiB of Normal at 0x1_0600_0000, as asked of the real one', () => {
    const machine = boot(referenceMachine);
    expect(ask(machine.kernel.pageAllocator, 10, GFP_ATOMIC)).toBe(0x10_6000);
    expect(ask(machine.kernel.pageAllocator, 10, GFP_ATOMIC)).toBe(0x10_6400);
  });
  it('has its whole CMA area free in 16 blocks of 4 MiB (/proc/pagetypeinfo)', () => {
    expect(zone(pageAllocator, 'Normal').freeByType[4]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16]);
    expect(zone(pageAllocator, 'Normal').freeCmaFrames).toBe(16384);
  });
  it('logs where CMA is', () => {
    expect(kernel.bootLog).toContain('cma: Reserved 64 MiB at 0x0000000100000000');
  });
});

describe('zones', () => {
  it.each([
    { flags: GFP_DMA, below: 16 * MiB },
    { flags: GFP_DMA32, below: 4 * GiB },
    { flags: GFP_KERNEL | GFP_DMA, below: 16 * MiB },
  ])('flags $flags stay below $below', ({ flags, below }) => {
    const { kernel } = boot(referenceMachine);
    for (let order = 0; order <= 10; order++) {
      const frame = ask(kernel.pageAllocator, order, flags)!;
      expect(frame * 4096 + 4096 * 2 ** order).toBeLessThanOrEqual(below);
    }
  });
  it('fall back downwards only', () => {
    const { kernel } = boot({ memory: [[0, 64 * MiB]] });
    const frame = ask(kernel.pageAllocator, 0, GFP_KERNEL)!;
    expect(frame).toBeGreaterThanOrEqual(4096); // DMA32 before DMA
    while (ask(kernel.pageAllocator, 10, GFP_DMA) !== null);
    expect(ask(kernel.pageAllocator, 10, GFP_KERNEL)).toBeGreaterThanOrEqual(4096);
  });
  it('keep the DMA zone from requests that could use a higher one', () => {
    const { kernel } = boot(referenceMachine);
    while (ask(kernel.pageAllocator, 10, GFP_KERNEL) !== null);
    expect(zone(kernel.pageAllocator, 'DMA').freeByOrder[10]).toBe(3);
    expect(ask(kernel.pageAllocator, 10, GFP_DMA)).toBe(0x400);
  });
  it('refuse order 11', () => {
    expect(ask(boot().kernel.pageAllocator, 11, GFP_KERNEL)).toBeNull();
  });
});

describe('per-CPU lists', () => {
  it('give the page freed last first, to the same CPU', () => {
    const { kernel } = boot(referenceMachine);
    const [one, other] = [ask(kernel.pageAllocator, 0, GFP_KERNEL)!, ask(kernel.pageAllocator, 0, GFP_KERNEL)!];
    freePages(kernel.pageAllocator, one, 0, 0);
    freePages(kernel.pageAllocator, other, 0, 0);
    expect(ask(kernel.pageAllocator, 0, GFP_KERNEL, 1)).not.toBe(other);
    expect([ask(kernel.pageAllocator, 0, GFP_KERNEL), ask(kernel.pageAllocator, 0, GFP_KERNEL)]).toEqual([other, one]);
  });
  it('drain to their batch when they grow too long', () => {
    const { kernel } = boot(referenceMachine);
    const frames = Array.from({ length: 4000 }, () => ask(kernel.pageAllocator, 0, GFP_KERNEL)!);
    for (const frame of frames) freePages(kernel.pageAllocator, frame, 0, 0);
    const { perCpuFrames } = zone(kernel.pageAllocator, 'Normal');
    expect(perCpuFrames).toBeGreaterThan(0);
    expect(perCpuFrames).toBeLessThan(1400); // `high` of the real machine: 1337
  });
});

describe('wrong frees', () => {
  it('say so, and leave the rest of a larger block allocated', () => {
    const { pageAllocator } = boot().kernel;
    const frame = ask(pageAllocator, 3, GFP_KERNEL)!;
    expect(freePages(pageAllocator, frame, 1, 0)).toBe('smaller');
    expect(ownerOfFrame(pageAllocator, frame + 1).kind).toBe('free');
    expect([2, 3, 4, 7].map((index) => ownerOfFrame(pageAllocator, frame + index).kind)).toEqual(
      Array(4).fill('kernel-pages'),
    );
    expect(freePages(pageAllocator, frame, 1, 0)).toBe('not-allocated');
    expect(freePages(pageAllocator, frame + 4, 3, 0)).toBe('larger');
  });
});

describe('movable memory', () => {
  it('borrows from CMA first while more than half of the free memory is CMA', () => {
    const { kernel } = boot({ ...referenceMachine, cma: { size: 3 * GiB, start: null, end: null, fixed: false } });
    // What waits on this CPU's list is given before the zone's lists are looked at.
    const waiting = kernel.pageAllocator.zones[2]!.perCpu[0]!.lists[1]!.length;
    const frames = Array.from({ length: waiting + 1 }, () => ask(kernel.pageAllocator, 0, GFP_HIGHUSER_MOVABLE)!);
    const frame = frames.at(-1)!;
    const [area] = kernel.cma.areas;
    expect(frame).toBeGreaterThanOrEqual(area!.baseFrame);
    expect(frame).toBeLessThan(area!.baseFrame + area!.frames);
    expect(ask(kernel.pageAllocator, 0, GFP_KERNEL)).toBeGreaterThanOrEqual(area!.baseFrame + area!.frames);
  });
});

type Step =
  | { readonly order: number; readonly flags: number; readonly cpu: number }
  | { readonly free: number; readonly cpu: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    order: fc.integer({ min: 0, max: 10 }),
    flags: fc.constantFrom(GFP_KERNEL, GFP_ATOMIC, GFP_HIGHUSER_MOVABLE, GFP_DMA, GFP_DMA32 | GFP_KERNEL),
    cpu: fc.integer({ min: 0, max: 1 }),
  }),
  fc.record({ free: fc.nat(), cpu: fc.integer({ min: 0, max: 1 }) }),
);

describe('any sequence of allocations and frees', () => {
  it('never overlaps, never loses a page, and returns to the start', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const { pageAllocator } = boot({ cpus: 2, memory: [[0, 128 * MiB]] }).kernel;
        const before = totalFree(pageAllocator);
        const used = new Map<number, number>(); // frame -> block
        const blocks = new Map<number, number>(); // first -> order
        for (const each of steps) {
          if ('free' in each) {
            const entry = [...blocks][each.free % Math.max(1, blocks.size)];
            if (!entry) continue;
            blocks.delete(entry[0]);
            for (let at = entry[0]; at < entry[0] + 2 ** entry[1]; at++) used.delete(at);
            expect(freePages(pageAllocator, entry[0], entry[1], each.cpu)).toBe('freed');
          } else {
            const frame = ask(pageAllocator, each.order, each.flags, each.cpu);
            if (frame === null) continue;
            expect(frame % 2 ** each.order).toBe(0);
            for (let at = frame; at < frame + 2 ** each.order; at++) {
              expect(used.has(at)).toBe(false);
              used.set(at, frame);
            }
            blocks.set(frame, each.order);
          }
          expect(totalFree(pageAllocator)).toBe(before - used.size);
        }
        for (const [frame, order] of blocks) freePages(pageAllocator, frame, order, 0);
        for (const each of pageAllocator.zones) drainZone(pageAllocator, each);
        const free = describeZones(pageAllocator);
        const fresh = describeZones(boot({ cpus: 2, memory: [[0, 128 * MiB]] }).kernel.pageAllocator);
        // Everything merges again; what the boot's tables hold on per-CPU lists is the only difference.
        expect(totalFree(pageAllocator)).toBe(before);
        free.forEach((description, index) => expect(description.freeByOrder[10]).toBe(fresh[index]!.freeByOrder[10]));
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('shows every frame of RAM in exactly one run', () => {
    const { pageAllocator, cma } = boot(referenceMachine).kernel;
    for (let order = 0; order <= 10; order++) ask(pageAllocator, order, GFP_KERNEL);
    const runs = ownerRuns(pageAllocator, 0, 0x20_0000);
    let covered = 0;
    runs.forEach((run, index) => {
      covered += run.count;
      const next = runs[index + 1];
      if (next) expect(run.first + run.count).toBeLessThanOrEqual(next.first);
      expect(ownerOfFrame(pageAllocator, run.first)).toEqual(run.owner);
      expect(ownerOfFrame(pageAllocator, run.first + run.count - 1)).toEqual(run.owner);
    });
    expect(covered).toBe(pageAllocator.ram.reduce((sum, [first, end]) => sum + end - first, 0));
    expect(runs.filter(({ owner: { kind } }) => kind === 'cma-free')).toMatchObject([
      { first: cma.areas[0]!.baseFrame, count: 16384 },
    ]);
  });
});

describe('a machine of 1 TiB', () => {
  it('keeps no more bookkeeping than a small one', () => {
    const { pageAllocator } = boot({
      memory: [
        [0, 3 * GiB],
        [4 * GiB, 1025 * GiB],
      ],
    }).kernel;
    expect(totalFree(pageAllocator) * 4096).toBeGreaterThan(1000 * GiB);
    expect(pageAllocator.blocks.frame.length).toBeLessThanOrEqual(1024);
    expect(pageAllocator.frames.chunks.filter(Boolean).length).toBeLessThan(20);
    expect(ask(pageAllocator, 10, GFP_KERNEL)).not.toBeNull();
  });
});
