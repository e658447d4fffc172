/**
 * Coherent memory without an IOMMU (Linux 6.1: dma_direct_alloc and its kin): pages the device can address, through the linear map where its accesses
 * snoop, through an uncached alias elsewhere.
 */
import { zeroFresh } from '../../cut-work.ts';
import { callSite } from '../../call-site.ts';
import type { KernelContext } from '../../kernel-context.ts';
import { directAddress, frameOfPage, pageAddress } from '../../kernel-memory.ts';
import { frameBytes } from '../../page-allocator.ts';
import { allowsBlocking, gfp } from '../../page-allocator/gfp.ts';
import { giveBackToAtomicPools, takeFromAtomicPools } from '../atomic-pools.ts';
import { flushRange } from '../cache-maintenance.ts';
import type { DmaDevice } from '../device-fields.ts';
import { dmaAttribute } from '../operation-constants.ts';
import type { CoherentMemory } from '../operations.ts';
import { dmaToPhysical, physicalToDma } from './addresses.ts';
import { giveBackPages, takePages } from './contiguous.ts';
import type { PageRequest, TakenPages } from './contiguous.ts';
import { mapUncached, unmapUncached } from './remap.ts';

export function allocateDirect(
  context: KernelContext,
  device: DmaDevice,
  askedSize: number,
  flags: number,
  attributes: number,
): CoherentMemory | null {
  const request = requestOf(
    context,
    device,
    askedSize,
    (flags & ~gfp.ZERO) | (attributes & dmaAttribute.noWarn ? gfp.NOWARN : 0),
  );
  if (attributes & dmaAttribute.noKernelMapping) return withoutMapping(context, request);
  if (!device.coherent && !allowsBlocking(request.gfp)) return takeFromAtomicPools(context, device, request);
  const taken = takePages(context, request);
  if (!taken) return null;
  if (!device.coherent) {
    const alias = mapUncached(context, device, taken, request.size);
    return alias === null ? null : given(context, device, taken, alias);
  }
  const address = directAddress(taken.frame * frameBytes);
  zeroFresh(context, address, request.size);
  return given(context, device, taken, address);
}

/** What the attributes, the address and the handle say; the size decides how many pages go back. */
export function freeDirect(
  context: KernelContext,
  device: DmaDevice,
  size: number,
  address: bigint,
  handle: bigint,
  attributes: number,
): void {
  const cookie = attributes & dmaAttribute.noKernelMapping ? frameOfPage(address) : null;
  if (cookie !== null) return giveBackPages(context, cookie, size);
  const bytes = Math.ceil(size / frameBytes) * frameBytes;
  if (giveBackToAtomicPools(context, address, bytes)) return;
  const physical = dmaToPhysical(context.world, device, handle);
  if (physical === null) return;
  const frame = Math.floor(physical / frameBytes);
  if (!device.coherent) unmapUncached(context, address, frame, bytes);
  giveBackPages(context, frame, size);
}

/** The driver gets the `struct page *` as a cookie; no line of the pages stays dirty in a cache. */
function withoutMapping(context: KernelContext, request: PageRequest): CoherentMemory | null {
  const taken = takePages(context, request);
  if (!taken) return null;
  if (!request.device.coherent) flushRange(context, taken.frame * frameBytes, request.size);
  return given(context, request.device, taken, pageAddress(taken.frame));
}

/** `dma_alloc_pages`: never CMA in highmem, always through the linear map, cacheable on every machine. */
export function allocateDirectPages(
  context: KernelContext,
  device: DmaDevice,
  size: number,
  flags: number,
): CoherentMemory | null {
  const taken = takePages(context, requestOf(context, device, size, flags));
  if (!taken) return null;
  zeroFresh(context, directAddress(taken.frame * frameBytes), size);
  return given(context, device, taken, pageAddress(taken.frame));
}

function requestOf(context: KernelContext, device: DmaDevice, size: number, flags: number): PageRequest {
  return {
    device,
    size: Math.ceil(size / frameBytes) * frameBytes,
    gfp: flags,
    owner: { kind: 'dma-coherent', what: `coherent buffer of ${device.name}`, statement: callSite(context) },
  };
}

function given(context: KernelContext, device: DmaDevice, taken: TakenPages, address: bigint): CoherentMemory {
  const physical = taken.frame * frameBytes;
  return {
    address,
    handle: physicalToDma(context.world, device, physical),
    physical,
    taken: taken.taken,
    from: taken.from,
  };
}
