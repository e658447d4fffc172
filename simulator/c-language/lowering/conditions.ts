/** Conditions as jumps: comparisons and logical operators go straight to where they lead, without a value in between. */
import { hasEffect } from '../effects.ts';
import { evaluateConstant } from '../constant-expression.ts';
import type { BinaryOperator, Expression } from '../syntax.ts';
import { Opcode } from '../vm/dispatch.ts';
import { compare, floatingConstant, isComparison, smallConstant } from './arithmetic.ts';
import { newLabel } from './code-buffer.ts';
import type { Label } from './code-buffer.ts';
import { emitJump, jump, place, take, withTemporaries } from './function-lowering.ts';
import type { FunctionLowering, Register } from './function-lowering.ts';
import { leftOperand } from './operand-order.ts';
import { isSignedShape, isWide, shapeOf } from './value-shape.ts';
import type { ValueShape } from './value-shape.ts';
import { isWideNumber, truthOfWide } from './wide-values.ts';

/** See `LoweringParts.condition`. */
export function lowerCondition(
  f: FunctionLowering,
  expression: Expression,
  whenTrue: Label,
  whenFalse: Label,
  next: Label,
): void {
  const outer = f.place;
  f.place = expression.place;
  withTemporaries(f, () => branch(f, expression, whenTrue, whenFalse, next));
  f.place = outer;
}

function branch(f: FunctionLowering, expression: Expression, whenTrue: Label, whenFalse: Label, next: Label): void {
  const known = evaluateConstant(expression);
  if (known?.kind === 'integer') {
    const target = known.value !== 0n ? whenTrue : whenFalse;
    if (target !== next) jump(f, target);
    return;
  }
  switch (expression.kind) {
    case 'unary':
      if (expression.operator !== '!') break;
      f.parts.condition(f, expression.operand, whenFalse, whenTrue, next);
      return;
    case 'logical':
      branchLogical(f, expression, whenTrue, whenFalse, next);
      return;
    case 'binary':
      if (!isComparison(expression.operator)) break;
      branchComparison(f, expression, whenTrue, whenFalse, next);
      return;
    case 'cast':
      if (!keepsTruth(expression)) break;
      f.parts.condition(f, expression.operand, whenTrue, whenFalse, next);
      return;
    case 'intrinsic':
      if (expression.name !== '__builtin_expect' || hasEffect(expression.arguments[1]!)) break;
      f.parts.condition(f, expression.arguments[0]!, whenTrue, whenFalse, next);
      return;
  }
  branchValue(f, f.parts.expression(f, expression), shapeOf(expression.type), whenTrue, whenFalse, next);
}

/** Widening, and conversion to _Bool, keep zero zero and everything else something else. */
function keepsTruth(cast: Extract<Expression, { kind: 'cast' }>): boolean {
  const from = shapeOf(cast.operand.type);
  const to = shapeOf(cast.type);
  return from.kind === 'integer' && to.kind === 'integer' && (to.bool || to.size >= from.size);
}

function branchLogical(
  f: FunctionLowering,
  { operator, left, right }: Extract<Expression, { kind: 'logical' }>,
  whenTrue: Label,
  whenFalse: Label,
  next: Label,
): void {
  const second = newLabel();
  if (operator === '&&') f.parts.condition(f, left, second, whenFalse, second);
  else f.parts.condition(f, left, whenTrue, second, second);
  place(f, second);
  f.parts.condition(f, right, whenTrue, whenFalse, next);
}

/** Non-zero is true. */
function branchValue(
  f: FunctionLowering,
  value: Register,
  shape: ValueShape,
  whenTrue: Label,
  whenFalse: Label,
  next: Label,
): void {
  if (isWideNumber(shape)) {
    branchFlag(f, truthOfWide(f, value, shape, take(f)), whenTrue, whenFalse, next);
    return;
  }
  if (shape.kind === 'float' || shape.kind === 'double') {
    const flag = take(f);
    compare(f, '!=', shape, value, floatingConstant(f, 0, shape), flag);
    branchFlag(f, flag, whenTrue, whenFalse, next);
    return;
  }
  const wide = isWide(shape);
  if (next === whenTrue) {
    emitJump(f, whenFalse, wide ? Opcode.jumpZero64 : Opcode.jumpZero32, value);
    noteFalseJump(f);
  } else emitJump(f, whenTrue, wide ? Opcode.jumpNotZero64 : Opcode.jumpNotZero32, value);
  if (next !== whenTrue && next !== whenFalse) jump(f, whenFalse);
}

function branchFlag(f: FunctionLowering, flag: Register, whenTrue: Label, whenFalse: Label, next: Label): void {
  branchValue(f, flag, { kind: 'integer', size: 4, signed: true, bool: false }, whenTrue, whenFalse, next);
}

/** Of the jump that was emitted last. */
function noteFalseJump({ code }: FunctionLowering): void {
  code.falseJumps.add(code.count - 1);
}

const opposite: Partial<Record<BinaryOperator, BinaryOperator>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
};
const mirrored: Partial<Record<BinaryOperator, BinaryOperator>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '>': '<',
  '<=': '>=',
  '>=': '<=',
};

function branchComparison(
  f: FunctionLowering,
  expression: Extract<Expression, { kind: 'binary' }>,
  whenTrue: Label,
  whenFalse: Label,
  next: Label,
): void {
  const shape = shapeOf(expression.left.type);
  if (shape.kind !== 'integer') {
    const flag = take(f);
    const left = leftOperand(f, expression.left, expression.right);
    compare(f, expression.operator, shape, left, f.parts.expression(f, expression.right), flag);
    branchFlag(f, flag, whenTrue, whenFalse, next);
    return;
  }
  const swap = smallConstant(expression.left) !== null;
  const [left, right] = swap ? [expression.right, expression.left] : [expression.left, expression.right];
  const operator = swap ? mirrored[expression.operator]! : expression.operator;
  const invert = next === whenTrue;
  branchIntegers(f, invert ? opposite[operator]! : operator, shape, left, right, invert ? whenFalse : whenTrue);
  if (invert) noteFalseJump(f);
  const other = invert ? whenTrue : whenFalse;
  if (other !== next) jump(f, other);
}

function branchIntegers(
  f: FunctionLowering,
  operator: BinaryOperator,
  shape: ValueShape,
  left: Expression,
  right: Expression,
  target: Label,
): void {
  const column = (isWide(shape) ? 2 : 0) + (isSignedShape(shape) ? 0 : 1);
  const value = smallConstant(right);
  if (value === 0 && (operator === '==' || operator === '!=')) {
    const zero = isWide(shape) ? [Opcode.jumpZero64, Opcode.jumpNotZero64] : [Opcode.jumpZero32, Opcode.jumpNotZero32];
    emitJump(f, target, zero[operator === '==' ? 0 : 1]!, f.parts.expression(f, left));
  } else if (value !== null) {
    emitJump(f, target, constantJumps[operator]![column]!, f.parts.expression(f, left), value);
  } else {
    const { swapped, opcodes } = jumps[operator]!;
    const x = leftOperand(f, left, right);
    const y = f.parts.expression(f, right);
    emitJump(f, target, opcodes[column]!, swapped ? y : x, swapped ? x : y);
  }
}

const equalJumps = [Opcode.jumpEqual32, Opcode.jumpEqual32, Opcode.jumpEqual64, Opcode.jumpEqual64];
const notEqualJumps = [Opcode.jumpNotEqual32, Opcode.jumpNotEqual32, Opcode.jumpNotEqual64, Opcode.jumpNotEqual64];
const lessJumps = [Opcode.jumpLess32, Opcode.jumpBelow32, Opcode.jumpLess64, Opcode.jumpBelow64];
const lessEqualJumps = [Opcode.jumpLessEqual32, Opcode.jumpBelowEqual32, Opcode.jumpLessEqual64, Opcode.jumpBelowEqual64]; // prettier-ignore

/** Columns: signed and unsigned 32 bits, signed and unsigned 64 bits. */
const jumps: Partial<Record<BinaryOperator, { swapped: boolean; opcodes: readonly Opcode[] }>> = {
  '==': { swapped: false, opcodes: equalJumps },
  '!=': { swapped: false, opcodes: notEqualJumps },
  '<': { swapped: false, opcodes: lessJumps },
  '>': { swapped: true, opcodes: lessJumps },
  '<=': { swapped: false, opcodes: lessEqualJumps },
  '>=': { swapped: true, opcodes: lessEqualJumps },
};
const constantJumps: Partial<Record<BinaryOperator, readonly Opcode[]>> = {
  '==': [Opcode.jumpEqual32Constant, Opcode.jumpEqual32Constant, Opcode.jumpEqual64Constant, Opcode.jumpEqual64Constant],
  '!=': [Opcode.jumpNotEqual32Constant, Opcode.jumpNotEqual32Constant, Opcode.jumpNotEqual64Constant, Opcode.jumpNotEqual64Constant],
  '<': [Opcode.jumpLess32Constant, Opcode.jumpBelow32Constant, Opcode.jumpLess64Constant, Opcode.jumpBelow64Constant],
  '>': [Opcode.jumpGreater32Constant, Opcode.jumpAbove32Constant, Opcode.jumpGreater64Constant, Opcode.jumpAbove64Constant],
  '<=': [Opcode.jumpLessEqual32Constant, Opcode.jumpBelowEqual32Constant, Opcode.jumpLessEqual64Constant, Opcode.jumpBelowEqual64Constant],
  '>=': [Opcode.jumpGreaterEqual32Constant, Opcode.jumpAboveEqual32Constant, Opcode.jumpGreaterEqual64Constant, Opcode.jumpAboveEqual64Constant],
}; // prettier-ignore
