/** Floating-point numbers from text, exactly rounded. */

const pattern =
  /^[ \t\n\v\f\r]*([-+]?)(?:(inf(?:inity)?)|(nan)(?:\(\w*\))?|0x((?:[0-9a-f]+\.?[0-9a-f]*|\.[0-9a-f]+))(?:p([-+]?\d+))?|((?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?))/i;

/** `isZero`: a value that was meant to be what it is, be it zero or infinite. */
export function parseFloating(text: string): { value: number; length: number; isZero: boolean } {
  const found = pattern.exec(text);
  if (!found) return { value: 0, length: 0, isZero: true };
  const [whole, sign, infinity, nan, hexadecimal, power, decimal] = found;
  const magnitude = infinity
    ? Infinity
    : nan
      ? NaN
      : hexadecimal !== undefined
        ? fromHexadecimal(hexadecimal, Number(power ?? 0))
        : Number(decimal);
  const digits = hexadecimal ?? decimal?.split(/e/i)[0] ?? '';
  return { value: sign === '-' ? -magnitude : magnitude, length: whole.length, isZero: !/[1-9a-f]/i.test(digits) };
}

/** Rounds half to even, also among the subnormal numbers. */
function fromHexadecimal(digits: string, power: number): number {
  const [whole = '', fraction = ''] = digits.split('.');
  const mantissa = BigInt(`0x0${whole}${fraction}`);
  if (mantissa === 0n) return 0;
  const exponent = Math.max(-5000, Math.min(5000, power)) - 4 * fraction.length;
  const bits = mantissa.toString(2).length;
  const lowest = Math.max(exponent + bits - 53, -1074);
  const dropped = lowest - exponent;
  if (dropped <= 0) return scale(Number(mantissa), exponent);
  const unit = 1n << BigInt(dropped);
  const rest = (mantissa % unit) * 2n;
  let kept = mantissa / unit;
  if (rest > unit || (rest === unit && kept % 2n === 1n)) kept++;
  return scale(Number(kept), lowest);
}

/** In two steps, because 2 ** exponent alone may be out of range. */
function scale(value: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return value * 2 ** half * 2 ** (exponent - half);
}
