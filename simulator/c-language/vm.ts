/**
 * The virtual machine that runs compiled C: no simulated state of its own, every access to memory through a port. This file
 * is its door; the loop stands in `vm/dispatch.ts`.
 */
import type { MemoryFault, MemoryPort } from './memory-port.ts';
import type { Program } from './program.ts';
import type { Exit, ThreadState } from './thread-state.ts';
import type { Vm } from './vm-contract.ts';
import { execute, Opcode } from './vm/dispatch.ts';
import { forgetFutureStops, noteReported } from './vm/execution.ts';
import type { Execution, RunningVm } from './vm/execution.ts';
import { followInstruction } from './vm/follow-result.ts';
import { frameWord, frameWords } from './vm/frames.ts';
import { instructionWords } from './vm/instruction.ts';
import { setInstructionStops, withOneInstruction } from './vm/instruction-stops.ts';
import { programTables } from './vm/program-tables.ts';
import { linkExecution } from './vm/link-execution.ts';
import { Reason } from './vm/reason.ts';
import { traceInstruction } from './vm/trace.ts';

export {
  frameAt,
  frameCount,
  frameStatement,
  liveFrames,
  readRegister,
  setInstruction,
  unfinishedBelow,
  unfinishedCall,
  withFunctions,
  writeRegister,
} from './vm/frames.ts';
export type { FrameView } from './vm/frames.ts';
export { endFollowing, followResult } from './vm/follow-result.ts';
export type { Following } from './vm/follow-result.ts';
export { traceValues, type Call, type Decision, type MarkMemory, type Observer } from './vm/shadow-flow.ts';
export { pcAtAddress } from './vm/calls.ts';
export { copyUserFrames, createThread, pushCall, pushInterrupt } from './vm/stacks.ts';

export interface VmSurroundings {
  readonly kernelPort: MemoryPort;
  readonly userPort: MemoryPort;
  readonly onObservation: Vm['onObservation'];
  readonly callBuiltin: Vm['callBuiltin'];
}

/** Budgets are counted in 32 bits inside of the loop. */
const largestTurn = 0x40000000;

export function createVm(program: Program, surroundings: VmSurroundings): Vm {
  const { kernelPort, userPort, onObservation, callBuiltin } = surroundings;
  const vm: RunningVm = {
    program,
    kernelPort,
    userPort,
    onObservation,
    callBuiltin,
    code: program.code,
    oneInstruction: false,
    breakpoints: new Uint8Array(program.statements.length),
    arrivals: new Uint32Array(program.statements.length),
    stepping: false,
    statementsExecuted: 0,
    leave: false,
    repeat: false,
    tables: programTables(program),
    reported: [],
    execution: null,
    following: null,
    tracing: null,
  };
  return vm;
}

/**
 * Runs the thread until something happens, at most `budget` statements. After a `fault` or `trap` the instruction is repeated on
 * the next call. A `statement` exit is given once for each arrival at a statement: going on does not stop at it again.
 */
export function run(vm: Vm, thread: ThreadState, budget: number): Exit {
  const running = vm as RunningVm;
  if (thread.depth === 0) return { kind: 'finished' };
  forgetFutureStops(running);
  let left = budget;
  for (;;) {
    const turn = Math.min(left, largestTurn);
    const reason = runTurn(running, thread, turn);
    left -= turn - running.execution!.remaining;
    if (reason === Reason.instruction && (followInstruction(running, thread) || traceInstruction(running, thread)))
      continue;
    if (reason !== Reason.budget || left <= 0) return exitOf(running, thread, reason);
  }
}

function runTurn(vm: RunningVm, thread: ThreadState, turn: number): Reason {
  const end = vm.statementsExecuted + turn;
  let remaining = turn;
  for (;;) {
    const execution = linkExecution(vm, thread, remaining, end);
    const reason = execute(execution);
    remaining = execution.remaining;
    if (reason !== Reason.reenter) return reason;
  }
}

function exitOf(vm: RunningVm, thread: ThreadState, reason: Reason): Exit {
  const execution = vm.execution!;
  switch (reason) {
    case Reason.statement:
      return { kind: 'statement', statement: currentStatement(vm.program, thread) };
    case Reason.finished:
      return { kind: 'finished' };
    case Reason.interruptReturned:
      return { kind: 'interrupt-returned', result: thread.result };
    case Reason.fault:
      return { kind: 'fault', fault: takeFault(execution) };
    case Reason.yield:
    case Reason.repeat:
      return { kind: 'yield' };
    case Reason.attention:
      return { kind: 'attention' };
    case Reason.watch:
      return { kind: 'watch' };
    case Reason.instruction:
      return {
        kind: 'instruction',
        pc: thread.frames[(thread.depth - 1) * frameWords + frameWord.instruction]! / instructionWords,
      };
    case Reason.trap:
      return { kind: 'trap', ...execution.trap! };
    default:
      return { kind: 'budget' };
  }
}

function takeFault(execution: Execution): MemoryFault {
  const fault = execution.fault ?? execution.port.fault;
  execution.fault = null;
  if (!fault) throw new Error('The memory port reported a fault without saying which.');
  return fault;
}

/** Whether a statement begins with this instruction: only there can a budget end. */
export function beginsStatement({ code }: Program, pc: number): boolean {
  return code[pc * instructionWords] === Opcode.statement;
}

/** Leaves before each of these instructions (pcs) with an `instruction` exit, each time one is reached. */
export function stopAtInstructions(vm: Vm, pcs: readonly number[]): void {
  setInstructionStops(vm as RunningVm, pcs);
}

/** Runs the next instruction alone: an `instruction` exit unless something else happened. A call leaves at the callee's first instruction. */
export function runInstruction(vm: Vm, thread: ThreadState, budget: number): Exit {
  return withOneInstruction(vm as RunningVm, thread, () => run(vm, thread, budget));
}

/** The debugger stands at the thread's next statement: going on does not stop there. */
export function passStatement(vm: Vm, thread: ThreadState): void {
  if (thread.depth > 0) noteReported(vm as RunningVm, thread, currentStatement(vm.program, thread));
}

/** The statement that the thread's innermost frame is at. */
export function currentStatement(program: Program, thread: ThreadState): number {
  const pc = thread.frames[(thread.depth - 1) * frameWords + frameWord.instruction]! / instructionWords;
  return program.statementOfInstruction[pc]!;
}

/** After an `interrupt-returned` exit: index of the function that returned. */
export function returnedFunction(thread: ThreadState): number {
  return thread.frames[thread.depth * frameWords + frameWord.function]!;
}
