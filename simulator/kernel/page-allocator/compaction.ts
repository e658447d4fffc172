/**
 * Direct compaction (Linux 6.1, mm/compaction.c): a caller who may wait and finds no block of several pages has user memory moved together, pageblock by pageblock from
 * the zone's start on, until there is one.
 *
 * Not modelled: the free scanner (pages move to whatever the allocator gives, not to the zone's end), cached positions, deferral, the fragmentation index, kcompactd.
 * No more than `mostPageblocks` are tried.
 */
import type { PageAllocator } from '../page-allocator.ts';
import { inOneGo, type InPieces } from '../cut-work.ts';
import { allocatePages } from './allocate.ts';
import type { PageRequest } from './allocate.ts';
import { ownerOf, recordAt } from './blocks.ts';
import { pageblockFrames, pageblockType } from './buddy.ts';
import { clearRange } from './contiguous-range.ts';
import type { Migrate } from './contiguous-range.ts';
import { orderCount } from './free-blocks.ts';
import { gfp, highestZone, migratetype } from './gfp.ts';
import { isMovable } from './owners.ts';
import type { Zone } from './zones.ts';

const mostPageblocks = 256;
/** Above, a block is costly: PAGE_ALLOC_COSTLY_ORDER. */
const costlyOrder = 3;

/** The block that there is after compaction; null: none, or this caller may not wait for it. */
export function compactAndAllocate(
  allocator: PageAllocator,
  request: PageRequest,
  migrate: Migrate,
  pieces: InPieces = inOneGo,
): number | null {
  const waits = (request.gfp & gfp.DIRECT_RECLAIM) !== 0 && (request.gfp & gfp.IO) !== 0;
  if (request.order === 0 || request.order >= orderCount || !waits) return null;
  const highest = highestZone(request.gfp);
  const { events } = allocator;
  const suitable = pieces(0, () => {
    const zones = allocator.zones.slice(0, highest + 1).filter((zone) => isSuitable(zone, request.order, highest));
    if (zones.length > 0) events.compactStall++;
    return zones.map(({ index }) => index).reverse();
  });
  if (suitable.length === 0) return null;
  for (const index of suitable) {
    const frame = compactZone(allocator, allocator.zones[index]!, request, migrate, pieces);
    if (frame === null) continue;
    events.compactSuccess++;
    return frame;
  }
  events.compactFail++;
  return null;
}

/** `compaction_suitable`: there is room to move pages to, beyond what is kept back. */
function isSuitable(zone: Zone, order: number, highest: number): boolean {
  const mark = order > costlyOrder ? zone.watermark.low : zone.watermark.min;
  return zone.managed > 0 && zone.free - 2 * 2 ** order > mark + zone.protection[highest]!;
}

function compactZone(
  allocator: PageAllocator,
  zone: Zone,
  request: PageRequest,
  migrate: Migrate,
  pieces: InPieces,
): number | null {
  let from = zone.first;
  for (let tried = 0; tried < mostPageblocks; tried++) {
    const attempt = pieces(workOfPageblock, () => clearNext(allocator, zone, from, request, migrate));
    if (attempt === null || attempt.frame !== null || !attempt.room) return attempt?.frame ?? null;
    from = attempt.next;
  }
  return null;
}

/** What a pageblock that is cleared counts as, in bytes moved. */
const workOfPageblock = 65_536;

/** Clears the next pageblock that can be, and tries to allocate then. null: there is none. */
function clearNext(
  allocator: PageAllocator,
  zone: Zone,
  from: number,
  request: PageRequest,
  migrate: Migrate,
): { readonly frame: number | null; readonly room: boolean; readonly next: number } | null {
  for (const [start, end] of allocator.ram) {
    const first = Math.ceil(Math.max(from, start) / pageblockFrames) * pageblockFrames;
    for (let block = first; block + pageblockFrames <= Math.min(end, zone.end); block += pageblockFrames) {
      if (!isSource(allocator, block)) continue;
      const next = block + pageblockFrames;
      const room = clearRange(allocator, block, next, migrate);
      return { frame: allocatePages(allocator, request), room, next };
    }
  }
  return null;
}

/** Something in it can move. What CMA's pageblocks would have room for then is not what compaction is asked for. */
function isSource(allocator: PageAllocator, block: number): boolean {
  if (pageblockType(allocator, block) > migratetype.highAtomic) return false;
  for (let frame = block; frame < block + pageblockFrames; frame++) {
    const record = recordAt(allocator, frame);
    if (record >= 0 && isMovable(ownerOf(allocator, record))) return true;
  }
  return false;
}
