/** Choosing a zone for a request: downward fallback, watermarks and what an urgent caller may use (Linux 6.1: get_page_from_freelist, __zone_watermark_ok). */
import type { PageAllocator } from '../page-allocator.ts';
import { giveBack, pageblockOrder } from './buddy.ts';
import { orderCount } from './free-blocks.ts';
import { gfp, highestZone, migratetype, migratetypeOf } from './gfp.ts';
import { ownerNumber } from './owners.ts';
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
  allocator.allocated.set(frame, request.order + 16 * ownerNumber(allocator.owners, request.owner));
  if (request.order > 0 && request.gfp & gfp.COMP) allocator.compound.add(frame);
  return frame;
}

/** `larger`, `smaller`: the block had been allocated with another order; a smaller free leaves the rest allocated. */
export type FreeOutcome = 'freed' | 'not-allocated' | 'smaller' | 'larger';

export function freePages(allocator: PageAllocator, frame: number, order: number, cpu: number): FreeOutcome {
  const record = allocator.allocated.get(frame);
  if (record === undefined) return 'not-allocated';
  const allocated = record % 16;
  const freed = Math.min(allocated, order);
  allocator.allocated.delete(frame);
  allocator.references.delete(frame);
  allocator.compound.delete(frame);
  for (let rest = freed; rest < allocated; rest++)
    allocator.allocated.set(frame + 2 ** rest, rest + record - allocated);
  const zone = zoneOfFrame(allocator, frame);
  if (freed < perCpuOrders) giveToCpu(allocator, zone, cpu, frame, freed);
  else giveBack(allocator, zone, frame, freed);
  return allocated === order ? 'freed' : allocated > order ? 'smaller' : 'larger';
}

/** Makes a block many single pages, each to be freed for itself (`split_page`). */
export function splitPages(allocator: PageAllocator, frame: number): void {
  const record = allocator.allocated.get(frame);
  if (record === undefined) return;
  const order = record % 16;
  for (let index = 0; index < 2 ** order; index++) allocator.allocated.set(frame + index, record - order);
}

export function zoneOfFrame(allocator: PageAllocator, frame: number): Zone {
  return allocator.zones.find((zone) => frame < zone.end) ?? allocator.zones.at(-1)!;
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
