/** Casts and unary operators, `sizeof` and `_Alignof` among them (C11 6.5.3 and 6.5.4). */
import { evaluateConstant } from '../constant-expression.ts';
import { alignOf, isComplete, sizeOf } from '../layout.ts';
import { errorType, intType, pointerTo, sizeType, unqualified, voidPointer } from '../type-operations/basic-types.ts';
import { compatibleUnqualified } from '../type-operations/compatibility.ts';
import { quoteType } from '../type-operations/description.ts';
import { isArithmetic, isError, isInteger, isScalar, isVariableLength } from '../type-operations/predicates.ts';
import type { Place } from '../source.ts';
import type { Expression } from '../syntax.ts';
import type { CType } from '../types.ts';
import { buildIncrement } from './assignments.ts';
import { parseCompoundLiteral } from './compound-literals.ts';
import { promote, toCondition } from './conversions.ts';
import { currentToken, enter, leave, reportError, reportSyntaxError, reportWarning } from './diagnostics.ts';
import { abandoned } from './expressions.ts';
import { useLabel } from './labels.ts';
import { measure } from './measured.ts';
import { bitWidthOf, castNode, dereferenceNode, errorNode, integerNode, toValue, type Extent } from './nodes.ts';
import { parsePostfix, parsePostfixSuffixes } from './postfix.ts';
import { expectClosing } from './recovery.ts';
import { advance, at, peekToken, type Parser } from './state.ts';
import { parseTypeNameType, startsTypeName } from './type-names.ts';
import { memberForCast, unionValue } from './union-casts.ts';

/** `(type) operand`, or a unary expression. */
export function parseCast(parser: Parser): Expression {
  if (parser.kind === 'identifier' || parser.kind === 'number') return parsePostfix(parser);
  if (!enter(parser)) {
    leave(parser);
    return abandoned(parser);
  }
  const expression =
    parser.kind === '(' && startsTypeName(parser, peekToken(parser))
      ? parseTypeInParentheses(parser)
      : parseUnary(parser);
  leave(parser);
  return expression;
}

/** A cast, or a compound literal when braces follow. */
function parseTypeInParentheses(parser: Parser): Expression {
  const start = advance(parser).place;
  const type = parseTypeNameType(parser);
  expectClosing(parser, ')');
  if (parser.kind === '{') return parsePostfixSuffixes(parser, parseCompoundLiteral(parser, type, start));
  return buildCast(parser, type, parseCast(parser), start);
}

/** An explicit cast with gcc's rules. */
export function buildCast(parser: Parser, type: CType, expression: Expression, start: Place): Expression {
  const operand = toValue(expression);
  const extent: Extent = { place: start, start, end: operand.end };
  const target = unqualified(type);
  if (isError(operand.type) || isError(target)) return errorNode(extent, [operand]);
  if (target.kind === 'void') return castNode(operand, target, false, extent);
  if (target.kind === 'record' && compatibleUnqualified(target, operand.type)) return operand;
  if (target.kind === 'record' && target.declaration.union) {
    const member = memberForCast(target, operand);
    if (member) return unionValue(parser, target, member, operand, extent);
    const message = `cast to union type from type ${quoteType(operand.type)} not present in union ${quoteType(target)}`;
    reportError(parser, 'bad-cast', message, start);
    return errorNode(extent);
  }
  if (!isScalar(target))
    return refuseCast(parser, `conversion to non-scalar type ${quoteType(target)} requested`, extent);
  if (operand.type.kind === 'void') return refuseCast(parser, 'void value not ignored as it ought to be', extent);
  if (!isScalar(operand.type))
    return refuseCast(parser, `${quoteType(operand.type)} value used where a scalar is required`, extent);
  const mixesFloat =
    target.kind === 'floating'
      ? operand.type.kind === 'pointer'
      : target.kind === 'pointer' && operand.type.kind === 'floating';
  if (mixesFloat)
    return refuseCast(parser, `cannot convert ${quoteType(operand.type)} to ${quoteType(target)}`, extent);
  warnOfSizes(parser, target, operand, start);
  return castNode(operand, target, false, extent);
}

/** A pointer in a narrower integer loses its upper half: gcc warns of it, and of the way back. */
function warnOfSizes(parser: Parser, target: CType, operand: Expression, place: Place): void {
  const { type } = operand;
  if (target.kind === 'integer' && type.kind === 'pointer' && target.size !== 8 && target.name !== 'bool') {
    const message = `cast from pointer to integer of different size: ${quoteType(type)} to ${quoteType(target)}`;
    reportWarning(parser, 'pointer-to-int-cast', message, place);
  }
  if (target.kind === 'pointer' && isInteger(type) && sizeOf(type) !== 8 && evaluateConstant(operand) === null) {
    const message = `cast to pointer from integer of different size: ${quoteType(type)} to ${quoteType(target)}`;
    reportWarning(parser, 'int-to-pointer-cast', message, place);
  }
}

function refuseCast(parser: Parser, message: string, extent: Extent): Expression {
  reportError(parser, 'bad-cast', message, extent.place);
  return errorNode(extent);
}

function parseUnary(parser: Parser): Expression {
  const { kind } = parser;
  const { place } = parser.token;
  switch (kind) {
    case '++':
    case '--': {
      advance(parser);
      const target = parseCast(parser);
      return buildIncrement(parser, kind, true, target, { place, start: place, end: target.end });
    }
    case '&':
      advance(parser);
      return buildAddressOf(parser, parseCast(parser), place);
    case '*':
      advance(parser);
      return buildDereference(parser, parseCast(parser), place);
    case '+':
    case '-':
    case '~':
    case '!':
      advance(parser);
      return buildUnary(parser, kind, parseCast(parser), place);
    case 'sizeof':
    case '_Alignof':
      advance(parser);
      return parseSizeof(parser, kind, place);
    case '__extension__':
      advance(parser);
      return parseCast(parser);
    case '&&':
      return parseLabelAddress(parser, place);
    default:
      return parsePostfix(parser);
  }
}

function parseLabelAddress(parser: Parser, place: Place): Expression {
  advance(parser);
  if (parser.kind !== 'identifier') {
    reportSyntaxError(parser, 'expected-expression', `expected an expression before ${currentToken(parser)}`);
    return errorNode({ place, start: place, end: place });
  }
  const name = advance(parser);
  const label = useLabel(parser, name.text, name.place);
  return { kind: 'label-address', type: voidPointer, place, start: place, end: name.place, lvalue: false, label };
}

export function buildAddressOf(parser: Parser, operand: Expression, place: Place): Expression {
  const extent = { place, start: place, end: operand.end };
  const { type } = operand;
  if (isError(type)) return { kind: 'address-of', type, ...extent, lvalue: false, operand };
  if (type.kind !== 'function' && !operand.lvalue) {
    reportError(parser, 'lvalue-required', "lvalue required as unary '&' operand", place);
    return errorNode(extent);
  }
  if (bitWidthOf(operand) !== null && operand.kind === 'member') {
    reportError(parser, 'bit-field-address', `cannot take address of bit-field '${operand.member.name ?? ''}'`, place);
    return errorNode(extent);
  }
  if (parser.unevaluated === 0) markAddressTaken(operand);
  return { kind: 'address-of', type: pointerTo(type), ...extent, lvalue: false, operand };
}

function markAddressTaken(operand: Expression): void {
  if (operand.kind === 'variable') operand.symbol.addressTaken = true;
}

function buildDereference(parser: Parser, expression: Expression, place: Place): Expression {
  const operand = toValue(expression);
  const extent = { place, start: place, end: operand.end };
  if (isError(operand.type)) return dereferenceNode(operand, operand.type, extent);
  if (operand.type.kind !== 'pointer') {
    reportError(parser, 'bad-operand', `invalid type argument of unary '*' (have ${quoteType(operand.type)})`, place);
    return errorNode(extent);
  }
  return dereferenceNode(operand, operand.type.target, extent);
}

function buildUnary(parser: Parser, operator: '+' | '-' | '~' | '!', expression: Expression, place: Place): Expression {
  const extent = { place, start: place, end: expression.end };
  if (operator === '!') {
    const condition = toCondition(parser, expression);
    return { kind: 'unary', type: intType, ...extent, lvalue: false, operator, operand: condition };
  }
  const value = toValue(expression);
  if (isError(value.type)) return errorNode(extent, [value]);
  const allowed = operator === '~' ? isInteger(value.type) : isArithmetic(value.type);
  if (!allowed) {
    const what = { '+': 'unary plus', '-': 'unary minus', '~': 'bit-complement' }[operator];
    reportError(parser, 'bad-operand', `wrong type argument to ${what}: ${quoteType(value.type)}`, place);
    return errorNode(extent);
  }
  const operand = promote(value);
  if (operator === '+')
    return operand === value && operand.kind !== 'integer' ? castNode(operand, operand.type, false, extent) : operand;
  return { kind: 'unary', type: operand.type, ...extent, lvalue: false, operator, operand };
}

/** `sizeof` and `_Alignof`, of a type in parentheses or of an expression, which is not evaluated. */
function parseSizeof(parser: Parser, kind: 'sizeof' | '_Alignof', place: Place): Expression {
  parser.unevaluated++;
  let type: CType;
  let alignment = 0;
  if (parser.kind === '(' && startsTypeName(parser, peekToken(parser))) {
    const start = advance(parser).place;
    type = parseTypeNameType(parser);
    expectClosing(parser, ')');
    if (at(parser, '{')) type = parsePostfixSuffixes(parser, parseCompoundLiteral(parser, type, start)).type;
  } else {
    const operand = parseCast(parser);
    type = checkedOperandType(parser, operand, kind);
    if (operand.kind === 'variable') alignment = operand.symbol.alignedTo;
  }
  parser.unevaluated--;
  const extent = { place, start: place, end: parser.previous.place };
  measure(parser, type);
  if (kind === '_Alignof') return integerNode(BigInt(alignment || alignOf(type)), sizeType, extent);
  return sizeNode(parser, type, extent);
}

function checkedOperandType(parser: Parser, operand: Expression, kind: string): CType {
  if (operand.kind !== 'member' || !operand.member.bitField) return operand.type;
  reportError(parser, 'bit-field-size', `'${kind}' applied to a bit-field`, operand.place);
  return errorType;
}

/** The size of a type in bytes as an expression. */
function sizeNode(parser: Parser, type: CType, extent: Extent): Expression {
  if (isError(type)) return errorNode(extent);
  if (isVariableLength(type)) {
    return { kind: 'sizeof-variable-length', type: sizeType, ...extent, lvalue: false, of: type };
  }
  if (!isComplete(type) && type.kind !== 'void' && type.kind !== 'function') {
    reportError(
      parser,
      'incomplete-type',
      `invalid application of 'sizeof' to incomplete type ${quoteType(type)}`,
      extent.place,
    );
    return errorNode(extent);
  }
  return integerNode(BigInt(sizeOf(type)), sizeType, extent);
}
