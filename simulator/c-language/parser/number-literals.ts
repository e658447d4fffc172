/** Numbers as C spells them: value and type of integer and floating constants (C11 6.4.4). */
import { parseExtended, type Extended } from '../extended-precision.ts';
import { fitsInteger } from '../type-operations/arithmetic.ts';
import { floatingTypes, integerTypes } from '../type-operations/basic-types.ts';
import type { FloatingType, IntegerName, IntegerType } from '../types.ts';

export type NumberLiteral =
  | { readonly kind: 'integer'; readonly value: bigint; readonly type: IntegerType }
  | {
      readonly kind: 'floating';
      readonly value: number;
      readonly type: FloatingType;
      readonly extended: Extended | null;
    };

/** Returns the reason, in words, if the spelling is no number. */
export function readNumber(text: string): NumberLiteral | string {
  const first = text.charCodeAt(0);
  if (text.length === 1 && first >= 48 && first <= 57) {
    return { kind: 'integer', value: smallValues[first - 48]!, type: integerTypes.int };
  }
  const hexadecimal = text.startsWith('0x') || text.startsWith('0X');
  return isFloating(text, hexadecimal) ? readFloating(text, hexadecimal) : readInteger(text, hexadecimal);
}

const smallValues = Array.from({ length: 10 }, (_, digit) => BigInt(digit));

function isFloating(text: string, hexadecimal: boolean): boolean {
  if (text.includes('.')) return true;
  return hexadecimal ? text.includes('p') || text.includes('P') : text.includes('e') || text.includes('E');
}

function readInteger(text: string, hexadecimal: boolean): NumberLiteral | string {
  const binary = text.startsWith('0b') || text.startsWith('0B');
  const radix = hexadecimal ? 16 : binary ? 2 : text.startsWith('0') ? 8 : 10;
  const begin = radix === 16 || radix === 2 ? 2 : 0;
  let end = begin;
  while (end < text.length && digitValue(text.charCodeAt(end)) < Math.max(radix, 10)) end++;
  const suffix = suffixOf(text.slice(end));
  if (!suffix) return `invalid suffix "${text.slice(end)}" on integer constant`;
  const digits = text.slice(begin, end);
  if (digits === '') return `invalid integer constant "${text}"`;
  if (radix < 10) {
    for (const digit of digits)
      if (digit.charCodeAt(0) - 48 >= radix)
        return `invalid digit "${digit}" in ${radix === 8 ? 'octal' : 'binary'} constant`;
  }
  const value = BigInt(
    radix === 16 ? `0x${digits}` : radix === 2 ? `0b${digits}` : radix === 8 ? `0o${digits}` : digits,
  );
  const type = integerTypeFor(value, suffix, radix === 10);
  return type ? { kind: 'integer', value, type } : 'integer constant is too large for its type';
}

function digitValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : 99;
}

interface Suffix {
  readonly unsigned: boolean;
  readonly long: 0 | 1 | 2;
}

function suffixOf(text: string): Suffix | null {
  if (text === '') return noSuffix;
  const lower = text.toLowerCase();
  if (text.includes('lL') || text.includes('Ll')) return null;
  const unsigned = lower.includes('u');
  const rest = lower.replace('u', '');
  if (rest !== '' && rest !== 'l' && rest !== 'll') return null;
  if (unsigned && !lower.startsWith('u') && !lower.endsWith('u')) return null;
  return { unsigned, long: rest.length as 0 | 1 | 2 };
}
const noSuffix: Suffix = { unsigned: false, long: 0 };

/** The first type of the list in C11 6.4.4.1 that can hold the value. */
function integerTypeFor(value: bigint, suffix: Suffix, decimal: boolean): IntegerType | null {
  for (let size = suffix.long; size <= 2; size++) {
    const signed = integerTypes[signedNames[size]!];
    const unsigned = integerTypes[unsignedNames[size]!];
    if (!suffix.unsigned && fitsInteger(value, signed)) return signed;
    if ((suffix.unsigned || !decimal) && fitsInteger(value, unsigned)) return unsigned;
  }
  // gcc takes a decimal constant that only fits unsigned as __int128.
  return fitsInteger(value, integerTypes['unsigned long long']) ? integerTypes.__int128 : null;
}
const signedNames: readonly IntegerName[] = ['int', 'long', 'long long'];
const unsignedNames: readonly IntegerName[] = ['unsigned int', 'unsigned long', 'unsigned long long'];

function readFloating(text: string, hexadecimal: boolean): NumberLiteral | string {
  const last = text[text.length - 1]!;
  const type = floatingType(last);
  const digits = type === floatingTypes.double ? text : text.slice(0, -1);
  const value = hexadecimal
    ? hexadecimalFloat(digits)
    : /^(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(digits)
      ? Number(digits)
      : NaN;
  if (Number.isNaN(value)) return `invalid floating constant "${text}"`;
  const extended = type.size === 16 ? parseExtended(digits) : null;
  return { kind: 'floating', value: type.size === 4 ? Math.fround(value) : value, type, extended };
}

function floatingType(suffix: string): FloatingType {
  if (suffix === 'l' || suffix === 'L') return floatingTypes['long double'];
  if (suffix === 'f' || suffix === 'F') return floatingTypes.float;
  return floatingTypes.double;
}

function hexadecimalFloat(text: string): number {
  const match = /^0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)$/.exec(text);
  if (!match || (match[1] === '' && match[2] === '')) return NaN;
  const fraction = match[2]!;
  return Number(BigInt(`0x${match[1]}${fraction}`)) * 2 ** (Number(match[3]) - 4 * fraction.length);
}
