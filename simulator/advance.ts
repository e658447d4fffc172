/** The one function that moves the simulated world: events that are due, interrupts, the scheduler's choice, and turns of the VM. */
import type { Exit } from './c-language/thread-state.ts';
import { beginsStatement, frameAt, frameCount, returnedFunction, unfinishedCall } from './c-language/vm.ts';
import { kernelContext } from './builtin-functions.ts';
import { endLoadsAhead } from './hardware/load-ahead.ts';
import { drainSomeStores, drainStores } from './hardware/store-buffer.ts';
import { deviceModel } from './devices/models.ts';
import { deliverLate } from './faults/device-faults.ts';
import { noticeUnplugging, unplug } from './faults/unplug.ts';
import { handleGuestFault, handleTrap } from './guest-faults.ts';
import { interruptEntries } from './kernel/call-trace.ts';
import { growAtomicPools } from './kernel/dma/atomic-pools.ts';
import { bytesBetweenCuts, statementsOfCut } from './kernel/cut-work.ts';
import { domainNumbered } from './kernel/dma/iommu/domain.ts';
import { runFlushTimer } from './kernel/dma/iommu/mappings.ts';
import { handleMemoryEvent } from './kernel/memory-event-handling.ts';
import { hasWork } from './interrupt-delivery.ts';
import { reportHeldLocks } from './kernel/locking.ts';
import { throwDice, type Task } from './kernel/tasks.ts';
import { nextEventTime, takeDueEvent, type PendingEvent } from './pending-events.ts';
import { advancePhase, comeToRest, goOnLoading, phaseIsOver, restAfterPanic } from './phases.ts';
import { failPower } from './power-cut.ts';
import { prepareTask } from './prepare-task.ts';
import { checkStatement } from './run-control/statement-stops.ts';
import { stopRank } from './run-control/run-control.ts';
import { describeRecord } from './run-control/event-filters.ts';
import { checkInstruction, runAsAsked } from './run-control/instruction-stops.ts';
import { armWatchOfNew, stopForWatch } from './run-control/data-breakpoints.ts';
import { stallOf } from './stall.ts';
import { momentOf, nextInstruction, piecesDone } from './timeline/moment.ts';
import { accountTime, record, type Runtime } from './runtime.ts';
import type { StopReason } from './simulation.ts';
import type { Turn, World } from './world.ts';

/** A turn of one CPU while others have work takes a random number of statements from the first to below the second. */
const turns = [64, 2112] as const;
/** Longest turn of one CPU alone. Events that a turn causes end it early. */
const longestTurn = 1_000_000;
/** How much longer a statement may take than the cheapest, memory included, without an event that is due coming late. */
const costlyStatement = 4;

/** Works for at most `statements` statements (an event counts as 100); null: nothing stopped. The limit changes nothing of what happens. */
export function advance(runtime: Runtime, statements: number): StopReason | null {
  const { world } = runtime;
  let left = statements;
  while (left > 0) {
    const stop = isCut(world) ? null : stopForRecord(runtime);
    if (stop) return stop;
    if (hasArrived(runtime)) return null;
    if (world.kernel.tasks.panicked) return restAfterPanic(runtime);
    if (world.turn) {
      const before = world.statements;
      const reason = continueTurn(runtime, world.turn, Math.min(left, statementsToTarget(runtime)));
      if (reason) return told(runtime, reason);
      const moving = takeMoved(world);
      runtime.movingWork += moving;
      left -= Math.max(1, world.statements - before) + moving;
    } else {
      if (standsAtEnd(runtime)) return null;
      const { movingWork } = runtime;
      const rest = betweenTurns(runtime);
      if (rest) return rest;
      left -= (world.turn ? 1 : 100) + runtime.movingWork - movingWork;
    }
    if (runtime.isOver?.()) return null;
  }
  return null;
}

/** Whether the call that runs is to be gone on with: for those who watch it is one step. */
function isCut({ turn, threads }: World): boolean {
  const thread = turn ? threads.get(turn.task) : undefined;
  return thread !== undefined && unfinishedCall(thread) !== null;
}

/** What the bytes count that the builtins of a turn have moved, where the VM was left for them. */
function takeMoved({ turn }: World): number {
  if (!turn || turn.moved < bytesBetweenCuts) return 0;
  const cuts = Math.floor(turn.moved / bytesBetweenCuts);
  turn.moved = 0;
  return cuts * statementsOfCut;
}

/** Whether a phase is over at whose end to stand. */
export function standsAtEnd(runtime: Runtime): boolean {
  const { control, world } = runtime;
  return control.endsOfPhases.includes(world.phase.name) && !world.turn && phaseIsOver(runtime);
}

/** Whether the machine stands where the debugger wants to be: `control.target`. */
export function hasArrived({ world, control, midStatement }: Runtime): boolean {
  const { target } = control;
  // A record is looked for, wherever it is written.
  if (target?.moves === Infinity) return control.arrived;
  if (!target || world.moves < target.moves) return false;
  if (world.moves > target.moves) return true;
  if (world.statements < target.statements) return false;
  if (!midStatement) return true;
  const written = target.record !== null && (control.arrived || world.journal.nextSequence > target.record);
  const isPlace = target.pc === undefined || nextInstruction(world) === target.pc;
  return written && world.now >= target.at && isPlace && piecesDone(world) >= (target.piece ?? 0);
}

function statementsToTarget({ world, control: { target } }: Runtime): number {
  if (target?.moves !== world.moves) return Infinity;
  const left = target.statements - world.statements;
  // The last one is gone through by single instructions where its inside is meant.
  return target.pc !== undefined && left > 1 ? left - 1 : left;
}

/** One event, or a part of what a phase needs in memory, or the beginning of a turn, or a jump of the clock. */
function betweenTurns(runtime: Runtime): StopReason | null {
  const { world } = runtime;
  world.moves++;
  const event = takeDueEvent(world.pending, world.now);
  if (event) {
    handleEvent(runtime, event);
    return null;
  }
  const { loading } = world.phase;
  if (loading) goOnLoading(runtime, loading);
  else if (phaseIsOver(runtime)) advancePhase(runtime);
  if (world.phase.loading) return null;
  const cpu = chooseCpu(runtime);
  if (cpu === null) return idle(runtime);
  return beginTurn(runtime, cpu);
}

function stopForRecord(runtime: Runtime): StopReason | null {
  const watched = stopForWatch(runtime, () => lastUserTask(runtime));
  if (watched) {
    runtime.control.step = null;
    return told(runtime, watched);
  }
  const found = runtime.control.stopRecord;
  if (!found) return null;
  runtime.control.stopRecord = runtime.control.laterRecords.shift() ?? null;
  runtime.control.step = null;
  const { record, filter } = found;
  const task = record.task ?? lastUserTask(runtime);
  return told(runtime, { kind: 'event', task, filter, record, description: describeRecord(record) });
}

function told(runtime: Runtime, stop: StopReason): StopReason {
  runtime.control.told = { rank: stopRank(stop), moment: momentOf(runtime) };
  return stop;
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
  if (event.kind === 'timer-interrupt') {
    world.kernel.tasks.timerPending[event.cpu] = true;
    return;
  }
  if (event.kind === 'cpu-ready') return;
  if (event.kind === 'late-interrupt') return deliverLate(runtime, event);
  if (event.kind === 'iommu-flush') {
    const domain = domainNumbered(world.kernel.iommu, event.domain);
    if (domain) runFlushTimer({ world, cpu: event.cpu, record: (entry) => record(runtime, entry) }, domain);
    return;
  }
  if (event.kind === 'atomic-pools') return growAtomicPools(kernelContext(runtime, event.cpu, 'kernel'));
  if (event.kind === 'power-cut') return failPower(runtime);
  if (event.kind === 'unplug') return unplug(runtime, event.device);
  if (event.kind === 'unplug-noticed') return noticeUnplugging(runtime, event.device);
  if (event.kind !== 'device') return handleMemoryEvent(world, event, (entry) => void record(runtime, entry));
  const device = world.devices[event.device];
  const bus = runtime.buses.get(event.device);
  if (!device || !bus) return;
  runtime.cause = event.cause;
  deviceModel(device.model)!.wake(device.state, { name: event.name, data: event.data }, bus);
  runtime.cause = undefined;
}

/** The CPUs take turns: the next one after the last that has something to run. */
function chooseCpu(runtime: Runtime): number | null {
  const { world } = runtime;
  const { tasks } = world.kernel;
  const count = world.hardware.cpus.length;
  for (let i = 1; i <= count; i++) {
    const cpu = (tasks.lastCpu + i) % count;
    if (hasWork(world, cpu)) return cpu;
  }
  return null;
}

/** Nothing can run: time jumps to the next event, or everything has ended, or nothing ever will. */
function idle(runtime: Runtime): StopReason | null {
  const { world } = runtime;
  drainStores(world.hardware);
  endLoadsAhead(world.hardware);
  const next = nextEventTime(world.pending);
  if (next === Infinity) return world.kernel.tasks.alone === null ? comeToRest(runtime) : othersAreHeld(world);
  world.now = Math.max(world.now, next);
  return null;
}

/** The only task that may run cannot: whatever it waits for, nothing but a held task can bring it about. */
function othersAreHeld({ kernel }: World): StopReason {
  const task = kernel.tasks.byPid.get(kernel.tasks.alone!);
  const why = task && task.state !== 'dead' ? `waits (${task.state})` : 'has ended';
  const who = task ? `${task.name} (pid ${task.pid})` : 'it';
  return {
    kind: 'held',
    description: `only ${who} was to run, and ${why}; all other threads are held. Continue without singleThread to let them go on`,
  };
}

function beginTurn(runtime: Runtime, cpu: number): StopReason | null {
  const { world } = runtime;
  world.kernel.tasks.lastCpu = cpu;
  const task = prepareTask(runtime, cpu);
  if (!task) return null;
  const stall = stallOf(runtime, cpu, task);
  if (stall) return stall;
  const longest = othersWait(runtime, cpu) ? throwDice(world.kernel.tasks, ...turns) : longestTurn;
  const untilEvent = (nextEventTime(world.pending) - world.now) / (runtime.costs.statement * costlyStatement);
  world.turn = {
    cpu,
    task: task.pid,
    from: world.statements,
    left: Math.max(1, Math.ceil(Math.min(longest, untilEvent))),
    moved: 0,
    over: false,
  };
  // It may have left its CPU inside of a statement: a page fault, a wait.
  runtime.midStatement = standsInside(world, task);
  armWatchOfNew(runtime);
  runtime.vms[cpu]!.leave = false;
  runtime.ports[cpu]!.kernel.attention = runtime.ports[cpu]!.user.attention = 0;
  return null;
}

function continueTurn(runtime: Runtime, turn: Turn, statements: number): StopReason | null {
  const { world } = runtime;
  const { cpu } = turn;
  const task = world.kernel.tasks.byPid.get(turn.task)!;
  const thread = world.threads.get(turn.task)!;
  const vm = runtime.vms[cpu]!;
  runtime.turn = { cpu, task: task.pid, thread, accounted: vm.statementsExecuted };
  const before = world.statements;
  const exit = runAsAsked(runtime, vm, thread, Math.min(statements, turn.left));
  accountTime(runtime);
  turn.left -= world.statements - before;
  const goesOn =
    exit.kind === 'statement' ||
    (exit.kind === 'budget' && turn.left > 0) ||
    exit.kind === 'yield' ||
    exit.kind === 'watch' ||
    exit.kind === 'instruction';
  if (!goesOn || turn.over) endTurn(world);
  runtime.midStatement = world.turn !== null && (exit.kind === 'yield' || isInside(world, exit));
  const reason = handleExit(runtime, task, exit);
  runtime.turn = null;
  return reason;
}

function standsInside({ program, threads }: World, { pid }: Task): boolean {
  const thread = threads.get(pid)!;
  return frameCount(thread) > 0 && !beginsStatement(program, frameAt(program, thread, 0).pc);
}

/** Before an instruction that no statement begins with. */
function isInside({ program }: World, exit: Exit): boolean {
  return exit.kind === 'instruction' && !beginsStatement(program, exit.pc);
}

function endTurn(world: World): void {
  drainSomeStores(world.hardware);
  world.turn = null;
  world.moves++;
}

function othersWait({ world }: Runtime, cpu: number): boolean {
  return world.hardware.cpus.some(({ id }) => id !== cpu && hasWork(world, id));
}
function handleExit(runtime: Runtime, task: Task, exit: Exit): StopReason | null {
  switch (exit.kind) {
    case 'budget':
    case 'yield':
    case 'attention':
    case 'watch':
      return null;
    case 'statement':
      return checkStatement(runtime, task, exit.statement);
    case 'instruction':
      return checkInstruction(runtime, task, exit.pc);
    case 'interrupt-returned':
      leaveInterrupt(runtime, task);
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

/** Interrupts came because they were enabled: they are again. A handler for a page fault or signal leaves them as they are. */
function leaveInterrupt(runtime: Runtime, task: Task): void {
  const { program, threads } = runtime.world;
  const { name } = program.functions[returnedFunction(threads.get(task.pid)!)]!;
  if (interruptEntries.has(name)) task.interruptsDisabled = false;
}

/** The thread's outermost function returned: kernel threads end so. */
function finishTask(runtime: Runtime, task: Task): void {
  if (task.state === 'dead') return;
  const thread = runtime.world.threads.get(task.pid)!;
  reportHeldLocks(kernelContext(runtime, task.cpu, 'kernel'));
  task.state = 'dead';
  task.exitCode = Number(BigInt.asIntN(32, thread.result));
  record(runtime, { kind: 'task', event: 'exited', name: task.name, other: task.pid });
}
