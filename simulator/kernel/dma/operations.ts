/**
 * Who makes a device's mappings: dma-direct, or the IOMMU's operations for a device behind one. The one place that decides, as `get_dma_ops` and
 * `dma_map_direct` do in kernel/dma/mapping.c (Linux 6.1).
 */
import type { KernelContext } from '../kernel-context.ts';
import type { DmaDevice } from './device-fields.ts';
import { directOperations } from './direct/operations.ts';
import { translatingDomain } from './iommu/domain.ts';
import { iommuOperations } from './iommu/operations.ts';
import type { DmaDirection } from './operation-constants.ts';
import type { SgEntry } from './scatterlist.ts';

/** What `dma_alloc_attrs` gives. */
export interface CoherentMemory {
  /** Kernel virtual address; a `struct page *` with NO_KERNEL_MAPPING. */
  readonly address: bigint;
  readonly handle: bigint;
  /** Of its first byte; null: scattered behind an IOMMU. */
  readonly physical: number | null;
  /** Bytes taken from the allocator: exact pages from CMA, a power of two of them from the buddy. */
  readonly taken: number;
  /** Where from, in a word: `CMA`, a zone, `atomic pool`, `reserved memory`. */
  readonly from: string;
}

/** One implementation of the DMA API behind its entry points, which have checked arguments, device and direction. Sizes are bytes. */
export interface DmaOperations {
  /** `gfp` without zone bits. null: no memory, and the driver gets NULL. */
  allocate(
    context: KernelContext,
    device: DmaDevice,
    size: number,
    gfp: number,
    attributes: number,
  ): CoherentMemory | null;
  free(
    context: KernelContext,
    device: DmaDevice,
    size: number,
    address: bigint,
    handle: bigint,
    attributes: number,
  ): void;
  /** What the kernel says of memory that the device was not given, or has given back. The memory itself stays as it is. */
  freeUnknown?(context: KernelContext, address: bigint): void;
  /** `size` is page aligned; memory is zeroed. null: none. */
  allocatePages(
    context: KernelContext,
    device: DmaDevice,
    size: number,
    direction: DmaDirection,
    gfp: number,
  ): CoherentMemory | null;
  freePages(context: KernelContext, device: DmaDevice, size: number, frame: number, handle: bigint): void;
  /** A handle or `mappingError`. */
  mapPage(
    context: KernelContext,
    device: DmaDevice,
    physical: number,
    size: number,
    direction: DmaDirection,
    attributes: number,
  ): bigint;
  unmapPage(
    context: KernelContext,
    device: DmaDevice,
    handle: bigint,
    size: number,
    direction: DmaDirection,
    attributes: number,
  ): void;
  /** Fills in each entry's DMA address and length with `setSgDma`. How many of them the device is to be given, or a negative error number. */
  mapScatterlist(
    context: KernelContext,
    device: DmaDevice,
    entries: readonly SgEntry[],
    direction: DmaDirection,
    attributes: number,
  ): number;
  unmapScatterlist(
    context: KernelContext,
    device: DmaDevice,
    entries: readonly SgEntry[],
    direction: DmaDirection,
    attributes: number,
  ): void;
  /** A device's registers or memory for another device. A handle or `mappingError`. */
  mapResource(
    context: KernelContext,
    device: DmaDevice,
    physical: number,
    size: number,
    direction: DmaDirection,
    attributes: number,
  ): bigint;
  unmapResource(
    context: KernelContext,
    device: DmaDevice,
    handle: bigint,
    size: number,
    direction: DmaDirection,
    attributes: number,
  ): void;
  syncForCpu(context: KernelContext, device: DmaDevice, handle: bigint, size: number, direction: DmaDirection): void;
  syncForDevice(context: KernelContext, device: DmaDevice, handle: bigint, size: number, direction: DmaDirection): void;
  syncScatterlistForCpu(
    context: KernelContext,
    device: DmaDevice,
    entries: readonly SgEntry[],
    direction: DmaDirection,
  ): void;
  syncScatterlistForDevice(
    context: KernelContext,
    device: DmaDevice,
    entries: readonly SgEntry[],
    direction: DmaDirection,
  ): void;
  /** Sets the area's `vm_page_prot` and fills it. 0 or a negative error number. */
  mmap(
    context: KernelContext,
    device: DmaDevice,
    area: bigint,
    address: bigint,
    handle: bigint,
    size: number,
    attributes: number,
  ): number;
  canMmap(context: KernelContext, device: DmaDevice): boolean;
  /** Where a bus access to `handle` is to end: for findings and views, which compare it with where it did. null: nowhere known. */
  physicalOf(context: KernelContext, device: DmaDevice, handle: bigint): number | null;
  /** As `physicalOf`, of a mapping that was just made for memory at `physical`: there, or in its bounce buffer. */
  targetOf(context: KernelContext, device: DmaDevice, handle: bigint, physical: number): number | null;
  isMaskSupported(context: KernelContext, device: DmaDevice, mask: bigint): boolean;
  requiredMask(context: KernelContext, device: DmaDevice): bigint;
  maxMappingSize(context: KernelContext, device: DmaDevice): bigint;
  optMappingSize(context: KernelContext, device: DmaDevice): bigint;
  /** 0n: mappings of a scatterlist are never merged. */
  mergeBoundary(context: KernelContext, device: DmaDevice): bigint;
  needsSync(context: KernelContext, device: DmaDevice, handle: bigint): boolean;
}

/** `purpose`: by which mask a device that may pass by its IOMMU is judged; Linux on x86 lets none of them choose. */
export function operationsFor(
  context: KernelContext,
  device: DmaDevice,
  purpose: 'streaming' | 'coherent',
): DmaOperations {
  void purpose;
  const { iommu } = context.world.kernel;
  if (iommu.domains.length === 0) return directOperations;
  return translatingDomain(iommu, device.name) ? iommuOperations : directOperations;
}
