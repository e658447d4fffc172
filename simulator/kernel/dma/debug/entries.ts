/** Finding, adding and removing entries of dma-debug, with the kernel's hash, its best fit and its supply of entries. */
import { lowWordOf } from '../../../hardware/unsigned64.ts';
import { logLine } from '../../call-site.ts';
import type { KernelContext } from '../../kernel-context.ts';
import { allocateForCaller } from '../../page-allocator/for-caller.ts';
import { gfp } from '../../page-allocator/gfp.ts';
import { insertLine, removeLine } from './cache-lines.ts';
import { preallocatedEntries, type DebugEntry, type DebugReference, type DmaDebugState } from './state.ts';

export const bucketCount = 16384;
const bucketShift = 13;
/** A page of `struct dma_debug_entry`, which takes 128 bytes in 6.1. */
const entriesOfPage = 32;
const deepestStack = 5;

export function bucketOf(busAddress: bigint): number {
  return (lowWordOf(busAddress) >>> bucketShift) & (bucketCount - 1);
}

/** The entry of this bus address that a call means. Of several the one that fits in all four points; if none does, the kernel finds none. */
export function findExact(state: DmaDebugState, wanted: DebugReference): DebugEntry | null {
  const { device, busAddress } = wanted;
  const bucket = state.buckets.get(bucketOf(busAddress));
  return bucket ? bestFit(bucket, wanted, (entry) => entry.busAddress === busAddress && entry.device === device) : null;
}

/** The entry that holds the whole range: also looked for in the buckets before, one after the other. */
export function findContaining(state: DmaDebugState, wanted: DebugReference): DebugEntry | null {
  const { device, busAddress, size } = wanted;
  const end = busAddress + BigInt(size);
  const holds = (entry: DebugEntry): boolean =>
    entry.device === device && entry.busAddress <= busAddress && entry.busAddress + BigInt(entry.size) >= end;
  const looked = Math.min(bucketCount, Number((busAddress >> BigInt(bucketShift)) + 1n));
  for (let back = 0; back < looked; back++) {
    const bucket = state.buckets.get((bucketOf(busAddress) - back + bucketCount) % bucketCount);
    const found = bucket && bestFit(bucket, wanted, holds);
    if (found) return found;
  }
  return null;
}

function bestFit(
  bucket: readonly DebugEntry[],
  wanted: DebugReference,
  matches: (entry: DebugEntry) => boolean,
): DebugEntry | null {
  let only: DebugEntry | null = null;
  let count = 0;
  for (const entry of bucket) {
    if (!matches(entry)) continue;
    if (fitsInAll(entry, wanted)) return entry;
    only = entry;
    count++;
  }
  return count === 1 ? only : null;
}

export function fitsInAll(entry: DebugEntry, { size, type, direction, listEntries }: DebugReference): boolean {
  return (
    entry.size === size && entry.type === type && entry.direction === direction && entry.listEntries === listEntries
  );
}

/** Whether its first cache line was free of other mappings that a device may write. null: there was no memory for it. */
export function addEntry(context: KernelContext, entry: DebugEntry): 'alone' | 'overlaps' | null {
  const state = context.world.kernel.dmaDebug;
  if (!takeFromSupply(context)) return null;
  const bucket = state.buckets.get(bucketOf(entry.busAddress));
  if (bucket) bucket.push(entry);
  else state.buckets.set(bucketOf(entry.busAddress), [entry]);
  return insertLine(context, entry);
}

export function removeEntry(state: DmaDebugState, entry: DebugEntry): void {
  const key = bucketOf(entry.busAddress);
  const bucket = state.buckets.get(key)!;
  if (bucket.length === 1) state.buckets.delete(key);
  else bucket.splice(bucket.indexOf(entry), 1);
  removeLine(state, entry);
  state.freeEntries++;
}

/** In the order in which the kernel walks its buckets. */
export function* entriesInOrder({ buckets }: DmaDebugState): Iterable<readonly [bucket: number, entry: DebugEntry]> {
  for (const key of [...buckets.keys()].sort((a, b) => a - b))
    for (const entry of buckets.get(key)!) yield [key, entry];
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
