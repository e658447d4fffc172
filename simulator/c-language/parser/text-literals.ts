/** Characters and strings: escapes, encodings and the concatenation of neighbours (C11 6.4.4.4 and 6.4.5). */
import { charType, integerTypes } from '../type-operations/basic-types.ts';
import type { Token } from '../token.ts';
import type { IntegerType } from '../types.ts';

export interface Encoding {
  readonly element: IntegerType;
  readonly utf8: boolean;
}
const narrow: Encoding = { element: charType, utf8: true };
const encodings: Readonly<Record<string, Encoding>> = {
  '': narrow,
  u8: narrow,
  L: { element: integerTypes.int, utf8: false },
  u: { element: integerTypes['unsigned short'], utf8: false },
  U: { element: integerTypes['unsigned int'], utf8: false },
};

/** A unit of a literal: a character still to be encoded, or a number given by `\x41` or `\101`. */
export interface Unit {
  readonly value: number;
  readonly raw: boolean;
}

export interface TextLiteral {
  readonly encoding: Encoding;
  readonly units: readonly Unit[];
  /** In words; null if all is well. */
  readonly problem: string | null;
}

/** Reads a string or character token, spelled with its quotes. */
export function readText(token: Token): TextLiteral {
  const { text } = token;
  const quote = token.kind === 'string' ? '"' : "'";
  const begin = text.indexOf(quote);
  const encoding = encodings[text.slice(0, begin)] ?? narrow;
  const closed = text.length > begin + 1 && text.endsWith(quote);
  const units: Unit[] = [];
  const problem = readUnits(text, begin + 1, closed ? text.length - 1 : text.length, units);
  return { encoding, units, problem: closed ? problem : `missing terminating ${quote} character` };
}

function readUnits(text: string, begin: number, end: number, units: Unit[]): string | null {
  let problem: string | null = null;
  let index = begin;
  while (index < end) {
    if (text[index] !== '\\') {
      const value = text.codePointAt(index)!;
      units.push({ value, raw: false });
      index += value > 0xffff ? 2 : 1;
      continue;
    }
    const escape = readEscape(text, index + 1, end);
    units.push(escape.unit);
    problem ??= escape.problem;
    index = escape.next;
  }
  return problem;
}

interface Escape {
  readonly unit: Unit;
  readonly next: number;
  readonly problem: string | null;
}

const simpleEscapes: Readonly<Record<string, number>> = {
  n: 10, t: 9, r: 13, a: 7, b: 8, f: 12, v: 11, e: 27, E: 27, '\\': 92, "'": 39, '"': 34, '?': 63,
}; // prettier-ignore

/** `index` is that of the letter behind the backslash. */
function readEscape(text: string, index: number, end: number): Escape {
  const letter = text[index] ?? '';
  const simple = simpleEscapes[letter];
  if (simple !== undefined) return { unit: { value: simple, raw: true }, next: index + 1, problem: null };
  if (letter >= '0' && letter <= '7') {
    const digits = digitsAt(text, index, Math.min(end, index + 3), 8);
    return { unit: { value: parseInt(digits, 8), raw: true }, next: index + digits.length, problem: null };
  }
  if (letter === 'x' || letter === 'u' || letter === 'U') {
    const limit = letter === 'x' ? end : Math.min(end, index + (letter === 'u' ? 5 : 9));
    const digits = digitsAt(text, index + 1, limit, 16);
    const problem = digits === '' ? `\\${letter} used with no following hex digits` : null;
    const value = digits === '' ? 0 : Number.parseInt(digits.slice(-8), 16);
    return { unit: { value, raw: letter === 'x' }, next: index + 1 + digits.length, problem };
  }
  const value = text.codePointAt(index) ?? 92;
  return { unit: { value, raw: false }, next: index + 1, problem: `unknown escape sequence '\\${letter}'` };
}

function digitsAt(text: string, begin: number, end: number, radix: number): string {
  let index = begin;
  while (index < end && !Number.isNaN(Number.parseInt(text[index]!, radix))) index++;
  return text.slice(begin, index);
}

/** The bytes of a string with its terminator, little endian. */
export function encodeUnits(units: readonly Unit[], encoding: Encoding): Uint8Array {
  const bytes: number[] = [];
  const size = encoding.element.size;
  for (const { value, raw } of units) {
    if (raw || !encoding.utf8) {
      pushElement(bytes, value, size);
      continue;
    }
    pushUtf8(bytes, value);
  }
  pushElement(bytes, 0, size);
  return Uint8Array.from(bytes);
}

function pushElement(bytes: number[], value: number, size: number): void {
  if (size === 2 && value > 0xffff) {
    pushElement(bytes, 0xd800 + ((value - 0x10000) >> 10), 2);
    pushElement(bytes, 0xdc00 + ((value - 0x10000) & 0x3ff), 2);
    return;
  }
  for (let index = 0; index < size; index++) bytes.push((value >>> (8 * index)) & 0xff);
}

function pushUtf8(bytes: number[], value: number): void {
  if (value < 0x80) bytes.push(value);
  else if (value < 0x800) bytes.push(0xc0 | (value >> 6), 0x80 | (value & 0x3f));
  else if (value < 0x10000) bytes.push(0xe0 | (value >> 12), 0x80 | ((value >> 6) & 0x3f), 0x80 | (value & 0x3f));
  else
    bytes.push(
      0xf0 | (value >> 18),
      0x80 | ((value >> 12) & 0x3f),
      0x80 | ((value >> 6) & 0x3f),
      0x80 | (value & 0x3f),
    );
}

/** The value of a character constant; several characters fill an `int` from the left, as in gcc. */
export function characterValue(literal: TextLiteral): bigint {
  const { element } = literal.encoding;
  if (element !== charType) return BigInt(literal.units[0]?.value ?? 0);
  const bytes = encodeUnits(literal.units, literal.encoding);
  if (bytes.length <= 2) return BigInt.asIntN(8, BigInt(bytes[0]!));
  let value = 0n;
  for (const byte of bytes.subarray(0, -1)) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(32, value);
}
