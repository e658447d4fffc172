/** A CPU that stays in kernel code: told after 21 s as RCU does (CONFIG_RCU_CPU_STALL_TIMEOUT), and a stop when nothing can end it. */
import { kernelContext } from './builtin-functions.ts';
import { recordFinding } from './kernel/call-site.ts';
import { describeTask } from './kernel/deadlocks.ts';
import { line, printCallTrace, printProcess } from './kernel/splat.ts';
import type { Task } from './kernel/tasks.ts';
import type { Runtime } from './runtime.ts';
import type { StopReason } from './simulation.ts';

const stallTime = 21_000_000_000;

/** Looked for before each turn of the CPU; null where there is none, or where things may still change. */
export function stallOf(runtime: Runtime, cpu: number, task: Task): StopReason | null {
  const { world } = runtime;
  if (world.now - task.kernelSince < stallTime || task.kind === 'idle') return null;
  task.kernelSince = Infinity;
  // What is told is the task's, although its turn has not begun.
  const thread = world.threads.get(task.pid)!;
  runtime.turn = { cpu, task: task.pid, thread, accounted: runtime.vms[cpu]!.statementsExecuted };
  const description = tellStall(runtime, cpu, task);
  runtime.turn = null;
  return world.pending.queue.length > 0 ? null : { kind: 'deadlock', description };
}

/** Of the kernel's lines without the numbers of its grace period. */
function tellStall(runtime: Runtime, cpu: number, task: Task): string {
  const context = kernelContext(runtime, cpu, 'kernel');
  const self = !task.interruptsDisabled;
  line(context, `rcu: INFO: rcu_preempt ${self ? 'self-detected stall on CPU' : 'detected stalls on CPUs/tasks:'}`, 3);
  printProcess(context);
  printCallTrace(context, 0);
  const state = task.interruptsDisabled ? ' with interrupts off' : '';
  const message = `CPU ${cpu} has been in kernel code${state} for 21 s without giving it up\n${describeTask(runtime.world, task)}`;
  recordFinding(context, { code: 'cpu-stuck', origin: 'kernel', severity: 'error', message });
  return message;
}
