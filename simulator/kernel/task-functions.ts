/** The scheduler's functions as C calls them: giving up the CPU, wake-ups, preemption and interrupt flags, exit, the clock of the CPU. */
import type { KernelContext, KernelFunctions } from './kernel-context.ts';
import { createTask } from './task-creation.ts';
import { cpuTimeOf, moveTask, taskByStruct, wakeTask, type Task } from './tasks.ts';
import { frameAt, frameCount } from '../c-language/vm.ts';
import { schedule } from '../pending-events.ts';
import { symbolName } from './code-symbols.ts';
import { readCString, readField } from './c-struct.ts';
import { functionAtAddress } from './symbols.ts';

/** Bits of `__state` that a wake-up can name: TASK_INTERRUPTIBLE, TASK_UNINTERRUPTIBLE, TASK_PARKED, TASK_WAKEKILL. */
const sleepBits = 0x143;

function stateOf(bits: number): Task['state'] {
  if (bits & 0x80) return 'dead';
  if ((bits & sleepBits) === 0) return 'running';
  return bits & 1 ? 'interruptible' : 'uninterruptible';
}

function task(context: KernelContext): Task {
  if (!context.task) throw new Error('a task function was called while no task runs');
  return context.task;
}

function giveUpCpu(context: KernelContext): void {
  context.world.kernel.tasks.reschedule[context.cpu] = true;
  context.leave();
}

function wake(context: KernelContext, structAddress: bigint, mode: number): number {
  const sleeper = taskByStruct(context.world, structAddress);
  if (!sleeper || !wakeTask(context.world, sleeper, mode)) return 0;
  context.record({ kind: 'task', event: 'woken', name: sleeper.name, other: sleeper.pid });
  context.leave();
  return 1;
}

const TASK_NORMAL = 3;
/** Virtual ns below which the other CPUs need not be let go on meanwhile. */
const shortDelay = 1000n;
/** What `preempt_count()` shows of the counter of a CPU: bit 31 is a flag of x86's own. */
const countMask = 0x7fff_ffff;

export const taskFunctions: KernelFunctions = {
  /** The CPU goes to the next task. Returns when this one has it again. */
  __schedule(context: KernelContext) {
    const current = task(context);
    if (current.state !== 'running')
      context.record({ kind: 'task', event: 'blocked', name: current.name, other: current.pid });
    giveUpCpu(context);
  },
  wake_up_process: (context: KernelContext, structAddress: bigint): number => wake(context, structAddress, TASK_NORMAL),
  wake_up_state: wake,
  __set_current_state(context: KernelContext, bits: number) {
    const current = task(context);
    current.state = stateOf(bits);
    current.sleep = bits & sleepBits;
    if (current.sleep === 0) current.waitsFor = null;
  },
  /** The bits that `__state` of that task has: those of a sleep, TASK_DEAD, or 0. */
  __task_state(context: KernelContext, structAddress: bigint): number {
    const found = taskByStruct(context.world, structAddress);
    return !found || found.state === 'dead' ? 0x80 : found.sleep;
  },
  __task_cpu: ({ world }: KernelContext, structAddress: bigint): number => taskByStruct(world, structAddress)?.cpu ?? 0,
  /** Virtual ns that the calling thread, or all threads of its process, have had a CPU, those that have ended among them. */
  __cpu_time_ns(context: KernelContext, whole: number): bigint {
    const own = task(context);
    const { byPid } = context.world.kernel.tasks;
    const belongs = (each: Task): boolean =>
      each === own || (own.addressSpace !== 0 && each.addressSpace === own.addressSpace);
    const threads = whole ? [...byPid.values()].filter(belongs) : [own];
    return BigInt(Math.floor(threads.reduce((sum, each) => sum + cpuTimeOf(context.world, each), 0)));
  },
  /** The living task after this one in the order of pids, those of the machine's CPUs left out; from 0: the first. 0: no more. */
  __next_task(context: KernelContext, structAddress: bigint): bigint {
    const { byPid } = context.world.kernel.tasks;
    const after = structAddress === 0n ? 0 : (taskByStruct(context.world, structAddress)?.pid ?? Infinity);
    let next: Task | null = null;
    for (const each of byPid.values())
      if (each.pid > after && each.state !== 'dead' && (!next || each.pid < next.pid)) next = each;
    return next?.structAddress ?? 0n;
  },
  /** Is any task in a read-side section of RCU that began before this grace period? */
  __rcu_readers({ world }: KernelContext, before: bigint): number {
    const field = (each: Task, name: string): bigint => readField(world, 'task_struct', each.structAddress, name);
    const reads = (each: Task): boolean =>
      each.state !== 'dead' && field(each, 'rcu_read_lock_nesting') !== 0n && field(each, 'rcu_grace_period') < before;
    return [...world.kernel.tasks.byPid.values()].some(reads) ? 1 : 0;
  },
  __note_signal(context: KernelContext, structAddress: bigint) {
    const receiver = taskByStruct(context.world, structAddress);
    if (receiver?.kind === 'user') receiver.signalPending = true;
    context.leave();
  },
  /** The program's handler runs on top of the kernel code that calls this, which goes on when it returns. */
  __run_user_handler(context: KernelContext, handler: bigint, signal: number, information: bigint) {
    task(context).userCall = { handler, signal, information };
    context.leave();
  },
  /** Where the program's stack ends now; 0 in a task that is none. */
  __user_stack_pointer({ world, task: current }: KernelContext): bigint {
    const thread = current && world.threads.get(current.pid);
    for (let depth = 0; thread && depth < frameCount(thread); depth++) {
      const frame = frameAt(world.program, thread, depth);
      if (frame.mode === 'user') return frame.frameAddress;
    }
    return 0n;
  },
  /** What traces of the current kworker say from now on; 0: nothing. */
  __note_work(context: KernelContext, queue: bigint, work: bigint) {
    const name = queue === 0n ? null : readCString(context.world, queue, 24);
    const current = task(context);
    const last = /^(\S+) |\((\S+)\)$/.exec(current.work ?? '');
    current.work =
      name === null
        ? ` 0x0 (${last?.[1] ?? last?.[2] ?? ''})`
        : `${name} ${symbolName(context.world.program, work, false)}`;
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
    created.sleep = 2;
    context.record({ kind: 'task', event: 'created', name: created.name, other: created.pid });
    return created.structAddress;
  },
  __kthread_bind(context: KernelContext, structAddress: bigint, cpu: number) {
    const bound = taskByStruct(context.world, structAddress);
    if (!bound || cpu >= context.world.hardware.cpus.length) return;
    bound.boundTo = cpu < 0 ? null : cpu;
    if (cpu < 0 || cpu === bound.cpu) return;
    moveTask(context.world, bound, cpu);
    context.leave();
  },
  migrate_disable: (context: KernelContext) => void task(context).migrationDisabled++,
  /** Whether it was disabled at all. */
  __migrate_enable(context: KernelContext): number {
    const current = task(context);
    if (current.migrationDisabled === 0) return 0;
    current.migrationDisabled--;
    if (current.migrationDisabled > 0 || current.boundTo === null || current.boundTo === current.cpu) return 1;
    moveTask(context.world, current, current.boundTo);
    context.leave();
    return 1;
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
  /** As `preempt_count()`: preemption levels in bits 0-7, softirqs from bit 8, hard interrupts from bit 16. */
  __preempt_count: (context: KernelContext): number =>
    (task(context).preemptCount + (task(context).hardIrqDepth << 16)) & countMask,
  /** For a task that goes on although it should not: nothing counts any more. */
  __preempt_count_clear(context: KernelContext) {
    task(context).preemptCount = 0;
    task(context).hardIrqDepth = 0;
  },
  __irqs_disabled: (context: KernelContext): number => (task(context).interruptsDisabled ? 1 : 0),
  /** `code` as a shell shows it: the program's own, or 128 and the number of the signal. */
  __do_exit(context: KernelContext, code: number) {
    const current = task(context);
    current.state = 'dead';
    current.exitCode = code;
    context.record({ kind: 'task', event: 'exited', name: current.name, other: current.pid });
    giveUpCpu(context);
  },
  __ktime_ns: (context: KernelContext): bigint => BigInt(Math.floor(context.world.now)),
  /** Busy waiting: the CPU does nothing else meanwhile but take interrupts; the others go on. */
  __udelay_ns(context: KernelContext, duration: bigint) {
    const { world, cpu } = context;
    if (duration < shortDelay) {
      world.hardware.cpus[cpu]!.pendingCost += Number(duration);
    } else {
      const until = world.now + Number(duration);
      const { depth } = world.threads.get(task(context).pid)!;
      const below = task(context).busy.filter((each) => each.until > world.now && each.depth < depth);
      task(context).busy = [...below, { until, depth }];
      schedule(world.pending, until, { kind: 'cpu-ready', cpu });
    }
    context.leave();
  },
  __smp_processor_id: (context: KernelContext): number => context.cpu,
};
