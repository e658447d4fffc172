/**
 * What the views show, as JSON-safe data (but for the pixels of pictures): addresses and other 64-bit values are strings like `0x430000000` (`Hex`), byte counts and page
 * frame numbers are numbers. Everything here is read from the stored state of the world at the moment of asking; asking changes nothing.
 */

import type { Hex, SourcePlace } from './view-basics.ts';

export type * from './view-basics.ts';
export type * from './device-views.ts';
export type * from './mapping-views.ts';
export type * from './activity-views.ts';
export type * from './kernel-memory-views.ts';
export type * from './timeline-views.ts';

// ---- Physical memory -------------------------------------------------------------------------------------------

export interface PhysicalMemoryView {
  readonly totalBytes: number;
  readonly zones: readonly ZoneView[];
  /** Runs of page frames with one owner over all RAM, ascending, holes left out. At most `runLimit`; neighbours of the same kind are merged beyond that. */
  readonly runs: readonly FrameRun[];
  readonly cma: readonly CmaAreaView[];
  /** Devices' BARs and holes worth naming. */
  readonly mmio: readonly {
    readonly device: string;
    readonly bar: number;
    readonly start: Hex;
    readonly bytes: number;
  }[];
  /** Frames that the most recent DMA transfer read or wrote, and which of them changed. */
  readonly lastTransfer: {
    readonly transfer: number;
    readonly device: string;
    readonly direction: 'to-device' | 'from-device';
    readonly touched: readonly FrameRange[];
    readonly changed: readonly FrameRange[];
    readonly intended: readonly FrameRange[];
  } | null;
}
export interface ZoneView {
  readonly name: string;
  readonly firstFrame: number;
  readonly endFrame: number; // exclusive
  readonly presentFrames: number;
  readonly freeFrames: number;
  readonly freeByOrder: readonly number[]; // blocks, order 0..10
}
export interface FrameRange {
  readonly first: number;
  readonly count: number;
}
export type FrameKind =
  | 'free'
  | 'cma-free'
  | 'cma-used'
  | 'kernel-image'
  | 'reserved'
  | 'page-table'
  | 'slab'
  | 'kernel-pages'
  | 'dma-coherent'
  | 'user'
  | 'page-cache'
  | 'kernel-stack'
  | 'vmalloc'
  | 'other';
export interface FrameRun extends FrameRange {
  readonly kind: FrameKind;
  /** In words: `coherent buffer of 0000:01:00.0`, `app (pid 102)`, … */
  readonly owner: string;
  readonly place: SourcePlace | null;
}
export interface CmaAreaView {
  readonly name: string;
  readonly baseFrame: number;
  readonly frames: number;
  readonly usedFrames: number;
  /** Longest free run, in pages. */
  readonly maxChunk: number;
  readonly orderPerBit: number;
  /** Base64 of the bitmap: bit i (least significant first) is page group i. */
  readonly bitmap: string;
  readonly owners: readonly FrameRun[];
}

// ---- Page tables and TLB ---------------------------------------------------------------------------------------

export interface AddressSpaceView {
  readonly id: number;
  readonly name: string; // `kernel`, `app (pid 102)`
  readonly root: Hex;
  readonly areas: readonly {
    readonly start: Hex;
    readonly end: Hex;
    readonly permissions: string;
    readonly what: string;
  }[];
}
export interface PageWalkView {
  readonly addressSpace: number;
  readonly address: Hex;
  readonly levels: readonly WalkLevelView[];
  readonly result: {
    readonly physical: Hex;
    readonly pageBytes: number;
    readonly permissions: string;
    readonly owner: string;
  } | null;
  /** Why there is no result, in words. */
  readonly failure: string | null;
  /** What each CPU's TLB would answer, and whether that still agrees with the tables. */
  readonly tlb: readonly { readonly cpu: number; readonly entry: TlbEntryView | null; readonly stale: boolean }[];
}
export interface WalkLevelView {
  readonly name: 'PGD' | 'PUD' | 'PMD' | 'PTE';
  readonly table: Hex; // physical address of the table
  readonly index: number;
  readonly entryAddress: Hex;
  readonly entry: Hex;
  readonly flags: readonly string[]; // `present`, `writable`, `user`, `accessed`, `dirty`, `large`, …
}
export interface PageTableNodeView {
  readonly table: Hex;
  readonly level: 'PGD' | 'PUD' | 'PMD' | 'PTE';
  /** Present entries only, runs of similar leaf entries merged. */
  readonly entries: readonly {
    readonly index: number;
    readonly count: number;
    readonly virtual: Hex;
    readonly target: Hex;
    readonly leaf: boolean;
    readonly pageBytes: number;
    readonly flags: readonly string[];
  }[];
}
export interface TlbEntryView {
  readonly set: number;
  readonly way: number;
  readonly asid: number;
  readonly virtual: Hex;
  readonly physical: Hex;
  readonly pageBytes: number;
  readonly flags: readonly string[];
  /** 0 is the most recently used of its set. */
  readonly age: number;
}
export interface TlbView {
  readonly cpu: number;
  readonly sets: number;
  readonly ways: number;
  readonly entries: readonly TlbEntryView[];
}

// ---- Cache lines -----------------------------------------------------------------------------------------------

export interface CachesView {
  readonly coherent: boolean;
  readonly caches: readonly CacheView[];
}
export interface CacheView {
  readonly name: string; // `CPU 0 L1D`, `last level`
  readonly sets: number;
  readonly ways: number;
  readonly lineBytes: number;
  /** One character for each line, set by set, way by way: I S E M. */
  readonly states: string;
  readonly valid: number;
  readonly dirty: number;
}
export interface CacheSetView {
  readonly cache: string;
  readonly set: number;
  readonly lines: readonly {
    readonly way: number;
    readonly state: 'I' | 'S' | 'E' | 'M';
    readonly physical: Hex | null;
    readonly dirty: boolean;
    readonly age: number;
    readonly owner: string;
  }[];
}
/** One line of memory as everybody who can look at it sees it now; bytes are hex strings of 64 bytes. */
export interface CacheLineView {
  readonly physical: Hex; // of the line's first byte
  readonly virtual: Hex | null;
  readonly memory: string;
  readonly copies: readonly {
    readonly cache: string;
    readonly set: number;
    readonly way: number;
    readonly state: 'S' | 'E' | 'M';
    readonly dirty: boolean;
    readonly bytes: string;
    readonly differs: boolean;
  }[];
  /** What a load by this CPU would return, what a bus master would read. */
  readonly seenByCpus: readonly { readonly cpu: number; readonly bytes: string }[];
  readonly seenByDevices: string;
  readonly owner: string;
}

// ---- DMA transfers ---------------------------------------------------------------------------------------------

export interface TransfersView {
  readonly transfers: readonly TransferView[]; // newest last
  /** Older ones, not among them. */
  readonly dropped: number;
  readonly findings: readonly FindingView[]; // newest last
  readonly findingsDropped: number;
}
export interface TransferView {
  readonly transfer: number;
  readonly device: string;
  readonly direction: 'to-device' | 'from-device';
  readonly length: number;
  readonly programmed: Hex;
  readonly driven: Hex;
  readonly bridged: Hex;
  readonly physical: Hex | null;
  readonly bytesMoved: number;
  readonly bursts: number;
  readonly status: string; // `running`, `done`, or what went wrong
  readonly startedAt: number; // virtual ns
  readonly endedAt: number | null;
  readonly framesChanged: number;
  readonly purpose: string;
  /** Which buffer the driver gave for `programmed`, and whose memory was really hit. */
  readonly intended: string;
  readonly hit: string;
  readonly wrongTarget: boolean;
  /** Where the driver started it: the statement that ran, else that of the register write that led to it. */
  readonly place: SourcePlace | null;
  /** That register write: `DMA_CMD = 0x5`; null where none did, or the journal does not hold it any more. */
  readonly begunBy: string | null;
}
export interface FindingView {
  readonly sequence: number;
  readonly code: string;
  readonly origin: 'kernel' | 'simulator';
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly place: SourcePlace | null;
}

// ---- IOMMU -----------------------------------------------------------------------------------------------------

export interface IommuView {
  readonly mode: 'off' | 'passthrough' | 'strict' | 'lazy';
  readonly domains: readonly IommuDomainView[];
  readonly iotlb: readonly IotlbEntryView[];
  readonly counters: {
    readonly hits: number;
    readonly misses: number;
    readonly invalidations: number;
    readonly entriesDropped: number;
    readonly walkReads: number;
    readonly faults: number;
  };
  /** The newest last, at most 100. */
  readonly faults: readonly IommuFaultView[];
}
export interface IommuDomainView {
  readonly id: number;
  readonly group: number;
  readonly devices: readonly string[];
  readonly type: 'passthrough' | 'strict' | 'lazy' | 'unmanaged';
  /** Physical address of the top table. */
  readonly table: Hex;
  /** Runs of pages that follow each other for the device and in memory, ascending; the first `mappingLimit`. */
  readonly mappings: readonly IommuMappingView[];
  readonly mappingsLeftOut: number;
  /** Never handed out: windows of the PCI bridge, interrupt messages. */
  readonly reserved: readonly { readonly start: Hex; readonly bytes: number }[];
  /** Unmapped, but not yet invalidated: nobody is given these addresses, and the IOTLB may still translate them. */
  readonly waiting: readonly { readonly start: Hex; readonly bytes: number }[];
  /** Freed ranges kept for reuse by the CPUs' caches, not counting those waiting. */
  readonly cachedRanges: number;
}
export interface IommuMappingView {
  readonly iova: Hex;
  readonly bytes: number;
  readonly physical: Hex;
  /** `r`, `w` or `rw`, as the tables say. */
  readonly access: string;
  readonly pageBytes: number;
  /** Which buffer of the driver it serves, in words. */
  readonly buffer: string;
  /** Whose memory it is. */
  readonly owner: string;
  readonly place: SourcePlace | null;
}
export interface IotlbEntryView {
  readonly set: number;
  readonly way: number;
  /** 0 is the most recently used entry of its set. */
  readonly lruRank: number;
  readonly domain: number;
  readonly iova: Hex;
  readonly physical: Hex;
  readonly pageBytes: number;
  readonly access: string;
  /** The tables say something else by now. */
  readonly stale: boolean;
}
export interface IommuFaultView {
  readonly sequence: number;
  readonly at: number; // virtual ns
  readonly device: string;
  readonly direction: 'to-device' | 'from-device';
  readonly address: Hex;
  readonly reason: number;
  readonly text: string;
  /** What the address is instead, where that is known: the physical one of a buffer that is mapped elsewhere. */
  readonly hint: string | null;
}
/** One address on its way through the tables of a device. */
export interface IommuWalkView {
  readonly device: string;
  readonly address: Hex;
  readonly levels: readonly {
    readonly level: number; // 3 is the top
    readonly table: Hex;
    readonly index: number;
    readonly entry: Hex;
    readonly flags: readonly string[];
  }[];
  readonly result: {
    readonly physical: Hex;
    readonly pageBytes: number;
    readonly access: string;
    readonly owner: string;
  } | null;
  /** Why there is no result, in words. */
  readonly failure: string | null;
  /** What the IOTLB would say: nothing, the same, or something the tables no longer say. */
  readonly iotlb: { readonly physical: Hex; readonly access: string; readonly stale: boolean } | null;
  /** Which buffer of the driver the address names, in words. */
  readonly buffer: string;
}
