/** kmalloc as C calls it. Zeroing and copying are CPU stores; wrong frees are findings, not crashes. */
import { copyBulk } from '../../hardware/cpu-bulk.ts';
import { callSite } from '../call-site.ts';
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { directAddress, directPhysical } from '../kernel-memory.ts';
import { blockHolding, frameBytes, freePages } from '../page-allocator.ts';
import { allocateForCaller, orderFor } from '../page-allocator/for-caller.ts';
import { gfp } from '../page-allocator/gfp.ts';
import { setFrameWord } from '../page-allocator/frame-table.ts';
import { kmallocCache, objectIndex, slabHolding } from '../slab.ts';
import type { KmemCache } from '../slab.ts';
import { cacheFunctions } from './cache-functions.ts';
import { allocateFrom, releaseObject, withoutWrongFlags } from './for-caller.ts';
import { slabFlag } from './geometry.ts';
import { closeBytes, guardTail, rememberFreed } from './guard.ts';
import { callerStack, reportBadFree } from './reports.ts';

/** What `kmalloc(0)` returns: not NULL, and any access faults. */
export const zeroSizePointer = 16n;

export const slabFunctions: KernelFunctions = {
  kmalloc: (context: KernelContext, size: bigint, flags: number): bigint => kmalloc(context, Number(size), flags),
  kfree: (context: KernelContext, address: bigint) => kfree(context, address),
  /** Whoever asks may use all of it from then on. */
  ksize(context: KernelContext, address: bigint): bigint {
    const size = usableSize(context, address) ?? 0;
    allowUse(context, address, size);
    return BigInt(size);
  },
  krealloc(context: KernelContext, address: bigint, size: bigint, flags: number): bigint {
    if (size === 0n) {
      kfree(context, address);
      return zeroSizePointer;
    }
    const before = usableSize(context, address) ?? 0;
    if (before >= Number(size)) {
      allowUse(context, address, Number(size));
      return address;
    }
    const larger = kmalloc(context, Number(size), flags);
    if (larger === 0n) return 0n;
    if (before > 0) {
      allowUse(context, address, before);
      copyBulk(context.port, larger, context.port, address, before);
    }
    kfree(context, address);
    return larger;
  },
  kmalloc_size_roundup(context: KernelContext, size: bigint): bigint {
    const cache = kmallocCache(context.world.kernel.slab, Number(size), 0);
    if (cache) return BigInt(cache.objectSize);
    return size === 0n ? 0n : BigInt(frameBytes * 2 ** orderFor(Number(size)));
  },
  ...cacheFunctions,
};

/** Direct-map address, 0n without memory. Zeroed by CPU stores with `__GFP_ZERO`. */
export function kmalloc(context: KernelContext, size: number, flags: number): bigint {
  if (size === 0) return zeroSizePointer;
  const cache = kmallocCache(context.world.kernel.slab, size, flags);
  if (cache) return allocateFrom(context, cache, flags, size);
  const frame = allocateForCaller(context, {
    order: orderFor(size),
    gfp: withoutWrongFlags(context, flags) | gfp.COMP,
    kind: 'slab',
    what: `kmalloc of ${size} bytes`,
    statement: callSite(context),
    stalls: true,
  });
  if (frame === null) return 0n;
  context.world.kernel.slab.large.set(frame, { size, allocatedBy: callerStack(context) });
  guardTail(context.world, frame, orderFor(size), size);
  return directAddress(frame * frameBytes);
}

export function kfree(context: KernelContext, address: bigint): void {
  if (address <= zeroSizePointer) return;
  const { slab, pageAllocator } = context.world.kernel;
  const physical = directPhysical(address);
  if (physical === null) return reportBadFree(context, address, 'invalid-free', 'which is not in the direct map');
  const frame = Math.floor(physical / frameBytes);
  const page = slabHolding(slab, frame);
  if (page) return releaseObject(context, page, address, physical);
  if (slab.large.has(frame) && physical % frameBytes === 0) {
    const { allocatedBy, size } = slab.large.get(frame)!;
    const { order } = blockHolding(pageAllocator, frame)!;
    slab.large.delete(frame);
    freePages(pageAllocator, frame, order, context.cpu);
    rememberFreed(
      context.world,
      frame,
      order,
      `a block of ${size} bytes from kmalloc`,
      callerStack(context),
      allocatedBy,
    );
    return;
  }
  reportBadFree(context, address, 'invalid-free', whatElse(context, frame));
}

/** Bytes that may be used at an address that kmalloc gave; null for any other. */
export function usableSize(context: KernelContext, address: bigint): number | null {
  if (address <= zeroSizePointer) return 0;
  const { slab, pageAllocator } = context.world.kernel;
  const physical = directPhysical(address);
  if (physical === null) return null;
  const frame = Math.floor(physical / frameBytes);
  const page = slabHolding(slab, frame);
  if (page) return sizeInCache(slab.caches[page.cache]!);
  return slab.large.has(frame) ? frameBytes * 2 ** blockHolding(pageAllocator, frame)!.order : null;
}

/** `slab_ksize`. */
function sizeInCache({ flags, objectSize, ownBytes, stride }: KmemCache): number {
  if (flags & (slabFlag.RED_ZONE | slabFlag.POISON)) return objectSize;
  return flags & (slabFlag.TYPESAFE_BY_RCU | slabFlag.STORE_USER) ? ownBytes : stride;
}

/** From now on so many bytes may be used: more after `ksize`, less after a `krealloc` that shrinks. */
function allowUse(context: KernelContext, address: bigint, size: number): void {
  const { slab, pageAllocator } = context.world.kernel;
  const physical = directPhysical(address);
  if (physical === null || size === 0) return;
  const frame = Math.floor(physical / frameBytes);
  const large = slab.large.get(frame);
  if (large) {
    const { order } = blockHolding(pageAllocator, frame)!;
    for (let index = 0; index < 2 ** order; index++) setFrameWord(slab.frames, frame + index, 0);
    large.size = size;
    guardTail(context.world, frame, order, size);
  }
  const page = slabHolding(slab, frame);
  const index = page ? objectIndex(slab.caches[page.cache]!, page, physical) : null;
  if (!page || index === null || page.sizes[index] === -1) return;
  if (size < page.sizes[index]!) closeBytes(context.world, physical + size, page.sizes[index]! - size);
  page.sizes[index] = size;
}

function whatElse(context: KernelContext, frame: number): string {
  const block = blockHolding(context.world.kernel.pageAllocator, frame);
  if (!block) return 'which kmalloc did not give';
  return `which kmalloc did not give: ${block.owner.what}`;
}
