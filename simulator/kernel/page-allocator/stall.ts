/**
 * What a caller who may wait does when there is no memory (Linux 6.1, mm/page_alloc.c: __alloc_pages_slowpath). Nothing in TypeScript waits: the call is left,
 * `__alloc_pages_slowpath` of mm/page_alloc.c runs on top of its task, and the call is made again. So whoever stalls must not have changed anything yet.
 *
 * Not modelled: stalls of vmalloc and of memory behind an IOMMU, which fail at once; GFP_NOFS and GFP_NOIO, which Linux has try for ever; the panic where no process is left to be
 * killed (insmod is no process here, so that a module's init is given NULL).
 */
import { GuestFault } from '../../c-language/vm-contract.ts';
import { makeAnew } from '../cut-work.ts';
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { functionNamed, imageOfMode } from '../symbols.ts';
import { allowsBlocking } from './gfp.ts';

export const stallHandler = '__alloc_pages_slowpath';

export const stallFunctions: KernelFunctions = {
  /** The allocation that this task makes again may fail. */
  __allocate_once_more({ world, task }: KernelContext) {
    if (task) world.kernel.pageAllocator.stalled.set(task.pid, 'last');
  },
};

/** Leaves the call by a `GuestFault`, unless the caller may not wait or nothing more can be done for it. */
export function waitForMemory(context: KernelContext, flags: number, order: number): void {
  const { world, task } = context;
  const { stalled } = world.kernel.pageAllocator;
  if (!task || !context.callStack || !allowsBlocking(flags) || task.hardIrqDepth > 0) return;
  if (stalled.get(task.pid) === 'last' || isOomVictim(context)) return endStall(context);
  if (!functionNamed(world.program, imageOfMode(world.program, 'kernel'), stallHandler)) return;
  stalled.set(task.pid, 'again');
  makeAnew(context);
  throw new GuestFault({ kind: 'stalled', access: 'write', mode: 'kernel', address: BigInt(flags), size: order });
}

/** The call has come to its end. */
export function endStall({ world, task }: KernelContext): void {
  const { stalled } = world.kernel.pageAllocator;
  if (task && stalled.size > 0 && task.hardIrqDepth === 0) stalled.delete(task.pid);
}

/** A call that is made again for want of memory: what it did before looking there need not be done twice. */
export function isMadeAgain({ world, task }: KernelContext): boolean {
  const { stalled } = world.kernel.pageAllocator;
  return stalled.size > 0 && task !== null && task.hardIrqDepth === 0 && stalled.has(task.pid);
}

/** `tsk_is_oom_victim(current)` */
export function isOomVictim({ world, task }: KernelContext): boolean {
  return task?.kind === 'user' && world.kernel.addressSpaces.spaces.get(task.addressSpace)?.dying === true;
}
