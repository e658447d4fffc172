/** Postfix expressions: subscripts, calls, members, `++` and `--` (C11 6.5.2). */
import { addQualifiers } from '../type-operations/basic-types.ts';
import { findMember } from '../layout.ts';
import { isError, isInteger } from '../type-operations/predicates.ts';
import { quoteType } from '../type-operations/description.ts';
import type { Place } from '../source.ts';
import type { Expression } from '../syntax.ts';
import type { RecordType } from '../types.ts';
import { buildIncrement } from './assignments.ts';
import { parseCall } from './calls.ts';
import { callsUndeclared } from './conversions.ts';
import { abandon, checkRow, currentToken, enter, leave, reportError, reportSyntaxError } from './diagnostics.ts';
import { abandoned, parseExpression } from './expressions.ts';
import { dereferenceNode, errorNode, memberNode, toValue } from './nodes.ts';
import { buildOffset } from './operators.ts';
import { parsePrimary } from './primary.ts';
import { expectClosing } from './recovery.ts';
import { didYouMean, nearest, suggestTag } from './scope.ts';
import { advance, limits, type Parser } from './state.ts';

export function parsePostfix(parser: Parser): Expression {
  return parsePostfixSuffixes(parser, parsePrimary(parser));
}

/** What may follow a primary expression or a compound literal. */
export function parsePostfixSuffixes(parser: Parser, primary: Expression): Expression {
  let expression = primary;
  for (let count = 0; ; count++) {
    const { kind } = parser;
    if (count >= limits.row && !checkRow(parser, count, parser.token.place)) {
      abandon(parser, parser.token.place);
      return expression;
    }
    switch (kind) {
      case '[':
        expression = parseSubscript(parser, expression);
        break;
      case '(':
        expression = parseCall(parser, expression);
        break;
      case '.':
      case '->':
        expression = parseMember(parser, expression, kind);
        break;
      case '++':
      case '--': {
        const { place } = advance(parser);
        expression = buildIncrement(parser, kind, false, expression, { place, start: expression.start, end: place });
        break;
      }
      default:
        return expression;
    }
  }
}

function parseSubscript(parser: Parser, left: Expression): Expression {
  const { place } = advance(parser);
  const right = enter(parser) ? parseExpression(parser) : abandoned(parser);
  leave(parser);
  const end = parser.token.place;
  expectClosing(parser, ']');
  return buildSubscript(parser, left, right, place, end);
}

/** `left[right]`; C lets either be the pointer. */
export function buildSubscript(
  parser: Parser,
  left: Expression,
  right: Expression,
  place: Place,
  end: Place,
): Expression {
  const first = toValue(left);
  const second = toValue(right);
  const extent = { place, start: left.start, end };
  if (isError(first.type) || isError(second.type)) return errorNode(extent, [left, right]);
  const [pointer, index] = second.type.kind === 'pointer' && isInteger(first.type) ? [second, first] : [first, second];
  if (pointer.type.kind !== 'pointer') {
    const message = `subscripted value is neither array nor pointer: it has type ${quoteType(left.type)}`;
    reportError(parser, 'bad-subscript', message, place);
    return errorNode(extent);
  }
  if (!isInteger(index.type)) {
    reportError(
      parser,
      'bad-subscript',
      `array subscript is not an integer: it has type ${quoteType(index.type)}`,
      index.place,
    );
    return errorNode(extent);
  }
  const address = buildOffset(parser, '+', pointer, index, extent);
  return isError(address.type) ? address : dereferenceNode(address, pointer.type.target, extent);
}

function parseMember(parser: Parser, left: Expression, operator: '.' | '->'): Expression {
  const { place } = advance(parser);
  if (parser.kind !== 'identifier') {
    reportSyntaxError(parser, 'expected-identifier', `expected a member name before ${currentToken(parser)}`);
    return errorNode({ place, start: left.start, end: place });
  }
  const name = advance(parser);
  const base = operator === '->' ? pointedRecord(parser, left, place) : left;
  if (isError(base.type) || callsUndeclared(base))
    return errorNode({ place, start: left.start, end: name.place }, [left], name.text);
  if (base.type.kind !== 'record') {
    reportNoRecord(parser, left, operator, name.text, place);
    return errorNode({ place, start: left.start, end: name.place });
  }
  return buildMember(parser, base, base.type, name.text, name.place);
}

/** `*left` for `left->…`; what is no pointer is left for the caller to report. */
function pointedRecord(parser: Parser, left: Expression, place: Place): Expression {
  const pointer = toValue(left);
  if (pointer.type.kind === 'pointer') {
    return dereferenceNode(pointer, pointer.type.target, { place, start: left.start, end: left.end });
  }
  if (pointer.type.kind === 'record') {
    const message = `invalid type argument of '->' (have ${quoteType(left.type)}); did you mean to use '.'?`;
    reportError(parser, 'bad-member-access', message, place);
    return errorNode(left);
  }
  return pointer;
}

function reportNoRecord(parser: Parser, left: Expression, operator: string, name: string, place: Place): void {
  const type = quoteType(left.type);
  const isPointer = left.type.kind === 'pointer' && left.type.target.kind === 'record';
  const message =
    isPointer && operator === '.'
      ? `${type} is a pointer; did you mean to use '->'?`
      : operator === '->'
        ? `invalid type argument of '->' (have ${type})`
        : `request for member '${name}' in something not a structure or union: it has type ${type}`;
  reportError(parser, 'bad-member-access', message, place);
}

/** The member of that name, through anonymous ones; it has the qualifiers of the whole. */
export function buildMember(
  parser: Parser,
  record: Expression,
  type: RecordType,
  name: string,
  place: Place,
): Expression {
  const found = type.declaration.complete ? findMember(type, name) : null;
  if (found) {
    let base = record;
    for (const member of found.path) {
      base = memberNode(base, member, addQualifiers(member.type, base.type.qualifiers), place, place);
    }
    return base;
  }
  if (!type.declaration.complete) {
    const hint = didYouMean(suggestTag(parser, type.declaration));
    reportError(parser, 'incomplete-type', `invalid use of undefined type ${quoteType(type)}${hint}`, place);
  } else {
    const message = `${quoteType(type)} has no member named '${name}'${didYouMean(parser.lacksHeaders ? null : nearest(name, memberNames(type)))}`;
    const notes = [{ message: 'declared here', place: type.declaration.place }];
    reportError(parser, 'no-member', message, place, notes);
  }
  return errorNode({ place, start: record.start, end: place }, [record], name);
}

function memberNames(type: RecordType): string[] {
  return type.declaration.members.flatMap((member) => {
    if (member.name !== null) return [member.name];
    return member.type.kind === 'record' ? memberNames(member.type) : [];
  });
}
