/** Choosing a zone for a request: downward fallback, watermarks and what an urgent caller may use (Linux 6.1: get_page_from_freelist, __zone_watermark_ok). */
import type { PageAllocator } from '../page-allocator.ts';
import { forgetRecord, isCompound, markAllocated, orderOf, recordAt, setRecord } from './blocks.ts';
import { giveBack, pageblockOrder } from './buddy.ts';
import { orderCount } from './free-blocks.ts';
import { gfp, highestZone, migratetype, migratetypeOf } from './gfp.ts';
import type { Owner } from './owners.ts';
import { drainZone, giveToCpu, hasBlock, takeFromBuddy, takeFromCpu } from './per-cpu-pages.ts';
import { perCpuOrders } from './zones.ts';
import type { Zone } from './zones.ts';

export interface PageRequest {
  readonly order: number;
  readonly gfp: number;
  readonly cpu: number;
  readonly owner: Owner;
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
  allocator.references.delete(frame);
  // What a too small order leaves is no compound page any more.
  const rest = record - allocated - (isCompound(record) ? 16 : 0);
  for (let left = freed; left < allocated; left++) setRecord(allocator, frame + 2 ** left, rest + left);
  const zone = zoneOfFrame(allocator, frame);
  if (freed < perCpuOrders) giveToCpu(allocator, zone, cpu, frame, freed);
  else giveBack(allocator, zone, frame, freed);
  return allocated === order ? 'freed' : allocated > order ? 'smaller' : 'larger';
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

function searchZones(allocator: PageAllocator, request: PageRequest): number {
  const { zones } = allocator;
  const highest = highestZone(request.gfp);
  const avoidMixing = highest === 2; // ALLOC_NOFRAGMENT: only where a lower zone can help out
  let frame = tryZones(allocator, request, highest, 'low', avoidMixing ? pageblockOrder : 0);
  if (frame < 0 && avoidMixing) frame = tryZones(allocator, request, highest, 'low', 0);
  if (frame < 0) frame = tryZones(allocator, request, highest, 'min', 0);
  if (frame >= 0 || (request.gfp & gfp.DIRECT_RECLAIM) === 0) return frame;
  // Direct reclaim finds nothing to write out in this model, but it does empty the per-CPU lists.
  for (const zone of zones) drainZone(allocator, zone);
  return tryZones(allocator, request, highest, 'min', 0);
}

function tryZones(
  allocator: PageAllocator,
  request: PageRequest,
  highest: number,
  mark: 'low' | 'min',
  smallestSteal: number,
): number {
  for (let index = highest; index >= 0; index--) {
    const zone = allocator.zones[index]!;
    if (zone.managed === 0 || !watermarkAllows(allocator, zone, request, highest, mark)) continue;
    const frame = takeFromZone(allocator, zone, request, smallestSteal);
    if (frame >= 0) return frame;
  }
  return -1;
}

function takeFromZone(allocator: PageAllocator, zone: Zone, request: PageRequest, smallestSteal: number): number {
  const type = migratetypeOf(request.gfp);
  const rules = { cma: type === migratetype.movable, smallestSteal };
  return request.order < perCpuOrders
    ? takeFromCpu(allocator, zone, request.cpu, request.order, type, rules)
    : takeFromBuddy(allocator, zone, request.order, type, rules);
}

function watermarkAllows(
  allocator: PageAllocator,
  zone: Zone,
  request: PageRequest,
  highest: number,
  mark: 'low' | 'min',
): boolean {
  const movable = migratetypeOf(request.gfp) === migratetype.movable;
  const free = zone.free - (2 ** request.order - 1) - (movable ? 0 : zone.freeCma);
  let minimum = zone.watermark[mark];
  if (mark === 'min') {
    if (request.gfp & gfp.HIGH) minimum -= Math.floor(minimum / 2);
    if (request.gfp & gfp.ATOMIC_FLAG) minimum -= Math.floor(minimum / 4);
  }
  if (free <= minimum + zone.protection[highest]!) return false;
  return request.order === 0 || hasBlock(allocator, zone, request.order, movable);
}
