/** Function calls: arguments against the prototype (C11 6.5.2.2). */
import { isComplete } from '../layout.ts';
import { describeType, quoteType } from '../type-operations/description.ts';
import { isError } from '../type-operations/predicates.ts';
import type { Expression } from '../syntax.ts';
import type { FunctionType } from '../types.ts';
import { convertTo, isUndeclared, promoteArgument } from './conversions.ts';
import { enter, leave, reportError } from './diagnostics.ts';
import { abandoned, parseAssignment } from './expressions.ts';
import { errorNode, toValue, type Extent } from './nodes.ts';
import { expectClosing, skipTo } from './recovery.ts';
import { accept, advance, type Parser } from './state.ts';
import { parseTypeNameType, startsTypeName } from './type-names.ts';

/** At the `(` behind the function. */
export function parseCall(parser: Parser, left: Expression): Expression {
  advance(parser);
  const operands = parseArguments(parser, isUndeclared(left));
  return buildCall(parser, left, operands, { place: left.place, start: left.start, end: parser.previous.place });
}

/** Behind the `(`; consumes the `)`. */
export function parseArguments(parser: Parser, ofMacro = false): Expression[] {
  const operands: Expression[] = [];
  if (accept(parser, ')')) return operands;
  do {
    const before = parser.index;
    operands.push(enter(parser) ? parseArgument(parser, ofMacro) : abandoned(parser));
    leave(parser);
    if (parser.index === before && !(ofMacro && (parser.kind === ',' || parser.kind === ')'))) {
      skipTo(parser, ',');
      if (parser.kind !== ',') break;
    }
  } while (accept(parser, ','));
  expectClosing(parser, ')');
  return operands;
}

/** What nothing declares may be a macro, and takes types too. */
function parseArgument(parser: Parser, ofMacro: boolean): Expression {
  const { place } = parser.token;
  if (ofMacro && (parser.kind === ')' || parser.kind === ',')) return errorNode({ place, start: place, end: place });
  if (!ofMacro || !startsTypeName(parser)) return parseAssignment(parser);
  parseTypeNameType(parser);
  return errorNode({ place, start: place, end: parser.previous.place });
}

export function buildCall(
  parser: Parser,
  left: Expression,
  operands: readonly Expression[],
  extent: Extent,
): Expression {
  // What it gives, and to whom it can be assigned, only a header that is not there could say.
  if (parser.lacksHeaders && !parser.isPartial && isUndeclared(left))
    return errorNode(extent, [left, ...operands], calleeName(left));
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
