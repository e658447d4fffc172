/** Tasks as the scheduler sees them. The C side's `struct task_struct` stands in simulated memory at `structAddress`. */

export interface Task {
  readonly pid: number;
  name: string; // comm
  readonly kind: 'kernel' | 'user';
  /** 0 is the kernel's own address space. */
  readonly addressSpace: number;
  readonly structAddress: bigint;
  state: 'running' | 'interruptible' | 'uninterruptible' | 'dead';
  cpu: number;
  /** Nested spin_lock/preempt_disable/hard-irq levels, as in `preempt_count()`. */
  preemptCount: number;
  hardIrqDepth: number;
  interruptsDisabled: boolean;
  /** Counts sleeps, so that a late timeout does not wake a later sleep. */
  ticket: number;
  timedOut: boolean;
  exitCode: number;
  /** Function (index) and argument the task was started with, for the debugger. */
  readonly entry: number;
}

export interface Tasks {
  readonly byPid: Map<number, Task>;
  nextPid: number;
  /** Runnable pids for each CPU, next first; the current one is not in it. */
  readonly runQueues: number[][];
  /** What each CPU runs; null: idle. */
  readonly current: (number | null)[];
}
