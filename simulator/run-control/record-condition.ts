/**
 * Conditions over a journal record's fields, as an event filter takes them: `device == "0000:01:00.0" && length > 4096 && toDevice`. C's operators and
 * precedence over whole numbers, text and truth; an unknown field is an error when the condition is set, not when it is met.
 */
import type { JournalRecord } from '../journal.ts';

export type RecordCondition = (record: JournalRecord) => boolean;
type Value = bigint | string | boolean;
type Evaluate = (record: JournalRecord) => Value;

/** Field names a condition may use, and what they mean; shown where a condition is typed. */
export const recordFields: Readonly<Record<string, string>> = {
  device: 'bus name, as text',
  direction: '"to-device" or "from-device"',
  toDevice: 'the device reads memory',
  fromDevice: 'the device writes memory',
  length: 'bytes',
  programmed: 'address the engine was given',
  driven: 'address on its bus',
  bridged: 'address after the bridge',
  physical: 'address memory sees',
  bytesMoved: 'bytes, at completion',
  framesChanged: 'page frames changed, at completion',
  status: 'outcome, as text',
  purpose: 'what the engine does, as text',
  transfer: 'number of the transfer',
  reason: 'number of an IOMMU fault',
  domain: 'number of an IOMMU domain',
  dropped: 'IOTLB entries that went',
  code: 'kind of finding, as text',
  message: 'text of the finding',
  address: 'address it is about',
  origin: '"kernel" or "simulator"',
  kind: 'kind of record',
  what: '"single", "scatterlist" or "resource"; of a synchronisation "for-cpu" or "for-device"',
  mapped: 'direction of a mapping: "to-device", "from-device" or "both"',
  register: 'name of a device register, as text',
  offset: 'bytes from the start of the BAR',
  size: 'bytes',
  value: 'what was read or written',
  irq: 'interrupt number',
  access: '"read", "write" or "execute", of a page fault',
  pages: 'pages that a TLB flush names',
  level: 'level of a log line, 0 to 7',
  text: 'text of a log line',
  handle: 'bus address of a buffer',
  at: 'virtual ns since power-on',
  cpu: 'CPU number',
  task: 'task id',
};

/** Bounds that keep any text from exhausting the stack. */
const deepest = 100;
const mostTokens = 1000;

class ConditionError extends Error {}

export function compileRecordCondition(text: string): { condition: RecordCondition } | { error: string } {
  try {
    const parser = { tokens: tokenize(text), at: 0, depth: 0 };
    const evaluate = parseBinary(parser, 0);
    if (parser.at < parser.tokens.length)
      throw new ConditionError(`'${parser.tokens[parser.at]}' is not expected here`);
    return { condition: (record) => truth(evaluate(record)) };
  } catch (error) {
    if (error instanceof ConditionError) return { error: `${error.message}, in the condition '${text}'` };
    throw error;
  }
}

interface Parser {
  readonly tokens: string[];
  at: number;
  /** Unary operators and parentheses that are open. */
  depth: number;
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  const pattern =
    /\s*("(?:[^"\\]|\\.)*"|0[xX][0-9a-fA-F]+|\d+|[A-Za-z_]\w*|&&|\|\||==|!=|<=|>=|<<|>>|[-+*/%&|^~!<>()])/y;
  while (pattern.lastIndex < text.trimEnd().length) {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match) throw new ConditionError(`'${text.slice(start).trim()[0]}' is not understood`);
    tokens.push(match[1]!);
    if (tokens.length > mostTokens) throw new ConditionError(`it has more than ${mostTokens} parts`);
  }
  return tokens;
}

const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

function parseBinary(parser: Parser, level: number): Evaluate {
  if (level === levels.length) return parseUnary(parser);
  let left = parseBinary(parser, level + 1);
  while (levels[level]!.includes(parser.tokens[parser.at] ?? '')) {
    const operator = parser.tokens[parser.at++]!;
    left = binary(operator, left, parseBinary(parser, level + 1));
  }
  return left;
}

function parseUnary(parser: Parser): Evaluate {
  if (parser.depth === deepest) throw new ConditionError('nested too deeply');
  parser.depth++;
  const evaluate = parseOperand(parser, parser.tokens[parser.at++]);
  parser.depth--;
  return evaluate;
}

function parseOperand(parser: Parser, token: string | undefined): Evaluate {
  if (token === '!' || token === '-' || token === '~') {
    const operand = parseUnary(parser);
    if (token === '!') return (record) => !truth(operand(record));
    return (record) => (token === '-' ? -number(operand(record)) : ~number(operand(record)));
  }
  if (token === '(') {
    const inner = parseBinary(parser, 0);
    if (parser.tokens[parser.at++] !== ')') throw new ConditionError("')' is missing");
    return inner;
  }
  return parsePrimary(token);
}

function parsePrimary(token: string | undefined): Evaluate {
  if (token === undefined) throw new ConditionError('something is missing at the end');
  if (token.startsWith('"')) {
    const text = token.slice(1, -1).replace(/\\(.)/g, '$1');
    return () => text;
  }
  if (/^\d/.test(token)) return () => BigInt(token);
  if (token === 'true' || token === 'false') return () => token === 'true';
  if (Object.hasOwn(recordFields, token)) return (record) => fieldOf(record, token);
  throw new ConditionError(`there is no field '${token}' (there is ${Object.keys(recordFields).join(', ')})`);
}

function fieldOf(record: JournalRecord, name: string): Value {
  const fields = record as unknown as Readonly<Record<string, unknown>>;
  if (name === 'toDevice') return fields['direction'] === 'to-device';
  if (name === 'fromDevice') return fields['direction'] === 'from-device';
  const value = fields[name];
  if (typeof value === 'number') return BigInt(Math.trunc(value));
  if (typeof value === 'bigint' || typeof value === 'string' || typeof value === 'boolean') return value;
  return Array.isArray(value) ? BigInt(value.length) : 0n;
}

function binary(operator: string, left: Evaluate, right: Evaluate): Evaluate {
  switch (operator) {
    case '&&':
      return (record) => truth(left(record)) && truth(right(record));
    case '||':
      return (record) => truth(left(record)) || truth(right(record));
    case '==':
      return (record) => same(left(record), right(record));
    case '!=':
      return (record) => !same(left(record), right(record));
    default:
      return (record) => arithmetic(operator, number(left(record)), number(right(record)));
  }
}

function arithmetic(operator: string, left: bigint, right: bigint): Value {
  switch (operator) {
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    case '>=':
      return left >= right;
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0n ? 0n : left / right;
    case '%':
      return right === 0n ? 0n : left % right;
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '<<':
      return BigInt.asUintN(64, left << (right & 63n));
    default:
      return left >> (right & 63n);
  }
}

function truth(value: Value): boolean {
  return typeof value === 'string' ? value !== '' : Boolean(value);
}

function number(value: Value): bigint {
  if (typeof value === 'string') return /^\d+$/.test(value) ? BigInt(value) : 0n;
  return BigInt(value);
}

function same(left: Value, right: Value): boolean {
  return typeof left === 'string' || typeof right === 'string'
    ? String(left) === String(right)
    : number(left) === number(right);
}
