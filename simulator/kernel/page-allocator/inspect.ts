/** Reading the page allocator without changing it: zones with their free blocks, and whose a frame is. For views, findings and tests. */
import type { PageAllocator } from '../page-allocator.ts';
import { blockHolding, forEachAllocated, orderOf, ownerOf } from './blocks.ts';
import { blocksInList, pageblockFrames, pageblockType } from './buddy.ts';
import { orderCount } from './free-blocks.ts';
import { migratetype, migratetypeCount } from './gfp.ts';
import type { Owner } from './owners.ts';
import type { Zone, ZoneName } from './zones.ts';

export interface ZoneDescription {
  readonly name: ZoneName;
  readonly firstFrame: number;
  readonly endFrame: number; // exclusive
  readonly presentFrames: number;
  readonly managedFrames: number;
  /** Per-CPU lists included. */
  readonly freeFrames: number;
  readonly freeCmaFrames: number;
  readonly perCpuFrames: number;
  /** Blocks by order, as /proc/buddyinfo: per-CPU lists not included. */
  readonly freeByOrder: readonly number[];
  /** Blocks by migratetype and order, as /proc/pagetypeinfo. */
  readonly freeByType: readonly (readonly number[])[];
  readonly watermark: { readonly min: number; readonly low: number; readonly high: number };
}

export type FrameOwner =
  { readonly kind: 'free' | 'cma-free' | 'hole'; readonly what: string; readonly statement: null } | Owner;
export interface OwnerRun {
  readonly first: number; // frame
  readonly count: number;
  readonly owner: FrameOwner;
}

const free: FrameOwner = { kind: 'free', what: 'free', statement: null };
const freeInCma: FrameOwner = { kind: 'cma-free', what: 'free, reserved for CMA', statement: null };
const hole: FrameOwner = { kind: 'hole', what: 'no RAM', statement: null };

export function describeZones(allocator: PageAllocator): ZoneDescription[] {
  return allocator.zones.filter((zone) => zone.present > 0).map((zone) => describeZone(allocator, zone));
}

function describeZone(allocator: PageAllocator, zone: Zone): ZoneDescription {
  const perCpuFrames = zone.perCpu.reduce((sum, pages) => sum + pages.count, 0);
  const freeByType = Array.from({ length: migratetypeCount }, (_, type) =>
    Array.from({ length: orderCount }, (_, order) => blocksInList(allocator, zone, order, type)),
  );
  return {
    name: zone.name,
    firstFrame: zone.first,
    endFrame: zone.end,
    presentFrames: zone.present,
    managedFrames: zone.managed,
    freeFrames: zone.free + perCpuFrames,
    freeCmaFrames: zone.freeCma,
    perCpuFrames,
    freeByOrder: Array.from({ length: orderCount }, (_, order) =>
      freeByType.reduce((sum, blocks) => sum + blocks[order]!, 0),
    ),
    freeByType,
    watermark: { ...zone.watermark },
  };
}

/** Whose a frame is; pages that CMA gave out are `cma-free` here, as only the CMA area knows whom it gave them to. */
export function ownerOfFrame(allocator: PageAllocator, frame: number): FrameOwner {
  if (!allocator.ram.some(([first, end]) => frame >= first && frame < end)) return hole;
  const reserved = allocator.reservations.find(({ first, end }) => frame >= first && frame < end);
  if (reserved) return reserved.owner;
  const block = blockHolding(allocator, frame);
  if (block) return block.owner;
  return pageblockType(allocator, frame) === migratetype.cma ? freeInCma : free;
}

/**
 * Runs of frames with one owner in [first, end), ascending, holes left out. `extra` ranges (what CMA gave out) go before everything else;
 * they are ascending and disjoint.
 */
export function ownerRuns(
  allocator: PageAllocator,
  first: number,
  end: number,
  extra: readonly { readonly first: number; readonly end: number; readonly owner: Owner }[] = [],
): OwnerRun[] {
  const taken = [...allocator.reservations, ...extra, ...allocatedRanges(allocator, first, end)]
    .filter((range) => range.end > first && range.first < end)
    .sort((a, b) => a.first - b.first);
  const runs: GrowingRun[] = [];
  const cma = cmaRanges(allocator);
  let next = 0;
  for (const [ramFirst, ramEnd] of allocator.ram) {
    let at = Math.max(ramFirst, first);
    const stop = Math.min(ramEnd, end);
    while (at < stop) {
      while (next < taken.length && taken[next]!.end <= at) next++;
      const range = taken[next];
      const from = range ? Math.max(range.first, at) : stop;
      if (from > at) pushFree(runs, cma, at, Math.min(from, stop));
      if (range && from < stop) pushRun(runs, from, Math.min(range.end, stop), range.owner);
      at = range ? Math.min(range.end, stop) : stop;
    }
  }
  return runs;
}

function allocatedRanges(allocator: PageAllocator, first: number, end: number) {
  const ranges: { first: number; end: number; owner: Owner }[] = [];
  forEachAllocated(allocator, first, end, (frame, record) => {
    const last = frame + 2 ** orderOf(record);
    if (last > first) ranges.push({ first: frame, end: last, owner: ownerOf(allocator, record) });
  });
  return ranges;
}

type GrowingRun = { -readonly [Field in keyof OwnerRun]: OwnerRun[Field] };

/** Frames of CMA's pageblocks, [first, end), ascending. */
function cmaRanges({ pageblockTypes }: PageAllocator): [number, number][] {
  const blocks = [...pageblockTypes].flatMap(([block, type]) => (type === migratetype.cma ? [block] : []));
  const ranges: [number, number][] = [];
  for (const block of blocks.sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last[1] === block * pageblockFrames) last[1] += pageblockFrames;
    else ranges.push([block * pageblockFrames, (block + 1) * pageblockFrames]);
  }
  return ranges;
}

/** Free frames, cut where CMA's begin and end. */
function pushFree(runs: GrowingRun[], cma: readonly (readonly [number, number])[], from: number, to: number): void {
  let at = from;
  for (const [first, end] of cma) {
    if (end <= at || first >= to) continue;
    if (first > at) pushRun(runs, at, first, free);
    at = Math.min(end, to);
    pushRun(runs, Math.max(first, from), at, freeInCma);
  }
  if (at < to) pushRun(runs, at, to, free);
}

function pushRun(runs: GrowingRun[], from: number, to: number, owner: FrameOwner): void {
  const last = runs.at(-1);
  if (last && last.first + last.count === from && last.owner === owner) last.count = to - last.first;
  else runs.push({ first: from, count: to - from, owner });
}
