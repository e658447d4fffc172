/** Threads' arrays and stack memory: making them, growing them, and pushing frames from outside of the dispatch loop. */
import type { Program } from '../program.ts';
import type { BuiltinValue, StackRange, ThreadState } from '../thread-state.ts';
import { frameFlag, frameWord, frameWords, joinWords } from './frames.ts';
import { instructionWords } from './instruction.ts';
import { valueToWords } from './marshalling.ts';
import { programTables } from './program-tables.ts';
import type { ProgramTables } from './program-tables.ts';

const initialRegisterWords = 1024;
const initialFrames = 32;

/** A thread that runs nothing yet. Stack tops must be multiples of 16. */
export function createThread(id: number, kernelStack: StackRange, userStack: StackRange | null): ThreadState {
  return {
    id,
    registers: new Int32Array(initialRegisterWords),
    frames: new Int32Array(initialFrames * frameWords),
    depth: 0,
    kernelStack,
    userStack,
    threadPointer: 0n,
    result: 0n,
    unfinished: [],
  };
}

/**
 * Makes the function the first thing the thread runs. `values` are its parameters (with the hidden ones: address of a record
 * result first, address of variadic arguments last).
 */
export function pushCall(
  program: Program,
  thread: ThreadState,
  functionIndex: number,
  values: readonly BuiltinValue[],
): void {
  if (thread.depth > 0) throw new Error('The thread is running: use pushInterrupt.');
  pushOutside(program, thread, functionIndex, values, frameFlag.outermost);
}

/** The same on top of what the thread is doing; its return is an `interrupt-returned` exit. */
export function pushInterrupt(
  program: Program,
  thread: ThreadState,
  functionIndex: number,
  values: readonly BuiltinValue[],
): void {
  pushOutside(program, thread, functionIndex, values, frameFlag.interrupt);
}

function pushOutside(
  program: Program,
  thread: ThreadState,
  functionIndex: number,
  values: readonly BuiltinValue[],
  flags: number,
): void {
  const tables = programTables(program);
  const window = firstFreeRegister(tables, thread);
  const needed = window + Math.max(tables.functions[functionIndex * 8 + 2]!, 2 * values.length + 2);
  if (needed > thread.registers.length) growRegisters(thread, needed);
  if ((thread.depth + 2) * frameWords > thread.frames.length) growFrames(thread);
  const kinds = tables.parameters[functionIndex]!;
  values.forEach((value, i) => valueToWords(kinds[i] ?? 'signed64', value, thread.registers, window + 2 * i));
  if (!pushFrame(tables, thread, functionIndex, window, flags)) {
    throw new RangeError(`No room on the stack for ${program.functions[functionIndex]!.name}.`);
  }
}

function firstFreeRegister(tables: ProgramTables, thread: ThreadState): number {
  if (thread.depth === 0) return 0;
  const fp = (thread.depth - 1) * frameWords;
  const running = thread.frames[fp + frameWord.function]!;
  return thread.frames[fp + frameWord.window]! + tables.functions[running * 8 + 2]!;
}

/** False when the stack of the function's mode has no room. The thread's arrays have been grown before. */
export function pushFrame(
  tables: ProgramTables,
  thread: ThreadState,
  callee: number,
  window: number,
  flags: number,
): boolean {
  const entry = callee * 8;
  const mode = tables.functions[entry + 3]!;
  const address =
    BigInt.asIntN(64, stackPointer(tables, thread, mode) - BigInt(tables.functions[entry + 1]!)) &
    BigInt(tables.functions[entry + 4]!);
  const unsigned = BigInt.asUintN(64, address);
  if (unsigned < stackOf(thread, mode === 0 ? 'kernel' : 'user').limit) return false;
  const low = Number(BigInt.asIntN(32, address));
  const high = Number(BigInt.asIntN(32, address >> 32n));
  thread.frames.set([callee, tables.functions[entry]!, window, flags, low, high, low, high], thread.depth * frameWords);
  thread.depth++;
  return true;
}

/**
 * Makes a thread that runs nothing go on where another one's user code called the kernel, with `result` as what that call returns (fork). Only what
 * lies below the innermost kernel frames is copied.
 */
export function copyUserFrames(program: Program, from: ThreadState, to: ThreadState, result: bigint): void {
  if (to.depth > 0) throw new Error('The thread is running.');
  const tables = programTables(program);
  let depth = from.depth;
  while (depth > 0 && modeOfFrame(tables, from, depth - 1) === 0) depth--;
  if (depth === from.depth || depth === 0) throw new Error('The thread is not in a call from user code.');
  to.frames = from.frames.slice();
  to.registers = from.registers.slice();
  to.depth = depth;
  to.threadPointer = from.threadPointer;
  to.frames[(depth - 1) * frameWords + frameWord.instruction]! += instructionWords;
  const window = from.frames[depth * frameWords + frameWord.window]!;
  to.registers[window] = Number(BigInt.asIntN(32, result));
  to.registers[window + 1] = Number(BigInt.asIntN(32, result >> 32n));
}

function modeOfFrame(tables: ProgramTables, thread: ThreadState, index: number): number {
  return tables.functions[thread.frames[index * frameWords + frameWord.function]! * 8 + 3]!;
}

/** Where the stack of a mode ends now: at the youngest frame that runs in it. */
function stackPointer(tables: ProgramTables, thread: ThreadState, mode: number): bigint {
  for (let fp = (thread.depth - 1) * frameWords; fp >= 0; fp -= frameWords) {
    if (tables.functions[thread.frames[fp + frameWord.function]! * 8 + 3] === mode) {
      return joinWords(thread.frames[fp + frameWord.stackLow]!, thread.frames[fp + frameWord.stackHigh]!);
    }
  }
  return stackOf(thread, mode === 0 ? 'kernel' : 'user').top;
}

export function stackOf(thread: ThreadState, mode: 'kernel' | 'user'): StackRange {
  const stack = mode === 'kernel' ? thread.kernelStack : thread.userStack;
  if (!stack) throw new Error(`Thread ${thread.id} has no ${mode} stack.`);
  return stack;
}

export function growRegisters(thread: ThreadState, words: number): void {
  const grown = new Int32Array(2 * words);
  grown.set(thread.registers);
  thread.registers = grown;
}

export function growFrames(thread: ThreadState): void {
  const grown = new Int32Array(2 * thread.frames.length);
  grown.set(thread.frames);
  thread.frames = grown;
}
