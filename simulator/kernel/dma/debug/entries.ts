/** Finding, adding and removing entries of dma-debug, with the kernel's hash, its best fit and its supply of entries. */
import { lowWordOf } from '../../../hardware/unsigned64.ts';
import { logLine } from '../../call-site.ts';
import type { KernelContext } from '../../kernel-context.ts';
import { allocateForCaller } from '../../page-allocator/for-caller.ts';
import { gfp } from '../../page-allocator/gfp.ts';
import { isSparse } from '../numbered-rows.ts';
import { insertLine, removeLine } from './cache-lines.ts';
import { addSlot, newestNode, removeSlot, renumberSlots, slotsOfPage } from '../watch/page-index.ts';
import type { PageIndex } from '../watch/state.ts';
import {
  deviceOfEntry,
  directionOfEntry,
  entryAt,
  gatherEntries,
  giveEntry,
  mapErrorOfEntry,
  setMapError,
  takeEntry,
  typeOfEntry,
} from './entry-columns.ts';
import { mapError, preallocatedEntries } from './state.ts';
import type { DebugEntry, DebugReference, DmaDebugState, EntryColumns } from './state.ts';

export const bucketCount = 16384;
const bucketShift = 13;
/** A page of `struct dma_debug_entry`, which takes 128 bytes in 6.1. */
const entriesOfPage = 32;
const deepestStack = 5;

export function bucketOf(busAddress: bigint): number {
  return (lowWordOf(busAddress) >>> bucketShift) & (bucketCount - 1);
}

/** The entry of this bus address that a call means; 0: none. Of several the one that fits in all four points; if none does, the kernel finds none. */
export function findExact({ entries, buckets }: DmaDebugState, wanted: DebugReference): number {
  const { busAddress, device } = wanted;
  let only = 0;
  let fitting = 0;
  let count = 0;
  // From the newest on: the oldest that fits is the one.
  for (let node = newestNode(buckets, bucketOf(busAddress)); node !== 0; node = buckets.next[node]!) {
    const slot = buckets.slots[node]!;
    if (entries.busAddress[slot] !== busAddress || deviceOfEntry(entries, slot) !== device) continue;
    if (fitsInAll(entries, slot, wanted)) fitting = slot;
    only = slot;
    count++;
  }
  return fitting !== 0 || count !== 1 ? fitting : only;
}

/** The entry that holds the whole range, or 0: also looked for in the buckets before, one after the other. */
export function findContaining({ entries, buckets }: DmaDebugState, wanted: DebugReference): number {
  const { device, busAddress, size } = wanted;
  const end = busAddress + BigInt(size);
  const holds = (slot: number): boolean => {
    const from = entries.busAddress[slot]!;
    return deviceOfEntry(entries, slot) === device && from <= busAddress && from + BigInt(entries.size[slot]!) >= end;
  };
  const looked = Math.min(bucketCount, Number((busAddress >> BigInt(bucketShift)) + 1n));
  for (let back = 0; back < looked && buckets.count > 0; back++) {
    const bucket = (bucketOf(busAddress) - back + bucketCount) % bucketCount;
    if (newestNode(buckets, bucket) === 0) continue;
    const slots = slotsOfPage(buckets, bucket).filter(holds);
    const found = slots.find((slot) => fitsInAll(entries, slot, wanted)) ?? (slots.length === 1 ? slots[0]! : 0);
    if (found !== 0) return found;
  }
  return 0;
}

export function fitsInAll(
  entries: EntryColumns,
  slot: number,
  { size, type, direction, listEntries }: DebugReference,
): boolean {
  return (
    entries.size[slot] === size &&
    typeOfEntry(entries, slot) === type &&
    directionOfEntry(entries, slot) === direction &&
    entries.listEntries[slot] === listEntries
  );
}

/** Of several mappings at this address the first that was not asked about yet. */
export function noteAsked({ entries, buckets }: DmaDebugState, device: bigint, busAddress: bigint): void {
  let first = 0;
  for (let node = newestNode(buckets, bucketOf(busAddress)); node !== 0; node = buckets.next[node]!) {
    const slot = buckets.slots[node]!;
    if (entries.busAddress[slot] !== busAddress || mapErrorOfEntry(entries, slot) !== mapError.notChecked) continue;
    if (deviceOfEntry(entries, slot) === device) first = slot;
  }
  if (first !== 0) setMapError(entries, first, mapError.checked);
}

/** Whether its first cache line was free of other mappings that a device may write. null: there was no memory for it. */
export function addEntry(context: KernelContext, entry: DebugEntry): 'alone' | 'overlaps' | null {
  const { entries, buckets } = context.world.kernel.dmaDebug;
  if (!takeFromSupply(context)) return null;
  addSlot(buckets, bucketOf(entry.busAddress), takeEntry(entries, entry));
  return insertLine(context, entry);
}

export function removeEntry(state: DmaDebugState, slot: number): void {
  const { entries, buckets } = state;
  removeSlot(buckets, bucketOf(entries.busAddress[slot]!), slot);
  removeLine(state, entries.physical[slot]!, directionOfEntry(entries, slot));
  giveEntry(entries, slot);
  state.freeEntries++;
  if (isSparse(entries)) renumberSlots(buckets, gatherEntries(entries));
}

/** In the order in which the kernel walks its buckets. */
export function* entriesInOrder({
  entries,
  buckets,
}: DmaDebugState): Iterable<readonly [bucket: number, entry: DebugEntry]> {
  for (const bucket of bucketsInUse(buckets))
    for (const slot of slotsOfPage(buckets, bucket)) yield [bucket, entryAt(entries, slot)];
}

/** Ascending. */
function bucketsInUse({ pages, heads }: PageIndex): number[] {
  return [...pages].filter((_, place) => heads[place] !== 0).sort((a, b) => a - b);
}

/** The `index`-th entry of a bucket, or the first of the next bucket that has any; null: none is left. */
export function entryFrom(
  { entries, buckets }: DmaDebugState,
  bucket: number,
  index: number,
): { readonly bucket: number; readonly index: number; readonly entry: DebugEntry } | null {
  for (let at = bucket, from = index; at < bucketCount; at++, from = 0) {
    const slot = slotsOfPage(buckets, at)[from];
    if (slot !== undefined) return { bucket: at, index: from, entry: entryAt(entries, slot) };
  }
  return null;
}

/** As deep as the kernel's stacks are. Left out are functions of headers, which are inline in a real kernel, and those that only the model has. */
export function stackOfCaller({ callStack, world }: KernelContext, kernelFrames: number): number[] {
  const { statements, functions } = world.program;
  const shows = (index: number): boolean => {
    const { function: owner, place } = statements[index]!;
    const { builtIn, name } = functions[owner]!;
    return !place.file.path.includes('/include/') && !(builtIn && name.startsWith('__'));
  };
  return (callStack?.() ?? []).filter(shows).slice(0, deepestStack - kernelFrames);
}

function takeFromSupply(context: KernelContext): boolean {
  const state = context.world.kernel.dmaDebug;
  if (state.freeEntries === 0 && !growSupply(context)) return false;
  state.freeEntries--;
  state.leastFreeEntries = Math.min(state.leastFreeEntries, state.freeEntries);
  return true;
}

function growSupply(context: KernelContext): boolean {
  const state = context.world.kernel.dmaDebug;
  const owner = { kind: 'kernel-pages', what: 'entries of dma-debug', statement: null } as const;
  if (allocateForCaller(context, { order: 0, gfp: gfp.HIGH | gfp.KSWAPD_RECLAIM, ...owner }) === null) {
    state.disabled = true;
    logLine(context, 3, 'DMA-API: debugging out of memory - disabling');
    return false;
  }
  state.freeEntries += entriesOfPage;
  state.totalEntries += entriesOfPage;
  if (state.totalEntries % preallocatedEntries < entriesOfPage) {
    const times = Math.floor(state.totalEntries / preallocatedEntries);
    logLine(context, 6, `DMA-API: dma_debug_entry pool grown to ${state.totalEntries} (${times}00%)`);
  }
  return true;
}
