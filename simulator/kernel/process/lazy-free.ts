/** Pages that MADV_FREE gave away: until somebody writes them they may be dropped (mark_page_lazyfree of Linux 6.1, mm/swap.c). */
import type { MemoryWorld } from '../memory-world.ts';
import { leaveSwapCache, pageOf } from './user-frames.ts';

/** PAGEVEC_SIZE: so many are collected before the kernel's lists hear of them. */
const batchSize = 15;

/** The page has no content that matters from now on. */
export function noteLazyFree(world: MemoryWorld, frame: number, cpu: number): void {
  const page = pageOf(world, frame);
  if (!page) return;
  if (page.swapSlot >= 0) leaveSwapCache(world, frame, cpu);
  page.dirty = false;
  const { lazyFreeBatch } = world.kernel.addressSpaces;
  lazyFreeBatch.push(frame);
  if (lazyFreeBatch.length >= batchSize) drainLazyFree(world);
}

/** lru_add_drain, as far as these pages go. */
export function drainLazyFree({ kernel }: MemoryWorld): void {
  const { lazyFreeBatch, pages } = kernel.addressSpaces;
  for (const frame of lazyFreeBatch.splice(0)) {
    const page = pages.get(frame);
    if (page?.file === null && !page.dirty) page.lazyFree = true;
  }
}
