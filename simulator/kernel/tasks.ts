/** Tasks and the scheduler's queues: who exists, who may run, who runs. The C side's `struct task_struct` stands in simulated memory at `structAddress`. */
import type { World } from '../world.ts';

export interface Task {
  readonly pid: number;
  name: string; // comm
  readonly kind: 'kernel' | 'user' | 'idle';
  /** 0 is the kernel's own address space. */
  readonly addressSpace: number;
  readonly structAddress: bigint;
  state: 'running' | 'interruptible' | 'uninterruptible' | 'dead';
  cpu: number;
  /** Nested spin_lock/preempt_disable levels, as in `preempt_count()`. */
  preemptCount: number;
  hardIrqDepth: number;
  interruptsDisabled: boolean;
  /** Counts sleeps, so that a late timeout does not wake a later sleep. */
  ticket: number;
  exitCode: number;
  /** Virtual ns at which its present turn on the CPU began. */
  turnStartedAt: number;
}

export interface Tasks {
  readonly byPid: Map<number, Task>;
  nextPid: number;
  /** Runnable pids for each CPU, next first; the current one is not in it. */
  readonly runQueues: number[][];
  /** What each CPU runs; null: nothing, not even its idle task is needed. */
  readonly current: (number | null)[];
  /** Set when the current task of a CPU gave it up or should. */
  readonly reschedule: boolean[];
  /** Interrupts being handled on each CPU, innermost last. */
  readonly servicing: number[][];
  /** Each CPU's idle task (`swapper/n`): interrupts of an idle CPU run on top of it. */
  readonly idle: number[];
  /** The CPU that had the last turn. */
  lastCpu: number;
}

/** Bound on living and dead tasks of a run: a driver that creates kthreads in a loop is told so. */
export const taskLimit = 4096;

export function createTasks(cpus: number): Tasks {
  return {
    byPid: new Map(),
    nextPid: 1,
    runQueues: Array.from({ length: cpus }, () => []),
    current: Array.from({ length: cpus }, () => null),
    reschedule: Array.from({ length: cpus }, () => false),
    servicing: Array.from({ length: cpus }, () => []),
    idle: [],
    lastCpu: cpus - 1,
  };
}

export function currentTask(world: World, cpu: number): Task | null {
  const pid = world.kernel.tasks.current[cpu] ?? null;
  return pid === null ? null : (world.kernel.tasks.byPid.get(pid) ?? null);
}

export function taskByStruct(world: World, address: bigint): Task | null {
  for (const task of world.kernel.tasks.byPid.values()) if (task.structAddress === address) return task;
  return null;
}

/** Makes a sleeping task runnable on the CPU it last ran on. False: it was not asleep. */
export function wakeTask(world: World, task: Task): boolean {
  if (task.state === 'running' || task.state === 'dead') return false;
  task.state = 'running';
  task.ticket++;
  const { current, runQueues } = world.kernel.tasks;
  // A task that only announced its sleep (set_current_state) and has not left its CPU yet simply goes on.
  if (current[task.cpu] !== task.pid && !runQueues[task.cpu]!.includes(task.pid)) runQueues[task.cpu]!.push(task.pid);
  return true;
}

/** Adds a new task to its CPU's queue. */
export function enqueue(world: World, task: Task): void {
  task.state = 'running';
  const queue = world.kernel.tasks.runQueues[task.cpu]!;
  if (!queue.includes(task.pid)) queue.push(task.pid);
}

/** Takes the current task off its CPU: to the end of the queue if it can go on, nowhere if it sleeps or is dead. */
export function putPrevious(world: World, cpu: number): void {
  const { current, runQueues, reschedule, byPid } = world.kernel.tasks;
  const pid = current[cpu];
  reschedule[cpu] = false;
  if (pid === null || pid === undefined) return;
  current[cpu] = null;
  const task = byPid.get(pid)!;
  if (task.state === 'running' && task.kind !== 'idle') runQueues[cpu]!.push(pid);
}

/** The next task for this CPU becomes its current one; null when there is none. */
export function pickNext(world: World, cpu: number): Task | null {
  const { current, runQueues, byPid } = world.kernel.tasks;
  const pid = runQueues[cpu]!.shift();
  if (pid === undefined) return null;
  current[cpu] = pid;
  const task = byPid.get(pid)!;
  task.turnStartedAt = world.now;
  return task;
}

export function runnableCount(world: World, cpu: number): number {
  return world.kernel.tasks.runQueues[cpu]!.length + (world.kernel.tasks.current[cpu] === null ? 0 : 1);
}
