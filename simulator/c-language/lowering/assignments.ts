/** Assignments of all kinds: plain, compound, increments; to registers, memory and bit-fields. */
import { sizeOf } from '../layout.ts';
import type { Expression } from '../syntax.ts';
import type { CType } from '../types.ts';
import { Opcode } from '../vm/dispatch.ts';
import { floatingConstant, isComparison, lowerOperand, negate, operate } from './arithmetic.ts';
import type { Operand } from './arithmetic.ts';
import { loadBitField, storeBitField, truncateToField } from './bit-fields.ts';
import { convert } from './conversions.ts';
import { constant, emit, move, report, take, takeFrame } from './function-lowering.ts';
import type { FunctionLowering, Register } from './function-lowering.ts';
import { addressIn, at, copyBlock, loadScalar, storeScalar } from './location.ts';
import type { Location } from './location.ts';
import { frameLocation } from './lvalues.ts';
import { isWide, shapeOf } from './value-shape.ts';
import type { ValueShape } from './value-shape.ts';
import { isWideNumber, wideBytes, wideConstant } from './wide-values.ts';
import { hasVariableSize, sizeInRegister } from './variable-length.ts';

export function lowerAssignment(
  f: FunctionLowering,
  { target, value, type }: Extract<Expression, { kind: 'assignment' }>,
  wantValue: boolean,
  into?: Register,
): Register {
  const shape = shapeOf(type);
  const location = f.parts.location(f, target);
  if (shape.kind === 'record') return assignRecord(f, location, value, shape.size, into);
  if (location.kind === 'register') {
    f.parts.expression(f, value, location.register);
    return into === undefined ? location.register : move(f, into, location.register, isWide(shape));
  }
  const register = f.parts.expression(f, value);
  write(f, location, shape, register);
  return wantValue ? assigned(f, location, shape, register, into) : register;
}

function assignRecord(
  f: FunctionLowering,
  location: Location,
  value: Expression,
  size: number,
  into?: Register,
): Register {
  if (location.kind === 'register' || location.kind === 'bit-field') {
    report(f, 'internal', 'A record cannot live in a register.');
    return into ?? take(f);
  }
  const to = addressIn(f, location, into);
  copyBlock(f, at(to), at(f.parts.expression(f, value)), size);
  return to;
}

/** Stores a value that has the object's type already. */
export function write(f: FunctionLowering, location: Location, shape: ValueShape, value: Register): void {
  if (location.kind === 'register') move(f, location.register, value, isWide(shape));
  else if (shape.kind === 'record' && location.kind !== 'bit-field') copyBlock(f, location, at(value), shape.size);
  else if (location.kind === 'bit-field') storeBitField(f, location, shape, value);
  else if (shape.kind !== 'void') storeScalar(f, location, shape, value);
}

export function read(f: FunctionLowering, location: Location, shape: ValueShape, into = take(f)): Register {
  if (location.kind === 'register') return move(f, into, location.register, isWide(shape));
  if (shape.kind === 'record' && location.kind !== 'bit-field') return addressIn(f, location, into);
  return location.kind === 'bit-field' ? loadBitField(f, location, shape, into) : loadScalar(f, location, shape, into);
}

/** The value of an assignment: what the object holds afterwards. */
function assigned(
  f: FunctionLowering,
  location: Location,
  shape: ValueShape,
  value: Register,
  into?: Register,
): Register {
  const held = location.kind === 'bit-field' ? truncateToField(f, location, shape, value) : value;
  return into === undefined ? held : move(f, into, held, isWide(shape));
}

export function lowerCompoundAssignment(
  f: FunctionLowering,
  expression: Extract<Expression, { kind: 'compound-assignment' }>,
  wantValue: boolean,
  into?: Register,
): Register {
  const { target, type, computeType } = expression;
  const shape = shapeOf(type);
  const location = f.parts.location(f, target);
  const inPlace = location.kind === 'register' && !isNarrow(shape) && sameShape(shape, shapeOf(computeType));
  const operand = compoundOperand(f, expression);
  const old = location.kind === 'register' ? location.register : read(f, location, shape);
  const result = inPlace ? location.register : take(f);
  if (type.kind === 'pointer') moveTarget(f, expression, old, operand, result);
  else compute(f, expression, shape, old, operand, result);
  if (!inPlace) write(f, location, shape, result);
  if (!wantValue) return result;
  if (location.kind === 'register')
    return into === undefined ? location.register : move(f, into, location.register, isWide(shape));
  return assigned(f, location, shape, result, into);
}

/** The right operand, in registers that what follows does not touch. */
function compoundOperand(
  f: FunctionLowering,
  { value, operator }: Extract<Expression, { kind: 'compound-assignment' }>,
): Operand {
  if (isComparison(operator)) return { kind: 'constant', value: 0 };
  const shape = shapeOf(value.type);
  if (!isWideNumber(shape) || (operator !== '<<' && operator !== '>>')) return lowerOperand(f, value);
  const int: ValueShape = { kind: 'integer', size: 4, signed: true, bool: false };
  return { kind: 'register', register: convert(f, f.parts.expression(f, value), shape, int) };
}

function compute(
  f: FunctionLowering,
  { operator, computeType }: Extract<Expression, { kind: 'compound-assignment' }>,
  shape: ValueShape,
  old: Register,
  operand: Operand,
  result: Register,
): void {
  const computeShape = shapeOf(computeType);
  const widened = convert(f, old, shape, computeShape);
  if (sameShape(shape, computeShape)) {
    operate(f, operator, computeShape, widened, operand, result);
    return;
  }
  const computed = operate(f, operator, computeShape, widened, operand, take(f));
  convert(f, computed, computeShape, shape, result);
}

function isNarrow(shape: ValueShape): boolean {
  return shape.kind === 'integer' && shape.size < 4;
}

function sameShape(x: ValueShape, y: ValueShape): boolean {
  if (x.kind === 'record' && y.kind === 'record') return x.number === y.number;
  if (x.kind !== 'integer' || y.kind !== 'integer') return x.kind === y.kind;
  return x.size === y.size && x.signed === y.signed && x.bool === y.bool;
}

/** `pointer += n` and `pointer -= n`. */
function moveTarget(
  f: FunctionLowering,
  { operator, type }: Extract<Expression, { kind: 'compound-assignment' }>,
  old: Register,
  operand: Operand,
  result: Register,
): void {
  const target = type.kind === 'pointer' ? type.target : type;
  const sign = operator === '-' ? -1 : 1;
  if (operand.kind === 'constant' && !hasVariableSize(target)) {
    addDistance(f, old, operand.value * sizeOf(target) * sign, result);
    return;
  }
  const index = operand.kind === 'register' ? operand.register : constant(f, BigInt(operand.value), true);
  const scaled = take(f);
  emit(f, Opcode.multiply64, scaled, index, sizeInRegister(f, target));
  emit(f, operator === '-' ? Opcode.subtract64 : Opcode.add64, result, old, scaled);
}

function addDistance(f: FunctionLowering, from: Register, bytes: number, into: Register): void {
  if (bytes === (bytes | 0)) emit(f, Opcode.add64Constant, into, from, bytes);
  else emit(f, Opcode.add64, into, from, constant(f, BigInt(bytes), true));
}

/** `++` and `--`, before and after. */
export function lowerIncrement(
  f: FunctionLowering,
  expression: Extract<Expression, { kind: 'increment' }>,
  wantValue: boolean,
  into?: Register,
): Register {
  const { target, type, prefix } = expression;
  const shape = shapeOf(type);
  const mayName = into !== undefined && into < f.firstTemporary && target.kind !== 'variable';
  const kept = mayName || into === undefined ? take(f) : into;
  const mark = f.next;
  const location = f.parts.location(f, target);
  const old = location.kind === 'register' ? location.register : read(f, location, shape);
  if (wantValue && !prefix) keepOld(f, shape, old, kept);
  const inPlace = location.kind === 'register' && !isNarrow(shape);
  const result = inPlace ? location.register : take(f);
  step(f, expression, shape, old, result);
  if (!inPlace) write(f, location, shape, result);
  if (wantValue && prefix) {
    const held = location.kind === 'bit-field' ? truncateToField(f, location, shape, result) : result;
    move(f, kept, held, isWide(shape) || shape.kind === 'record');
  }
  f.next = mark;
  return mayName ? move(f, into, kept, isWide(shape) || shape.kind === 'record') : kept;
}

/** What stands in memory is about to change there. */
function keepOld(f: FunctionLowering, shape: ValueShape, old: Register, kept: Register): void {
  if (shape.kind !== 'record') {
    move(f, kept, old, isWide(shape));
    return;
  }
  addressIn(f, frameLocation(f, takeFrame(f, shape.size, 16)), kept);
  copyBlock(f, at(kept), at(old), shape.size);
}

function step(
  f: FunctionLowering,
  { operator, type }: Extract<Expression, { kind: 'increment' }>,
  shape: ValueShape,
  old: Register,
  result: Register,
): void {
  const by = operator === '++' ? 1 : -1;
  if (type.kind === 'pointer') stepPointer(f, type.target, by, old, result);
  else if (isWideNumber(shape) && shape.number !== 'extended') {
    operate(
      f,
      '+',
      shape,
      old,
      { kind: 'register', register: wideConstant(f, wideBytes(BigInt(by)), take(f)) },
      result,
    );
  } else if (shape.kind === 'integer') stepInteger(f, shape, by, old, result);
  else operate(f, '+', shape, old, { kind: 'register', register: floatingConstant(f, by, shape) }, result);
}

function stepPointer(f: FunctionLowering, target: CType, by: number, old: Register, result: Register): void {
  if (!hasVariableSize(target)) {
    emit(f, Opcode.add64Constant, result, old, by * sizeOf(target));
    return;
  }
  const size = sizeInRegister(f, target);
  if (by < 0) negate(f, { kind: 'integer', size: 8, signed: true, bool: false }, size, size);
  emit(f, Opcode.add64, result, old, size);
}

function stepInteger(
  f: FunctionLowering,
  shape: Extract<ValueShape, { kind: 'integer' }>,
  by: number,
  old: Register,
  result: Register,
): void {
  if (shape.size === 8) {
    emit(f, Opcode.add64Constant, result, old, by);
    return;
  }
  emit(f, Opcode.add32Constant, result, old, by);
  const int: ValueShape = { kind: 'integer', size: 4, signed: true, bool: false };
  if (shape.size < 4) convert(f, result, int, shape, result);
}
