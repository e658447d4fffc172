/** Decides, at a marked statement, whether the debugger stops there: breakpoints with their conditions, and the step under way. */
import type { Program } from '../c-language/program.ts';
import { countedMark } from '../c-language/vm/execution.ts';
import { frameAt, frameCount } from '../c-language/vm.ts';
import { outermostPlace } from '../c-language/source.ts';
import { leaveInMemory, statementsWithMemory } from '../faults/device-memory.ts';
import type { Task } from '../kernel/tasks.ts';
import type { Runtime } from '../runtime.ts';
import { statementStack } from '../runtime.ts';
import type { StopReason } from '../simulation.ts';
import { judgeHit, type Judged, type Verdict } from './breakpoint-conditions.ts';
import { expandLogMessage } from './expressions.ts';
import type { ActiveBreakpoint, Step } from './run-control.ts';
import { changedVariables } from './watched-variables.ts';

export const breakpointMark = 1;
export const stepMark = 2;
export const entryMark = 4;
/** Not the debugger's: a device is to leave something in memory before it, in every run alike. */
const memoryMark = 8;

/** Of what log points said and nobody has read. */
const mostLogged = 100_000;

export function checkStatement(runtime: Runtime, task: Task, statement: number): StopReason | null {
  const { control } = runtime;
  leaveInMemory(runtime, task, statement);
  if (control.awaited?.statement === statement) {
    control.awaited.seen++;
    if (control.awaited.seen === control.awaited.wanted)
      return { kind: 'breakpoint', task: task.pid, breakpoints: [], note: null };
  }
  if (control.quiet) return null;
  if (
    control.onArrival &&
    !runtime.world.program.functions[runtime.world.program.statements[statement]!.function]!.builtIn
  )
    control.onArrival(task.pid, statement);
  if (control.stopOnEntry && isEntry(runtime, statement)) {
    control.stopOnEntry = false;
    control.step = null;
    markStatements(runtime);
    return { kind: 'entry', task: task.pid };
  }
  const { stopping, note } = hitBreakpoints(runtime, task, statement);
  const { changed, ...watched } = changedVariables(runtime, task);
  if (stopping.length > 0 || changed !== null) {
    control.step = null;
    markStatements(runtime);
    const breakpoints = [...stopping, ...watched.stopping];
    const said = changed === null ? {} : { changed };
    return { kind: 'breakpoint', task: task.pid, breakpoints, note: note ?? watched.note, ...said };
  }
  if (control.step && control.step.task === task.pid && stepEnds(runtime, control.step, statement)) {
    control.step = null;
    markStatements(runtime);
    return { kind: 'step', task: task.pid };
  }
  return null;
}

function isEntry(runtime: Runtime, statement: number): boolean {
  return (runtime.vms[0]!.breakpoints[statement]! & entryMark) !== 0;
}

/** Those that stop there, by their ids. */
export function hitBreakpoints(runtime: Runtime, task: Task, statement: number): Judged {
  const stopping: number[] = [];
  let note: string | null = null;
  for (const index of runtime.control.byStatement.get(statement) ?? []) {
    const breakpoint = runtime.control.breakpoints[index]!;
    const outcome = hit(runtime, task, breakpoint);
    if (!outcome.stops) continue;
    stopping.push(breakpoint.request.id);
    note ??= outcome.note;
  }
  return { stopping, note };
}

function hit(runtime: Runtime, task: Task, { request, hits }: ActiveBreakpoint): Verdict {
  const verdict = judgeHit(runtime, task, request, hits);
  if (!verdict.stops || verdict.note !== null || !request.logMessage) return verdict;
  logPoint(runtime, expandLogMessage(runtime, task, request.logMessage));
  return { stops: false, note: null };
}

/** The debugger's own words are no part of the simulated world: they are kept beside the journal, and said once. */
function logPoint({ world, control, turn }: Runtime, text: string): void {
  if (control.silent || control.logged.length >= mostLogged) return;
  const { cpu, task, thread } = turn!;
  control.logged.push({
    sequence: world.journal.nextSequence,
    at: world.now,
    cpu,
    task,
    stack: statementStack(world, thread),
    kind: 'log-point',
    text,
  });
}

function stepEnds(runtime: Runtime, step: Step, statement: number): boolean {
  const { program, threads } = runtime.world;
  const thread = threads.get(step.task)!;
  const depth = frameCount(thread);
  const info = program.statements[statement]!;
  if (program.functions[info.function]!.builtIn || info.kind === 'entry') return false;
  if (step.kind === 'step-out') return depth < step.depth;
  if (step.kind === 'step-over' && depth > step.depth) return false;
  if (step.kind === 'step-into' && depth > step.depth && frameAt(program, thread, 0).interrupt) return false;
  if (step.into !== null && depth > step.depth) return depth === step.depth + 1 && info.function === step.into;
  if (step.statement) return true;
  const place = outermostPlace(info.place);
  return (
    depth !== step.depth || place.line !== step.line || place.file.path !== step.path || info.function !== step.function
  );
}

/** Rebuilds the VM's marks from what is asked for: each marked statement costs a look when it is reached, the user's others a count, the kernel's nothing. */
export function markStatements(runtime: Runtime): void {
  const { control, world } = runtime;
  const marks = runtime.vms[0]!.breakpoints;
  marks.set(ownStatements(world.program).marks);
  for (const index of statementsWithMemory(world.program, world.faults.plan)) marks[index]! |= memoryMark;
  if (!control.quiet) setMarks(runtime, marks);
  const awaited = control.awaited?.statement ?? null;
  if (awaited !== null) marks[awaited]! |= breakpointMark;
  for (const vm of runtime.vms) if (vm.breakpoints !== marks) vm.breakpoints.set(marks);
}

interface OwnStatements {
  readonly indexes: readonly number[];
  /** Of all statements, where these are counted. */
  readonly marks: Uint8Array;
}

/** Those of the user's own code, by program: few among those that ship. */
const own = new WeakMap<Program, OwnStatements>();

function ownStatements(program: Program): OwnStatements {
  let known = own.get(program);
  if (!known) {
    const { functions, statements, resident } = program;
    const indexes: number[] = [];
    // What is resident ships.
    for (let index = resident.statements; index < statements.length; index++)
      if (!functions[statements[index]!.function]!.builtIn) indexes.push(index);
    const marks = new Uint8Array(statements.length);
    for (const index of indexes) marks[index] = countedMark;
    own.set(program, (known = { indexes, marks }));
  }
  return known;
}

function setMarks(runtime: Runtime, marks: Uint8Array): void {
  const { control, world } = runtime;
  for (const statement of control.byStatement.keys()) marks[statement]! |= breakpointMark;
  if (control.step || control.onArrival)
    for (const index of ownStatements(world.program).indexes) marks[index]! |= stepMark;
  if (control.stopOnEntry) for (const statement of entryStatements(runtime)) marks[statement]! |= entryMark;
  const watching = new Set(control.dataBreakpoints.flatMap(({ request: { variable } }) => variable?.function ?? []));
  if (watching.size === 0) return;
  const { functions, statements } = world.program;
  for (const index of ownStatements(world.program).indexes)
    if (watching.has(functions[statements[index]!.function]!.name)) marks[index]! |= stepMark;
}

/** Whichever function of the user's own code comes to run first, its first statement is the entry. */
function entryStatements({ world: { program } }: Runtime): Iterable<number> {
  const first = new Map<number, number>();
  for (const index of ownStatements(program).indexes) {
    const { function: owner, kind } = program.statements[index]!;
    if (kind !== 'entry' && !first.has(owner)) first.set(owner, index);
  }
  return first.values();
}
