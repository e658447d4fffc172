/** Stopping before single instructions: the loop runs a copy of the code in which `stop` stands in their place. */
import type { Program } from '../program.ts';
import type { ThreadState } from '../thread-state.ts';
import { Opcode } from './dispatch.ts';
import type { RunningVm } from './execution.ts';
import { frameWord, frameWords } from './frames.ts';
import { instructionWords } from './instruction.ts';

/** Leaves before each of these instructions with an `instruction` exit; an instruction at which it stands already stops again. */
export function setInstructionStops(vm: RunningVm, pcs: readonly number[]): void {
  vm.code = vm.program.code;
  if (pcs.length === 0) return;
  vm.code = vm.program.code.slice();
  for (const pc of pcs) vm.code[pc * instructionWords] = Opcode.stop;
}

/** Runs `action` with a code in which every instruction but the thread's next one stops. */
export function withOneInstruction<Result>(vm: RunningVm, thread: ThreadState, action: () => Result): Result {
  const code = stopsEverywhere(vm.program);
  const word = thread.frames[(thread.depth - 1) * frameWords + frameWord.instruction]!;
  const usual = vm.code;
  code[word] = vm.program.code[word]!;
  vm.code = code;
  vm.oneInstruction = true;
  try {
    return action();
  } finally {
    code[word] = Opcode.stop;
    vm.code = usual;
    vm.oneInstruction = false;
  }
}

const ofPrograms = new WeakMap<Program, Int32Array>();

function stopsEverywhere(program: Program): Int32Array {
  const known = ofPrograms.get(program);
  if (known) return known;
  const code = program.code.slice();
  for (let word = 0; word < code.length; word += instructionWords) code[word] = Opcode.stop;
  ofPrograms.set(program, code);
  return code;
}
