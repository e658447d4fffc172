/** What the kernel's work on user memory takes in virtual time, charged to the CPU that does it. */
import { createCosts, type CostName } from '../../hardware/costs.ts';
import type { MemoryWorld } from '../memory-world.ts';

const costs = createCosts();

/** `times` pieces of work of one kind. */
export function charge(world: MemoryWorld, cpu: number, name: CostName, times = 1): void {
  world.hardware.cpus[cpu]!.pendingCost += costs[name] * times;
}

/** Virtual ns of one piece of work. */
export function costOf(name: CostName): number {
  return costs[name];
}
