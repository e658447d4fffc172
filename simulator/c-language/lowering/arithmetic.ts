/** Operators on values that stand in registers, or of which the right one is a small constant. */
import { evaluateConstant } from '../constant-expression.ts';
import { extendedFromDouble } from '../extended-precision.ts';
import type { BinaryOperator, Expression } from '../syntax.ts';
import { Opcode } from '../vm/dispatch.ts';
import { constant, emit, report, take } from './function-lowering.ts';
import type { FunctionLowering, Register } from './function-lowering.ts';
import { compareWide, isWideNumber, negateWide, operateWide, wideBytes, wideConstant } from './wide-values.ts';
import type { WideShape } from './wide-values.ts';
import { isSignedShape, isWide, shapeOf } from './value-shape.ts';
import type { ValueShape } from './value-shape.ts';

/** The right operand of an operator. */
export type Operand =
  { readonly kind: 'register'; readonly register: Register } | { readonly kind: 'constant'; readonly value: number };

/** An integer constant that fits a sign-extended operand word, or null. */
export function smallConstant(expression: Expression): number | null {
  if (!mayBeConstant.has(expression.kind)) return null;
  const known = evaluateConstant(expression);
  if (known?.kind !== 'integer') return null;
  const value = isWide(shapeOf(expression.type)) ? BigInt.asIntN(64, known.value) : BigInt.asIntN(32, known.value);
  return value === BigInt.asIntN(32, value) ? Number(value) : null;
}

const mayBeConstant: ReadonlySet<Expression['kind']> = new Set([
  'integer',
  'cast',
  'unary',
  'binary',
  'conditional',
] as const);

export function lowerOperand(f: FunctionLowering, expression: Expression): Operand {
  if (isWideNumber(shapeOf(expression.type))) return { kind: 'register', register: f.parts.expression(f, expression) };
  const value = smallConstant(expression);
  if (value !== null) return { kind: 'constant', value };
  return { kind: 'register', register: f.parts.expression(f, expression) };
}

/** Arithmetic other than comparisons. `shape` is the type that it is done in (of a shift: the left operand's). */
export function operate(
  f: FunctionLowering,
  operator: BinaryOperator,
  shape: ValueShape,
  left: Register,
  right: Operand,
  into: Register,
): Register {
  if (isWideNumber(shape)) return operateOnWide(f, operator, shape, left, right, into);
  if (shape.kind === 'double' || shape.kind === 'float') return operateFloating(f, operator, shape, left, right, into);
  const wide = isWide(shape);
  if (right.kind === 'constant' && operateConstant(f, operator, shape, left, right.value, into)) return into;
  const mark = f.next;
  const register = right.kind === 'register' ? right.register : constant(f, BigInt(right.value), wide);
  const row = integerOpcodes[operator];
  if (!row) report(f, 'bad-operator', `The operator ${operator} has no meaning for these operands.`);
  else emit(f, row[(wide ? 2 : 0) + (isSignedShape(shape) ? 0 : 1)]!, into, left, register);
  f.next = mark;
  return into;
}

function operateOnWide(
  f: FunctionLowering,
  operator: BinaryOperator,
  shape: WideShape,
  left: Register,
  right: Operand,
  into: Register,
): Register {
  const mark = f.next;
  const register = right.kind === 'register' ? right.register : constant(f, BigInt(right.value), false);
  operateWide(f, operator, shape, left, register, into);
  f.next = mark;
  return into;
}

/** Signed and unsigned 32 bits, signed and unsigned 64 bits. */
const integerOpcodes: Partial<Record<BinaryOperator, readonly Opcode[]>> = {
  '+': [Opcode.add32, Opcode.add32, Opcode.add64, Opcode.add64],
  '-': [Opcode.subtract32, Opcode.subtract32, Opcode.subtract64, Opcode.subtract64],
  '*': [Opcode.multiply32, Opcode.multiply32, Opcode.multiply64, Opcode.multiply64],
  '/': [Opcode.divide32, Opcode.divideUnsigned32, Opcode.divide64, Opcode.divideUnsigned64],
  '%': [Opcode.remainder32, Opcode.remainderUnsigned32, Opcode.remainder64, Opcode.remainderUnsigned64],
  '&': [Opcode.and32, Opcode.and32, Opcode.and64, Opcode.and64],
  '|': [Opcode.or32, Opcode.or32, Opcode.or64, Opcode.or64],
  '^': [Opcode.xor32, Opcode.xor32, Opcode.xor64, Opcode.xor64],
  '<<': [Opcode.shiftLeft32, Opcode.shiftLeft32, Opcode.shiftLeft64, Opcode.shiftLeft64],
  '>>': [Opcode.shiftRightSigned32, Opcode.shiftRight32, Opcode.shiftRightSigned64, Opcode.shiftRight64],
};

/** With the constant in the instruction; false where there is no such instruction. */
function operateConstant(
  f: FunctionLowering,
  operator: BinaryOperator,
  shape: ValueShape,
  left: Register,
  value: number,
  into: Register,
): boolean {
  const wide = isWide(shape);
  if ((operator === '<<' || operator === '>>') && (value < 0 || value >= (wide ? 64 : 32))) return false;
  const opcode = (wide ? constantOpcodes64 : constantOpcodes32)[operator];
  if (opcode === undefined || (operator === '-' && wide && value === -0x80000000)) return false;
  if (operator === '-') emit(f, opcode, into, left, -value | 0);
  else if (operator === '>>' && isSignedShape(shape)) {
    emit(f, wide ? Opcode.shiftRightSigned64Constant : Opcode.shiftRightSigned32Constant, into, left, value);
  } else emit(f, opcode, into, left, value, value >> 31);
  return true;
}

const constantOpcodes32: Partial<Record<BinaryOperator, Opcode>> = {
  '+': Opcode.add32Constant,
  '-': Opcode.add32Constant,
  '*': Opcode.multiply32Constant,
  '&': Opcode.and32Constant,
  '|': Opcode.or32Constant,
  '^': Opcode.xor32Constant,
  '<<': Opcode.shiftLeft32Constant,
  '>>': Opcode.shiftRight32Constant,
};
const constantOpcodes64: Partial<Record<BinaryOperator, Opcode>> = {
  '+': Opcode.add64Constant,
  '-': Opcode.add64Constant,
  '&': Opcode.and64Constant,
  '<<': Opcode.shiftLeft64Constant,
  '>>': Opcode.shiftRight64Constant,
};

function operateFloating(
  f: FunctionLowering,
  operator: BinaryOperator,
  shape: ValueShape,
  left: Register,
  right: Operand,
  into: Register,
): Register {
  const opcodes = shape.kind === 'double' ? doubleOpcodes : floatOpcodes;
  const opcode = opcodes[operator];
  if (opcode === undefined || right.kind !== 'register') {
    report(f, 'bad-operator', `The operator ${operator} has no meaning for floating values.`);
  } else emit(f, opcode, into, left, right.register);
  return into;
}

const doubleOpcodes: Partial<Record<BinaryOperator, Opcode>> = {
  '+': Opcode.addDouble,
  '-': Opcode.subtractDouble,
  '*': Opcode.multiplyDouble,
  '/': Opcode.divideDouble,
};
const floatOpcodes: Partial<Record<BinaryOperator, Opcode>> = {
  '+': Opcode.addFloat,
  '-': Opcode.subtractFloat,
  '*': Opcode.multiplyFloat,
  '/': Opcode.divideFloat,
};

export function isComparison(operator: BinaryOperator): boolean {
  return operator in comparisonOpcodes;
}

/** 0 or 1 in `into`. */
export function compare(
  f: FunctionLowering,
  operator: BinaryOperator,
  shape: ValueShape,
  left: Register,
  right: Register,
  into: Register,
): Register {
  if (isWideNumber(shape)) return compareWide(f, operator, shape, left, right, into);
  const { swapped, opcodes } = comparisonOpcodes[operator]!;
  const column =
    shape.kind === 'double' ? 4 : shape.kind === 'float' ? 5 : (isWide(shape) ? 2 : 0) + (isSignedShape(shape) ? 0 : 1);
  emit(f, opcodes[column]!, into, swapped ? right : left, swapped ? left : right);
  return into;
}

const equal = [Opcode.isEqual32, Opcode.isEqual32, Opcode.isEqual64, Opcode.isEqual64, Opcode.isEqualDouble, Opcode.isEqualFloat]; // prettier-ignore
const notEqual = [Opcode.isNotEqual32, Opcode.isNotEqual32, Opcode.isNotEqual64, Opcode.isNotEqual64, Opcode.isNotEqualDouble, Opcode.isNotEqualFloat]; // prettier-ignore
const less = [Opcode.isLess32, Opcode.isBelow32, Opcode.isLess64, Opcode.isBelow64, Opcode.isLessDouble, Opcode.isLessFloat]; // prettier-ignore
const lessEqual = [Opcode.isLessEqual32, Opcode.isBelowEqual32, Opcode.isLessEqual64, Opcode.isBelowEqual64, Opcode.isLessEqualDouble, Opcode.isLessEqualFloat]; // prettier-ignore

/** In the columns of `integerOpcodes`, then double and float. */
const comparisonOpcodes: Partial<Record<BinaryOperator, { swapped: boolean; opcodes: readonly Opcode[] }>> = {
  '==': { swapped: false, opcodes: equal },
  '!=': { swapped: false, opcodes: notEqual },
  '<': { swapped: false, opcodes: less },
  '>': { swapped: true, opcodes: less },
  '<=': { swapped: false, opcodes: lessEqual },
  '>=': { swapped: true, opcodes: lessEqual },
};

export function negate(f: FunctionLowering, shape: ValueShape, value: Register, into: Register): Register {
  if (isWideNumber(shape)) return negateWide(f, shape, value, into);
  const opcode =
    shape.kind === 'double'
      ? Opcode.negateDouble
      : shape.kind === 'float'
        ? Opcode.negateFloat
        : isWide(shape)
          ? Opcode.negate64
          : Opcode.negate32;
  emit(f, opcode, into, value);
  return into;
}

/** The bits of a floating constant, in a register. */
export function floatingConstant(f: FunctionLowering, value: number, shape: ValueShape, into = take(f)): Register {
  if (isWideNumber(shape)) return wideConstant(f, wideBytes(extendedFromDouble(value)), into);
  const view = new DataView(new ArrayBuffer(8));
  if (shape.kind === 'float') {
    view.setFloat32(0, value);
    emit(f, Opcode.constant32, into, view.getInt32(0));
  } else {
    view.setFloat64(0, value);
    emit(f, Opcode.constant64, into, view.getInt32(4), view.getInt32(0));
  }
  return into;
}
