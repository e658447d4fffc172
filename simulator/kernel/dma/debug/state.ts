/** The books of dma-debug (Linux 6.1: kernel/dma/debug.c): every live mapping by a hash of its bus address, and the cache lines that devices may write. */

import { createPageIndex } from '../watch/page-index.ts';
import type { PageIndex } from '../watch/state.ts';
import { createEntryColumns } from './entry-columns.ts';

export const entryType = { single: 0, scatterlist: 1, coherent: 2, resource: 3 } as const;
/** As the kernel spells them in 6.1. */
export const typeNames = ['single', 'scather-gather', 'coherent', 'resource'] as const;
export const directionNames = ['DMA_BIDIRECTIONAL', 'DMA_TO_DEVICE', 'DMA_FROM_DEVICE', 'DMA_NONE'] as const;
export const mapError = { notApplicable: 0, notChecked: 1, checked: 2 } as const;
export const mapErrorNames = [
  'dma map error check not applicable',
  'dma map error not checked',
  'dma map error checked',
] as const;

/** What a call says of a mapping. */
export interface DebugReference {
  /** Address of the `struct device`. */
  readonly device: bigint;
  readonly busAddress: bigint;
  readonly size: number;
  readonly type: number;
  readonly direction: number;
  /** Entries of the scatterlist as the driver passes them; 0: no scatterlist. */
  readonly listEntries: number;
  /** Where the memory stands; 0 where the call does not say. */
  readonly physical: number;
}
/** Where a mapping was made. */
export interface EntryOrigin {
  /** Statements that led to the mapping, innermost first. */
  readonly stack: readonly number[];
  /** The kernel functions between the driver and the books, innermost first. */
  readonly through: readonly string[];
}
/** As it is at the moment. */
export interface DebugEntry extends DebugReference, EntryOrigin {
  /** Of the page that `dma_map_page` was given, which the memory may be behind; else the memory's own. */
  readonly frame: number;
  /** Entries of the scatterlist that the device was given. */
  readonly mappedEntries: number;
  readonly mapError: number;
}

/** Of entry-columns.ts: the fields of `DebugEntry` by its number. */
export interface EntryColumns {
  busAddress: BigUint64Array;
  physical: Float64Array;
  frame: Float64Array;
  size: Float64Array;
  listEntries: Int32Array;
  mappedEntries: Int32Array;
  /** Place in `origins`. */
  origin: Int32Array;
  /** Place in `devices`. */
  device: Uint16Array;
  kind: Uint8Array;
  free: number;
  taken: number;
  live: number;
  readonly devices: bigint[];
  readonly origins: EntryOrigin[];
  /** The one of the entry made last. */
  latest: number;
  readonly placeOfOrigin: Map<string, number>;
}

export interface DmaDebugState {
  /** Also once memory for the books has run out. */
  disabled: boolean;
  errorCount: number;
  /** Errors that it has told. */
  told: number;
  /** 0: only the next `shown` errors are told. */
  allErrors: number;
  shown: number;
  freeEntries: number;
  leastFreeEntries: number;
  totalEntries: number;
  /** Name of the only driver whose errors are told; empty: of all. */
  driverFilter: string;
  readonly entries: EntryColumns;
  /** Their numbers by bucket. */
  readonly buckets: PageIndex;
  /** Cache lines that a device may write, by number: how many more mappings begin in the same line. */
  readonly cacheLines: Map<number, number>;
  overflowTold: boolean;
  /** How often an entry of the IOMMU's tables that is in the way still has all mappings written into the log. */
  dumpsLeft: number;
}

/** PREALLOC_DMA_DEBUG_ENTRIES. */
export const preallocatedEntries = 65536;

export function createDmaDebug(options: { readonly enabled: boolean; readonly allErrors: boolean }): DmaDebugState {
  const entries = options.enabled ? preallocatedEntries : 0;
  return {
    disabled: !options.enabled,
    errorCount: 0,
    told: 0,
    allErrors: options.allErrors ? 1 : 0,
    shown: 1,
    freeEntries: entries,
    leastFreeEntries: entries,
    totalEntries: entries,
    driverFilter: '',
    entries: createEntryColumns(),
    buckets: createPageIndex(),
    cacheLines: new Map(),
    overflowTold: false,
    dumpsLeft: 5,
  };
}
