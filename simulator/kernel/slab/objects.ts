/** Giving out and taking back objects: SLUB's paths, without its locks (Linux 6.1, mm/slub.c: ___slab_alloc, __slab_free, put_cpu_partial, __unfreeze_partials). */
import { allocatePages, freePages } from '../page-allocator.ts';
import { setFrameWord } from '../page-allocator/frame-table.ts';
import { gfp } from '../page-allocator/gfp.ts';
import { noObject, objectAddress, objectIndex, objectState } from './state.ts';
import type { CpuSlab, KmemCache, Objects, SlabPage } from './state.ts';
import { objectsIn, smallestOrder } from './geometry.ts';

/** Physical address of an object, or null: no pages. `size` is what may be used; `stack` the number of the caller's. */
export function allocateObject(
  objects: Objects,
  cache: KmemCache,
  cpu: number,
  flags: number,
  size: number,
  stack = 0,
): number | null {
  const own = cache.cpus[cpu]!;
  if (own.head === noObject && !refill(objects, cache, own, cpu, flags)) return null;
  const page = objects.slab.pages.get(own.slab)!;
  const index = own.head;
  own.head = page.next[index]!;
  page.inUse++;
  page.sizes[index] = size;
  page.allocatedBy[index] = Math.max(0, stack);
  page.states[index]! |= objectState.everUsed;
  cache.inUse++;
  if (cache.cpuPartialSlabs === 0) releaseCpuSlab(cache, own, page);
  return objectAddress(cache, page, index);
}

/** `misplaced`: inside a slab, but not where an object begins. */
export type ObjectFreeOutcome = 'freed' | 'free-already' | 'misplaced';

export function freeObject(
  objects: Objects,
  page: SlabPage,
  physical: number,
  cpu: number,
  stack = 0,
): ObjectFreeOutcome {
  const cache = objects.slab.caches[page.cache]!;
  const index = objectIndex(cache, page, physical);
  if (index === null || objectAddress(cache, page, index) !== physical) return 'misplaced';
  if (page.sizes[index] === -1) return 'free-already';
  page.sizes[index] = -1;
  page.freedBy[index] = stack;
  page.inUse--;
  cache.inUse--;
  const own = cache.cpus[cpu]!;
  if (own.slab === page.frame) {
    page.next[index] = own.head;
    own.head = index;
    return 'freed';
  }
  const prior = page.head;
  page.next[index] = prior;
  page.head = index;
  if (page.frozen) return 'freed';
  if (prior === noObject) adoptFullSlab(objects, cache, own, page, cpu);
  else if (page.inUse === 0 && cache.partial.size >= cache.minimumPartial) {
    cache.partial.delete(page.frame);
    discard(objects, cache, page, cpu);
  }
  return 'freed';
}

/** Gives the pages of all empty slabs back, and sorts the others by what they have free. */
export function shrinkCache(objects: Objects, cache: KmemCache, cpu: number): void {
  for (const own of cache.cpus) {
    const page = objects.slab.pages.get(own.slab);
    if (page) deactivate(objects, cache, own, page, cpu);
    unfreeze(objects, cache, own.partial.splice(0), cpu);
  }
  const kept = [...cache.partial].map((frame) => objects.slab.pages.get(frame)!);
  cache.partial.clear();
  const used = kept.filter(({ inUse }) => inUse > 0);
  for (const page of used.sort((a, b) => a.objects - a.inUse - (b.objects - b.inUse))) cache.partial.add(page.frame);
  for (const page of kept) if (page.inUse === 0) discard(objects, cache, page, cpu);
}

/** Sees to it that the CPU has a slab with a free object. */
function refill(objects: Objects, cache: KmemCache, own: CpuSlab, cpu: number, flags: number): boolean {
  const { pages } = objects.slab;
  const current = pages.get(own.slab);
  if (current && current.head === noObject) {
    current.frozen = false; // full: on no list until an object is freed
    own.slab = -1;
  }
  if (own.slab < 0) own.slab = own.partial.pop() ?? takeFromNode(objects, cache, own);
  if (own.slab < 0) own.slab = newSlab(objects, cache, cpu, flags)?.frame ?? -1;
  const page = pages.get(own.slab);
  if (!page) return false;
  page.frozen = true;
  own.head = page.head;
  page.head = noObject;
  return true;
}

/** The node's first slab; some more become the CPU's own on the way. -1: there is none. */
function takeFromNode(objects: Objects, cache: KmemCache, own: CpuSlab): number {
  let taken = -1;
  let further = 0;
  for (const frame of cache.partial) {
    cache.partial.delete(frame);
    objects.slab.pages.get(frame)!.frozen = true;
    if (taken < 0) taken = frame;
    else {
      own.partial.push(frame);
      further++;
    }
    if (further > Math.floor(cache.cpuPartialSlabs / 2) || cache.cpuPartialSlabs === 0) break;
  }
  return taken;
}

/** A full slab got a free object: the CPU that freed it keeps it, and hands its older ones to the node when it has too many. */
function adoptFullSlab(objects: Objects, cache: KmemCache, own: CpuSlab, page: SlabPage, cpu: number): void {
  if (cache.cpuPartialSlabs === 0) {
    if (page.inUse === 0 && cache.partial.size >= cache.minimumPartial) discard(objects, cache, page, cpu);
    else cache.partial.add(page.frame);
    return;
  }
  page.frozen = true;
  const surplus = own.partial.length >= cache.cpuPartialSlabs ? own.partial.splice(0) : [];
  own.partial.push(page.frame);
  unfreeze(objects, cache, surplus, cpu);
}

/** The last one first; empty ones go back once the node has its share. */
function unfreeze(objects: Objects, cache: KmemCache, frames: readonly number[], cpu: number): void {
  const empty: SlabPage[] = [];
  for (let index = frames.length - 1; index >= 0; index--) {
    const page = objects.slab.pages.get(frames[index]!)!;
    page.frozen = false;
    if (page.inUse === 0 && cache.partial.size >= cache.minimumPartial) empty.push(page);
    else cache.partial.add(page.frame);
  }
  for (let page = empty.pop(); page; page = empty.pop()) discard(objects, cache, page, cpu);
}

/** The CPU lets go of the slab in use: its free objects come before those that others freed. */
function deactivate(objects: Objects, cache: KmemCache, own: CpuSlab, page: SlabPage, cpu: number): void {
  const othersFreed = page.head !== noObject;
  joinLists(own, page);
  page.frozen = false;
  own.slab = -1;
  if (page.inUse === 0 && cache.partial.size >= cache.minimumPartial) discard(objects, cache, page, cpu);
  else if (page.head !== noObject) {
    const behind = othersFreed ? [] : [...cache.partial];
    if (!othersFreed) cache.partial.clear();
    cache.partial.add(page.frame);
    for (const frame of behind) cache.partial.add(frame);
  }
}

function joinLists(own: CpuSlab, page: SlabPage): void {
  if (own.head === noObject) return;
  let tail = own.head;
  while (page.next[tail] !== noObject) tail = page.next[tail]!;
  page.next[tail] = page.head;
  page.states[tail]! &= ~objectState.linked;
  page.head = own.head;
  own.head = noObject;
}

/** A cache under checks keeps no slab for a CPU. */
function releaseCpuSlab(cache: KmemCache, own: CpuSlab, page: SlabPage): void {
  joinLists(own, page);
  page.frozen = false;
  own.slab = -1;
  if (page.head !== noObject) {
    const rest = [...cache.partial];
    cache.partial.clear();
    cache.partial.add(page.frame);
    for (const frame of rest) cache.partial.add(frame);
  }
}

const reclaimBits = gfp.DIRECT_RECLAIM | gfp.KSWAPD_RECLAIM;

/** Of the order that suits the cache; if memory has none, of the smallest that holds an object. */
function newSlab(objects: Objects, cache: KmemCache, cpu: number, flags: number): SlabPage | null {
  const own = flags & ~(gfp.ZERO | gfp.DMA | gfp.DMA32 | gfp.HIGHMEM | gfp.MOVABLE | gfp.RECLAIMABLE | gfp.COMP);
  const smallest = smallestOrder(cache.stride);
  // The larger order is a wish: no reclaim for it.
  const wish = cache.order > smallest && flags & gfp.DIRECT_RECLAIM ? own & ~reclaimBits : own;
  return (
    slabOfOrder(objects, cache, cpu, wish, cache.order) ??
    (cache.order > smallest ? slabOfOrder(objects, cache, cpu, own, smallest) : null)
  );
}

function slabOfOrder(
  { pageAllocator, slab }: Objects,
  cache: KmemCache,
  cpu: number,
  flags: number,
  order: number,
): SlabPage | null {
  const owner = { kind: 'slab', what: cache.name, statement: null } as const;
  const request = { order, gfp: flags | cache.gfp | (order > 0 ? gfp.COMP : 0), cpu, owner };
  const frame = allocatePages(pageAllocator, request);
  if (frame === null) return null;
  const objects = objectsIn(order, cache.stride);
  const next = new Uint16Array(objects);
  for (let index = 0; index < objects; index++) next[index] = index + 1 < objects ? index + 1 : noObject;
  const page: SlabPage = {
    cache: cache.id,
    frame,
    order,
    objects,
    next,
    head: 0,
    inUse: 0,
    frozen: false,
    sizes: new Int32Array(objects).fill(-1),
    allocatedBy: new Int32Array(objects),
    freedBy: new Int32Array(objects),
    states: new Uint8Array(objects),
  };
  slab.pages.set(frame, page);
  for (let index = 0; index < 2 ** order; index++) setFrameWord(slab.frames, frame + index, order + 1);
  cache.slabs++;
  return page;
}

function discard({ pageAllocator, slab }: Objects, cache: KmemCache, page: SlabPage, cpu: number): void {
  slab.pages.delete(page.frame);
  for (let index = 0; index < 2 ** page.order; index++) setFrameWord(slab.frames, page.frame + index, 0);
  cache.slabs--;
  freePages(pageAllocator, page.frame, page.order, cpu);
}
