/** Conversions between scalar types, as instructions. */
import { Opcode } from '../vm/dispatch.ts';
import { emit, move, take } from './function-lowering.ts';
import type { FunctionLowering, Register } from './function-lowering.ts';
import { isSignedShape, isWide } from './value-shape.ts';
import type { ValueShape } from './value-shape.ts';
import { convertWide, isWideNumber } from './wide-values.ts';

type IntegerShape = Extract<ValueShape, { kind: 'integer' }>;

/** The value of `from` shape in `value`, converted; the same register where nothing has to be done and `into` is not given. */
export function convert(
  f: FunctionLowering,
  value: Register,
  from: ValueShape,
  to: ValueShape,
  into?: Register,
): Register {
  if (isWideNumber(from) || isWideNumber(to)) {
    if (isFreeConversion(from, to)) return into === undefined ? value : move(f, into, value, true);
    return convertWide(f, value, from, to, into ?? take(f));
  }
  if (from.kind === 'integer' && to.kind === 'integer') return convertInteger(f, value, from, to, into);
  if (to.kind === 'integer') return floatingToInteger(f, value, from, to, into ?? take(f));
  if (from.kind === 'integer') return integerToFloating(f, value, from, to, into ?? take(f));
  if (from.kind === to.kind) return into === undefined ? value : move(f, into, value, isWide(from));
  const target = into ?? take(f);
  if (to.kind === 'double') emit(f, Opcode.floatToDouble, target, value);
  else if (to.kind === 'float') emit(f, Opcode.doubleToFloat, target, value);
  return target;
}

function convertInteger(
  f: FunctionLowering,
  value: Register,
  from: IntegerShape,
  to: IntegerShape,
  into?: Register,
): Register {
  if (to.bits !== undefined && from.size === 8) return truncateToBits(f, value, to, into ?? take(f));
  if (to.bits !== undefined && from.signed && !to.signed) {
    const extended = into ?? take(f);
    emit(f, Opcode.signExtend32, extended, value);
    return truncateToBits(f, extended, to, extended);
  }
  const opcode = integerConversion(from, to);
  if (opcode === null) return into === undefined ? value : move(f, into, value, isWide(to));
  const target = into ?? take(f);
  if (opcode === Opcode.and32Constant) emit(f, opcode, target, value, to.size === 1 ? 0xff : 0xffff);
  else emit(f, opcode, target, value);
  return target;
}

/** To the bits of a wide bit-field's value, where `shape` is that of one; in place otherwise nothing to do. */
export function truncateToBits(f: FunctionLowering, value: Register, shape: ValueShape, into: Register): Register {
  const bits = shape.kind === 'integer' ? shape.bits : undefined;
  if (bits === undefined) return move(f, into, value, isWide(shape));
  emit(f, Opcode.shiftLeft64Constant, into, value, 64 - bits);
  const right = isSignedShape(shape) ? Opcode.shiftRightSigned64Constant : Opcode.shiftRight64Constant;
  emit(f, right, into, into, 64 - bits);
  return into;
}

/** Null when the register holds the converted value already. */
function integerConversion(from: IntegerShape, to: IntegerShape): Opcode | null {
  if (to.bool) return from.bool ? null : from.size === 8 ? Opcode.isNotZero64 : Opcode.isNotZero32;
  if (to.size === 8) return from.size === 8 ? null : from.signed ? Opcode.signExtend32 : Opcode.zeroExtend32;
  if (to.size === 4 || contains(to, from)) return null;
  if (!to.signed) return Opcode.and32Constant;
  return to.size === 1 ? Opcode.signExtend8 : Opcode.signExtend16;
}

/** Every value of `from` is one of `to`. */
function contains(to: IntegerShape, from: IntegerShape): boolean {
  if (from.signed === to.signed) return from.size <= to.size;
  return !from.signed && from.size < to.size;
}

/** The conversion needs no instruction: the same register holds the converted value. */
export function isFreeConversion(from: ValueShape, to: ValueShape): boolean {
  if (isWideNumber(from) || isWideNumber(to)) {
    // The two kinds of 128-bit integers have the same bytes.
    return isWideNumber(from) && isWideNumber(to) && (from.number === 'extended') === (to.number === 'extended');
  }
  if (from.kind === 'integer' && to.kind === 'integer')
    return to.bits === undefined && integerConversion(from, to) === null;
  return from.kind === to.kind;
}

function floatingToInteger(
  f: FunctionLowering,
  value: Register,
  from: ValueShape,
  to: IntegerShape,
  into: Register,
): Register {
  const mark = f.next;
  const double = from.kind === 'float' ? take(f) : value;
  if (from.kind === 'float') emit(f, Opcode.floatToDouble, double, value);
  if (to.bool) compareWithZero(f, double, into);
  else if (to.size === 8) emit(f, to.signed ? Opcode.doubleToSigned64 : Opcode.doubleToUnsigned64, into, double);
  else if (to.size === 4 && !to.signed) emit(f, Opcode.doubleToSigned64, into, double);
  else emit(f, Opcode.doubleToSigned32, into, double);
  f.next = mark;
  const int: IntegerShape = { kind: 'integer', size: 4, signed: true, bool: false };
  return to.size < 4 && !to.bool ? convertInteger(f, into, int, to, into) : into;
}

function compareWithZero(f: FunctionLowering, double: Register, into: Register): void {
  const zero = take(f);
  emit(f, Opcode.constant64, zero, 0, 0);
  emit(f, Opcode.isNotEqualDouble, into, double, zero);
}

function integerToFloating(
  f: FunctionLowering,
  value: Register,
  from: IntegerShape,
  to: ValueShape,
  into: Register,
): Register {
  const wide = from.size === 8;
  const opcode =
    to.kind === 'double'
      ? wide ? (from.signed ? Opcode.signed64ToDouble : Opcode.unsigned64ToDouble)
             : from.signed ? Opcode.signed32ToDouble : Opcode.unsigned32ToDouble
      : wide ? (from.signed ? Opcode.signed64ToFloat : Opcode.unsigned64ToFloat)
             : from.signed ? Opcode.signed32ToFloat : Opcode.unsigned32ToFloat; // prettier-ignore
  emit(f, opcode, into, value);
  return into;
}
