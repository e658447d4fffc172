/** `a ? b : c` and GNU `a ?: c`: the common type of both results (C11 6.5.15). */
import { isError, isArithmetic, isInteger } from '../type-operations/predicates.ts';
import { usualArithmeticType } from '../type-operations/arithmetic.ts';
import { addQualifiers, pointerTo, unqualified, voidType } from '../type-operations/basic-types.ts';
import { commonTarget, compatibleUnqualified } from '../type-operations/compatibility.ts';
import { quoteType } from '../type-operations/description.ts';
import type { Place } from '../source.ts';
import type { Expression } from '../syntax.ts';
import type { CType, PointerType } from '../types.ts';
import { isNullPointerConstant, promote, toCondition } from './conversions.ts';
import { reportError, reportWarning } from './diagnostics.ts';
import { castNode, errorNode, implicitCast, toValue } from './nodes.ts';
import type { Parser } from './state.ts';

/** `whenTrue` null for the GNU form. */
export function buildConditional(
  parser: Parser,
  question: Expression,
  whenTrue: Expression | null,
  whenFalse: Expression,
  place: Place,
): Expression {
  const condition = toCondition(parser, question);
  const left = whenTrue ? toValue(whenTrue) : condition;
  const right = toValue(whenFalse);
  const extent = { place, start: condition.start, end: right.end };
  if (isError(condition.type) || isError(left.type) || isError(right.type)) return errorNode(extent);
  const type = commonType(parser, left, right, place);
  if (!type) {
    const message = `type mismatch in conditional expression: ${quoteType(left.type)} and ${quoteType(right.type)}`;
    reportError(parser, 'type-mismatch', message, place);
    return errorNode(extent);
  }
  return {
    kind: 'conditional',
    type,
    ...extent,
    lvalue: false,
    condition,
    whenTrue: whenTrue ? converted(left, type) : null,
    whenFalse: converted(right, type),
  };
}

function converted(value: Expression, type: CType): Expression {
  if (value.type.kind === 'record') return value;
  if (type.kind === 'void') return value.type.kind === 'void' ? value : castNode(value, voidType, true);
  return implicitCast(promote(value), type);
}

function commonType(parser: Parser, left: Expression, right: Expression, place: Place): CType | null {
  if (isArithmetic(left.type) && isArithmetic(right.type))
    return usualArithmeticType(promote(left).type, promote(right).type);
  if (left.type.kind === 'void' || right.type.kind === 'void') return voidType;
  if (left.type.kind === 'record' && compatibleUnqualified(left.type, right.type)) return unqualified(left.type);
  if (left.type.kind === 'pointer' && right.type.kind === 'pointer') return commonPointer(parser, left, right, place);
  const [pointer, other] = left.type.kind === 'pointer' ? [left, right] : [right, left];
  if (pointer.type.kind !== 'pointer' || !isInteger(other.type)) return null;
  if (!isNullPointerConstant(other)) {
    reportWarning(parser, 'int-conversion', 'pointer/integer type mismatch in conditional expression', place);
  }
  return unqualified(pointer.type);
}

function commonPointer(parser: Parser, left: Expression, right: Expression, place: Place): CType {
  const first = left.type as PointerType;
  const second = right.type as PointerType;
  if (isNullPointerConstant(left)) return unqualified(second);
  if (isNullPointerConstant(right)) return unqualified(first);
  const sameTarget = compatibleUnqualified(first.target, second.target);
  if (sameTarget && first.target.qualifiers === second.target.qualifiers) return unqualified(first);
  if (sameTarget) return pointerTo(commonTarget(first.target, second.target));
  if (first.target.kind !== 'void' && second.target.kind !== 'void') {
    const message = `pointer type mismatch in conditional expression: ${quoteType(first)} and ${quoteType(second)}`;
    reportWarning(parser, 'incompatible-pointer-types', message, place);
  }
  return pointerTo(addQualifiers(addQualifiers(voidType, first.target.qualifiers), second.target.qualifiers));
}
