/** Who holds a page: entries, caches, drivers. A block that was allocated as one is held as one. */
import { blockHolding, freePages, type PageAllocator } from '../page-allocator.ts';

/** One more holder of a page. Frames that no allocator gave out (boot memory, CMA, no RAM) are not counted. */
export function takeReference(allocator: PageAllocator, frame: number): void {
  addReferences(allocator, frame, 1, 0);
}

/** One holder less; the last one frees the block, which is what it returns. */
export function dropReference(allocator: PageAllocator, frame: number, cpu: number): boolean {
  return addReferences(allocator, frame, -1, cpu);
}

/** So many holders more, or fewer; returns whether none was left, which frees the block. */
export function addReferences(allocator: PageAllocator, frame: number, count: number, cpu: number): boolean {
  const block = blockHolding(allocator, frame);
  if (!block) return false;
  const left = (allocator.references.get(block.first) ?? 1) + count;
  if (left <= 0) freePages(allocator, block.first, block.order, cpu);
  else if (left === 1) allocator.references.delete(block.first);
  else allocator.references.set(block.first, left);
  return left <= 0;
}

/** How many hold a page: entries, the page cache, the swap cache, and whoever pinned it. */
export function referencesOf(allocator: PageAllocator, frame: number): number {
  return allocator.references.get(blockHolding(allocator, frame)?.first ?? frame) ?? 1;
}
