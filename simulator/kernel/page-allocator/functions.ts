/** The page allocator as C calls it: alloc_pages, __get_free_pages, alloc_pages_exact, page references. */
import { recordFinding } from '../call-site.ts';
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { directAddress, directPhysical, frameOfPage, pageAddress } from '../kernel-memory.ts';
import { rememberFreed } from '../slab/guard.ts';
import { callerStack } from '../slab/reports.ts';
import { blockHolding, frameBytes, freePages, freeSplitPages, splitPages } from '../page-allocator.ts';
import { allocateForCaller, orderFor } from './for-caller.ts';
import { gfp } from './gfp.ts';
import { addReferences } from './references.ts';

export const pageAllocatorFunctions: KernelFunctions = {
  alloc_pages(context: KernelContext, flags: number, order: number): bigint {
    const frame = allocate(context, flags, order);
    return frame === null ? 0n : pageAddress(frame);
  },
  /** Pages that the network core cuts pieces from, for whichever driver asks: none of them is the one that asked first. */
  __alloc_frag_pages(context: KernelContext, flags: number, order: number): bigint {
    const frame = allocateForCaller(context, {
      order,
      gfp: flags,
      kind: 'other',
      what: 'pieces for packets',
      stalls: true,
    });
    return frame === null ? 0n : pageAddress(frame);
  },
  __get_free_pages(context: KernelContext, flags: number, order: number): bigint {
    const frame = allocate(context, flags, order);
    return frame === null ? 0n : directAddress(frame * frameBytes);
  },
  get_zeroed_page(context: KernelContext, flags: number): bigint {
    const frame = allocate(context, flags | gfp.ZERO, 0);
    return frame === null ? 0n : directAddress(frame * frameBytes);
  },
  __free_pages(context: KernelContext, page: bigint, order: number) {
    const frame = frameOfPage(page);
    if (frame === null) reportBadFree(context, page, 'is not a struct page');
    else dropReference(context, frame, order);
  },
  free_pages(context: KernelContext, address: bigint, order: number) {
    if (address === 0n) return;
    const physical = directPhysical(address);
    if (physical === null || physical % frameBytes !== 0)
      reportBadFree(context, address, 'is not a page of the direct map');
    else dropReference(context, physical / frameBytes, order);
  },
  /** Exactly as many pages as the size needs: the rest of the block is freed page by page. */
  alloc_pages_exact(context: KernelContext, size: bigint, flags: number): bigint {
    const pages = Math.ceil(Number(size) / frameBytes);
    const order = orderFor(Number(size));
    const frame = allocate(context, flags, order);
    if (frame === null) return 0n;
    splitPages(context.world.kernel.pageAllocator, frame);
    freeSplitPages(context.world.kernel.pageAllocator, frame + pages, frame + 2 ** order);
    return directAddress(frame * frameBytes);
  },
  free_pages_exact(context: KernelContext, address: bigint, size: bigint) {
    const physical = directPhysical(address);
    if (physical === null) return reportBadFree(context, address, 'is not in the direct map');
    const pages = Math.ceil(Number(size) / frameBytes);
    for (let index = 0; index < pages; index++) dropReference(context, physical / frameBytes + index, 0);
  },
  split_page(context: KernelContext, page: bigint, order: number) {
    const frame = frameOfPage(page);
    void order;
    if (frame !== null) splitPages(context.world.kernel.pageAllocator, frame);
  },
  get_page: (context: KernelContext, page: bigint) => changeReferences(context, page, 1),
  /** The last reference frees the block. */
  put_page: (context: KernelContext, page: bigint) => changeReferences(context, page, -1),
  page_count(context: KernelContext, page: bigint): number {
    const frame = frameOfPage(page);
    const { pageAllocator } = context.world.kernel;
    const block = frame === null ? null : blockHolding(pageAllocator, frame);
    // The pages behind the first one are counted with it only in a compound page.
    if (!block || (frame !== block.first && !block.compound)) return 0;
    return pageAllocator.references.get(block.first) ?? 1;
  },
  /** Only blocks asked for with `__GFP_COMP` know their first page. */
  compound_head(context: KernelContext, page: bigint): bigint {
    const block = compoundBlock(context, page);
    return block ? pageAddress(block.first) : page;
  },
  compound_order: (context: KernelContext, page: bigint): number => compoundBlock(context, page)?.order ?? 0,
  totalram_pages: (context: KernelContext): bigint =>
    BigInt(context.world.kernel.pageAllocator.zones.reduce((sum, zone) => sum + zone.managed, 0)),
  nr_free_pages: (context: KernelContext): bigint =>
    BigInt(context.world.kernel.pageAllocator.zones.reduce((sum, zone) => sum + zone.free, 0)),
  /** One more than the highest frame of RAM. */
  __max_pfn: (context: KernelContext): bigint => BigInt(context.world.kernel.pageAllocator.ram.at(-1)?.[1] ?? 0),
};

function compoundBlock(
  context: KernelContext,
  page: bigint,
): { readonly first: number; readonly order: number } | null {
  const { pageAllocator } = context.world.kernel;
  const frame = frameOfPage(page);
  const block = frame === null ? null : blockHolding(pageAllocator, frame);
  return block?.compound ? block : null;
}

/** Of the block that holds the page, whichever of its pages is named. */
function changeReferences(context: KernelContext, page: bigint, count: number): void {
  const frame = frameOfPage(page);
  if (frame === null) reportBadFree(context, page, 'is not a struct page');
  else addReference(context, frame, count);
}

function addReference(context: KernelContext, frame: number, count: number): void {
  const allocator = context.world.kernel.pageAllocator;
  const block = blockHolding(allocator, frame);
  if (!block) return reportBadFree(context, pageAddress(frame), 'is free already');
  if (addReferences(allocator, frame, count, context.cpu)) noteFreed(context, block.first, block.order);
}

function allocate(context: KernelContext, flags: number, order: number): number | null {
  const what = `pages of order ${order}`;
  return allocateForCaller(context, { order, gfp: flags, kind: 'kernel-pages', what, stalls: true });
}

function noteFreed(context: KernelContext, frame: number, order: number): void {
  // Whoever pinned a huge page last is the one to free it.
  context.world.kernel.addressSpaces.hugePages.delete(frame);
  rememberFreed(context.world, frame, order, `pages of order ${order}`, callerStack(context));
}

export function dropReference(context: KernelContext, frame: number, order: number): void {
  const allocator = context.world.kernel.pageAllocator;
  const references = allocator.references.get(frame) ?? 1;
  if (references > 1) return addReference(context, frame, -1);
  const outcome = freePages(allocator, frame, order, context.cpu);
  if (outcome === 'freed') noteFreed(context, frame, order);
  if (outcome === 'not-allocated')
    reportBadFree(context, directAddress(frame * frameBytes), 'is not the start of an allocated block');
  else if (outcome !== 'freed') {
    recordFinding(context, {
      code: 'free-wrong-order',
      origin: 'simulator',
      severity: 'error',
      message: `pages at frame 0x${frame.toString(16)} are freed with order ${order}, ${outcome} than they were allocated with`,
      address: directAddress(frame * frameBytes),
    });
  }
}

function reportBadFree(context: KernelContext, address: bigint, why: string): void {
  recordFinding(context, {
    code: 'invalid-free',
    origin: 'simulator',
    severity: 'error',
    message: `pages at 0x${address.toString(16)} are freed, but this ${why}`,
    address,
  });
}
