/** Expressions as instructions: each kind of node to the file that knows it. */
import { evaluateConstant } from '../constant-expression.ts';
import type { Expression } from '../syntax.ts';
import { Opcode } from '../vm/dispatch.ts';
import { compare, floatingConstant, isComparison, lowerOperand, negate, operate } from './arithmetic.ts';
import type { Operand } from './arithmetic.ts';
import { lowerAssignment, lowerCompoundAssignment, lowerIncrement } from './assignments.ts';
import { loadBitField } from './bit-fields.ts';
import { lowerCall } from './calls.ts';
import { newLabel } from './code-buffer.ts';
import { convert, isFreeConversion, truncateToBits } from './conversions.ts';
import { addressConstant, constant, emit, emitJump, jump, move, place, report, take } from './function-lowering.ts';
import type { FunctionLowering, Register } from './function-lowering.ts';
import { lowerIntrinsic } from './intrinsics.ts';
import { addressIn, loadScalar } from './location.ts';
import type { Location } from './location.ts';
import { pointerOffset } from './lvalues.ts';
import { leftOperand } from './operand-order.ts';
import { isWide, shapeOf } from './value-shape.ts';
import type { ValueShape } from './value-shape.ts';
import { hasVariableSize, sizeInRegister } from './variable-length.ts';
import { invertWide, isWideNumber, wideBytes, wideConstant } from './wide-values.ts';

/** See `LoweringParts.expression`. */
export function lowerExpression(f: FunctionLowering, expression: Expression, into?: Register): Register {
  const outer = f.place;
  f.place = expression.place;
  const register = into ?? (needsRegister(expression) ? take(f) : undefined);
  const mark = f.next;
  const result = lowerKind(f, expression, register);
  if (register !== undefined) f.next = mark;
  f.place = outer;
  return result;
}

/** Nodes that may answer with a register that exists already get none in advance. */
function needsRegister(expression: Expression): boolean {
  switch (expression.kind) {
    case 'load':
    case 'cast':
    case 'decay':
    case 'address-of':
    case 'comma':
    case 'assignment':
    case 'call':
    case 'statement-expression':
    case 'compound-assignment':
    case 'increment':
    case 'intrinsic':
      return false;
    default:
      return true;
  }
}

/** See `LoweringParts.effect`. */
export function lowerEffect(f: FunctionLowering, expression: Expression): void {
  const outer = f.place;
  const mark = f.next;
  f.place = expression.place;
  switch (expression.kind) {
    case 'increment':
      lowerIncrement(f, expression, false);
      break;
    case 'assignment':
      lowerAssignment(f, expression, false);
      break;
    case 'compound-assignment':
      lowerCompoundAssignment(f, expression, false);
      break;
    case 'cast':
      f.parts.effect(f, expression.operand);
      break;
    case 'comma':
      f.parts.effect(f, expression.left);
      f.parts.effect(f, expression.right);
      break;
    case 'statement-expression':
      f.parts.block(f, expression.body, false);
      break;
    default:
      f.parts.expression(f, expression);
  }
  f.next = mark;
  f.place = outer;
}

function lowerKind(f: FunctionLowering, expression: Expression, into?: Register): Register {
  switch (expression.kind) {
    case 'integer':
      return integerConstant(f, expression.value, shapeOf(expression.type), into);
    case 'floating':
      if (expression.extended !== null) return wideConstant(f, wideBytes(expression.extended), into ?? take(f));
      return floatingConstant(f, expression.value, shapeOf(expression.type), into);
    case 'load':
      return lowerLoad(f, expression, into);
    case 'decay':
    case 'address-of':
      return lowerAddress(f, expression.operand, into);
    case 'cast':
      return lowerCast(f, expression, into);
    case 'unary':
      return lowerUnary(f, expression, into!);
    case 'binary':
      return lowerBinary(f, expression, into!);
    case 'logical':
      return lowerTruth(f, expression, into!);
    case 'conditional':
      return lowerConditional(f, expression, into!);
    case 'pointer-offset':
      return pointerOffset(f, expression, into);
    case 'pointer-difference':
      return lowerDifference(f, expression, into!);
    case 'assignment':
      return lowerAssignment(f, expression, true, into);
    case 'compound-assignment':
      return lowerCompoundAssignment(f, expression, true, into);
    case 'increment':
      return lowerIncrement(f, expression, true, into);
    case 'comma':
      f.parts.effect(f, expression.left);
      return f.parts.expression(f, expression.right, into);
    case 'call':
      return lowerCall(f, expression, into);
    case 'statement-expression':
      return lowerStatementExpression(f, expression, into);
    case 'label-address':
      return addressConstant(f, { kind: 'label', function: f.index, name: expression.label }, 0n, into);
    case 'intrinsic':
      return lowerIntrinsic(f, expression, into);
    case 'sizeof-variable-length':
      return move(f, into!, sizeInRegister(f, expression.of), true);
    case 'error':
      return trapInstead(f, expression, into!);
    default:
      return lowerDesignator(f, expression, into!);
  }
}

function integerConstant(f: FunctionLowering, value: bigint, shape: ValueShape, into?: Register): Register {
  if (isWideNumber(shape)) return wideConstant(f, wideBytes(value), into ?? take(f));
  return constant(f, value, isWide(shape), into);
}

/** A member of a record that is a value; otherwise an object in memory, a record or an array, as its address. */
function lowerDesignator(f: FunctionLowering, expression: Expression, into: Register): Register {
  const { kind } = expression.type;
  if (expression.kind === 'member' && !expression.lvalue && kind !== 'record' && kind !== 'array') {
    loadFrom(f, f.parts.location(f, expression), shapeOf(expression.type), into);
    return into;
  }
  return addressOfLocation(f, f.parts.location(f, expression), into);
}

/** What was reported already, in code that runs nevertheless. */
function trapInstead(f: FunctionLowering, expression: ErrorExpression, into: Register): Register {
  const name = unknownName(expression);
  const trap = name === null ? f.resolver.trap('erroneous-code', 'This expression has an error and was not compiled.') : f.resolver.trap('not-modelled', `'${name}' is not modelled.`); // prettier-ignore
  emit(f, Opcode.trap, trap);
  return into;
}

type ErrorExpression = Extract<Expression, { kind: 'error' }>;

/** What began it: the first unknown name in it. */
function unknownName({ name, parts }: ErrorExpression): string | null {
  for (const part of parts ?? []) {
    const inner = part.kind === 'error' ? unknownName(part) : null;
    if (inner !== null) return inner;
  }
  return name ?? null;
}

function addressOfLocation(f: FunctionLowering, location: Location, into?: Register): Register {
  if (location.kind === 'register' || location.kind === 'bit-field') {
    report(f, 'internal', 'The address of an object in a register was asked for.');
    return into ?? take(f);
  }
  return addressIn(f, location, into);
}

/** `&object` and the decay of arrays and functions. */
function lowerAddress(f: FunctionLowering, operand: Expression, into?: Register): Register {
  return addressOfLocation(f, f.parts.location(f, operand), into);
}

function lowerLoad(
  f: FunctionLowering,
  { operand, type }: Extract<Expression, { kind: 'load' }>,
  into?: Register,
): Register {
  const shape = shapeOf(type);
  if (shape.kind === 'record') return lowerAddress(f, operand, into);
  if (operand.kind === 'variable') {
    const location = f.parts.location(f, operand);
    if (location.kind === 'register') {
      return into === undefined ? location.register : move(f, into, location.register, isWide(shape));
    }
  }
  const to = into ?? take(f);
  const mark = f.next;
  loadFrom(f, f.parts.location(f, operand), shape, to);
  f.next = mark;
  return to;
}

function loadFrom(f: FunctionLowering, location: Location, shape: ValueShape, to: Register): void {
  if (location.kind === 'bit-field') loadBitField(f, location, shape, to);
  else if (location.kind === 'register') move(f, to, location.register, isWide(shape));
  else if (shape.kind !== 'void') loadScalar(f, location, shape, to);
}

function lowerCast(f: FunctionLowering, cast: Extract<Expression, { kind: 'cast' }>, into?: Register): Register {
  const to = shapeOf(cast.type);
  const from = shapeOf(cast.operand.type);
  if (to.kind === 'void') {
    f.parts.effect(f, cast.operand);
    return into ?? take(f);
  }
  const known = to.kind === 'integer' ? evaluateConstant(cast) : null;
  if (known?.kind === 'integer') return constant(f, known.value, isWide(to), into);
  if ((to.kind === 'record' && !isWideNumber(to)) || isFreeConversion(from, to))
    return f.parts.expression(f, cast.operand, into);
  const mark = f.next;
  const value = f.parts.expression(f, cast.operand);
  if (into !== undefined || value < f.firstTemporary) return convert(f, value, from, to, into);
  // The operand's temporary is free again, and conversions may work in place.
  f.next = Math.max(mark, value);
  return convert(f, value, from, to, take(f));
}

function lowerUnary(f: FunctionLowering, expression: Extract<Expression, { kind: 'unary' }>, into: Register): Register {
  if (expression.operator === '!') return lowerTruth(f, expression, into);
  const known = evaluateConstant(expression);
  const shape = shapeOf(expression.type);
  if (known?.kind === 'integer') return integerConstant(f, known.value, shape, into);
  const value = f.parts.expression(f, expression.operand);
  if (expression.operator === '-') negate(f, shape, value, into);
  else if (isWideNumber(shape)) invertWide(f, value, into);
  else emit(f, isWide(shape) ? Opcode.not64 : Opcode.not32, into, value);
  return truncateToBits(f, into, shape, into);
}

function lowerBinary(
  f: FunctionLowering,
  expression: Extract<Expression, { kind: 'binary' }>,
  into: Register,
): Register {
  const { operator, left, right } = expression;
  const known = evaluateConstant(expression);
  if (known?.kind === 'integer') return integerConstant(f, known.value, shapeOf(expression.type), into);
  const shape = shapeOf(left.type);
  const x = leftOperand(f, left, right);
  if (operator === '<<' || operator === '>>') {
    const count = shiftCount(f, right);
    return truncateToBits(f, operate(f, operator, shape, x, count, into), shape, into);
  }
  if (isComparison(operator)) return compare(f, operator, shape, x, f.parts.expression(f, right), into);
  return truncateToBits(f, operate(f, operator, shape, x, lowerOperand(f, right), into), shape, into);
}

/** A count of 128 bits is as good as its lowest word. */
function shiftCount(f: FunctionLowering, right: Expression): Operand {
  const shape = shapeOf(right.type);
  if (!isWideNumber(shape)) return lowerOperand(f, right);
  const int: ValueShape = { kind: 'integer', size: 4, signed: true, bool: false };
  return { kind: 'register', register: convert(f, f.parts.expression(f, right), shape, int) };
}

/** 0 or 1 from jumps; used for `!`, `&&` and `||`. */
function lowerTruth(f: FunctionLowering, expression: Expression, into: Register): Register {
  if (expression.kind === 'unary' && isPlainInteger(expression.operand)) {
    const value = f.parts.expression(f, expression.operand);
    emit(f, isWide(shapeOf(expression.operand.type)) ? Opcode.isZero64 : Opcode.isZero32, into, value);
    return into;
  }
  const whenTrue = newLabel();
  const whenFalse = newLabel();
  const done = newLabel();
  f.parts.condition(f, expression, whenTrue, whenFalse, whenTrue);
  place(f, whenTrue);
  emit(f, Opcode.constant32, into, 1);
  jump(f, done);
  place(f, whenFalse);
  emit(f, Opcode.constant32, into, 0);
  place(f, done);
  return into;
}

function isPlainInteger(expression: Expression): boolean {
  return shapeOf(expression.type).kind === 'integer' && expression.kind !== 'logical' && expression.kind !== 'unary';
}

function lowerConditional(
  f: FunctionLowering,
  { condition, whenTrue, whenFalse, type }: Extract<Expression, { kind: 'conditional' }>,
  into: Register,
): Register {
  const otherwise = newLabel();
  const done = newLabel();
  if (whenTrue) {
    const then = newLabel();
    f.parts.condition(f, condition, then, otherwise, then);
    place(f, then);
    armOf(f, whenTrue, type.kind === 'void', into);
  } else {
    lowerShortConditional(f, condition, type, otherwise, into);
  }
  jump(f, done);
  place(f, otherwise);
  armOf(f, whenFalse, type.kind === 'void', into);
  place(f, done);
  return into;
}

function armOf(f: FunctionLowering, arm: Expression, isVoid: boolean, into: Register): void {
  if (isVoid) f.parts.effect(f, arm);
  else f.parts.expression(f, arm, into);
}

/** GNU `a ?: b`: the condition is also the result. */
function lowerShortConditional(
  f: FunctionLowering,
  condition: Expression,
  type: Expression['type'],
  otherwise: ReturnType<typeof newLabel>,
  into: Register,
): void {
  const shape = shapeOf(condition.type);
  const value = f.parts.expression(f, condition);
  const flag = take(f);
  convert(f, value, shape, { kind: 'integer', size: 1, signed: false, bool: true }, flag);
  emitJump(f, otherwise, Opcode.jumpZero32, flag);
  convert(f, value, shape, shapeOf(type), into);
}

function lowerDifference(
  f: FunctionLowering,
  expression: Extract<Expression, { kind: 'pointer-difference' }>,
  into: Register,
): Register {
  const { left, right, elementSize } = expression;
  const x = leftOperand(f, left, right);
  emit(f, Opcode.subtract64, into, x, f.parts.expression(f, right));
  const target = left.type.kind === 'pointer' ? left.type.target : left.type;
  if (hasVariableSize(target)) emit(f, Opcode.divide64, into, into, sizeInRegister(f, target));
  else if (elementSize > 1 && (elementSize & (elementSize - 1)) === 0) {
    emit(f, Opcode.shiftRightSigned64Constant, into, into, Math.log2(elementSize));
  } else if (elementSize > 1) emit(f, Opcode.divide64, into, into, constant(f, BigInt(elementSize), true));
  return into;
}

/** The value is that of the last expression statement; it outlives the block's variables. */
function lowerStatementExpression(
  f: FunctionLowering,
  { body, type }: Extract<Expression, { kind: 'statement-expression' }>,
  into?: Register,
): Register {
  const shape = shapeOf(type);
  if (shape.kind === 'void') {
    f.parts.block(f, body, false);
    return into ?? take(f);
  }
  const mark = f.next;
  const value = f.parts.block(f, body, true);
  if (into === undefined && value < f.firstTemporary) return value;
  f.next = mark;
  const to = into ?? take(f);
  return move(f, to, value, isWide(shape) || shape.kind === 'record');
}
