import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cmaAllocate, cmaRelease, createCmaArea, describeCma, freeRuns } from '../../../simulator/kernel/cma.ts';
import { allocatePages, describeZones } from '../../../simulator/kernel/page-allocator.ts';
import type { PageAllocator } from '../../../simulator/kernel/page-allocator.ts';
import { drainZone } from '../../../simulator/kernel/page-allocator/per-cpu-pages.ts';
import { GFP_HIGHUSER_MOVABLE } from '../../../simulator/kernel/page-allocator/gfp.ts';
import { boot, MiB } from './memory-machine.ts';

const owner = { kind: 'dma-coherent', what: 'test', statement: null } as const;
const size = 8 * MiB;
/** Freed pages wait on this CPU's list before the zone counts them (asked: NR_FREE_CMA_PAGES stays at 16382 after two pages are freed). */
const drain = (allocator: PageAllocator): void => allocator.zones.forEach((zone) => drainZone(allocator, zone));
const machine = () => boot({ memory: [[0, 128 * MiB]], cma: { size, start: null, end: null, fixed: false } });

/** First fit over an array of booleans, written from the rule alone. */
function naiveFirstFit(used: boolean[], base: number, count: number, alignOrder: number): number {
  for (let at = 0; at + count <= used.length; at++) {
    if ((base + at) % 2 ** alignOrder === 0 && !used.slice(at, at + count).includes(true)) return at;
  }
  return -1;
}

describe('a CMA area', () => {
  it('gives out what first fit over its bits gives', () => {
    const step = fc.oneof(
      fc.record({ count: fc.integer({ min: 1, max: 300 }), align: fc.integer({ min: 0, max: 8 }) }),
      fc.record({ release: fc.nat() }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const { pageAllocator, cma } = machine().kernel;
        const area = cma.areas[0]!;
        const used = Array<boolean>(area.frames).fill(false);
        const given = new Map<number, number>();
        for (const each of steps) {
          if ('release' in each) {
            const entry = [...given][each.release % Math.max(1, given.size)];
            if (!entry) continue;
            given.delete(entry[0]);
            used.fill(false, entry[0], entry[0] + entry[1]);
            expect(cmaRelease(pageAllocator, area, area.baseFrame + entry[0], entry[1])).toBe(0);
          } else {
            const expected = naiveFirstFit(used, area.baseFrame, each.count, each.align);
            const outcome = cmaAllocate(pageAllocator, area, each.count, each.align, owner);
            expect('frame' in outcome ? outcome.frame - area.baseFrame : outcome.error).toBe(
              expected < 0 ? -12 : expected,
            );
            if (expected < 0) continue;
            given.set(expected, each.count);
            used.fill(true, expected, expected + each.count);
          }
          expect(describeCma(pageAllocator, area).usedFrames).toBe(used.filter(Boolean).length);
          drain(pageAllocator);
          const zone = describeZones(pageAllocator).find(({ freeCmaFrames }) => freeCmaFrames > 0);
          expect(zone?.freeCmaFrames ?? 0).toBe(used.filter((bit) => !bit).length);
        }
        for (const [at, count] of given) cmaRelease(pageAllocator, area, area.baseFrame + at, count);
        drain(pageAllocator);
        const zone = describeZones(pageAllocator).find(({ freeCmaFrames }) => freeCmaFrames > 0)!;
        expect(zone.freeByType[4]![10]).toBe(2);
      }),
      { numRuns: 60, seed: 11 },
    );
  });

  it('knows whose each part is', () => {
    const { pageAllocator, cma } = machine().kernel;
    const area = cma.areas[0]!;
    cmaAllocate(pageAllocator, area, 3, 2, owner);
    cmaAllocate(pageAllocator, area, 5, 3, { ...owner, what: 'other' });
    const description = describeCma(pageAllocator, area);
    expect(description).toMatchObject({ usedFrames: 8, maxChunk: area.frames - 13 });
    expect(
      description.owners.map(({ first, end, owner: { what } }) => [first - area.baseFrame, end - area.baseFrame, what]),
    ).toEqual([
      [0, 3, 'test'],
      [8, 13, 'other'],
    ]);
    expect(freeRuns(area).map(([first, end]) => [first - area.baseFrame, end - area.baseFrame])).toEqual([
      [3, 8],
      [13, area.frames],
    ]);
  });

  it('is silent about more than it has, and out of memory (-12) when full', () => {
    const { pageAllocator, cma } = machine().kernel;
    const area = cma.areas[0]!;
    expect(cmaAllocate(pageAllocator, area, area.frames + 1, 0, owner)).toEqual({ error: null });
    expect(cmaAllocate(pageAllocator, area, area.frames, 8, owner)).toEqual({ frame: area.baseFrame });
    expect(cmaAllocate(pageAllocator, area, 1, 0, owner)).toEqual({ error: -12 });
    expect(cmaRelease(pageAllocator, area, area.baseFrame - 1, 1)).toBeNull();
  });

  it('steps over pages that movable memory borrowed, and is busy (-16) when nothing else is left', () => {
    const { kernel } = boot({
      memory: [[0, 128 * MiB]],
      cma: { size: 72 * MiB, start: null, end: null, fixed: false },
    });
    const [area] = kernel.cma.areas;
    const borrowed = allocatePages(kernel.pageAllocator, { order: 10, gfp: GFP_HIGHUSER_MOVABLE, cpu: 0, owner })!;
    expect(borrowed).toBeGreaterThanOrEqual(area!.baseFrame);
    const wanted = Math.max(borrowed - area!.baseFrame, area!.baseFrame + area!.frames - borrowed - 1024) + 1;
    expect(cmaAllocate(kernel.pageAllocator, area!, wanted, 0, owner)).toEqual({ error: -16 });
    expect(cmaAllocate(kernel.pageAllocator, area!, 16, 0, owner)).toHaveProperty('frame');
  });

  it('may count several pages in a bit', () => {
    const { kernel } = machine();
    const { baseFrame, frames } = kernel.cma.areas[0]!;
    const area = createCmaArea('coarse', baseFrame, frames, 3);
    expect(cmaAllocate(kernel.pageAllocator, area, 3, 0, owner)).toEqual({ frame: baseFrame });
    expect(cmaAllocate(kernel.pageAllocator, area, 9, 0, owner)).toEqual({ frame: baseFrame + 8 });
    expect(cmaAllocate(kernel.pageAllocator, area, 1, 0, owner)).toEqual({ frame: baseFrame + 24 });
    expect(area.bitmap[0]).toBe(0b1111);
  });
});
