/**
 * The heart of the VM: the opcodes and the loop that executes them. Enumeration and loop share one file because a build tool
 * can then inline the case labels as numbers, which V8 needs to make a jump table of the switch.
 *
 * An instruction is five words: opcode and up to four operands. Register operands are word offsets from the window's base
 * (twice the register's number); jump targets are word offsets into the code. A value narrower than 64 bits stands in the
 * low word, extended to 32 bits as its type says; what is above is undefined. A register's bytes are the object's bytes.
 */

import { callBuiltin, callSlowly, functionAtPointer, instructionAtPointer, returnSlowly } from './calls.ts';
import { everyStatement, leave, observeShift, reasonToStop, synchronize, trap } from './execution.ts';
import type { Execution } from './execution.ts';
import { multiplyHigh } from './multiply.ts';
import { Reason } from './reason.ts';

export enum Opcode {
  // a statement begins: statement
  statement = 0,
  // control flow: operands, then the target as a word offset
  jump = 1,
  jumpZero32 = 2,
  jumpNotZero32 = 3,
  jumpZero64 = 4,
  jumpNotZero64 = 5,
  jumpEqual32 = 6,
  jumpNotEqual32 = 7,
  jumpLess32 = 8,
  jumpLessEqual32 = 9,
  jumpBelow32 = 10,
  jumpBelowEqual32 = 11,
  jumpEqual32Constant = 12,
  jumpNotEqual32Constant = 13,
  jumpLess32Constant = 14,
  jumpLessEqual32Constant = 15,
  jumpGreater32Constant = 16,
  jumpGreaterEqual32Constant = 17,
  jumpBelow32Constant = 18,
  jumpBelowEqual32Constant = 19,
  jumpAbove32Constant = 20,
  jumpAboveEqual32Constant = 21,
  jumpEqual64 = 22,
  jumpNotEqual64 = 23,
  jumpLess64 = 24,
  jumpLessEqual64 = 25,
  jumpBelow64 = 26,
  jumpBelowEqual64 = 27,
  jumpEqual64Constant = 28,
  jumpNotEqual64Constant = 29,
  jumpLess64Constant = 30,
  jumpLessEqual64Constant = 31,
  jumpGreater64Constant = 32,
  jumpGreaterEqual64Constant = 33,
  jumpBelow64Constant = 34,
  jumpBelowEqual64Constant = 35,
  jumpAbove64Constant = 36,
  jumpAboveEqual64Constant = 37,
  jumpTable = 38,
  // constants and moves
  move32 = 39,
  move64 = 40,
  constant32 = 41,
  constant64 = 42,
  // 32-bit arithmetic: destination, operands
  add32 = 43,
  add32Constant = 44,
  subtract32 = 45,
  multiply32 = 46,
  multiply32Constant = 47,
  and32 = 48,
  and32Constant = 49,
  or32 = 50,
  or32Constant = 51,
  xor32 = 52,
  xor32Constant = 53,
  shiftLeft32 = 54,
  shiftLeft32Constant = 55,
  shiftRight32 = 56,
  shiftRight32Constant = 57,
  shiftRightSigned32 = 58,
  shiftRightSigned32Constant = 59,
  negate32 = 60,
  not32 = 61,
  isEqual32 = 62,
  isNotEqual32 = 63,
  isLess32 = 64,
  isLessEqual32 = 65,
  isBelow32 = 66,
  isBelowEqual32 = 67,
  isZero32 = 68,
  isNotZero32 = 69,
  divide32 = 70,
  divideUnsigned32 = 71,
  remainder32 = 72,
  remainderUnsigned32 = 73,
  // widening
  signExtend8 = 74,
  signExtend16 = 75,
  signExtend32 = 76,
  zeroExtend32 = 77,
  // 64-bit arithmetic on pairs
  add64 = 78,
  add64Constant = 79,
  subtract64 = 80,
  multiply64 = 81,
  and64 = 82,
  or64 = 83,
  xor64 = 84,
  and64Constant = 85,
  shiftLeft64 = 86,
  shiftLeft64Constant = 87,
  shiftRight64 = 88,
  shiftRight64Constant = 89,
  shiftRightSigned64 = 90,
  shiftRightSigned64Constant = 91,
  negate64 = 92,
  not64 = 93,
  isEqual64 = 94,
  isNotEqual64 = 95,
  isLess64 = 96,
  isLessEqual64 = 97,
  isBelow64 = 98,
  isBelowEqual64 = 99,
  isZero64 = 100,
  isNotZero64 = 101,
  // addresses: destination, base, index, shift (element size as a power of two)
  indexSigned32 = 102,
  indexUnsigned32 = 103,
  index64 = 104,
  indexScaledSigned32 = 105,
  // memory: value register, base register, displacement
  load8 = 106,
  loadSigned8 = 107,
  load16 = 108,
  loadSigned16 = 109,
  load32 = 110,
  load64 = 111,
  store8 = 112,
  store16 = 113,
  store32 = 114,
  store64 = 115,
  // memory, indexed: value register, base register, index register, shift
  load8IndexedSigned32 = 116,
  load32IndexedSigned32 = 117,
  load64IndexedSigned32 = 118,
  store8IndexedSigned32 = 119,
  store32IndexedSigned32 = 120,
  store64IndexedSigned32 = 121,
  load8Indexed64 = 122,
  load32Indexed64 = 123,
  load64Indexed64 = 124,
  store8Indexed64 = 125,
  store32Indexed64 = 126,
  store64Indexed64 = 127,
  // calls: function (or register, or builtin), first argument register
  call = 128,
  callPointer = 129,
  callBuiltin = 130,
  return = 131,
  frameAddress = 132,
  // seldom: executed out of line by rare.ts
  // 64-bit arithmetic: destination, operands
  divide64 = 133,
  divideUnsigned64 = 134,
  remainder64 = 135,
  remainderUnsigned64 = 136,
  multiplyHighUnsigned64 = 137,
  // bits: destination, operand
  countLeadingZeros32 = 138,
  countLeadingZeros64 = 139,
  countTrailingZeros32 = 140,
  countTrailingZeros64 = 141,
  populationCount32 = 142,
  populationCount64 = 143,
  byteSwap16 = 144,
  byteSwap32 = 145,
  byteSwap64 = 146,
  // arithmetic with an overflow flag: flag, left, right, description of the three types (see overflow.ts); the result goes to the register after the flag
  overflowing = 147,
  // double: destination, operands
  addDouble = 148,
  subtractDouble = 149,
  multiplyDouble = 150,
  divideDouble = 151,
  negateDouble = 152,
  isEqualDouble = 153,
  isNotEqualDouble = 154,
  isLessDouble = 155,
  isLessEqualDouble = 156,
  absoluteDouble = 157,
  squareRootDouble = 158,
  // float
  addFloat = 159,
  subtractFloat = 160,
  multiplyFloat = 161,
  divideFloat = 162,
  negateFloat = 163,
  isEqualFloat = 164,
  isNotEqualFloat = 165,
  isLessFloat = 166,
  isLessEqualFloat = 167,
  // conversions: destination, operand
  signed32ToDouble = 168,
  unsigned32ToDouble = 169,
  signed64ToDouble = 170,
  unsigned64ToDouble = 171,
  signed32ToFloat = 172,
  unsigned32ToFloat = 173,
  signed64ToFloat = 174,
  unsigned64ToFloat = 175,
  doubleToSigned32 = 176,
  doubleToSigned64 = 177,
  doubleToUnsigned64 = 178,
  floatToDouble = 179,
  doubleToFloat = 180,
  // the simulated stack: stack pointer to or from a register; destination, size register, alignment
  readStackPointer = 181,
  writeStackPointer = 182,
  allocateStack = 183,
  // memory in blocks: destination address, source address (or nothing), bytes
  copyBlock = 184,
  zeroBlock = 185,
  // the register after the destination address holds a count instead of a constant: destination, source, count register
  copyBlockSized = 186,
  zeroBlockSized = 187,
  // atomically: old value, address, operand, operation | size << 8
  atomicModify = 188,
  // success, address, expected and desired registers (two in a row), size; the value found goes to the expected register
  atomicCompareExchange = 189,
  // jumps to the instruction address in a register: register
  jumpPointer = 190,
  // stops with traps[n]: n
  trap = 191,
}

/**
 * Runs the thread's top frame until there is a reason to leave. The memory fast path stands in every load and store: a hit in
 * the port's line table costs two compares; alignment is part of the tag compare, because a tag's low six bits are zero.
 */
export function execute(run: Execution): Reason {
  const { port, mode, registers, frames, functionTable, breakpoints, stackLimitLow, stackLimitHigh } = run;
  const {
    readTagLow,
    readTagHigh,
    writeTagLow,
    writeTagHigh,
    line,
    tlb,
    bytes,
    halves,
    words,
    lineUse,
    tlbUse,
    clock,
  } = port.fast;
  const code = run.code;
  const registersEnd = registers.length;
  const framesEnd = frames.length - 16;
  let fp = run.fp;
  let ip = frames[fp + 1]!;
  let base = frames[fp + 2]!;
  let remaining = run.remaining;
  let pause = run.stepping ? everyStatement : 0;
  for (;;) {
    const opcode: Opcode = code[ip]!;
    switch (opcode) {
      case Opcode.statement:
        if (remaining <= pause || breakpoints[code[ip + 1]!] !== 0) {
          const reason = reasonToStop(run, fp, ip, code[ip + 1]!, remaining);
          if (reason !== Reason.none) return leave(run, fp, ip, remaining, reason);
        }
        remaining--;
        ip += 5;
        continue;
      case Opcode.jump:
        ip = code[ip + 1]!;
        continue;
      case Opcode.jumpZero32:
        ip = registers[base + code[ip + 1]!]! === 0 ? code[ip + 2]! : ip + 5;
        continue;
      case Opcode.jumpNotZero32:
        ip = registers[base + code[ip + 1]!]! !== 0 ? code[ip + 2]! : ip + 5;
        continue;
      case Opcode.jumpZero64: {
        const x = base + code[ip + 1]!;
        ip = (registers[x]! | registers[x + 1]!) === 0 ? code[ip + 2]! : ip + 5;
        continue;
      }
      case Opcode.jumpNotZero64: {
        const x = base + code[ip + 1]!;
        ip = (registers[x]! | registers[x + 1]!) !== 0 ? code[ip + 2]! : ip + 5;
        continue;
      }
      case Opcode.jumpEqual32:
        ip = registers[base + code[ip + 1]!]! === registers[base + code[ip + 2]!]! ? code[ip + 3]! : ip + 5;
        continue;
      case Opcode.jumpNotEqual32:
        ip = registers[base + code[ip + 1]!]! !== registers[base + code[ip + 2]!]! ? code[ip + 3]! : ip + 5;
        continue;
      case Opcode.jumpLess32:
        ip = registers[base + code[ip + 1]!]! < registers[base + code[ip + 2]!]! ? code[ip + 3]! : ip + 5;
        continue;
      case Opcode.jumpLessEqual32:
        ip = registers[base + code[ip + 1]!]! <= registers[base + code[ip + 2]!]! ? code[ip + 3]! : ip + 5;
        continue;
      case Opcode.jumpBelow32:
        ip = registers[base + code[ip + 1]!]! >>> 0 < registers[base + code[ip + 2]!]! >>> 0 ? code[ip + 3]! : ip + 5;
        continue;
      case Opcode.jumpBelowEqual32:
        ip = registers[base + code[ip + 1]!]! >>> 0 <= registers[base + code[ip + 2]!]! >>> 0 ? code[ip + 3]! : ip + 5;
        continue;
      case Opcode.jumpEqual32Constant:
        ip = registers[base + code[ip + 1]!]! === code[ip + 2]! ? code[ip + 3]! : ip + 5;
        continue;
      case Opcode.jumpNotEqual32Constant:
        ip = registers[base + code[ip + 1]!]! !== code[ip + 2]! ? code[ip + 3]! : ip + 5;
        continue;
      case Opcode.jumpLess32Constant:
        ip = registers[base + code[ip + 1]!]! < code[ip + 2]! ? code[ip + 3]! : ip + 5;
        continue;
      case Opcode.jumpLessEqual32Constant:
        ip = registers[base + code[ip + 1]!]! <= code[ip + 2]! ? code[ip + 3]! : ip + 5;
        continue;
      case Opcode.jumpGreater32Constant:
        ip = registers[base + code[ip + 1]!]! > code[ip + 2]! ? code[ip + 3]! : ip + 5;
        continue;
      case Opcode.jumpGreaterEqual32Constant:
        ip = registers[base + code[ip + 1]!]! >= code[ip + 2]! ? code[ip + 3]! : ip + 5;
        continue;
      case Opcode.jumpBelow32Constant:
        ip = registers[base + code[ip + 1]!]! >>> 0 < code[ip + 2]! >>> 0 ? code[ip + 3]! : ip + 5;
        continue;
      case Opcode.jumpBelowEqual32Constant:
        ip = registers[base + code[ip + 1]!]! >>> 0 <= code[ip + 2]! >>> 0 ? code[ip + 3]! : ip + 5;
        continue;
      case Opcode.jumpAbove32Constant:
        ip = registers[base + code[ip + 1]!]! >>> 0 > code[ip + 2]! >>> 0 ? code[ip + 3]! : ip + 5;
        continue;
      case Opcode.jumpAboveEqual32Constant:
        ip = registers[base + code[ip + 1]!]! >>> 0 >= code[ip + 2]! >>> 0 ? code[ip + 3]! : ip + 5;
        continue;
      case Opcode.jumpEqual64: {
        const x = base + code[ip + 1]!;
        const y = base + code[ip + 2]!;
        ip = registers[x]! === registers[y]! && registers[x + 1]! === registers[y + 1]! ? code[ip + 3]! : ip + 5;
        continue;
      }
      case Opcode.jumpNotEqual64: {
        const x = base + code[ip + 1]!;
        const y = base + code[ip + 2]!;
        ip = registers[x]! !== registers[y]! || registers[x + 1]! !== registers[y + 1]! ? code[ip + 3]! : ip + 5;
        continue;
      }
      case Opcode.jumpLess64: {
        const x = base + code[ip + 1]!;
        const y = base + code[ip + 2]!;
        const xHigh = registers[x + 1]!;
        const yHigh = registers[y + 1]!;
        ip = (xHigh === yHigh ? registers[x]! >>> 0 < registers[y]! >>> 0 : xHigh < yHigh) ? code[ip + 3]! : ip + 5;
        continue;
      }
      case Opcode.jumpLessEqual64: {
        const x = base + code[ip + 1]!;
        const y = base + code[ip + 2]!;
        const xHigh = registers[x + 1]!;
        const yHigh = registers[y + 1]!;
        ip = (xHigh === yHigh ? registers[x]! >>> 0 <= registers[y]! >>> 0 : xHigh < yHigh) ? code[ip + 3]! : ip + 5;
        continue;
      }
      case Opcode.jumpBelow64: {
        const x = base + code[ip + 1]!;
        const y = base + code[ip + 2]!;
        const xHigh = registers[x + 1]!;
        const yHigh = registers[y + 1]!;
        ip = (xHigh === yHigh ? registers[x]! >>> 0 < registers[y]! >>> 0 : xHigh >>> 0 < yHigh >>> 0)
          ? code[ip + 3]!
          : ip + 5;
        continue;
      }
      case Opcode.jumpBelowEqual64: {
        const x = base + code[ip + 1]!;
        const y = base + code[ip + 2]!;
        const xHigh = registers[x + 1]!;
        const yHigh = registers[y + 1]!;
        ip = (xHigh === yHigh ? registers[x]! >>> 0 <= registers[y]! >>> 0 : xHigh >>> 0 < yHigh >>> 0)
          ? code[ip + 3]!
          : ip + 5;
        continue;
      }
      case Opcode.jumpEqual64Constant: {
        const x = base + code[ip + 1]!;
        const constant = code[ip + 2]!;
        ip = registers[x]! === constant && registers[x + 1]! === constant >> 31 ? code[ip + 3]! : ip + 5;
        continue;
      }
      case Opcode.jumpNotEqual64Constant: {
        const x = base + code[ip + 1]!;
        const constant = code[ip + 2]!;
        ip = registers[x]! !== constant || registers[x + 1]! !== constant >> 31 ? code[ip + 3]! : ip + 5;
        continue;
      }
      case Opcode.jumpLess64Constant: {
        const x = base + code[ip + 1]!;
        const constant = code[ip + 2]!;
        const xHigh = registers[x + 1]!;
        ip = (xHigh === constant >> 31 ? registers[x]! >>> 0 < constant >>> 0 : xHigh < constant >> 31)
          ? code[ip + 3]!
          : ip + 5;
        continue;
      }
      case Opcode.jumpLessEqual64Constant: {
        const x = base + code[ip + 1]!;
        const constant = code[ip + 2]!;
        const xHigh = registers[x + 1]!;
        ip = (xHigh === constant >> 31 ? registers[x]! >>> 0 <= constant >>> 0 : xHigh < constant >> 31)
          ? code[ip + 3]!
          : ip + 5;
        continue;
      }
      case Opcode.jumpGreater64Constant: {
        const x = base + code[ip + 1]!;
        const constant = code[ip + 2]!;
        const xHigh = registers[x + 1]!;
        ip = (xHigh === constant >> 31 ? registers[x]! >>> 0 > constant >>> 0 : xHigh > constant >> 31)
          ? code[ip + 3]!
          : ip + 5;
        continue;
      }
      case Opcode.jumpGreaterEqual64Constant: {
        const x = base + code[ip + 1]!;
        const constant = code[ip + 2]!;
        const xHigh = registers[x + 1]!;
        ip = (xHigh === constant >> 31 ? registers[x]! >>> 0 >= constant >>> 0 : xHigh > constant >> 31)
          ? code[ip + 3]!
          : ip + 5;
        continue;
      }
      case Opcode.jumpBelow64Constant: {
        const x = base + code[ip + 1]!;
        const constant = code[ip + 2]!;
        const xHigh = registers[x + 1]!;
        ip = (xHigh === constant >> 31 ? registers[x]! >>> 0 < constant >>> 0 : xHigh >>> 0 < (constant >> 31) >>> 0)
          ? code[ip + 3]!
          : ip + 5;
        continue;
      }
      case Opcode.jumpBelowEqual64Constant: {
        const x = base + code[ip + 1]!;
        const constant = code[ip + 2]!;
        const xHigh = registers[x + 1]!;
        ip = (xHigh === constant >> 31 ? registers[x]! >>> 0 <= constant >>> 0 : xHigh >>> 0 < (constant >> 31) >>> 0)
          ? code[ip + 3]!
          : ip + 5;
        continue;
      }
      case Opcode.jumpAbove64Constant: {
        const x = base + code[ip + 1]!;
        const constant = code[ip + 2]!;
        const xHigh = registers[x + 1]!;
        ip = (xHigh === constant >> 31 ? registers[x]! >>> 0 > constant >>> 0 : xHigh >>> 0 > (constant >> 31) >>> 0)
          ? code[ip + 3]!
          : ip + 5;
        continue;
      }
      case Opcode.jumpAboveEqual64Constant: {
        const x = base + code[ip + 1]!;
        const constant = code[ip + 2]!;
        const xHigh = registers[x + 1]!;
        ip = (xHigh === constant >> 31 ? registers[x]! >>> 0 >= constant >>> 0 : xHigh >>> 0 > (constant >> 31) >>> 0)
          ? code[ip + 3]!
          : ip + 5;
        continue;
      }
      case Opcode.jumpTable: {
        const index = (registers[base + code[ip + 1]!]! - code[ip + 2]!) >>> 0;
        ip += index < code[ip + 3]! ? 5 + 5 * index : 5 + 5 * code[ip + 3]!;
        continue;
      }
      case Opcode.move32:
        registers[base + code[ip + 1]!] = registers[base + code[ip + 2]!]!;
        ip += 5;
        continue;
      case Opcode.move64: {
        const to = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        registers[to] = registers[from]!;
        registers[to + 1] = registers[from + 1]!;
        ip += 5;
        continue;
      }
      case Opcode.constant32:
        registers[base + code[ip + 1]!] = code[ip + 2]!;
        ip += 5;
        continue;
      case Opcode.constant64: {
        const to = base + code[ip + 1]!;
        registers[to] = code[ip + 2]!;
        registers[to + 1] = code[ip + 3]!;
        ip += 5;
        continue;
      }
      case Opcode.add32:
        registers[base + code[ip + 1]!] = (registers[base + code[ip + 2]!]! + registers[base + code[ip + 3]!]!) | 0;
        ip += 5;
        continue;
      case Opcode.add32Constant:
        registers[base + code[ip + 1]!] = (registers[base + code[ip + 2]!]! + code[ip + 3]!) | 0;
        ip += 5;
        continue;
      case Opcode.subtract32:
        registers[base + code[ip + 1]!] = (registers[base + code[ip + 2]!]! - registers[base + code[ip + 3]!]!) | 0;
        ip += 5;
        continue;
      case Opcode.multiply32:
        registers[base + code[ip + 1]!] = Math.imul(registers[base + code[ip + 2]!]!, registers[base + code[ip + 3]!]!);
        ip += 5;
        continue;
      case Opcode.multiply32Constant:
        registers[base + code[ip + 1]!] = Math.imul(registers[base + code[ip + 2]!]!, code[ip + 3]!);
        ip += 5;
        continue;
      case Opcode.and32:
        registers[base + code[ip + 1]!] = registers[base + code[ip + 2]!]! & registers[base + code[ip + 3]!]!;
        ip += 5;
        continue;
      case Opcode.and32Constant:
        registers[base + code[ip + 1]!] = registers[base + code[ip + 2]!]! & code[ip + 3]!;
        ip += 5;
        continue;
      case Opcode.or32:
        registers[base + code[ip + 1]!] = registers[base + code[ip + 2]!]! | registers[base + code[ip + 3]!]!;
        ip += 5;
        continue;
      case Opcode.or32Constant:
        registers[base + code[ip + 1]!] = registers[base + code[ip + 2]!]! | code[ip + 3]!;
        ip += 5;
        continue;
      case Opcode.xor32:
        registers[base + code[ip + 1]!] = registers[base + code[ip + 2]!]! ^ registers[base + code[ip + 3]!]!;
        ip += 5;
        continue;
      case Opcode.xor32Constant:
        registers[base + code[ip + 1]!] = registers[base + code[ip + 2]!]! ^ code[ip + 3]!;
        ip += 5;
        continue;
      case Opcode.shiftLeft32: {
        const count = registers[base + code[ip + 3]!]!;
        if (count >>> 0 > 31) observeShift(run, fp, ip, remaining, count, 32);
        registers[base + code[ip + 1]!] = registers[base + code[ip + 2]!]! << count;
        ip += 5;
        continue;
      }
      case Opcode.shiftLeft32Constant:
        registers[base + code[ip + 1]!] = registers[base + code[ip + 2]!]! << code[ip + 3]!;
        ip += 5;
        continue;
      case Opcode.shiftRight32: {
        const count = registers[base + code[ip + 3]!]!;
        if (count >>> 0 > 31) observeShift(run, fp, ip, remaining, count, 32);
        registers[base + code[ip + 1]!] = registers[base + code[ip + 2]!]! >>> count;
        ip += 5;
        continue;
      }
      case Opcode.shiftRight32Constant:
        registers[base + code[ip + 1]!] = registers[base + code[ip + 2]!]! >>> code[ip + 3]!;
        ip += 5;
        continue;
      case Opcode.shiftRightSigned32: {
        const count = registers[base + code[ip + 3]!]!;
        if (count >>> 0 > 31) observeShift(run, fp, ip, remaining, count, 32);
        registers[base + code[ip + 1]!] = registers[base + code[ip + 2]!]! >> count;
        ip += 5;
        continue;
      }
      case Opcode.shiftRightSigned32Constant:
        registers[base + code[ip + 1]!] = registers[base + code[ip + 2]!]! >> code[ip + 3]!;
        ip += 5;
        continue;
      case Opcode.negate32:
        registers[base + code[ip + 1]!] = -registers[base + code[ip + 2]!]! | 0;
        ip += 5;
        continue;
      case Opcode.not32:
        registers[base + code[ip + 1]!] = ~registers[base + code[ip + 2]!]!;
        ip += 5;
        continue;
      case Opcode.isEqual32:
        registers[base + code[ip + 1]!] = registers[base + code[ip + 2]!]! === registers[base + code[ip + 3]!]! ? 1 : 0;
        ip += 5;
        continue;
      case Opcode.isNotEqual32:
        registers[base + code[ip + 1]!] = registers[base + code[ip + 2]!]! !== registers[base + code[ip + 3]!]! ? 1 : 0;
        ip += 5;
        continue;
      case Opcode.isLess32:
        registers[base + code[ip + 1]!] = registers[base + code[ip + 2]!]! < registers[base + code[ip + 3]!]! ? 1 : 0;
        ip += 5;
        continue;
      case Opcode.isLessEqual32:
        registers[base + code[ip + 1]!] = registers[base + code[ip + 2]!]! <= registers[base + code[ip + 3]!]! ? 1 : 0;
        ip += 5;
        continue;
      case Opcode.isBelow32:
        registers[base + code[ip + 1]!] =
          registers[base + code[ip + 2]!]! >>> 0 < registers[base + code[ip + 3]!]! >>> 0 ? 1 : 0;
        ip += 5;
        continue;
      case Opcode.isBelowEqual32:
        registers[base + code[ip + 1]!] =
          registers[base + code[ip + 2]!]! >>> 0 <= registers[base + code[ip + 3]!]! >>> 0 ? 1 : 0;
        ip += 5;
        continue;
      case Opcode.isZero32:
        registers[base + code[ip + 1]!] = registers[base + code[ip + 2]!]! === 0 ? 1 : 0;
        ip += 5;
        continue;
      case Opcode.isNotZero32:
        registers[base + code[ip + 1]!] = registers[base + code[ip + 2]!]! !== 0 ? 1 : 0;
        ip += 5;
        continue;
      case Opcode.divide32: {
        const x = registers[base + code[ip + 2]!]!;
        const y = registers[base + code[ip + 3]!]!;
        if (y === 0 || (y === -1 && x === -0x80000000))
          return trap(run, fp, ip, remaining, y === 0 ? divisionByZero : divisionOverflow);
        registers[base + code[ip + 1]!] = (x / y) | 0;
        ip += 5;
        continue;
      }
      case Opcode.divideUnsigned32: {
        const x = registers[base + code[ip + 2]!]!;
        const y = registers[base + code[ip + 3]!]!;
        if (y === 0) return trap(run, fp, ip, remaining, y === 0 ? divisionByZero : divisionOverflow);
        registers[base + code[ip + 1]!] = ((x >>> 0) / (y >>> 0)) | 0;
        ip += 5;
        continue;
      }
      case Opcode.remainder32: {
        const x = registers[base + code[ip + 2]!]!;
        const y = registers[base + code[ip + 3]!]!;
        if (y === 0 || (y === -1 && x === -0x80000000))
          return trap(run, fp, ip, remaining, y === 0 ? divisionByZero : divisionOverflow);
        registers[base + code[ip + 1]!] = (x % y) | 0;
        ip += 5;
        continue;
      }
      case Opcode.remainderUnsigned32: {
        const x = registers[base + code[ip + 2]!]!;
        const y = registers[base + code[ip + 3]!]!;
        if (y === 0) return trap(run, fp, ip, remaining, y === 0 ? divisionByZero : divisionOverflow);
        registers[base + code[ip + 1]!] = ((x >>> 0) % (y >>> 0)) | 0;
        ip += 5;
        continue;
      }
      case Opcode.signExtend8:
        registers[base + code[ip + 1]!] = (registers[base + code[ip + 2]!]! << 24) >> 24;
        ip += 5;
        continue;
      case Opcode.signExtend16:
        registers[base + code[ip + 1]!] = (registers[base + code[ip + 2]!]! << 16) >> 16;
        ip += 5;
        continue;
      case Opcode.signExtend32: {
        const to = base + code[ip + 1]!;
        const value = registers[base + code[ip + 2]!]!;
        registers[to] = value;
        registers[to + 1] = value >> 31;
        ip += 5;
        continue;
      }
      case Opcode.zeroExtend32: {
        const to = base + code[ip + 1]!;
        registers[to] = registers[base + code[ip + 2]!]!;
        registers[to + 1] = 0;
        ip += 5;
        continue;
      }
      case Opcode.add64: {
        const to = base + code[ip + 1]!;
        const x = base + code[ip + 2]!;
        const y = base + code[ip + 3]!;

        const xLow = registers[x]!;
        const low = (xLow + registers[y]!) | 0;
        const high = (registers[x + 1]! + registers[y + 1]! + (low >>> 0 < xLow >>> 0 ? 1 : 0)) | 0;
        registers[to] = low;
        registers[to + 1] = high;
        ip += 5;
        continue;
      }
      case Opcode.add64Constant: {
        const to = base + code[ip + 1]!;
        const x = base + code[ip + 2]!;
        const constant = code[ip + 3]!;
        const xLow = registers[x]!;
        const low = (xLow + constant) | 0;
        const high = (registers[x + 1]! + (constant >> 31) + (low >>> 0 < xLow >>> 0 ? 1 : 0)) | 0;
        registers[to] = low;
        registers[to + 1] = high;
        ip += 5;
        continue;
      }
      case Opcode.subtract64: {
        const to = base + code[ip + 1]!;
        const x = base + code[ip + 2]!;
        const y = base + code[ip + 3]!;

        const xLow = registers[x]!;
        const yLow = registers[y]!;
        const high = (registers[x + 1]! - registers[y + 1]! - (xLow >>> 0 < yLow >>> 0 ? 1 : 0)) | 0;
        registers[to] = (xLow - yLow) | 0;
        registers[to + 1] = high;
        ip += 5;
        continue;
      }
      case Opcode.multiply64: {
        const to = base + code[ip + 1]!;
        const x = base + code[ip + 2]!;
        const y = base + code[ip + 3]!;

        const xLow = registers[x]!;
        const yLow = registers[y]!;
        const high =
          (multiplyHigh(xLow, yLow) + Math.imul(xLow, registers[y + 1]!) + Math.imul(registers[x + 1]!, yLow)) | 0;
        registers[to] = Math.imul(xLow, yLow);
        registers[to + 1] = high;
        ip += 5;
        continue;
      }
      case Opcode.and64: {
        const to = base + code[ip + 1]!;
        const x = base + code[ip + 2]!;
        const y = base + code[ip + 3]!;

        registers[to] = registers[x]! & registers[y]!;
        registers[to + 1] = registers[x + 1]! & registers[y + 1]!;
        ip += 5;
        continue;
      }
      case Opcode.or64: {
        const to = base + code[ip + 1]!;
        const x = base + code[ip + 2]!;
        const y = base + code[ip + 3]!;

        registers[to] = registers[x]! | registers[y]!;
        registers[to + 1] = registers[x + 1]! | registers[y + 1]!;
        ip += 5;
        continue;
      }
      case Opcode.xor64: {
        const to = base + code[ip + 1]!;
        const x = base + code[ip + 2]!;
        const y = base + code[ip + 3]!;

        registers[to] = registers[x]! ^ registers[y]!;
        registers[to + 1] = registers[x + 1]! ^ registers[y + 1]!;
        ip += 5;
        continue;
      }
      case Opcode.and64Constant: {
        const to = base + code[ip + 1]!;
        const x = base + code[ip + 2]!;
        registers[to] = registers[x]! & code[ip + 3]!;
        registers[to + 1] = registers[x + 1]! & code[ip + 4]!;
        ip += 5;
        continue;
      }
      case Opcode.shiftLeft64: {
        const to = base + code[ip + 1]!;
        const x = base + code[ip + 2]!;
        const y = base + code[ip + 3]!;

        const given = registers[y]!;
        if (given >>> 0 > 63) observeShift(run, fp, ip, remaining, given, 64);
        const count = given & 63;
        const low = registers[x]!;
        const high = registers[x + 1]!;
        registers[to + 1] = count > 31 ? low << count : (high << count) | ((low >>> 1) >>> (31 - count));
        registers[to] = count > 31 ? 0 : low << count;
        ip += 5;
        continue;
      }
      case Opcode.shiftLeft64Constant: {
        const to = base + code[ip + 1]!;
        const x = base + code[ip + 2]!;
        const count = code[ip + 3]!;
        const low = registers[x]!;
        const high = registers[x + 1]!;
        registers[to + 1] = count > 31 ? low << count : (high << count) | ((low >>> 1) >>> (31 - count));
        registers[to] = count > 31 ? 0 : low << count;
        ip += 5;
        continue;
      }
      case Opcode.shiftRight64: {
        const to = base + code[ip + 1]!;
        const x = base + code[ip + 2]!;
        const y = base + code[ip + 3]!;

        const given = registers[y]!;
        if (given >>> 0 > 63) observeShift(run, fp, ip, remaining, given, 64);
        const count = given & 63;
        const low = registers[x]!;
        const high = registers[x + 1]!;
        registers[to] = count > 31 ? high >>> count : (low >>> count) | ((high << 1) << (31 - count));
        registers[to + 1] = count > 31 ? 0 : high >>> count;
        ip += 5;
        continue;
      }
      case Opcode.shiftRight64Constant: {
        const to = base + code[ip + 1]!;
        const x = base + code[ip + 2]!;
        const count = code[ip + 3]!;
        const low = registers[x]!;
        const high = registers[x + 1]!;
        registers[to] = count > 31 ? high >>> count : (low >>> count) | ((high << 1) << (31 - count));
        registers[to + 1] = count > 31 ? 0 : high >>> count;
        ip += 5;
        continue;
      }
      case Opcode.shiftRightSigned64: {
        const to = base + code[ip + 1]!;
        const x = base + code[ip + 2]!;
        const y = base + code[ip + 3]!;

        const given = registers[y]!;
        if (given >>> 0 > 63) observeShift(run, fp, ip, remaining, given, 64);
        const count = given & 63;
        const low = registers[x]!;
        const high = registers[x + 1]!;
        registers[to] = count > 31 ? high >> count : (low >>> count) | ((high << 1) << (31 - count));
        registers[to + 1] = count > 31 ? high >> 31 : high >> count;
        ip += 5;
        continue;
      }
      case Opcode.shiftRightSigned64Constant: {
        const to = base + code[ip + 1]!;
        const x = base + code[ip + 2]!;
        const count = code[ip + 3]!;
        const low = registers[x]!;
        const high = registers[x + 1]!;
        registers[to] = count > 31 ? high >> count : (low >>> count) | ((high << 1) << (31 - count));
        registers[to + 1] = count > 31 ? high >> 31 : high >> count;
        ip += 5;
        continue;
      }
      case Opcode.negate64: {
        const to = base + code[ip + 1]!;
        const x = base + code[ip + 2]!;
        const low = registers[x]!;
        registers[to + 1] = (-registers[x + 1]! - (low !== 0 ? 1 : 0)) | 0;
        registers[to] = -low | 0;
        ip += 5;
        continue;
      }
      case Opcode.not64: {
        const to = base + code[ip + 1]!;
        const x = base + code[ip + 2]!;
        registers[to] = ~registers[x]!;
        registers[to + 1] = ~registers[x + 1]!;
        ip += 5;
        continue;
      }
      case Opcode.isEqual64: {
        const x = base + code[ip + 2]!;
        const y = base + code[ip + 3]!;
        registers[base + code[ip + 1]!] =
          registers[x]! === registers[y]! && registers[x + 1]! === registers[y + 1]! ? 1 : 0;
        ip += 5;
        continue;
      }
      case Opcode.isNotEqual64: {
        const x = base + code[ip + 2]!;
        const y = base + code[ip + 3]!;
        registers[base + code[ip + 1]!] =
          registers[x]! !== registers[y]! || registers[x + 1]! !== registers[y + 1]! ? 1 : 0;
        ip += 5;
        continue;
      }
      case Opcode.isLess64: {
        const x = base + code[ip + 2]!;
        const y = base + code[ip + 3]!;
        const xHigh = registers[x + 1]!;
        const yHigh = registers[y + 1]!;
        registers[base + code[ip + 1]!] = (xHigh === yHigh ? registers[x]! >>> 0 < registers[y]! >>> 0 : xHigh < yHigh)
          ? 1
          : 0;
        ip += 5;
        continue;
      }
      case Opcode.isLessEqual64: {
        const x = base + code[ip + 2]!;
        const y = base + code[ip + 3]!;
        const xHigh = registers[x + 1]!;
        const yHigh = registers[y + 1]!;
        registers[base + code[ip + 1]!] = (xHigh === yHigh ? registers[x]! >>> 0 <= registers[y]! >>> 0 : xHigh < yHigh)
          ? 1
          : 0;
        ip += 5;
        continue;
      }
      case Opcode.isBelow64: {
        const x = base + code[ip + 2]!;
        const y = base + code[ip + 3]!;
        const xHigh = registers[x + 1]!;
        const yHigh = registers[y + 1]!;
        registers[base + code[ip + 1]!] = (
          xHigh === yHigh ? registers[x]! >>> 0 < registers[y]! >>> 0 : xHigh >>> 0 < yHigh >>> 0
        )
          ? 1
          : 0;
        ip += 5;
        continue;
      }
      case Opcode.isBelowEqual64: {
        const x = base + code[ip + 2]!;
        const y = base + code[ip + 3]!;
        const xHigh = registers[x + 1]!;
        const yHigh = registers[y + 1]!;
        registers[base + code[ip + 1]!] = (
          xHigh === yHigh ? registers[x]! >>> 0 <= registers[y]! >>> 0 : xHigh >>> 0 < yHigh >>> 0
        )
          ? 1
          : 0;
        ip += 5;
        continue;
      }
      case Opcode.isZero64: {
        const x = base + code[ip + 2]!;
        registers[base + code[ip + 1]!] = (registers[x]! | registers[x + 1]!) === 0 ? 1 : 0;
        ip += 5;
        continue;
      }
      case Opcode.isNotZero64: {
        const x = base + code[ip + 2]!;
        registers[base + code[ip + 1]!] = (registers[x]! | registers[x + 1]!) !== 0 ? 1 : 0;
        ip += 5;
        continue;
      }
      case Opcode.indexSigned32: {
        const to = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const index = base + code[ip + 3]!;
        const shift = code[ip + 4]!;
        const value = registers[index]!;
        const offsetLow = value << shift;
        const offsetHigh = (value >> 1) >> (31 - shift);
        const start = registers[from]!;
        const low = (start + offsetLow) | 0;
        registers[to + 1] = (registers[from + 1]! + offsetHigh + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        registers[to] = low;
        ip += 5;
        continue;
      }
      case Opcode.indexUnsigned32: {
        const to = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const index = base + code[ip + 3]!;
        const shift = code[ip + 4]!;
        const value = registers[index]!;
        const offsetLow = value << shift;
        const offsetHigh = (value >>> 1) >>> (31 - shift);
        const start = registers[from]!;
        const low = (start + offsetLow) | 0;
        registers[to + 1] = (registers[from + 1]! + offsetHigh + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        registers[to] = low;
        ip += 5;
        continue;
      }
      case Opcode.index64: {
        const to = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const index = base + code[ip + 3]!;
        const shift = code[ip + 4]!;
        const value = registers[index]!;
        const offsetLow = value << shift;
        const offsetHigh = (registers[index + 1]! << shift) | ((value >>> 1) >>> (31 - shift));
        const start = registers[from]!;
        const low = (start + offsetLow) | 0;
        registers[to + 1] = (registers[from + 1]! + offsetHigh + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        registers[to] = low;
        ip += 5;
        continue;
      }
      case Opcode.indexScaledSigned32: {
        const to = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const index = base + code[ip + 3]!;
        const size = code[ip + 4]!;
        const product = registers[index]! * size;
        const offsetLow = product | 0;
        const offsetHigh = Math.floor(product / 0x100000000);
        const start = registers[from]!;
        const low = (start + offsetLow) | 0;
        registers[to + 1] = (registers[from + 1]! + offsetHigh + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        registers[to] = low;
        ip += 5;
        continue;
      }
      case Opcode.load8: {
        const to = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const displacement = code[ip + 3]!;
        const start = registers[from]!;
        const low = (start + displacement) | 0;
        const high = (registers[from + 1]! + (displacement >> 31) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        const slot = (low >>> 6) & 1023;
        if (readTagLow[slot]! === (low & ~0x3f) && readTagHigh[slot]! === high) {
          const l = line[slot]!;
          const now = clock[0]! + 1;
          clock[0] = now;
          lineUse[l] = now;
          tlbUse[tlb[slot]!] = now;
          registers[to] = bytes[(l << 6) | (low & 63)]!;
          ip += 5;
          continue;
        }
        synchronize(run, fp, ip, remaining);
        if (!port.load(low, high, 1)) return Reason.fault;
        registers[to] = port.valueLow;
        if (port.attention) pause = everyStatement;
        ip += 5;
        continue;
      }
      case Opcode.loadSigned8: {
        const to = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const displacement = code[ip + 3]!;
        const start = registers[from]!;
        const low = (start + displacement) | 0;
        const high = (registers[from + 1]! + (displacement >> 31) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        const slot = (low >>> 6) & 1023;
        if (readTagLow[slot]! === (low & ~0x3f) && readTagHigh[slot]! === high) {
          const l = line[slot]!;
          const now = clock[0]! + 1;
          clock[0] = now;
          lineUse[l] = now;
          tlbUse[tlb[slot]!] = now;
          registers[to] = (bytes[(l << 6) | (low & 63)]! << 24) >> 24;
          ip += 5;
          continue;
        }
        synchronize(run, fp, ip, remaining);
        if (!port.load(low, high, 1)) return Reason.fault;
        registers[to] = (port.valueLow << 24) >> 24;
        if (port.attention) pause = everyStatement;
        ip += 5;
        continue;
      }
      case Opcode.load16: {
        const to = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const displacement = code[ip + 3]!;
        const start = registers[from]!;
        const low = (start + displacement) | 0;
        const high = (registers[from + 1]! + (displacement >> 31) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        const slot = (low >>> 6) & 1023;
        if (readTagLow[slot]! === (low & ~0x3e) && readTagHigh[slot]! === high) {
          const l = line[slot]!;
          const now = clock[0]! + 1;
          clock[0] = now;
          lineUse[l] = now;
          tlbUse[tlb[slot]!] = now;
          registers[to] = halves[(l << 5) | ((low >>> 1) & 31)]!;
          ip += 5;
          continue;
        }
        synchronize(run, fp, ip, remaining);
        if (!port.load(low, high, 2)) return Reason.fault;
        registers[to] = port.valueLow;
        if (port.attention) pause = everyStatement;
        ip += 5;
        continue;
      }
      case Opcode.loadSigned16: {
        const to = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const displacement = code[ip + 3]!;
        const start = registers[from]!;
        const low = (start + displacement) | 0;
        const high = (registers[from + 1]! + (displacement >> 31) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        const slot = (low >>> 6) & 1023;
        if (readTagLow[slot]! === (low & ~0x3e) && readTagHigh[slot]! === high) {
          const l = line[slot]!;
          const now = clock[0]! + 1;
          clock[0] = now;
          lineUse[l] = now;
          tlbUse[tlb[slot]!] = now;
          registers[to] = (halves[(l << 5) | ((low >>> 1) & 31)]! << 16) >> 16;
          ip += 5;
          continue;
        }
        synchronize(run, fp, ip, remaining);
        if (!port.load(low, high, 2)) return Reason.fault;
        registers[to] = (port.valueLow << 16) >> 16;
        if (port.attention) pause = everyStatement;
        ip += 5;
        continue;
      }
      case Opcode.load32: {
        const to = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const displacement = code[ip + 3]!;
        const start = registers[from]!;
        const low = (start + displacement) | 0;
        const high = (registers[from + 1]! + (displacement >> 31) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        const slot = (low >>> 6) & 1023;
        if (readTagLow[slot]! === (low & ~0x3c) && readTagHigh[slot]! === high) {
          const l = line[slot]!;
          const now = clock[0]! + 1;
          clock[0] = now;
          lineUse[l] = now;
          tlbUse[tlb[slot]!] = now;
          registers[to] = words[(l << 4) | ((low >>> 2) & 15)]!;
          ip += 5;
          continue;
        }
        synchronize(run, fp, ip, remaining);
        if (!port.load(low, high, 4)) return Reason.fault;
        registers[to] = port.valueLow;
        if (port.attention) pause = everyStatement;
        ip += 5;
        continue;
      }
      case Opcode.load64: {
        const to = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const displacement = code[ip + 3]!;
        const start = registers[from]!;
        const low = (start + displacement) | 0;
        const high = (registers[from + 1]! + (displacement >> 31) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        const slot = (low >>> 6) & 1023;
        if (readTagLow[slot]! === (low & ~0x38) && readTagHigh[slot]! === high) {
          const l = line[slot]!;
          const now = clock[0]! + 1;
          clock[0] = now;
          lineUse[l] = now;
          tlbUse[tlb[slot]!] = now;
          const word = (l << 4) | ((low >>> 2) & 15);
          registers[to] = words[word]!;
          registers[to + 1] = words[word + 1]!;
          ip += 5;
          continue;
        }
        synchronize(run, fp, ip, remaining);
        if (!port.load(low, high, 8)) return Reason.fault;
        registers[to] = port.valueLow;
        registers[to + 1] = port.valueHigh;
        if (port.attention) pause = everyStatement;
        ip += 5;
        continue;
      }
      case Opcode.store8: {
        const source = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const displacement = code[ip + 3]!;
        const start = registers[from]!;
        const low = (start + displacement) | 0;
        const high = (registers[from + 1]! + (displacement >> 31) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        const slot = (low >>> 6) & 1023;
        if (writeTagLow[slot]! === (low & ~0x3f) && writeTagHigh[slot]! === high) {
          const l = line[slot]!;
          const now = clock[0]! + 1;
          clock[0] = now;
          lineUse[l] = now;
          tlbUse[tlb[slot]!] = now;
          bytes[(l << 6) | (low & 63)] = registers[source]!;
          ip += 5;
          continue;
        }
        synchronize(run, fp, ip, remaining);
        if (!port.store(low, high, 1, registers[source]!, 0)) return Reason.fault;
        if (port.attention) pause = everyStatement;
        ip += 5;
        continue;
      }
      case Opcode.store16: {
        const source = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const displacement = code[ip + 3]!;
        const start = registers[from]!;
        const low = (start + displacement) | 0;
        const high = (registers[from + 1]! + (displacement >> 31) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        const slot = (low >>> 6) & 1023;
        if (writeTagLow[slot]! === (low & ~0x3e) && writeTagHigh[slot]! === high) {
          const l = line[slot]!;
          const now = clock[0]! + 1;
          clock[0] = now;
          lineUse[l] = now;
          tlbUse[tlb[slot]!] = now;
          halves[(l << 5) | ((low >>> 1) & 31)] = registers[source]!;
          ip += 5;
          continue;
        }
        synchronize(run, fp, ip, remaining);
        if (!port.store(low, high, 2, registers[source]!, 0)) return Reason.fault;
        if (port.attention) pause = everyStatement;
        ip += 5;
        continue;
      }
      case Opcode.store32: {
        const source = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const displacement = code[ip + 3]!;
        const start = registers[from]!;
        const low = (start + displacement) | 0;
        const high = (registers[from + 1]! + (displacement >> 31) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        const slot = (low >>> 6) & 1023;
        if (writeTagLow[slot]! === (low & ~0x3c) && writeTagHigh[slot]! === high) {
          const l = line[slot]!;
          const now = clock[0]! + 1;
          clock[0] = now;
          lineUse[l] = now;
          tlbUse[tlb[slot]!] = now;
          words[(l << 4) | ((low >>> 2) & 15)] = registers[source]!;
          ip += 5;
          continue;
        }
        synchronize(run, fp, ip, remaining);
        if (!port.store(low, high, 4, registers[source]!, 0)) return Reason.fault;
        if (port.attention) pause = everyStatement;
        ip += 5;
        continue;
      }
      case Opcode.store64: {
        const source = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const displacement = code[ip + 3]!;
        const start = registers[from]!;
        const low = (start + displacement) | 0;
        const high = (registers[from + 1]! + (displacement >> 31) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        const slot = (low >>> 6) & 1023;
        if (writeTagLow[slot]! === (low & ~0x38) && writeTagHigh[slot]! === high) {
          const l = line[slot]!;
          const now = clock[0]! + 1;
          clock[0] = now;
          lineUse[l] = now;
          tlbUse[tlb[slot]!] = now;
          const word = (l << 4) | ((low >>> 2) & 15);
          words[word] = registers[source]!;
          words[word + 1] = registers[source + 1]!;
          ip += 5;
          continue;
        }
        synchronize(run, fp, ip, remaining);
        if (!port.store(low, high, 8, registers[source]!, registers[source + 1]!)) return Reason.fault;
        if (port.attention) pause = everyStatement;
        ip += 5;
        continue;
      }
      case Opcode.load8IndexedSigned32: {
        const to = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const index = base + code[ip + 3]!;
        const shift = code[ip + 4]!;
        const given = registers[index]!;
        const start = registers[from]!;
        const low = (start + (given << shift)) | 0;
        const high = (registers[from + 1]! + ((given >> 1) >> (31 - shift)) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        const slot = (low >>> 6) & 1023;
        if (readTagLow[slot]! === (low & ~0x3f) && readTagHigh[slot]! === high) {
          const l = line[slot]!;
          const now = clock[0]! + 1;
          clock[0] = now;
          lineUse[l] = now;
          tlbUse[tlb[slot]!] = now;
          registers[to] = bytes[(l << 6) | (low & 63)]!;
          ip += 5;
          continue;
        }
        synchronize(run, fp, ip, remaining);
        if (!port.load(low, high, 1)) return Reason.fault;
        registers[to] = port.valueLow;
        if (port.attention) pause = everyStatement;
        ip += 5;
        continue;
      }
      case Opcode.load32IndexedSigned32: {
        const to = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const index = base + code[ip + 3]!;
        const shift = code[ip + 4]!;
        const given = registers[index]!;
        const start = registers[from]!;
        const low = (start + (given << shift)) | 0;
        const high = (registers[from + 1]! + ((given >> 1) >> (31 - shift)) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        const slot = (low >>> 6) & 1023;
        if (readTagLow[slot]! === (low & ~0x3c) && readTagHigh[slot]! === high) {
          const l = line[slot]!;
          const now = clock[0]! + 1;
          clock[0] = now;
          lineUse[l] = now;
          tlbUse[tlb[slot]!] = now;
          registers[to] = words[(l << 4) | ((low >>> 2) & 15)]!;
          ip += 5;
          continue;
        }
        synchronize(run, fp, ip, remaining);
        if (!port.load(low, high, 4)) return Reason.fault;
        registers[to] = port.valueLow;
        if (port.attention) pause = everyStatement;
        ip += 5;
        continue;
      }
      case Opcode.load64IndexedSigned32: {
        const to = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const index = base + code[ip + 3]!;
        const shift = code[ip + 4]!;
        const given = registers[index]!;
        const start = registers[from]!;
        const low = (start + (given << shift)) | 0;
        const high = (registers[from + 1]! + ((given >> 1) >> (31 - shift)) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        const slot = (low >>> 6) & 1023;
        if (readTagLow[slot]! === (low & ~0x38) && readTagHigh[slot]! === high) {
          const l = line[slot]!;
          const now = clock[0]! + 1;
          clock[0] = now;
          lineUse[l] = now;
          tlbUse[tlb[slot]!] = now;
          const word = (l << 4) | ((low >>> 2) & 15);
          registers[to] = words[word]!;
          registers[to + 1] = words[word + 1]!;
          ip += 5;
          continue;
        }
        synchronize(run, fp, ip, remaining);
        if (!port.load(low, high, 8)) return Reason.fault;
        registers[to] = port.valueLow;
        registers[to + 1] = port.valueHigh;
        if (port.attention) pause = everyStatement;
        ip += 5;
        continue;
      }
      case Opcode.store8IndexedSigned32: {
        const source = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const index = base + code[ip + 3]!;
        const shift = code[ip + 4]!;
        const given = registers[index]!;
        const start = registers[from]!;
        const low = (start + (given << shift)) | 0;
        const high = (registers[from + 1]! + ((given >> 1) >> (31 - shift)) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        const slot = (low >>> 6) & 1023;
        if (writeTagLow[slot]! === (low & ~0x3f) && writeTagHigh[slot]! === high) {
          const l = line[slot]!;
          const now = clock[0]! + 1;
          clock[0] = now;
          lineUse[l] = now;
          tlbUse[tlb[slot]!] = now;
          bytes[(l << 6) | (low & 63)] = registers[source]!;
          ip += 5;
          continue;
        }
        synchronize(run, fp, ip, remaining);
        if (!port.store(low, high, 1, registers[source]!, 0)) return Reason.fault;
        if (port.attention) pause = everyStatement;
        ip += 5;
        continue;
      }
      case Opcode.store32IndexedSigned32: {
        const source = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const index = base + code[ip + 3]!;
        const shift = code[ip + 4]!;
        const given = registers[index]!;
        const start = registers[from]!;
        const low = (start + (given << shift)) | 0;
        const high = (registers[from + 1]! + ((given >> 1) >> (31 - shift)) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        const slot = (low >>> 6) & 1023;
        if (writeTagLow[slot]! === (low & ~0x3c) && writeTagHigh[slot]! === high) {
          const l = line[slot]!;
          const now = clock[0]! + 1;
          clock[0] = now;
          lineUse[l] = now;
          tlbUse[tlb[slot]!] = now;
          words[(l << 4) | ((low >>> 2) & 15)] = registers[source]!;
          ip += 5;
          continue;
        }
        synchronize(run, fp, ip, remaining);
        if (!port.store(low, high, 4, registers[source]!, 0)) return Reason.fault;
        if (port.attention) pause = everyStatement;
        ip += 5;
        continue;
      }
      case Opcode.store64IndexedSigned32: {
        const source = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const index = base + code[ip + 3]!;
        const shift = code[ip + 4]!;
        const given = registers[index]!;
        const start = registers[from]!;
        const low = (start + (given << shift)) | 0;
        const high = (registers[from + 1]! + ((given >> 1) >> (31 - shift)) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        const slot = (low >>> 6) & 1023;
        if (writeTagLow[slot]! === (low & ~0x38) && writeTagHigh[slot]! === high) {
          const l = line[slot]!;
          const now = clock[0]! + 1;
          clock[0] = now;
          lineUse[l] = now;
          tlbUse[tlb[slot]!] = now;
          const word = (l << 4) | ((low >>> 2) & 15);
          words[word] = registers[source]!;
          words[word + 1] = registers[source + 1]!;
          ip += 5;
          continue;
        }
        synchronize(run, fp, ip, remaining);
        if (!port.store(low, high, 8, registers[source]!, registers[source + 1]!)) return Reason.fault;
        if (port.attention) pause = everyStatement;
        ip += 5;
        continue;
      }
      case Opcode.load8Indexed64: {
        const to = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const index = base + code[ip + 3]!;
        const shift = code[ip + 4]!;
        const given = registers[index]!;
        const start = registers[from]!;
        const low = (start + (given << shift)) | 0;
        const high =
          (registers[from + 1]! +
            ((registers[index + 1]! << shift) | ((given >>> 1) >>> (31 - shift))) +
            (low >>> 0 < start >>> 0 ? 1 : 0)) |
          0;
        const slot = (low >>> 6) & 1023;
        if (readTagLow[slot]! === (low & ~0x3f) && readTagHigh[slot]! === high) {
          const l = line[slot]!;
          const now = clock[0]! + 1;
          clock[0] = now;
          lineUse[l] = now;
          tlbUse[tlb[slot]!] = now;
          registers[to] = bytes[(l << 6) | (low & 63)]!;
          ip += 5;
          continue;
        }
        synchronize(run, fp, ip, remaining);
        if (!port.load(low, high, 1)) return Reason.fault;
        registers[to] = port.valueLow;
        if (port.attention) pause = everyStatement;
        ip += 5;
        continue;
      }
      case Opcode.load32Indexed64: {
        const to = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const index = base + code[ip + 3]!;
        const shift = code[ip + 4]!;
        const given = registers[index]!;
        const start = registers[from]!;
        const low = (start + (given << shift)) | 0;
        const high =
          (registers[from + 1]! +
            ((registers[index + 1]! << shift) | ((given >>> 1) >>> (31 - shift))) +
            (low >>> 0 < start >>> 0 ? 1 : 0)) |
          0;
        const slot = (low >>> 6) & 1023;
        if (readTagLow[slot]! === (low & ~0x3c) && readTagHigh[slot]! === high) {
          const l = line[slot]!;
          const now = clock[0]! + 1;
          clock[0] = now;
          lineUse[l] = now;
          tlbUse[tlb[slot]!] = now;
          registers[to] = words[(l << 4) | ((low >>> 2) & 15)]!;
          ip += 5;
          continue;
        }
        synchronize(run, fp, ip, remaining);
        if (!port.load(low, high, 4)) return Reason.fault;
        registers[to] = port.valueLow;
        if (port.attention) pause = everyStatement;
        ip += 5;
        continue;
      }
      case Opcode.load64Indexed64: {
        const to = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const index = base + code[ip + 3]!;
        const shift = code[ip + 4]!;
        const given = registers[index]!;
        const start = registers[from]!;
        const low = (start + (given << shift)) | 0;
        const high =
          (registers[from + 1]! +
            ((registers[index + 1]! << shift) | ((given >>> 1) >>> (31 - shift))) +
            (low >>> 0 < start >>> 0 ? 1 : 0)) |
          0;
        const slot = (low >>> 6) & 1023;
        if (readTagLow[slot]! === (low & ~0x38) && readTagHigh[slot]! === high) {
          const l = line[slot]!;
          const now = clock[0]! + 1;
          clock[0] = now;
          lineUse[l] = now;
          tlbUse[tlb[slot]!] = now;
          const word = (l << 4) | ((low >>> 2) & 15);
          registers[to] = words[word]!;
          registers[to + 1] = words[word + 1]!;
          ip += 5;
          continue;
        }
        synchronize(run, fp, ip, remaining);
        if (!port.load(low, high, 8)) return Reason.fault;
        registers[to] = port.valueLow;
        registers[to + 1] = port.valueHigh;
        if (port.attention) pause = everyStatement;
        ip += 5;
        continue;
      }
      case Opcode.store8Indexed64: {
        const source = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const index = base + code[ip + 3]!;
        const shift = code[ip + 4]!;
        const given = registers[index]!;
        const start = registers[from]!;
        const low = (start + (given << shift)) | 0;
        const high =
          (registers[from + 1]! +
            ((registers[index + 1]! << shift) | ((given >>> 1) >>> (31 - shift))) +
            (low >>> 0 < start >>> 0 ? 1 : 0)) |
          0;
        const slot = (low >>> 6) & 1023;
        if (writeTagLow[slot]! === (low & ~0x3f) && writeTagHigh[slot]! === high) {
          const l = line[slot]!;
          const now = clock[0]! + 1;
          clock[0] = now;
          lineUse[l] = now;
          tlbUse[tlb[slot]!] = now;
          bytes[(l << 6) | (low & 63)] = registers[source]!;
          ip += 5;
          continue;
        }
        synchronize(run, fp, ip, remaining);
        if (!port.store(low, high, 1, registers[source]!, 0)) return Reason.fault;
        if (port.attention) pause = everyStatement;
        ip += 5;
        continue;
      }
      case Opcode.store32Indexed64: {
        const source = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const index = base + code[ip + 3]!;
        const shift = code[ip + 4]!;
        const given = registers[index]!;
        const start = registers[from]!;
        const low = (start + (given << shift)) | 0;
        const high =
          (registers[from + 1]! +
            ((registers[index + 1]! << shift) | ((given >>> 1) >>> (31 - shift))) +
            (low >>> 0 < start >>> 0 ? 1 : 0)) |
          0;
        const slot = (low >>> 6) & 1023;
        if (writeTagLow[slot]! === (low & ~0x3c) && writeTagHigh[slot]! === high) {
          const l = line[slot]!;
          const now = clock[0]! + 1;
          clock[0] = now;
          lineUse[l] = now;
          tlbUse[tlb[slot]!] = now;
          words[(l << 4) | ((low >>> 2) & 15)] = registers[source]!;
          ip += 5;
          continue;
        }
        synchronize(run, fp, ip, remaining);
        if (!port.store(low, high, 4, registers[source]!, 0)) return Reason.fault;
        if (port.attention) pause = everyStatement;
        ip += 5;
        continue;
      }
      case Opcode.store64Indexed64: {
        const source = base + code[ip + 1]!;
        const from = base + code[ip + 2]!;
        const index = base + code[ip + 3]!;
        const shift = code[ip + 4]!;
        const given = registers[index]!;
        const start = registers[from]!;
        const low = (start + (given << shift)) | 0;
        const high =
          (registers[from + 1]! +
            ((registers[index + 1]! << shift) | ((given >>> 1) >>> (31 - shift))) +
            (low >>> 0 < start >>> 0 ? 1 : 0)) |
          0;
        const slot = (low >>> 6) & 1023;
        if (writeTagLow[slot]! === (low & ~0x38) && writeTagHigh[slot]! === high) {
          const l = line[slot]!;
          const now = clock[0]! + 1;
          clock[0] = now;
          lineUse[l] = now;
          tlbUse[tlb[slot]!] = now;
          const word = (l << 4) | ((low >>> 2) & 15);
          words[word] = registers[source]!;
          words[word + 1] = registers[source + 1]!;
          ip += 5;
          continue;
        }
        synchronize(run, fp, ip, remaining);
        if (!port.store(low, high, 8, registers[source]!, registers[source + 1]!)) return Reason.fault;
        if (port.attention) pause = everyStatement;
        ip += 5;
        continue;
      }
      case Opcode.call: {
        const callee = code[ip + 1]!;
        const entry = callee << 3;
        const windowBase = base + code[ip + 2]!;
        const bytes = functionTable[entry + 1]!;
        const stackLow = frames[fp + 6]!;
        const newLow = (stackLow - bytes) & functionTable[entry + 4]!;
        const newHigh = frames[fp + 7]! - (newLow >>> 0 > stackLow >>> 0 ? 1 : 0);
        if (
          functionTable[entry + 3]! !== mode ||
          windowBase + functionTable[entry + 2]! > registersEnd ||
          fp >= framesEnd ||
          newHigh < stackLimitHigh ||
          (newHigh === stackLimitHigh && newLow >>> 0 < stackLimitLow >>> 0)
        ) {
          synchronize(run, fp, ip, remaining);
          return callSlowly(run, fp, callee, windowBase);
        }
        frames[fp + 1] = ip;
        fp += 8;
        frames[fp] = callee;
        frames[fp + 2] = windowBase;
        frames[fp + 3] = 0;
        frames[fp + 4] = newLow;
        frames[fp + 5] = newHigh;
        frames[fp + 6] = newLow;
        frames[fp + 7] = newHigh;
        base = windowBase;
        ip = functionTable[entry]!;
        continue;
      }
      case Opcode.callPointer: {
        const callee = functionAtPointer(run, fp, base + code[ip + 1]!);
        if (callee < 0) return leave(run, fp, ip, remaining, Reason.trap);
        const entry = callee << 3;
        const windowBase = base + code[ip + 2]!;
        const bytes = functionTable[entry + 1]!;
        const stackLow = frames[fp + 6]!;
        const newLow = (stackLow - bytes) & functionTable[entry + 4]!;
        const newHigh = frames[fp + 7]! - (newLow >>> 0 > stackLow >>> 0 ? 1 : 0);
        if (
          functionTable[entry + 3]! !== mode ||
          windowBase + functionTable[entry + 2]! > registersEnd ||
          fp >= framesEnd ||
          newHigh < stackLimitHigh ||
          (newHigh === stackLimitHigh && newLow >>> 0 < stackLimitLow >>> 0)
        ) {
          synchronize(run, fp, ip, remaining);
          return callSlowly(run, fp, callee, windowBase);
        }
        frames[fp + 1] = ip;
        fp += 8;
        frames[fp] = callee;
        frames[fp + 2] = windowBase;
        frames[fp + 3] = 0;
        frames[fp + 4] = newLow;
        frames[fp + 5] = newHigh;
        frames[fp + 6] = newLow;
        frames[fp + 7] = newHigh;
        base = windowBase;
        ip = functionTable[entry]!;
        continue;
      }
      case Opcode.callBuiltin: {
        synchronize(run, fp, ip, remaining);
        const reason = callBuiltin(run, code[ip + 1]!, base + code[ip + 2]!);
        if (reason === Reason.fault || reason === Reason.trap) return reason;
        ip += 5;
        if (reason !== Reason.none) return leave(run, fp, ip, remaining, reason);
        if (port.attention) pause = everyStatement;
        continue;
      }
      case Opcode.return: {
        const value = base + code[ip + 1]!;
        registers[base] = registers[value]!;
        registers[base + 1] = registers[value + 1]!;
        if (frames[fp + 3]! !== 0) {
          synchronize(run, fp, ip, remaining);
          return returnSlowly(run, fp);
        }
        fp -= 8;
        base = frames[fp + 2]!;
        ip = frames[fp + 1]! + 5;
        continue;
      }
      case Opcode.frameAddress: {
        const to = base + code[ip + 1]!;
        registers[to] = frames[fp + 4]!;
        registers[to + 1] = frames[fp + 5]!;
        ip += 5;
        continue;
      }
      case Opcode.jumpPointer: {
        const target = instructionAtPointer(run, fp, base + code[ip + 1]!);
        if (target < 0) return leave(run, fp, ip, remaining, Reason.trap);
        ip = target;
        continue;
      }
      default: {
        synchronize(run, fp, ip, remaining);
        const reason = run.executeRare(run, opcode, ip, base);
        if (reason !== Reason.none) return reason;
        if (port.attention) pause = everyStatement;
        ip += 5;
      }
    }
  }
}

const divisionByZero = { code: 'division-by-zero', message: 'Division by zero.' };
const divisionOverflow = {
  code: 'division-overflow',
  message: 'The quotient does not fit: the most negative value divided by -1.',
};
