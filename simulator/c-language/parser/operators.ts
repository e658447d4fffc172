/** Binary operators on values: operand checks, the common type, pointer arithmetic and comparison (C11 6.5.5 to 6.5.14). */
import { isComplete, sizeOf } from '../layout.ts';
import { usualArithmeticType } from '../type-operations/arithmetic.ts';
import { intType, longType } from '../type-operations/basic-types.ts';
import { compatibleUnqualified } from '../type-operations/compatibility.ts';
import { quoteType } from '../type-operations/description.ts';
import {
  isArithmetic,
  isError,
  isFunctionPointer,
  isInteger,
  isVariableLength,
  isVoidPointer,
} from '../type-operations/predicates.ts';
import type { Place } from '../source.ts';
import type { BinaryOperator, Expression } from '../syntax.ts';
import type { CType, PointerType } from '../types.ts';
import { isNullPointerConstant, promote, toCondition } from './conversions.ts';
import { reportError, reportWarning } from './diagnostics.ts';
import { errorNode, implicitCast, toValue, type Extent } from './nodes.ts';
import type { Parser } from './state.ts';

/** `left operator right`, where both may still be lvalues; `place` is the operator's. */
export function buildBinary(
  parser: Parser,
  operator: BinaryOperator,
  leftOperand: Expression,
  rightOperand: Expression,
  place: Place,
): Expression {
  const left = toValue(leftOperand);
  const right = toValue(rightOperand);
  const extent: Extent = { place, start: left.start, end: right.end };
  if (isError(left.type) || isError(right.type)) return errorNode(extent, [left, right]);
  switch (operator) {
    case '+':
      return buildSum(parser, left, right, extent);
    case '-':
      return buildDifference(parser, left, right, extent);
    case '*':
    case '/':
      return buildArithmetic(
        parser,
        operator,
        left,
        right,
        extent,
        isArithmetic(left.type) && isArithmetic(right.type),
      );
    case '%':
    case '&':
    case '|':
    case '^':
      return buildArithmetic(parser, operator, left, right, extent, isInteger(left.type) && isInteger(right.type));
    case '<<':
    case '>>':
      return buildShift(parser, operator, left, right, extent);
    default:
      return buildComparison(parser, operator, left, right, extent);
  }
}

export function buildLogical(
  parser: Parser,
  operator: '&&' | '||',
  leftOperand: Expression,
  rightOperand: Expression,
  place: Place,
): Expression {
  const left = toCondition(parser, leftOperand);
  const right = toCondition(parser, rightOperand);
  const { start } = left;
  const { end } = right;
  return { kind: 'logical', type: intType, place, start, end, lvalue: false, operator, left, right };
}

/** False, after a message, unless the operands are `allowed`. */
export function checkOperands(
  parser: Parser,
  operator: string,
  left: CType,
  right: CType,
  place: Place,
  allowed: boolean,
): boolean {
  if (allowed) return true;
  const message = `invalid operands to binary ${operator} (have ${quoteType(left)} and ${quoteType(right)})`;
  if (left.kind === 'void' || right.kind === 'void')
    reportError(parser, 'void-value', 'void value not ignored as it ought to be', place);
  else reportError(parser, 'bad-operand', message, place);
  return false;
}

/** False, after a message, for pointers to what has no size; GNU C counts bytes through `void *`. */
export function checkPointerArithmetic(parser: Parser, type: PointerType, place: Place): boolean {
  const { target } = type;
  if (target.kind === 'void' || target.kind === 'function' || isComplete(target)) return true;
  reportError(parser, 'incomplete-type', `arithmetic on a pointer to an incomplete type ${quoteType(target)}`, place);
  return false;
}

function buildArithmetic(
  parser: Parser,
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
  extent: Extent,
  allowed: boolean,
): Expression {
  if (!checkOperands(parser, operator, left.type, right.type, extent.place, allowed)) return errorNode(extent);
  return arithmeticNode(operator, left, right, extent);
}

/** Both operands are converted to their common type, which is also that of the result unless it is given. */
function arithmeticNode(
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
  extent: Extent,
  result: CType | null = null,
): Expression {
  const promotedLeft = promote(left);
  const promotedRight = promote(right);
  const type = usualArithmeticType(promotedLeft.type, promotedRight.type);
  return {
    kind: 'binary',
    type: result ?? type,
    place: extent.place,
    start: extent.start,
    end: extent.end,
    lvalue: false,
    operator,
    left: implicitCast(promotedLeft, type),
    right: implicitCast(promotedRight, type),
  };
}

function buildShift(
  parser: Parser,
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
  extent: Extent,
): Expression {
  const allowed = isInteger(left.type) && isInteger(right.type);
  if (!checkOperands(parser, operator, left.type, right.type, extent.place, allowed)) return errorNode(extent);
  const value = promote(left);
  return { kind: 'binary', type: value.type, ...extent, lvalue: false, operator, left: value, right: promote(right) };
}

function buildSum(parser: Parser, left: Expression, right: Expression, extent: Extent): Expression {
  if (left.type.kind === 'pointer' && isInteger(right.type)) return buildOffset(parser, '+', left, right, extent);
  if (right.type.kind === 'pointer' && isInteger(left.type)) return buildOffset(parser, '+', right, left, extent);
  return buildArithmetic(parser, '+', left, right, extent, isArithmetic(left.type) && isArithmetic(right.type));
}

function buildDifference(parser: Parser, left: Expression, right: Expression, extent: Extent): Expression {
  if (left.type.kind === 'pointer' && isInteger(right.type)) return buildOffset(parser, '-', left, right, extent);
  if (left.type.kind !== 'pointer' || right.type.kind !== 'pointer') {
    return buildArithmetic(parser, '-', left, right, extent, isArithmetic(left.type) && isArithmetic(right.type));
  }
  const fits = compatibleUnqualified(left.type.target, right.type.target);
  if (!checkOperands(parser, '-', left.type, right.type, extent.place, fits)) return errorNode(extent);
  if (!checkPointerArithmetic(parser, left.type, extent.place)) return errorNode(extent);
  const elementSize = sizeOf(left.type.target);
  return { kind: 'pointer-difference', type: longType, ...extent, lvalue: false, left, right, elementSize };
}

/** `pointer ± index`. Through a pointer to something of variable length, the index is multiplied by its size here. */
export function buildOffset(
  parser: Parser,
  operator: '+' | '-',
  pointer: Expression,
  index: Expression,
  extent: Extent,
): Expression {
  const { type } = pointer;
  if (type.kind !== 'pointer' || !checkPointerArithmetic(parser, type, extent.place)) return errorNode(extent);
  const { place, start, end } = extent;
  let scaled = implicitCast(promote(index), longType);
  let elementSize = sizeOf(type.target);
  if (isVariableLength(type.target)) {
    const size: Expression = {
      kind: 'sizeof-variable-length',
      type: longType,
      place,
      start,
      end,
      lvalue: false,
      of: type.target,
    };
    scaled = {
      kind: 'binary',
      type: longType,
      place,
      start,
      end,
      lvalue: false,
      operator: '*',
      left: scaled,
      right: size,
    };
    elementSize = 1;
  }
  return {
    kind: 'pointer-offset',
    type,
    place,
    start,
    end,
    lvalue: false,
    operator,
    pointer,
    index: scaled,
    elementSize,
  };
}

function buildComparison(
  parser: Parser,
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
  extent: Extent,
): Expression {
  if (isArithmetic(left.type) && isArithmetic(right.type))
    return arithmeticNode(operator, left, right, extent, intType);
  const pointers = comparedPointers(parser, operator, left, right, extent.place);
  if (!checkOperands(parser, operator, left.type, right.type, extent.place, pointers !== null))
    return errorNode(extent);
  return { kind: 'binary', type: intType, ...extent, lvalue: false, operator, left: pointers![0], right: pointers![1] };
}

/** Both operands as pointers of one type, with gcc's warnings; null if neither is a pointer. */
function comparedPointers(
  parser: Parser,
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
  place: Place,
): readonly [Expression, Expression] | null {
  if (left.type.kind === 'pointer' && right.type.kind === 'pointer') {
    const equality = operator === '==' || operator === '!=';
    if (!comparable(left, right, equality)) {
      const message = `comparison of distinct pointer types ${quoteType(left.type)} and ${quoteType(right.type)} lacks a cast`;
      reportWarning(parser, 'distinct-pointer-types', message, place);
    }
    return [left, implicitCast(right, left.type)];
  }
  const [pointer, other] = left.type.kind === 'pointer' ? [left, right] : [right, left];
  if (pointer.type.kind !== 'pointer' || !isInteger(other.type)) return null;
  if (!isNullPointerConstant(other)) {
    const message = `comparison between pointer and integer (${quoteType(left.type)} and ${quoteType(right.type)})`;
    reportWarning(parser, 'pointer-integer-comparison', message, place);
  }
  return [implicitCast(left, pointer.type), implicitCast(right, pointer.type)];
}

function comparable(left: Expression, right: Expression, equality: boolean): boolean {
  if (left.type.kind !== 'pointer' || right.type.kind !== 'pointer') return false;
  if (isVoidPointer(left.type) || isVoidPointer(right.type)) {
    return equality || (!isFunctionPointer(left.type) && !isFunctionPointer(right.type));
  }
  if (compatibleUnqualified(left.type.target, right.type.target)) return true;
  return isNullPointerConstant(left) || isNullPointerConstant(right);
}
