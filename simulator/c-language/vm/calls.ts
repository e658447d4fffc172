/** Calls and returns that the dispatch loop does not do itself: into builtins, between modes, and when an array has to grow. */
import type { ProgramImage } from '../program.ts';
import type { BuiltinValue } from '../thread-state.ts';
import { GuestFault } from '../vm-contract.ts';
import { instructionWords } from './instruction.ts';
import type { Execution } from './execution.ts';
import { depthOfFrame, frameFlag, frameWord, frameWords, joinWords } from './frames.ts';
import { resultFromWords, valueFromWords, valueToWords } from './marshalling.ts';
import { Reason } from './reason.ts';
import { growFrames, growRegisters, pushFrame, stackOf } from './stacks.ts';

/** Frames a thread may have: far more than its stack memory allows in kernel mode. */
const maximumDepth = 100_000;
const maximumRegisterWords = 1 << 23;

/** Reasons for being here: the callee runs in the other mode, an array is full, or the stack is. */
export function callSlowly(run: Execution, fp: number, callee: number, window: number): Reason {
  const { thread, functionTable } = run;
  const needed = window + functionTable[callee * 8 + 2]!;
  if (depthOfFrame(fp) >= maximumDepth || needed > maximumRegisterWords)
    return overflow(run, 'The call nesting is too deep.');
  if (needed > thread.registers.length || fp + 2 * frameWords >= thread.frames.length) {
    if (needed > thread.registers.length) growRegisters(thread, needed);
    if (fp + 2 * frameWords >= thread.frames.length) growFrames(thread);
    return Reason.reenter;
  }
  const flags = functionTable[callee * 8 + 3] === run.mode ? 0 : frameFlag.modeSwitch;
  if (!pushFrame(run.tables, thread, callee, window, flags)) {
    const mode = functionTable[callee * 8 + 3] === 0 ? 'kernel' : 'user';
    const { limit, top } = stackOf(thread, mode);
    return overflow(run, `The ${mode} stack of ${(top - limit) / 1024n} KiB is full.`);
  }
  return Reason.reenter;
}

function overflow(run: Execution, message: string): Reason {
  run.trap = { code: 'stack-overflow', message };
  return Reason.trap;
}

/** The result stands in the window's first register. */
export function returnSlowly(run: Execution, fp: number): Reason {
  const { thread, frames } = run;
  const flags = frames[fp + frameWord.flags]!;
  const window = frames[fp + frameWord.window]!;
  thread.depth--;
  if ((flags & (frameFlag.outermost | frameFlag.interrupt)) === 0) {
    frames[fp - frameWords + frameWord.instruction]! += instructionWords;
    return Reason.reenter;
  }
  const kind = run.tables.results[frames[fp + frameWord.function]!]!;
  thread.result = resultFromWords(kind, thread.registers[window]!, thread.registers[window + 1]!);
  return flags & frameFlag.interrupt ? Reason.interruptReturned : Reason.finished;
}

/** Leaves `leave` and faults to the loop; everything else a builtin throws is a bug in it and passes through. */
export function callBuiltin(run: Execution, builtin: number, window: number): Reason {
  const { vm, registers } = run;
  const { name, parameters, result } = run.tables.builtins[builtin]!;
  const values: BuiltinValue[] = [];
  for (let i = 0; i < parameters.length; i++) {
    values.push(valueFromWords(parameters[i]!, registers[window + 2 * i]!, registers[window + 2 * i + 1]!));
  }
  try {
    const value = vm.callBuiltin({ name, builtin, arguments: values }, run.thread);
    if (vm.repeat) {
      vm.repeat = vm.leave = false;
      return Reason.repeat;
    }
    if (result !== 'void') valueToWords(result, value ?? 0, registers, window);
  } catch (error) {
    if (!(error instanceof GuestFault)) throw error;
    run.fault = error.fault;
    return Reason.fault;
  }
  if (!vm.leave) return Reason.none;
  vm.leave = false;
  return Reason.yield;
}

/** Index of the function whose address stands in a register pair, or -1 with a trap noted. */
export function functionAtPointer(run: Execution, fp: number, word: number): number {
  const image = imageOfFrame(run, fp);
  const address = joinWords(run.registers[word]!, run.registers[word + 1]!);
  const pc = pcAtAddress(image, address);
  const found = pc === null ? undefined : run.tables.functionOfEntry.get(pc);
  if (found !== undefined) return found;
  const what = address === 0n ? 'a null function pointer' : `0x${address.toString(16)}, which is no function`;
  run.trap = { code: 'bad-function-pointer', message: `Call of ${what}.` };
  return -1;
}

/** Word offset of the instruction that a label's address names, or -1 with a trap noted. */
export function instructionAtPointer(run: Execution, fp: number, word: number): number {
  const address = joinWords(run.registers[word]!, run.registers[word + 1]!);
  const pc = pcAtAddress(imageOfFrame(run, fp), address);
  const { entry, end } = run.program.functions[run.frames[fp + frameWord.function]!]!;
  if (pc !== null && pc >= entry && pc < end) return pc * instructionWords;
  run.trap = { code: 'bad-goto', message: `Computed goto to 0x${address.toString(16)}, outside of the function.` };
  return -1;
}

function imageOfFrame(run: Execution, fp: number): ProgramImage {
  const { program, frames } = run;
  return program.images[program.functions[frames[fp + frameWord.function]!]!.image]!;
}

/** Instructions have addresses 16 bytes apart. Null for an address that is none of the image's. */
export function pcAtAddress(image: ProgramImage, address: bigint): number | null {
  const offset = address - image.textBase;
  if (offset < 0n || (offset & 15n) !== 0n) return null;
  const pc = image.firstInstruction + Number(offset >> 4n);
  return pc < image.endInstruction ? pc : null;
}
