/** Taking a given range of free frames out of the buddy and putting it back (Linux 6.1: alloc_contig_range, free_contig_range). Movable pages in the way are not migrated: the range is busy. */
import type { PageAllocator } from '../page-allocator.ts';
import { zoneOfFrame } from './allocate.ts';
import { giveBack, pageblockType, putBlock, takeBlock } from './buddy.ts';
import { listOf, orderOfList, topOrder } from './free-blocks.ts';
import { drainZone } from './per-cpu-pages.ts';

/** False: a frame of [first, end) is not free (-EBUSY); nothing was taken. */
export function takeRange(allocator: PageAllocator, first: number, end: number): boolean {
  const zone = zoneOfFrame(allocator, first);
  drainZone(allocator, zone);
  const found: { frame: number; order: number }[] = [];
  for (let frame = first; frame < end;) {
    const block = freeBlockAt(allocator, frame);
    if (!block) return false;
    found.push(block);
    frame = block.frame + 2 ** block.order;
  }
  for (const { frame, order } of found) {
    takeBlock(allocator, zone, frame);
    const blockEnd = frame + 2 ** order;
    if (frame < first) putPieces(allocator, frame, first);
    if (blockEnd > end) putPieces(allocator, end, blockEnd);
  }
  return true;
}

export function giveBackRange(allocator: PageAllocator, first: number, end: number): void {
  forEachPiece(first, end, (frame, order) => giveBack(allocator, zoneOfFrame(allocator, frame), frame, order));
}

/** The free block of the buddy's lists that holds a frame. Untouched top blocks are in no list and never part of a CMA area. */
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

/** The edges of a block go back as they are: their neighbour has just been taken. */
function putPieces(allocator: PageAllocator, first: number, end: number): void {
  forEachPiece(first, end, (frame, order) =>
    putBlock(allocator, zoneOfFrame(allocator, frame), frame, order, pageblockType(allocator, frame), false),
  );
}
