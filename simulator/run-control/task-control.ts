/** What the debugger does to single tasks from outside of the machine: hold all but one, end a process. */
import type { Runtime } from '../runtime.ts';

/** Whether that changes anything. A turn of a task that is held from now on is over. */
export function holdOthers(runtime: Runtime, alone: number | null): boolean {
  const { world } = runtime;
  if (world.kernel.tasks.alone === alone) return false;
  world.kernel.tasks.alone = alone;
  if (alone !== null && world.turn && world.turn.task !== alone) {
    world.turn = null;
    runtime.midStatement = false;
  }
  return true;
}

/** A sentence: why it cannot be ended. */
export function killProcess({ world }: Runtime, pid: number): string | null {
  const { byPid, toKill } = world.kernel.tasks;
  const task = byPid.get(pid);
  if (!task || task.state === 'dead') return `there is no thread ${pid}`;
  if (task.kind !== 'user')
    return `${task.name} is a thread of the kernel: nothing can end it but its own code (kthread_stop, a return)`;
  if (!toKill.includes(pid)) toKill.push(pid);
  return null;
}
