/** Objects on behalf of C code: with its stack, links checked, zeroed through the CPU. */
import { fillBulk } from '../../hardware/cpu-bulk.ts';
import type { KernelContext } from '../kernel-context.ts';
import { directAddress } from '../kernel-memory.ts';
import { frameBytes } from '../page-allocator.ts';
import { orderFor } from '../page-allocator/for-caller.ts';
import { describeGfp, gfp } from '../page-allocator/gfp.ts';
import { endStall, waitForMemory } from '../page-allocator/stall.ts';
import { allocateObject, freeObject, objectAddress, objectIndex, slabHolding } from '../slab.ts';
import type { KmemCache, SlabPage } from '../slab.ts';
import { logLine } from '../call-site.ts';
import { printCallTrace, printProcess } from '../splat.ts';
import { checkObject, isChecked, markObject } from './checks.ts';
import { closeBytes } from './guard.ts';
import { takeLink, writeLink } from './links.ts';
import { callerStack, historyOf, relatedStack, reportBadFree, reportCorruptLink, reportNoMemory } from './reports.ts';

export function allocateFrom(context: KernelContext, cache: KmemCache, flags: number, size: number): bigint {
  const { slab, pageAllocator } = context.world.kernel;
  const stack = callerStack(context);
  const { slabs } = cache;
  const physical = allocateObject({ slab, pageAllocator }, cache, context.cpu, flags, size, stack);
  // Asked for with each new slab, and with no other object.
  if (cache.slabs > slabs) withoutWrongFlags(context, flags);
  if (physical === null) {
    waitForMemory(context, flags, smallestOrder(cache));
    reportNoMemory(context, cache, flags);
    return 0n;
  }
  endStall(context);
  const address = directAddress(physical);
  const page = slabHolding(slab, Math.floor(physical / frameBytes))!;
  const index = objectIndex(cache, page, physical)!;
  const found = takeLink(context.world, cache, page, index);
  if (found !== null) reportCorruptLink(context, cache, page, index, address, found);
  if (isChecked(cache)) {
    checkObject(context, cache, page, index, false);
    markObject(context, cache, page, index, true);
  }
  if (flags & gfp.ZERO) fillWhole(context, cache, page, index);
  return address;
}

/** `oo_order(s->min)`: of a slab that holds one object. */
function smallestOrder(cache: KmemCache): number {
  return orderFor(cache.stride);
}

/** `kmalloc_fix_flags`: zones that no object comes from are told and left out. */
export function withoutWrongFlags(context: KernelContext, flags: number): number {
  const wrong = flags & (gfp.DMA32 | gfp.HIGHMEM);
  if (wrong === 0) return flags;
  const told = (set: number): string => `0x${set.toString(16)} (${describeGfp(set)})`;
  logLine(context, 4, `Unexpected gfp: ${told(wrong)}. Fixing up to gfp: ${told(flags & ~wrong)}. Fix your code!`);
  printProcess(context);
  printCallTrace(context, 0);
  return flags & ~wrong;
}

/** `slab_want_init_on_alloc`: all of the object, not only what was asked for. */
function fillWhole(context: KernelContext, cache: KmemCache, page: SlabPage, index: number): void {
  const asked = page.sizes[index]!;
  page.sizes[index] = cache.objectSize;
  fillBulk(context.port, directAddress(objectAddress(cache, page, index)), cache.objectSize, 0);
  page.sizes[index] = asked;
}

/** Gives an object back to the cache of its slab. */
export function releaseObject(context: KernelContext, page: SlabPage, address: bigint, physical: number): void {
  const { slab, pageAllocator } = context.world.kernel;
  const cache = slab.caches[page.cache]!;
  const index = objectIndex(cache, page, physical);
  if (
    index !== null &&
    isChecked(cache) &&
    page.sizes[index] !== -1 &&
    objectAddress(cache, page, index) === physical
  ) {
    if (!checkObject(context, cache, page, index, true)) {
      logLine(context, 3, `FIX ${cache.name}: Object at 0x${address.toString(16)} not freed`);
      return;
    }
    markObject(context, cache, page, index, false);
  }
  const outcome = freeObject({ slab, pageAllocator }, page, physical, context.cpu, callerStack(context));
  const where = `an object of ${cache.name}`;
  if (outcome === 'free-already') {
    const related = index === null ? [] : historyOf(slab, page, index);
    reportBadFree(context, address, 'double-free', `${where} that is free already`, related);
  } else if (outcome === 'misplaced') {
    const related = index === null ? [] : relatedStack(slab, 'allocated', page.allocatedBy[index]!);
    reportBadFree(context, address, 'invalid-free', `which is not where ${where} begins`, related);
  } else closeBytes(context.world, physical, cache.objectSize);
  if (outcome === 'freed' && slab.pages.has(page.frame)) writeLink(context.world, cache, page, index!);
}
