/** The clock in jiffies, busy waiting, and what C code asks of the scheduler beyond task-functions.ts. */
import { recordFinding } from './call-site.ts';
import type { KernelContext, KernelFunctions } from './kernel-context.ts';
import { taskByStruct, wakeTask } from './tasks.ts';

const nanosecondsPerJiffy = 1_000_000;
/** The counter starts five minutes before its low 32 bits wrap (INITIAL_JIFFIES at HZ=1000). */
const initialJiffies = 0xffff_ffffn - 300_000n + 1n;
/** Virtual ns that one turn of a busy-waiting loop takes: PAUSE on a recent x86. */
const relaxCost = 40;

const modes: Readonly<Record<string, number>> = { interruptible: 1, uninterruptible: 2 };

export const timeFunctions: KernelFunctions = {
  get_jiffies_64: (context: KernelContext): bigint =>
    initialJiffies + BigInt(Math.floor(context.world.now / nanosecondsPerJiffy)),
  __cpu_relax(context: KernelContext) {
    context.world.hardware.cpus[context.cpu]!.pendingCost += relaxCost;
    context.leave();
  },
  num_online_cpus: (context: KernelContext): number => context.world.hardware.cpus.length,
  __need_resched: (context: KernelContext): number =>
    context.world.kernel.tasks.runQueues[context.cpu]!.length > 0 ? 1 : 0,
  /** A sleep with a time limit is over: its wake-up must not meet the next one. */
  __forget_wake(context: KernelContext) {
    const { task, world } = context;
    if (!task) return;
    task.ticket++;
    world.pending.queue = world.pending.queue.filter(
      ({ event }) => event.kind !== 'wake-task' || event.task !== task.pid,
    );
  },
  __wake_task_in(context: KernelContext, structAddress: bigint, mode: number): number {
    const sleeper = taskByStruct(context.world, structAddress);
    if (!sleeper || !((modes[sleeper.state] ?? 0) & mode) || !wakeTask(context.world, sleeper)) return 0;
    context.record({ kind: 'task', event: 'woken', name: sleeper.name, other: sleeper.pid });
    context.leave();
    return 1;
  },
  __kthread_bind(context: KernelContext, structAddress: bigint, cpu: number) {
    const created = taskByStruct(context.world, structAddress);
    if (created && cpu < context.world.hardware.cpus.length) created.cpu = cpu;
  },
  /** The reference kernel is built without DEBUG_ATOMIC_SLEEP: it says nothing before it really sleeps. */
  __might_sleep(context: KernelContext) {
    const { task } = context;
    if (!task || (task.preemptCount === 0 && task.hardIrqDepth === 0 && !task.interruptsDisabled)) return;
    const where =
      task.hardIrqDepth > 0
        ? 'an interrupt handler'
        : task.interruptsDisabled
          ? 'a section with interrupts off'
          : 'a section that holds a spinlock or disabled preemption';
    const message = `a function that may sleep is called from ${where}`;
    recordFinding(context, { code: 'sleep-in-atomic', origin: 'simulator', severity: 'error', message });
  },
  /** The CPU model has no store buffer: every access is seen in program order, and barriers have nothing to hold back. */
  __memory_barrier: () => undefined,
};
