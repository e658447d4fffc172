/**
 * `long double`: the x87's 80-bit format, computed exactly on integers and rounded to nearest, half to even, as the processor does.
 * A value is its 80 bits as in memory: 64 of the significand (its leading one included), 15 of the exponent, the sign.
 */

export type Extended = bigint;

/** `mantissa * 2 ** exponent`; infinities and NaNs have no mantissa. */
interface Parts {
  readonly kind: 'finite' | 'infinity' | 'nan';
  readonly negative: boolean;
  readonly mantissa: bigint;
  readonly exponent: number;
}

const signBit = 1n << 79n;
const significandMask = (1n << 64n) - 1n;
const infinity = (0x7fffn << 64n) | (1n << 63n);
const notANumber = (0xffffn << 64n) | (3n << 62n);
const bias = 16_383;
/** Exponent of the last bit of the smallest numbers. */
const smallest = -16_445;

export function partsOfExtended(bits: Extended): Parts {
  const negative = (bits & signBit) !== 0n;
  const biased = Number((bits >> 64n) & 0x7fffn);
  const mantissa = bits & significandMask;
  if (biased < 0x7fff) return { kind: 'finite', negative, mantissa, exponent: Math.max(biased, 1) - bias - 63 };
  const kind = (mantissa & (significandMask >> 1n)) === 0n ? 'infinity' : 'nan';
  return { kind, negative, mantissa: 0n, exponent: 0 };
}

function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}

interface Rounded {
  readonly mantissa: bigint;
  readonly exponent: number;
}

/** To `precision` bits, the last of which is worth `2 ** least` at least. `sticky`: something non-zero lies below the mantissa. */
function rounded(mantissa: bigint, exponent: number, precision: number, least: number, sticky = false): Rounded {
  const last = Math.max(exponent + bitLength(mantissa) - precision, least);
  const drop = last - exponent;
  if (drop <= 0) return { mantissa: mantissa << BigInt(-drop), exponent: last };
  const kept = mantissa >> BigInt(drop);
  const rest = mantissa - (kept << BigInt(drop));
  const half = 1n << BigInt(drop - 1);
  const up = rest > half || (rest === half && (sticky || (kept & 1n) === 1n));
  return { mantissa: up ? kept + 1n : kept, exponent: last };
}

function encode(negative: boolean, mantissa: bigint, exponent: number, sticky = false): Extended {
  const sign = negative ? signBit : 0n;
  if (mantissa === 0n) return sign;
  let result = rounded(mantissa, exponent, 64, smallest, sticky);
  if (result.mantissa >> 64n) result = { mantissa: result.mantissa >> 1n, exponent: result.exponent + 1 };
  const biased = result.mantissa >> 63n ? result.exponent + bias + 63 : 0;
  return biased >= 0x7fff ? sign | infinity : sign | (BigInt(biased) << 64n) | result.mantissa;
}

export function extendedFromInteger(value: bigint): Extended {
  return encode(value < 0n, value < 0n ? -value : value, 0);
}

/** Towards zero; null for what is no number. */
export function integerFromExtended(bits: Extended): bigint | null {
  const { kind, negative, mantissa, exponent } = partsOfExtended(bits);
  if (kind !== 'finite') return null;
  const magnitude = exponent >= 0 ? mantissa << BigInt(exponent) : mantissa >> BigInt(-exponent);
  return negative ? -magnitude : magnitude;
}

const scratch = new DataView(new ArrayBuffer(8));

export function extendedFromDouble(value: number): Extended {
  scratch.setFloat64(0, value);
  const raw = scratch.getBigUint64(0);
  const negative = raw >> 63n === 1n;
  if (Number.isNaN(value)) return (notANumber & ~signBit) | (negative ? signBit : 0n);
  if (!Number.isFinite(value)) return negative ? signBit | infinity : infinity;
  const biased = Number((raw >> 52n) & 0x7ffn);
  const fraction = raw & ((1n << 52n) - 1n);
  return encode(negative, biased ? fraction | (1n << 52n) : fraction, Math.max(biased, 1) - 1075);
}

export function doubleFromExtended(bits: Extended): number {
  return toBinary(bits, 53, -1074, 1024);
}

/** Rounded once, to single precision. */
export function floatFromExtended(bits: Extended): number {
  return toBinary(bits, 24, -149, 128);
}

function toBinary(bits: Extended, precision: number, least: number, limit: number): number {
  const { kind, negative, mantissa, exponent } = partsOfExtended(bits);
  if (kind === 'nan') return NaN;
  const sign = negative ? -1 : 1;
  if (kind === 'infinity') return sign * Infinity;
  const result = rounded(mantissa, exponent, precision, least);
  if (result.exponent + bitLength(result.mantissa) > limit) return sign * Infinity;
  return sign * Number(result.mantissa) * 2 ** result.exponent;
}

export function negateExtended(bits: Extended): Extended {
  return bits ^ signBit;
}

export function isZeroExtended(bits: Extended): boolean {
  return (bits & ~signBit) === 0n;
}

/** `+`, `-`, `*` and `/`. */
export function computeExtended(operator: string, left: Extended, right: Extended): Extended {
  const [x, y] = [partsOfExtended(left), partsOfExtended(right)];
  if (x.kind === 'nan') return left;
  if (y.kind === 'nan') return right;
  switch (operator) {
    case '+':
      return add(x, y);
    case '-':
      return add(x, { ...y, negative: !y.negative });
    case '*':
      return multiply(x, y);
    default:
      return divide(x, y);
  }
}

function add(x: Parts, y: Parts): Extended {
  if (x.kind === 'infinity' && y.kind === 'infinity' && x.negative !== y.negative) return notANumber;
  if (x.kind === 'infinity' || y.kind === 'infinity') return signedInfinity(x.kind === 'infinity' ? x : y);
  const exponent = Math.min(x.exponent, y.exponent);
  const sum = aligned(x, exponent) + aligned(y, exponent);
  if (sum === 0n) return x.negative && y.negative ? signBit : 0n;
  return encode(sum < 0n, sum < 0n ? -sum : sum, exponent);
}

function aligned({ negative, mantissa, exponent }: Parts, to: number): bigint {
  const magnitude = mantissa << BigInt(exponent - to);
  return negative ? -magnitude : magnitude;
}

function signedInfinity({ negative }: Pick<Parts, 'negative'>): Extended {
  return negative ? signBit | infinity : infinity;
}

function multiply(x: Parts, y: Parts): Extended {
  const negative = x.negative !== y.negative;
  if (x.kind === 'finite' && y.kind === 'finite')
    return encode(negative, x.mantissa * y.mantissa, x.exponent + y.exponent);
  const zero = (x.kind === 'finite' && x.mantissa === 0n) || (y.kind === 'finite' && y.mantissa === 0n);
  return zero ? notANumber : signedInfinity({ negative });
}

function divide(x: Parts, y: Parts): Extended {
  const negative = x.negative !== y.negative;
  if (x.kind === 'infinity') return y.kind === 'infinity' ? notANumber : signedInfinity({ negative });
  if (y.kind === 'infinity') return encode(negative, 0n, 0);
  if (y.mantissa === 0n) return x.mantissa === 0n ? notANumber : signedInfinity({ negative });
  const dividend = x.mantissa << 130n;
  const quotient = dividend / y.mantissa;
  return encode(negative, quotient, x.exponent - y.exponent - 130, dividend % y.mantissa !== 0n);
}

/** Sign of `left - right`; null when one of them is not a number. */
export function compareExtended(left: Extended, right: Extended): number | null {
  const [x, y] = [partsOfExtended(left), partsOfExtended(right)];
  if (x.kind === 'nan' || y.kind === 'nan') return null;
  const order = (parts: Parts): number => (parts.kind === 'infinity' ? (parts.negative ? -1 : 1) : 0);
  if (order(x) !== 0 || order(y) !== 0) return Math.sign(order(x) - order(y));
  const exponent = Math.min(x.exponent, y.exponent);
  const difference = aligned(x, exponent) - aligned(y, exponent);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** A decimal or hexadecimal constant without its suffix, as spelled in C. */
export function parseExtended(text: string): Extended {
  const hexadecimal = /^0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)$/.exec(text);
  if (hexadecimal) {
    const [, whole, fraction, power] = hexadecimal;
    return encode(false, BigInt(`0x${whole}${fraction}`), clamped(Number(power)) - 4 * fraction!.length);
  }
  const [, whole = '', fraction = '', power = '0'] = /^(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = BigInt(`${whole}${fraction}` || '0');
  const exponent = clamped(Number(power)) - fraction.length;
  if (exponent >= 0) return encode(false, digits * 10n ** BigInt(exponent), 0);
  const divisor = 10n ** BigInt(-exponent);
  const shift = bitLength(divisor) + 130;
  const dividend = digits << BigInt(shift);
  return encode(false, dividend / divisor, -shift, dividend % divisor !== 0n);
}

/** Beyond this everything is infinite or zero. */
function clamped(power: number): number {
  return Math.max(-40_000, Math.min(40_000, power));
}
