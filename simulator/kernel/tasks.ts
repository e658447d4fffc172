/**
 * Tasks and the scheduler's queues: who exists, who may run, who runs. The C side's `struct task_struct` stands in simulated memory at `structAddress`.
 *
 * Not modelled: priorities, nice values and real-time classes (all tasks are equals), moving tasks between CPUs except when they are woken, CPU hotplug,
 * control groups, NMIs, stopping and tracing of processes. Simultaneous CPUs share one clock and take turns on it.
 */
import { frameAt, frameCount } from '../c-language/vm.ts';
import { schedule } from '../pending-events.ts';
import type { World } from '../world.ts';

export interface Task {
  readonly pid: number;
  name: string; // comm
  readonly kind: 'kernel' | 'user' | 'idle';
  /** 0 is the kernel's own address space. */
  readonly addressSpace: number;
  readonly structAddress: bigint;
  state: 'running' | 'interruptible' | 'uninterruptible' | 'dead';
  /** The bits of `__state` (TASK_INTERRUPTIBLE…): a wake-up names those it ends. */
  sleep: number;
  /** The CPU it runs on, or ran on last. */
  cpu: number;
  /** The only CPU it may run on (kthread_bind); null: any. */
  boundTo: number | null;
  /** How often it said migrate_disable(): until then it stays on its CPU, also where it is bound to another one. */
  migrationDisabled: number;
  /** Nested spin_lock/preempt_disable levels and softirq sections, as in `preempt_count()`. */
  preemptCount: number;
  hardIrqDepth: number;
  interruptsDisabled: boolean;
  exitCode: number;
  /** A signal waits to be looked at on the way back to user mode. */
  signalPending: boolean;
  /** A program's signal handler that is to run before the kernel code on top of the stack goes on. */
  userCall: { readonly handler: bigint; readonly signal: number; readonly information: bigint } | null;
  /** Virtual times that it waits for without giving up its CPU, by the depth of its stack: an interrupt may wait above what it interrupted. */
  busy: readonly { readonly until: number; readonly depth: number }[];
  /** It ended by an oops or signal: it dies with this wait status when it is run again. */
  dying: number | null;
  /** Queue and function that a kworker works at, as its traces say; null for all others. */
  work: string | null;
  /** Sleeping locks it holds, the oldest first. */
  readonly locks: HeldLock[];
  /** What it waits for, where it said so. */
  waitsFor: WaitTarget | null;
  /** Virtual ns at which its present turn on the CPU began. */
  turnStartedAt: number;
  /** Virtual ns that it has had a CPU in the turns before. */
  cpuTime: number;
  /** How often it gave its CPU up, and had it taken. */
  voluntary: number;
  involuntary: number;
  /** Virtual ns since which it has been in the kernel without a moment in which it could have been preempted; Infinity: a stall was told. */
  kernelSince: number;
}

export interface HeldLock {
  readonly kind: LockKind;
  readonly address: bigint;
  /** The driver's statement that took it; null where none is known. */
  readonly statement: number | null;
}
export type LockKind = 'mutex' | 'rw_semaphore' | 'rw_semaphore (read)';
export interface WaitTarget {
  readonly kind: LockKind | 'semaphore' | 'completion' | 'wait queue' | 'work' | 'thread';
  readonly address: bigint;
}

export interface Tasks {
  readonly byPid: Map<number, Task>;
  nextPid: number;
  /** Runnable pids for each CPU, next first; the current one is not in it. */
  readonly runQueues: number[][];
  /** What each CPU runs; null: nothing, not even its idle task is needed. */
  readonly current: (number | null)[];
  /** Set when the current task of a CPU gave it up. */
  readonly reschedule: boolean[];
  /** TIF_NEED_RESCHED of what each CPU runs: somebody was woken who may take its place where that is allowed. */
  readonly needResched: boolean[];
  /** A CPU's timer is due and its interrupt not yet taken. */
  readonly timerPending: boolean[];
  /** Virtual ns before which an idle CPU does not begin what it was woken for. */
  readonly idleUntil: number[];
  /** Another context asked this CPU to run `__do_ipi` (irq_work, calls between CPUs). */
  readonly ipiPending: boolean[];
  /** Processes that somebody outside of the machine wants ended: the next CPU that takes interrupts sends them SIGKILL. */
  readonly toKill: number[];
  /** The only task that the debugger lets run; null: all. Another one stands still together with the CPU that it runs on. */
  alone: number | null;
  /** Interrupts being handled on each CPU, innermost last. */
  readonly servicing: number[][];
  /** Each CPU's idle task (`swapper/n`): interrupts of an idle CPU run on top of it. */
  readonly idle: number[];
  /** The spinlock that each CPU waits for; 0: none. */
  readonly spinningOn: bigint[];
  /** The CPU that had the last turn. */
  lastCpu: number;
  /** State of the dice that choose how long each of several busy CPUs runs before the next one goes on. */
  dice: number;
  /** Since when busy waiting is all that happens: numbers of the last journal record and event, and that time. */
  readonly quiet: { sequence: number; order: number; since: number; turns: number };
  /** Virtual ns that programs and kernel threads had each CPU, in the turns that are over, and how many turns those were. */
  readonly spent: { user: number; system: number; turns: number }[];
  /** How many there were: `[#1]`. */
  oopses: number;
  /** After a panic nothing runs any more. */
  panicked: boolean;
}

/** Bound on living and dead tasks of a run: a driver that creates kthreads in a loop is told so. */
export const taskLimit = 4096;

/** A user program is preempted after this many virtual ns when others wait for its CPU. */
export const timeSlice = 4_000_000;

/** A number from `low` to below `high`. */
export function throwDice(tasks: Tasks, low: number, high: number): number {
  let dice = tasks.dice;
  dice ^= dice << 13;
  dice ^= dice >>> 17;
  dice ^= dice << 5;
  tasks.dice = dice;
  return low + ((dice >>> 0) % (high - low));
}

export function createTasks(cpus: number, seed: number): Tasks {
  return {
    byPid: new Map(),
    nextPid: 1,
    runQueues: Array.from({ length: cpus }, () => []),
    current: Array.from({ length: cpus }, () => null),
    reschedule: Array.from({ length: cpus }, () => false),
    needResched: Array.from({ length: cpus }, () => false),
    timerPending: Array.from({ length: cpus }, () => false),
    idleUntil: Array.from({ length: cpus }, () => 0),
    ipiPending: Array.from({ length: cpus }, () => false),
    toKill: [],
    alone: null,
    servicing: Array.from({ length: cpus }, () => []),
    idle: [],
    spinningOn: Array.from({ length: cpus }, () => 0n),
    lastCpu: cpus - 1,
    dice: Math.imul(seed + 1, 0x9e37_79b1) | 1,
    quiet: { sequence: 0, order: 0, since: 0, turns: 0 },
    spent: Array.from({ length: cpus }, () => ({ user: 0, system: 0, turns: 0 })),
    oopses: 0,
    panicked: false,
  };
}

export function currentTask(world: World, cpu: number): Task | null {
  const pid = world.kernel.tasks.current[cpu] ?? null;
  return pid === null ? null : (world.kernel.tasks.byPid.get(pid) ?? null);
}

export function inUserMode({ program, threads }: World, { pid }: Task): boolean {
  const thread = threads.get(pid)!;
  return frameCount(thread) > 0 && frameAt(program, thread, 0).mode === 'user';
}

export function taskByStruct(world: World, address: bigint): Task | null {
  for (const task of world.kernel.tasks.byPid.values()) if (task.structAddress === address) return task;
  return null;
}

/** Makes a sleeping task runnable, on an idle CPU if there is one. False: it was not asleep in one of the states `mode`. */
export function wakeTask(world: World, task: Task, mode = ~0): boolean {
  if (task.state === 'running' || task.state === 'dead' || !(task.sleep & mode)) return false;
  task.state = 'running';
  task.sleep = 0;
  task.waitsFor = null;
  const { current, runQueues } = world.kernel.tasks;
  // A task that only announced its sleep (set_current_state) and has not left its CPU yet simply goes on.
  if (current[task.cpu] === task.pid || runQueues[task.cpu]!.includes(task.pid)) return true;
  task.cpu = cpuForWaking(world, task);
  runQueues[task.cpu]!.push(task.pid);
  noticeWaking(world, task.cpu);
  return true;
}

/** As select_task_rq: the CPU it ran on last if that is idle, else any idle one it may run on, else the last one. */
function cpuForWaking(world: World, task: Task): number {
  const { current, runQueues } = world.kernel.tasks;
  if (task.migrationDisabled > 0) return task.cpu;
  if (task.boundTo !== null) return task.boundTo;
  const isIdle = (cpu: number): boolean => runQueues[cpu]!.length === 0 && isIdling(world, current[cpu] ?? null);
  if (isIdle(task.cpu)) return task.cpu;
  const idle = current.findIndex((_, cpu) => isIdle(cpu));
  return idle < 0 ? task.cpu : idle;
}

function isIdling(world: World, pid: number | null): boolean {
  return pid === null || world.kernel.tasks.byPid.get(pid)?.kind === 'idle';
}

/** An interrupt from the waking CPU (about 1 µs) and the exit from C1 (2 µs in the tables of drivers/idle/intel_idle.c). */
const idleExit = 3000;

/** sysctl_sched_wakeup_granularity with two CPUs. */
const wakeupGranularity = 2_000_000;

/** Whoever was just woken has slept: the fair scheduler prefers it to what has run for a while, but not to what has just slept itself. */
function noticeWaking(world: World, cpu: number): void {
  const { current, needResched, idleUntil, runQueues, byPid } = world.kernel.tasks;
  if (!isIdling(world, current[cpu] ?? null)) {
    if (world.now - byPid.get(current[cpu]!)!.turnStartedAt > wakeupGranularity) needResched[cpu] = true;
  } else if (runQueues[cpu]!.length === 1 && current[cpu] === null) {
    idleUntil[cpu] = world.now + idleExit;
    schedule(world.pending, idleUntil[cpu], { kind: 'cpu-ready', cpu });
  }
}

/** To another CPU: at once where it waits for one, else when it gives up the one that it has. */
export function moveTask(world: World, task: Task, cpu: number): void {
  if (task.migrationDisabled > 0) return;
  const { current, runQueues, reschedule } = world.kernel.tasks;
  const queue = runQueues[task.cpu]!;
  const place = queue.indexOf(task.pid);
  if (current[task.cpu] === task.pid) {
    reschedule[task.cpu] = true;
    return;
  }
  task.cpu = cpu;
  if (place < 0) return;
  queue.splice(place, 1);
  runQueues[cpu]!.push(task.pid);
}

/** Adds a new task to a CPU's queue. */
export function enqueue(world: World, task: Task): void {
  task.state = 'running';
  task.sleep = 0;
  const queue = world.kernel.tasks.runQueues[task.cpu]!;
  if (!queue.includes(task.pid)) queue.push(task.pid);
}

/** Takes the current task off its CPU: to the end of the queue if it can go on, nowhere if it sleeps or is dead. */
export function putPrevious(world: World, cpu: number): void {
  const { current, runQueues, reschedule, needResched, byPid } = world.kernel.tasks;
  const pid = current[cpu];
  reschedule[cpu] = false;
  needResched[cpu] = false;
  if (pid === null || pid === undefined) return;
  current[cpu] = null;
  const task = byPid.get(pid)!;
  task.cpuTime += world.now - task.turnStartedAt;
  const spent = world.kernel.tasks.spent[cpu]!;
  spent.turns++;
  if (task.state === 'running') task.involuntary++;
  else task.voluntary++;
  if (task.kind !== 'idle') spent[task.kind === 'user' ? 'user' : 'system'] += world.now - task.turnStartedAt;
  if (task.state !== 'running' || task.kind === 'idle') return;
  if (task.boundTo !== null && task.migrationDisabled === 0) task.cpu = task.boundTo;
  runQueues[task.cpu]!.push(pid);
}

/** Virtual ns that a task has had a CPU until now. */
export function cpuTimeOf({ now, kernel }: World, task: Task): number {
  const running = kernel.tasks.current[task.cpu] === task.pid;
  return task.cpuTime + (running ? now - task.turnStartedAt : 0);
}

/** The next task for this CPU becomes its current one; null when there is none. */
export function pickNext(world: World, cpu: number): Task | null {
  const { current, byPid } = world.kernel.tasks;
  const pid = takeNext(world.kernel.tasks, cpu);
  if (pid === undefined) return null;
  current[cpu] = pid;
  const task = byPid.get(pid)!;
  task.turnStartedAt = task.kernelSince = world.now;
  return task;
}

function takeNext({ runQueues, alone }: Tasks, cpu: number): number | undefined {
  const queue = runQueues[cpu]!;
  if (alone === null) return queue.shift();
  const place = queue.indexOf(alone);
  return place < 0 ? undefined : queue.splice(place, 1)[0];
}

/** Whether somebody who may run waits for this CPU. */
export function somebodyWaits({ runQueues, alone }: Tasks, cpu: number): boolean {
  const queue = runQueues[cpu]!;
  return alone === null ? queue.length > 0 : queue.includes(alone);
}

/** The debugger lets another task run, and this one not. Idle tasks only take interrupts. */
export function isHeld({ alone }: Tasks, task: Task): boolean {
  return alone !== null && task.pid !== alone && task.kind !== 'idle';
}
