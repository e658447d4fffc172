/** How objects lie in a slab: alignment, where the link to the next free object stands, pages per slab (Linux 6.1, mm/slub.c: calculate_sizes, calculate_order). */
import { frameBytes } from '../page-allocator.ts';

/** Bits of `slab_flags_t` that change how a cache works. */
export const slabFlag = {
  CONSISTENCY_CHECKS: 0x100,
  RED_ZONE: 0x400,
  POISON: 0x800,
  KMALLOC: 0x1000,
  HWCACHE_ALIGN: 0x2000,
  CACHE_DMA: 0x4000,
  CACHE_DMA32: 0x8000,
  STORE_USER: 0x10000,
  RECLAIM_ACCOUNT: 0x20000,
  TYPESAFE_BY_RCU: 0x80000,
  ACCOUNT: 0x4000000,
} as const;

export interface Geometry {
  readonly align: number;
  /** Bytes of the object itself, rounded to words: what follows belongs to the allocator. */
  readonly ownBytes: number;
  /** Where a free object keeps the address of the next one, in bytes from its start. */
  readonly linkOffset: number;
  /** Bytes of red zone before the object. */
  readonly leftPad: number;
  /** Distance from object to object. */
  readonly stride: number;
}

const word = 8;
const cacheLine = 64;
/** `struct track`: address, CPU, PID, time, stack handle. */
export const trackBytes = 32;

export function geometryOf(size: number, align: number, flags: number, constructs: boolean): Geometry {
  const alignment = alignmentOf(size, align, flags);
  let total = alignUp(size, word);
  if (flags & slabFlag.RED_ZONE && total === size) total += word;
  const ownBytes = total;
  const linkBehind =
    constructs ||
    (flags & (slabFlag.TYPESAFE_BY_RCU | slabFlag.POISON)) !== 0 ||
    ((flags & slabFlag.RED_ZONE) !== 0 && size < word);
  const linkOffset = linkBehind ? total : alignDown(size / 2, word);
  if (linkBehind) total += word;
  // Of kmalloc's objects the size that was asked for as well.
  if (flags & slabFlag.STORE_USER) total += 2 * trackBytes + (flags & slabFlag.KMALLOC ? 4 : 0);
  const leftPad = flags & slabFlag.RED_ZONE ? alignByMask(word, alignment) : 0;
  if (flags & slabFlag.RED_ZONE) total += word + leftPad;
  return { align: alignment, ownBytes, linkOffset, leftPad, stride: alignByMask(total, alignment) };
}

/** The kernel's ALIGN, which says something else of what is no power of two: 108 by 24 is 128. */
function alignByMask(size: number, align: number): number {
  return (size + align - 1) & ~(align - 1);
}

/** `calculate_alignment`: to the cache line, or a half, quarter… that the object fits in. */
function alignmentOf(size: number, align: number, flags: number): number {
  let line = flags & slabFlag.HWCACHE_ALIGN ? cacheLine : 0;
  while (line > 0 && size <= line / 2) line /= 2;
  return alignUp(Math.max(align, line, word), word);
}

const largestSlabOrder = 3;

/** Enough objects for the number of CPUs with little waste, at most order 3 while an object fits. */
export function slabOrder(stride: number, cpus: number): number {
  const most = Math.floor((frameBytes * 2 ** largestSlabOrder) / stride);
  let objects = Math.min(4 * (32 - Math.clz32(cpus) + 1), Math.max(most, 1));
  for (; objects > 1; objects--) {
    for (let fraction = 16; fraction >= 4; fraction >>= 1) {
      const order = orderWithWaste(stride, objects, fraction);
      if (order <= largestSlabOrder) return order;
    }
  }
  return smallestOrder(stride);
}

/** Pages that a single object needs: what is tried when memory has no larger block. */
export function smallestOrder(stride: number): number {
  return Math.max(0, Math.ceil(Math.log2(stride / frameBytes)));
}

export function objectsIn(order: number, stride: number): number {
  return Math.floor((frameBytes * 2 ** order) / stride);
}

/** Slabs that a CPU keeps for itself beside the one in use (`set_cpu_partial`). */
export function cpuPartialSlabs(stride: number, objects: number): number {
  const kept = stride >= frameBytes ? 6 : stride >= 1024 ? 24 : stride >= 256 ? 52 : 120;
  return Math.ceil((kept * 2) / objects);
}

/** Slabs with free objects that a cache keeps even when they are empty (`set_min_partial`). */
export function minimumPartial(stride: number): number {
  return Math.min(10, Math.max(5, (31 - Math.clz32(stride)) >>> 1));
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

function alignDown(value: number, multiple: number): number {
  return Math.floor(value / multiple) * multiple;
}
