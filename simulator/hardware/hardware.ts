/**
 * The state of all simulated hardware but the devices: plain data. The functions on it live in the files beside this one.
 *
 * Three kinds of access exist, and each byte has one truth:
 * - a CPU access goes through the CPU's MMU, TLB and L1D (`cpu-port.ts`), and counts, fills, evicts;
 * - a bus master's access goes through `bus.ts`: it snoops the caches on a coherent machine and does not on another;
 * - a coherent peek or poke (`coherent-access.ts`) sees what a snooping agent would see and disturbs no cache, LRU or TLB state: page-table
 *   walks, the kernel model's own bookkeeping in RAM, and the debugger use it.
 *
 * Not modelled: the order of cacheable stores, L2 and instruction caches, speculative refills on machines whose bus masters snoop (nobody could tell), SMAP, PKU, PAT beyond PCD, MTRRs, 5-level paging.
 */
import type { Cache } from './cache.ts';
import type { Charges } from './charges.ts';
import type { Costs } from './costs.ts';
import type { FastTable } from './fast-table.ts';
import type { RemappingUnit } from './iommu/remapping-unit.ts';
import type { Streams } from './streams.ts';
import type { StoreBuffer } from './store-buffer.ts';
import type { PhysicalMemory } from './physical-memory.ts';
import type { WatchUnit } from './watch-unit.ts';
import type { Tlb } from './tlb.ts';

/** A window of the host bridge. */
export interface DmaRange {
  readonly bus: number;
  readonly cpu: number;
  readonly size: number;
}

export interface Hardware {
  readonly memory: PhysicalMemory;
  readonly coherent: boolean; // do bus masters snoop?
  /** Seed of the CPUs' speculation: where bus masters do not snoop, a line may be refilled just before a device writes it. null: never. */
  readonly speculation: number | null;
  readonly cpus: Cpu[];
  /** Shared by all CPUs, inclusive of nothing: a line may be in L1s, here, both or neither. */
  readonly lastLevel: Cache;
  /** Physical ranges that are devices, not RAM. Ascending, disjoint. */
  readonly mmio: MmioRegion[];
  /** Uncached stores on their way, where CPUs order them weakly; null: they arrive in order. */
  readonly stores: StoreBuffer | null;
  /** Where the devices' bus sees RAM; empty: where CPUs do. */
  readonly dmaRanges: readonly DmaRange[];
  /** Between bridges and memory; null: the machine has none. */
  readonly iommu: RemappingUnit | null;
  readonly streams: Streams;
  readonly counters: HardwareCounters;
  readonly costs: Costs;
  readonly charges: Charges;
  /** The debugger's; not part of snapshots and digests. */
  readonly watch: WatchUnit;
}

export interface Cpu {
  readonly id: number;
  /** Root of the current page tables: physical address of the top table; 0 before boot. Set by `switchAddressSpace` (mmu.ts) only. */
  readonly root: number;
  /** Address space identifier tagging TLB entries (PCID). Set by `switchAddressSpace` only. */
  readonly asid: number;
  readonly tlb: Tlb;
  readonly l1: Cache;
  /**
   * Virtual ns spent in memory accesses that took the exact path. The whole time, fast hits included, is what `takePendingCost`
   * (access-counts.ts) returns: costs are multiples of 1/1024 ns, so that no order of adding them up makes a difference.
   */
  pendingCost: number;
  /** Ticks of the L1's clock that counters and `pendingCost` know of: what the clock shows beyond are fast hits not yet counted. */
  countedTicks: number;
  /** Derived from L1 and TLB, never part of a snapshot, empty after a restore. */
  readonly fast: { readonly kernel: FastTable; readonly user: FastTable };
}

export interface MmioRegion {
  readonly start: number;
  readonly end: number; // exclusive
  readonly device: string;
  readonly bar: number;
}

/** Work counts: what views and tests rely on, never times. Read them with `currentCounters` (access-counts.ts), which adds uncounted fast hits. */
export interface HardwareCounters {
  /** CPU accesses to one line each; a straddling access is two. Loads and stores are not told apart, because fast hits are not. */
  accesses: number;
  l1Hits: number;
  l1Misses: number;
  lastLevelHits: number;
  lastLevelMisses: number;
  /** Of those: lines behind one that missed lately, which a prefetcher had asked for. */
  streamedMisses: number;
  /** Dirty lines that an L1 gave to the last level. */
  writeBacks: number;
  /** Dirty lines written to RAM. */
  memoryWriteBacks: number;
  /** Another CPU's copy was downgraded or invalidated. */
  interventions: number;
  tlbHits: number;
  tlbMisses: number;
  /** Page-table entries read by CPUs. */
  walkReads: number;
  /** CPU accesses to RAM that bypassed the caches. */
  uncachedAccesses: number;
  mmioReads: number;
  mmioWrites: number;
  /** Lines looked up in the caches for a bus master. */
  snoops: number;
  dmaBytesRead: number;
  dmaBytesWritten: number;
  /** Requests of devices that found their translation in the IOTLB, and those that did not. */
  iotlbHits: number;
  iotlbMisses: number;
  /** Invalidation commands, and the entries that went. */
  iotlbInvalidations: number;
  iotlbEntriesDropped: number;
  /** Second-level entries read by the remapping unit. */
  iommuWalkReads: number;
  iommuFaults: number;
  /** Lines named by maintenance operations, cached or not. */
  linesCleaned: number;
  linesInvalidated: number;
  /** By CPUs from one place to another: memcpy and its kin, copies to and from user memory, bounce buffers, pages copied on a write. */
  bytesCopied: number;
}

export function createCounters(): HardwareCounters {
  return {
    accesses: 0,
    l1Hits: 0,
    l1Misses: 0,
    lastLevelHits: 0,
    lastLevelMisses: 0,
    streamedMisses: 0,
    writeBacks: 0,
    memoryWriteBacks: 0,
    interventions: 0,
    tlbHits: 0,
    tlbMisses: 0,
    walkReads: 0,
    uncachedAccesses: 0,
    mmioReads: 0,
    mmioWrites: 0,
    snoops: 0,
    dmaBytesRead: 0,
    dmaBytesWritten: 0,
    iotlbHits: 0,
    iotlbMisses: 0,
    iotlbInvalidations: 0,
    iotlbEntriesDropped: 0,
    iommuWalkReads: 0,
    iommuFaults: 0,
    linesCleaned: 0,
    linesInvalidated: 0,
    bytesCopied: 0,
  };
}

/** The region that holds `physical`, or null. */
export function mmioRegionAt(hardware: Hardware, physical: number): MmioRegion | null {
  for (const region of hardware.mmio) {
    if (physical < region.start) return null;
    if (physical < region.end) return region;
  }
  return null;
}
