/** The one function that moves the simulated world: events that are due, interrupts, the scheduler's choice, and turns of the VM. */
import type { Exit } from './c-language/thread-state.ts';
import { frameAt, frameCount, pushInterrupt, run } from './c-language/vm.ts';
import { deviceModel } from './devices/models.ts';
import { acknowledge, endOfInterrupt, nextPendingInterrupt } from './hardware/interrupt-controller.ts';
import { handleGuestFault, handleTrap } from './guest-faults.ts';
import { switchToTask } from './kernel/context-switch.ts';
import { domainNumbered } from './kernel/dma/iommu/domain.ts';
import { runFlushTimer } from './kernel/dma/iommu/mappings.ts';
import { handleMemoryEvent } from './kernel/memory-event-handling.ts';
import { functionNamed, imageOfMode } from './kernel/symbols.ts';
import { currentTask, pickNext, putPrevious, wakeTask, type Task } from './kernel/tasks.ts';
import { nextEventTime, takeDueEvent, type PendingEvent } from './pending-events.ts';
import { advancePhase, comeToRest, phaseIsOver } from './phases.ts';
import { checkStatement } from './run-control/statement-stops.ts';
import { describeRecord } from './run-control/event-filters.ts';
import { accountTime, record, statementCost, type Runtime } from './runtime.ts';
import type { StopReason } from './simulation.ts';
import type { Turn, World } from './world.ts';

/** Longest turn of one CPU while others have work, in statements. */
const quantum = 10_000;
/** Longest turn of one CPU alone. Events that a turn causes end it early. */
const longestTurn = 1_000_000;
/** How much longer a statement may take than the cheapest, memory included, without an event that is due coming late. */
const costlyStatement = 4;
/** A user program is preempted after this many virtual ns when others wait for its CPU (a tick of HZ=250). */
const timeSlice = 4_000_000;

/** Works for at most `statements` statements (an event counts as 100); null: nothing stopped. The limit changes nothing of what happens. */
export function advance(runtime: Runtime, statements: number): StopReason | null {
  const { world } = runtime;
  let left = statements;
  while (left > 0) {
    const stop = stopForRecord(runtime);
    if (stop) return stop;
    if (hasArrived(runtime)) return null;
    if (world.turn) {
      const before = world.statements;
      const reason = continueTurn(runtime, world.turn, Math.min(left, statementsToTarget(runtime)));
      if (reason) return reason;
      left -= Math.max(1, world.statements - before);
    } else {
      const rest = betweenTurns(runtime);
      if (rest) return rest;
      left -= world.turn ? 1 : 100;
    }
  }
  return null;
}

/** Whether the machine stands where the debugger wants to be: `control.target`. */
export function hasArrived({ world, control, midStatement }: Runtime): boolean {
  const { target } = control;
  if (!target || world.moves < target.moves) return false;
  if (world.moves > target.moves) return true;
  if (world.statements < target.statements) return false;
  return target.record === null ? !midStatement : control.arrived || !midStatement;
}

function statementsToTarget({ world, control: { target } }: Runtime): number {
  return target?.moves === world.moves ? target.statements - world.statements : Infinity;
}

/** One event, or the beginning of a turn, or a jump of the clock. */
function betweenTurns(runtime: Runtime): StopReason | null {
  const { world } = runtime;
  world.moves++;
  const event = takeDueEvent(world.pending, world.now);
  if (event) {
    handleEvent(runtime, event);
    return null;
  }
  if (phaseIsOver(runtime)) advancePhase(runtime);
  const cpu = chooseCpu(runtime);
  if (cpu === null) return idle(runtime);
  beginTurn(runtime, cpu);
  return null;
}

function stopForRecord(runtime: Runtime): StopReason | null {
  const found = runtime.control.stopRecord;
  if (!found) return null;
  runtime.control.stopRecord = null;
  runtime.control.step = null;
  const task = found.record.task ?? lastUserTask(runtime);
  return { kind: 'event', task, filter: found.filter, record: found.record, description: describeRecord(found.record) };
}

/** A device event has no task of its own: the debugger shows the one that waits for it. */
function lastUserTask(runtime: Runtime): number | null {
  const { tasks } = runtime.world.kernel;
  const running = tasks.current.find((pid) => pid !== null && tasks.byPid.get(pid)?.kind !== 'idle');
  if (running !== undefined && running !== null) return running;
  const alive = [...tasks.byPid.values()].filter((task) => task.state !== 'dead' && task.kind !== 'idle');
  return alive.at(-1)?.pid ?? null;
}

function handleEvent(runtime: Runtime, event: PendingEvent): void {
  const { world } = runtime;
  if (event.kind === 'wake-task') {
    const task = world.kernel.tasks.byPid.get(event.task);
    if (task && task.ticket === event.ticket) wakeTask(world, task);
    return;
  }
  if (event.kind === 'iommu-flush') {
    const domain = domainNumbered(world.kernel.iommu, event.domain);
    if (domain) runFlushTimer({ world, cpu: event.cpu, record: (entry) => record(runtime, entry) }, domain);
    return;
  }
  if (event.kind !== 'device') return handleMemoryEvent(world, event, (entry) => void record(runtime, entry));
  const device = world.devices[event.device];
  const bus = runtime.buses.get(event.device);
  if (device && bus) deviceModel(device.model)!.wake(device.state, { name: event.name, data: event.data }, bus);
}

/** The CPUs take turns: the next one after the last that has something to run. */
function chooseCpu(runtime: Runtime): number | null {
  const { world } = runtime;
  const { tasks } = world.kernel;
  const count = world.hardware.cpus.length;
  for (let i = 1; i <= count; i++) {
    const cpu = (tasks.lastCpu + i) % count;
    if (
      tasks.current[cpu] !== null ||
      tasks.runQueues[cpu]!.length > 0 ||
      nextPendingInterrupt(world.interrupts, cpu) !== null
    )
      return cpu;
  }
  return null;
}

/** Nothing can run: time jumps to the next event, or everything has ended, or nothing ever will. */
function idle(runtime: Runtime): StopReason | null {
  const { world } = runtime;
  const next = nextEventTime(world.pending);
  if (next === Infinity) return comeToRest(runtime);
  world.now = Math.max(world.now, next);
  return null;
}

function beginTurn(runtime: Runtime, cpu: number): void {
  const { world } = runtime;
  world.kernel.tasks.lastCpu = cpu;
  const task = prepareTask(runtime, cpu);
  if (!task) return;
  const longest = othersWait(runtime, cpu) ? quantum : longestTurn;
  const untilEvent = (nextEventTime(world.pending) - world.now) / (statementCost * costlyStatement);
  world.turn = { cpu, task: task.pid, left: Math.max(1, Math.ceil(Math.min(longest, untilEvent))), over: false };
  runtime.vms[cpu]!.leave = false;
  runtime.ports[cpu]!.kernel.attention = runtime.ports[cpu]!.user.attention = false;
}

function continueTurn(runtime: Runtime, turn: Turn, statements: number): StopReason | null {
  const { world } = runtime;
  const { cpu } = turn;
  const task = world.kernel.tasks.byPid.get(turn.task)!;
  const thread = world.threads.get(turn.task)!;
  const vm = runtime.vms[cpu]!;
  runtime.turn = { cpu, task: task.pid, thread, accounted: vm.statementsExecuted };
  const before = world.statements;
  const exit = run(vm, thread, Math.min(statements, turn.left));
  accountTime(runtime);
  turn.left -= world.statements - before;
  const goesOn = exit.kind === 'statement' || (exit.kind === 'budget' && turn.left > 0) || exit.kind === 'yield';
  if (!goesOn || turn.over) endTurn(world);
  runtime.midStatement = exit.kind === 'yield' && world.turn !== null;
  const reason = handleExit(runtime, cpu, task, exit);
  runtime.turn = null;
  return reason;
}

function endTurn(world: World): void {
  world.turn = null;
  world.moves++;
}

/** Chooses what the CPU runs now, with a pending interrupt on top. */
function prepareTask(runtime: Runtime, cpu: number): Task | null {
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
  deliverInterrupt(runtime, cpu, task);
  return task;
}

function mustYield(runtime: Runtime, cpu: number, task: Task): boolean {
  const { tasks } = runtime.world.kernel;
  if (task.hardIrqDepth > 0) return false;
  if (tasks.reschedule[cpu] || task.state === 'dead') return true;
  if (task.kind === 'idle') return true;
  const waiting = tasks.runQueues[cpu]!.length > 0 && runtime.world.now - task.turnStartedAt >= timeSlice;
  return waiting && inUserMode(runtime, task);
}

function inUserMode(runtime: Runtime, task: Task): boolean {
  const thread = runtime.world.threads.get(task.pid)!;
  return frameCount(thread) > 0 && frameAt(runtime.world.program, thread, 0).mode === 'user';
}

/** An interrupt for an idle CPU runs on top of its idle task, which does nothing itself. */
function idleTaskFor(runtime: Runtime, cpu: number): Task | null {
  const { world } = runtime;
  return nextPendingInterrupt(world.interrupts, cpu) === null
    ? null
    : (world.kernel.tasks.byPid.get(world.kernel.tasks.idle[cpu]!) ?? null);
}

function deliverInterrupt(runtime: Runtime, cpu: number, task: Task): void {
  const { world } = runtime;
  if (task.interruptsDisabled || task.hardIrqDepth > 0) return;
  const irq = nextPendingInterrupt(world.interrupts, cpu);
  if (irq === null) return;
  acknowledge(world.interrupts, irq);
  const handler = functionNamed(world.program, imageOfMode(world.program, 'kernel'), '__do_irq')!;
  pushInterrupt(world.program, world.threads.get(task.pid)!, handler.index, [irq]);
  task.hardIrqDepth++;
  world.kernel.tasks.servicing[cpu]!.push(irq);
  record(runtime, { kind: 'interrupt-delivered', device: deviceOfInterrupt(runtime, irq), irq });
}

/** The device that raised it last. */
function deviceOfInterrupt(runtime: Runtime, irq: number): string {
  const { records } = runtime.world.journal;
  for (let i = records.length - 1; i >= 0; i--) {
    const each = records[i]!;
    if (each.kind === 'interrupt-raised' && each.irq === irq) return each.device;
  }
  return '';
}

function othersWait(runtime: Runtime, cpu: number): boolean {
  const { tasks } = runtime.world.kernel;
  return tasks.runQueues.some((queue, i) => queue.length > 0 || (i !== cpu && tasks.current[i] !== null));
}

function handleExit(runtime: Runtime, cpu: number, task: Task, exit: Exit): StopReason | null {
  switch (exit.kind) {
    case 'budget':
    case 'yield':
    case 'attention':
      return null;
    case 'statement':
      return checkStatement(runtime, task, exit.statement);
    case 'interrupt-returned':
      leaveInterrupt(runtime, cpu, task);
      return null;
    case 'finished':
      finishTask(runtime, task);
      return null;
    case 'fault':
      return handleGuestFault(runtime, task, exit.fault);
    case 'trap':
      return handleTrap(runtime, task, exit.code, exit.message);
  }
}

function leaveInterrupt(runtime: Runtime, cpu: number, task: Task): void {
  const irq = runtime.world.kernel.tasks.servicing[cpu]!.pop();
  task.hardIrqDepth = Math.max(0, task.hardIrqDepth - 1);
  if (irq !== undefined) endOfInterrupt(runtime.world.interrupts, irq);
}

/** The thread's outermost function returned: kernel threads end so. */
function finishTask(runtime: Runtime, task: Task): void {
  if (task.state === 'dead') return;
  const thread = runtime.world.threads.get(task.pid)!;
  task.state = 'dead';
  task.exitCode = Number(BigInt.asIntN(32, thread.result));
  record(runtime, { kind: 'task', event: 'exited', name: task.name, other: task.pid });
}
