/** What the kernel's work on user memory takes in virtual time, charged to the CPU that does it. */
import { chargeCpu } from '../../hardware/charges.ts';
import type { CostName } from '../../hardware/costs.ts';
import type { MemoryWorld } from '../memory-world.ts';

/** `times` pieces of work of one kind. */
export function charge({ hardware }: MemoryWorld, cpu: number, name: CostName, times = 1): void {
  chargeCpu(hardware, cpu, name, times);
}

/** Virtual ns of one piece of work. */
export function costOf({ hardware }: MemoryWorld, name: CostName): number {
  return hardware.costs[name];
}
