/** What page faults wait for, as `mm/memory.c` asks for it: a slot of swap, or memory at all. */
import type { World } from '../../world.ts';
import { logLine } from '../call-site.ts';
import { errno, type KernelContext, type KernelFunctions } from '../kernel-context.ts';
import { describeGfp, GFP_HIGHUSER_MOVABLE } from '../page-allocator/gfp.ts';
import { sleepUntilComplete } from '../page-cache/wait.ts';
import { pagesInFlight, reclaimPages } from '../swap/reclaim.ts';
import type { Task } from '../tasks.ts';
import { residentPages, type AddressSpace } from './address-space.ts';
import { allocateFrame, dropReference } from './user-frames.ts';
import { countTables } from './user-tables.ts';
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
  /** Direct reclaim. 0: try again; -ENOMEM: nothing more can be had. */
  __reclaim_for_fault: (context: KernelContext): bigint => reclaimOrWait(context),
  /** Who is to die, with the log's lines about it; NULL: one is dying already, or there is nobody. */
  __oom_victim(context: KernelContext): bigint {
    const { world } = context;
    const { events } = world.kernel.addressSpaces;
    const found = largestProcess(world);
    if (!found || found.space.dying) return 0n;
    const mode = `gfp_mask=0x${GFP_HIGHUSER_MOVABLE.toString(16)}(${describeGfp(GFP_HIGHUSER_MOVABLE)})`;
    logLine(context, 4, `${context.task?.name ?? 'swapper/0'} invoked oom-killer: ${mode}, order=0, oom_score_adj=0`);
    logLine(context, 3, killedLine(world, found.task, found.space));
    found.space.dying = true;
    events.oomKills++;
    return found.task.structAddress;
  },
};

/** Whether a page could be had now. */
function hasPage(world: World, cpu: number): boolean {
  const frame = allocateFrame(world, 'reclaim', cpu);
  if (frame !== null) dropReference(world.kernel.pageAllocator, frame, cpu);
  return frame !== null;
}

/** SWAP_CLUSTER_MAX. */
const atOnce = 32;

function reclaimOrWait(context: KernelContext): bigint {
  const { world, cpu } = context;
  // Somebody else was faster, or will be.
  if (hasPage(world, cpu)) return 0n;
  if (pagesInFlight(world) >= atOnce) return sleepUntilComplete(context);
  const { freed, writing } = reclaimPages(world, atOnce, cpu, (entry) => void context.record(entry));
  if (freed > 0) return 0n;
  if (writing > 0 || world.kernel.pageCache.disk.inFlight.size > 0) return sleepUntilComplete(context);
  return BigInt(-errno.ENOMEM);
}

/** oom_badness: what the end of the process would give back, in pages. */
function badness(world: World, space: AddressSpace): number {
  return residentPages(space) + space.counters.swapEntries + countTables(world, space);
}

function largestProcess(world: World): { readonly task: Task; readonly space: AddressSpace } | null {
  let worst: { task: Task; space: AddressSpace; points: number } | null = null;
  for (const task of world.kernel.tasks.byPid.values()) {
    const space =
      task.kind === 'user' && task.state !== 'dead' ? world.kernel.addressSpaces.spaces.get(task.addressSpace) : null;
    if (!space || space.id === 0) continue;
    const points = badness(world, space);
    if (!worst || points > worst.points) worst = { task, space, points };
  }
  return worst;
}

/** In the words of mm/oom_kill.c of Linux 6.1. */
function killedLine(world: World, { pid, name }: Task, space: AddressSpace): string {
  const { anonymousPages, filePages, sharedMemoryPages } = space.counters;
  const size = space.areas.reduce((sum, { start, end }) => sum + Number((end - start) >> 10n), 0);
  const rss = `anon-rss:${anonymousPages * 4}kB, file-rss:${filePages * 4}kB, shmem-rss:${sharedMemoryPages * 4}kB`;
  const tables = (countTables(world, space) - 1) * 4;
  return `Out of memory: Killed process ${pid} (${name}) total-vm:${size}kB, ${rss}, UID:0 pgtables:${tables}kB oom_score_adj:0`;
}
