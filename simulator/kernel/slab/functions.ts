/** kmalloc and kmem_cache as C calls them. Zeroing and copying are CPU stores; wrong frees are findings, not crashes. */
import { copyBulk, fillBulk } from '../../hardware/cpu-bulk.ts';
import { callSite, recordFinding } from '../call-site.ts';
import { readCString } from '../c-struct.ts';
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { directAddress, directPhysical } from '../kernel-memory.ts';
import { frameBytes, freePages, blockHolding } from '../page-allocator.ts';
import { allocateForCaller, orderFor } from '../page-allocator/for-caller.ts';
import { describeGfp, gfp } from '../page-allocator/gfp.ts';
import { allocateObject, createCache, freeObject, kmallocCache, shrinkCache, slabHolding } from '../slab.ts';
import type { KmemCache } from '../slab.ts';
import { logLine } from '../call-site.ts';

/** What `kmalloc(0)` returns: not NULL, and any access faults. */
export const zeroSizePointer = 16n;

export const slabFunctions: KernelFunctions = {
  kmalloc: (context: KernelContext, size: bigint, flags: number): bigint => kmalloc(context, Number(size), flags),
  kfree: (context: KernelContext, address: bigint) => kfree(context, address),
  ksize: (context: KernelContext, address: bigint): bigint => BigInt(usableSize(context, address) ?? 0),
  krealloc(context: KernelContext, address: bigint, size: bigint, flags: number): bigint {
    if (size === 0n) {
      kfree(context, address);
      return zeroSizePointer;
    }
    const before = usableSize(context, address) ?? 0;
    if (before >= Number(size)) return address;
    const larger = kmalloc(context, Number(size), flags);
    if (larger === 0n) return 0n;
    if (before > 0) copyBulk(context.port, larger, context.port, address, before);
    kfree(context, address);
    return larger;
  },
  kmalloc_size_roundup(context: KernelContext, size: bigint): bigint {
    const cache = kmallocCache(context.world.kernel.slab, Number(size), 0);
    if (cache) return BigInt(cache.objectSize);
    return size === 0n ? 0n : BigInt(frameBytes * 2 ** orderFor(Number(size)));
  },
  /** Number of a new cache. */
  __slab_create_cache(
    context: KernelContext,
    name: bigint,
    size: number,
    align: number,
    zoneFlags: number,
    constructs: number,
  ): number {
    const { slab } = context.world.kernel;
    const request = {
      name: readCString(context.world, name, 64),
      size,
      align,
      gfp: zoneFlags,
      constructs: constructs !== 0,
    };
    return createCache(slab, context.world.hardware.cpus.length, request).id;
  },
  __slab_allocate(context: KernelContext, cache: number, flags: number): bigint {
    const found = context.world.kernel.slab.caches[cache]!;
    return allocateFrom(context, found, flags, found.objectSize);
  },
  /** The next object of the slab that this CPU allocates from whose constructor has not run; each is returned once. */
  __slab_next_to_construct(context: KernelContext, cache: number): bigint {
    const { slab } = context.world.kernel;
    const { current, stride } = slab.caches[cache]!;
    const page = slab.pages.get(current[context.cpu]!);
    const index = page ? page.constructed.indexOf(0) : -1;
    if (!page || index < 0) return 0n;
    page.constructed[index] = 1;
    return directAddress(page.frame * frameBytes + index * stride);
  },
  __slab_free(context: KernelContext, cache: number, address: bigint) {
    const { slab } = context.world.kernel;
    const physical = directPhysical(address);
    const page = physical === null ? null : slabHolding(slab, Math.floor(physical / frameBytes));
    if (!page || page.cache !== cache) {
      const where = page ? `belongs to ${slab.caches[page.cache]!.name}` : 'is no slab object';
      return reportBadFree(context, address, 'invalid-free', `which ${where}, not to ${slab.caches[cache]!.name}`);
    }
    kfree(context, address);
  },
  /** 0, or the number of objects that are still in use: then the cache stays. */
  __slab_destroy_cache(context: KernelContext, cache: number): number {
    const { slab, pageAllocator } = context.world.kernel;
    const found = slab.caches[cache]!;
    shrinkCache({ slab, pageAllocator }, found, context.cpu);
    if (found.inUse > 0) {
      logLine(context, 3, `kmem_cache_destroy ${found.name}: Slab cache still has objects when called from driver`);
      return found.inUse;
    }
    found.destroyed = true;
    return 0;
  },
  __slab_shrink_cache(context: KernelContext, cache: number): number {
    const { slab, pageAllocator } = context.world.kernel;
    shrinkCache({ slab, pageAllocator }, slab.caches[cache]!, context.cpu);
    return 0;
  },
};

/** Direct-map address, 0n without memory. Zeroed by CPU stores with `__GFP_ZERO`. */
export function kmalloc(context: KernelContext, size: number, flags: number): bigint {
  if (size === 0) return zeroSizePointer;
  const cache = kmallocCache(context.world.kernel.slab, size, flags);
  if (cache) return allocateFrom(context, cache, flags, size);
  const order = orderFor(size);
  const statement = callSite(context);
  const frame = allocateForCaller(context, {
    order,
    gfp: flags | gfp.COMP,
    kind: 'slab',
    what: `kmalloc of ${size} bytes`,
    statement,
  });
  if (frame === null) return 0n;
  context.world.kernel.slab.large.set(frame, { size, site: statement ?? -1 });
  return directAddress(frame * frameBytes);
}

export function kfree(context: KernelContext, address: bigint): void {
  if (address <= zeroSizePointer) return;
  const { slab, pageAllocator } = context.world.kernel;
  const physical = directPhysical(address);
  if (physical === null) return reportBadFree(context, address, 'invalid-free', 'which is not in the direct map');
  const frame = Math.floor(physical / frameBytes);
  const page = slabHolding(slab, frame);
  if (page) {
    const outcome = freeObject({ slab, pageAllocator }, page, physical, context.cpu);
    const where = `an object of ${slab.caches[page.cache]!.name}`;
    if (outcome === 'free-already') reportBadFree(context, address, 'double-free', `${where} that is free already`);
    else if (outcome === 'misplaced')
      reportBadFree(context, address, 'invalid-free', `which is not where ${where} begins`);
    return;
  }
  if (slab.large.has(frame) && physical % frameBytes === 0) {
    slab.large.delete(frame);
    freePages(pageAllocator, frame, blockHolding(pageAllocator, frame)!.order, context.cpu);
    return;
  }
  reportBadFree(context, address, 'invalid-free', 'which kmalloc did not give');
}

/** Bytes that may be used at an address that kmalloc gave; null for any other. */
export function usableSize(context: KernelContext, address: bigint): number | null {
  if (address <= zeroSizePointer) return 0;
  const { slab, pageAllocator } = context.world.kernel;
  const physical = directPhysical(address);
  if (physical === null) return null;
  const frame = Math.floor(physical / frameBytes);
  const page = slabHolding(slab, frame);
  if (page) return slab.caches[page.cache]!.objectSize;
  return slab.large.has(frame) ? frameBytes * 2 ** blockHolding(pageAllocator, frame)!.order : null;
}

function allocateFrom(context: KernelContext, cache: KmemCache, flags: number, size: number): bigint {
  const { slab, pageAllocator } = context.world.kernel;
  const site = callSite(context) ?? -1;
  const physical = allocateObject({ slab, pageAllocator }, cache, context.cpu, flags, size, site);
  if (physical === null) {
    reportNoMemory(context, cache, flags);
    return 0n;
  }
  const address = directAddress(physical);
  if (flags & gfp.ZERO) fillBulk(context.port, address, cache.objectSize, 0);
  return address;
}

function reportNoMemory(context: KernelContext, cache: KmemCache, flags: number): void {
  context.record({
    kind: 'allocation-failed',
    device: null,
    what: cache.name,
    size: cache.objectSize,
    reason: 'no free pages for a slab',
  });
  if (flags & gfp.NOWARN) return;
  logLine(context, 4, `SLUB: Unable to allocate memory on node -1, gfp=0x${flags.toString(16)}(${describeGfp(flags)})`);
}

function reportBadFree(context: KernelContext, address: bigint, code: string, why: string): void {
  recordFinding(context, {
    code,
    origin: 'simulator',
    severity: 'error',
    message: `kfree of 0x${address.toString(16)}, ${why}`,
    address,
  });
}
