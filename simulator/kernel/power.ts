/** The end of the machine by its own kernel: nothing runs any more. */
import type { KernelContext, KernelFunctions } from './kernel-context.ts';

export const powerFunctions: KernelFunctions = {
  __machine_halt(context: KernelContext) {
    const { world } = context;
    const { tasks } = world.kernel;
    world.pending.queue.length = 0;
    for (const task of tasks.byPid.values()) if (task.kind !== 'idle') task.state = 'dead';
    for (const queue of tasks.runQueues) queue.length = 0;
    tasks.reschedule.fill(true);
    world.phase.name = 'rest';
    world.phase.task = null;
    world.phase.loading = null;
    context.leave();
  },
};
