/** The stack grows when something just below it is touched (expand_downwards): up to its limit, and never into another area. */
import type { AddressSpace } from './address-space.ts';
import { mayMapLocked } from './limits.ts';
import { indexOfVma, nextVma, pagesOf, stackGuardBytes, vm, type VmArea } from './vma.ts';

/** The stack's area, grown to hold the address; null when there is none above, or it may not grow so far. */
export function growStack(space: AddressSpace, address: bigint): VmArea | null {
  const stack = nextVma(space, address);
  if (!stack || !(stack.flags & vm.GROWSDOWN)) return null;
  const start = address & ~4095n;
  if (stack.end - start > space.limits.stack || !mayMapLocked(space, stack.flags, stack.start - start)) return null;
  const below = space.areas[indexOfVma(space, stack) - 1];
  const accessible = vm.READ | vm.WRITE | vm.EXEC;
  if (below && below.flags & accessible && start - below.end < stackGuardBytes) return null;
  space.mappedPages += pagesOf({ start, end: stack.start });
  stack.start = start;
  space.counters.stackGrowths++;
  return stack;
}
