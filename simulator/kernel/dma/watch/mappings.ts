/** Entering, finding and removing watched mappings; both indexes are by page. */
import { dropFastLinesOfRange } from '../../../hardware/fast-table.ts';
import type { KernelContext } from '../../kernel-context.ts';
import type { DmaWatchState, WatchedMapping } from './state.ts';

const pageBytes = 4096;

export function watchMapping({ world }: KernelContext, mapping: WatchedMapping): void {
  const { frames, busPages } = world.kernel.dmaWatch;
  let pages = busPages.get(mapping.device);
  if (!pages) busPages.set(mapping.device, (pages = new Map<number, WatchedMapping[]>()));
  enter(frames, mapping.physical, mapping);
  enter(pages, Number(mapping.handle), mapping);
  dropFastLinesOfRange(world.hardware.cpus, mapping.physical, mapping.size);
}

export function forgetMapping({ frames, busPages }: DmaWatchState, mapping: WatchedMapping): void {
  leave(frames, mapping.physical, mapping);
  leave(busPages.get(mapping.device)!, Number(mapping.handle), mapping);
}

/** The mappings of a device that hold a bus address. */
export function mappingsAtBus({ busPages }: DmaWatchState, device: string, address: bigint): WatchedMapping[] {
  const found = busPages.get(device)?.get(Math.floor(Number(address) / pageBytes)) ?? [];
  return found.filter(({ handle, size }) => address >= handle && address < handle + BigInt(size));
}

/** Of the mappings that begin at a bus address the one of this size and direction, else the newest. */
export function mappingToEnd(
  { busPages }: DmaWatchState,
  device: string,
  handle: bigint,
  size: number,
  direction: number,
): WatchedMapping | null {
  let newest: WatchedMapping | null = null;
  for (const each of busPages.get(device)?.get(Math.floor(Number(handle) / pageBytes)) ?? []) {
    if (each.handle !== handle) continue;
    if (each.size === size && each.direction === direction) return each;
    newest = each;
  }
  return newest;
}

export function mappingsInFrame({ frames }: DmaWatchState, frame: number): readonly WatchedMapping[] {
  return frames.get(frame) ?? [];
}

function enter(index: Map<number, WatchedMapping[]>, start: number, mapping: WatchedMapping): void {
  const last = lastPage(start, mapping);
  for (let page = Math.floor(start / pageBytes); page <= last; page++) {
    const list = index.get(page);
    if (list) list.push(mapping);
    else index.set(page, [mapping]);
  }
}

function leave(index: Map<number, WatchedMapping[]>, start: number, mapping: WatchedMapping): void {
  const last = lastPage(start, mapping);
  for (let page = Math.floor(start / pageBytes); page <= last; page++) {
    const list = index.get(page)!;
    if (list.length === 1) index.delete(page);
    else list.splice(list.indexOf(mapping), 1);
  }
}

function lastPage(start: number, { size }: WatchedMapping): number {
  return Math.floor((start + Math.max(size, 1) - 1) / pageBytes);
}
