/**
 * The slab allocator: caches of equal objects cut from pages, as SLUB has them (Linux 6.1, mm/slub.c): per-CPU slab, last freed first given, partial
 * slabs, pages given back. The free lists stand beside the pages, not in the freed objects.
 *
 * Not modelled: red zones, poison, merging of caches with equal sizes, per-CPU partial lists as such (one list of partial slabs per cache).
 */
import { allocatePages, frameBytes, freePages } from './page-allocator.ts';
import type { PageAllocator } from './page-allocator.ts';
import { gfp } from './page-allocator/gfp.ts';

export interface Slab {
  readonly caches: KmemCache[];
  /** By first frame. */
  readonly pages: Map<number, SlabPage>;
  /** kmalloc blocks beyond 8 KiB, by first frame. */
  readonly large: Map<number, { readonly size: number; readonly site: number }>;
}
export interface KmemCache {
  readonly id: number;
  readonly name: string;
  /** What the user may use. */
  readonly objectSize: number;
  /** Distance from object to object. */
  readonly stride: number;
  readonly order: number;
  readonly objects: number; // in a slab
  /** Zone flags that all its pages are asked with. */
  readonly gfp: number;
  readonly constructs: boolean;
  /** Per CPU: first frame of the slab it allocates from, -1 none. */
  readonly current: Float64Array;
  /** Slabs with free objects that no CPU holds; the last one is used next. */
  readonly partial: number[];
  slabs: number;
  inUse: number;
  destroyed: boolean;
}
export interface SlabPage {
  readonly cache: number;
  readonly frame: number;
  readonly order: number;
  /** Free list: index of the next free object. */
  readonly next: Uint16Array;
  head: number; // noObject: full
  inUse: number;
  /** CPU that allocates from it, -1 none. */
  cpu: number;
  /** By object: bytes asked for, -1 when free. */
  readonly sizes: Int32Array;
  /** By object: the statement that allocated it, -1 unknown. */
  readonly sites: Int32Array;
  /** By object: 1 once its constructor has run. */
  readonly constructed: Uint8Array;
}

export const noObject = 0xffff;
/** Empty slabs a cache keeps. */
const minimumPartial = 5;
const kmallocSizes = [8, 16, 32, 64, 96, 128, 192, 256, 512, 1024, 2048, 4096, 8192];
const kmallocTypes = ['kmalloc-', 'kmalloc-rcl-', 'dma-kmalloc-'];
/** KMALLOC_MAX_CACHE_SIZE: more comes straight from the page allocator. */
export const largestKmallocCache = 8192;

export function createSlab(cpus: number): Slab {
  const slab: Slab = { caches: [], pages: new Map(), large: new Map() };
  for (const [type, prefix] of kmallocTypes.entries()) {
    for (const size of kmallocSizes) {
      const name = prefix + (size >= 1024 ? `${size / 1024}k` : `${size}`);
      const flags = [0, gfp.RECLAIMABLE, gfp.DMA][type]!;
      createCache(slab, cpus, { name, size, align: alignmentOfKmalloc(size), gfp: flags, constructs: false });
    }
  }
  return slab;
}

export interface CacheRequest {
  readonly name: string;
  readonly size: number;
  readonly align: number;
  readonly gfp: number;
  readonly constructs: boolean;
}

export function createCache(slab: Slab, cpus: number, request: CacheRequest): KmemCache {
  const align = Math.max(request.align, 8);
  const objectSize = alignUp(request.size, 8);
  // The free list's link must not lie on what a constructor made.
  const stride = alignUp(request.constructs ? objectSize + 8 : objectSize, align);
  const order = slabOrder(stride, cpus);
  const cache: KmemCache = {
    id: slab.caches.length,
    name: request.name,
    objectSize: request.size,
    stride,
    order,
    objects: Math.floor((frameBytes * 2 ** order) / stride),
    gfp: request.gfp,
    constructs: request.constructs,
    current: new Float64Array(cpus).fill(-1),
    partial: [],
    slabs: 0,
    inUse: 0,
    destroyed: false,
  };
  slab.caches.push(cache);
  return cache;
}

/** The cache that serves `kmalloc(size)`; null for 0 and for what the page allocator serves. */
export function kmallocCache(slab: Slab, size: number, flags: number): KmemCache | null {
  if (size === 0 || size > largestKmallocCache) return null;
  const type = flags & gfp.DMA ? 2 : flags & gfp.RECLAIMABLE ? 1 : 0;
  return slab.caches[type * kmallocSizes.length + kmallocSizes.findIndex((each) => each >= size)]!;
}

export interface Objects {
  readonly pageAllocator: PageAllocator;
  readonly slab: Slab;
}

/** Physical address of an object, or null. `size` is what was asked for. */
export function allocateObject(
  { pageAllocator, slab }: Objects,
  cache: KmemCache,
  cpu: number,
  flags: number,
  size: number,
  site: number,
): number | null {
  let page = slab.pages.get(cache.current[cpu]!);
  if (!page || page.head === noObject) {
    if (page) page.cpu = -1;
    page =
      slab.pages.get(cache.partial.pop() ?? -1) ?? newSlab({ pageAllocator, slab }, cache, cpu, flags) ?? undefined;
    cache.current[cpu] = page ? page.frame : -1;
    if (!page) return null;
    page.cpu = cpu;
  }
  const index = page.head;
  page.head = page.next[index]!;
  page.inUse++;
  page.sizes[index] = size;
  page.sites[index] = site;
  cache.inUse++;
  return page.frame * frameBytes + index * cache.stride;
}

/** `misplaced`: inside a slab, but not where an object begins. */
export type ObjectFreeOutcome = 'freed' | 'free-already' | 'misplaced';

export function freeObject(
  { pageAllocator, slab }: Objects,
  page: SlabPage,
  physical: number,
  cpu: number,
): ObjectFreeOutcome {
  const cache = slab.caches[page.cache]!;
  const index = objectIndex(cache, page, physical);
  if (index === null || page.frame * frameBytes + index * cache.stride !== physical) return 'misplaced';
  if (page.sizes[index] === -1) return 'free-already';
  const wasFull = page.head === noObject;
  page.sizes[index] = -1;
  page.next[index] = page.head;
  page.head = index;
  page.inUse--;
  cache.inUse--;
  if (page.cpu >= 0) return 'freed';
  if (wasFull) cache.partial.push(page.frame);
  if (page.inUse === 0 && cache.partial.length > minimumPartial) discard(pageAllocator, slab, cache, page, cpu);
  return 'freed';
}

/** Index of the object that holds an address; null in the unused tail of the slab. */
export function objectIndex(cache: KmemCache, page: SlabPage, physical: number): number | null {
  const index = Math.floor((physical - page.frame * frameBytes) / cache.stride);
  return index < cache.objects ? index : null;
}

/** The slab that holds a frame. */
export function slabHolding(slab: Slab, frame: number): SlabPage | null {
  for (let order = 0; order <= largestSlabOrder; order++) {
    const page = slab.pages.get(frame - (frame % 2 ** order));
    if (page && page.frame + 2 ** page.order > frame) return page;
  }
  return null;
}

/** Gives the pages of all empty slabs back. */
export function shrinkCache({ pageAllocator, slab }: Objects, cache: KmemCache, cpu: number): void {
  for (const [owner, frame] of cache.current.entries()) {
    const page = slab.pages.get(frame);
    if (!page) continue;
    page.cpu = -1;
    cache.current[owner] = -1;
    if (page.head !== noObject) cache.partial.push(page.frame);
  }
  for (const frame of [...cache.partial]) {
    const page = slab.pages.get(frame)!;
    if (page.inUse === 0) discard(pageAllocator, slab, cache, page, cpu);
  }
}

function newSlab({ pageAllocator, slab }: Objects, cache: KmemCache, cpu: number, flags: number): SlabPage | null {
  const request = {
    order: cache.order,
    gfp: (flags & ~(gfp.ZERO | gfp.DMA | gfp.DMA32 | gfp.RECLAIMABLE)) | cache.gfp,
    cpu,
    owner: { kind: 'slab', what: cache.name, statement: null },
  } as const;
  const frame = allocatePages(pageAllocator, request);
  if (frame === null) return null;
  const page: SlabPage = {
    cache: cache.id,
    frame,
    order: cache.order,
    next: Uint16Array.from({ length: cache.objects }, (_, index) => (index + 1 < cache.objects ? index + 1 : noObject)),
    head: 0,
    inUse: 0,
    cpu: -1,
    sizes: new Int32Array(cache.objects).fill(-1),
    sites: new Int32Array(cache.objects).fill(-1),
    constructed: new Uint8Array(cache.constructs ? cache.objects : 0),
  };
  slab.pages.set(frame, page);
  cache.slabs++;
  return page;
}

function discard(pageAllocator: PageAllocator, slab: Slab, cache: KmemCache, page: SlabPage, cpu: number): void {
  cache.partial.splice(cache.partial.indexOf(page.frame), 1);
  slab.pages.delete(page.frame);
  cache.slabs--;
  freePages(pageAllocator, page.frame, page.order, cpu);
}

/** Power-of-two sizes are aligned to themselves, others to their largest power of two. */
function alignmentOfKmalloc(size: number): number {
  return size & -size;
}

const largestSlabOrder = 3;

/** SLUB's choice: enough objects for the number of CPUs with little waste, at most order 3 while an object fits (`calculate_order`). */
export function slabOrder(stride: number, cpus: number): number {
  const most = Math.floor((frameBytes * 2 ** largestSlabOrder) / stride);
  let objects = Math.min(4 * (32 - Math.clz32(cpus) + 1), Math.max(most, 1));
  for (; objects > 1; objects--) {
    for (let fraction = 16; fraction >= 4; fraction >>= 1) {
      const order = orderWithWaste(stride, objects, fraction);
      if (order <= largestSlabOrder) return order;
    }
  }
  return Math.max(0, Math.ceil(Math.log2(stride / frameBytes)));
}

function orderWithWaste(stride: number, objects: number, fraction: number): number {
  let order = Math.max(0, Math.ceil(Math.log2((objects * stride) / frameBytes)));
  for (; order <= largestSlabOrder; order++) {
    const bytes = frameBytes * 2 ** order;
    if (bytes % stride <= bytes / fraction) return order;
  }
  return order;
}

function alignUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
