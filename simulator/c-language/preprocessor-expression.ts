/** Evaluates the condition of an `#if`: 64-bit integer arithmetic on expanded tokens (C11 6.10.1). */
import type { Place } from './source.ts';
import type { Token } from './token.ts';
import { readCharacter, readInteger } from './preprocessor/constants.ts';
import { limits } from './preprocessor/state.ts';

export type ConditionResult =
  | { readonly kind: 'value'; readonly value: bigint }
  | { readonly kind: 'error'; readonly message: string; readonly place: Place };

/** intmax_t or uintmax_t. */
export interface ConditionValue {
  readonly value: bigint;
  readonly unsigned: boolean;
}

/** The value of `tokens`, in which `defined` and the like are replaced already; `place` is told where there are no tokens. */
export function evaluateCondition(tokens: readonly Token[], place: Place): ConditionResult {
  const reader: Reader = { tokens, index: 0, place, depth: 0, error: null };
  const { value } = readBinary(reader, lowestPrecedence, true);
  if (reader.error === null && reader.index < tokens.length)
    fail(reader, `'${tokens[reader.index]!.text}' is not expected`);
  return reader.error ?? { kind: 'value', value };
}

interface Reader {
  readonly tokens: readonly Token[];
  readonly place: Place;
  index: number;
  depth: number;
  /** The first one; reading goes on to the end all the same, which is near. */
  error: (ConditionResult & { kind: 'error' }) | null;
}

const zero: ConditionValue = { value: 0n, unsigned: false };

function fail(reader: Reader, message: string, place?: Place): ConditionValue {
  const at = place ?? reader.tokens[reader.index]?.place ?? reader.tokens.at(-1)?.place ?? reader.place;
  reader.error ??= { kind: 'error', message, place: at };
  reader.index = reader.tokens.length;
  return zero;
}

const precedences: Readonly<Record<string, number>> = {
  ',': 1, '?': 2, '||': 3, '&&': 4, '|': 5, '^': 6, '&': 7, '==': 8, '!=': 8, '<': 9, '>': 9, '<=': 9, '>=': 9,
  '<<': 10, '>>': 10, '+': 11, '-': 11, '*': 12, '/': 12, '%': 12,
}; // prettier-ignore
const lowestPrecedence = 1;

/** `live` is false where the value does not count: there, dividing by zero is no error. */
function readBinary(reader: Reader, lowest: number, live: boolean): ConditionValue {
  let left = readUnary(reader, live);
  for (;;) {
    const operator = reader.tokens[reader.index];
    const precedence = operator?.kind === 'punctuator' ? precedences[operator.text] : undefined;
    if (operator === undefined || precedence === undefined || precedence < lowest) return left;
    reader.index++;
    if (operator.text === '?') left = readConditional(reader, left, live);
    else if (operator.text === '&&' || operator.text === '||')
      left = readLogical(reader, operator, precedence, left, live);
    else {
      const right = readBinary(reader, precedence + 1, live);
      left = reader.error === null ? combine(reader, operator, left, right, live) : zero;
    }
  }
}

function readConditional(reader: Reader, condition: ConditionValue, live: boolean): ConditionValue {
  const holds = condition.value !== 0n;
  const whenTrue = readBinary(reader, lowestPrecedence, live && holds);
  if (reader.tokens[reader.index]?.text !== ':') return fail(reader, `'?' without ':'`);
  reader.index++;
  const whenFalse = readBinary(reader, precedences['?']!, live && !holds);
  const unsigned = whenTrue.unsigned || whenFalse.unsigned;
  return wrap(holds ? whenTrue.value : whenFalse.value, unsigned);
}

function readLogical(
  reader: Reader,
  operator: Token,
  precedence: number,
  left: ConditionValue,
  live: boolean,
): ConditionValue {
  const decided = (left.value !== 0n) === (operator.text === '||');
  const right = readBinary(reader, precedence + 1, live && !decided);
  return truth(decided ? operator.text === '||' : right.value !== 0n);
}

function readUnary(reader: Reader, live: boolean): ConditionValue {
  if (reader.depth === limits.expressionNesting) return fail(reader, 'the condition is nested too deep');
  reader.depth++;
  const value = readOperand(reader, live);
  reader.depth--;
  return value;
}

function readOperand(reader: Reader, live: boolean): ConditionValue {
  const token = reader.tokens[reader.index];
  if (token === undefined) return fail(reader, 'the condition ends where a value is expected');
  reader.index++;
  if (token.kind === 'number' || token.kind === 'character') return readConstant(reader, token);
  if (token.kind === 'identifier') return readIdentifier(reader, token);
  if (token.text === '(') return readParenthesised(reader, live);
  if (!'+-~!'.includes(token.text)) return fail(reader, `'${token.text}' is not expected`, token.place);
  const operand = readUnary(reader, live);
  switch (token.text) {
    case '-':
      return wrap(-operand.value, operand.unsigned);
    case '~':
      return wrap(~operand.value, operand.unsigned);
    case '!':
      return truth(operand.value === 0n);
    default:
      return operand;
  }
}

function readConstant(reader: Reader, token: Token): ConditionValue {
  const constant = token.kind === 'number' ? readInteger(token.text) : readCharacter(token.text);
  return typeof constant === 'string' ? fail(reader, constant, token.place) : constant;
}

/** What is left of an identifier after expansion counts as 0; a call of one is a mistake worth words of its own. */
function readIdentifier(reader: Reader, token: Token): ConditionValue {
  if (reader.tokens[reader.index]?.text !== '(') return zero;
  return fail(reader, `'${token.text}' is not a function-like macro`, token.place);
}

function readParenthesised(reader: Reader, live: boolean): ConditionValue {
  const value = readBinary(reader, lowestPrecedence, live);
  if (reader.tokens[reader.index]?.text !== ')') return fail(reader, `')' is missing`);
  reader.index++;
  return value;
}

function combine(
  reader: Reader,
  operator: Token,
  left: ConditionValue,
  right: ConditionValue,
  live: boolean,
): ConditionValue {
  const unsigned = left.unsigned || right.unsigned;
  const a = wrap(left.value, unsigned).value;
  const b = wrap(right.value, unsigned).value;
  switch (operator.text) {
    case ',':
      return right;
    case '|':
      return { value: a | b, unsigned };
    case '^':
      return { value: a ^ b, unsigned };
    case '&':
      return { value: a & b, unsigned };
    case '+':
      return wrap(a + b, unsigned);
    case '-':
      return wrap(a - b, unsigned);
    case '*':
      return wrap(a * b, unsigned);
    case '/':
    case '%':
      if (b === 0n) return live ? fail(reader, 'division by zero', operator.place) : { value: 0n, unsigned };
      return wrap(operator.text === '/' ? a / b : a % b, unsigned);
    case '<<':
      return shift(left, right, 1n);
    case '>>':
      return shift(left, right, -1n);
    default:
      return truth(compare(operator.text, a, b));
  }
}

function compare(operator: string, a: bigint, b: bigint): boolean {
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '<=':
      return a <= b;
    default:
      return a >= b;
  }
}

/** A negative count shifts the other way, and 64 or more shifts everything out, as in gcc. */
function shift(left: ConditionValue, right: ConditionValue, direction: bigint): ConditionValue {
  const count = right.unsigned || right.value >= 0n ? right.value : -right.value;
  const leftwards = direction > 0n === (right.unsigned || right.value >= 0n);
  const bounded = count > 64n ? 64n : count;
  return wrap(leftwards ? left.value << bounded : left.value >> bounded, left.unsigned);
}

function wrap(value: bigint, unsigned: boolean): ConditionValue {
  return { value: unsigned ? BigInt.asUintN(64, value) : BigInt.asIntN(64, value), unsigned };
}

function truth(holds: boolean): ConditionValue {
  return { value: holds ? 1n : 0n, unsigned: false };
}
