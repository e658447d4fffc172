/** dma-direct as one set of operations (Linux 6.1: kernel/dma/direct.c): what every device without an IOMMU has. */
import { forRows } from '../../cut-work.ts';
import { streamingMask } from '../device-fields.ts';
import type { DmaDevice } from '../device-fields.ts';
import { bitMask, smallerLimit } from '../limits.ts';
import { isMaskSupported, requiredMask } from '../mask.ts';
import type { DmaOperations } from '../operations.ts';
import { maxBouncedSize } from '../swiotlb/map.ts';
import { isInPool } from '../swiotlb/pool.ts';
import type { KernelContext } from '../../kernel-context.ts';
import { dmaToPhysical } from './addresses.ts';
import { allocateDirect, allocateDirectPages, freeDirect } from './coherent.ts';
import { giveBackPages } from './contiguous.ts';
import { mapDirect } from './mmap.ts';
import {
  mapDirectPage,
  mapDirectResource,
  mapDirectScatterlist,
  syncDirectForCpu,
  syncDirectForDevice,
  unmapDirectPage,
  unmapDirectScatterlist,
} from './streaming.ts';

/** `SIZE_MAX` */
const noLimit = 0xffff_ffff_ffff_ffffn;

export const directOperations: DmaOperations = {
  allocate: allocateDirect,
  free: freeDirect,
  allocatePages: (context, device, size, direction, gfp) => {
    void direction;
    return allocateDirectPages(context, device, size, gfp);
  },
  freePages: (context, device, size, frame) => {
    void device;
    giveBackPages(context, frame, size);
  },
  mapPage: mapDirectPage,
  unmapPage: unmapDirectPage,
  mapScatterlist: mapDirectScatterlist,
  unmapScatterlist: unmapDirectScatterlist,
  mapResource: (context, device, physical, size) => mapDirectResource(context, device, physical, size),
  unmapResource: () => undefined,
  syncForCpu: syncDirectForCpu,
  syncForDevice: syncDirectForDevice,
  // By the length of the CPU's part: dma-direct never merges.
  syncScatterlistForCpu(context, device, entries, direction) {
    forRows(context, entries, ({ dmaAddress, length }) =>
      syncDirectForCpu(context, device, dmaAddress, length, direction),
    );
  },
  syncScatterlistForDevice(context, device, entries, direction) {
    forRows(context, entries, ({ dmaAddress, length }) =>
      syncDirectForDevice(context, device, dmaAddress, length, direction),
    );
  },
  mmap: mapDirect,
  canMmap: ({ world }, device) => device.coherent || world.machine.arch !== 'x86_64',
  physicalOf: (context, device, handle) => dmaToPhysical(context.world, device, handle),
  targetOf: (context, device, handle) => dmaToPhysical(context.world, device, handle),
  isMaskSupported: ({ world }, device, mask) => isMaskSupported(world, device, mask),
  requiredMask: ({ world }, device) => requiredMask(world, device),
  maxMappingSize,
  optMappingSize: maxMappingSize,
  mergeBoundary: () => 0n,
  needsSync(context, device, handle) {
    const physical = dmaToPhysical(context.world, device, handle);
    return !device.coherent || (physical !== null && isInPool(context.world.kernel.dma.swiotlb, physical));
  },
};

/** Only where a mapping of the device may have to be bounced. */
function maxMappingSize({ world }: KernelContext, device: DmaDevice): bigint {
  const { swiotlb } = world.kernel.dma;
  const mask = streamingMask(world, device) || bitMask(32);
  const limited = smallerLimit(mask, device.busLimit) < requiredMask(world, device);
  return swiotlb && (swiotlb.force || limited) ? BigInt(maxBouncedSize(world, device)) : noLimit;
}
