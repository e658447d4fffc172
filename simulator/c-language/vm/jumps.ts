/** setjmp and longjmp, and the pointer to a thread's own objects. What setjmp keeps stands in the program's buffer, four words of 64 bits. */
import { Opcode } from './dispatch.ts';
import type { Execution } from './execution.ts';
import { depthOfFrame, forgetUnfinished, frameFlag, frameWord, frameWords, joinWords } from './frames.ts';
import { instructionWords } from './instruction.ts';
import { Reason } from './reason.ts';

export function executeJump(run: Execution, opcode: Opcode, ip: number, base: number): Reason {
  const { code, registers, thread } = run;
  const a = base + code[ip + 1]!;
  const b = base + code[ip + 2]!;
  switch (opcode) {
    case Opcode.setJump:
      return setJump(run, ip, a, b);
    case Opcode.longJump:
      return longJump(run, a, registers[b]!);
    case Opcode.writeThreadPointer:
      thread.threadPointer = joinWords(registers[a]!, registers[a + 1]!);
      return Reason.none;
    default: {
      const { threadPointer } = thread;
      const own = threadPointer === 0n;
      registers[a] = own ? code[ip + 2]! : Number(BigInt.asIntN(32, threadPointer));
      registers[a + 1] = own ? code[ip + 3]! : Number(BigInt.asIntN(32, threadPointer >> 32n));
      return Reason.none;
    }
  }
}

/** Function and depth of the frame, where it goes on, the register for the answer, the stack pointer. */
function setJump(run: Execution, ip: number, to: number, buffer: number): Reason {
  const { registers, frames, fp, code, port } = run;
  const words = [
    [depthOfFrame(fp), frames[fp + frameWord.function]!],
    [ip + instructionWords, code[ip + 1]!],
    [frames[fp + frameWord.stackLow]!, frames[fp + frameWord.stackHigh]!],
  ] as const;
  for (const [index, [low, high]] of words.entries()) {
    if (!access(registers, buffer, index, (at, above) => port.store(at, above, 8, low, high))) return Reason.fault;
  }
  registers[to] = 0;
  return Reason.none;
}

function longJump(run: Execution, buffer: number, value: number): Reason {
  const { registers, port, thread, frames } = run;
  const words: { low: number; high: number }[] = [];
  for (let index = 0; index < 3; index++) {
    if (!access(registers, buffer, index, (at, above) => port.load(at, above, 8))) return Reason.fault;
    words.push({ low: port.valueLow, high: port.valueHigh });
  }
  const [frame, next, stack] = words as [(typeof words)[0], (typeof words)[0], (typeof words)[0]];
  const fp = (frame.low - 1) * frameWords;
  if (!isCaller(run, fp, frame.high, next.low)) {
    run.trap = {
      code: 'bad-longjmp',
      message: 'longjmp to a function that is not running any more, or that setjmp was not called in.',
    };
    return Reason.trap;
  }
  thread.depth = frame.low;
  // A signal handler may have stood on top of a call that nobody goes on with now.
  forgetUnfinished(thread, thread.depth);
  frames[fp + frameWord.instruction] = next.low;
  frames[fp + frameWord.stackLow] = stack.low;
  frames[fp + frameWord.stackHigh] = stack.high;
  registers[frames[fp + frameWord.window]! + next.high] = value;
  return Reason.reenter;
}

/**
 * The frame is there, belongs to that function, and nothing lies above it that was not simply called. User code above the kernel's is a signal handler: a
 * program may leave that, and the kernel's frames below it.
 */
function isCaller(
  { program, functionTable, frames, fp: top }: Execution,
  fp: number,
  owner: number,
  next: number,
): boolean {
  if (fp < 0 || fp > top || frames[fp + frameWord.function] !== owner) return false;
  const { entry, end } = program.functions[owner]!;
  if (next < entry * instructionWords || next >= end * instructionWords) return false;
  const isUser = functionTable[owner * 8 + 3] !== 0;
  const kept = isUser ? frameFlag.outermost : ~0;
  for (let above = fp + frameWords; above <= top; above += frameWords) {
    if ((frames[above + frameWord.flags]! & kept) !== 0) return false;
  }
  return true;
}

function access(
  registers: Int32Array,
  buffer: number,
  index: number,
  use: (low: number, high: number) => boolean,
): boolean {
  const low = registers[buffer]!;
  const at = (low + 8 * index) | 0;
  return use(at, (registers[buffer + 1]! + (at >>> 0 < low >>> 0 ? 1 : 0)) | 0);
}
