/** Choosing a zone for a request: downward fallback, watermarks and what an urgent caller may use (Linux 6.1: get_page_from_freelist, __zone_watermark_ok). */
import type { PageAllocator } from '../page-allocator.ts';
import { forgetRecord, isCompound, markAllocated, orderOf, recordAt, setRecord } from './blocks.ts';
import {
  giveBack,
  moveFreeBlocks,
  pageblockFrames,
  pageblockOrder,
  pageblockType,
  setPageblockType,
  takeSmallest,
} from './buddy.ts';
import { orderCount } from './free-blocks.ts';
import { gfp, highestZone, mergeableMigratetypes, migratetype, migratetypeOf } from './gfp.ts';
import type { Owner } from './owners.ts';
import { drainZone, giveToCpu, hasBlock, takeFromBuddy, takeFromCpu } from './per-cpu-pages.ts';
import { perCpuOrders } from './zones.ts';
import type { Zone } from './zones.ts';

export interface PageRequest {
  readonly order: number;
  readonly gfp: number;
  readonly cpu: number;
  readonly owner: Owner;
  /** Of a process that the OOM killer has chosen: it may use half of what is kept back, so that it can end. */
  readonly victim?: boolean;
}

/** First frame of 2^order contiguous frames, aligned to as many; null where there are none. */
export function allocatePages(allocator: PageAllocator, request: PageRequest): number | null {
  if (request.order >= orderCount) return null;
  const frame = searchZones(allocator, request);
  if (frame < 0) return null;
  const compound = request.order > 0 && (request.gfp & gfp.COMP) !== 0;
  markAllocated(allocator, frame, request.order, request.owner, compound);
  return frame;
}

/** `larger`, `smaller`: the block had been allocated with another order; a smaller free leaves the rest allocated. */
export type FreeOutcome = 'freed' | 'not-allocated' | 'smaller' | 'larger';

export function freePages(allocator: PageAllocator, frame: number, order: number, cpu: number): FreeOutcome {
  const record = recordAt(allocator, frame);
  if (record < 0) return 'not-allocated';
  const allocated = orderOf(record);
  const freed = Math.min(allocated, order);
  forgetRecord(allocator, frame);
  allocator.events.pgfree += 2 ** freed;
  allocator.references.delete(frame);
  // What a too small order leaves is no compound page any more.
  const rest = record - allocated - (isCompound(record) ? 16 : 0);
  for (let left = freed; left < allocated; left++) setRecord(allocator, frame + 2 ** left, rest + left);
  const zone = zoneOfFrame(allocator, frame);
  if (freed < perCpuOrders) giveToCpu(allocator, zone, cpu, frame, freed);
  else giveBack(allocator, zone, frame, freed);
  return allocated === order ? 'freed' : allocated > order ? 'smaller' : 'larger';
}

/** Of a block that was split: the pages from `from` to `end` go back to the tails of the buddy lists, past the CPU's (`__free_pages_ok` with FPI_TO_TAIL). */
export function freeSplitPages(allocator: PageAllocator, from: number, end: number): void {
  for (let frame = from; frame < end; frame++) {
    forgetRecord(allocator, frame);
    allocator.events.pgfree++;
    giveBack(allocator, zoneOfFrame(allocator, frame), frame, 0, true);
  }
}

/** Makes a block many single pages, each to be freed for itself (`split_page`). */
export function splitPages(allocator: PageAllocator, frame: number): void {
  const record = recordAt(allocator, frame);
  if (record < 0) return;
  const order = orderOf(record);
  const single = record - order - (isCompound(record) ? 16 : 0);
  for (let index = 0; index < 2 ** order; index++) setRecord(allocator, frame + index, single);
}

export function zoneOfFrame(allocator: PageAllocator, frame: number): Zone {
  const { zones } = allocator;
  for (let index = 0; index < zones.length; index++) if (frame < zones[index]!.end) return zones[index]!;
  return zones.at(-1)!;
}

/** What a request may do to get memory (`ALLOC_…`). */
interface Attempt {
  readonly request: PageRequest;
  readonly highest: number;
  readonly mark: 'low' | 'min';
  /** May use CMA's free pages. */
  readonly cma: boolean;
  /** May go below the watermark, for `__GFP_HIGH`. */
  readonly reserve: boolean;
  /** May not wait: goes deeper still, and may use what is reserved for urgent blocks. */
  readonly nonBlocking: boolean;
  /** 9: whole pageblocks of another mobility only. */
  readonly smallestSteal: number;
}

function searchZones(allocator: PageAllocator, request: PageRequest): number {
  const { zones } = allocator;
  const highest = highestZone(request.gfp);
  const cma = migratetypeOf(request.gfp) === migratetype.movable;
  const fast: Attempt = {
    request,
    highest,
    mark: 'low',
    cma,
    reserve: false,
    nonBlocking: false,
    smallestSteal: pageblockOrder,
  };
  const preferred = preferredZone(zones, highest);
  const avoidMixing = preferred === 2; // ALLOC_NOFRAGMENT: only where a lower zone can help out
  let frame = avoidMixing ? tryZones(allocator, fast) : -1;
  if (frame < 0) frame = tryZones(allocator, { ...fast, smallestSteal: 0 });
  if (frame >= 0) return frame;
  const reserve = (request.gfp & gfp.HIGH) !== 0;
  const nonBlocking = (request.gfp & gfp.DIRECT_RECLAIM) === 0;
  const slow: Attempt = { ...fast, mark: 'min', smallestSteal: 0, reserve, nonBlocking };
  frame = tryZones(allocator, slow);
  if (frame >= 0 || nonBlocking) return frame;
  if (preferred >= 0) allocator.events.allocstall[preferred]!++;
  // Direct reclaim empties the per-CPU lists; what it writes out and drops is the caller's business.
  for (const zone of zones) drainZone(allocator, zone);
  return tryZones(allocator, slow);
}

function preferredZone(zones: readonly Zone[], highest: number): number {
  for (let index = highest; index >= 0; index--) if (zones[index]!.managed > 0) return index;
  return -1;
}

function tryZones(allocator: PageAllocator, attempt: Attempt): number {
  for (let index = attempt.highest; index >= 0; index--) {
    const zone = allocator.zones[index]!;
    if (zone.managed === 0 || !watermarkAllows(allocator, zone, attempt)) continue;
    const frame = takeFromZone(allocator, zone, attempt);
    if (frame >= 0) {
      allocator.events.pgalloc[index]! += 2 ** attempt.request.order;
      return frame;
    }
  }
  return -1;
}

function takeFromZone(allocator: PageAllocator, zone: Zone, attempt: Attempt): number {
  const { request, cma, smallestSteal, nonBlocking } = attempt;
  const { order } = request;
  const type = migratetypeOf(request.gfp);
  const urgentBlock = nonBlocking && attempt.reserve && order > 0;
  let frame = -1;
  if (order < perCpuOrders) {
    frame = takeFromCpu(allocator, zone, request.cpu, order, type, { cma, smallestSteal });
  }
  if (frame < 0 && urgentBlock) frame = takeSmallest(allocator, zone, order, migratetype.highAtomic);
  if (frame < 0) frame = takeFromBuddy(allocator, zone, order, type, { cma, smallestSteal });
  if (frame < 0 && nonBlocking) frame = takeSmallest(allocator, zone, order, migratetype.highAtomic);
  if (frame >= 0 && urgentBlock) reserveForUrgent(allocator, zone, frame);
  return frame;
}

/** After an urgent block was hard to get, the rest of its pageblock is kept for the next (`reserve_highatomic_pageblock`). */
function reserveForUrgent(allocator: PageAllocator, zone: Zone, frame: number): void {
  if (zone.reservedHighAtomic >= Math.floor(zone.managed / 100) + pageblockFrames) return;
  if (pageblockType(allocator, frame) >= mergeableMigratetypes) return;
  zone.reservedHighAtomic += pageblockFrames;
  setPageblockType(allocator, frame, migratetype.highAtomic);
  moveFreeBlocks(allocator, zone, frame - (frame % pageblockFrames), migratetype.highAtomic);
}

function watermarkAllows(allocator: PageAllocator, zone: Zone, attempt: Attempt): boolean {
  const { order } = attempt.request;
  const victim = attempt.request.victim === true && attempt.mark === 'min';
  const reserves = attempt.reserve || attempt.nonBlocking || victim;
  const unusable = 2 ** order - 1 + (attempt.cma ? 0 : zone.freeCma) + (reserves ? 0 : zone.reservedHighAtomic);
  let minimum = zone.watermark[attempt.mark];
  if (attempt.reserve) {
    minimum -= Math.floor(minimum / 2);
    if (attempt.nonBlocking) minimum -= Math.floor(minimum / 4);
  }
  if (victim) minimum -= Math.floor(minimum / 2);
  if (zone.free - unusable <= minimum + zone.protection[attempt.highest]!) return false;
  return order === 0 || hasBlock(allocator, zone, order, attempt.cma, attempt.nonBlocking && attempt.reserve);
}
