/** The page allocator as the boot hands it over: all RAM that nobody reserved is free, CMA's areas are pageblocks of their own type. */
import type { Architecture } from '../../machine.ts';
import type { PageAllocator, Reservation } from '../page-allocator.ts';
import { zoneOfFrame } from './allocate.ts';
import { giveBack, pageblockFrames, putBlock, setPageblockType } from './buddy.ts';
import type { Buddy } from './buddy.ts';
import { forEachPiece } from './contiguous-range.ts';
import { createFrameTable } from './frame-table.ts';
import { createFreeBlocks, topOrder } from './free-blocks.ts';
import { mergeableMigratetypes, migratetype } from './gfp.ts';
import type { WaitingBlocks } from '../boot-memory/boot-allocations.ts';
import { createOwners } from './owners.ts';
import { createZones, setZoneLimits } from './zones.ts';
import type { Zone } from './zones.ts';

export type FrameRange = readonly [number, number]; // [first, end)

export interface AllocatorSetup {
  readonly architecture: Architecture;
  readonly cpus: number;
  readonly ram: readonly FrameRange[];
  readonly reservations: readonly Reservation[];
  /** Whole pageblocks, each in one zone. */
  readonly cma: readonly FrameRange[];
  /** Pageblocks that the boot left for unmovable and reclaimable memory. */
  readonly pageblocks: readonly { readonly frame: number; readonly type: number }[];
  /** By zone: frames that became free only after the watermarks had been set. */
  readonly freedLate: readonly number[];
  /** Blocks on the CPUs' lists. */
  readonly waiting: readonly WaitingBlocks[];
}

export function createPageAllocator(setup: AllocatorSetup): PageAllocator {
  const { ram, cpus } = setup;
  const zones = createZones(setup.architecture, ram.at(-1)?.[1] ?? 0, cpus);
  const reservations = [...setup.reservations].sort((a, b) => a.first - b.first);
  const frames = createFrameTable();
  const allocator: PageAllocator = {
    zones,
    blocks: createFreeBlocks(zones.length, frames),
    frames,
    pageblockTypes: new Map(),
    ram,
    owners: createOwners(),
    references: new Map(),
    reservations,
    events: {
      pgalloc: zones.map(() => 0),
      allocstall: zones.map(() => 0),
      pgfree: 0,
      pgmigrateSuccess: 0,
      pgmigrateFail: 0,
      compactStall: 0,
      compactSuccess: 0,
      compactFail: 0,
      cmaAllocSuccess: 0,
      cmaAllocFail: 0,
    },
    silentUntil: 0,
    warnedOfOrder: false,
    stalled: new Map(),
  };
  for (const { frame, type } of setup.pageblocks) setPageblockType(allocator, frame, type);
  for (const range of ram) forEachZone(zones, range, (zone, first, end) => void (zone.present += end - first));
  const waiting = setup.waiting.filter(({ cpu }) => cpu < cpus);
  const occupied = [
    ...reservations.map(({ first, end }): FrameRange => [first, end]),
    ...setup.cma,
    ...waiting.map(({ frame, order, count }): FrameRange => [frame, frame + count * 2 ** order]),
  ];
  for (const range of without(ram, occupied)) freeAtBoot(allocator, range);
  for (const area of setup.cma) activateCma(allocator, area);
  for (const { first, end, managed } of reservations) {
    if (managed) forEachZone(zones, [first, end], (zone, from, to) => void (zone.managed += to - from));
  }
  for (const blocks of waiting) putOnList(allocator, blocks);
  setZoneLimits(zones, cpus, setup.freedLate);
  return allocator;
}

/** Frees in ascending order, so that the lowest block is given first. Whole top blocks are only noted. */
function freeAtBoot(allocator: PageAllocator, range: FrameRange): void {
  forEachZone(allocator.zones, range, (zone, first, end) => {
    zone.managed += end - first;
    const untouchedFirst = Math.min(Math.ceil(first / 2 ** topOrder) * 2 ** topOrder, end);
    const untouchedEnd = Math.max(Math.floor(end / 2 ** topOrder) * 2 ** topOrder, untouchedFirst);
    freePieces(allocator, zone, first, untouchedFirst);
    if (untouchedFirst < untouchedEnd) {
      zone.untouched.push([untouchedFirst, untouchedEnd]);
      zone.free += untouchedEnd - untouchedFirst;
    }
    freePieces(allocator, zone, untouchedEnd, end);
  });
}

/** Blocks that do not cross a pageblock unless both sides are movable. */
function freePieces(allocator: Buddy, zone: Zone, first: number, end: number): void {
  for (let at = first; at < end;) {
    const stop = Math.min((Math.floor(at / pageblockFrames) + 1) * pageblockFrames, end);
    forEachPiece(at, stop, (frame, order) => {
      const type = allocator.pageblockTypes.get(Math.floor(frame / pageblockFrames)) ?? migratetype.movable;
      putBlock(allocator, zone, frame, order, type, true);
    });
    at = stop;
  }
}

function putOnList(allocator: PageAllocator, { cpu, order, type, frame, count }: WaitingBlocks): void {
  const zone = zoneOfFrame(allocator, frame);
  const pages = zone.perCpu[cpu]!;
  const list = pages.lists[order * mergeableMigratetypes + type]!;
  for (let index = count - 1; index >= 0; index--) list.push(frame + index * 2 ** order);
  pages.count += count * 2 ** order;
  zone.managed += count * 2 ** order;
}

/** Pageblock by pageblock, as `init_cma_reserved_pageblock`: freed last, the highest block stands first. */
function activateCma(allocator: PageAllocator, [first, end]: FrameRange): void {
  const zone = zoneOfFrame(allocator, first);
  zone.managed += end - first;
  for (let frame = first; frame < end; frame += pageblockFrames) {
    setPageblockType(allocator, frame, migratetype.cma);
    giveBack(allocator, zone, frame, topOrder - 1);
  }
}

function forEachZone(
  zones: readonly Zone[],
  [first, end]: FrameRange,
  visit: (zone: Zone, first: number, end: number) => void,
): void {
  for (const zone of zones) {
    const from = Math.max(first, zone.first);
    const to = Math.min(end, zone.end);
    if (from < to) visit(zone, from, to);
  }
}

/** What is left of ascending disjoint ranges when others are cut out. */
export function without(ranges: readonly FrameRange[], holes: readonly FrameRange[]): FrameRange[] {
  const sorted = [...holes].sort((a, b) => a[0] - b[0]);
  const left: FrameRange[] = [];
  for (const [first, end] of ranges) {
    let at = first;
    for (const [holeFirst, holeEnd] of sorted) {
      if (holeEnd <= at || holeFirst >= end) continue;
      if (holeFirst > at) left.push([at, holeFirst]);
      at = Math.max(at, holeEnd);
    }
    if (at < end) left.push([at, end]);
  }
  return left;
}
