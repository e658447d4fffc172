/** The scheduler's functions as C calls them: `schedule`, wake-ups, preemption and interrupt flags, exit, the clock of the CPU. */
import { schedule as scheduleEvent } from '../pending-events.ts';
import type { KernelContext, KernelFunctions } from './kernel-context.ts';
import { createTask } from './task-creation.ts';
import { enqueue, taskByStruct, wakeTask, type Task } from './tasks.ts';
import { readCString } from './c-struct.ts';
import { functionAtAddress } from './symbols.ts';

const taskStates: Readonly<Record<number, Task['state']>> = {
  0: 'running',
  1: 'interruptible',
  2: 'uninterruptible',
  0x80: 'dead',
};

function task(context: KernelContext): Task {
  if (!context.task) throw new Error('a task function was called while no task runs');
  return context.task;
}

function giveUpCpu(context: KernelContext): void {
  context.world.kernel.tasks.reschedule[context.cpu] = true;
  context.leave();
}

export const taskFunctions: KernelFunctions = {
  schedule(context: KernelContext) {
    const current = task(context);
    if (current.state !== 'running')
      context.record({ kind: 'task', event: 'blocked', name: current.name, other: current.pid });
    giveUpCpu(context);
  },
  /** Unless woken before, the current task is woken at this virtual time (ns). Replaced by the next call. */
  __wake_current_at(context: KernelContext, deadline: bigint) {
    const current = task(context);
    current.ticket++;
    scheduleEvent(context.world.pending, Number(deadline), {
      kind: 'wake-task',
      task: current.pid,
      ticket: current.ticket,
    });
    context.leave();
  },
  wake_up_process(context: KernelContext, structAddress: bigint): number {
    const sleeper = taskByStruct(context.world, structAddress);
    if (!sleeper || !wakeTask(context.world, sleeper)) return 0;
    context.record({ kind: 'task', event: 'woken', name: sleeper.name, other: sleeper.pid });
    context.leave();
    return 1;
  },
  __set_current_state(context: KernelContext, state: number) {
    task(context).state = taskStates[state & 0xff] ?? 'uninterruptible';
  },
  __current: (context: KernelContext): bigint => task(context).structAddress,
  __kthread_create(context: KernelContext, start: bigint, data: bigint, name: bigint): bigint {
    const entry = functionAtAddress(context.world.program, start);
    const created =
      entry &&
      createTask(context.world, {
        name: readCString(context.world, name, 15),
        kind: 'kernel',
        entry,
        values: [data],
        cpu: context.cpu,
      });
    if (!created) return 0n;
    created.state = 'uninterruptible';
    context.record({ kind: 'task', event: 'created', name: created.name, other: created.pid });
    return created.structAddress;
  },
  __kthread_bind_and_run(context: KernelContext, structAddress: bigint, cpu: number) {
    const created = taskByStruct(context.world, structAddress);
    if (!created) return;
    created.cpu = cpu < context.world.hardware.cpus.length ? cpu : 0;
    enqueue(context.world, created);
    context.leave();
  },
  __local_irq_disable: (context: KernelContext) => void (task(context).interruptsDisabled = true),
  __local_irq_enable(context: KernelContext) {
    task(context).interruptsDisabled = false;
    context.leave();
  },
  /** Flags as x86 has them: bit 9 (IF) set means interrupts were enabled. */
  __local_irq_save(context: KernelContext): bigint {
    const current = task(context);
    const flags = current.interruptsDisabled ? 0n : 0x200n;
    current.interruptsDisabled = true;
    return flags;
  },
  __local_irq_restore(context: KernelContext, flags: bigint) {
    task(context).interruptsDisabled = (flags & 0x200n) === 0n;
    context.leave();
  },
  __preempt_count_add: (context: KernelContext, count: number) => void (task(context).preemptCount += count),
  __preempt_count_sub: (context: KernelContext, count: number) => void (task(context).preemptCount -= count),
  /** As `preempt_count()`: preemption levels in bits 0-7, hard interrupts from bit 16. */
  __preempt_count: (context: KernelContext): number => task(context).preemptCount + (task(context).hardIrqDepth << 16),
  __irqs_disabled: (context: KernelContext): number =>
    task(context).interruptsDisabled || task(context).hardIrqDepth > 0 ? 1 : 0,
  __do_exit(context: KernelContext, code: number) {
    const current = task(context);
    current.state = 'dead';
    current.exitCode = code;
    context.record({ kind: 'task', event: 'exited', name: current.name, other: current.pid });
    giveUpCpu(context);
  },
  __ktime_ns: (context: KernelContext): bigint => BigInt(Math.floor(context.world.now)),
  /** Busy waiting: the CPU does nothing else meanwhile. */
  __udelay_ns(context: KernelContext, duration: bigint) {
    context.world.hardware.cpus[context.cpu]!.pendingCost += Number(duration);
    context.leave();
  },
  __smp_processor_id: (context: KernelContext): number => context.cpu,
};
