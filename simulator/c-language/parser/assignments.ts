/** Assignments, `++` and `--`: what may be written to, and in which type the new value is computed. */
import { sizeOf } from '../layout.ts';
import { promoted, usualArithmeticType } from '../type-operations/arithmetic.ts';
import { longType, unqualified } from '../type-operations/basic-types.ts';
import { quoteType } from '../type-operations/description.ts';
import { isArithmetic, isError, isInteger, isScalar } from '../type-operations/predicates.ts';
import type { Place } from '../source.ts';
import type { BinaryOperator, Expression } from '../syntax.ts';
import type { CType } from '../types.ts';
import { convertTo, promote } from './conversions.ts';
import { reportError } from './diagnostics.ts';
import { bitWidthOf, errorNode, implicitCast, toValue } from './nodes.ts';
import { checkOperands, checkPointerArithmetic } from './operators.ts';
import type { Parser } from './state.ts';

/** `what` completes "lvalue required as …". Arrays and functions are no targets. */
export function checkTarget(parser: Parser, target: Expression, what: string, place: Place): boolean {
  const { type } = target;
  if (type.kind === 'error') return false;
  if (!target.lvalue || type.kind === 'function' || type.kind === 'void') {
    reportError(parser, 'lvalue-required', `lvalue required as ${what}`, place);
    return false;
  }
  if (type.kind === 'array') {
    reportError(parser, 'lvalue-required', `assignment to expression with array type ${quoteType(type)}`, place);
    return false;
  }
  if (isReadOnly(type)) {
    reportError(
      parser,
      'read-only',
      `${what.startsWith('left') ? 'assignment' : what.split(' ')[0]} of read-only ${nameOf(target)}`,
      place,
    );
    return false;
  }
  return true;
}

/** Const itself, or a record with a const member at any depth. */
function isReadOnly(type: CType): boolean {
  if (type.qualifiers.const) return true;
  if (type.kind !== 'record') return false;
  return type.declaration.members.some((member) =>
    isReadOnly(member.type.kind === 'array' ? member.type.element : member.type),
  );
}

function nameOf(target: Expression): string {
  if (target.kind === 'variable')
    return `${target.symbol.storage === 'parameter' ? 'parameter' : 'variable'} '${target.symbol.name}'`;
  if (target.kind === 'member' && target.member.name !== null) return `member '${target.member.name}'`;
  return 'location';
}

/** `target = value`, converted and checked already. */
export function makeAssignment(target: Expression, value: Expression, place: Place): Expression {
  const type = unqualified(target.type);
  return { kind: 'assignment', type, place, start: target.start, end: value.end, lvalue: false, target, value };
}

export function buildAssignment(parser: Parser, target: Expression, right: Expression, place: Place): Expression {
  // Static checks want to see it all the same.
  if (isError(target.type) || isError(right.type)) return makeAssignment(target, toValue(right), place);
  if (!checkTarget(parser, target, 'left operand of assignment', place))
    return errorNode({ place, start: target.start, end: right.end });
  const value = convertTo(parser, right, target.type, { kind: 'assignment' });
  return makeAssignment(target, value, place);
}

export function buildCompound(
  parser: Parser,
  operator: BinaryOperator,
  target: Expression,
  right: Expression,
  place: Place,
): Expression {
  const extent = { place, start: target.start, end: right.end };
  const operand = toValue(right);
  if (isError(target.type) || isError(operand.type)) return errorNode(extent);
  if (!checkTarget(parser, target, 'left operand of assignment', place)) return errorNode(extent);
  const type = unqualified(target.type);
  const node = { kind: 'compound-assignment', type, ...extent, lvalue: false, operator, target } as const;
  if (type.kind === 'pointer' && (operator === '+' || operator === '-') && isInteger(operand.type)) {
    if (!checkPointerArithmetic(parser, type, place)) return errorNode(extent);
    const elementSize = sizeOf(type.target);
    return { ...node, value: implicitCast(promote(operand), longType), computeType: type, elementSize };
  }
  if (!checkOperands(parser, `${operator}=`, type, operand.type, place, isAllowed(operator, type, operand.type)))
    return errorNode(extent);
  const promotedTarget = promoted(type, bitWidthOf(target));
  if (operator === '<<' || operator === '>>')
    return { ...node, value: promote(operand), computeType: promotedTarget, elementSize: 0 };
  const value = promote(operand);
  const computeType = usualArithmeticType(promotedTarget, value.type);
  return { ...node, value: implicitCast(value, computeType), computeType, elementSize: 0 };
}

function isAllowed(operator: BinaryOperator, left: CType, right: CType): boolean {
  if (operator === '+' || operator === '-' || operator === '*' || operator === '/')
    return isArithmetic(left) && isArithmetic(right);
  return isInteger(left) && isInteger(right);
}

export function buildIncrement(
  parser: Parser,
  operator: '++' | '--',
  prefix: boolean,
  target: Expression,
  extent: { readonly place: Place; readonly start: Place; readonly end: Place },
): Expression {
  const what = operator === '++' ? 'increment operand' : 'decrement operand';
  if (!checkTarget(parser, target, what, extent.place)) return errorNode(extent);
  const type = unqualified(target.type);
  if (!isScalar(type)) {
    const message = `wrong type argument to ${operator === '++' ? 'increment' : 'decrement'}: ${quoteType(type)}`;
    reportError(parser, 'bad-operand', message, extent.place);
    return errorNode(extent);
  }
  if (type.kind === 'pointer' && !checkPointerArithmetic(parser, type, extent.place)) return errorNode(extent);
  const elementSize = type.kind === 'pointer' ? sizeOf(type.target) : 0;
  return { kind: 'increment', type, ...extent, lvalue: false, operator, prefix, target, elementSize };
}
