/** Waiting for the block device: the task sleeps until a request completes, and looks again. */
import type { World } from '../../world.ts';
import type { KernelContext } from '../kernel-context.ts';
import { wakeTask } from '../tasks.ts';

/** EIOCBQUEUED: what C is told that then calls `schedule()` and asks again. */
export const mustWait = -529;
const taskUninterruptible = 2; // TASK_UNINTERRUPTIBLE

/** The calling task is asleep from here on, though it runs until `schedule()`. */
export function sleepUntilComplete({ world, task }: KernelContext): bigint {
  if (!task) throw new Error('nobody is there to wait for a disk');
  task.state = 'uninterruptible';
  task.sleep = taskUninterruptible;
  world.kernel.pageCache.waiters.push(task.pid);
  return BigInt(mustWait);
}

export function wakeWaiters(world: World): void {
  for (const pid of world.kernel.pageCache.waiters.splice(0)) {
    const task = world.kernel.tasks.byPid.get(pid);
    if (task) wakeTask(world, task);
  }
}
