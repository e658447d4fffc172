/** Function calls: arguments against the prototype (C11 6.5.2.2). */
import { isComplete } from '../layout.ts';
import { describeType, quoteType } from '../type-operations/description.ts';
import { isError } from '../type-operations/predicates.ts';
import type { Expression } from '../syntax.ts';
import type { FunctionType } from '../types.ts';
import { convertTo, promoteArgument } from './conversions.ts';
import { enter, leave, reportError } from './diagnostics.ts';
import { abandoned, parseAssignment } from './expressions.ts';
import { errorNode, toValue, type Extent } from './nodes.ts';
import { expectClosing, skipTo } from './recovery.ts';
import { accept, advance, type Parser } from './state.ts';

/** At the `(` behind the function. */
export function parseCall(parser: Parser, left: Expression): Expression {
  advance(parser);
  const operands = parseArguments(parser);
  return buildCall(parser, left, operands, { place: left.place, start: left.start, end: parser.previous.place });
}

/** Behind the `(`; consumes the `)`. */
export function parseArguments(parser: Parser): Expression[] {
  const operands: Expression[] = [];
  if (accept(parser, ')')) return operands;
  do {
    const before = parser.index;
    operands.push(enter(parser) ? parseAssignment(parser) : abandoned(parser));
    leave(parser);
    if (parser.index === before) {
      skipTo(parser, ',');
      if (parser.kind !== ',') break;
    }
  } while (accept(parser, ','));
  expectClosing(parser, ')');
  return operands;
}

export function buildCall(
  parser: Parser,
  left: Expression,
  operands: readonly Expression[],
  extent: Extent,
): Expression {
  const callee = toValue(left);
  if (isError(callee.type)) return errorNode(extent, [left, ...operands]);
  if (callee.type.kind !== 'pointer' || callee.type.target.kind !== 'function') {
    const name = calleeName(left);
    reportError(
      parser,
      'not-a-function',
      `called object ${name && `'${name}' `}is not a function or function pointer`,
      left.place,
    );
    return errorNode(extent, operands);
  }
  const type = callee.type.target;
  if (type.result.kind !== 'void' && !isComplete(type.result) && !isError(type.result)) {
    reportError(
      parser,
      'incomplete-type',
      `calling a function that returns incomplete type ${quoteType(type.result)}`,
      extent.place,
    );
    return errorNode(extent);
  }
  const { place, start, end } = extent;
  const converted = convertArguments(parser, left, type, operands, extent);
  return { kind: 'call', type: type.result, place, start, end, lvalue: false, callee, arguments: converted };
}

function calleeName(left: Expression): string {
  if (left.kind === 'variable' || left.kind === 'function') return left.symbol.name;
  return left.kind === 'member' ? (left.member.name ?? '') : '';
}

function convertArguments(
  parser: Parser,
  left: Expression,
  type: FunctionType,
  operands: readonly Expression[],
  extent: Extent,
): Expression[] {
  const { parameters } = type;
  const callee = calleeName(left) || describeType(type);
  if (
    !type.oldStyle &&
    (operands.length < parameters.length || (operands.length > parameters.length && !type.variadic))
  ) {
    reportCount(parser, left, type, operands, callee, extent);
  }
  return operands.map((operand, index) => {
    const parameter = parameters[index];
    if (!parameter || type.oldStyle) return checkVariadic(parser, promoteArgument(toValue(operand)));
    const reason = { kind: 'argument', number: index + 1, callee, parameter: parameter.place } as const;
    return convertTo(parser, operand, parameter.type, reason);
  });
}

function checkVariadic(parser: Parser, value: Expression): Expression {
  if (value.type.kind !== 'void') return value;
  reportError(parser, 'void-value', 'invalid use of void expression', value.place);
  return errorNode(value);
}

function reportCount(
  parser: Parser,
  left: Expression,
  type: FunctionType,
  operands: readonly Expression[],
  callee: string,
  extent: Extent,
): void {
  const few = operands.length < type.parameters.length;
  const expected = `expected ${type.variadic ? 'at least ' : ''}${type.parameters.length}, have ${operands.length}`;
  const message = `too ${few ? 'few' : 'many'} arguments to function '${callee}'; ${expected}`;
  const place = few ? extent.place : operands[type.parameters.length]!.place;
  const notes = left.kind === 'function' ? [{ message: 'declared here', place: left.symbol.place }] : [];
  reportError(parser, 'argument-count', message, place, notes);
}
