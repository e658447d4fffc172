/** math.h. Roundings, square roots and remainders are exact; the others may differ from another library's in the last bit. */
import { writeBulk } from '../hardware/cpu-bulk.ts';
import { toBytes } from '../kernel/format/guest-text.ts';
import type { KernelContext, KernelFunction, KernelFunctions } from '../kernel/kernel-context.ts';

const ofOne: Readonly<Record<string, (value: number) => number>> = {
  acos: Math.acos, acosh: Math.acosh, asin: Math.asin, asinh: Math.asinh, atan: Math.atan, atanh: Math.atanh, cbrt: Math.cbrt,
  ceil: Math.ceil, cos: Math.cos, cosh: Math.cosh, exp: Math.exp, expm1: Math.expm1, fabs: Math.abs, floor: Math.floor,
  log: Math.log, log10: Math.log10, log1p: Math.log1p, log2: Math.log2, sin: Math.sin, sinh: Math.sinh, sqrt: Math.sqrt,
  tan: Math.tan, tanh: Math.tanh, trunc: Math.trunc,
  exp2: (value) => 2 ** value,
  nearbyint: toEven,
  rint: toEven,
  round: awayFromZero,
}; // prettier-ignore

const ofTwo: Readonly<Record<string, (left: number, right: number) => number>> = {
  atan2: Math.atan2,
  copysign: (left, right) => (Object.is(right, -0) || right < 0 ? -Math.abs(left) : Math.abs(left)),
  fdim: (left, right) => (left <= right ? 0 : left - right),
  fmax: (left, right) => (Number.isNaN(left) ? right : Number.isNaN(right) ? left : Math.max(left, right)),
  fmin: (left, right) => (Number.isNaN(left) ? right : Number.isNaN(right) ? left : Math.min(left, right)),
  fmod: (left, right) => left % right,
  hypot: Math.hypot,
  /** C has 1 for a base of 1 and for -1 with an infinite power. */
  pow: (left, right) => (left === 1 || (left === -1 && Math.abs(right) === Infinity) ? 1 : left ** right),
};

export const mathFunctions: KernelFunctions = {
  ...withFloats(ofOne),
  ...withFloats(ofTwo),
  lround: (_: KernelContext, value: number): bigint => toLong(awayFromZero(value)),
  lroundf: (_: KernelContext, value: number): bigint => toLong(awayFromZero(value)),
  lrint: (_: KernelContext, value: number): bigint => toLong(toEven(value)),
  ldexp: (_: KernelContext, value: number, power: number): number => scaled(value, power),
  frexp(context: KernelContext, value: number, power: bigint): number {
    const exponent = value === 0 || !Number.isFinite(value) ? 0 : exponentOf(value) + 1;
    writeBulk(context.port, power, toBytes(BigInt(exponent), 4));
    return scaled(value, -exponent);
  },
  modf(context: KernelContext, value: number, whole: bigint): number {
    writeBulk(context.port, whole, bytesOfDouble(Math.trunc(value)));
    const rest = Number.isFinite(value) ? value % 1 : Number.isNaN(value) ? value : 0;
    return ofTwo['copysign']!(rest, value);
  },
};

/** Every function for doubles, and with an f behind its name for floats. */
function withFloats(functions: Readonly<Record<string, (...values: number[]) => number>>): KernelFunctions {
  const table: Record<string, KernelFunction> = {};
  for (const [name, body] of Object.entries(functions)) {
    const called = (_: KernelContext, ...values: number[]): number => body(...values);
    table[name] = table[`${name}f`] = called as KernelFunction;
  }
  return table;
}

function toEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return awayFromZero(value);
  const even = below % 2 === 0 ? below : below + 1;
  return even === 0 && value < 0 ? -0 : even;
}

/** Adding a half would round twice just below it. */
function awayFromZero(value: number): number {
  const whole = Math.trunc(value);
  return Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole;
}

/** What x86-64's conversion gives for what does not fit. */
function toLong(value: number): bigint {
  return Math.abs(value) < 2 ** 63 ? BigInt(value) : -(1n << 63n);
}

/** floor(log2(|value|)), from the bits. */
function exponentOf(value: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const biased = (view.getUint16(0) >> 4) & 0x7ff;
  return biased === 0 ? exponentOf(value * 2 ** 64) - 64 : biased - 1023;
}

/** In steps, because 2 ** power alone may be out of range. */
function scaled(value: number, power: number): number {
  let result = value;
  for (let left = Math.max(-2200, Math.min(2200, power)); left !== 0;) {
    const step = Math.max(-1000, Math.min(1000, left));
    result *= 2 ** step;
    left -= step;
  }
  return result;
}

function bytesOfDouble(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return bytes;
}
