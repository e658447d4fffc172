/** What page faults wait for, as `mm/memory.c` asks for it: a slot of swap, or memory at all. */
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { sleepUntilComplete } from '../page-cache/wait.ts';
import { reclaimPages } from '../swap/reclaim.ts';
import { readSlotAndAhead, takeArrivedSlots } from '../swap/swap-in.ts';

export const faultFunctions: KernelFunctions = {
  /** 0: the slot has a frame, or is nobody's any more. */
  __swap_fault(context: KernelContext, slot: bigint, space: bigint, address: bigint): bigint {
    const { world } = context;
    const { swap, addressSpaces } = world.kernel;
    if (!takeArrivedSlots(world, context.cpu)) return reclaimOrWait(context);
    const used = swap.used.get(Number(slot));
    if (!used || used.frame !== null) return 0n;
    if (!used.content && !swap.reading.has(Number(slot))) return 0n;
    readSlotAndAhead(world, addressSpaces.spaces.get(Number(space)) ?? null, Number(slot), address);
    return sleepUntilComplete(context);
  },
  /** Direct reclaim. 0: try again, there is memory or nothing more can be done. */
  __reclaim_for_fault: (context: KernelContext): bigint => reclaimOrWait(context),
};

function reclaimOrWait(context: KernelContext): bigint {
  const { world, cpu } = context;
  const { freed, writing } = reclaimPages(world, 32, cpu, (entry) => void context.record(entry));
  if (freed > 0) return 0n;
  if (writing > 0 || world.kernel.pageCache.disk.inFlight.size > 0) return sleepUntilComplete(context);
  return 0n;
}
