/**
 * Arithmetic on what fits no register, `__int128` and `long double`: the operands and the result lie in memory, 16 bytes each. A fault
 * leaves the instruction to be repeated; results go to memory that no operand shares.
 */
import {
  compareExtended,
  computeExtended,
  doubleFromExtended,
  extendedFromDouble,
  extendedFromInteger,
  floatFromExtended,
  integerFromExtended,
  negateExtended,
} from '../extended-precision.ts';
import { compare, integerOperation } from '../constant-arithmetic.ts';
import type { BinaryOperator } from '../syntax.ts';
import { integerTypes } from '../type-operations/basic-types.ts';
import { Opcode } from './dispatch.ts';
import type { Execution } from './execution.ts';
import { integerOf, overflowingResult, overflowShapes, type IntegerShape } from './overflow.ts';
import { Reason } from './reason.ts';

export const wideKinds = ['signed', 'unsigned', 'extended'] as const;
export type WideKind = (typeof wideKinds)[number];

/** What a register holds before or after a conversion. */
export const registerKinds = ['signed32', 'unsigned32', 'signed64', 'unsigned64', 'float', 'double'] as const;
export type RegisterKind = (typeof registerKinds)[number];

export const wideOperators = ['+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>', '==', '!=', '<', '<=', '>', '>='] as const; // prettier-ignore

/** Operand 4: the operator and the kind of both operands. */
export function packWide(operator: BinaryOperator, kind: WideKind): number {
  return wideOperators.indexOf(operator) | (wideKinds.indexOf(kind) << 8);
}

/** Operand 3 of a conversion: what it is from, and to. */
export function packConversion(from: WideKind | RegisterKind, to: WideKind | RegisterKind): number {
  const kinds: readonly string[] = [...wideKinds, ...registerKinds];
  return kinds.indexOf(from) | (kinds.indexOf(to) << 8);
}

export function executeWide(run: Execution, opcode: Opcode, ip: number, base: number): Reason {
  const { code } = run;
  const a = base + code[ip + 1]!;
  const b = base + code[ip + 2]!;
  switch (opcode) {
    case Opcode.wideOperate:
      return operate(run, a, b, base + code[ip + 3]!, code[ip + 4]!);
    case Opcode.wideShift:
      return shift(run, a, b, base + code[ip + 3]!, code[ip + 4]!);
    case Opcode.wideNegate:
      return store(run, a, negate(run, b, wideKinds[code[ip + 3]!]!));
    case Opcode.wideNot:
      return store(run, a, inverted(read(run, b)));
    case Opcode.wideCompare:
      return compareWide(run, a, b, base + code[ip + 3]!, code[ip + 4]!);
    case Opcode.wideConvert:
      return convert(run, a, b, code[ip + 3]!);
    default:
      return overflowing(run, a, b, base + code[ip + 3]!, code[ip + 4]!, opcode === Opcode.wideOverflowing);
  }
}

/** The 16 bytes at the address in a register; null after a fault. */
function read({ registers, port }: Execution, address: number): bigint | null {
  const low = registers[address]!;
  const high = registers[address + 1]!;
  if (!port.load(low, high, 8)) return null;
  const first = joined(port.valueLow, port.valueHigh);
  const above = (low + 8) | 0;
  if (!port.load(above, above >>> 0 < low >>> 0 ? (high + 1) | 0 : high, 8)) return null;
  return (joined(port.valueLow, port.valueHigh) << 64n) | first;
}

function joined(low: number, high: number): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

function store({ registers, port }: Execution, address: number, value: bigint | null): Reason {
  if (value === null) return Reason.fault;
  const low = registers[address]!;
  const high = registers[address + 1]!;
  const word = (index: number): number => Number(BigInt.asIntN(32, value >> BigInt(32 * index)));
  if (!port.store(low, high, 8, word(0), word(1))) return Reason.fault;
  const above = (low + 8) | 0;
  const stored = port.store(above, above >>> 0 < low >>> 0 ? (high + 1) | 0 : high, 8, word(2), word(3));
  return stored ? Reason.none : Reason.fault;
}

/** The number that the 16 bytes are; of a `long double` its 80 bits. */
function valueOf(bytes: bigint, kind: WideKind): bigint {
  if (kind === 'signed') return BigInt.asIntN(128, bytes);
  return kind === 'extended' ? bytes & ((1n << 80n) - 1n) : bytes;
}

function operate(run: Execution, to: number, left: number, right: number, packed: number): Reason {
  const x = read(run, left);
  const y = x === null ? null : read(run, right);
  if (x === null || y === null) return Reason.fault;
  const operator = wideOperators[packed & 0xff]!;
  const kind = wideKinds[packed >> 8]!;
  if (kind === 'extended') return store(run, to, computeExtended(operator, valueOf(x, kind), valueOf(y, kind)));
  const type = integerTypes[kind === 'signed' ? '__int128' : 'unsigned __int128'];
  const result = integerOperation(operator, valueOf(x, kind), valueOf(y, kind), type);
  if (result !== null) return store(run, to, result);
  run.trap = { code: 'division-by-zero', message: 'Division by zero.' };
  return Reason.trap;
}

/** By the count in a register, of which seven bits count, as in gcc's code. */
function shift(run: Execution, to: number, value: number, count: number, packed: number): Reason {
  const bytes = read(run, value);
  if (bytes === null) return Reason.fault;
  const number = valueOf(bytes, wideKinds[packed >> 8]!);
  const by = BigInt(run.registers[count]! & 127);
  return store(run, to, wideOperators[packed & 0xff] === '<<' ? number << by : number >> by);
}

function negate(run: Execution, value: number, kind: WideKind): bigint | null {
  const bytes = read(run, value);
  if (bytes === null) return null;
  return kind === 'extended' ? negateExtended(valueOf(bytes, kind)) : -bytes;
}

function inverted(bytes: bigint | null): bigint | null {
  return bytes === null ? null : ~bytes;
}

function compareWide(run: Execution, to: number, left: number, right: number, packed: number): Reason {
  const x = read(run, left);
  const y = x === null ? null : read(run, right);
  if (x === null || y === null) return Reason.fault;
  const operator = wideOperators[packed & 0xff]!;
  const kind = wideKinds[packed >> 8]!;
  const order =
    kind === 'extended'
      ? compareExtended(valueOf(x, kind), valueOf(y, kind))
      : sign(valueOf(x, kind), valueOf(y, kind));
  run.registers[to] = (order === null ? operator === '!=' : compare(operator, order, 0)) ? 1 : 0;
  return Reason.none;
}

function overflowing(
  run: Execution,
  to: number,
  left: number,
  right: number,
  packed: number,
  storing: boolean,
): Reason {
  const [leftShape, rightShape, { size }] = overflowShapes(packed);
  const x = operandOf(run, left, leftShape);
  const y = x === null ? null : operandOf(run, right, rightShape);
  if (x === null || y === null) return Reason.fault;
  const { result, overflows } = overflowingResult(packed, x, y);
  run.registers[to] = overflows ? 1 : 0;
  if (!storing) return Reason.none;
  if (size === 16) return store(run, to + 2, result);
  const { registers, port } = run;
  const word = (index: number): number => Number(BigInt.asIntN(32, result >> BigInt(32 * index)));
  return port.store(registers[to + 2]!, registers[to + 3]!, size, word(0), word(1)) ? Reason.none : Reason.fault;
}

/** From a register, or the 16 bytes that it points to. */
function operandOf(run: Execution, register: number, shape: IntegerShape): bigint | null {
  const value = shape.size === 16 ? read(run, register) : run.signed[register >> 1]!;
  return value === null ? null : integerOf(shape, value);
}

function sign(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function convert(run: Execution, to: number, from: number, packed: number): Reason {
  const kinds = [...wideKinds, ...registerKinds] as const;
  const source = kinds[packed & 0xff]!;
  const target = kinds[packed >> 8]!;
  const value = isWideKind(source) ? read(run, from) : fromRegister(run, source, from);
  if (value === null) return Reason.fault;
  const number = isWideKind(source) ? asNumber(valueOf(value as bigint, source), source) : value;
  if (isWideKind(target)) return store(run, to, toWide(number, target));
  toRegister(run, target, to, number);
  return Reason.none;
}

function isWideKind(kind: WideKind | RegisterKind): kind is WideKind {
  return (wideKinds as readonly string[]).includes(kind);
}

/** A number on its way: an integer, a double, or the bits of a `long double`. */
type Passing = bigint | number | { readonly extended: bigint };

function asNumber(value: bigint, kind: WideKind): Passing {
  return kind === 'extended' ? { extended: value } : value;
}

function fromRegister(
  { registers, signed, unsigned, floats, doubles }: Execution,
  kind: RegisterKind,
  at: number,
): bigint | number {
  switch (kind) {
    case 'signed32':
      return BigInt(registers[at]!);
    case 'unsigned32':
      return BigInt(registers[at]! >>> 0);
    case 'signed64':
      return signed[at >> 1]!;
    case 'unsigned64':
      return unsigned[at >> 1]!;
    case 'float':
      return floats[at]!;
    case 'double':
      return doubles[at >> 1]!;
  }
}

function toWide(value: Passing, kind: WideKind): bigint {
  if (kind !== 'extended') return truncated(value);
  if (typeof value === 'number') return extendedFromDouble(value);
  return typeof value === 'bigint' ? extendedFromInteger(value) : value.extended;
}

/** What is no number becomes the processor's "integer indefinite". */
function truncated(value: Passing): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? BigInt(Math.trunc(value)) : -(1n << 63n);
  return integerFromExtended(value.extended) ?? -(1n << 63n);
}

function toRegister(
  { registers, signed, floats, doubles }: Execution,
  kind: RegisterKind,
  at: number,
  value: Passing,
): void {
  if (kind === 'float') floats[at] = floatOf(value);
  else if (kind === 'double')
    doubles[at >> 1] = typeof value === 'object' ? doubleFromExtended(value.extended) : Number(value);
  else if (kind === 'signed32' || kind === 'unsigned32') registers[at] = Number(BigInt.asIntN(32, truncated(value)));
  else signed[at >> 1] = BigInt.asIntN(64, truncated(value));
}

/** Rounded once. */
function floatOf(value: Passing): number {
  if (typeof value === 'object') return floatFromExtended(value.extended);
  return typeof value === 'number' ? value : floatFromExtended(extendedFromInteger(sticky(value)));
}

/** Bits that the 64 of a `long double` have no room for must not get lost in the second rounding. */
function sticky(value: bigint): bigint {
  const magnitude = value < 0n ? -value : value;
  const excess = magnitude >> 64n === 0n ? 0n : BigInt(magnitude.toString(2).length - 64);
  const kept = (magnitude >> excess) << excess;
  const result = kept === magnitude ? kept : kept | (1n << excess);
  return value < 0n ? -result : result;
}
