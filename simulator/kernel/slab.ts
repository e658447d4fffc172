/**
 * The slab allocator: caches of equal objects cut from pages, as SLUB has them (Linux 6.1, mm/slub.c): the slab each CPU allocates from, its
 * further partly free slabs, those of the node, last freed first given. What is free is known here; the links in freed objects (`slab/links.ts`)
 * are what a stray write destroys. The paths are in `slab/objects.ts`.
 *
 * Not modelled: memory cgroups' caches, NUMA nodes, sysfs attributes of caches, a random order of objects (CONFIG_SLAB_FREELIST_RANDOM).
 */
export { createSlab, debugFlagsOf, kmallocCache, largestKmallocCache } from './slab/create.ts';
export { createCache } from './slab/caches.ts';
export type { CacheRequest } from './slab/caches.ts';
export { slabOrder } from './slab/geometry.ts';
export { allocateObject, freeObject, shrinkCache } from './slab/objects.ts';
export type { ObjectFreeOutcome } from './slab/objects.ts';
export { noObject, objectAddress, objectIndex, objectState, slabHolding } from './slab/state.ts';
export type { CpuSlab, KmemCache, LargeBlock, Objects, Slab, SlabPage } from './slab/state.ts';
