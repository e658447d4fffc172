/** What page faults wait for, as `mm/memory.c` asks for it: a slot of swap, or memory at all. */
import type { World } from '../../world.ts';
import { piecesOf } from '../cut-work.ts';
import { errno, type KernelContext, type KernelFunctions } from '../kernel-context.ts';
import { allocatePages, freePages } from '../page-allocator.ts';
import { GFP_KERNEL } from '../page-allocator/gfp.ts';
import { sleepUntilComplete } from '../page-cache/wait.ts';
import { pagesInFlight, reclaimPages } from '../swap/reclaim.ts';
import { readSlotAndAhead, takeArrivedSlots } from '../swap/swap-in.ts';

export const faultFunctions: KernelFunctions = {
  /** 0: the slot has a frame, or is nobody's any more. */
  __swap_fault(context: KernelContext, slot: bigint, space: bigint, address: bigint): bigint {
    const { world } = context;
    const { swap, addressSpaces } = world.kernel;
    if (!piecesOf(context)(0, () => takeArrivedSlots(world, context.cpu))) return reclaimOrWait(context);
    const used = swap.used.get(Number(slot));
    if (!used || used.frame !== null) return 0n;
    if (!used.content && !swap.reading.has(Number(slot))) return 0n;
    readSlotAndAhead(world, addressSpaces.spaces.get(Number(space)) ?? null, Number(slot), address);
    return sleepUntilComplete(context);
  },
  /** Direct reclaim. 0: try again; -ENOMEM: nothing more can be had. */
  __reclaim_for_fault: (context: KernelContext): bigint => reclaimOrWait(context),
  /** Direct reclaim for an allocation, which will see itself whether there is enough. 0: something was freed; -ENOMEM: nothing more can be had. */
  __reclaim_for_allocation: (context: KernelContext): bigint => reclaim(context),
};

/** Whether a page could be had now, for page tables too: they have no use for one of CMA's. */
function hasPage({ kernel: { pageAllocator } }: World, cpu: number): boolean {
  const owner = { kind: 'user', what: 'reclaim', statement: null } as const;
  const frame = allocatePages(pageAllocator, { order: 0, gfp: GFP_KERNEL, cpu, owner });
  if (frame !== null) freePages(pageAllocator, frame, 0, cpu);
  return frame !== null;
}

/** SWAP_CLUSTER_MAX. */
const atOnce = 32;

function reclaimOrWait(context: KernelContext): bigint {
  const { world, cpu } = context;
  // Somebody else was faster, or will be.
  return piecesOf(context)(0, () => hasPage(world, cpu)) ? 0n : reclaim(context);
}

function reclaim(context: KernelContext): bigint {
  const { world, cpu } = context;
  const pieces = piecesOf(context);
  if (pieces(0, () => pagesInFlight(world) >= atOnce)) return sleepUntilComplete(context);
  const { freed, writing } = reclaimPages(world, atOnce, cpu, (entry) => void context.record(entry), pieces);
  if (freed > 0) return 0n;
  if (writing > 0 || world.kernel.pageCache.disk.inFlight.size > 0) return sleepUntilComplete(context);
  return BigInt(-errno.ENOMEM);
}
