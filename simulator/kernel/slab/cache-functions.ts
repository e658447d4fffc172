/** The TypeScript half of kmem_cache: mm/slab.c has the half that calls constructors. */
import { readCString } from '../c-struct.ts';
import { piecesOf } from '../cut-work.ts';
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { directAddress, directPhysical } from '../kernel-memory.ts';
import { frameBytes } from '../page-allocator.ts';
import { createCache, objectAddress, objectState, shrinkCache, slabHolding } from '../slab.ts';
import { mergeWithExisting } from './caches.ts';
import { allocateFrom, releaseObject } from './for-caller.ts';
import { reportRemaining } from './remaining.ts';
import { reportBadFree } from './reports.ts';

export const cacheFunctions: KernelFunctions = {
  /** Number of a new cache, or of an old one that serves these objects too. `flags` are `slab_flags_t`. */
  __slab_create_cache(
    context: KernelContext,
    name: bigint,
    size: number,
    align: number,
    zoneFlags: number,
    flags: number,
    constructs: number,
  ): number {
    const { slab } = context.world.kernel;
    const request = {
      name: readCString(context.world, name, 64),
      size,
      align,
      gfp: zoneFlags,
      flags: (flags | slab.debugFlags) >>> 0,
      constructs: constructs !== 0,
    };
    const shared = mergeWithExisting(slab, request);
    return (shared ?? createCache(slab, context.world.hardware.cpus.length, request)).id;
  },
  __slab_object_size: (context: KernelContext, cache: number): number =>
    context.world.kernel.slab.caches[cache]!.objectSize,
  __slab_allocate(context: KernelContext, cache: number, flags: number): bigint {
    const found = context.world.kernel.slab.caches[cache]!;
    return allocateFrom(context, found, flags, found.objectSize);
  },
  /** The next object of the slab that this CPU allocates from whose constructor has not run; each is returned once. */
  __slab_next_to_construct(context: KernelContext, cache: number, object: bigint): bigint {
    const { slab } = context.world.kernel;
    const page = slabHolding(slab, Math.floor(directPhysical(object)! / frameBytes))!;
    for (let index = 0; index < page.objects; index++) {
      if (page.states[index]! & objectState.constructed) continue;
      page.states[index]! |= objectState.constructed;
      return directAddress(objectAddress(slab.caches[cache]!, page, index));
    }
    return 0n;
  },
  __slab_free(context: KernelContext, cache: number, address: bigint) {
    const { slab } = context.world.kernel;
    const physical = directPhysical(address);
    const page = physical === null ? null : slabHolding(slab, Math.floor(physical / frameBytes));
    if (!page || page.cache !== cache) {
      const where = page ? `belongs to ${slab.caches[page.cache]!.name}` : 'is no slab object';
      return reportBadFree(context, address, 'invalid-free', `which ${where}, not to ${slab.caches[cache]!.name}`);
    }
    releaseObject(context, page, address, physical!);
  },
  /** 0, or the number of objects that are still in use: then the cache stays. A cache that others share only loses a user. */
  __slab_destroy_cache(context: KernelContext, cache: number): number {
    const { slab, pageAllocator } = context.world.kernel;
    const found = slab.caches[cache]!;
    if (found.users > 1) {
      found.users--;
      return 0;
    }
    const pieces = piecesOf(context);
    pieces(0, () => shrinkCache({ slab, pageAllocator }, found, context.cpu));
    if (found.inUse > 0) {
      reportRemaining(context, found, pieces);
      return found.inUse;
    }
    found.users = 0;
    return 0;
  },
  __slab_shrink_cache(context: KernelContext, cache: number): number {
    const { slab, pageAllocator } = context.world.kernel;
    shrinkCache({ slab, pageAllocator }, slab.caches[cache]!, context.cpu);
    return 0;
  },
};
