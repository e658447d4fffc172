/** Switching address spaces with tasks: a user task brings its own, kernel threads and idle borrow the one that is loaded (lazy TLB). */
import { endLoadsAhead } from '../hardware/load-ahead.ts';
import { drainStores } from '../hardware/store-buffer.ts';
import { switchAddressSpace } from '../hardware/mmu.ts';
import type { World } from '../world.ts';
import type { Task } from './tasks.ts';

/** Loads the root and tag of the task's address space unless the CPU has them. TLB entries stay: they are tagged. */
export function switchToTask(world: World, cpu: number, task: Task): void {
  drainStores(world.hardware);
  endLoadsAhead(world.hardware);
  if (task.kind !== 'user') return;
  const { hardware, kernel } = world;
  // After exit_mm a task goes on with the kernel's own tables to its end.
  const space = kernel.addressSpaces.spaces.get(task.addressSpace) ?? kernel.addressSpaces.spaces.get(0)!;
  const { root, asid } = hardware.cpus[cpu]!;
  if (root !== space.root || asid !== space.asid) switchAddressSpace(hardware, cpu, space.root, space.asid);
}
