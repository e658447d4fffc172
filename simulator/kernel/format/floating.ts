/** Floating-point numbers as text, exactly rounded (half to even) from the double's own bits as glibc does it. */
import { partsOfExtended } from '../../c-language/extended-precision.ts';
import { pad, type Settled } from './specification.ts';

/** An exact value: `mantissa * 2^exponent`, not negative. */
interface Exact {
  readonly mantissa: bigint;
  readonly exponent: number;
}

/** `raw` holds the 16 bytes of a `long double`. */
export function formatExtended(raw: bigint, settled: Settled): string {
  const { kind, negative, mantissa, exponent } = partsOfExtended(BigInt.asUintN(80, raw));
  const conversion = settled.conversion.toLowerCase();
  if (kind !== 'finite') return finish(kind === 'nan' ? 'nan' : 'inf', negative, false, settled);
  const text =
    conversion === 'a'
      ? hexadecimalExtended(mantissa, exponent, settled)
      : decimal({ mantissa, exponent }, conversion, settled);
  return finish(text, negative, true, settled);
}

/** `raw` holds the bits of a double. */
export function formatFloating(raw: bigint, settled: Settled): string {
  const negative = raw >> 63n === 1n;
  const biased = Number((raw >> 52n) & 0x7ffn);
  const fraction = raw & ((1n << 52n) - 1n);
  const kind = settled.conversion.toLowerCase();
  let text: string;
  if (biased === 0x7ff) text = fraction ? 'nan' : 'inf';
  else {
    const exact = { mantissa: biased ? fraction | (1n << 52n) : fraction, exponent: (biased || 1) - 1075 };
    text = kind === 'a' ? hexadecimal(biased, fraction, settled) : decimal(exact, kind, settled);
  }
  return finish(text, negative, biased !== 0x7ff, settled);
}

/** Sign, width and case. */
function finish(text: string, negative: boolean, finite: boolean, settled: Settled): string {
  const sign = negative ? '-' : settled.plus ? '+' : settled.space ? ' ' : '';
  const filled = settled.zero && !settled.left && finite ? zeroFill(text, settled.width - sign.length) : text;
  const whole = pad(sign + filled, settled);
  return settled.conversion === settled.conversion.toLowerCase() ? whole : whole.toUpperCase();
}

/** glibc puts the first four bits of the significand before the point. */
function hexadecimalExtended(mantissa: bigint, exponent: number, settled: Settled): string {
  const { precision } = settled;
  const places = precision === null ? 15 : Math.min(precision, 15);
  let kept = roundedQuotient(mantissa, 1n << BigInt(4 * (15 - places)));
  let power = mantissa === 0n ? 0 : exponent + 60;
  if (kept >> BigInt(4 * places + 4)) {
    kept >>= 4n;
    power += 4;
  }
  const lead = kept >> BigInt(4 * places);
  let digits = (kept - (lead << BigInt(4 * places))).toString(16).padStart(places, '0').slice(0, places);
  digits = precision === null ? digits.replace(/0+$/, '') : digits.padEnd(precision, '0');
  const mark = digits || settled.alternate ? '.' : '';
  return `0x${lead.toString(16)}${mark}${digits}p${power < 0 ? '-' : '+'}${Math.abs(power)}`;
}

/** Zeros go behind the 0x of a hexadecimal number. */
function zeroFill(text: string, width: number): string {
  return text.startsWith('0x') ? `0x${text.slice(2).padStart(width - 2, '0')}` : text.padStart(width, '0');
}

function decimal(exact: Exact, kind: string, settled: Settled): string {
  const precision = settled.precision ?? 6;
  if (kind === 'f') return fixed(exact, precision, settled.alternate);
  if (kind === 'e') return scientific(exact, precision, settled.alternate).text;
  const significant = precision || 1;
  const { text, exponent } = scientific(exact, significant - 1, true);
  const small = exponent >= -4 && exponent < significant;
  const long = small ? fixed(exact, significant - 1 - exponent, true) : text;
  return settled.alternate ? long : withoutTrailingZeros(long);
}

function withoutTrailingZeros(text: string): string {
  const [number, power] = text.split('e');
  return number!.replace(/\.?0*$/, '') + (power === undefined ? '' : `e${power}`);
}

function fixed(exact: Exact, precision: number, point: boolean): string {
  const digits = scaled(exact, precision)
    .toString()
    .padStart(precision + 1, '0');
  const whole = digits.slice(0, digits.length - precision);
  const fraction = digits.slice(digits.length - precision);
  return whole + (precision > 0 || point ? '.' : '') + fraction;
}

function scientific(exact: Exact, precision: number, point: boolean): { text: string; exponent: number } {
  let exponent = exact.mantissa === 0n ? 0 : decimalExponent(exact);
  let digits = scaled(exact, precision - exponent)
    .toString()
    .padStart(precision + 1, '0');
  if (digits.length > precision + 1) {
    // Rounding carried into one more digit.
    exponent++;
    digits = scaled(exact, precision - exponent).toString();
  }
  const mark = precision > 0 || point ? '.' : '';
  const power = Math.abs(exponent).toString().padStart(2, '0');
  return { text: `${digits[0]}${mark}${digits.slice(1)}e${exponent < 0 ? '-' : '+'}${power}`, exponent };
}

/** The largest k with 10^k <= value. */
function decimalExponent(exact: Exact): number {
  const bitLength = exact.mantissa.toString(2).length + exact.exponent;
  let guess = Math.floor((bitLength - 1) * Math.LOG10E * Math.LN2) + 1;
  while (compareWithPower(exact, guess) < 0) guess--;
  return guess;
}

/** Sign of `value - 10^power`. */
function compareWithPower({ mantissa, exponent }: Exact, power: number): number {
  let left = mantissa;
  let right = 1n;
  if (exponent >= 0) left <<= BigInt(exponent);
  else right <<= BigInt(-exponent);
  if (power >= 0) right *= 10n ** BigInt(power);
  else left *= 10n ** BigInt(-power);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** `value * 10^places`, rounded to an integer. */
function scaled({ mantissa, exponent }: Exact, places: number): bigint {
  let numerator = mantissa;
  let denominator = 1n;
  if (exponent >= 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  if (places >= 0) numerator *= 10n ** BigInt(places);
  else denominator *= 10n ** BigInt(-places);
  return roundedQuotient(numerator, denominator);
}

function roundedQuotient(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = 2n * (numerator % denominator);
  const up = twice > denominator || (twice === denominator && quotient % 2n === 1n);
  return up ? quotient + 1n : quotient;
}

function hexadecimal(biased: number, fraction: bigint, settled: Settled): string {
  const zero = biased === 0 && fraction === 0n;
  let exponent = zero ? 0 : (biased || 1) - 1023;
  let lead = biased ? 1n : 0n;
  let digits = fraction.toString(16).padStart(13, '0');
  const { precision } = settled;
  if (precision === null) digits = digits.replace(/0+$/, '');
  else if (precision < 13) {
    const unit = 1n << BigInt(4 * (13 - precision));
    const rounded = roundedQuotient((lead << 52n) | fraction, unit);
    lead = rounded >> BigInt(4 * precision);
    digits =
      precision === 0 ? '' : (rounded & ((1n << BigInt(4 * precision)) - 1n)).toString(16).padStart(precision, '0');
  } else digits = digits.padEnd(precision, '0');
  if (zero) exponent = 0;
  const mark = digits || settled.alternate ? '.' : '';
  return `0x${lead}${mark}${digits}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}
