/** Instructions that kernel code seldom needs, kept out of the dispatch loop so that V8 can optimise the loop. */
import { atomicCompareExchange, atomicModify, copyBlock, zeroBlock } from './blocks.ts';
import { Opcode } from './dispatch.ts';
import { executeBits } from './bits.ts';
import { reasonBefore, type Execution } from './execution.ts';
import { executeFloating } from './floating.ts';
import { frameWord, frameWords, joinWords } from './frames.ts';
import { instructionWords } from './instruction.ts';
import { executeJump } from './jumps.ts';
import { executeOverflowing } from './overflow.ts';
import { Reason } from './reason.ts';
import { stackOf } from './stacks.ts';
import { executeWide } from './wide-values.ts';

/** Thread and VM are synchronised already. Anything but `Reason.none` leaves the instruction to be repeated. */
export function executeRare(run: Execution, opcode: Opcode, ip: number, base: number): Reason {
  if (opcode === Opcode.stop) return stop(run, ip);
  if (opcode >= Opcode.addDouble && opcode <= Opcode.doubleToFloat) {
    executeFloating(run, opcode, ip, base);
    return Reason.none;
  }
  if (opcode >= Opcode.countLeadingZeros32 && opcode <= Opcode.byteSwap64) {
    executeBits(run, opcode, ip, base);
    return Reason.none;
  }
  if (opcode >= Opcode.setJump) return executeJump(run, opcode, ip, base);
  if (opcode >= Opcode.wideOperate) return executeWide(run, opcode, ip, base);
  if (opcode <= Opcode.multiplyHighUnsigned64) return executeDivision(run, opcode, ip, base);
  return executeMemory(run, opcode, ip, base);
}

function stop(run: Execution, ip: number): Reason {
  const statement = run.program.code[ip] === Opcode.statement;
  return (statement && !run.vm.oneInstruction && reasonBefore(run)) || Reason.instruction;
}

function executeMemory(run: Execution, opcode: Opcode, ip: number, base: number): Reason {
  const { code, registers } = run;
  const a = base + code[ip + 1]!;
  const b = base + code[ip + 2]!;
  switch (opcode) {
    case Opcode.overflowing:
      executeOverflowing(run, ip, base);
      return Reason.none;
    case Opcode.copyBlock:
      return copyBlock(run, a, b, code[ip + 3]!);
    case Opcode.copyBlockSized:
      return copyBlock(run, a, b, registers[base + code[ip + 3]!]!);
    case Opcode.zeroBlock:
      return zeroBlock(run, a, code[ip + 3]!);
    case Opcode.zeroBlockSized:
      return zeroBlock(run, a, registers[base + code[ip + 3]!]!);
    case Opcode.atomicModify:
      return atomicModify(run, a, b, base + code[ip + 3]!, code[ip + 4]!);
    case Opcode.atomicCompareExchange:
      return atomicCompareExchange(run, a, b, base + code[ip + 3]!, code[ip + 4]!);
    case Opcode.returnAddress:
      return readReturnAddress(run, a, code[ip + 2]!);
    case Opcode.trap:
      run.trap = run.program.traps[code[ip + 1]!]!;
      return Reason.trap;
    default:
      return executeStack(run, opcode, a, b, code[ip + 3]!);
  }
}

function executeStack(run: Execution, opcode: Opcode, a: number, b: number, alignment: number): Reason {
  const { registers, frames, fp } = run;
  switch (opcode) {
    case Opcode.readStackPointer:
      registers[a] = frames[fp + frameWord.stackLow]!;
      registers[a + 1] = frames[fp + frameWord.stackHigh]!;
      return Reason.none;
    case Opcode.writeStackPointer:
      frames[fp + frameWord.stackLow] = registers[a]!;
      frames[fp + frameWord.stackHigh] = registers[a + 1]!;
      return Reason.none;
    case Opcode.allocateStack:
      return allocateStack(run, a, joinWords(registers[b]!, registers[b + 1]!), alignment);
    default:
      throw new Error(`The code has an unknown opcode ${opcode}.`);
  }
}

/** Zero beyond the outermost frame, and beyond the entry into the mode that the code runs in, as a kernel's last frame says. */
function readReturnAddress({ program, registers, frames, fp }: Execution, to: number, level: number): Reason {
  let callee = fp;
  const hasCaller = (): boolean => callee > 0 && frames[callee + frameWord.flags] === 0;
  for (let up = 0; up < level && hasCaller(); up++) callee -= frameWords;
  let address = 0n;
  if (hasCaller()) {
    const caller = callee - frameWords;
    const image = program.images[program.functions[frames[caller + frameWord.function]!]!.image]!;
    const pc = frames[caller + frameWord.instruction]! / instructionWords + 1;
    address = image.textBase + 16n * BigInt(pc - image.firstInstruction);
  }
  registers[to] = Number(BigInt.asIntN(32, address));
  registers[to + 1] = Number(BigInt.asIntN(32, address >> 32n));
  return Reason.none;
}

/** `alloca` and variable length arrays: lowers the stack pointer of the top frame. */
function allocateStack(run: Execution, to: number, bytes: bigint, alignment: number): Reason {
  const { registers, frames, fp } = run;
  const pointer = joinWords(frames[fp + frameWord.stackLow]!, frames[fp + frameWord.stackHigh]!);
  const { limit } = stackOf(run.thread, run.mode === 0 ? 'kernel' : 'user');
  const lowered = (pointer - bytes) & BigInt(-Math.max(alignment, 16));
  if (bytes > pointer || lowered < limit) {
    run.trap = { code: 'stack-overflow', message: `A stack allocation of ${bytes} bytes does not fit.` };
    return Reason.trap;
  }
  registers[to] = Number(BigInt.asIntN(32, lowered));
  registers[to + 1] = Number(BigInt.asIntN(32, lowered >> 32n));
  frames[fp + frameWord.stackLow] = registers[to]!;
  frames[fp + frameWord.stackHigh] = registers[to + 1]!;
  return Reason.none;
}

function executeDivision(run: Execution, opcode: Opcode, ip: number, base: number): Reason {
  const { code, registers, signed, unsigned } = run;
  const to = base + code[ip + 1]!;
  const x = base + code[ip + 2]!;
  const y = base + code[ip + 3]!;
  if (opcode === Opcode.multiplyHighUnsigned64) {
    unsigned[to >> 1] = (unsigned[x >> 1]! * unsigned[y >> 1]!) >> 64n;
    return Reason.none;
  }
  if ((registers[y]! | registers[y + 1]!) === 0) {
    run.trap = { code: 'division-by-zero', message: 'Division by zero.' };
    return Reason.trap;
  }
  const bothSmall = registers[x + 1]! >>> 0 < 0x200000 && registers[y + 1]! >>> 0 < 0x200000;
  if (bothSmall) {
    divideSmall(registers, to, x, y, opcode === Opcode.divide64 || opcode === Opcode.divideUnsigned64);
    return Reason.none;
  }
  if (opcode === Opcode.divideUnsigned64) unsigned[to >> 1] = unsigned[x >> 1]! / unsigned[y >> 1]!;
  else if (opcode === Opcode.remainderUnsigned64) unsigned[to >> 1] = unsigned[x >> 1]! % unsigned[y >> 1]!;
  else return divideSigned(run, opcode, signed, to >> 1, signed[x >> 1]!, signed[y >> 1]!);
  return Reason.none;
}

function divideSigned(run: Execution, opcode: Opcode, signed: BigInt64Array, to: number, x: bigint, y: bigint): Reason {
  if (y === -1n && x === -0x8000000000000000n) {
    run.trap = {
      code: 'division-overflow',
      message: 'The quotient does not fit: the most negative value divided by -1.',
    };
    return Reason.trap;
  }
  signed[to] = opcode === Opcode.divide64 ? x / y : x % y;
  return Reason.none;
}

/** Both operands are non-negative and below 2^53, where doubles are exact and the quotient is off by one at most. */
function divideSmall(registers: Int32Array, to: number, x: number, y: number, wantQuotient: boolean): void {
  const dividend = registers[x + 1]! * 0x100000000 + (registers[x]! >>> 0);
  const divisor = registers[y + 1]! * 0x100000000 + (registers[y]! >>> 0);
  let result = dividend % divisor;
  if (wantQuotient) result = (dividend - result) / divisor;
  registers[to] = result | 0;
  registers[to + 1] = (result / 0x100000000) | 0;
}
