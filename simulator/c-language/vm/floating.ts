/** Floating arithmetic on registers. Conversions to integers answer what x86's cvttsd2si does for values that do not fit. */
import { Opcode } from './dispatch.ts';
import type { Execution } from './execution.ts';

export function executeFloating(run: Execution, opcode: Opcode, ip: number, base: number): void {
  const { code } = run;
  const to = base + code[ip + 1]!;
  const x = base + code[ip + 2]!;
  if (opcode >= Opcode.signed32ToDouble) convert(run, opcode, to, x);
  else if (opcode >= Opcode.addFloat) computeFloat(run, opcode, to, x, base + code[ip + 3]!);
  else computeDouble(run, opcode, to, x >> 1, (base + code[ip + 3]!) >> 1);
}

function computeDouble({ registers, doubles }: Execution, opcode: Opcode, to: number, x: number, y: number): void {
  switch (opcode) {
    case Opcode.addDouble:
      doubles[to >> 1] = doubles[x]! + doubles[y]!;
      return;
    case Opcode.subtractDouble:
      doubles[to >> 1] = doubles[x]! - doubles[y]!;
      return;
    case Opcode.multiplyDouble:
      doubles[to >> 1] = doubles[x]! * doubles[y]!;
      return;
    case Opcode.divideDouble:
      doubles[to >> 1] = doubles[x]! / doubles[y]!;
      return;
    case Opcode.negateDouble:
      doubles[to >> 1] = -doubles[x]!;
      return;
    case Opcode.isEqualDouble:
      registers[to] = doubles[x]! === doubles[y]! ? 1 : 0;
      return;
    case Opcode.isNotEqualDouble:
      registers[to] = doubles[x]! !== doubles[y]! ? 1 : 0;
      return;
    case Opcode.isLessDouble:
      registers[to] = doubles[x]! < doubles[y]! ? 1 : 0;
      return;
    case Opcode.isLessEqualDouble:
      registers[to] = doubles[x]! <= doubles[y]! ? 1 : 0;
      return;
    case Opcode.absoluteDouble:
      doubles[to >> 1] = Math.abs(doubles[x]!);
      return;
    default:
      doubles[to >> 1] = Math.sqrt(doubles[x]!);
  }
}

/** The array rounds to single precision; a double's extra bits make that the correctly rounded result. */
function computeFloat({ registers, floats }: Execution, opcode: Opcode, to: number, x: number, y: number): void {
  switch (opcode) {
    case Opcode.addFloat:
      floats[to] = floats[x]! + floats[y]!;
      return;
    case Opcode.subtractFloat:
      floats[to] = floats[x]! - floats[y]!;
      return;
    case Opcode.multiplyFloat:
      floats[to] = floats[x]! * floats[y]!;
      return;
    case Opcode.divideFloat:
      floats[to] = floats[x]! / floats[y]!;
      return;
    case Opcode.negateFloat:
      floats[to] = -floats[x]!;
      return;
    case Opcode.isEqualFloat:
      registers[to] = floats[x]! === floats[y]! ? 1 : 0;
      return;
    case Opcode.isNotEqualFloat:
      registers[to] = floats[x]! !== floats[y]! ? 1 : 0;
      return;
    case Opcode.isLessFloat:
      registers[to] = floats[x]! < floats[y]! ? 1 : 0;
      return;
    default:
      registers[to] = floats[x]! <= floats[y]! ? 1 : 0;
  }
}

function convert(run: Execution, opcode: Opcode, to: number, x: number): void {
  const { registers, floats, doubles, signed, unsigned } = run;
  switch (opcode) {
    case Opcode.signed32ToDouble:
      doubles[to >> 1] = registers[x]!;
      return;
    case Opcode.unsigned32ToDouble:
      doubles[to >> 1] = registers[x]! >>> 0;
      return;
    case Opcode.signed64ToDouble:
      doubles[to >> 1] = Number(signed[x >> 1]!);
      return;
    case Opcode.unsigned64ToDouble:
      doubles[to >> 1] = Number(unsigned[x >> 1]!);
      return;
    case Opcode.signed32ToFloat:
      floats[to] = registers[x]!;
      return;
    case Opcode.unsigned32ToFloat:
      floats[to] = registers[x]! >>> 0;
      return;
    case Opcode.signed64ToFloat:
      floats[to] = singleFromInteger(signed[x >> 1]!);
      return;
    case Opcode.unsigned64ToFloat:
      floats[to] = singleFromInteger(unsigned[x >> 1]!);
      return;
    case Opcode.doubleToSigned32:
      registers[to] = truncateTo32(doubles[x >> 1]!);
      return;
    case Opcode.doubleToSigned64:
      signed[to >> 1] = truncateTo64(doubles[x >> 1]!);
      return;
    case Opcode.doubleToUnsigned64:
      unsigned[to >> 1] = truncateToUnsigned64(doubles[x >> 1]!);
      return;
    case Opcode.floatToDouble:
      doubles[to >> 1] = floats[x]!;
      return;
    default:
      floats[to] = doubles[x >> 1]!;
  }
}

/** Rounding twice (to double, then to float) must not turn a value into a tie: bits below keep a sticky one. */
function singleFromInteger(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  if (magnitude < 0x20000000000000n) return Number(value);
  const sticky = (magnitude & 0x7ffn) === 0n ? magnitude : (magnitude & ~0x7ffn) | 0x800n;
  return value < 0n ? -Number(sticky) : Number(sticky);
}

function truncateTo32(value: number): number {
  const whole = Math.trunc(value);
  return whole >= -0x80000000 && whole <= 0x7fffffff ? whole : -0x80000000;
}

function truncateTo64(value: number): bigint {
  const fits = value >= -0x8000000000000000 && value < 0x8000000000000000;
  return fits ? BigInt(Math.trunc(value)) : -0x8000000000000000n;
}

function truncateToUnsigned64(value: number): bigint {
  if (value < 0x8000000000000000) return BigInt.asUintN(64, truncateTo64(value));
  return BigInt.asUintN(64, truncateTo64(value - 0x8000000000000000) ^ -0x8000000000000000n);
}
