/** Stops before single instructions: breakpoints over the bytecode, and steps of one instruction. */
import type { Exit, ThreadState } from '../c-language/thread-state.ts';
import {
  beginsStatement,
  frameAt,
  frameCount,
  passStatement,
  run,
  runInstruction,
  stopAtInstructions,
} from '../c-language/vm.ts';
import type { Vm } from '../c-language/vm-contract.ts';
import type { Task } from '../kernel/tasks.ts';
import type { Runtime } from '../runtime.ts';
import type { InstructionBreakpointRequest, StopReason } from '../simulation.ts';
import { judgeAll, type Judged } from './breakpoint-conditions.ts';
import { keepHits, type Hits } from './hits.ts';
import type { RunControl } from './run-control.ts';
import { hitBreakpoints } from './statement-stops.ts';
import type { World } from '../world.ts';

export interface ActiveInstructionBreakpoint {
  readonly request: InstructionBreakpointRequest;
  readonly hits: Hits;
}
export interface InstructionStep {
  readonly task: number;
  /** Frames on the thread when it began. */
  readonly depth: number;
  /** Not into calls. */
  readonly over: boolean;
}

export function setInstructionBreakpoints(runtime: Runtime, requests: readonly InstructionBreakpointRequest[]): void {
  const { control } = runtime;
  control.instructionBreakpoints = keepHits(control.instructionBreakpoints, requests, runtime.world.statements);
  armInstructions(runtime);
}

/** Nothing stops while history is run again just to get somewhere. */
export function armInstructions({ control, vms }: Runtime): void {
  const pcs = control.quiet ? [] : control.instructionBreakpoints.map(({ request }) => request.pc);
  for (const vm of vms) stopAtInstructions(vm, pcs);
}

export function beginInstructionStep({ world, control }: Runtime, task: number, over: boolean): void {
  const thread = world.threads.get(task);
  if (thread && frameCount(thread) > 0) control.instructionStep = { task, over, depth: frameCount(thread) };
}

/** One instruction of a task that steps, that stands at a breakpoint which was told, or that is near to where the debugger wants to be; else as far as it goes. */
export function runAsAsked({ world, control }: Runtime, vm: Vm, thread: ThreadState, budget: number): Exit {
  const { instructionStep, passing, quiet } = control;
  const isNear = isNearTarget(world, control);
  if (!isNear && (quiet || (instructionStep?.task !== thread.id && !passing.has(thread.id)))) {
    return run(vm, thread, budget);
  }
  const pc = pcOf(world.program, thread);
  const told = pc !== null && passing.get(thread.id) === pc;
  const asked = !quiet && (told || instructionStep?.task === thread.id);
  const near = isNear && (quiet || told || !hasBreakpoint(control, pc));
  if (!asked && !near) return run(vm, thread, budget);
  passing.delete(thread.id);
  const exit = runInstruction(vm, thread, budget);
  // What its turn ended before, an interrupt or a fault came before, or a call that was cut, is still to be executed.
  if (told && exit.kind !== 'instruction' && pc === pcOf(world.program, thread)) passing.set(thread.id, pc);
  return exit;
}

/** A place inside of a statement is reached by single instructions. */
function isNearTarget(world: World, { target }: RunControl): boolean {
  return target?.pc !== undefined && world.moves === target.moves && world.statements >= target.statements - 1;
}

/** The debugger stands here: a breakpoint before the instruction that comes next has been told. */
export function passInstruction({ world, control }: Runtime, thread: ThreadState): void {
  const pc = pcOf(world.program, thread);
  if (pc !== null && hasBreakpoint(control, pc)) control.passing.set(thread.id, pc);
}

function hasBreakpoint({ instructionBreakpoints }: RunControl, pc: number | null): boolean {
  return instructionBreakpoints.some(({ request }) => request.pc === pc);
}

/** The instruction that comes next; null: the thread runs none. */
export function pcOf(program: World['program'], thread: ThreadState): number | null {
  return frameCount(thread) > 0 ? frameAt(program, thread, 0).pc : null;
}

export function checkInstruction(runtime: Runtime, task: Task, pc: number): StopReason | null {
  const { control, world } = runtime;
  if (control.quiet) return null;
  const { stopping, note } = judgeAll(
    runtime,
    task,
    control.instructionBreakpoints.filter(({ request }) => request.pc === pc),
  );
  passInstruction(runtime, world.threads.get(task.pid)!);
  const step = control.instructionStep;
  if (stopping.length > 0) {
    control.instructionStep = null;
    const line = stopOfLine(runtime, task, pc);
    return {
      kind: 'breakpoint',
      task: task.pid,
      breakpoints: [...stopping, ...line.stopping],
      note: note ?? line.note,
    };
  }
  if (step?.task !== task.pid) return null;
  if (step.over && frameCount(world.threads.get(task.pid)!) > step.depth) return null;
  control.instructionStep = null;
  return { kind: 'step', task: task.pid };
}

/** Breakpoints of the line that stop at the same place are told with it, not behind it. */
function stopOfLine(runtime: Runtime, task: Task, pc: number): Judged {
  const { program, threads } = runtime.world;
  const stop = beginsStatement(program, pc)
    ? hitBreakpoints(runtime, task, program.statementOfInstruction[pc]!)
    : { stopping: [], note: null };
  if (stop.stopping.length > 0) passStatement(runtime.vms[runtime.turn!.cpu]!, threads.get(task.pid)!);
  return stop;
}
