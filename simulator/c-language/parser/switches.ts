/** `switch` and its labels, with GNU ranges: values in the type of the switch, each at most once. */
import { evaluateInteger } from '../constant-expression.ts';
import { promoted, representation, wrapInteger } from '../type-operations/arithmetic.ts';
import { errorType } from '../type-operations/basic-types.ts';
import { isInteger } from '../type-operations/predicates.ts';
import type { Place } from '../source.ts';
import type { Statement, SwitchCase } from '../syntax.ts';
import type { CType } from '../types.ts';
import { promote, toInteger } from './conversions.ts';
import { reportError, reportWarning } from './diagnostics.ts';
import { parseConditional } from './expressions.ts';
import { expect, skipTo } from './recovery.ts';
import { accept, advance, type Parser, type SwitchContext } from './state.ts';
import { parseBody, parseLabelled, parseParenthesized } from './statements.ts';

export function parseSwitch(parser: Parser, place: Place): Statement {
  advance(parser);
  const value = promote(toInteger(parser, parseParenthesized(parser), 'switch quantity'));
  const context = parser.function;
  const outer = context?.switch ?? null;
  const inner: SwitchContext = { type: promoted(value.type), cases: [], places: [] };
  if (context) {
    context.switch = inner;
    context.breakable++;
  }
  const body = parseBody(parser);
  if (context) {
    context.switch = outer;
    context.breakable--;
  }
  return { kind: 'switch', value, body, cases: inner.cases, place, end: parser.previous.place };
}

export function parseCase(parser: Parser, place: Place): Statement {
  advance(parser);
  const low = parseCaseValue(parser);
  const high = accept(parser, '...') ? parseCaseValue(parser) : low;
  if (!expect(parser, ':')) skipBehindColon(parser);
  const isEmpty = low !== null && high !== null && low > high;
  if (isEmpty) reportWarning(parser, 'empty-range', 'empty range specified', place);
  const label: SwitchCase = { low, high };
  addCase(parser, low === null || high === null ? null : label, place);
  return finishCase(parser, label, place);
}

function skipBehindColon(parser: Parser): void {
  skipTo(parser, ':');
  accept(parser, ':');
}

/** In the type of the switch; null after an error. */
function parseCaseValue(parser: Parser): bigint | null {
  const expression = parseConditional(parser);
  const value = evaluateInteger(expression);
  const type: CType = parser.function?.switch?.type ?? errorType;
  if (value !== null && isInteger(expression.type))
    return isInteger(type) ? wrapInteger(value, representation(type)) : value;
  if (expression.type.kind !== 'error') {
    reportError(parser, 'not-constant', 'case label does not reduce to an integer constant', expression.place);
  }
  return null;
}

export function parseDefault(parser: Parser, place: Place): Statement {
  advance(parser);
  expect(parser, ':');
  const label: SwitchCase = { low: null, high: null };
  addCase(parser, label, place);
  return finishCase(parser, label, place);
}

function addCase(parser: Parser, label: SwitchCase | null, place: Place): void {
  const context = parser.function?.switch;
  if (!context) {
    const what = label && label.low === null ? "'default' label" : 'case label';
    reportError(parser, 'misplaced-case', `${what} not within a switch statement`, place);
    return;
  }
  if (!label || (label.low !== null && label.low > label.high!)) return;
  const { cases, places } = context;
  const other = cases.findIndex((each) => overlap(each, label));
  if (other >= 0) {
    const message = label.low === null ? "multiple 'default' labels in one switch" : 'duplicate case value';
    reportError(parser, 'duplicate-case', message, place, [{ message: 'previously used here', place: places[other]! }]);
    return;
  }
  cases.push(label);
  places.push(place);
}

function overlap(left: SwitchCase, right: SwitchCase): boolean {
  if (left.low === null || right.low === null) return left.low === right.low;
  return left.low <= right.high! && right.low <= left.high!;
}

function finishCase(parser: Parser, label: SwitchCase, place: Place): Statement {
  const body = parseLabelled(parser);
  return { kind: 'case', case: label, body, place, end: parser.previous.place };
}
