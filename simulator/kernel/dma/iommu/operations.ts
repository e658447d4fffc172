/** dma-iommu as one set of operations (Linux 6.1: iommu_dma_ops): what a device has whose domain translates. */
import { piecesOf, workOfRow } from '../../cut-work.ts';
import { errno } from '../../kernel-context.ts';
import type { KernelContext } from '../../kernel-context.ts';
import { frameBytes } from '../../page-allocator.ts';
import { insertPageOfDriver } from '../../process/remap.ts';
import { readField, writeField } from '../../c-struct.ts';
import type { DmaDevice } from '../device-fields.ts';
import { giveBackPages } from '../direct/contiguous.ts';
import { dmaProtection, mapFrames } from '../direct/mmap.ts';
import { bitMask } from '../limits.ts';
import type { DmaOperations } from '../operations.ts';
import { isVmallocAddress } from '../../virtual-layout.ts';
import {
  allocateBehindIommu,
  allocatePagesBehindIommu,
  framesBehind,
  freeBehindIommu,
  pagesOf,
  warnInvalidArea,
} from './coherent.ts';
import { translatingDomain } from './domain.ts';
import type { IommuDomain } from './domain.ts';
import { cachedOrders } from './iova.ts';
import { mapList, unmapList } from './scatterlist.ts';
import { mapBuffer, maskOf, physicalBehind, unmapBuffer, unmapRange } from './streaming.ts';
import { vmallocAreaAt } from '../../vmalloc.ts';

/** `SIZE_MAX` */
const noLimit = 0xffff_ffff_ffff_ffffn;

export const iommuOperations: DmaOperations = {
  allocate: (context, device, size, flags, attributes) =>
    allocateBehindIommu(context, domainOf(context, device), device, size, flags, attributes),
  free: (context, device, size, address, handle) =>
    freeBehindIommu(context, domainOf(context, device), device, size, address, handle),
  freeUnknown(context, address) {
    if (isVmallocAddress(address)) warnInvalidArea(context, address);
  },
  allocatePages: (context, device, size, direction, flags) =>
    allocatePagesBehindIommu(context, domainOf(context, device), device, size, direction, flags),
  freePages(context, device, size, frame, handle) {
    unmapBuffer(context, domainOf(context, device), device, handle, size);
    giveBackPages(context, frame, size);
  },
  mapPage: (context, device, physical, size, direction) =>
    mapBuffer(context, domainOf(context, device), device, physical, size, direction, maskOf(context, device)),
  unmapPage: (context, device, handle, size) => unmapBuffer(context, domainOf(context, device), device, handle, size),
  mapScatterlist: (context, device, entries, direction) =>
    piecesOf(context)(entries.length * workOfRow, () =>
      mapList(context, domainOf(context, device), device, entries, direction),
    ),
  unmapScatterlist: (context, device, entries) =>
    piecesOf(context)(entries.length * workOfRow, () => unmapList(context, domainOf(context, device), device, entries)),
  mapResource: (context, device, physical, size, direction) =>
    mapBuffer(context, domainOf(context, device), device, physical, size, direction, maskOf(context, device)),
  unmapResource: (context, device, handle, size) =>
    unmapRange(context, domainOf(context, device), device, handle, size),
  // On a machine whose bus masters snoop there is nothing to do: pages behind the IOMMU are never bounced here.
  syncForCpu: () => undefined,
  syncForDevice: () => undefined,
  syncScatterlistForCpu: () => undefined,
  syncScatterlistForDevice: () => undefined,
  mmap: mapIntoProcess,
  canMmap: () => true,
  physicalOf: (context, device, handle) => physicalBehind(context, domainOf(context, device), handle),
  // Nothing is bounced here.
  targetOf: (_context, _device, _handle, physical) => physical,
  isMaskSupported: () => true,
  requiredMask: () => bitMask(32),
  maxMappingSize: () => noLimit,
  optMappingSize: () => BigInt(frameBytes * 2 ** (cachedOrders - 1)),
  mergeBoundary: () => BigInt(frameBytes - 1),
  needsSync: () => true,
};

/** `iommu_dma_mmap`: the pages of a scattered buffer one by one, of a contiguous one as frames. */
function mapIntoProcess(
  context: KernelContext,
  device: DmaDevice,
  area: bigint,
  address: bigint,
  handle: bigint,
  size: number,
  attributes: number,
): number {
  void handle;
  const { world } = context;
  const field = (name: string): bigint => readField(world, 'vm_area_struct', area, name);
  const protection = dmaProtection(world, device, field('vm_page_prot.pgprot'), attributes);
  writeField(world, 'vm_area_struct', area, 'vm_page_prot.pgprot', protection);
  const frames = framesBehind(context, address, pagesOf(size));
  if (vmallocAreaAt(world.kernel.vmalloc, address)?.kind !== 'dma' || !frames) {
    return mapFrames(context, area, frames?.[0] ?? null, size, protection);
  }
  const offset = Number(field('vm_pgoff'));
  const pages = Number((field('vm_end') - field('vm_start')) / BigInt(frameBytes));
  if (offset >= pagesOf(size) || pages > pagesOf(size) - offset) return -errno.ENXIO;
  // A caller that claims more than the buffer has reads on behind the list of its pages, which ends in zeros.
  for (let index = 0; index < pages; index++) {
    const error = insertPageOfDriver(
      context,
      area,
      field('vm_start') + BigInt(index * frameBytes),
      frames[offset + index] ?? null,
    );
    if (error !== 0) return error;
  }
  return 0;
}

function domainOf({ world }: KernelContext, device: DmaDevice): IommuDomain {
  const domain = translatingDomain(world.kernel.iommu, device.name);
  if (!domain) throw new Error(`${device.name} is in no translating domain`);
  return domain;
}
