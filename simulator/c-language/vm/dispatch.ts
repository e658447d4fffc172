/**
 * The heart of the VM: the opcodes and the loop that executes them. Enumeration and loop share one file because a build tool
 * can then inline the case labels as numbers, which V8 needs to make a jump table of the switch.
 *
 * An instruction is five words: opcode and up to four operands. Register operands are word offsets from the window's base
 * (twice the register's number); jump targets are word offsets into the code. A value narrower than 64 bits stands in the
 * low word, extended to 32 bits as its type says; what is above is undefined. A register's bytes are the object's bytes.
 */

import { callBuiltin, callSlowly, functionAtPointer, instructionAtPointer, returnSlowly } from './calls.ts';
import { countedMark, everyStatement, leave, observeShift, reasonToStop, synchronize, trap } from './execution.ts';
import type { Execution } from './execution.ts';
import { multiplyHigh } from './multiply.ts';
import { Reason } from './reason.ts';
import { accessSlowly } from './slow-access.ts';

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
  // memory at a constant address: value register, low word, high word
  load8Absolute = 116,
  loadSigned8Absolute = 117,
  load16Absolute = 118,
  loadSigned16Absolute = 119,
  load32Absolute = 120,
  load64Absolute = 121,
  store8Absolute = 122,
  store16Absolute = 123,
  store32Absolute = 124,
  store64Absolute = 125,
  // memory, indexed: value register, base register, index register, shift
  load8IndexedSigned32 = 126,
  load32IndexedSigned32 = 127,
  load64IndexedSigned32 = 128,
  store8IndexedSigned32 = 129,
  store32IndexedSigned32 = 130,
  store64IndexedSigned32 = 131,
  load8Indexed64 = 132,
  load32Indexed64 = 133,
  load64Indexed64 = 134,
  store8Indexed64 = 135,
  store32Indexed64 = 136,
  store64Indexed64 = 137,
  // calls: function (or register, or builtin), first argument register
  call = 138,
  callPointer = 139,
  callBuiltin = 140,
  return = 141,
  frameAddress = 142,
  // seldom: executed out of line by rare.ts
  // 64-bit arithmetic: destination, operands
  divide64 = 143,
  divideUnsigned64 = 144,
  remainder64 = 145,
  remainderUnsigned64 = 146,
  multiplyHighUnsigned64 = 147,
  // bits: destination, operand
  countLeadingZeros32 = 148,
  countLeadingZeros64 = 149,
  countTrailingZeros32 = 150,
  countTrailingZeros64 = 151,
  populationCount32 = 152,
  populationCount64 = 153,
  byteSwap16 = 154,
  byteSwap32 = 155,
  byteSwap64 = 156,
  // arithmetic with an overflow flag: flag, left, right, description of the three types (see overflow.ts); the result goes to the register after the flag
  overflowing = 157,
  // double: destination, operands
  addDouble = 158,
  subtractDouble = 159,
  multiplyDouble = 160,
  divideDouble = 161,
  negateDouble = 162,
  isEqualDouble = 163,
  isNotEqualDouble = 164,
  isLessDouble = 165,
  isLessEqualDouble = 166,
  absoluteDouble = 167,
  squareRootDouble = 168,
  // float
  addFloat = 169,
  subtractFloat = 170,
  multiplyFloat = 171,
  divideFloat = 172,
  negateFloat = 173,
  isEqualFloat = 174,
  isNotEqualFloat = 175,
  isLessFloat = 176,
  isLessEqualFloat = 177,
  // conversions: destination, operand
  signed32ToDouble = 178,
  unsigned32ToDouble = 179,
  signed64ToDouble = 180,
  unsigned64ToDouble = 181,
  signed32ToFloat = 182,
  unsigned32ToFloat = 183,
  signed64ToFloat = 184,
  unsigned64ToFloat = 185,
  doubleToSigned32 = 186,
  doubleToSigned64 = 187,
  doubleToUnsigned64 = 188,
  floatToDouble = 189,
  doubleToFloat = 190,
  // the simulated stack: stack pointer to or from a register; destination, size register, alignment
  readStackPointer = 191,
  writeStackPointer = 192,
  allocateStack = 193,
  // memory in blocks: destination address, source address (or nothing), bytes
  copyBlock = 194,
  zeroBlock = 195,
  // the register after the destination address holds a count instead of a constant: destination, source, count register
  copyBlockSized = 196,
  zeroBlockSized = 197,
  // atomically: old value, address, operand, operation | size << 8
  atomicModify = 198,
  // success, address, expected and desired registers (two in a row), size; the value found goes to the expected register
  atomicCompareExchange = 199,
  // jumps to the instruction address in a register: register
  jumpPointer = 200,
  // stops with traps[n]: n
  trap = 201,
  // where the function of the n-th frame goes on in its caller: destination, n
  returnAddress = 202,
  // numbers of 16 bytes in memory, all by addresses in registers: result, left, right, operator and kind (see wide-values.ts)
  wideOperate = 203,
  // result, value, count, operator and kind
  wideShift = 204,
  // result, value, kind
  wideNegate = 205,
  wideNot = 206,
  // flag, left, right, operator and kind
  wideCompare = 207,
  // result and value, each a register or an address in one; the two kinds
  wideConvert = 208,
  // as overflowing, but operands of 16 bytes are addresses; the result goes to the address in the register after the flag, or nowhere
  wideOverflowing = 209,
  wideOverflows = 210,
  // setjmp and longjmp: 0 or what longjmp gave, address of the buffer; address of the buffer, value
  setJump = 212,
  longJump = 213,
  // the thread's own objects: destination, then the address of the program's own as low and high word; the new pointer
  readThreadPointer = 214,
  writeThreadPointer = 215,
  // never compiled: stands where the debugger wants to stop before an instruction
  stop = 211,
}

/** Kinds of loads and stores: loads first. */
export enum Access {
  load8,
  loadSigned8,
  load16,
  loadSigned16,
  load32,
  load64,
  store8,
  store16,
  store32,
  store64,
}

/**
 * Runs the thread's top frame until there is a reason to leave. The memory fast path stands in every load and store: a hit in
 * the port's line table costs two compares; alignment is part of the tag compare, because a tag's low six bits are zero.
 */
export function execute(run: Execution): Reason {
  const { port, mode, registers, frames, functionTable, breakpoints, arrivals, stackLimitLow, stackLimitHigh } = run;
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
  let pause = run.stepping || run.port.attention !== 0 ? everyStatement : 0;
  for (;;) {
    const opcode: Opcode = code[ip]!;
    const a = code[ip + 1]!;
    const b = code[ip + 2]!;
    const c = code[ip + 3]!;
    ip += 5;
    let low: number;
    let high: number;
    let access: Access;
    /** Clears the offset in the line, but not what makes an address unaligned. */
    let mask: number;
    switch (opcode) {
      case Opcode.statement: {
        const mark = breakpoints[a]!;
        if (remaining <= pause || mark !== 0) {
          if (remaining <= pause || mark !== countedMark) {
            const reason = reasonToStop(run, fp, ip - 5, a, remaining);
            if (reason !== Reason.none) return leave(run, fp, ip - 5, remaining, reason);
          }
          if ((mark & countedMark) !== 0) arrivals[a]!++;
        }
        remaining--;
        continue;
      }
      case Opcode.jump:
        ip = a;
        continue;
      case Opcode.jumpZero32:
        if (registers[base + a]! === 0) ip = b;
        continue;
      case Opcode.jumpNotZero32:
        if (registers[base + a]! !== 0) ip = b;
        continue;
      case Opcode.jumpZero64: {
        const x = base + a;
        if ((registers[x]! | registers[x + 1]!) === 0) ip = b;
        continue;
      }
      case Opcode.jumpNotZero64: {
        const x = base + a;
        if ((registers[x]! | registers[x + 1]!) !== 0) ip = b;
        continue;
      }
      case Opcode.jumpEqual32:
        if (registers[base + a]! === registers[base + b]!) ip = c;
        continue;
      case Opcode.jumpNotEqual32:
        if (registers[base + a]! !== registers[base + b]!) ip = c;
        continue;
      case Opcode.jumpLess32:
        if (registers[base + a]! < registers[base + b]!) ip = c;
        continue;
      case Opcode.jumpLessEqual32:
        if (registers[base + a]! <= registers[base + b]!) ip = c;
        continue;
      case Opcode.jumpBelow32:
        if (registers[base + a]! >>> 0 < registers[base + b]! >>> 0) ip = c;
        continue;
      case Opcode.jumpBelowEqual32:
        if (registers[base + a]! >>> 0 <= registers[base + b]! >>> 0) ip = c;
        continue;
      case Opcode.jumpEqual32Constant:
        if (registers[base + a]! === b) ip = c;
        continue;
      case Opcode.jumpNotEqual32Constant:
        if (registers[base + a]! !== b) ip = c;
        continue;
      case Opcode.jumpLess32Constant:
        if (registers[base + a]! < b) ip = c;
        continue;
      case Opcode.jumpLessEqual32Constant:
        if (registers[base + a]! <= b) ip = c;
        continue;
      case Opcode.jumpGreater32Constant:
        if (registers[base + a]! > b) ip = c;
        continue;
      case Opcode.jumpGreaterEqual32Constant:
        if (registers[base + a]! >= b) ip = c;
        continue;
      case Opcode.jumpBelow32Constant:
        if (registers[base + a]! >>> 0 < b >>> 0) ip = c;
        continue;
      case Opcode.jumpBelowEqual32Constant:
        if (registers[base + a]! >>> 0 <= b >>> 0) ip = c;
        continue;
      case Opcode.jumpAbove32Constant:
        if (registers[base + a]! >>> 0 > b >>> 0) ip = c;
        continue;
      case Opcode.jumpAboveEqual32Constant:
        if (registers[base + a]! >>> 0 >= b >>> 0) ip = c;
        continue;
      case Opcode.jumpEqual64: {
        const x = base + a;
        const y = base + b;
        if (registers[x]! === registers[y]! && registers[x + 1]! === registers[y + 1]!) ip = c;
        continue;
      }
      case Opcode.jumpNotEqual64: {
        const x = base + a;
        const y = base + b;
        if (registers[x]! !== registers[y]! || registers[x + 1]! !== registers[y + 1]!) ip = c;
        continue;
      }
      case Opcode.jumpLess64: {
        const x = base + a;
        const y = base + b;
        const xHigh = registers[x + 1]!;
        const yHigh = registers[y + 1]!;
        if (xHigh === yHigh ? registers[x]! >>> 0 < registers[y]! >>> 0 : xHigh < yHigh) ip = c;
        continue;
      }
      case Opcode.jumpLessEqual64: {
        const x = base + a;
        const y = base + b;
        const xHigh = registers[x + 1]!;
        const yHigh = registers[y + 1]!;
        if (xHigh === yHigh ? registers[x]! >>> 0 <= registers[y]! >>> 0 : xHigh < yHigh) ip = c;
        continue;
      }
      case Opcode.jumpBelow64: {
        const x = base + a;
        const y = base + b;
        const xHigh = registers[x + 1]!;
        const yHigh = registers[y + 1]!;
        if (xHigh === yHigh ? registers[x]! >>> 0 < registers[y]! >>> 0 : xHigh >>> 0 < yHigh >>> 0) ip = c;
        continue;
      }
      case Opcode.jumpBelowEqual64: {
        const x = base + a;
        const y = base + b;
        const xHigh = registers[x + 1]!;
        const yHigh = registers[y + 1]!;
        if (xHigh === yHigh ? registers[x]! >>> 0 <= registers[y]! >>> 0 : xHigh >>> 0 < yHigh >>> 0) ip = c;
        continue;
      }
      case Opcode.jumpEqual64Constant: {
        const x = base + a;
        const constant = b;
        if (registers[x]! === constant && registers[x + 1]! === constant >> 31) ip = c;
        continue;
      }
      case Opcode.jumpNotEqual64Constant: {
        const x = base + a;
        const constant = b;
        if (registers[x]! !== constant || registers[x + 1]! !== constant >> 31) ip = c;
        continue;
      }
      case Opcode.jumpLess64Constant: {
        const x = base + a;
        const constant = b;
        const xHigh = registers[x + 1]!;
        if (xHigh === constant >> 31 ? registers[x]! >>> 0 < constant >>> 0 : xHigh < constant >> 31) ip = c;
        continue;
      }
      case Opcode.jumpLessEqual64Constant: {
        const x = base + a;
        const constant = b;
        const xHigh = registers[x + 1]!;
        if (xHigh === constant >> 31 ? registers[x]! >>> 0 <= constant >>> 0 : xHigh < constant >> 31) ip = c;
        continue;
      }
      case Opcode.jumpGreater64Constant: {
        const x = base + a;
        const constant = b;
        const xHigh = registers[x + 1]!;
        if (xHigh === constant >> 31 ? registers[x]! >>> 0 > constant >>> 0 : xHigh > constant >> 31) ip = c;
        continue;
      }
      case Opcode.jumpGreaterEqual64Constant: {
        const x = base + a;
        const constant = b;
        const xHigh = registers[x + 1]!;
        if (xHigh === constant >> 31 ? registers[x]! >>> 0 >= constant >>> 0 : xHigh > constant >> 31) ip = c;
        continue;
      }
      case Opcode.jumpBelow64Constant: {
        const x = base + a;
        const constant = b;
        const xHigh = registers[x + 1]!;
        if (xHigh === constant >> 31 ? registers[x]! >>> 0 < constant >>> 0 : xHigh >>> 0 < (constant >> 31) >>> 0)
          ip = c;
        continue;
      }
      case Opcode.jumpBelowEqual64Constant: {
        const x = base + a;
        const constant = b;
        const xHigh = registers[x + 1]!;
        if (xHigh === constant >> 31 ? registers[x]! >>> 0 <= constant >>> 0 : xHigh >>> 0 < (constant >> 31) >>> 0)
          ip = c;
        continue;
      }
      case Opcode.jumpAbove64Constant: {
        const x = base + a;
        const constant = b;
        const xHigh = registers[x + 1]!;
        if (xHigh === constant >> 31 ? registers[x]! >>> 0 > constant >>> 0 : xHigh >>> 0 > (constant >> 31) >>> 0)
          ip = c;
        continue;
      }
      case Opcode.jumpAboveEqual64Constant: {
        const x = base + a;
        const constant = b;
        const xHigh = registers[x + 1]!;
        if (xHigh === constant >> 31 ? registers[x]! >>> 0 >= constant >>> 0 : xHigh >>> 0 > (constant >> 31) >>> 0)
          ip = c;
        continue;
      }
      case Opcode.jumpTable: {
        const index = (registers[base + a]! - b) >>> 0;
        ip += 5 * (index < c ? index : c);
        continue;
      }
      case Opcode.move32:
        registers[base + a] = registers[base + b]!;
        continue;
      case Opcode.move64: {
        const to = base + a;
        const from = base + b;
        registers[to] = registers[from]!;
        registers[to + 1] = registers[from + 1]!;
        continue;
      }
      case Opcode.constant32:
        registers[base + a] = b;
        continue;
      case Opcode.constant64: {
        const to = base + a;
        registers[to] = b;
        registers[to + 1] = c;
        continue;
      }
      case Opcode.add32:
        registers[base + a] = (registers[base + b]! + registers[base + c]!) | 0;
        continue;
      case Opcode.add32Constant:
        registers[base + a] = (registers[base + b]! + c) | 0;
        continue;
      case Opcode.subtract32:
        registers[base + a] = (registers[base + b]! - registers[base + c]!) | 0;
        continue;
      case Opcode.multiply32:
        registers[base + a] = Math.imul(registers[base + b]!, registers[base + c]!);
        continue;
      case Opcode.multiply32Constant:
        registers[base + a] = Math.imul(registers[base + b]!, c);
        continue;
      case Opcode.and32:
        registers[base + a] = registers[base + b]! & registers[base + c]!;
        continue;
      case Opcode.and32Constant:
        registers[base + a] = registers[base + b]! & c;
        continue;
      case Opcode.or32:
        registers[base + a] = registers[base + b]! | registers[base + c]!;
        continue;
      case Opcode.or32Constant:
        registers[base + a] = registers[base + b]! | c;
        continue;
      case Opcode.xor32:
        registers[base + a] = registers[base + b]! ^ registers[base + c]!;
        continue;
      case Opcode.xor32Constant:
        registers[base + a] = registers[base + b]! ^ c;
        continue;
      case Opcode.shiftLeft32: {
        const count = registers[base + c]!;
        if (count >>> 0 > 31) observeShift(run, fp, ip - 5, remaining, count, 32);
        registers[base + a] = registers[base + b]! << count;
        continue;
      }
      case Opcode.shiftLeft32Constant:
        registers[base + a] = registers[base + b]! << c;
        continue;
      case Opcode.shiftRight32: {
        const count = registers[base + c]!;
        if (count >>> 0 > 31) observeShift(run, fp, ip - 5, remaining, count, 32);
        registers[base + a] = registers[base + b]! >>> count;
        continue;
      }
      case Opcode.shiftRight32Constant:
        registers[base + a] = registers[base + b]! >>> c;
        continue;
      case Opcode.shiftRightSigned32: {
        const count = registers[base + c]!;
        if (count >>> 0 > 31) observeShift(run, fp, ip - 5, remaining, count, 32);
        registers[base + a] = registers[base + b]! >> count;
        continue;
      }
      case Opcode.shiftRightSigned32Constant:
        registers[base + a] = registers[base + b]! >> c;
        continue;
      case Opcode.negate32:
        registers[base + a] = -registers[base + b]! | 0;
        continue;
      case Opcode.not32:
        registers[base + a] = ~registers[base + b]!;
        continue;
      case Opcode.isEqual32:
        registers[base + a] = registers[base + b]! === registers[base + c]! ? 1 : 0;
        continue;
      case Opcode.isNotEqual32:
        registers[base + a] = registers[base + b]! !== registers[base + c]! ? 1 : 0;
        continue;
      case Opcode.isLess32:
        registers[base + a] = registers[base + b]! < registers[base + c]! ? 1 : 0;
        continue;
      case Opcode.isLessEqual32:
        registers[base + a] = registers[base + b]! <= registers[base + c]! ? 1 : 0;
        continue;
      case Opcode.isBelow32:
        registers[base + a] = registers[base + b]! >>> 0 < registers[base + c]! >>> 0 ? 1 : 0;
        continue;
      case Opcode.isBelowEqual32:
        registers[base + a] = registers[base + b]! >>> 0 <= registers[base + c]! >>> 0 ? 1 : 0;
        continue;
      case Opcode.isZero32:
        registers[base + a] = registers[base + b]! === 0 ? 1 : 0;
        continue;
      case Opcode.isNotZero32:
        registers[base + a] = registers[base + b]! !== 0 ? 1 : 0;
        continue;
      case Opcode.divide32: {
        const x = registers[base + b]!;
        const y = registers[base + c]!;
        if (y === 0 || (y === -1 && x === -0x80000000))
          return trap(run, fp, ip - 5, remaining, y === 0 ? divisionByZero : divisionOverflow);
        registers[base + a] = (x / y) | 0;
        continue;
      }
      case Opcode.divideUnsigned32: {
        const x = registers[base + b]!;
        const y = registers[base + c]!;
        if (y === 0) return trap(run, fp, ip - 5, remaining, y === 0 ? divisionByZero : divisionOverflow);
        registers[base + a] = ((x >>> 0) / (y >>> 0)) | 0;
        continue;
      }
      case Opcode.remainder32: {
        const x = registers[base + b]!;
        const y = registers[base + c]!;
        if (y === 0 || (y === -1 && x === -0x80000000))
          return trap(run, fp, ip - 5, remaining, y === 0 ? divisionByZero : divisionOverflow);
        registers[base + a] = (x % y) | 0;
        continue;
      }
      case Opcode.remainderUnsigned32: {
        const x = registers[base + b]!;
        const y = registers[base + c]!;
        if (y === 0) return trap(run, fp, ip - 5, remaining, y === 0 ? divisionByZero : divisionOverflow);
        registers[base + a] = ((x >>> 0) % (y >>> 0)) | 0;
        continue;
      }
      case Opcode.signExtend8:
        registers[base + a] = (registers[base + b]! << 24) >> 24;
        continue;
      case Opcode.signExtend16:
        registers[base + a] = (registers[base + b]! << 16) >> 16;
        continue;
      case Opcode.signExtend32: {
        const to = base + a;
        const value = registers[base + b]!;
        registers[to] = value;
        registers[to + 1] = value >> 31;
        continue;
      }
      case Opcode.zeroExtend32: {
        const to = base + a;
        registers[to] = registers[base + b]!;
        registers[to + 1] = 0;
        continue;
      }
      case Opcode.add64: {
        const to = base + a;
        const x = base + b;
        const y = base + c;

        const xLow = registers[x]!;
        const low = (xLow + registers[y]!) | 0;
        const high = (registers[x + 1]! + registers[y + 1]! + (low >>> 0 < xLow >>> 0 ? 1 : 0)) | 0;
        registers[to] = low;
        registers[to + 1] = high;
        continue;
      }
      case Opcode.add64Constant: {
        const to = base + a;
        const x = base + b;
        const constant = c;
        const xLow = registers[x]!;
        const low = (xLow + constant) | 0;
        const high = (registers[x + 1]! + (constant >> 31) + (low >>> 0 < xLow >>> 0 ? 1 : 0)) | 0;
        registers[to] = low;
        registers[to + 1] = high;
        continue;
      }
      case Opcode.subtract64: {
        const to = base + a;
        const x = base + b;
        const y = base + c;

        const xLow = registers[x]!;
        const yLow = registers[y]!;
        const high = (registers[x + 1]! - registers[y + 1]! - (xLow >>> 0 < yLow >>> 0 ? 1 : 0)) | 0;
        registers[to] = (xLow - yLow) | 0;
        registers[to + 1] = high;
        continue;
      }
      case Opcode.multiply64: {
        const to = base + a;
        const x = base + b;
        const y = base + c;

        const xLow = registers[x]!;
        const yLow = registers[y]!;
        const high =
          (multiplyHigh(xLow, yLow) + Math.imul(xLow, registers[y + 1]!) + Math.imul(registers[x + 1]!, yLow)) | 0;
        registers[to] = Math.imul(xLow, yLow);
        registers[to + 1] = high;
        continue;
      }
      case Opcode.and64: {
        const to = base + a;
        const x = base + b;
        const y = base + c;

        registers[to] = registers[x]! & registers[y]!;
        registers[to + 1] = registers[x + 1]! & registers[y + 1]!;
        continue;
      }
      case Opcode.or64: {
        const to = base + a;
        const x = base + b;
        const y = base + c;

        registers[to] = registers[x]! | registers[y]!;
        registers[to + 1] = registers[x + 1]! | registers[y + 1]!;
        continue;
      }
      case Opcode.xor64: {
        const to = base + a;
        const x = base + b;
        const y = base + c;

        registers[to] = registers[x]! ^ registers[y]!;
        registers[to + 1] = registers[x + 1]! ^ registers[y + 1]!;
        continue;
      }
      case Opcode.and64Constant: {
        const to = base + a;
        const x = base + b;
        registers[to] = registers[x]! & c;
        registers[to + 1] = registers[x + 1]! & code[ip - 1]!;
        continue;
      }
      case Opcode.shiftLeft64: {
        const to = base + a;
        const x = base + b;
        const y = base + c;

        const given = registers[y]!;
        if (given >>> 0 > 63) observeShift(run, fp, ip - 5, remaining, given, 64);
        const count = given & 63;
        const low = registers[x]!;
        const high = registers[x + 1]!;
        registers[to + 1] = count > 31 ? low << count : (high << count) | ((low >>> 1) >>> (31 - count));
        registers[to] = count > 31 ? 0 : low << count;
        continue;
      }
      case Opcode.shiftLeft64Constant: {
        const to = base + a;
        const x = base + b;
        const count = c;
        const low = registers[x]!;
        const high = registers[x + 1]!;
        registers[to + 1] = count > 31 ? low << count : (high << count) | ((low >>> 1) >>> (31 - count));
        registers[to] = count > 31 ? 0 : low << count;
        continue;
      }
      case Opcode.shiftRight64: {
        const to = base + a;
        const x = base + b;
        const y = base + c;

        const given = registers[y]!;
        if (given >>> 0 > 63) observeShift(run, fp, ip - 5, remaining, given, 64);
        const count = given & 63;
        const low = registers[x]!;
        const high = registers[x + 1]!;
        registers[to] = count > 31 ? high >>> count : (low >>> count) | ((high << 1) << (31 - count));
        registers[to + 1] = count > 31 ? 0 : high >>> count;
        continue;
      }
      case Opcode.shiftRight64Constant: {
        const to = base + a;
        const x = base + b;
        const count = c;
        const low = registers[x]!;
        const high = registers[x + 1]!;
        registers[to] = count > 31 ? high >>> count : (low >>> count) | ((high << 1) << (31 - count));
        registers[to + 1] = count > 31 ? 0 : high >>> count;
        continue;
      }
      case Opcode.shiftRightSigned64: {
        const to = base + a;
        const x = base + b;
        const y = base + c;

        const given = registers[y]!;
        if (given >>> 0 > 63) observeShift(run, fp, ip - 5, remaining, given, 64);
        const count = given & 63;
        const low = registers[x]!;
        const high = registers[x + 1]!;
        registers[to] = count > 31 ? high >> count : (low >>> count) | ((high << 1) << (31 - count));
        registers[to + 1] = count > 31 ? high >> 31 : high >> count;
        continue;
      }
      case Opcode.shiftRightSigned64Constant: {
        const to = base + a;
        const x = base + b;
        const count = c;
        const low = registers[x]!;
        const high = registers[x + 1]!;
        registers[to] = count > 31 ? high >> count : (low >>> count) | ((high << 1) << (31 - count));
        registers[to + 1] = count > 31 ? high >> 31 : high >> count;
        continue;
      }
      case Opcode.negate64: {
        const to = base + a;
        const x = base + b;
        const low = registers[x]!;
        registers[to + 1] = (-registers[x + 1]! - (low !== 0 ? 1 : 0)) | 0;
        registers[to] = -low | 0;
        continue;
      }
      case Opcode.not64: {
        const to = base + a;
        const x = base + b;
        registers[to] = ~registers[x]!;
        registers[to + 1] = ~registers[x + 1]!;
        continue;
      }
      case Opcode.isEqual64: {
        const x = base + b;
        const y = base + c;
        registers[base + a] = registers[x]! === registers[y]! && registers[x + 1]! === registers[y + 1]! ? 1 : 0;
        continue;
      }
      case Opcode.isNotEqual64: {
        const x = base + b;
        const y = base + c;
        registers[base + a] = registers[x]! !== registers[y]! || registers[x + 1]! !== registers[y + 1]! ? 1 : 0;
        continue;
      }
      case Opcode.isLess64: {
        const x = base + b;
        const y = base + c;
        const xHigh = registers[x + 1]!;
        const yHigh = registers[y + 1]!;
        registers[base + a] = (xHigh === yHigh ? registers[x]! >>> 0 < registers[y]! >>> 0 : xHigh < yHigh) ? 1 : 0;
        continue;
      }
      case Opcode.isLessEqual64: {
        const x = base + b;
        const y = base + c;
        const xHigh = registers[x + 1]!;
        const yHigh = registers[y + 1]!;
        registers[base + a] = (xHigh === yHigh ? registers[x]! >>> 0 <= registers[y]! >>> 0 : xHigh < yHigh) ? 1 : 0;
        continue;
      }
      case Opcode.isBelow64: {
        const x = base + b;
        const y = base + c;
        const xHigh = registers[x + 1]!;
        const yHigh = registers[y + 1]!;
        registers[base + a] = (xHigh === yHigh ? registers[x]! >>> 0 < registers[y]! >>> 0 : xHigh >>> 0 < yHigh >>> 0)
          ? 1
          : 0;
        continue;
      }
      case Opcode.isBelowEqual64: {
        const x = base + b;
        const y = base + c;
        const xHigh = registers[x + 1]!;
        const yHigh = registers[y + 1]!;
        registers[base + a] = (xHigh === yHigh ? registers[x]! >>> 0 <= registers[y]! >>> 0 : xHigh >>> 0 < yHigh >>> 0)
          ? 1
          : 0;
        continue;
      }
      case Opcode.isZero64: {
        const x = base + b;
        registers[base + a] = (registers[x]! | registers[x + 1]!) === 0 ? 1 : 0;
        continue;
      }
      case Opcode.isNotZero64: {
        const x = base + b;
        registers[base + a] = (registers[x]! | registers[x + 1]!) !== 0 ? 1 : 0;
        continue;
      }
      case Opcode.indexSigned32: {
        const to = base + a;
        const from = base + b;
        const index = base + c;
        const shift = code[ip - 1]!;
        const value = registers[index]!;
        const offsetLow = value << shift;
        const offsetHigh = (value >> 1) >> (31 - shift);
        const start = registers[from]!;
        const low = (start + offsetLow) | 0;
        registers[to + 1] = (registers[from + 1]! + offsetHigh + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        registers[to] = low;
        continue;
      }
      case Opcode.indexUnsigned32: {
        const to = base + a;
        const from = base + b;
        const index = base + c;
        const shift = code[ip - 1]!;
        const value = registers[index]!;
        const offsetLow = value << shift;
        const offsetHigh = (value >>> 1) >>> (31 - shift);
        const start = registers[from]!;
        const low = (start + offsetLow) | 0;
        registers[to + 1] = (registers[from + 1]! + offsetHigh + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        registers[to] = low;
        continue;
      }
      case Opcode.index64: {
        const to = base + a;
        const from = base + b;
        const index = base + c;
        const shift = code[ip - 1]!;
        const value = registers[index]!;
        const offsetLow = value << shift;
        const offsetHigh = (registers[index + 1]! << shift) | ((value >>> 1) >>> (31 - shift));
        const start = registers[from]!;
        const low = (start + offsetLow) | 0;
        registers[to + 1] = (registers[from + 1]! + offsetHigh + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        registers[to] = low;
        continue;
      }
      case Opcode.indexScaledSigned32: {
        const to = base + a;
        const from = base + b;
        const index = base + c;
        const size = code[ip - 1]!;
        const product = registers[index]! * size;
        const offsetLow = product | 0;
        const offsetHigh = Math.floor(product / 0x100000000);
        const start = registers[from]!;
        const low = (start + offsetLow) | 0;
        registers[to + 1] = (registers[from + 1]! + offsetHigh + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        registers[to] = low;
        continue;
      }
      case Opcode.load8: {
        const from = base + b;
        const start = registers[from]!;
        low = (start + c) | 0;
        high = (registers[from + 1]! + (c >> 31) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        access = Access.load8;
        mask = ~0x3f;
        break;
      }
      case Opcode.loadSigned8: {
        const from = base + b;
        const start = registers[from]!;
        low = (start + c) | 0;
        high = (registers[from + 1]! + (c >> 31) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        access = Access.loadSigned8;
        mask = ~0x3f;
        break;
      }
      case Opcode.load16: {
        const from = base + b;
        const start = registers[from]!;
        low = (start + c) | 0;
        high = (registers[from + 1]! + (c >> 31) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        access = Access.load16;
        mask = ~0x3e;
        break;
      }
      case Opcode.loadSigned16: {
        const from = base + b;
        const start = registers[from]!;
        low = (start + c) | 0;
        high = (registers[from + 1]! + (c >> 31) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        access = Access.loadSigned16;
        mask = ~0x3e;
        break;
      }
      case Opcode.load32: {
        const from = base + b;
        const start = registers[from]!;
        low = (start + c) | 0;
        high = (registers[from + 1]! + (c >> 31) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        access = Access.load32;
        mask = ~0x3c;
        break;
      }
      case Opcode.load64: {
        const from = base + b;
        const start = registers[from]!;
        low = (start + c) | 0;
        high = (registers[from + 1]! + (c >> 31) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        access = Access.load64;
        mask = ~0x38;
        break;
      }
      case Opcode.store8: {
        const from = base + b;
        const start = registers[from]!;
        low = (start + c) | 0;
        high = (registers[from + 1]! + (c >> 31) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        access = Access.store8;
        mask = ~0x3f;
        break;
      }
      case Opcode.store16: {
        const from = base + b;
        const start = registers[from]!;
        low = (start + c) | 0;
        high = (registers[from + 1]! + (c >> 31) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        access = Access.store16;
        mask = ~0x3e;
        break;
      }
      case Opcode.store32: {
        const from = base + b;
        const start = registers[from]!;
        low = (start + c) | 0;
        high = (registers[from + 1]! + (c >> 31) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        access = Access.store32;
        mask = ~0x3c;
        break;
      }
      case Opcode.store64: {
        const from = base + b;
        const start = registers[from]!;
        low = (start + c) | 0;
        high = (registers[from + 1]! + (c >> 31) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        access = Access.store64;
        mask = ~0x38;
        break;
      }
      case Opcode.load8Absolute: {
        low = b;
        high = c;
        access = Access.load8;
        mask = ~0x3f;
        break;
      }
      case Opcode.loadSigned8Absolute: {
        low = b;
        high = c;
        access = Access.loadSigned8;
        mask = ~0x3f;
        break;
      }
      case Opcode.load16Absolute: {
        low = b;
        high = c;
        access = Access.load16;
        mask = ~0x3e;
        break;
      }
      case Opcode.loadSigned16Absolute: {
        low = b;
        high = c;
        access = Access.loadSigned16;
        mask = ~0x3e;
        break;
      }
      case Opcode.load32Absolute: {
        low = b;
        high = c;
        access = Access.load32;
        mask = ~0x3c;
        break;
      }
      case Opcode.load64Absolute: {
        low = b;
        high = c;
        access = Access.load64;
        mask = ~0x38;
        break;
      }
      case Opcode.store8Absolute: {
        low = b;
        high = c;
        access = Access.store8;
        mask = ~0x3f;
        break;
      }
      case Opcode.store16Absolute: {
        low = b;
        high = c;
        access = Access.store16;
        mask = ~0x3e;
        break;
      }
      case Opcode.store32Absolute: {
        low = b;
        high = c;
        access = Access.store32;
        mask = ~0x3c;
        break;
      }
      case Opcode.store64Absolute: {
        low = b;
        high = c;
        access = Access.store64;
        mask = ~0x38;
        break;
      }
      case Opcode.load8IndexedSigned32: {
        const from = base + b;
        const index = base + c;
        const shift = code[ip - 1]!;
        const given = registers[index]!;
        const start = registers[from]!;
        low = (start + (given << shift)) | 0;
        high = (registers[from + 1]! + ((given >> 1) >> (31 - shift)) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        access = Access.load8;
        mask = ~0x3f;
        break;
      }
      case Opcode.load32IndexedSigned32: {
        const from = base + b;
        const index = base + c;
        const shift = code[ip - 1]!;
        const given = registers[index]!;
        const start = registers[from]!;
        low = (start + (given << shift)) | 0;
        high = (registers[from + 1]! + ((given >> 1) >> (31 - shift)) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        access = Access.load32;
        mask = ~0x3c;
        break;
      }
      case Opcode.load64IndexedSigned32: {
        const from = base + b;
        const index = base + c;
        const shift = code[ip - 1]!;
        const given = registers[index]!;
        const start = registers[from]!;
        low = (start + (given << shift)) | 0;
        high = (registers[from + 1]! + ((given >> 1) >> (31 - shift)) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        access = Access.load64;
        mask = ~0x38;
        break;
      }
      case Opcode.store8IndexedSigned32: {
        const from = base + b;
        const index = base + c;
        const shift = code[ip - 1]!;
        const given = registers[index]!;
        const start = registers[from]!;
        low = (start + (given << shift)) | 0;
        high = (registers[from + 1]! + ((given >> 1) >> (31 - shift)) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        access = Access.store8;
        mask = ~0x3f;
        break;
      }
      case Opcode.store32IndexedSigned32: {
        const from = base + b;
        const index = base + c;
        const shift = code[ip - 1]!;
        const given = registers[index]!;
        const start = registers[from]!;
        low = (start + (given << shift)) | 0;
        high = (registers[from + 1]! + ((given >> 1) >> (31 - shift)) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        access = Access.store32;
        mask = ~0x3c;
        break;
      }
      case Opcode.store64IndexedSigned32: {
        const from = base + b;
        const index = base + c;
        const shift = code[ip - 1]!;
        const given = registers[index]!;
        const start = registers[from]!;
        low = (start + (given << shift)) | 0;
        high = (registers[from + 1]! + ((given >> 1) >> (31 - shift)) + (low >>> 0 < start >>> 0 ? 1 : 0)) | 0;
        access = Access.store64;
        mask = ~0x38;
        break;
      }
      case Opcode.load8Indexed64: {
        const from = base + b;
        const index = base + c;
        const shift = code[ip - 1]!;
        const given = registers[index]!;
        const start = registers[from]!;
        low = (start + (given << shift)) | 0;
        high =
          (registers[from + 1]! +
            ((registers[index + 1]! << shift) | ((given >>> 1) >>> (31 - shift))) +
            (low >>> 0 < start >>> 0 ? 1 : 0)) |
          0;
        access = Access.load8;
        mask = ~0x3f;
        break;
      }
      case Opcode.load32Indexed64: {
        const from = base + b;
        const index = base + c;
        const shift = code[ip - 1]!;
        const given = registers[index]!;
        const start = registers[from]!;
        low = (start + (given << shift)) | 0;
        high =
          (registers[from + 1]! +
            ((registers[index + 1]! << shift) | ((given >>> 1) >>> (31 - shift))) +
            (low >>> 0 < start >>> 0 ? 1 : 0)) |
          0;
        access = Access.load32;
        mask = ~0x3c;
        break;
      }
      case Opcode.load64Indexed64: {
        const from = base + b;
        const index = base + c;
        const shift = code[ip - 1]!;
        const given = registers[index]!;
        const start = registers[from]!;
        low = (start + (given << shift)) | 0;
        high =
          (registers[from + 1]! +
            ((registers[index + 1]! << shift) | ((given >>> 1) >>> (31 - shift))) +
            (low >>> 0 < start >>> 0 ? 1 : 0)) |
          0;
        access = Access.load64;
        mask = ~0x38;
        break;
      }
      case Opcode.store8Indexed64: {
        const from = base + b;
        const index = base + c;
        const shift = code[ip - 1]!;
        const given = registers[index]!;
        const start = registers[from]!;
        low = (start + (given << shift)) | 0;
        high =
          (registers[from + 1]! +
            ((registers[index + 1]! << shift) | ((given >>> 1) >>> (31 - shift))) +
            (low >>> 0 < start >>> 0 ? 1 : 0)) |
          0;
        access = Access.store8;
        mask = ~0x3f;
        break;
      }
      case Opcode.store32Indexed64: {
        const from = base + b;
        const index = base + c;
        const shift = code[ip - 1]!;
        const given = registers[index]!;
        const start = registers[from]!;
        low = (start + (given << shift)) | 0;
        high =
          (registers[from + 1]! +
            ((registers[index + 1]! << shift) | ((given >>> 1) >>> (31 - shift))) +
            (low >>> 0 < start >>> 0 ? 1 : 0)) |
          0;
        access = Access.store32;
        mask = ~0x3c;
        break;
      }
      case Opcode.store64Indexed64: {
        const from = base + b;
        const index = base + c;
        const shift = code[ip - 1]!;
        const given = registers[index]!;
        const start = registers[from]!;
        low = (start + (given << shift)) | 0;
        high =
          (registers[from + 1]! +
            ((registers[index + 1]! << shift) | ((given >>> 1) >>> (31 - shift))) +
            (low >>> 0 < start >>> 0 ? 1 : 0)) |
          0;
        access = Access.store64;
        mask = ~0x38;
        break;
      }
      case Opcode.call: {
        const callee = a;
        const entry = callee << 3;
        const windowBase = base + b;
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
          synchronize(run, fp, ip - 5, remaining);
          return callSlowly(run, fp, callee, windowBase);
        }
        frames[fp + 1] = ip - 5;
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
        const callee = functionAtPointer(run, fp, base + a);
        if (callee < 0) return leave(run, fp, ip - 5, remaining, Reason.trap);
        const entry = callee << 3;
        const windowBase = base + b;
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
          synchronize(run, fp, ip - 5, remaining);
          return callSlowly(run, fp, callee, windowBase);
        }
        frames[fp + 1] = ip - 5;
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
        synchronize(run, fp, ip - 5, remaining);
        const reason = callBuiltin(run, a, base + b);
        if (reason === Reason.fault || reason === Reason.trap || reason === Reason.repeat) return reason;
        if (reason !== Reason.none) return leave(run, fp, ip, remaining, reason);
        if (port.attention !== 0) pause = everyStatement;
        continue;
      }
      case Opcode.return: {
        const value = base + a;
        registers[base] = registers[value]!;
        registers[base + 1] = registers[value + 1]!;
        if (frames[fp + 3]! !== 0) {
          synchronize(run, fp, ip - 5, remaining);
          return returnSlowly(run, fp);
        }
        fp -= 8;
        base = frames[fp + 2]!;
        ip = frames[fp + 1]! + 5;
        continue;
      }
      case Opcode.frameAddress: {
        const to = base + a;
        registers[to] = frames[fp + 4]!;
        registers[to + 1] = frames[fp + 5]!;
        continue;
      }
      case Opcode.jumpPointer: {
        const target = instructionAtPointer(run, fp, base + a);
        if (target < 0) return leave(run, fp, ip - 5, remaining, Reason.trap);
        ip = target;
        continue;
      }
      default: {
        synchronize(run, fp, ip - 5, remaining);
        const reason = run.executeRare(run, opcode, ip - 5, base);
        if (reason !== Reason.none) return reason;
        if (port.attention !== 0) pause = everyStatement;
        continue;
      }
    }
    // Loads and stores come here with an address: a hit in the port's line table is made at once, everything else by the port.
    const slot = (low >>> 6) & 1023;
    const value = base + a;
    if (access <= Access.load64) {
      if (readTagLow[slot]! === (low & mask) && readTagHigh[slot]! === high) {
        const l = line[slot]!;
        const now = clock[0]! + 1;
        clock[0] = now;
        lineUse[l] = now;
        tlbUse[tlb[slot]!] = now;
        switch (access) {
          case Access.load8:
            registers[value] = bytes[(l << 6) | (low & 63)]!;
            continue;
          case Access.loadSigned8:
            registers[value] = (bytes[(l << 6) | (low & 63)]! << 24) >> 24;
            continue;
          case Access.load16:
            registers[value] = halves[(l << 5) | ((low >>> 1) & 31)]!;
            continue;
          case Access.loadSigned16:
            registers[value] = (halves[(l << 5) | ((low >>> 1) & 31)]! << 16) >> 16;
            continue;
          case Access.load64:
            registers[value + 1] = words[(l << 4) | ((low >>> 2) & 15) | 1]!;
            registers[value] = words[(l << 4) | ((low >>> 2) & 15)]!;
            continue;
          default:
            registers[value] = words[(l << 4) | ((low >>> 2) & 15)]!;
            continue;
        }
      }
    } else if (writeTagLow[slot]! === (low & mask) && writeTagHigh[slot]! === high) {
      const l = line[slot]!;
      const now = clock[0]! + 1;
      clock[0] = now;
      lineUse[l] = now;
      tlbUse[tlb[slot]!] = now;
      switch (access) {
        case Access.store8:
          bytes[(l << 6) | (low & 63)] = registers[value]!;
          continue;
        case Access.store16:
          halves[(l << 5) | ((low >>> 1) & 31)] = registers[value]!;
          continue;
        case Access.store64:
          words[(l << 4) | ((low >>> 2) & 15) | 1] = registers[value + 1]!;
          words[(l << 4) | ((low >>> 2) & 15)] = registers[value]!;
          continue;
        default:
          words[(l << 4) | ((low >>> 2) & 15)] = registers[value]!;
          continue;
      }
    }
    synchronize(run, fp, ip - 5, remaining);
    if (!accessSlowly(port, registers, value, low, high, access)) return Reason.fault;
    if (port.attention !== 0) pause = everyStatement;
  }
}

const divisionByZero = { code: 'division-by-zero', message: 'Division by zero.' };
const divisionOverflow = {
  code: 'division-overflow',
  message: 'The quotient does not fit: the most negative value divided by -1.',
};
