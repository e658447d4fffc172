/** Makes expression nodes, and the conversions between objects, designators and values (C11 6.3.2). */
import { representation, wrapInteger } from '../type-operations/arithmetic.ts';
import { arrayOf, errorType, intType, isQualified, pointerTo, unqualified } from '../type-operations/basic-types.ts';
import { sameType } from '../type-operations/compatibility.ts';
import { isInteger } from '../type-operations/predicates.ts';
import { extendedFromDouble, type Extended } from '../extended-precision.ts';
import type { Place } from '../source.ts';
import type { BlockStatement, Expression, VariableSymbol } from '../syntax.ts';
import type { CType, IntegerType, Member } from '../types.ts';

export type Node<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

/** From the first to the last token of something already parsed. */
export interface Extent {
  readonly place: Place;
  readonly start: Place;
  readonly end: Place;
}

export function integerNode(value: bigint, type: IntegerType, { place, start, end }: Extent): Node<'integer'> {
  return { kind: 'integer', type, place, start, end, lvalue: false, value };
}

export function floatingNode(
  value: number,
  type: CType,
  { place, start, end }: Extent,
  extended: Extended | null = null,
): Node<'floating'> {
  const exact = type.kind === 'floating' && type.size === 16 ? (extended ?? extendedFromDouble(value)) : null;
  return { kind: 'floating', type, place, start, end, lvalue: false, value, extended: exact };
}

/** Stands where an error has been reported. */
export function errorNode(
  { place, start, end }: Extent,
  parts: readonly Expression[] = [],
  name: string | null = null,
): Node<'error'> {
  const more = { ...(parts.length > 0 ? { parts } : {}), ...(name === null ? {} : { name }) };
  return { kind: 'error', type: errorType, place, start, end, lvalue: true, ...more };
}

export function stringNode(
  bytes: Uint8Array,
  element: CType,
  elementSize: number,
  { place, start, end }: Extent,
): Node<'string'> {
  return { kind: 'string', type: arrayOf(element, bytes.length / elementSize), place, start, end, lvalue: true, bytes };
}

export function variableNode(symbol: VariableSymbol, place: Place): Node<'variable'> {
  return { kind: 'variable', type: symbol.type, place, start: place, end: place, lvalue: true, symbol };
}

/** The value of an object: `load` for lvalues, `decay` for arrays and functions, and the expression itself for values. */
export function toValue(expression: Expression): Expression {
  const { type, place, start, end } = expression;
  if (type.kind === 'array') {
    const element = pointerTo(type.element);
    return { kind: 'decay', type: element, place, start, end, lvalue: false, operand: expression };
  }
  if (type.kind === 'function') {
    return { kind: 'decay', type: pointerTo(type), place, start, end, lvalue: false, operand: expression };
  }
  if (!expression.lvalue || type.kind === 'error' || type.kind === 'void') return expression;
  return {
    kind: 'load',
    type: isQualified(type) ? unqualified(type) : type,
    place,
    start,
    end,
    lvalue: false,
    operand: expression,
  };
}

/** The value as another type. Integer constants that the program did not spell a cast for are converted at once. */
export function castNode(operand: Expression, type: CType, implicit: boolean, extent: Extent = operand): Expression {
  if (implicit && operand.kind === 'integer' && isInteger(type)) {
    const target = representation(type);
    const { place, start, end } = operand;
    const value = wrapInteger(operand.value, target);
    return { kind: 'integer', type, place, start, end, lvalue: false, value };
  }
  const { place, start, end } = extent;
  return { kind: 'cast', type, place, start, end, lvalue: false, operand, implicit };
}

/** `implicitly` the same value in `type`, without a node where the type is that already. */
export function implicitCast(operand: Expression, type: CType): Expression {
  if (operand.type === type || isQuietCast(operand.type, type)) return operand;
  return castNode(operand, type, true);
}

/** Types that differ in nothing but a typedef name. */
function isQuietCast(from: CType, to: CType): boolean {
  if (from.kind === 'integer') return to.kind === 'integer' && from.name === to.name && from.bits === to.bits;
  if (from.kind === 'pointer') return to.kind === 'pointer' && sameType(from, to);
  return from.kind === 'floating' && to.kind === 'floating' && from.name === to.name;
}

export function dereferenceNode(pointer: Expression, target: CType, extent: Extent): Node<'dereference'> {
  const { place, start, end } = extent;
  return { kind: 'dereference', type: target, place, start, end, lvalue: true, operand: pointer };
}

export function memberNode(base: Expression, member: Member, type: CType, place: Place, end: Place): Node<'member'> {
  return { kind: 'member', type, place, start: base.start, end, lvalue: base.lvalue, base, member };
}

export function commaNode(left: Expression, right: Expression, place: Place): Node<'comma'> {
  return { kind: 'comma', type: right.type, place, start: left.start, end: right.end, lvalue: false, left, right };
}

export function blockNode(
  statements: BlockStatement['statements'],
  scope: BlockStatement['scope'],
  place: Place,
  end: Place,
): BlockStatement {
  return { kind: 'block', statements, scope, place, end };
}

export function intrinsicNode(
  name: string,
  operands: readonly Expression[],
  type: CType,
  extent: Extent,
  typeArgument: CType | null = null,
): Node<'intrinsic'> {
  const { place, start, end } = extent;
  return { kind: 'intrinsic', type, place, start, end, lvalue: false, name, arguments: operands, typeArgument };
}

/** A truth value as a constant. */
export function truthNode(value: boolean, extent: Extent): Node<'integer'> {
  return integerNode(value ? 1n : 0n, intType, extent);
}

/** The bit-field's width if the expression reads or denotes one; null otherwise. */
export function bitWidthOf(expression: Expression): number | null {
  switch (expression.kind) {
    case 'member':
      return expression.member.bitField?.width ?? null;
    case 'load':
      return bitWidthOf(expression.operand);
    case 'assignment':
    case 'compound-assignment':
    case 'increment':
      return bitWidthOf(expression.target);
    case 'comma':
      return bitWidthOf(expression.right);
    default:
      return null;
  }
}
