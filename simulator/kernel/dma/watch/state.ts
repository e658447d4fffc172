/** The simulator's own books of streaming mappings: who may touch which byte now, what the device has written, and what was unmapped a while ago. */
import { createMappingColumns } from './mapping-columns.ts';
import { createPageIndex } from './page-index.ts';

/** As it is at the moment. */
export interface WatchedMapping {
  /** Bus name of the device. */
  readonly device: string;
  readonly handle: bigint;
  /** Of the driver's buffer, bounced or not. */
  readonly physical: number;
  /** Where the device's accesses are to end: in the driver's buffer or its bounce buffer. null: no one place. */
  readonly target: number | null;
  /** Mapped by itself; else an entry of a scatterlist, whose bus addresses `DmaState.lists` knows. */
  readonly single: boolean;
  readonly size: number;
  readonly direction: number;
  /** Statements that mapped it, innermost first. */
  readonly stack: readonly number[];
  /** Offsets that the CPU may touch: synchronised for it. Ascending, apart. */
  readonly held: readonly Range[];
  /** Offsets that the device has written. Ascending, apart. */
  readonly written: readonly Range[];
}
/** Half open. */
export type Range = readonly [from: number, to: number];

/** A buffer that the device had, and where it was taken away. Written over when it is the oldest. */
export interface GoneBuffer {
  what: 'streaming' | 'coherent';
  handle: bigint;
  size: number;
  mapped: readonly number[];
  gone: readonly number[];
}
/** Bytes of a buffer that the device was to fill and did not, as they were when it was unmapped. */
export interface Residue {
  readonly device: string;
  readonly physical: number;
  readonly bytes: Uint8Array;
  readonly mapped: readonly number[];
}

/** Part of a cache line that a device wrote while a cache had the line. */
export interface StaleLine {
  readonly device: string;
  readonly physical: number;
  readonly bytes: Uint8Array;
  /** The device's buffer holds only part of the line. */
  readonly shared: boolean;
  readonly mapped: readonly number[];
}

/** Of page-index.ts: places of the table, as many as a power of two, and nodes, of which each is a mapping's number in a page. */
export interface PageIndex {
  pages: Float64Array;
  /** By place: the page's newest node; 0: the place is free. */
  heads: Int32Array;
  count: number;
  slots: Int32Array;
  /** By node: the one before it, or of a free node the next free one; 0: none. */
  next: Int32Array;
  freeNode: number;
  nodesTaken: number;
  live: number;
}

/** Of mapping-columns.ts: the fields of `WatchedMapping` by its number. */
export interface MappingColumns {
  handle: BigUint64Array;
  /** The same bytes: the lower half first. */
  handleWords: Uint32Array;
  physical: Float64Array;
  /** NaN: null. */
  target: Float64Array;
  size: Float64Array;
  /** The statement that mapped it; -1: unknown. */
  site: Int32Array;
  /** Place in `devices`. */
  device: Uint16Array;
  kind: Uint8Array;
  free: number;
  taken: number;
  live: number;
  /** Where there is something to say. */
  held: Map<number, readonly Range[]>;
  written: Map<number, readonly Range[]>;
  readonly devices: string[];
}

export interface DmaWatchState {
  readonly mappings: MappingColumns;
  /** By page frame of the driver's buffer. */
  readonly frames: PageIndex;
  /** By device, then by page of bus addresses: those whose memory is not in the page of that number. */
  readonly busPages: Map<string, PageIndex>;
  /** By device: the last `goneLimit`; `next` is the place of the oldest once there are so many. */
  readonly gone: Map<string, { readonly ring: GoneBuffer[]; next: number }>;
  readonly residues: Residue[];
  /** By line number. Only where devices do not snoop. */
  readonly stale: Map<number, StaleLine>;
  /** Frames of coherent buffers, where stores may be seen late. */
  readonly coherentFrames: Map<number, number>;
  /** By CPU: lines that it stored to since its last barrier, with the statement. */
  readonly unordered: Map<number, Map<number, number>>;
  /** By device: the stores that its last register write did not wait for. */
  readonly doorbells: Map<string, ReadonlyMap<number, number>>;
  /** The statement that set the device's mask last, by device. */
  readonly maskSites: Map<string, number>;
  /** Findings told already, by what and where: each is told once. */
  readonly told: Set<string>;
}

export const goneLimit = 256;
export const residueLimit = 64;
export const staleLimit = 65536;
/** Bytes of one residue that are remembered. */
export const residueBytes = 65536;

export function createDmaWatch(): DmaWatchState {
  return {
    mappings: createMappingColumns(),
    frames: createPageIndex(),
    busPages: new Map(),
    gone: new Map(),
    residues: [],
    stale: new Map(),
    coherentFrames: new Map(),
    unordered: new Map(),
    doorbells: new Map(),
    maskSites: new Map(),
    told: new Set(),
  };
}
