/** What a value was computed from: a term over values that somebody outside of the driver gave, beside the number that it has in this run. */
export type Shadow =
  | { readonly kind: 'number'; readonly value: bigint }
  /** `id`: who gave it. */
  | { readonly kind: 'source'; readonly value: bigint; readonly id: string; readonly bits: number }
  | { readonly kind: 'operation'; readonly value: bigint; readonly name: string; readonly operands: readonly Shadow[]; readonly size: number }; // prettier-ignore

/** Larger terms are not kept. */
const largest = 80;

/** null: nothing in it comes from outside, or it is no operation that is known here. */
export function operate(name: string, operands: readonly Shadow[]): Shadow | null {
  const known = operands.some(({ kind }) => kind !== 'number');
  const size = operands.reduce((sum, each) => sum + (each.kind === 'operation' ? each.size : 1), 1);
  const value = known && size < largest ? compute(name, operands.map((each) => each.value)) : null; // prettier-ignore
  return value === null ? null : { kind: 'operation', value, name, operands, size };
}

/** What it would be if sources gave these values. */
export function valueWith(shadow: Shadow, given: ReadonlyMap<string, bigint>): bigint {
  if (shadow.kind === 'number') return shadow.value;
  if (shadow.kind === 'source') return given.get(shadow.id) ?? shadow.value;
  const values = shadow.operands.map((each) => valueWith(each, given));
  return compute(shadow.name, values) ?? shadow.value;
}

export function* sourcesOf(shadow: Shadow): Generator<Extract<Shadow, { kind: 'source' }>> {
  if (shadow.kind === 'source') yield shadow;
  else if (shadow.kind === 'operation') for (const each of shadow.operands) yield* sourcesOf(each);
}

export function* numbersOf(shadow: Shadow): Generator<bigint> {
  if (shadow.kind === 'number') yield shadow.value;
  else if (shadow.kind === 'operation') for (const each of shadow.operands) yield* numbersOf(each);
}

type Operation = (x: bigint, y: bigint, bits: number) => bigint | null;

const signed = (value: bigint, bits: number): bigint => BigInt.asIntN(bits, value);
const truth = (value: boolean): bigint => (value ? 1n : 0n);

const operations: Readonly<Record<string, Operation>> = {
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
  and: (x, y) => x & y,
  or: (x, y) => x | y,
  xor: (x, y) => x ^ y,
  shiftLeft: (x, y, bits) => x << (y & BigInt(bits - 1)),
  shiftRight: (x, y, bits) => x >> (y & BigInt(bits - 1)),
  shiftRightSigned: (x, y, bits) => signed(x, bits) >> (y & BigInt(bits - 1)),
  divide: (x, y, bits) => (y === 0n ? null : signed(x, bits) / signed(y, bits)),
  divideUnsigned: (x, y) => (y === 0n ? null : x / y),
  remainder: (x, y, bits) => (y === 0n ? null : signed(x, bits) % signed(y, bits)),
  remainderUnsigned: (x, y) => (y === 0n ? null : x % y),
  negate: (x) => -x,
  not: (x) => ~x,
  move: (x) => x,
  zeroExtend: (x) => x,
  byteSwap: (x, _, bits) => swapped(x, bits),
  isZero: (x) => truth(x === 0n),
  isNotZero: (x) => truth(x !== 0n),
  isEqual: (x, y) => truth(x === y),
  isNotEqual: (x, y) => truth(x !== y),
  isLess: (x, y, bits) => truth(signed(x, bits) < signed(y, bits)),
  isLessEqual: (x, y, bits) => truth(signed(x, bits) <= signed(y, bits)),
  isGreater: (x, y, bits) => truth(signed(x, bits) > signed(y, bits)),
  isGreaterEqual: (x, y, bits) => truth(signed(x, bits) >= signed(y, bits)),
  isBelow: (x, y) => truth(x < y),
  isBelowEqual: (x, y) => truth(x <= y),
  isAbove: (x, y) => truth(x > y),
  isAboveEqual: (x, y) => truth(x >= y),
};

interface Meaning {
  readonly bits: number;
  readonly extends: boolean;
  readonly operation: Operation | undefined;
}

/** By the names of the bytecode. */
const meanings = new Map<string, Meaning>();

function meaningOf(name: string): Meaning {
  let known = meanings.get(name);
  if (!known) {
    const [, word = '', width] = /^([a-zA-Z]+?)(8|16|32|64)?(?:Constant)?$/.exec(name) ?? [];
    known = { bits: Number(width ?? 64), extends: word === 'signExtend', operation: operations[word] };
    meanings.set(name, known);
  }
  return known;
}

/** Unsigned; null for an operation that is not known here. */
export function compute(name: string, [x = 0n, y = 0n]: readonly bigint[]): bigint | null {
  const { bits, extends: isExtension, operation } = meaningOf(name);
  if (isExtension) return BigInt.asUintN(64, signed(x, bits));
  const value = operation?.(BigInt.asUintN(bits, x), BigInt.asUintN(bits, y), bits) ?? null;
  return value === null ? null : BigInt.asUintN(bits, value);
}

function swapped(value: bigint, bits: number): bigint {
  let from = BigInt.asUintN(bits, value);
  let to = 0n;
  for (let done = 0; done < bits; done += 8, from >>= 8n) to = (to << 8n) | (from & 0xffn);
  return to;
}
