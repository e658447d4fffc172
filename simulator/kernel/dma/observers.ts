/**
 * Who watches the DMA API: each entry point tells all of these what the driver did, at the moments at which Linux 6.1's kernel/dma/mapping.c calls
 * `debug_dma_*`. dma-debug and findings of the simulator's own hook in here, by one line in `dmaObservers`.
 */
import { journalObserver } from './journal-observer.ts';
import { dmaDebugObserver } from './debug/observer.ts';
import { dmaWatchObserver } from './watch/observer.ts';
import type { KernelContext } from '../kernel-context.ts';
import type { DmaDevice } from './device-fields.ts';
import type { DmaDirection } from './operation-constants.ts';
import type { SgEntry } from './scatterlist.ts';

export interface DmaObserver {
  /** Before `dma_map_single` of a pointer that is not vmalloc memory. */
  mapSingle?(context: KernelContext, device: DmaDevice, address: bigint, size: number): void;
  /** After the mapping; `handle` may be `mappingError`. `frame`: of the page that was named, which the mapping may begin behind. */
  mapPage?(
    context: KernelContext,
    device: DmaDevice,
    physical: number,
    size: number,
    direction: DmaDirection,
    handle: bigint,
    attributes: number,
    frame: number,
  ): void;
  /** After the unmapping. */
  unmapPage?(context: KernelContext, device: DmaDevice, handle: bigint, size: number, direction: DmaDirection): void;
  /** After a mapping that succeeded; `mapped` entries of them carry DMA addresses. */
  mapScatterlist?(
    context: KernelContext,
    device: DmaDevice,
    entries: readonly SgEntry[],
    mapped: number,
    direction: DmaDirection,
    attributes: number,
  ): void;
  /** Before the unmapping. */
  unmapScatterlist?(
    context: KernelContext,
    device: DmaDevice,
    entries: readonly SgEntry[],
    direction: DmaDirection,
  ): void;
  mapResource?(
    context: KernelContext,
    device: DmaDevice,
    physical: number,
    size: number,
    direction: DmaDirection,
    handle: bigint,
    attributes: number,
  ): void;
  unmapResource?(
    context: KernelContext,
    device: DmaDevice,
    handle: bigint,
    size: number,
    direction: DmaDirection,
  ): void;
  /** After the allocation; `address` is 0n when there was no memory. */
  allocateCoherent?(
    context: KernelContext,
    device: DmaDevice,
    size: number,
    handle: bigint,
    address: bigint,
    attributes: number,
  ): void;
  /** Before the memory is given back. */
  freeCoherent?(context: KernelContext, device: DmaDevice, size: number, address: bigint, handle: bigint): void;
  /** After the synchronisation, as all of these. */
  syncForCpu?(context: KernelContext, device: DmaDevice, handle: bigint, size: number, direction: DmaDirection): void;
  syncForDevice?(
    context: KernelContext,
    device: DmaDevice,
    handle: bigint,
    size: number,
    direction: DmaDirection,
  ): void;
  syncScatterlistForCpu?(
    context: KernelContext,
    device: DmaDevice,
    entries: readonly SgEntry[],
    direction: DmaDirection,
  ): void;
  syncScatterlistForDevice?(
    context: KernelContext,
    device: DmaDevice,
    entries: readonly SgEntry[],
    direction: DmaDirection,
  ): void;
  mappingError?(context: KernelContext, device: DmaDevice, handle: bigint): void;
  /** A mask has been accepted, streaming or coherent. */
  maskSet?(context: KernelContext, device: DmaDevice, mask: bigint): void;
}

export const dmaObservers: readonly DmaObserver[] = [dmaDebugObserver, dmaWatchObserver, journalObserver];
