/**
 * Allocating I/O virtual addresses (Linux 6.1, drivers/iommu/iova.c): top-down below a limit, aligned to the size rounded up to a power of two,
 * from where the last search ended; small sizes come from per-CPU caches first. All numbers are pages of 4 KiB.
 *
 * Not modelled: the slab memory of the allocator's own records, CPU hotplug.
 */
import {
  anchor,
  createIovaTree,
  findRange,
  firstFrom,
  insertRange,
  previousRange,
  rangesOf,
  removeRange,
} from './iova-tree.ts';
import type { IovaTree } from './iova-tree.ts';
import { createRangeCaches, drainRangeCaches, putIntoCache, takeFromCache } from './iova-cache.ts';
import type { RangeCache } from './iova-cache.ts';

export interface IovaDomain {
  readonly tree: IovaTree;
  /** Lowest page that is handed out. */
  readonly startPage: number;
  /** Where the next search starts, as the low page of a range or the anchor: for limits above and within 4 GiB. */
  cachedNode: number;
  cachedNode32: number;
  /** A search within 4 GiB for this many pages or more has failed since something was freed there. */
  smallestFailed32: number;
  /** By order of the size: 0 to 5. */
  readonly caches: readonly RangeCache[];
}

/** Ranges of at most 2^5 pages are cached. */
export const cachedOrders = 6;
const pages32 = 2 ** 20;

export function createIovaDomain(cpus: number): IovaDomain {
  return {
    tree: createIovaTree(),
    startPage: 1,
    cachedNode: anchor,
    cachedNode32: anchor,
    smallestFailed32: pages32,
    caches: createRangeCaches(cachedOrders, cpus),
  };
}

/** Makes sure that [low, high] is never handed out. */
export function reserveIova(iova: IovaDomain, low: number, high: number): void {
  const overlapping = [...rangesOf(iova.tree)].filter((range) => range.low <= high && range.high >= low);
  for (const range of overlapping) removeRange(iova.tree, range.low);
  const lows = overlapping.map((range) => range.low);
  const highs = overlapping.map((range) => range.high);
  insertRange(iova.tree, { low: Math.min(low, ...lows), high: Math.max(high, ...highs) });
}

/** `alloc_iova_fast`: the first page, or 0. `limit`: the last page that may be used. `drain`: give the caches back to the tree before giving up. */
export function allocateIova(iova: IovaDomain, cpu: number, size: number, limit: number, drain: boolean): number {
  // What may be cached is rounded up, because it comes back as any size of its order.
  const rounded = size !== 1 && size < 2 ** (cachedOrders - 1) ? powerOfTwoFrom(size) : size;
  const order = orderOf(rounded);
  const cache = iova.caches[order];
  if (cache) {
    const page = takeFromCache(cache, cpu, limit + 1 - rounded);
    if (page !== 0) return page;
  }
  const found = takeFromTree(iova, rounded, limit + 1);
  if (found !== 0 || !drain) return found;
  for (const each of iova.caches) drainRangeCaches(each, (page) => void freeFromTree(iova, page));
  return takeFromTree(iova, rounded, limit + 1);
}

/** `free_iova_fast`: into the CPU's cache if the size has one, else back to the tree. */
export function freeIova(iova: IovaDomain, cpu: number, page: number, size: number): void {
  const cache = iova.caches[orderOf(size)];
  if (!cache) return void freeFromTree(iova, page);
  for (const excess of putIntoCache(cache, cpu, page)) freeFromTree(iova, excess);
}

/** The order of the smallest power of two that is at least `size`. */
export function orderOf(size: number): number {
  return size <= 1 ? 0 : Math.ceil(Math.log2(size));
}

function powerOfTwoFrom(size: number): number {
  return 2 ** orderOf(size);
}

/** `__alloc_and_insert_iova_range`, size-aligned. `limit` is exclusive. */
function takeFromTree(iova: IovaDomain, size: number, limit: number): number {
  const within32 = limit <= pages32;
  if (within32 && size >= iova.smallestFailed32) return 0;
  const align = powerOfTwoFrom(size);
  const start = within32 ? iova.cachedNode32 : iova.cachedNode;
  const startHigh = start === anchor ? anchor : findRange(iova.tree, start)!.high;
  let page = searchDown(iova.tree, start, limit, iova.startPage, size, align);
  // What lies above the cached node has not been looked at.
  if (page === 0 && startHigh < limit) {
    const top = within32 ? firstFrom(iova.tree, limit) : anchor;
    page = searchDown(iova.tree, top, limit, startHigh + 1, size, align);
  }
  if (page === 0) {
    iova.smallestFailed32 = size;
    return 0;
  }
  const high = page + size - 1;
  insertRange(iova.tree, { low: page, high });
  if (high < pages32) iova.cachedNode32 = page;
  else iova.cachedNode = page;
  return page;
}

/** The highest aligned gap below `limit` and below the range that begins at `from`, not below `lowest`; 0: none. */
function searchDown(tree: IovaTree, from: number, limit: number, lowest: number, size: number, align: number): number {
  let ceiling = limit;
  let current = from;
  for (;;) {
    ceiling = Math.min(ceiling, current);
    if (ceiling < size) return 0;
    const page = Math.floor((ceiling - size) / align) * align;
    if (page < lowest) return 0;
    const previous = previousRange(tree, current);
    if (!previous || page > previous.high) return page;
    current = previous.low;
  }
}

/** Keeps the cached nodes on ranges that exist, and moves them up when something above them becomes free. */
function freeFromTree(iova: IovaDomain, page: number): boolean {
  const range = findRange(iova.tree, page);
  if (!range) return false;
  const { low, high } = range;
  const next = firstFrom(iova.tree, high + 1);
  if (low === iova.cachedNode32 || (high < pages32 && low >= iova.cachedNode32)) iova.cachedNode32 = next;
  if (low < pages32) iova.smallestFailed32 = pages32;
  if (low >= iova.cachedNode) iova.cachedNode = next;
  return removeRange(iova.tree, low);
}
