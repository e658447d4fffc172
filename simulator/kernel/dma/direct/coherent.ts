/**
 * Coherent memory without an IOMMU (Linux 6.1: dma_direct_alloc and its kin): pages the device can address, through the linear map where its accesses
 * snoop.
 */
import { fillBulk } from '../../../hardware/cpu-bulk.ts';
import { callSite, logLine, recordFinding } from '../../call-site.ts';
import type { KernelContext } from '../../kernel-context.ts';
import { directAddress, pageAddress } from '../../kernel-memory.ts';
import { frameBytes } from '../../page-allocator.ts';
import { gfp } from '../../page-allocator/gfp.ts';
import type { DmaDevice } from '../device-fields.ts';
import { dmaAttribute } from '../operation-constants.ts';
import type { CoherentMemory } from '../operations.ts';
import { physicalToDma } from './addresses.ts';
import { giveBackPages, takePages } from './contiguous.ts';
import type { PageRequest, TakenPages } from './contiguous.ts';

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
  if (!device.coherent) return refuseNonCoherent(context, request);
  const taken = takePages(context, request);
  if (!taken) return null;
  if (attributes & dmaAttribute.noKernelMapping) return given(context, device, taken, pageAddress(taken.frame));
  const address = directAddress(taken.frame * frameBytes);
  fillBulk(context.port, address, request.size, 0);
  return given(context, device, taken, address);
}

/** `frame`: of the handle, or of the cookie that NO_KERNEL_MAPPING gave. */
export function freeDirect(context: KernelContext, frame: number, size: number): void {
  giveBackPages(context, frame, size);
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
  fillBulk(context.port, directAddress(taken.frame * frameBytes), size, 0);
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

function refuseNonCoherent(context: KernelContext, request: PageRequest): null {
  const { shownOnce } = context.world.kernel.dma;
  if (!shownOnce.has('non-coherent')) {
    shownOnce.add('non-coherent');
    logLine(context, 3, 'coherent DMA allocations not supported on this platform.');
  }
  recordFinding(context, {
    code: 'not-modelled',
    origin: 'simulator',
    severity: 'warning',
    message: 'coherent memory on a machine whose bus masters do not snoop is not modelled yet (kernel/dma/direct)',
    device: request.device.name,
  });
  return null;
}
