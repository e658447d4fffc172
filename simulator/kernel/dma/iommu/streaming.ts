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
import { accessWords, mapPage, mapPieces, releasePage, rightsFor, takeIova, unmapPages } from './mappings.ts';
import { clearInTable, secondLevelPhysical } from './second-level-tables.ts';

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
  const rights = rightsFor(direction);
  const isMapped =
    pages === 1
      ? mapPage(context, domain, page, frame, rights)
      : mapPieces(context, domain, page, [{ frame, pages }], rights);
  if (!isMapped) {
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
  if (unmapAtOnce(context, domain, device, handle, size)) return;
  if (physicalBehind(context, domain, handle) === null) {
    logWarning(context, 'drivers/iommu/dma-iommu.c:1041 iommu_dma_unmap_page');
    return;
  }
  unmapRange(context, domain, device, handle, size);
}

/** One small page, with an entry of its own. False: it is another case, and nothing was done. */
function unmapAtOnce(
  context: KernelContext,
  domain: IommuDomain,
  device: DmaDevice,
  handle: bigint,
  size: number,
): boolean {
  const offset = lowWordOf(handle) & (frameBytes - 1);
  const page = pageOf(handle);
  if (size + offset > frameBytes || size + offset === 0) return false;
  if (!clearInTable(context.world.hardware, domain, page)) return false;
  noteUnmapping(context, domain, device, page, 1);
  releasePage(context, domain, page);
  return true;
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
  noteUnmapping(context, domain, device, page, pages);
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

function noteUnmapping(
  context: KernelContext,
  domain: IommuDomain,
  device: DmaDevice,
  page: number,
  pages: number,
): void {
  context.record({
    kind: 'iommu-unmap',
    device: device.name,
    domain: domain.id,
    iova: bigintOf(page * frameBytes),
    size: pages * frameBytes,
  });
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
