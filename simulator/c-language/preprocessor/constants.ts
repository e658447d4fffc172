/** Integer and character constants as `#if` reads them. Each function answers a message where the constant is wrong. */
import type { ConditionValue } from '../preprocessor-expression.ts';

/** Decimal, octal, hexadecimal and GNU binary, with any integer suffix (C11 6.4.4.1). */
export function readInteger(text: string): ConditionValue | string {
  const parts = /^(0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+)([a-zA-Z]*)$/.exec(text);
  if (parts === null) {
    const floating = /^([0-9]*\.?[0-9]*([eE][+-]?[0-9]+)?|0[xX][0-9a-fA-F.]*[pP][+-]?[0-9]+)[fFlL]?$/.test(text);
    return floating ? `the floating constant '${text}' cannot stand in a condition` : `'${text}' is not an integer`;
  }
  const [, digits = '', suffix = ''] = parts;
  if (!/^([uU]?(ll?|LL?)?|(ll?|LL?)[uU])$/.test(suffix)) return `'${suffix}' cannot follow the integer '${digits}'`;
  const octal = /^0[0-9]/.test(digits);
  if (octal && /[89]/.test(digits)) return `'${digits}' is not an octal constant`;
  const value = BigInt(octal ? `0o${digits.slice(1)}` : digits);
  const decimal = /^[1-9]/.test(digits);
  if (value >= 1n << 64n) return `'${text}' is too large for 64 bits`;
  const unsigned = /[uU]/.test(suffix) || value >= 1n << 63n;
  // A decimal constant beyond the signed range has no type in C11; gcc reads it as unsigned, with a warning.
  return { value, unsigned: unsigned || (decimal && value >= 1n << 63n) };
}

/** `'a'`, `'ab'` (gcc: the bytes shifted together into an int), `L'a'`, `u'a'`, `U'a'`. */
export function readCharacter(text: string): ConditionValue | string {
  const quote = text.indexOf("'");
  const prefix = text.slice(0, quote);
  const codes = characterCodes(text.slice(quote + 1, -1), prefix === '');
  if (typeof codes === 'string') return codes;
  if (codes.length === 0) return 'a character constant is empty';
  if (prefix === '') return { value: narrowValue(codes), unsigned: false };
  const bits = prefix === 'u' ? 16 : 32;
  return {
    value: (prefix === 'L' ? BigInt.asIntN : BigInt.asUintN)(bits, BigInt(codes.at(-1)!)),
    unsigned: prefix !== 'L',
  };
}

/** gcc: one character is a signed char; of more, each shifts the others up, and int wraps. */
function narrowValue(codes: readonly number[]): bigint {
  if (codes.length === 1) return BigInt.asIntN(8, BigInt(codes[0]!));
  let value = 0n;
  for (const code of codes) value = (value << 8n) | BigInt(code & 0xff);
  return BigInt.asIntN(32, value);
}

const simpleEscapes: Readonly<Record<string, number>> = {
  n: 10, t: 9, r: 13, a: 7, b: 8, f: 12, v: 11, e: 27, E: 27, '\\': 92, "'": 39, '"': 34, '?': 63,
}; // prettier-ignore

const characterPattern = /\\x([0-9a-fA-F]+)|\\([0-7]{1,3})|\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})|\\([^])|([^\\])/uy;

/** Code units of what stands between the quotes: bytes of UTF-8 where `narrow`, else code points. */
function characterCodes(text: string, narrow: boolean): number[] | string {
  const codes: number[] = [];
  characterPattern.lastIndex = 0;
  for (let match = characterPattern.exec(text); match !== null; match = characterPattern.exec(text)) {
    const [, hexadecimal, octal, short, long, letter, plain] = match;
    const universal = short ?? long;
    if (hexadecimal !== undefined) codes.push(Number.parseInt(hexadecimal.slice(-8), 16));
    else if (octal !== undefined) codes.push(Number.parseInt(octal, 8));
    else if (letter !== undefined) {
      const code = simpleEscapes[letter];
      if (code === undefined) return `'\\${letter}' is not an escape sequence`;
      codes.push(code);
    } else {
      const code = universal !== undefined ? Number.parseInt(universal, 16) : plain!.codePointAt(0)!;
      codes.push(...(narrow ? utf8(code) : [code]));
    }
  }
  return codes;
}

function utf8(code: number): number[] {
  if (code < 0x80) return [code];
  const tail = (shift: number) => 0x80 | ((code >> shift) & 0x3f);
  if (code < 0x800) return [0xc0 | (code >> 6), tail(0)];
  if (code < 0x10000) return [0xe0 | (code >> 12), tail(6), tail(0)];
  return [0xf0 | (code >> 18), tail(12), tail(6), tail(0)];
}
