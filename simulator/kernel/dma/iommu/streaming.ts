/** Streaming mappings behind an IOMMU (Linux 6.1, drivers/iommu/dma-iommu.c): whole pages of one buffer at an address of the device's own. */
import { logWarning } from '../../call-site.ts';
import type { KernelContext } from '../../kernel-context.ts';
import { frameBytes } from '../../page-allocator.ts';
import { bigintOf, lowWordOf, numberOf, pageOf } from '../../../hardware/unsigned64.ts';
import { streamingMask } from '../device-fields.ts';
import type { DmaDevice } from '../device-fields.ts';
import { bitMask } from '../limits.ts';
import { mappingError } from '../operation-constants.ts';
import type { DmaDirection } from '../operation-constants.ts';
import type { IommuDomain } from './domain.ts';
import { freeIova } from './iova.ts';
import { accessWords, mapPieces, rightsFor, takeIova, unmapPages } from './mappings.ts';
import { secondLevelPhysical } from './second-level-tables.ts';

/** `__iommu_dma_map`: a handle with the buffer's offset in its page, or `mappingError`. `mask`: the streaming or the coherent one. */
export function mapBuffer(
  context: KernelContext,
  domain: IommuDomain,
  device: DmaDevice,
  physical: number,
  size: number,
  direction: DmaDirection,
  mask: bigint,
): bigint {
  const offset = physical & (frameBytes - 1);
  const pages = Math.ceil((size + offset) / frameBytes);
  // An empty buffer takes an address all the same, and nothing is mapped there.
  const page = takeIova(context, domain, Math.max(pages, 1), mask, device.busLimit);
  if (page === 0) return mappingError;
  const frame = (physical - offset) / frameBytes;
  if (!mapPieces(context, domain, page, [{ frame, pages }], rightsFor(direction))) {
    freeIova(domain.iova, context.cpu, page, pages);
    return mappingError;
  }
  noteMapping(context, domain, device, page, pages, frame * frameBytes, direction);
  return bigintOf(page * frameBytes + offset);
}

/** `iommu_dma_unmap_page`: warns where nothing is mapped, and leaves everything as it is. */
export function unmapBuffer(
  context: KernelContext,
  domain: IommuDomain,
  device: DmaDevice,
  handle: bigint,
  size: number,
): void {
  if (physicalBehind(context, domain, handle) === null) {
    logWarning(context, 'drivers/iommu/dma-iommu.c:1041 iommu_dma_unmap_page');
    return;
  }
  unmapRange(context, domain, device, handle, size);
}

/** `__iommu_dma_unmap` of the pages that [handle, handle + size) touches. */
export function unmapRange(
  context: KernelContext,
  domain: IommuDomain,
  device: DmaDevice,
  handle: bigint,
  size: number,
): void {
  const offset = lowWordOf(handle) & (frameBytes - 1);
  const page = pageOf(handle);
  const pages = Math.ceil((size + offset) / frameBytes);
  if (pages === 0) return;
  context.record({
    kind: 'iommu-unmap',
    device: device.name,
    domain: domain.id,
    iova: bigintOf(page * frameBytes),
    size: pages * frameBytes,
  });
  unmapPages(context, domain, page, pages);
}

const exactNumbers = 1n << 53n;

/** `iommu_iova_to_phys` */
export function physicalBehind({ world }: KernelContext, domain: IommuDomain, handle: bigint): number | null {
  return handle < exactNumbers ? secondLevelPhysical(world.hardware, domain, numberOf(handle)) : null;
}

/** `dma_get_mask` */
export function maskOf(context: KernelContext, device: DmaDevice): bigint {
  const mask = streamingMask(context.world, device);
  return mask === 0n ? bitMask(32) : mask;
}

export function noteMapping(
  context: KernelContext,
  domain: IommuDomain,
  device: DmaDevice,
  page: number,
  pages: number,
  physical: number | null,
  direction: DmaDirection,
): void {
  context.record({
    kind: 'iommu-map',
    device: device.name,
    domain: domain.id,
    iova: bigintOf(page * frameBytes),
    size: pages * frameBytes,
    physical,
    access: accessWords(direction),
  });
}
