/** Taking memory away from a process: pages freed, tables pruned, TLBs flushed; used by munmap, brk, MAP_FIXED and exit. */
import { pte } from '../../hardware/mmu.ts';
import type { KernelContext } from '../kernel-context.ts';
import { blockHolding, frameBytes } from '../page-allocator.ts';
import { freeEmptyTables, specialBit, unmapRange } from '../page-tables.ts';
import { flushUserPages } from '../tlb-flush.ts';
import { tableMemoryOf } from './address-space.ts';
import type { AddressSpace } from './address-space.ts';
import { dropUserFrame } from './page-fault.ts';
import { areasIn, removeArea, splitArea } from './vma.ts';
import type { VmArea } from './vma.ts';

export type UnmapContext = Pick<KernelContext, 'world' | 'cpu' | 'port' | 'record' | 'task'>;

/** Clears the pages of [start, end), whatever areas say. Returns how many were mapped. */
export function unmapPages(context: UnmapContext, space: AddressSpace, start: bigint, end: bigint): number {
  const removed = unmapRange(context.world.hardware, space.root, start, end);
  if (removed.length > 0) {
    const first = removed[0]!.va;
    const span = Number((removed.at(-1)!.va - first) / 4096n) + 1;
    flushUserPages(context, space.asid, first, span);
  }
  for (const { entry } of removed) {
    if (entry & specialBit) continue;
    const frame = Number(entry & pte.addressMask) / frameBytes;
    const block = blockHolding(context.world.kernel.pageAllocator, frame);
    if (block) dropUserFrame(context, block.first);
  }
  freeEmptyTables(tableMemoryOf(context.world, context.cpu, space.name), space.root, start, end);
  return removed.length;
}

/** Cuts areas at both ends of the range. Returns upper halves whose C struct must be made, as their lower half has one. */
export function splitAt(
  space: AddressSpace,
  start: bigint,
  end: bigint,
): { readonly lower: VmArea; readonly upper: VmArea }[] {
  const made: { lower: VmArea; upper: VmArea }[] = [];
  for (const edge of [start, end]) {
    const area = space.areas.find((each) => each.start < edge && each.end > edge);
    if (!area) continue;
    const upper = splitArea(space, area, edge);
    if (area.structAddress !== 0n) made.push({ lower: area, upper });
  }
  return made;
}

/** Unmaps [start, end) where no area in it belongs to a driver. */
export function unmapAnonymous(context: UnmapContext, space: AddressSpace, start: bigint, end: bigint): void {
  splitAt(space, start, end);
  for (const area of areasIn(space, start, end)) {
    unmapPages(context, space, area.start, area.end);
    removeArea(space, area);
  }
}
