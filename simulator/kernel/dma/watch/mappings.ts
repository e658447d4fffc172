/** Entering, finding and removing watched mappings; both indexes are by page. */
import { dropFastLinesOfRange } from '../../../hardware/fast-table.ts';
import type { KernelContext } from '../../kernel-context.ts';
import { createPageIndex, deleteEntry, entryAt, setEntry } from './page-index.ts';
import type { DmaWatchState, MappingsOfPage, PageIndex, WatchedMapping } from './state.ts';

const pageBytes = 4096;

export function watchMapping({ world }: KernelContext, mapping: WatchedMapping): void {
  const { frames, busPages } = world.kernel.dmaWatch;
  let pages = busPages.get(mapping.device);
  if (!pages) busPages.set(mapping.device, (pages = createPageIndex()));
  enter(frames, mapping.physical, mapping);
  enter(pages, Number(mapping.handle), mapping);
  dropFastLinesOfRange(world.hardware.cpus, mapping.physical, mapping.size);
}

export function unwatchMapping({ frames, busPages }: DmaWatchState, mapping: WatchedMapping): void {
  leave(frames, mapping.physical, mapping);
  leave(busPages.get(mapping.device)!, Number(mapping.handle), mapping);
}

/** The mappings of a device that hold a bus address. */
export function mappingsAtBus({ busPages }: DmaWatchState, device: string, address: bigint): WatchedMapping[] {
  const found = inPage(busPages.get(device), pageOf(address));
  return found.filter(({ handle, size }) => address >= handle && address < handle + BigInt(size));
}

/** Of the mappings that begin at a bus address the one of this size and direction, else of this direction, else of this size; of those alike the newest. */
export function mappingToEnd(
  { busPages }: DmaWatchState,
  device: string,
  handle: bigint,
  size: number,
  direction: number,
): WatchedMapping | null {
  const all = inIndex(busPages.get(device), pageOf(handle));
  if (!all) return null;
  if (!Array.isArray(all)) return all.handle === handle ? all : null;
  let best: WatchedMapping | null = null;
  let points = -1;
  for (const each of all) {
    if (each.handle !== handle) continue;
    const alike = (each.direction === direction ? 2 : 0) + (each.size === size ? 1 : 0);
    if (alike >= points) [best, points] = [each, alike];
  }
  return best;
}

function pageOf(handle: bigint): number {
  return Math.floor(Number(handle) / pageBytes);
}

export function mappingsInFrame({ frames }: DmaWatchState, frame: number): readonly WatchedMapping[] {
  return inPage(frames, frame);
}

const none: readonly WatchedMapping[] = [];

function inIndex(index: PageIndex | undefined, page: number): MappingsOfPage | null {
  return index ? entryAt(index, page) : null;
}

function inPage(index: PageIndex | undefined, page: number): readonly WatchedMapping[] {
  const found = inIndex(index, page);
  if (!found) return none;
  return Array.isArray(found) ? found : [found];
}

/** An array that is pushed to has room for many more: small ones are made anew instead. */
const exactLength = 8;

function enter(index: PageIndex, start: number, mapping: WatchedMapping): void {
  const last = lastPage(start, mapping);
  for (let page = Math.floor(start / pageBytes); page <= last; page++) {
    const found = entryAt(index, page);
    if (!found) setEntry(index, page, mapping);
    else if (!Array.isArray(found)) setEntry(index, page, [found, mapping]);
    else if (found.length < exactLength) setEntry(index, page, [...found, mapping]);
    else found.push(mapping);
  }
}

function leave(index: PageIndex, start: number, mapping: WatchedMapping): void {
  const last = lastPage(start, mapping);
  for (let page = Math.floor(start / pageBytes); page <= last; page++) {
    const found = entryAt(index, page);
    if (found === mapping) deleteEntry(index, page);
    else if (Array.isArray(found)) leaveList(index, page, found, mapping);
  }
}

/** `list` has at least two. */
function leaveList(index: PageIndex, page: number, list: WatchedMapping[], mapping: WatchedMapping): void {
  const place = list.indexOf(mapping);
  if (place < 0) return;
  if (list.length === 2) setEntry(index, page, list[1 - place]!);
  else list.splice(place, 1);
}

function lastPage(start: number, { size }: WatchedMapping): number {
  return Math.floor((start + Math.max(size, 1) - 1) / pageBytes);
}
