/** The layout of frames in a thread's arrays, and the debugger's access to frames and their registers. */
import type { Program } from '../program.ts';
import type { ThreadState, UnfinishedCall } from '../thread-state.ts';
import { instructionWords } from './instruction.ts';

/** Words of a frame; a power of two. */
export const frameWords = 8;

/** Offsets in a frame. The dispatch loop spells them as numbers. */
export const frameWord = {
  function: 0,
  /** Word offset into the code: the call while a callee runs, otherwise what is executed next. */
  instruction: 1,
  /** Word offset of the register window. */
  window: 2,
  flags: 3,
  /** The frame in stack memory: address of its first byte. */
  addressLow: 4,
  addressHigh: 5,
  /** The stack pointer, lower than the frame's address where the stack was allocated from at run time. */
  stackLow: 6,
  stackHigh: 7,
} as const;

/** Values of the flags word; a plain call has none. */
export const frameFlag = { outermost: 1, interrupt: 2, modeSwitch: 4 } as const;

export interface FrameView {
  readonly functionIndex: number;
  /** The statement or instruction about to run, or the call that is being made. */
  readonly pc: number;
  readonly frameAddress: bigint;
  readonly mode: 'kernel' | 'user';
  /** It was pushed on top of interrupted code. */
  readonly interrupt: boolean;
  /** Statement that `pc` belongs to. */
  readonly statement: number;
}

export function depthOfFrame(fp: number): number {
  return fp / frameWords + 1;
}

export function frameCount(thread: ThreadState): number {
  return thread.depth;
}

/** The statement of the frame at `depth`, as `frameAt` has it, without the rest. */
export function frameStatement(program: Program, thread: ThreadState, depth: number): number {
  const word = (thread.depth - 1 - depth) * frameWords + frameWord.instruction;
  return program.statementOfInstruction[thread.frames[word]! / instructionWords]!;
}

/** The words of the frames that are on the thread. */
export function liveFrames({ frames, depth }: ThreadState): Int32Array {
  return frames.subarray(0, depth * frameWords);
}

/** The same thread in a program that numbers its functions otherwise: `functions` has the new number of each, -1 of one that is on no frame. */
export function withFunctions(thread: ThreadState, functions: Int32Array): ThreadState {
  const frames = thread.frames.slice();
  for (let fp = 0; fp < frames.length; fp += frameWords) {
    const number = functions[frames[fp + frameWord.function]!] ?? -1;
    if (number >= 0) frames[fp + frameWord.function] = number;
  }
  return { ...thread, frames };
}

/** `depth` counts from the innermost frame, which is 0. */
export function frameAt(program: Program, thread: ThreadState, depth: number): FrameView {
  const fp = frameOffset(thread, depth);
  const word = (offset: number): number => thread.frames[fp + offset]!;
  const functionIndex = word(frameWord.function);
  const pc = word(frameWord.instruction) / instructionWords;
  const image = program.images[program.functions[functionIndex]!.image]!;
  return {
    functionIndex,
    pc,
    frameAddress: joinWords(word(frameWord.addressLow), word(frameWord.addressHigh)),
    mode: image.mode,
    interrupt: (word(frameWord.flags) & frameFlag.interrupt) !== 0,
    statement: program.statementOfInstruction[pc]!,
  };
}

/** The 64 bits of a register of the frame at `depth` (0 innermost), unsigned. */
export function readRegister(thread: ThreadState, depth: number, register: number): bigint {
  const word = registerOffset(thread, depth, register);
  return joinWords(thread.registers[word]!, thread.registers[word + 1]!);
}

/** Takes effect at once; the low 64 bits of `value` count. */
export function writeRegister(thread: ThreadState, depth: number, register: number, value: bigint): void {
  const word = registerOffset(thread, depth, register);
  thread.registers[word] = Number(BigInt.asIntN(32, value));
  thread.registers[word + 1] = Number(BigInt.asIntN(32, value >> 32n));
}

/** Makes the frame at `depth` go on at another instruction of its function ("jump to cursor"). */
export function setInstruction(thread: ThreadState, depth: number, pc: number): void {
  thread.frames[frameOffset(thread, depth) + frameWord.instruction] = pc * instructionWords;
  forgetUnfinished(thread, thread.depth - depth);
}

/** Nobody goes on with the calls that frames from number `first` on have made; the outermost frame is number 1. */
export function forgetUnfinished(thread: ThreadState, first: number): void {
  thread.unfinished = unfinishedBelow(thread, first);
}

/** Those of frames before number `first`. Most threads have none, at most calls. */
export function unfinishedBelow({ unfinished }: ThreadState, first: number): readonly UnfinishedCall[] {
  return unfinished.length === 0 ? unfinished : unfinished.filter(({ depth }) => depth < first);
}

/** The call that the thread is to go on with. */
export function unfinishedCall({ unfinished, depth }: ThreadState): UnfinishedCall | null {
  const last = unfinished.at(-1);
  return last?.depth === depth ? last : null;
}

export function joinWords(low: number, high: number): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

function frameOffset(thread: ThreadState, depth: number): number {
  if (depth < 0 || depth >= thread.depth) throw new RangeError(`The thread has no frame at depth ${depth}.`);
  return (thread.depth - 1 - depth) * frameWords;
}

function registerOffset(thread: ThreadState, depth: number, register: number): number {
  return thread.frames[frameOffset(thread, depth) + frameWord.window]! + 2 * register;
}
