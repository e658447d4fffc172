/** Making caches, and letting a new one share an old one of like objects (Linux 6.1, mm/slab_common.c: kmem_cache_create, find_mergeable). */
import { noObject } from './state.ts';
import type { KmemCache, Slab } from './state.ts';
import { cpuPartialSlabs, geometryOf, minimumPartial, objectsIn, slabFlag, slabOrder } from './geometry.ts';

export interface CacheRequest {
  readonly name: string;
  readonly size: number;
  readonly align: number;
  /** Zone and mobility flags for its pages. */
  readonly gfp: number;
  /** `slab_flags_t`. */
  readonly flags: number;
  readonly constructs: boolean;
}

export function createCache(slab: Slab, cpus: number, request: CacheRequest): KmemCache {
  const geometry = geometryOf(request.size, request.align, request.flags, request.constructs);
  const order = slabOrder(geometry.stride, cpus);
  const objects = objectsIn(order, geometry.stride);
  const cache: KmemCache = {
    ...geometry,
    id: slab.caches.length,
    name: request.name,
    objectSize: request.size,
    flags: request.flags,
    order,
    objects,
    gfp: request.gfp,
    constructs: request.constructs,
    cpus: Array.from({ length: cpus }, () => ({ slab: -1, head: noObject, partial: [] })),
    partial: new Set(),
    minimumPartial: minimumPartial(geometry.stride),
    cpuPartialSlabs: isDebugged(request.flags) ? 0 : cpuPartialSlabs(geometry.stride, objects),
    slabs: 0,
    inUse: 0,
    users: 1,
  };
  slab.caches.push(cache);
  return cache;
}

/** Caches with these checks keep to themselves and take objects one by one, without slabs of a CPU's own. */
export function isDebugged(flags: number): boolean {
  const { CONSISTENCY_CHECKS, RED_ZONE, POISON, STORE_USER } = slabFlag;
  return (flags & (CONSISTENCY_CHECKS | RED_ZONE | POISON | STORE_USER)) !== 0;
}

const neverMerged = slabFlag.RED_ZONE | slabFlag.POISON | slabFlag.STORE_USER | slabFlag.TYPESAFE_BY_RCU;
const mustAgree = slabFlag.RECLAIM_ACCOUNT | slabFlag.CACHE_DMA | slabFlag.CACHE_DMA32 | slabFlag.ACCOUNT;

/** The oldest cache whose slots fit these objects with less than a word to spare; it serves both from now on. */
export function mergeWithExisting(slab: Slab, request: CacheRequest): KmemCache | null {
  if (request.constructs || request.flags & neverMerged) return null;
  const { align, stride } = geometryOf(request.size, request.align, request.flags, false);
  const found = slab.caches.find(
    (each) =>
      each.users > 0 &&
      !each.constructs &&
      !(each.flags & neverMerged) &&
      (each.flags & mustAgree) === (request.flags & mustAgree) &&
      each.stride >= stride &&
      each.stride - stride < 8 &&
      (each.stride & ~(align - 1)) === each.stride,
  );
  if (!found) return null;
  found.users++;
  found.objectSize = Math.max(found.objectSize, request.size);
  return found;
}
