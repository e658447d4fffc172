/**
 * Between unsigned 64-bit values and numbers, for what is done by the million: `Number(value)` and `BigInt(number)` leave compiled code and cost ten times as
 * much.
 */
const scratch = new BigUint64Array(1);
/** The lower one first. */
const halves = new Uint32Array(scratch.buffer);

/** As `Number(value)` of 0 to 2^64 - 1: exact below 2^53. */
export function numberOf(value: bigint): number {
  scratch[0] = value;
  return halves[1]! * 2 ** 32 + halves[0]!;
}

/** As `BigInt(number)` of a whole number from 0 to 2^53. */
export function bigintOf(number: number): bigint {
  halves[0] = number;
  halves[1] = number / 2 ** 32;
  return scratch[0]!;
}

/** The lower one first, signed or not. */
export function bigintOfWords(lower: number, upper: number): bigint {
  halves[0] = lower;
  halves[1] = upper;
  return scratch[0]!;
}

/** The lower half, unsigned. */
export function lowWordOf(value: bigint): number {
  scratch[0] = value;
  return halves[0]!;
}

/** The upper half, unsigned. */
export function highWordOf(value: bigint): number {
  scratch[0] = value;
  return halves[1]!;
}

/** The number of the 4 KiB page that an address lies in: exact for all of them. */
export function pageOf(address: bigint): number {
  scratch[0] = address;
  return pageOfWords(halves[0]!, halves[1]!);
}

export function pageOfWords(lower: number, upper: number): number {
  return upper * 2 ** 20 + (lower >>> 12);
}
