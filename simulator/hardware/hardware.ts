/**
 * The state of all simulated hardware but the devices: plain data. The functions on it live in the files beside this one.
 *
 * Three kinds of access exist, and each byte has one truth:
 * - a CPU access goes through the CPU's MMU, TLB and L1D (`cpu-port.ts`), and counts, fills, evicts;
 * - a bus master's access goes through `bus.ts`: it snoops the caches on a coherent machine and does not on another;
 * - a coherent peek or poke (`coherent-access.ts`) sees what a snooping agent would see and disturbs no cache, LRU or TLB state: page-table
 *   walks, the kernel model's own bookkeeping in RAM, and the debugger use it.
 */
import type { PhysicalMemory } from './physical-memory.ts';
import type { Cache } from './cache.ts';
import type { Tlb } from './tlb.ts';

export interface Hardware {
  readonly memory: PhysicalMemory;
  readonly coherent: boolean; // do bus masters snoop?
  readonly cpus: Cpu[];
  /** Shared by all CPUs, inclusive of nothing: a line may be in L1s, here, both or neither. */
  readonly lastLevel: Cache;
  /** Physical ranges that are devices, not RAM. Ascending, disjoint. */
  readonly mmio: MmioRegion[];
  readonly counters: HardwareCounters;
}
export interface Cpu {
  readonly id: number;
  /** Root of the current page tables: physical address of the top table; 0 before boot. */
  root: number;
  /** Address space identifier tagging TLB entries (PCID). */
  asid: number;
  readonly tlb: Tlb;
  readonly l1: Cache;
  /** Virtual ns spent in memory accesses since this was last taken by the scheduler. */
  pendingCost: number;
}
export interface MmioRegion {
  readonly start: number;
  readonly end: number; // exclusive
  readonly device: string;
  readonly bar: number;
}
/** Work counts: what views and tests rely on, never times. */
export interface HardwareCounters {
  loads: number;
  stores: number;
  l1Hits: number;
  l1Misses: number;
  lastLevelHits: number;
  lastLevelMisses: number;
  writeBacks: number;
  tlbHits: number;
  tlbMisses: number;
  walkReads: number;
  snoops: number;
  dmaBytesRead: number;
  dmaBytesWritten: number;
  linesCleaned: number;
  linesInvalidated: number;
}
