/** Stops before single instructions: breakpoints over the bytecode, and steps of one instruction. */
import type { Exit, ThreadState } from '../c-language/thread-state.ts';
import { frameAt, frameCount, run, runInstruction, stopAtInstructions } from '../c-language/vm.ts';
import type { Vm } from '../c-language/vm-contract.ts';
import type { Task } from '../kernel/tasks.ts';
import type { Runtime } from '../runtime.ts';
import type { InstructionBreakpointRequest, StopReason } from '../simulation.ts';
import { judgeAll } from './breakpoint-conditions.ts';
import { keepHits, type Hits } from './hits.ts';

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
  control.instructionBreakpoints = keepHits(control.instructionBreakpoints, requests);
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

/** One instruction of a task that steps, or that stands at a breakpoint which was told; else as far as it goes. */
export function runAsAsked({ world, control }: Runtime, vm: Vm, thread: ThreadState, budget: number): Exit {
  const { instructionStep, passing, quiet } = control;
  if (quiet || (instructionStep?.task !== thread.id && !passing)) return run(vm, thread, budget);
  if (instructionStep?.task === thread.id || passing === pcOf(world.program, thread)) {
    const { passing: pc } = control;
    control.passing = null;
    const exit = runInstruction(vm, thread, budget);
    // A call that was cut before it is complete is made again.
    if (exit.kind === 'yield' && pc === pcOf(world.program, thread)) control.passing = pc;
    return exit;
  }
  return run(vm, thread, budget);
}

function pcOf(program: Runtime['world']['program'], thread: ThreadState): number | null {
  return frameCount(thread) > 0 ? frameAt(program, thread, 0).pc : null;
}

export function checkInstruction(runtime: Runtime, task: Task, pc: number): StopReason | null {
  const { control, world } = runtime;
  const { stopping, note } = judgeAll(
    runtime,
    task,
    control.instructionBreakpoints.filter(({ request }) => request.pc === pc),
  );
  control.passing = control.instructionBreakpoints.some(({ request }) => request.pc === pc) ? pc : null;
  const step = control.instructionStep;
  if (stopping.length > 0) {
    control.instructionStep = null;
    return { kind: 'breakpoint', task: task.pid, breakpoints: stopping, note };
  }
  if (step?.task !== task.pid) return null;
  if (step.over && frameCount(world.threads.get(task.pid)!) > step.depth) return null;
  control.instructionStep = null;
  return { kind: 'step', task: task.pid };
}
