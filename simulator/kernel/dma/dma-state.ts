/** What devices have been given to do DMA with: live coherent allocations and streaming mappings by device, for findings and views. */
import type { AtomicPool } from './atomic-pools.ts';
import type { DeviceMemory } from './device-memory.ts';
import type { ListedEntries } from './listed-entries.ts';
import type { SwiotlbPool } from './swiotlb/pool.ts';

export interface DmaState {
  /** By device name. */
  readonly coherent: Map<string, CoherentAllocation[]>;
  /** By device name. */
  readonly lists: Map<string, ListedEntries>;
  /** Bytes of the longest entry that has ever been in `lists`: which pages an address has to be looked for in. */
  longestEntry: number;
  /** Warnings that the kernel shows once. */
  readonly shownOnce: Set<string>;
  /** Warnings that the kernel shows ten times in five seconds. `begin`: virtual ns. */
  readonly ratelimits: Map<string, { begin: number; printed: number; missed: number }>;
  /** Bounce buffers; null: this machine has none. */
  readonly swiotlb: SwiotlbPool | null;
  /** By address of the device: what it has for itself. */
  readonly deviceMemory: Map<bigint, DeviceMemory>;
  /** For callers that may not sleep, where coherent memory is remapped; else none. */
  readonly atomicPools: AtomicPool[];
  /** Bytes that a pool has at first, and below which it grows. */
  atomicPoolBytes: number;
  /** The work that lets them grow is queued. */
  atomicPoolsGrow: boolean;
}

export interface CoherentAllocation {
  readonly handle: bigint;
  /** Kernel virtual address; a `struct page *` with NO_KERNEL_MAPPING. */
  readonly address: bigint;
  /** As the driver asked. */
  readonly size: number;
  /** null: scattered behind an IOMMU. */
  readonly physical: number | null;
  /** Bytes taken from the allocator: exact pages from CMA, a power of two of them from the buddy. */
  readonly taken: number;
  /** `CMA`, a zone, … */
  readonly from: string;
  /** The statement that asked, or null. */
  readonly statement: number | null;
}

export interface StreamingMapping {
  readonly handle: bigint;
  /** Where the device's accesses are to end: in the driver's buffer or its bounce buffer. null: scattered behind an IOMMU. */
  readonly physical: number | null;
  readonly size: number;
  /** 0 both ways, 1 to the device, 2 from the device. */
  readonly direction: number;
  readonly statement: number | null;
  /** An earlier mapping of this page of bus addresses that is still alive. */
  older: StreamingMapping | null;
}

export function createDmaState(swiotlb: SwiotlbPool | null): DmaState {
  return {
    coherent: new Map(),
    lists: new Map(),
    longestEntry: 0,
    shownOnce: new Set(),
    ratelimits: new Map(),
    swiotlb,
    deviceMemory: new Map(),
    atomicPools: [],
    atomicPoolBytes: 0,
    atomicPoolsGrow: false,
  };
}
