/** Taking a given range of frames out of the buddy and putting it back (Linux 6.1: alloc_contig_range, free_contig_range). */
import type { PageAllocator } from '../page-allocator.ts';
import { freePages, zoneOfFrame } from './allocate.ts';
import { blockHolding, markAllocated, ownerOf, recordAt } from './blocks.ts';
import {
  giveBack,
  listUntouched,
  moveFreeBlocks,
  pageblockFrames,
  pageblockOrder,
  pageblockType,
  putBlock,
  setPageblockType,
  takeBlock,
} from './buddy.ts';
import { listOf, orderOfList, topOrder } from './free-blocks.ts';
import { migratetype } from './gfp.ts';
import { isMovable } from './owners.ts';
import type { Owner } from './owners.ts';
import { drainZone } from './per-cpu-pages.ts';
import type { Zone } from './zones.ts';

/** Moves user memory out of [first, end); what cannot be moved stays. `no-memory`: there is nowhere to move it to. */
export type Migrate = (first: number, end: number) => 'done' | 'no-memory';

/** `busy`: something in the range can be neither used nor moved; `no-memory`: it could, but there is no room for it. Nothing was taken then. */
export type RangeOutcome = 'taken' | 'busy' | 'no-memory';

/** Single pages for `owner`. Without `migrate` user memory in the range makes it busy. `after`: the type that the range's pageblocks get, taken or not; absent: what they had. */
export function takeRange(
  allocator: PageAllocator,
  first: number,
  end: number,
  owner: Owner,
  migrate: Migrate | null = null,
  after: number | null = null,
): RangeOutcome {
  const zone = zoneOfFrame(allocator, first);
  const firstBlock = first - (first % pageblockFrames);
  if (hasUnmovable(allocator, first, end)) return 'busy';
  const types: number[] = [];
  listUntouched(allocator, zone, first, end);
  for (let block = firstBlock; block < end; block += pageblockFrames) {
    types.push(pageblockType(allocator, block));
    isolate(allocator, zone, block);
  }
  drainZone(allocator, zone);
  const moved = migrate ? migrate(first, end) : 'done';
  const outcome = moved === 'no-memory' ? moved : takeIsolated(allocator, zone, first, end) ? 'taken' : 'busy';
  if (outcome === 'taken')
    for (let frame = first; frame < end; frame++) markAllocated(allocator, frame, 0, owner, false);
  types.forEach((type, index) => {
    restore(allocator, zone, firstBlock + index * pageblockFrames, after ?? type);
  });
  return outcome;
}

/** Moves away what can be moved from whole pageblocks, and takes nothing. False: there was nowhere to move it to. */
export function clearRange(allocator: PageAllocator, first: number, end: number, migrate: Migrate): boolean {
  const zone = zoneOfFrame(allocator, first);
  const types: number[] = [];
  listUntouched(allocator, zone, first, end);
  for (let block = first; block < end; block += pageblockFrames) {
    types.push(pageblockType(allocator, block));
    isolate(allocator, zone, block);
  }
  const moved = migrate(first, end);
  drainZone(allocator, zone);
  types.forEach((type, index) => restore(allocator, zone, first + index * pageblockFrames, type));
  return moved === 'done';
}

/** Page by page through this CPU's list, as free_contig_range does. Returns how many pages somebody else still holds: they lose one reference only. */
export function giveBackRange(allocator: PageAllocator, first: number, end: number, cpu: number): number {
  let held = 0;
  for (let frame = first; frame < end; frame++) {
    const references = allocator.references.get(frame) ?? 1;
    if (references === 1) freePages(allocator, frame, 0, cpu);
    else {
      held++;
      if (references === 2) allocator.references.delete(frame);
      else allocator.references.set(frame, references - 1);
    }
  }
  return held;
}

/** The free block of the buddy's lists that holds a frame. Untouched top blocks are in no list. */
export function freeBlockAt(allocator: PageAllocator, frame: number): { frame: number; order: number } | null {
  for (let order = 0; order <= topOrder; order++) {
    const first = frame - (frame % 2 ** order);
    const list = listOf(allocator.blocks, first);
    if (list >= 0 && first + 2 ** orderOfList(list) > frame) return { frame: first, order: orderOfList(list) };
  }
  return null;
}

/** Cuts [first, end) into the largest aligned blocks, ascending. */
export function forEachPiece(first: number, end: number, visit: (frame: number, order: number) => void): void {
  for (let frame = first; frame < end;) {
    let order = topOrder;
    while (frame % 2 ** order !== 0 || frame + 2 ** order > end) order--;
    visit(frame, order);
    frame += 2 ** order;
  }
}

/** In a pageblock of CMA everything counts as movable until migration finds otherwise. */
export function hasUnmovable(allocator: PageAllocator, first: number, end: number): boolean {
  if (pageblockType(allocator, first) === migratetype.cma) return false;
  if (!allocator.ram.some(([start, stop]) => first >= start && end <= stop)) return true;
  if (allocator.reservations.some((range) => range.first < end && range.end > first)) return true;
  for (let frame = first; frame < end; frame++) {
    const record = recordAt(allocator, frame);
    if (record >= 0 && !isMovable(ownerOf(allocator, record))) return true;
  }
  const before = blockHolding(allocator, first);
  return before !== null && !isMovable(before.owner);
}

/** Free blocks of a pageblock leave the reach of allocations; a block that reaches beyond it is cut first. */
function isolate(allocator: PageAllocator, zone: Zone, block: number): void {
  const whole = freeBlockAt(allocator, block);
  if (whole && whole.order > pageblockOrder) cutBlock(allocator, zone, whole.frame, whole.order);
  setPageblockType(allocator, block, migratetype.isolate);
  moveFreeBlocks(allocator, zone, block, migratetype.isolate);
}

function cutBlock(allocator: PageAllocator, zone: Zone, frame: number, order: number): void {
  takeBlock(allocator, zone, frame);
  for (let at = frame; at < frame + 2 ** order; at += pageblockFrames) {
    putBlock(allocator, zone, at, pageblockOrder, pageblockType(allocator, at), false);
  }
}

function takeIsolated(allocator: PageAllocator, zone: Zone, first: number, end: number): boolean {
  const found: { frame: number; order: number }[] = [];
  for (let frame = first; frame < end;) {
    const block = freeBlockAt(allocator, frame);
    if (!block) return false;
    found.push(block);
    frame = block.frame + 2 ** block.order;
  }
  for (const { frame, order } of found) {
    takeBlock(allocator, zone, frame);
    const putEdge = (at: number, size: number): void => putBlock(allocator, zone, at, size, migratetype.isolate, false);
    if (frame < first) forEachPiece(frame, first, putEdge);
    if (frame + 2 ** order > end) forEachPiece(end, frame + 2 ** order, putEdge);
  }
  return true;
}

/** A pageblock that is free as a whole merges with its neighbour; other free blocks go to the tails of their lists. */
function restore(allocator: PageAllocator, zone: Zone, block: number, type: number): void {
  setPageblockType(allocator, block, type);
  const whole = listOf(allocator.blocks, block);
  if (whole >= 0 && orderOfList(whole) === pageblockOrder) {
    takeBlock(allocator, zone, block);
    giveBack(allocator, zone, block, pageblockOrder, true);
  } else moveFreeBlocks(allocator, zone, block, type);
}
