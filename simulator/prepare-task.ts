/** What a CPU runs next: the scheduler's choice, a death or signal that is due, and a pending interrupt on top. Kernel code is not preempted, as with PREEMPT_DYNAMIC in its voluntary default. */
import { frameCount, pushCall, pushInterrupt } from './c-language/vm.ts';
import { deliverInterrupt, interruptIsPending } from './interrupt-delivery.ts';
import { switchToTask } from './kernel/context-switch.ts';
import { functionAtAddress, functionNamed, imageOfMode } from './kernel/symbols.ts';
import {
  currentTask,
  inUserMode,
  isHeld,
  pickNext,
  putPrevious,
  somebodyWaits,
  timeSlice,
  type Task,
} from './kernel/tasks.ts';
import type { Runtime } from './runtime.ts';

const SIGSEGV = 11;

export function prepareTask(runtime: Runtime, cpu: number): Task | null {
  const { world } = runtime;
  const { tasks } = world.kernel;
  let task = currentTask(world, cpu);
  if (task && mustYield(runtime, cpu, task)) {
    putPrevious(world, cpu);
    task = null;
  }
  if (!task) {
    task = pickNext(world, cpu) ?? idleTaskFor(runtime, cpu);
    if (!task) return null;
    tasks.current[cpu] = task.pid;
    switchToTask(world, cpu, task);
  }
  if (task.dying !== null) beginDeath(runtime, task);
  else if (task.userCall) runUserHandler(runtime, task, task.userCall);
  else if (inUserMode(world, task)) task.kernelSince = world.now;
  if (task.signalPending && inUserMode(world, task)) lookAtSignals(runtime, task);
  deliverInterrupt(runtime, cpu, task);
  return task;
}

function mustYield(runtime: Runtime, cpu: number, task: Task): boolean {
  const { tasks } = runtime.world.kernel;
  if (tasks.reschedule[cpu] || task.state === 'dead') return true;
  if (task.kind === 'idle') return frameCount(runtime.world.threads.get(task.pid)!) === 0;
  const waiting = somebodyWaits(tasks, cpu);
  if (isHeld(tasks, task)) return waiting;
  const over = tasks.needResched[cpu] || runtime.world.now - task.turnStartedAt >= timeSlice;
  return waiting && over && inUserMode(runtime.world, task);
}

/** An interrupt for an idle CPU runs on top of its idle task, which does nothing itself. */
function idleTaskFor({ world }: Runtime, cpu: number): Task | null {
  return interruptIsPending(world, cpu) ? (world.kernel.tasks.byPid.get(world.kernel.tasks.idle[cpu]!) ?? null) : null;
}

/** Its stack is rewound and what every task does at its end runs there. */
function beginDeath({ world }: Runtime, task: Task): void {
  const thread = world.threads.get(task.pid)!;
  const end = functionNamed(world.program, imageOfMode(world.program, 'kernel'), 'make_task_dead')!;
  thread.depth = 0;
  thread.unfinished = [];
  pushCall(world.program, thread, end.index, [task.dying!]);
  task.dying = null;
  task.state = 'running';
  task.hardIrqDepth = 0;
}

function lookAtSignals({ world }: Runtime, task: Task): void {
  const handler = functionNamed(world.program, imageOfMode(world.program, 'kernel'), '__do_signal');
  task.signalPending = false;
  if (handler) pushInterrupt(world.program, world.threads.get(task.pid)!, handler.index, []);
}

function runUserHandler(
  { world }: Runtime,
  task: Task,
  { handler, signal, information }: NonNullable<Task['userCall']>,
): void {
  const found = functionAtAddress(world.program, handler);
  task.userCall = null;
  if (found) pushInterrupt(world.program, world.threads.get(task.pid)!, found.index, [signal, information, 0n]);
  else task.dying = SIGSEGV;
}
