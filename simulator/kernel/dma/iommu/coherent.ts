/**
 * Coherent memory behind an IOMMU (Linux 6.1, drivers/iommu/dma-iommu.c): who may sleep gets pages from anywhere, contiguous for the device by its
 * tables and for the CPU by the vmalloc area; who may not, or asks for it, gets contiguous pages.
 *
 * Not modelled: the page list's own slab memory.
 */
import { zeroFresh, zeroNow } from '../../cut-work.ts';
import { callSite, logWarning, recordFinding } from '../../call-site.ts';
import { oopsOf } from '../../oops.ts';
import type { KernelContext } from '../../kernel-context.ts';
import { directAddress, directPhysical, kernelPhysical, pageAddress } from '../../kernel-memory.ts';
import { allocatePages, frameBytes, freePages, splitPages } from '../../page-allocator.ts';
import type { Owner } from '../../page-allocator.ts';
import { allowsBlocking, gfp } from '../../page-allocator/gfp.ts';
import { hashPointer } from '../../format/pointers.ts';
import { mapCoherentFrames, unmapCoherentFrames } from '../../vmalloc/functions.ts';
import { vmallocAreaAt } from '../../vmalloc.ts';
import { giveBackPages, takePages } from '../direct/contiguous.ts';
import type { DmaDevice } from '../device-fields.ts';
import { dmaAttribute, DMA_BIDIRECTIONAL, mappingError } from '../operation-constants.ts';
import type { DmaDirection } from '../operation-constants.ts';
import type { CoherentMemory } from '../operations.ts';
import type { IommuDomain } from './domain.ts';
import { freeIova } from './iova.ts';
import { mapPieces, rightsFor, takeIova, unmapPages } from './mappings.ts';
import type { Piece } from './mappings.ts';
import { maskOf, mapBuffer, noteMapping, unmapRange } from './streaming.ts';

/** Sizes of pages that the tables know and the buddy has: 2 MiB and 4 KiB, as orders. */
const orders = [9, 0] as const;

export function allocateBehindIommu(
  context: KernelContext,
  domain: IommuDomain,
  device: DmaDevice,
  size: number,
  flags: number,
  attributes: number,
): CoherentMemory | null {
  if (allowsBlocking(flags) && !(attributes & dmaAttribute.forceContiguous)) {
    return allocateScattered(context, domain, device, size, flags | gfp.ZERO, attributes);
  }
  const bytes = pagesOf(size) * frameBytes;
  const taken = takeAnyPages(context, device, bytes, flags | gfp.ZERO);
  if (!taken) return null;
  const physical = taken.frame * frameBytes;
  zeroNow(context, directAddress(physical), bytes);
  const handle = mapBuffer(context, domain, device, physical, size, DMA_BIDIRECTIONAL, device.coherentMask);
  if (handle === mappingError) {
    giveBackPages(context, taken.frame, bytes);
    return null;
  }
  return { address: directAddress(physical), handle, physical, taken: taken.taken, from: taken.from };
}

/** By what the caller says: the pages of the mapping behind `address`, or those of the direct map there. */
export function freeBehindIommu(
  context: KernelContext,
  domain: IommuDomain,
  device: DmaDevice,
  size: number,
  address: bigint,
  handle: bigint,
): void {
  unmapRange(context, domain, device, handle, size);
  const physical = directPhysical(address);
  if (physical !== null) return giveBackPages(context, Math.floor(physical / frameBytes), pagesOf(size) * frameBytes);
  const frames = unmapCoherentFrames(context, address);
  if (!frames) return warnInvalidArea(context, address);
  freeFrames(context, frames.slice(0, pagesOf(size)));
}

/** Not an area that coherent memory was mapped in. */
export function warnInvalidArea(context: KernelContext, address: bigint): void {
  const message = `trying to free invalid coherent area: ${hashPointer(address)}`;
  logWarning(context, 'kernel/dma/remap.c:65 dma_common_free_remap', message);
}

/** `dma_common_alloc_pages`: contiguous and mapped for the device by its streaming mask. `size` is whole pages. */
export function allocatePagesBehindIommu(
  context: KernelContext,
  domain: IommuDomain,
  device: DmaDevice,
  size: number,
  direction: DmaDirection,
  flags: number,
): CoherentMemory | null {
  const taken = takeAnyPages(context, device, size, flags);
  if (!taken) return null;
  const physical = taken.frame * frameBytes;
  const handle = mapBuffer(context, domain, device, physical, size, direction, maskOf(context, device));
  if (handle === mappingError) {
    giveBackPages(context, taken.frame, size);
    return null;
  }
  zeroFresh(context, directAddress(physical), size);
  return { address: pageAddress(taken.frame), handle, physical, taken: taken.taken, from: taken.from };
}

/** Frames behind an address that `allocateBehindIommu` gave, in order, as many as it has; null: it is no such address. */
export function framesBehind({ world }: KernelContext, address: bigint, pages: number): readonly number[] | null {
  const area = vmallocAreaAt(world.kernel.vmalloc, address);
  if (area?.kind === 'dma') return area.frames;
  const physical = kernelPhysical(world, address);
  if (physical === null) return null;
  return Array.from({ length: pages }, (_, index) => Math.floor(physical / frameBytes) + index);
}

/** Scattered pages mapped for the device: first page of the addresses, and the frames. null: no pages or no addresses. */
export function takeScattered(
  context: KernelContext,
  domain: IommuDomain,
  device: DmaDevice,
  size: number,
  flags: number,
  attributes: number,
): { readonly page: number; readonly frames: readonly number[] } | null {
  const pages = pagesOf(size);
  if (pages === 0) return dieOfNoPages(context);
  const frames = takeFrames(context, device, pages, flags, attributes);
  if (!frames) return null;
  const page = takeIova(context, domain, pages, device.coherentMask, device.busLimit);
  const mapped = page !== 0 && mapPieces(context, domain, page, piecesOf(frames), rightsFor(DMA_BIDIRECTIONAL));
  if (mapped) {
    noteMapping(context, domain, device, page, pages, null, DMA_BIDIRECTIONAL);
    return { page, frames };
  }
  if (page !== 0) freeIova(domain.iova, context.cpu, page, pages);
  freeFrames(context, frames);
  return null;
}

/** A list of no pages has its first read all the same: at ZERO_SIZE_PTR. */
function dieOfNoPages(context: KernelContext): null {
  const fault = { kind: 'not-present', access: 'read', mode: 'kernel', address: 16n, size: 8 } as const;
  const message = oopsOf(context, fault, null, 'sg_alloc_append_table_from_pages');
  recordFinding(context, {
    code: 'null-pointer',
    origin: 'kernel',
    severity: 'error',
    message,
    address: fault.address,
  });
  return null;
}

export function freeFrames({ world, cpu }: KernelContext, frames: readonly number[]): void {
  for (let index = frames.length - 1; index >= 0; index--)
    freePages(world.kernel.pageAllocator, frames[index]!, 0, cpu);
}

export function pagesOf(size: number): number {
  return Math.ceil(size / frameBytes);
}

function allocateScattered(
  context: KernelContext,
  domain: IommuDomain,
  device: DmaDevice,
  size: number,
  flags: number,
  attributes: number,
): CoherentMemory | null {
  const scattered = takeScattered(context, domain, device, size, flags, attributes);
  if (!scattered) return null;
  const { page, frames } = scattered;
  const address = mapCoherentFrames(context, frames, `coherent buffer of ${device.name}`);
  if (address === 0n) {
    unmapPages(context, domain, page, frames.length);
    freeFrames(context, frames);
    return null;
  }
  const contiguous = frames.every((frame, index) => frame === frames[0]! + index);
  return {
    address,
    handle: BigInt(page * frameBytes),
    physical: contiguous ? frames[0]! * frameBytes : null,
    taken: frames.length * frameBytes,
    from: 'scattered pages',
  };
}

/** `__iommu_dma_alloc_pages`: as large blocks as there are without trying hard, each split into pages. */
function takeFrames(
  context: KernelContext,
  device: DmaDevice,
  count: number,
  flags: number,
  attributes: number,
): number[] | null {
  const { pageAllocator } = context.world.kernel;
  const owner: Owner = {
    kind: 'dma-coherent',
    what: `coherent buffer of ${device.name}`,
    statement: callSite(context),
  };
  const sizes = attributes & dmaAttribute.allocSinglePages ? [0] : orders;
  const asked = (flags | gfp.NOWARN | gfp.HIGHMEM) & ~(gfp.COMP | gfp.ZERO);
  const frames: number[] = [];
  const blocks: { address: bigint; length: number }[] = [];
  while (frames.length < count) {
    let taken: number | null = null;
    let order = 0;
    for (const each of sizes) {
      if (2 ** each > count - frames.length) continue;
      order = each;
      taken = allocatePages(pageAllocator, { order, gfp: asked, cpu: context.cpu, owner });
      if (taken !== null) break;
    }
    if (taken === null) {
      freeFrames(context, frames);
      return null;
    }
    blocks.push({ address: directAddress(taken * frameBytes), length: frameBytes * 2 ** order });
    if (order > 0) splitPages(pageAllocator, taken);
    for (let index = 0; index < 2 ** order; index++) frames.push(taken + index);
  }
  // Buffers in pieces (dma_alloc_noncontiguous) hold what stood there, unless they are asked for zeroed.
  if (flags & gfp.ZERO) for (const { address, length } of blocks) zeroFresh(context, address, length);
  return frames;
}

function piecesOf(frames: readonly number[]): Piece[] {
  const pieces: { frame: number; pages: number }[] = [];
  for (const frame of frames) {
    const last = pieces.at(-1);
    if (last && last.frame + last.pages === frame) last.pages++;
    else pieces.push({ frame, pages: 1 });
  }
  return pieces;
}

/** CMA or the buddy, wherever the pages are: the tables reach all of RAM. */
function takeAnyPages(
  context: KernelContext,
  device: DmaDevice,
  size: number,
  flags: number,
): { readonly frame: number; readonly taken: number; readonly from: string } | null {
  const { address, name, driver, maskPointer, mask, coherent } = device;
  const unlimited = { coherentMask: 0xffff_ffff_ffff_ffffn, busLimit: 0n, rangeMap: 0n };
  const anywhere: DmaDevice = { address, name, driver, maskPointer, mask, coherent, ...unlimited };
  const owner = {
    kind: 'dma-coherent',
    what: `coherent buffer of ${device.name}`,
    statement: callSite(context),
  } as const;
  return takePages(context, { device: anywhere, size, gfp: flags, owner });
}
