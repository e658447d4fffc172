/** Looks at each instruction of the user's own kernel code before it runs; the machine runs as it would. */
import type { ThreadState } from '../thread-state.ts';
import type { Vm } from '../vm-contract.ts';
import { Opcode } from './dispatch.ts';
import type { RunningVm } from './execution.ts';
import { codeWithStops } from './follow-result.ts';
import { frameWord, frameWords } from './frames.ts';

export interface Trace {
  readonly look: (thread: ThreadState, word: number) => void;
  readonly code: Int32Array;
  /** The instruction of `code` in whose place no stop stands. */
  open: number;
}

/** For as long as the machine runs; no other stops before instructions can be set meanwhile. */
export function startTrace(vms: readonly Vm[], look: Trace['look']): void {
  const trace: Trace = { look, code: codeWithStops(vms[0]!.program), open: -1 };
  for (const vm of vms as RunningVm[]) [vm.tracing, vm.code] = [trace, trace.code];
}

/** The thread stands at a stop: looks at the instruction and lets it run. False: the stop is not one of these. */
export function traceInstruction(vm: RunningVm, thread: ThreadState): boolean {
  const { tracing, program } = vm;
  if (!tracing) return false;
  if (tracing.open >= 0) tracing.code[tracing.open] = Opcode.stop;
  const word = thread.frames[(thread.depth - 1) * frameWords + frameWord.instruction]!;
  tracing.look(thread, word);
  tracing.code[(tracing.open = word)] = program.code[word]!;
  return true;
}
