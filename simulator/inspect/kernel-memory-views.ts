/** What the views of free memory and of processes' memory show, as JSON-safe data. */
import type { Hex } from './view-basics.ts';

export interface FreeMemoryView {
  readonly zones: readonly FreeZoneView[];
  /** Of `freeByType`, in its order. */
  readonly migrateTypes: readonly string[];
  readonly slabs: readonly SlabCacheView[];
  /** Blocks of kmalloc that are too large for slabs. */
  readonly large: { readonly count: number; readonly bytes: number };
  /** null: this machine has no bounce buffers. */
  readonly swiotlb: SwiotlbView | null;
}
export interface FreeZoneView {
  readonly name: string;
  readonly managedPages: number;
  readonly freePages: number;
  readonly freeCmaPages: number;
  readonly perCpuPages: number;
  readonly watermark: { readonly min: number; readonly low: number; readonly high: number };
  /** Blocks by migrate type, then by order. */
  readonly freeByType: readonly (readonly number[])[];
}
export interface SlabCacheView {
  readonly name: string;
  readonly objectBytes: number;
  readonly objects: number;
  readonly capacity: number;
  readonly slabs: number;
  readonly slabPages: number;
  /** Slabs with free objects that no CPU holds. */
  readonly partial: number;
}
export interface SwiotlbView {
  readonly start: Hex;
  readonly slotBytes: number;
  readonly slots: number;
  readonly used: number;
  readonly areas: readonly { readonly used: number; readonly slots: number }[];
  readonly force: boolean;
  /** Runs of slots that are taken, by mapping, ascending, at most 1000. */
  readonly taken: readonly {
    readonly first: number;
    readonly count: number;
    /** Physical address of the driver's buffer. */
    readonly original: Hex;
    readonly bytes: number;
    readonly owner: string;
  }[];
}

export interface ProcessMemoryView {
  readonly processes: readonly ProcessView[];
  readonly files: readonly CachedFileView[];
  readonly dirtyPages: number;
  readonly writebackPages: number;
  readonly disk: DiskView;
  /** null: this machine has no swap. */
  readonly swap: SwapView | null;
}
export interface ProcessView {
  readonly id: number;
  readonly name: string;
  readonly areas: readonly ProcessAreaView[];
  readonly areasLeftOut: number;
  readonly anonymousPages: number;
  readonly filePages: number;
  readonly swapEntries: number;
  readonly minorFaults: number;
  readonly majorFaults: number;
}
/** Counts in bytes, as /proc/<pid>/smaps has them. */
export interface ProcessAreaView {
  readonly start: Hex;
  readonly end: Hex;
  readonly bytes: number;
  readonly permissions: string;
  readonly what: string;
  readonly resident: number;
  readonly dirty: number;
  readonly swap: number;
  readonly shared: number;
  readonly locked: number;
}
/** One letter a page: `-` nothing, `p` present, `d` present and dirty, `s` in swap, `m` a driver's or the page of zeros. */
export interface AreaPagesView {
  readonly start: Hex;
  readonly pages: string;
  readonly left: number;
}
export interface CachedFileView {
  readonly number: number;
  readonly name: string;
  readonly bytes: number;
  readonly onDiskBytes: number;
  readonly inMemory: boolean;
  readonly linked: boolean;
  /** One letter a page: `-` not cached, `c` clean, `d` dirty, `r` being read; at most 4096 pages. */
  readonly pages: string;
  readonly cachedPages: number;
  readonly dirtyPages: number;
}
export interface DiskView {
  readonly rotational: boolean;
  readonly powered: boolean;
  readonly blocks: number;
  /** Virtual ns at which it has served what it was given. */
  readonly busyUntil: number;
  readonly requests: readonly {
    readonly number: number;
    readonly write: boolean;
    readonly what: string;
    readonly page: number;
    readonly pages: number;
  }[];
}
export interface SwapView {
  readonly slots: number;
  readonly used: number;
  readonly rotational: boolean;
  /** One letter a slot: `-` free, `c` its frame is still there, `o` on the medium alone, `r` being read; at most 65536. */
  readonly map: string;
}
