/**
 * Follows what a call of the user's code gave until a branch depends on it or nobody holds it any more. Only instructions of the user's own code are looked
 * at, through stops in a copy of the code as for breakpoints on instructions; the machine runs as it would.
 */
import type { Program } from '../program.ts';
import type { ThreadState } from '../thread-state.ts';
import type { Vm } from '../vm-contract.ts';
import { Opcode } from './dispatch.ts';
import type { RunningVm } from './execution.ts';
import { calleeOf, carryOn, type Carriers } from './follow-flow.ts';
import { frameWord, frameWords, joinWords } from './frames.ts';
import { instructionWords } from './instruction.ts';

export interface Following {
  /**
   * `decides`: a branch depended on it. `handed-on`: it was returned to who called the user's code. `lost`: nobody looked, and nobody has it any more.
   * `no-error`: the call succeeded all the same. `long`: given up. null: it goes on.
   */
  outcome: 'decides' | 'handed-on' | 'lost' | 'no-error' | 'long' | null;
  /** The function that was called, as the code names it. */
  readonly callee: string;
  readonly program: Program;
  readonly vms: readonly RunningVm[];
  readonly code: Int32Array;
  /** The instruction of `code` in whose place no stop stands. */
  open: number;
  steps: number;
  /** The call has not returned: where its result will stand, and how many frames the thread then has. */
  awaited: { readonly thread: number; readonly depth: number; readonly word: number; readonly type: string } | null;
  readonly carriers: Carriers;
}

/** A second or two of work. */
const mostSteps = 1_000_000;

/** `counts`: the call gives how much is left undone. Begins with the call that the thread's innermost frame of the user's is making; null: there is none, or it gives nothing. */
export function followResult(vms: readonly Vm[], thread: ThreadState, counts: boolean): Following | null {
  const { program } = vms[0]!;
  let fp = (thread.depth - 1) * frameWords;
  while (fp >= 0 && program.functions[thread.frames[fp + frameWord.function]!]!.builtIn) fp -= frameWords;
  if (fp < 0) return null;
  const word = thread.frames[fp + frameWord.instruction]!;
  const base = thread.frames[fp + frameWord.window]!;
  const { code } = program;
  const callee =
    code[word] === Opcode.callBuiltin
      ? program.builtins[code[word + 1]!]
      : program.functions[calleeOf(program, thread, word, base) ?? -1];
  if (!callee || callee.signature.result === 'void') return null;
  const pointer = callee.type.result.kind === 'pointer';
  const following: Following = {
    outcome: null,
    callee: callee.name,
    program,
    vms: vms as RunningVm[],
    code: codeWithStops(program),
    open: -1,
    steps: 0,
    awaited: {
      thread: thread.id,
      depth: fp / frameWords + 1,
      word: base + code[word + 2]!,
      type: counts ? 'count' : pointer ? 'pointer' : callee.signature.result,
    },
    carriers: { registers: new Map(), memory: new Set() },
  };
  for (const vm of following.vms) [vm.following, vm.code] = [following, following.code];
  return following;
}

/** What the call gave counts as an error: nothing, a negative number, or what is no address. */
function isError(type: string, low: number, high: number): boolean {
  if (type === 'count') return low !== 0 || high !== 0;
  if (type === 'signed32') return low < 0 && low >= -4095;
  if (type === 'unsigned32' || type === 'unsigned8') return low === 0;
  const value = BigInt.asIntN(64, joinWords(low, high));
  return (value < 0n && value >= -4095n) || (value === 0n && type !== 'signed64');
}

/** The thread stands at a stop: looks at the instruction and lets it run. False: the stop is not one of these. */
export function followInstruction(vm: RunningVm, thread: ThreadState): boolean {
  const { following } = vm;
  if (!following) return false;
  shut(following);
  const word = thread.frames[(thread.depth - 1) * frameWords + frameWord.instruction]!;
  look(following, thread);
  if (following.outcome === null && ++following.steps > mostSteps) following.outcome = 'long';
  if (following.outcome !== null) endFollowing(following);
  else following.code[(following.open = word)] = following.program.code[word]!;
  return true;
}

function look(following: Following, thread: ThreadState): void {
  const { awaited, carriers, program } = following;
  if (awaited) {
    if (awaited.thread !== thread.id || thread.depth > awaited.depth) return;
    following.awaited = null;
    const { registers } = thread;
    if (
      thread.depth < awaited.depth ||
      !isError(awaited.type, registers[awaited.word]!, registers[awaited.word + 1]!)
    ) {
      following.outcome = 'no-error';
      return;
    }
    carriers.registers.set(thread.id, new Set([awaited.word]));
  }
  following.outcome = carryOn(program, thread, carriers);
  if (
    following.outcome === null &&
    carriers.memory.size === 0 &&
    [...carriers.registers.values()].every(({ size }) => size === 0)
  )
    following.outcome = 'lost';
}

/** The code runs without these stops again. */
export function endFollowing(following: Following): void {
  shut(following);
  for (const vm of following.vms) [vm.following, vm.code] = [null, following.program.code];
}

function shut(following: Following): void {
  if (following.open >= 0) following.code[following.open] = Opcode.stop;
  following.open = -1;
}

const ofPrograms = new WeakMap<Program, Int32Array>();

/** `stop` in place of all instructions of the user's kernel code. */
export function codeWithStops(program: Program): Int32Array {
  let code = ofPrograms.get(program);
  if (code) return code;
  ofPrograms.set(program, (code = program.code.slice()));
  for (const { builtIn, image, entry, end } of program.functions) {
    if (builtIn || program.images[image]!.mode !== 'kernel') continue;
    for (let pc = entry; pc < end; pc++) code[pc * instructionWords] = Opcode.stop;
  }
  return code;
}
