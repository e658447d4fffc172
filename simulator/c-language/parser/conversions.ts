/** Implicit conversions: in arithmetic, and to the type of what is assigned, initialised, passed or returned. */
import { evaluateInteger } from '../constant-expression.ts';
import { promoted } from '../type-operations/arithmetic.ts';
import { floatingTypes, isQualified, unqualified } from '../type-operations/basic-types.ts';
import { compatibleUnqualified } from '../type-operations/compatibility.ts';
import { quoteType } from '../type-operations/description.ts';
import { isArithmetic, isInteger, isScalar, isVoidPointer } from '../type-operations/predicates.ts';
import { sizeOf } from '../layout.ts';
import type { Diagnostic, Place } from '../source.ts';
import type { Expression } from '../syntax.ts';
import type { CType, IntegerType, Member, PointerType, RecordType } from '../types.ts';
import { reportError, reportWarning } from './diagnostics.ts';
import { bitWidthOf, errorNode, implicitCast, toValue } from './nodes.ts';
import type { Parser } from './state.ts';
import { unionValue } from './union-casts.ts';

/** The promoted value of an arithmetic expression; other values are left alone. */
export function promote(value: Expression): Expression {
  const { type } = value;
  if (type.kind !== 'integer' && type.kind !== 'enum') return value;
  return implicitCast(value, promoted(type, bitWidthOf(value)));
}

/** What an argument becomes where no prototype says its type. */
export function promoteArgument(value: Expression): Expression {
  if (value.type.kind === 'floating' && value.type.size === 4) return implicitCast(value, floatingTypes.double);
  return promote(value);
}

/** An integer constant expression 0, or that cast to `void *` (C11 6.3.2.3). */
export function isNullPointerConstant(expression: Expression): boolean {
  if (expression.kind === 'cast' && isVoidPointer(expression.type)) {
    const plain = expression.type.kind === 'pointer' && !isQualified(expression.type.target);
    return plain && isInteger(expression.operand.type) && evaluateInteger(expression.operand) === 0n;
  }
  return isInteger(expression.type) && evaluateInteger(expression) === 0n;
}

/** Why a value is converted: the words of the messages. */
export type Reason =
  | { readonly kind: 'assignment' }
  | { readonly kind: 'initialization' }
  | { readonly kind: 'return' }
  | { readonly kind: 'argument'; readonly number: number; readonly callee: string; readonly parameter: Place | null };

/** `expression` as a value of `type`, as if by assignment (C11 6.5.16.1), with gcc's warnings and errors. */
export function convertTo(parser: Parser, expression: Expression, type: CType, reason: Reason): Expression {
  const value = toValue(expression);
  const from = value.type;
  const target = unqualified(type);
  if (from.kind === 'error' || target.kind === 'error') return value;
  if (isArithmetic(target) && isArithmetic(from)) return implicitCast(value, target);
  if (target.kind === 'pointer' && from.kind === 'pointer') {
    checkPointers(parser, value, target, from, reason);
    return implicitCast(value, target);
  }
  if (target.kind === 'pointer' && isInteger(from)) {
    if (!isNullPointerConstant(value))
      warnConversion(parser, value, target, 'makes pointer from integer without a cast', reason);
    return implicitCast(value, target);
  }
  if (isInteger(target) && from.kind === 'pointer') {
    const isBool = target.kind === 'integer' && target.name === 'bool';
    if (!isBool) warnConversion(parser, value, target, 'makes integer from pointer without a cast', reason);
    return implicitCast(value, target);
  }
  if (target.kind === 'record' && compatibleUnqualified(target, from)) return value;
  if (target.kind === 'record' && target.declaration.transparent && reason.kind === 'argument') {
    const member = transparentMember(target, value);
    if (member) return unionValue(parser, target, member, implicitCast(value, unqualified(member.type)), value);
  }
  return refuse(parser, value, target, reason);
}

/** Which member of a `transparent_union` an argument stands for: one that it could be assigned to without a cast. */
function transparentMember({ declaration }: RecordType, value: Expression): Member | null {
  const takes = ({ type }: Member): boolean => {
    if (compatibleUnqualified(type, value.type)) return true;
    if (type.kind !== 'pointer') return false;
    if (isNullPointerConstant(value)) return true;
    if (value.type.kind !== 'pointer') return false;
    return isVoidPointer(type) || isVoidPointer(value.type) || compatibleUnqualified(type.target, value.type.target);
  };
  return declaration.members.find(takes) ?? null;
}

function checkPointers(
  parser: Parser,
  value: Expression,
  target: PointerType,
  from: PointerType,
  reason: Reason,
): void {
  const to = target.target;
  const of = from.target;
  if (isNullPointerConstant(value)) return;
  const fits = to.kind === 'void' || of.kind === 'void' || compatibleUnqualified(to, of) || differInSign(to, of);
  if (!fits) return warnIncompatible(parser, value, target, reason);
  const missing = missingQualifier(to, of);
  if (missing !== null) warnDiscarded(parser, value, target, missing, reason);
}

/** `char *` for `unsigned char *` and the like: gcc only warns with -Wpointer-sign, which the kernel turns off. */
function differInSign(left: CType, right: CType): boolean {
  return (
    isInteger(left) &&
    isInteger(right) &&
    !isBoolean(left) &&
    !isBoolean(right) &&
    sizeOf(left) === sizeOf(right) &&
    sameRank(left, right)
  );
}

function isBoolean(type: CType): boolean {
  return type.kind === 'integer' && type.name === 'bool';
}

function sameRank(left: CType, right: CType): boolean {
  const name = (type: CType): string =>
    baseName(type.kind === 'enum' ? type.declaration.underlying : (type as IntegerType));
  return name(left) === name(right);
}

function baseName(type: IntegerType): string {
  return type.name.replace('unsigned ', '').replace('signed ', '');
}

function missingQualifier(to: CType, of: CType): string | null {
  const has = targetQualifiers(to);
  const needs = targetQualifiers(of);
  if (needs.const && !has.const) return 'const';
  if (needs.volatile && !has.volatile) return 'volatile';
  return null;
}

/** A pointer to an array of const elements points to something const. */
function targetQualifiers(type: CType): CType['qualifiers'] {
  return type.kind === 'array' ? targetQualifiers(type.element) : type.qualifiers;
}

function warnConversion(parser: Parser, value: Expression, target: CType, what: string, reason: Reason): void {
  if (callsUndeclared(value)) return;
  const from = quoteType(value.type);
  const to = quoteType(target);
  const message = {
    assignment: `assignment to ${to} from ${from} ${what}`,
    initialization: `initialization of ${to} from ${from} ${what}`,
    return: `returning ${from} from a function with return type ${to} ${what}`,
    argument: `${passing(reason)} ${what}`,
  }[reason.kind];
  reportWarning(parser, 'int-conversion', message, value.place, notesFor(reason, value.type, target));
}

/** A function that was not declared has been reported; that it is taken to return `int` is no second mistake. */
export function callsUndeclared(value: Expression): boolean {
  if (value.kind === 'error') return value.parts?.[0] !== undefined && isUndeclared(value.parts[0]);
  return value.kind === 'call' && value.callee.kind === 'decay' && isUndeclared(value.callee.operand);
}

export function isUndeclared(callee: Expression): boolean {
  return callee.kind === 'function' && callee.symbol.attributes.some(({ name }) => name === 'implicit');
}

function warnIncompatible(parser: Parser, value: Expression, target: CType, reason: Reason): void {
  const from = quoteType(value.type);
  const to = quoteType(target);
  const message = {
    assignment: `assignment to ${to} from incompatible pointer type ${from}`,
    initialization: `initialization of ${to} from incompatible pointer type ${from}`,
    return: `returning ${from} from a function with incompatible return type ${to}`,
    argument: `${passing(reason)} from incompatible pointer type`,
  }[reason.kind];
  reportWarning(parser, 'incompatible-pointer-types', message, value.place, notesFor(reason, value.type, target));
}

function warnDiscarded(parser: Parser, value: Expression, target: CType, qualifier: string, reason: Reason): void {
  const doing = {
    assignment: 'assignment',
    initialization: 'initialization',
    return: 'return',
    argument: passing(reason),
  }[reason.kind];
  const message = `${doing} discards '${qualifier}' qualifier from pointer target type`;
  reportWarning(parser, 'discarded-qualifiers', message, value.place, notesFor(reason, value.type, target));
}

function refuse(parser: Parser, value: Expression, target: CType, reason: Reason): Expression {
  if (value.type.kind === 'void') {
    reportError(parser, 'void-value', 'void value not ignored as it ought to be', value.place);
    return errorNode(value);
  }
  const from = quoteType(value.type);
  const to = quoteType(target);
  const message = {
    assignment: `incompatible types when assigning to type ${to} from type ${from}`,
    initialization: `incompatible types when initializing type ${to} using type ${from}`,
    return: `incompatible types when returning type ${from} but ${to} was expected`,
    argument: incompatibleArgument(reason),
  }[reason.kind];
  reportError(parser, 'incompatible-types', message, value.place, notesFor(reason, value.type, target));
  return errorNode(value);
}

function passing(reason: Reason): string {
  return reason.kind === 'argument' ? `passing argument ${reason.number} of '${reason.callee}'` : '';
}

function incompatibleArgument(reason: Reason): string {
  return reason.kind === 'argument' ? `incompatible type for argument ${reason.number} of '${reason.callee}'` : '';
}

function notesFor(reason: Reason, from: CType, to: CType): Diagnostic['notes'] {
  if (reason.kind !== 'argument' || !reason.parameter) return [];
  return [{ message: `expected ${quoteType(to)} but argument is of type ${quoteType(from)}`, place: reason.parameter }];
}

/** The value of a condition; anything but a scalar is an error. */
export function toCondition(parser: Parser, expression: Expression): Expression {
  const value = toValue(expression);
  if (isScalar(value.type) || value.type.kind === 'error') return value;
  const message =
    value.type.kind === 'void'
      ? 'void value not ignored as it ought to be'
      : `used ${quoteType(value.type)} value where scalar is required`;
  reportError(parser, value.type.kind === 'void' ? 'void-value' : 'scalar-required', message, value.place);
  return errorNode(value);
}

/** The value of an integer expression; anything else is an error that says `what` it is. */
export function toInteger(parser: Parser, expression: Expression, what: string): Expression {
  const value = toValue(expression);
  if (isInteger(value.type) || value.type.kind === 'error') return value;
  reportError(
    parser,
    'integer-required',
    `${what} is not an integer: it has type ${quoteType(value.type)}`,
    value.place,
  );
  return errorNode(value);
}
