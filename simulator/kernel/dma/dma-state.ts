/** What devices have been given to do DMA with: live coherent allocations and streaming mappings by device, for findings and views. */
import type { AtomicPool } from './atomic-pools.ts';
import type { DeviceMemory } from './device-memory.ts';
import type { SwiotlbPool } from './swiotlb/pool.ts';

export interface DmaState {
  /** By device name. */
  readonly coherent: Map<string, CoherentAllocation[]>;
  /** By device name, then by the page in which the handle lies: the newest, which leads to the others. */
  readonly streaming: Map<string, Map<number, StreamingMapping>>;
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

/** A buffer that a device may use, found by a bus address in it. */
export interface FoundMapping {
  readonly kind: 'coherent' | 'streaming';
  readonly device: string;
  readonly handle: bigint;
  readonly physical: number | null; // of the buffer's first byte; null: scattered behind an IOMMU
  readonly size: number;
  /** Of the address asked for. */
  readonly offset: number;
  /** The buffer holds the whole length. */
  readonly complete: boolean;
  readonly statement: number | null;
}

export function createDmaState(swiotlb: SwiotlbPool | null): DmaState {
  return {
    coherent: new Map(),
    streaming: new Map(),
    shownOnce: new Set(),
    ratelimits: new Map(),
    swiotlb,
    deviceMemory: new Map(),
    atomicPools: [],
    atomicPoolBytes: 0,
    atomicPoolsGrow: false,
  };
}

/** The buffer of a device that holds `busAddress`; one that holds all of `length` goes before one that does not. */
export function findMapping(state: DmaState, device: string, busAddress: bigint, length: number): FoundMapping | null {
  let partial: FoundMapping | null = null;
  for (const candidate of candidates(state, device)) {
    const offset = busAddress - candidate.handle;
    if (offset < 0n || offset >= BigInt(candidate.size)) continue;
    const complete = offset + BigInt(length) <= BigInt(candidate.size);
    const found = { ...candidate, device, offset: Number(offset), complete };
    if (complete) return found;
    partial ??= found;
  }
  return partial;
}

/** The buffer of any device that holds a physical address. */
export function dmaOwnerOf(state: DmaState, physical: number): FoundMapping | null {
  for (const device of new Set([...state.coherent.keys(), ...state.streaming.keys()])) {
    for (const candidate of candidates(state, device)) {
      if (candidate.physical === null) continue;
      const offset = physical - candidate.physical;
      if (offset >= 0 && offset < candidate.size) return { ...candidate, device, offset, complete: true };
    }
  }
  return null;
}

function* candidates(state: DmaState, device: string): Iterable<Omit<FoundMapping, 'device' | 'offset' | 'complete'>> {
  for (const { handle, physical, size, statement } of state.coherent.get(device) ?? []) {
    yield { kind: 'coherent', handle, physical, size, statement };
  }
  for (const newest of state.streaming.get(device)?.values() ?? []) {
    for (let each: StreamingMapping | null = newest; each; each = each.older) {
      const { handle, physical, size, statement } = each;
      yield { kind: 'streaming', handle, physical, size, statement };
    }
  }
}
