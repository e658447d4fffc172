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
  nextafter: (left, right) => neighbour(left, right, doubles),
  remainder,
  /** C has 1 for a base of 1 and for -1 with an infinite power. */
  pow: (left, right) => (left === 1 || (left === -1 && Math.abs(right) === Infinity) ? 1 : left ** right),
};

/** A floating-point format: bits of its significand, the exponent of its last place at the least, and its numbers as integers in order. */
interface Format {
  readonly bits: number;
  readonly least: number;
  readonly read: (view: DataView) => bigint;
  readonly write: (view: DataView, ordinal: bigint) => void;
  readonly put: (view: DataView, value: number) => void;
  readonly get: (view: DataView) => number;
}
const doubles: Format = {
  bits: 53,
  least: -1074,
  read: (view) => view.getBigInt64(0),
  write: (view, ordinal) => view.setBigInt64(0, ordinal),
  put: (view, value) => view.setFloat64(0, value),
  get: (view) => view.getFloat64(0),
};
const floats: Format = {
  bits: 24,
  least: -149,
  read: (view) => BigInt(view.getInt32(0)),
  write: (view, ordinal) => view.setInt32(0, Number(ordinal)),
  put: (view, value) => view.setFloat32(0, value),
  get: (view) => view.getFloat32(0),
};

export const mathFunctions: KernelFunctions = {
  ...withFloats(ofOne),
  ...withFloats(ofTwo),
  nextafterf: (_: KernelContext, left: number, right: number): number => neighbour(left, right, floats),
  fma: (_: KernelContext, x: number, y: number, z: number): number => fusedSum(x, y, z, doubles),
  fmaf: (_: KernelContext, x: number, y: number, z: number): number => fusedSum(x, y, z, floats),
  lround: (_: KernelContext, value: number): bigint => toLong(awayFromZero(value)),
  lroundf: (_: KernelContext, value: number): bigint => toLong(awayFromZero(value)),
  lrint: (_: KernelContext, value: number): bigint => toLong(toEven(value)),
  lrintf: (_: KernelContext, value: number): bigint => toLong(toEven(value)),
  ldexpf: (_: KernelContext, value: number, power: number): number => Math.fround(scaled(value, power)),
  ldexp: (_: KernelContext, value: number, power: number): number => scaled(value, power),
  logb: (_: KernelContext, value: number): number => logb(value),
  ilogb: (_: KernelContext, value: number): bigint =>
    Number.isFinite(logb(value)) ? BigInt(logb(value)) : Math.abs(value) === Infinity ? 0x7fff_ffffn : -0x8000_0000n,
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

/** The next number of the format on the way. */
function neighbour(from: number, to: number, format: Format): number {
  if (Number.isNaN(from) || Number.isNaN(to)) return NaN;
  if (from === to) return to;
  const view = new DataView(new ArrayBuffer(8));
  if (from === 0) {
    format.write(view, 1n);
    return to > 0 ? format.get(view) : -format.get(view);
  }
  format.put(view, from);
  format.write(view, format.read(view) + (from < to === from > 0 ? 1n : -1n));
  return format.get(view);
}

/** What is left behind the nearest multiple, the even one of two. */
function remainder(left: number, right: number): number {
  const size = Math.abs(right);
  const whole = Math.abs(left);
  if (size === Infinity && Number.isFinite(left)) return left;
  let rest = whole % size;
  const odd = size * 2 < Infinity ? whole % (size * 2) >= size : whole >= size;
  if (rest > size - rest || (rest === size - rest && odd)) rest -= size;
  return left < 0 || Object.is(left, -0) ? -rest : rest;
}

/** x * y + z, rounded once. */
function fusedSum(x: number, y: number, z: number, format: Format): number {
  if (!Number.isFinite(x) || !Number.isFinite(y) || !Number.isFinite(z) || x === 0 || y === 0) return x * y + z;
  const [first, second, third] = [x, y, z].map(integerParts) as [IntegerParts, IntegerParts, IntegerParts];
  const exponent = Math.min(first.exponent + second.exponent, third.exponent);
  const product = (first.value * second.value) << BigInt(first.exponent + second.exponent - exponent);
  const sum = product + (third.value << BigInt(third.exponent - exponent));
  return sum === 0n ? x * y + z : rounded(sum, exponent, format);
}

interface IntegerParts {
  readonly value: bigint;
  readonly exponent: number;
}

function integerParts(value: number): IntegerParts {
  if (value === 0) return { value: 0n, exponent: 0 };
  const exponent = exponentOf(value) - 52;
  return { value: BigInt(scaled(value, -exponent)), exponent };
}

/** value * 2 ** exponent, to the nearest number of the format, the even one of two. */
function rounded(value: bigint, exponent: number, { bits, least }: Format): number {
  const size = value < 0n ? -value : value;
  const dropped = BigInt(Math.max(size.toString(2).length - bits, least - exponent, 0));
  let kept = size >> dropped;
  const twice = (size - (kept << dropped)) * 2n;
  const whole = 1n << dropped;
  if (twice > whole || (twice === whole && (kept & 1n) === 1n)) kept++;
  const result = scaled(Number(kept), exponent + Number(dropped));
  return value < 0n ? -result : result;
}

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

function logb(value: number): number {
  if (value === 0) return -Infinity;
  return Number.isFinite(value) ? exponentOf(value) : Math.abs(value);
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
