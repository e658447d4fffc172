/** The memory rooms of the kernel: their C functions, and their state as the boot leaves it. */
import type { Hardware } from '../hardware/hardware.ts';
import type { Machine, ReservedMemory } from '../machine.ts';
import { planBoot } from './boot-memory.ts';
import type { BootPlan } from './boot-memory.ts';
import { buildKernelPageTables } from './boot-memory/kernel-page-tables.ts';
import { createCmaArea } from './cma.ts';
import { cmaFunctions } from './cma/functions.ts';
import { dmaFunctions } from './dma/functions.ts';
import { dmaDebugFunctions } from './dma/debug/functions.ts';
import { createDmaDebug } from './dma/debug/state.ts';
import { createDmaWatch } from './dma/watch/state.ts';
import { createDmaState } from './dma/dma-state.ts';
import { startIommu } from './dma/iommu/domain.ts';
import { dmarFunctions } from './dma/iommu/fault-functions.ts';
import { iommuGroupFunctions } from './dma/iommu/group-functions.ts';
import { unmanagedDomainFunctions } from './dma/iommu/unmanaged.ts';
import { iommuPageFunctions } from './dma/iommu/noncontiguous.ts';
import { createSwiotlb } from './dma/swiotlb/pool.ts';
import type { SwiotlbPool } from './dma/swiotlb/pool.ts';
import type { KernelFunctions } from './kernel-context.ts';
import { ioFunctions } from './io-functions.ts';
import { memoryFunctions as bulkFunctions } from './memory-functions.ts';
import { memoryReportFunctions } from './memory-reports/functions.ts';
import type { MemoryKernel } from './memory-world.ts';
import { allocatePages, createPageAllocator, frameBytes } from './page-allocator.ts';
import { contiguousRangeFunctions } from './page-allocator/contiguous-functions.ts';
import { pageAllocatorFunctions } from './page-allocator/functions.ts';
import { GFP_KERNEL } from './page-allocator/gfp.ts';
import { createAddressSpaces } from './process/address-space.ts';
import { areaFunctions } from './process/area-functions.ts';
import { limitFunctions } from './process/limit-functions.ts';
import { memorySettingFunctions } from './process/memory-settings.ts';
import { hugePageFunctions } from './process/huge-functions.ts';
import { faultFunctions } from './process/fault-functions.ts';
import { oomKillFunctions } from './process/oom-kill.ts';
import { stallFunctions } from './page-allocator/stall.ts';
import { pageCacheFunctions } from './page-cache/functions.ts';
import { cloneFunctions } from './process/clone.ts';
import { memoryProcFunctions } from './process/proc-functions.ts';
import { mmapFunctions } from './process/mmap-functions.ts';
import { pinFunctions } from './process/pin-functions.ts';
import { remapFunctions } from './process/remap.ts';
import { createPageCache } from './page-cache/page-cache.ts';
import { createSwapSpace } from './swap/swap-space.ts';
import { createSlab, debugFlagsOf } from './slab.ts';
import { leakFunctions } from './slab/leaks.ts';
import { slabFunctions } from './slab/functions.ts';
import { userAccessFunctions } from './user-access.ts';
import { createVmallocAreas } from './vmalloc.ts';
import { vmallocFunctions } from './vmalloc/functions.ts';

export const memoryFunctions: readonly KernelFunctions[] = [
  cmaFunctions,
  leakFunctions,
  memoryReportFunctions,
  pageAllocatorFunctions,
  contiguousRangeFunctions,
  slabFunctions,
  vmallocFunctions,
  ioFunctions,
  bulkFunctions,
  userAccessFunctions,
  ...dmaFunctions,
  dmarFunctions,
  dmaDebugFunctions,
  iommuGroupFunctions,
  unmanagedDomainFunctions,
  iommuPageFunctions,
  mmapFunctions,
  areaFunctions,
  memorySettingFunctions,
  limitFunctions,
  hugePageFunctions,
  cloneFunctions,
  memoryProcFunctions,
  faultFunctions,
  oomKillFunctions,
  stallFunctions,
  pageCacheFunctions,
  remapFunctions,
  pinFunctions,
];

export interface MemoryState extends MemoryKernel {
  /** Lines that the boot logs about memory. */
  readonly bootLog: string[];
  /** Physical address of the kernel's top page table. */
  readonly kernelRoot: number;
}

/** The memory rooms' part of `KernelState`. Throws `RangeError` for a machine with too little RAM. */
export function createMemoryState(machine: Machine, hardware: Hardware): MemoryState {
  const plan = planBoot(machine);
  const pageAllocator = createPageAllocator(plan);
  const kernelRoot = buildKernelPageTables(hardware, pageAllocator, plan);
  const zeroFrame = allocatePages(pageAllocator, {
    order: 0,
    gfp: GFP_KERNEL,
    cpu: 0,
    owner: { kind: 'reserved', what: 'page of zeros', statement: null },
  });
  if (zeroFrame === null) throw new RangeError('the machine has too little RAM');
  const { area } = plan.cmaPlacement;
  const iommu = startIommu(machine, hardware, pageAllocator);
  return {
    pageAllocator,
    cma: { areas: area ? [createCmaArea('reserved', area[0], area[1] - area[0])] : [] },
    slab: createSlab(machine.cpus, debugFlagsOf(machine.slubDebug), kmallocMinAlign(machine)),
    vmalloc: createVmallocAreas(),
    dma: createDmaState(createBouncePool(machine, plan)),
    iommu: iommu.state,
    dmaDebug: createDmaDebug(machine.dmaDebug),
    dmaWatch: createDmaWatch(),
    addressSpaces: createAddressSpaces(kernelRoot, zeroFrame, machine.swap?.pageCluster),
    pageCache: createPageCache(machine.disk ?? { rotational: false }),
    swap: createSwapSpace(machine.swap ?? null),
    bootLog: [
      ...(machine.reservedMemory ?? []).map(reservedLine),
      ...plan.cmaPlacement.log,
      ...iommu.log,
      ...plan.bounce.log,
    ],
    kernelRoot,
  };
}

function createBouncePool(machine: Machine, { bounce }: BootPlan): SwiotlbPool | null {
  if (!bounce.pool) return null;
  const [first, end] = bounce.pool;
  const bytes = (end - first) * frameBytes;
  return createSwiotlb(first * frameBytes, bytes, machine.cpus, machine.swiotlb === 'force', machine.kernel);
}

/** ARCH_KMALLOC_MINALIGN; arm64 lowered it with 6.5, where small buffers of devices that do not snoop are bounced. */
function kmallocMinAlign({ arch, kernel }: Machine): 8 | 64 | 128 {
  if (arch === 'arm64') return kernel === '6.12' ? 8 : 128;
  return arch === 'armv7' ? 64 : 8;
}

function reservedLine({ start, end }: ReservedMemory): string {
  const size = Math.floor((end - start) / 2 ** 20);
  return `Reserved memory: created DMA memory pool at 0x${start.toString(16).padStart(16, '0')}, size ${size} MiB`;
}
