/** How interrupts reach a CPU: its own timer, requests of other CPUs, and devices; each begins as a C function on top of whatever the CPU does. */
import { newestFirst } from './journal.ts';
import { pushInterrupt } from './c-language/vm.ts';
import { acknowledge, nextPendingInterrupt, somethingIsPending } from './hardware/interrupt-controller.ts';
import { endLoadsAhead } from './hardware/load-ahead.ts';
import { functionNamed, imageOfMode } from './kernel/symbols.ts';
import { currentTask, inUserMode, isHeld, somebodyWaits, type Task } from './kernel/tasks.ts';
import { record, type Runtime } from './runtime.ts';
import type { World } from './world.ts';

export function interruptIsPending({ kernel, interrupts }: World, cpu: number): boolean {
  const { timerPending, ipiPending, toKill } = kernel.tasks;
  return timerPending[cpu]! || ipiPending[cpu]! || toKill.length > 0 || somethingIsPending(interrupts, cpu);
}

/** Could this CPU do anything now? Not while it waits busily, but for interrupts, nor before it has left its idle state. */
export function hasWork(world: World, cpu: number): boolean {
  const { tasks } = world.kernel;
  const task = currentTask(world, cpu);
  if (!task) return (somebodyWaits(tasks, cpu) && tasks.idleUntil[cpu]! <= world.now) || interruptIsPending(world, cpu);
  if (isHeld(tasks, task)) return somebodyWaits(tasks, cpu) && inUserMode(world, task);
  const { depth } = world.threads.get(task.pid)!;
  if (!waitsBusily(task, depth, world.now)) return true;
  return !task.interruptsDisabled && interruptIsPending(world, cpu);
}

function waitsBusily({ busy }: Task, depth: number, now: number): boolean {
  for (let index = 0; index < busy.length; index++)
    if (busy[index]!.depth === depth && busy[index]!.until > now) return true;
  return false;
}

/** The one with the highest priority, unless the CPU has interrupts off. */
export function deliverInterrupt(runtime: Runtime, cpu: number, task: Task): void {
  if (task.interruptsDisabled) return;
  const { timerPending, ipiPending, servicing, toKill } = runtime.world.kernel.tasks;
  if (ipiPending[cpu]) {
    ipiPending[cpu] = false;
    return enter(runtime, task, '__do_ipi', []);
  }
  if (timerPending[cpu]) {
    timerPending[cpu] = false;
    return enter(runtime, task, '__do_timer_interrupt', []);
  }
  const killed = toKill.shift();
  if (killed !== undefined) return enter(runtime, task, '__do_kill', [killed]);
  const irq = nextPendingInterrupt(runtime.world.interrupts, cpu);
  if (irq === null) return;
  acknowledge(runtime.world.interrupts, irq);
  servicing[cpu]!.push(irq);
  enter(runtime, task, '__do_irq', [irq]);
  record(runtime, { kind: 'interrupt-delivered', device: deviceOfInterrupt(runtime, irq), irq });
}

function enter({ world }: Runtime, task: Task, name: string, values: readonly number[]): void {
  const handler = functionNamed(world.program, imageOfMode(world.program, 'kernel'), name)!;
  pushInterrupt(world.program, world.threads.get(task.pid)!, handler.index, values);
  endLoadsAhead(world.hardware);
  task.hardIrqDepth++;
  task.interruptsDisabled = true;
}

/** The device that holds the line asserted, or has sent the message last. */
function deviceOfInterrupt(runtime: Runtime, irq: number): string {
  const holder = runtime.world.interrupts.interrupts.get(irq)?.asserted.at(-1);
  if (holder !== undefined) return holder;
  for (const each of newestFirst(runtime.world.journal, ['interrupt-raised'])) if (each.irq === irq) return each.device;
  return '';
}
