/** The slab allocator's state, plain: caches, slabs, and where the objects lie in them. */
import type { PageAllocator } from '../page-allocator.ts';
import { frameWord } from '../page-allocator/frame-table.ts';
import type { FrameTable } from '../page-allocator/frame-table.ts';
import type { Geometry } from './geometry.ts';
import type { StackDepot } from './stack-depot.ts';

export interface Slab {
  /** Of kmalloc's caches, ascending: the first caches, once for each type. */
  readonly kmallocSizes: readonly number[];
  readonly caches: KmemCache[];
  /** By first frame. */
  readonly pages: Map<number, SlabPage>;
  /** kmalloc blocks beyond 8 KiB, by first frame. */
  readonly large: Map<number, LargeBlock>;
  /** Who allocated and freed. */
  readonly stacks: StackDepot;
  /** `slab_flags_t` that `slub_debug=` gives to every cache. */
  readonly debugFlags: number;
  /** At each frame of a slab: its order, plus 1. Negative: what `guard.ts` watches for. */
  readonly frames: FrameTable;
  /** By first frame: blocks of pages that C code freed last. */
  readonly freedBlocks: Map<number, FreedBlock>;
  /** Trespasses that were told: by statement, what was touched and how. */
  readonly told: Map<number, Set<number>>;
}
export interface FreedBlock {
  readonly frames: number;
  readonly what: string;
  /** Numbers of stacks: who freed it, who had it. */
  readonly stack: number;
  readonly allocatedBy: number;
}
export interface LargeBlock {
  /** Bytes that may be used without asking for more: what was asked for, or all once `ksize` told. */
  size: number;
  /** Number of a stack in the depot. */
  readonly allocatedBy: number;
}
export interface KmemCache extends Geometry {
  readonly id: number;
  readonly name: string;
  /** What the user may use: the largest of the sizes that were asked for, where several caches became one. */
  objectSize: number;
  readonly flags: number;
  readonly order: number;
  readonly objects: number; // in a slab of that order
  /** Zone and mobility flags that all its pages are asked with. */
  readonly gfp: number;
  readonly constructs: boolean;
  /** By CPU. */
  readonly cpus: CpuSlab[];
  /** First frames of the node's partly free slabs, the first one is used next. */
  readonly partial: Set<number>;
  readonly minimumPartial: number;
  readonly cpuPartialSlabs: number;
  slabs: number;
  inUse: number;
  /** Caches that became this one (`find_mergeable`); 0: destroyed. */
  users: number;
}
export interface CpuSlab {
  /** First frame of the slab in use, -1 none. */
  slab: number;
  /** Its next free object. Objects that other CPUs freed are on the slab's own list. */
  head: number;
  /** First frames of further slabs, the last one is used next. */
  partial: number[];
}
export interface SlabPage {
  readonly cache: number;
  readonly frame: number;
  readonly order: number;
  readonly objects: number;
  /** Free lists: index of the next free object. */
  readonly next: Uint16Array;
  head: number; // noObject: none
  inUse: number;
  /** Held by a CPU, not on the node's list. */
  frozen: boolean;
  /** By object: bytes that may be used, -1 when free. */
  readonly sizes: Int32Array;
  /** By object: numbers of stacks, 0 unknown. */
  readonly allocatedBy: Int32Array;
  readonly freedBy: Int32Array;
  /** By object, `objectState` bits. */
  readonly states: Uint8Array;
}
/** `linked`: the link in the freed object was written to memory. `constructed`: its constructor has run. `everUsed`: it was given out before. `marked`: zones and poison of a free object stand in memory. */
export const objectState = { linked: 1, constructed: 2, everUsed: 4, marked: 8 } as const;

export const noObject = 0xffff;
export interface Objects {
  readonly pageAllocator: PageAllocator;
  readonly slab: Slab;
}

/** Index of the object that holds an address; null in the unused tail of the slab and in the padding before its first object. */
export function objectIndex(cache: KmemCache, page: SlabPage, physical: number): number | null {
  const index = Math.floor((physical - page.frame * 4096 - cache.leftPad) / cache.stride);
  return index >= 0 && index < page.objects ? index : null;
}

/** Physical address of an object. */
export function objectAddress(cache: KmemCache, page: SlabPage, index: number): number {
  return page.frame * 4096 + cache.leftPad + index * cache.stride;
}

/** The slab that holds a frame. */
export function slabHolding(slab: Slab, frame: number): SlabPage | null {
  const order = frameWord(slab.frames, frame) - 1;
  return order < 0 ? null : slab.pages.get(frame - (frame & ((1 << order) - 1)))!;
}
