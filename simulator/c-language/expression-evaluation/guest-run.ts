/** Running a compiled expression: in a thread of its own, on what is free of the stopped thread's stacks. */
import type { Program } from '../program.ts';
import type { ThreadState } from '../thread-state.ts';
import type { Vm } from '../vm-contract.ts';
import { createThread, frameAt, pushCall, readRegister, run, writeRegister } from '../vm.ts';
import type { EvaluationFrame, EvaluationOptions } from './evaluation.ts';
import type { FrameVariable } from './frame-variables.ts';
import { joinWords } from '../vm/frames.ts';

export type GuestOutcome =
  { readonly ok: true; readonly result: bigint; readonly vm: Vm } | { readonly ok: false; readonly message: string };

/** What lies between the stopped frame and the guest's, in bytes. */
const redZone = 256n;
const smallStack = { limit: 0x10000n, top: 0x20000n };

/** `guest` is the extended program. Variables in registers are copied in, and out again where they may be changed. */
export function runGuest(
  guest: Program,
  frame: EvaluationFrame | null,
  variables: readonly FrameVariable[],
  options: EvaluationOptions,
): GuestOutcome {
  const registers = variables.flatMap(({ location }) => (location.kind === 'register' ? [location.register] : []));
  const thread = guestThread(guest, frame);
  pushCall(guest, thread, guest.functions.length - 1, [0n, ...registers.map(() => 0n)]);
  if (frame) {
    registers.forEach((register, i) =>
      writeRegister(thread, 0, i + 1, readRegister(frame.thread, frame.depth, register)),
    );
  }
  const vm = options.createVm(guest);
  const problem = finish(vm, thread, options.budget);
  if (problem !== null) return { ok: false, message: problem };
  if (frame && options.sideEffects) {
    registers.forEach((register, i) => {
      const word = 2 * (i + 1);
      writeRegister(
        frame.thread,
        frame.depth,
        register,
        joinWords(thread.registers[word]!, thread.registers[word + 1]!),
      );
    });
  }
  return { ok: true, result: thread.result, vm };
}

function guestThread(guest: Program, frame: EvaluationFrame | null): ThreadState {
  const stopped = frame?.thread;
  if (!stopped) return createThread(-1, smallStack, smallStack);
  const below = (mode: 'kernel' | 'user', range: ThreadState['kernelStack']): ThreadState['kernelStack'] => {
    for (let depth = 0; depth < stopped.depth; depth++) {
      const view = frameAt(guest, stopped, depth);
      if (view.mode === mode) return { limit: range.limit, top: (view.frameAddress - redZone) & ~15n };
    }
    return range;
  };
  const user = stopped.userStack && below('user', stopped.userStack);
  return createThread(-1, below('kernel', stopped.kernelStack), user);
}

/** Who leaves the CPU as often as this waits for something, and nothing else runs meanwhile. */
const mostYields = 20;

/** null: it returned; else why it did not. */
function finish(vm: Vm, thread: ThreadState, budget: number): string | null {
  let yields = 0;
  for (let left = budget; left > 0;) {
    const before = vm.statementsExecuted;
    const exit = run(vm, thread, left);
    left -= Math.max(1, vm.statementsExecuted - before);
    switch (exit.kind) {
      case 'finished':
        return null;
      case 'fault':
        return `cannot ${exit.fault.access} ${exit.fault.size} bytes at 0x${exit.fault.address.toString(16)}`;
      case 'trap':
        return exit.message;
      case 'yield':
        if (thread.unfinished.length === 0 && ++yields > mostYields)
          return 'the expression waits for something: nothing else runs while it is computed, so what sleeps cannot be called';
    }
  }
  return `the expression takes more than ${budget.toLocaleString('en')} statements`;
}
