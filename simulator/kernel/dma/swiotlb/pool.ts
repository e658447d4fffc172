/**
 * The pool of bounce buffers (Linux 6.1: kernel/dma/swiotlb.c): slots of 2 KiB in segments of 128, an area for each CPU, each searched from where its
 * last search ended.
 */
import type { KernelProfile } from '../../../machine.ts';

export const slotBytes = 2048;
/** Slots that one mapping may take at most. */
export const segmentSlots = 128;

export interface SwiotlbPool {
  /** Physical. */
  readonly start: number;
  readonly slots: number;
  readonly areas: SwiotlbArea[];
  /** Every mapping is bounced, whatever its device reaches. */
  readonly force: boolean;
  /** Free slots of the segment from this one on; 0: taken. */
  readonly free: Uint8Array;
  /** null: nothing in it has ever been mapped. */
  readonly segments: (SwiotlbSegment | null)[];
}
/** By slot of the segment. */
export interface SwiotlbSegment {
  /** Where the slot's bytes come from; -1: nowhere. */
  readonly original: Float64Array;
  /** Bytes of the mapping from this slot on; 0: not mapped. */
  readonly mapped: Float64Array;
}
export interface SwiotlbArea {
  used: number;
  /** Slot of the area where the next search begins. */
  next: number;
}

/** What a device asks of the place of its bounce buffers. */
export interface SlotRequest {
  /** Of the buffer to be bounced. */
  readonly original: number;
  /** Bytes, with the offset into the first slot. */
  readonly size: number;
  /** Low bits of the address that the device wants kept (`dma_get_min_align_mask`). */
  readonly alignMask: number;
  /** `dma_get_seg_boundary` + 1, in slots; Infinity: none. */
  readonly boundarySlots: number;
  /** Bus address of the pool's start, in slots, within the boundary. */
  readonly startSlot: number;
}

/** Areas came with 6.0: before, there is one. */
export function createSwiotlb(
  start: number,
  bytes: number,
  cpus: number,
  force: boolean,
  kernel: KernelProfile,
): SwiotlbPool {
  const slots = bytes / slotBytes;
  const areas = kernel === '6.1' || kernel === '6.12' ? 2 ** Math.ceil(Math.log2(cpus)) : 1;
  return {
    start,
    slots,
    force,
    areas: Array.from({ length: areas }, () => ({ used: 0, next: 0 })),
    free: new Uint8Array(slots).map((_, slot) => segmentSlots - (slot % segmentSlots)),
    segments: new Array<SwiotlbSegment | null>(Math.ceil(slots / segmentSlots)).fill(null),
  };
}

/** Where the slot's bytes come from; -1: nowhere. */
export function originalOf({ segments }: SwiotlbPool, slot: number): number {
  return segments[Math.floor(slot / segmentSlots)]?.original[slot % segmentSlots] ?? -1;
}

/** Bytes of the mapping from this slot on; 0: not mapped. */
export function mappedFrom({ segments }: SwiotlbPool, slot: number): number {
  return segments[Math.floor(slot / segmentSlots)]?.mapped[slot % segmentSlots] ?? 0;
}

function setSlot({ segments }: SwiotlbPool, slot: number, original: number, mapped: number): void {
  const segment = (segments[Math.floor(slot / segmentSlots)] ??= {
    original: new Float64Array(segmentSlots).fill(-1),
    mapped: new Float64Array(segmentSlots),
  });
  segment.original[slot % segmentSlots] = original;
  segment.mapped[slot % segmentSlots] = mapped;
}

export function slotAt(pool: SwiotlbPool, physical: number): number {
  return Math.floor((physical - pool.start) / slotBytes);
}

export function isInPool(pool: SwiotlbPool | null, physical: number): pool is SwiotlbPool {
  return pool !== null && physical >= pool.start && physical < pool.start + pool.slots * slotBytes;
}

export function usedSlots(pool: SwiotlbPool): number {
  return pool.areas.reduce((sum, { used }) => sum + used, 0);
}

/** The first of the slots taken; null: no room; `endless`: the kernel's search would not end. The area of this CPU is asked first. */
export function takeSlots(pool: SwiotlbPool, cpu: number, request: SlotRequest): number | null | 'endless' {
  const { areas } = pool;
  for (let turn = 0; turn < areas.length; turn++) {
    const slot = takeFromArea(pool, (cpu + turn) % areas.length, request);
    if (slot !== null) return slot;
  }
  return null;
}

function takeFromArea(pool: SwiotlbPool, number: number, request: SlotRequest): number | null | 'endless' {
  const { free } = pool;
  const area = pool.areas[number]!;
  const areaSlots = pool.slots / pool.areas.length;
  const count = Math.ceil(request.size / slotBytes);
  if (count > areaSlots - area.used) return null;
  const base = number * areaSlots;
  const keptBits = request.alignMask & ~(slotBytes - 1);
  const stride = strideFor(request.size, keptBits);
  // ALIGN(), also by a stride that is no power of two, as it is for a mask with holes.
  const aligned = (area.next + stride - 1) & ~(stride - 1);
  const first = aligned >= areaSlots ? 0 : aligned;
  let index = first;
  // Steps of one slot and of `stride` may pass by the slot that the search began with, for ever.
  for (let steps = 0; steps < 3 * areaSlots; steps++) {
    const slot = base + index;
    const fits = keptBits === 0 || sameBits((request.startSlot + slot) * slotBytes, request.original, keptBits);
    if (fits && free[slot]! >= count && !crossesBoundary(slot, count, request)) {
      markTaken(pool, slot, count, request);
      area.next = index + count < areaSlots ? index + count : 0;
      area.used += count;
      return slot;
    }
    index += fits ? stride : 1;
    if (index >= areaSlots) index = 0;
    if (index === first) return null;
  }
  return 'endless';
}

/** Whole pages for a page or more. */
function strideFor(size: number, keptBits: number): number {
  const stride = Math.floor(keptBits / slotBytes) + 1;
  return size >= 4096 ? Math.max(stride, stride * 2) : stride;
}

function sameBits(one: number, other: number, mask: number): boolean {
  // Bits above 2^32 are never in the mask: it is an unsigned int.
  return ((Math.floor(one % 2 ** 32) ^ Math.floor(other % 2 ** 32)) & mask) === 0;
}

/** `iommu_is_span_boundary` */
function crossesBoundary(slot: number, count: number, { boundarySlots, startSlot }: SlotRequest): boolean {
  if (boundarySlots === Infinity) return false;
  return ((startSlot + slot) % boundarySlots) + count > boundarySlots;
}

function markTaken(pool: SwiotlbPool, slot: number, count: number, { size, original, alignMask }: SlotRequest): void {
  const offset = offsetInSlot(original, alignMask);
  for (let index = 0; index < count; index++) {
    pool.free[slot + index] = 0;
    setSlot(pool, slot + index, original + index * slotBytes, size - (offset + index * slotBytes));
  }
  renumber(pool, slot - 1, 0);
}

/** `swiotlb_align_offset`: where in its first slot a buffer begins, for a device that wants low address bits kept. */
export function offsetInSlot(physical: number, alignMask: number): number {
  return (physical % slotBytes) & alignMask;
}

/** Gives the slots of the mapping at a bounce address back, merged with what is free around them. */
export function releaseSlots(pool: SwiotlbPool, physical: number, alignMask: number): void {
  const offset = offsetInSlot(physical, alignMask);
  const slot = slotAt(pool, physical - offset);
  const count = Math.ceil((mappedFrom(pool, slot) + offset) / slotBytes);
  const end = slot + count;
  const behind = end % segmentSlots === 0 ? 0 : pool.free[end]!;
  for (let index = end - 1, run = behind; index >= slot; index--) {
    pool.free[index] = ++run;
    setSlot(pool, index, -1, 0);
  }
  renumber(pool, slot - 1, behind + count);
  pool.areas[Math.floor(slot / (pool.slots / pool.areas.length))]!.used -= count;
}

/** Free slots from `slot` downwards within its segment count on from `run`. */
function renumber(pool: SwiotlbPool, slot: number, run: number): void {
  for (let at = slot; at >= 0 && (at + 1) % segmentSlots !== 0 && pool.free[at]! > 0; at--) pool.free[at] = ++run;
}
