/** Buffers in pieces behind an IOMMU, as kernel/dma/mapping.c asks for their pages (Linux 6.1: __iommu_dma_alloc_noncontiguous). */
import { writeBulk } from '../../../hardware/cpu-bulk.ts';
import type { KernelContext, KernelFunctions } from '../../kernel-context.ts';
import { frameOfPage, pageAddress, peekKernel } from '../../kernel-memory.ts';
import { frameBytes } from '../../page-allocator.ts';
import { readDevice } from '../device-fields.ts';
import { freeFrames, pagesOf, takeScattered } from './coherent.ts';
import { translatingDomain } from './domain.ts';
import { unmapRange } from './streaming.ts';

export const iommuPageFunctions: KernelFunctions = {
  /** Fills in the list of `struct page *` and the handle; false: no pages or no addresses. */
  __iommu_alloc_pages(
    context: KernelContext,
    address: bigint,
    size: bigint,
    flags: number,
    attributes: bigint,
    pages: bigint,
    handle: bigint,
  ): number {
    const device = readDevice(context.world, address);
    const domain = translatingDomain(context.world.kernel.iommu, device.name);
    const taken = domain && takeScattered(context, domain, device, Number(size), flags, Number(attributes));
    if (!taken) return 0;
    writeBulk(context.port, pages, words(taken.frames.map(pageAddress)));
    writeBulk(context.port, handle, words([BigInt(taken.page * frameBytes)]));
    return 1;
  },
  __iommu_free_pages(context: KernelContext, address: bigint, size: bigint, pages: bigint, handle: bigint) {
    const device = readDevice(context.world, address);
    const domain = translatingDomain(context.world.kernel.iommu, device.name);
    if (!domain) return;
    unmapRange(context, domain, device, handle, Number(size));
    const list = new DataView(peekKernel(context.world, pages, pagesOf(Number(size)) * 8).buffer);
    const frames: number[] = [];
    for (let at = 0; at < list.byteLength; at += 8) frames.push(frameOfPage(list.getBigUint64(at, true))!);
    freeFrames(context, frames);
  },
};

function words(values: readonly bigint[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 8);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setBigUint64(index * 8, value, true);
  return bytes;
}
