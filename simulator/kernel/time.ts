/** The clock in jiffies, busy waiting, and what C code asks of the scheduler beyond task-functions.ts. */
import { noteBarrier } from './dma/watch/ordering.ts';
import { endLoadsAhead } from '../hardware/load-ahead.ts';
import { drainStores } from '../hardware/store-buffer.ts';
import { recordFinding } from './call-site.ts';
import type { World } from '../world.ts';
import type { KernelContext, KernelFunctions } from './kernel-context.ts';
import { programTimer } from '../pending-events.ts';
import { timeSlice } from './tasks.ts';

const nanosecondsPerJiffy = 1_000_000;
/** The counter starts five minutes before its low 32 bits wrap (INITIAL_JIFFIES at HZ=1000). */
const initialJiffies = 0xffff_ffffn - 300_000n + 1n;
/** Virtual ns that one turn of a busy-waiting loop takes: PAUSE on a recent x86. */
const relaxCost = 40;
/** Beyond what a double counts exactly: more than a hundred days after power-on. */
const never = 1n << 53n;

const turnsBetweenLooks = 8;
/** Virtual ns without any event after which a waiting loop is taken to be useless, and the longest that one of its turns may take then. */
const quietTime = 1_000_000;
const longestWait = 1_000_000;

/** A loop that waits while nothing happens and nothing is pending: its turns take longer and longer, so that its end, or a stall, comes soon. */
function uselessWait({ kernel, journal, pending, now }: World): number {
  const { quiet } = kernel.tasks;
  if (quiet.sequence !== journal.nextSequence || quiet.order !== pending.nextOrder || pending.queue.length > 0) {
    quiet.sequence = journal.nextSequence;
    quiet.order = pending.nextOrder;
    quiet.since = now;
  }
  const time = now - quiet.since;
  return time < quietTime ? 0 : Math.min(longestWait, time / 16);
}

export const timeFunctions: KernelFunctions = {
  get_jiffies_64: jiffies,
  jiffies,
  __cpu_relax(context: KernelContext) {
    const { quiet } = context.world.kernel.tasks;
    context.world.hardware.cpus[context.cpu]!.pendingCost += relaxCost + uselessWait(context.world);
    // Not each time: what is due comes late by as many turns of the loop at most.
    if (++quiet.turns % turnsBetweenLooks === 0) context.leave();
  },
  num_online_cpus: (context: KernelContext): number => context.world.hardware.cpus.length,
  __need_resched(context: KernelContext): number {
    const { tasks } = context.world.kernel;
    if (context.task) context.task.kernelSince = context.world.now;
    if (tasks.runQueues[context.cpu]!.length === 0) return 0;
    const since = context.world.now - (context.task?.turnStartedAt ?? 0);
    return tasks.needResched[context.cpu] || since >= timeSlice ? 1 : 0;
  },
  /** Programs a CPU's one-shot timer for a virtual time in ns; ~0: for none. */
  __program_timer_interrupt(context: KernelContext, cpu: number, due: bigint) {
    programTimer(context.world.pending, cpu, due >= never ? null : Number(due));
    context.leave();
  },
  /** Makes `__do_ipi` run on that CPU as soon as it has interrupts on. */
  __send_ipi(context: KernelContext, cpu: number) {
    context.world.kernel.tasks.ipiPending[cpu] = true;
    context.leave();
  },
  /** The reference kernel is built without DEBUG_ATOMIC_SLEEP: it says nothing before it really sleeps. */
  __check_sleep(context: KernelContext) {
    const { task } = context;
    if (!task || (task.preemptCount === 0 && task.hardIrqDepth === 0 && !task.interruptsDisabled)) return;
    const where =
      task.hardIrqDepth > 0
        ? 'an interrupt handler'
        : (task.preemptCount & 0xff00) !== 0
          ? 'a softirq or a section with softirqs off'
          : task.interruptsDisabled
            ? 'a section with interrupts off'
            : 'a section that holds a spinlock or disabled preemption';
    const message = `a function that may sleep is called from ${where}`;
    recordFinding(context, { code: 'sleep-in-atomic', origin: 'simulator', severity: 'error', message });
  },
  /** Kinds as <asm/barrier.h> numbers them: every third one from 1 on orders loads alone, every third one from 2 on stores alone. */
  __memory_barrier(context: KernelContext, kind: number) {
    if (kind % 3 !== 1) drainStores(context.world.hardware);
    if (kind % 3 !== 2) endLoadsAhead(context.world.hardware);
    noteBarrier(context, kind);
  },
};

function jiffies({ world }: KernelContext): bigint {
  return initialJiffies + BigInt(Math.floor(world.now / nanosecondsPerJiffy));
}
