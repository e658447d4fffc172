/** `__int128` and `long double`, which no register holds: like a record's, their value is an address, and operators write to new places. */
import type { BinaryOperator } from '../syntax.ts';
import { Opcode } from '../vm/dispatch.ts';
import { packConversion, packWide, wideKinds } from '../vm/wide-values.ts';
import type { RegisterKind, WideKind } from '../vm/wide-values.ts';
import { emit, take, takeFrame } from './function-lowering.ts';
import type { FunctionLowering, Register } from './function-lowering.ts';
import { addressIn } from './location.ts';
import { frameLocation, locationOfBytes } from './lvalues.ts';
import type { ValueShape } from './value-shape.ts';

export type WideShape = Extract<ValueShape, { kind: 'record' }> & { readonly number: WideKind };

export function isWideNumber(shape: ValueShape): shape is WideShape {
  return shape.kind === 'record' && shape.number !== undefined;
}

function newPlace(f: FunctionLowering, into: Register): Register {
  return addressIn(f, frameLocation(f, takeFrame(f, 16, 16)), into);
}

/** `right` is an operand's address, or for shifts the count. */
export function operateWide(
  f: FunctionLowering,
  operator: BinaryOperator,
  { number }: WideShape,
  left: Register,
  right: Register,
  into: Register,
): Register {
  const opcode = operator === '<<' || operator === '>>' ? Opcode.wideShift : Opcode.wideOperate;
  return toNewPlace(f, into, (to) => emit(f, opcode, to, left, right, packWide(operator, number)));
}

/** Operands may stand in `into`, so the new address comes there last. */
function toNewPlace(f: FunctionLowering, into: Register, write: (to: Register) => void): Register {
  const mark = f.next;
  const to = newPlace(f, take(f));
  write(to);
  emit(f, Opcode.move64, into, to);
  f.next = mark;
  return into;
}

export function negateWide(f: FunctionLowering, { number }: WideShape, value: Register, into: Register): Register {
  return toNewPlace(f, into, (to) => emit(f, Opcode.wideNegate, to, value, wideKinds.indexOf(number)));
}

export function invertWide(f: FunctionLowering, value: Register, into: Register): Register {
  return toNewPlace(f, into, (to) => emit(f, Opcode.wideNot, to, value));
}

/** 0 or 1 in `into`. */
export function compareWide(
  f: FunctionLowering,
  operator: BinaryOperator,
  { number }: WideShape,
  left: Register,
  right: Register,
  into: Register,
): Register {
  emit(f, Opcode.wideCompare, into, left, right, packWide(operator, number));
  return into;
}

/** A constant of the image, or where there is no memory for those, one made on the stack. */
export function wideConstant(f: FunctionLowering, bytes: Uint8Array, into: Register): Register {
  return addressIn(f, locationOfBytes(f, bytes, 16), into);
}

/** The 16 bytes that a number of this kind is. */
export function wideBytes(value: bigint): Uint8Array {
  const bits = BigInt.asUintN(128, value);
  return Uint8Array.from({ length: 16 }, (_, index) => Number((bits >> BigInt(8 * index)) & 0xffn));
}

/** At least one of the two shapes is a wide one. */
export function convertWide(
  f: FunctionLowering,
  value: Register,
  from: ValueShape,
  to: ValueShape,
  into: Register,
): Register {
  if (to.kind === 'integer' && to.bool) return truthOfWide(f, value, from as WideShape, into);
  if (!isWideNumber(to)) {
    emit(f, Opcode.wideConvert, into, value, packConversion((from as WideShape).number, registerKind(to)));
    if (to.kind === 'integer' && to.size < 4) narrow(f, to, into);
    return into;
  }
  const source = isWideNumber(from) ? from.number : registerKind(from);
  return toNewPlace(f, into, (place) => emit(f, Opcode.wideConvert, place, value, packConversion(source, to.number)));
}

/** To one or two bytes, extended to a register's 32 bits. */
function narrow(f: FunctionLowering, { size, signed }: Extract<ValueShape, { kind: 'integer' }>, into: Register): void {
  if (!signed) emit(f, Opcode.and32Constant, into, into, size === 1 ? 0xff : 0xffff);
  else emit(f, size === 1 ? Opcode.signExtend8 : Opcode.signExtend16, into, into);
}

export function truthOfWide(f: FunctionLowering, value: Register, shape: WideShape, into: Register): Register {
  const mark = f.next;
  const zero = wideConstant(f, wideBytes(0n), take(f));
  compareWide(f, '!=', shape, value, zero, into);
  f.next = mark;
  return into;
}

function registerKind(shape: ValueShape): RegisterKind {
  if (shape.kind === 'float' || shape.kind === 'double') return shape.kind;
  if (shape.kind !== 'integer') return 'unsigned64';
  if (shape.size === 8) return shape.signed ? 'signed64' : 'unsigned64';
  return shape.signed || shape.size < 4 ? 'signed32' : 'unsigned32';
}
