/** Entering, finding and removing watched mappings; both indexes are by page. */
import { dropFastLinesOfRange } from '../../../hardware/fast-table.ts';
import { lowWordOf, pageOf, pageOfWords } from '../../../hardware/unsigned64.ts';
import type { KernelContext } from '../../kernel-context.ts';
import { isSparse } from '../numbered-rows.ts';
import { deviceOf, directionOf, gatherSlots, giveSlot, liveSlots, mappingOf, takeSlot } from './mapping-columns.ts';
import {
  addSlot,
  addSlotsOfPage,
  createPageIndex,
  newestNode,
  removeSlot,
  renumberSlots,
  slotsOfPage,
} from './page-index.ts';
import type { DmaWatchState, MappingColumns, PageIndex, WatchedMapping } from './state.ts';

const pageBytes = 4096;

/** Its number, until another one is unwatched. */
export function watchMapping(
  { world }: KernelContext,
  device: string,
  handle: bigint,
  physical: number,
  target: number | null,
  single: boolean,
  size: number,
  direction: number,
  site: number | null,
): number {
  const { mappings, frames, busPages } = world.kernel.dmaWatch;
  const slot = takeSlot(mappings, device, handle, physical, target, single, size, direction, site);
  const count = pagesOf(physical & (pageBytes - 1), size);
  const frame = Math.floor(physical / pageBytes);
  for (let page = frame; page < frame + count; page++) addSlot(frames, page, slot);
  const first = pageOf(handle);
  if (first !== frame) {
    let pages = busPages.get(device);
    if (!pages) busPages.set(device, (pages = createPageIndex()));
    const busCount = pagesOf(lowWordOf(handle) & (pageBytes - 1), size);
    for (let page = first; page < first + busCount; page++) addSlot(pages, page, slot);
  }
  dropFastLinesOfRange(world.hardware.cpus, physical, size);
  return slot;
}

/** Numbers of others may be new ones then. */
export function unwatchMapping({ mappings, frames, busPages }: DmaWatchState, slot: number, device: string): void {
  const physical = mappings.physical[slot]!;
  const size = mappings.size[slot]!;
  const frame = Math.floor(physical / pageBytes);
  const count = pagesOf(physical & (pageBytes - 1), size);
  for (let page = frame; page < frame + count; page++) removeSlot(frames, page, slot);
  const words = mappings.handleWords;
  const first = pageOfWords(words[2 * slot]!, words[2 * slot + 1]!);
  if (first !== frame) {
    const busCount = pagesOf(words[2 * slot]! & (pageBytes - 1), size);
    const pages = busPages.get(device)!;
    for (let page = first; page < first + busCount; page++) removeSlot(pages, page, slot);
  }
  giveSlot(mappings, slot);
  if (!isSparse(mappings)) return;
  const numbers = gatherSlots(mappings);
  renumberSlots(frames, numbers);
  for (const each of busPages.values()) renumberSlots(each, numbers);
}

/** Of the mappings of a device that hold a bus address the numbers, in the order in which they were made. */
export function slotsAtBus(state: DmaWatchState, device: string, address: bigint): number[] {
  const { mappings } = state;
  return slotsInBusPage(state, device, pageOf(address)).filter((slot) => {
    const handle = mappings.handle[slot]!;
    return address >= handle && address < handle + BigInt(mappings.size[slot]!);
  });
}

/** In the order in which they were made; those first whose memory stands where their bus address says. */
export function slotsInBusPage({ mappings, frames, busPages }: DmaWatchState, device: string, page: number): number[] {
  const found: number[] = [];
  const moved = busPages.get(device);
  if (moved) addSlotsOfPage(moved, page, found);
  for (let node = newestNode(frames, page); node !== 0; node = frames.next[node]!)
    if (isInPlace(mappings, frames.slots[node]!, device)) found.push(frames.slots[node]!);
  return found.reverse();
}

/** Of this device, and found by its memory alone: both addresses are in pages of one number. */
function isInPlace(mappings: MappingColumns, slot: number, device: string): boolean {
  return (
    deviceOf(mappings, slot) === device &&
    pageOf(mappings.handle[slot]!) === Math.floor(mappings.physical[slot]! / pageBytes)
  );
}

/**
 * Of the mappings that begin at a bus address the one of this size and direction, else of this direction, else of this size; of those alike the newest. 0: none.
 */
export function mappingToEnd(
  { mappings, frames, busPages }: DmaWatchState,
  device: string,
  handle: bigint,
  size: number,
  direction: number,
): number {
  const page = pageOf(handle);
  const pages = busPages.get(device);
  const moved = pages ? likest(mappings, pages, page, device, handle, size, direction) : 0;
  return moved === 0 ? likest(mappings, frames, page, device, handle, size, direction) : moved;
}

function likest(
  mappings: MappingColumns,
  index: PageIndex,
  page: number,
  device: string,
  handle: bigint,
  size: number,
  direction: number,
): number {
  let best = 0;
  let points = -1;
  const { slots, next } = index;
  for (let node = newestNode(index, page); node !== 0; node = next[node]!) {
    const slot = slots[node]!;
    if (mappings.handle[slot] !== handle || deviceOf(mappings, slot) !== device) continue;
    const alike = (directionOf(mappings, slot) === direction ? 2 : 0) + (mappings.size[slot] === size ? 1 : 0);
    if (alike === 3) return slot;
    if (alike > points) [best, points] = [slot, alike];
  }
  return best;
}

export function mappingsInFrame({ mappings, frames }: DmaWatchState, frame: number): WatchedMapping[] {
  return slotsOfPage(frames, frame).map((slot) => mappingOf(mappings, slot));
}

/** In the order in which they were made. */
export function mappingsInBusPage(state: DmaWatchState, device: string, page: number): WatchedMapping[] {
  return slotsInBusPage(state, device, page).map((slot) => mappingOf(state.mappings, slot));
}

/** By ascending bus address. */
function slotsOfDevice({ mappings }: DmaWatchState, device: string): number[] {
  const { handleWords: words } = mappings;
  return liveSlots(mappings)
    .filter((slot) => deviceOf(mappings, slot) === device)
    .sort((a, b) => words[2 * a + 1]! - words[2 * b + 1]! || words[2 * a]! - words[2 * b]!);
}

export function mappingsOfDevice(state: DmaWatchState, device: string): WatchedMapping[] {
  return slotsOfDevice(state, device).map((slot) => mappingOf(state.mappings, slot));
}

/** Of every device, by ascending bus address. */
export function allSlots(state: DmaWatchState): number[] {
  return state.mappings.devices.flatMap((device) => slotsOfDevice(state, device));
}

export function allMappings(state: DmaWatchState): WatchedMapping[] {
  return allSlots(state).map((slot) => mappingOf(state.mappings, slot));
}

function pagesOf(offset: number, size: number): number {
  return Math.floor((offset + Math.max(size, 1) - 1) / pageBytes) + 1;
}
