/** The arithmetic intrinsics (`__builtin_clz` and its like) on constants. */
import { representation } from './type-operations/arithmetic.ts';
import { isInteger } from './type-operations/predicates.ts';
import type { Expression } from './syntax.ts';

/** The exact result, not yet wrapped to its type; null where the intrinsic has no constant value (or an undefined one). */
export function foldIntrinsic(name: string, values: readonly bigint[], operands: readonly Expression[]): bigint | null {
  const value = values[0];
  const first = operands[0];
  if (value === undefined || !first || !isInteger(first.type)) return null;
  if (name === '__builtin_expect' || name === '__builtin_expect_with_probability') return value;
  const width = representation(first.type).bits;
  return foldBits(name.replace(/(?:ll|l)$/, ''), BigInt.asUintN(width, value), width);
}

function foldBits(name: string, bits: bigint, width: number): bigint | null {
  switch (name) {
    case '__builtin_clz':
      return bits === 0n ? null : BigInt(width - bits.toString(2).length);
    case '__builtin_ctz':
      return bits === 0n ? null : trailingZeros(bits);
    case '__builtin_ffs':
      return bits === 0n ? 0n : trailingZeros(bits) + 1n;
    case '__builtin_popcount':
      return ones(bits);
    case '__builtin_parity':
      return ones(bits) & 1n;
    case '__builtin_clrsb': {
      const sign = bits >> BigInt(width - 1);
      const folded = sign ? BigInt.asUintN(width, ~bits) : bits;
      return BigInt(width - 1 - (folded === 0n ? 0 : folded.toString(2).length));
    }
    case '__builtin_bswap16':
    case '__builtin_bswap32':
    case '__builtin_bswap64':
      return swapBytes(bits, width / 8);
    default:
      return null;
  }
}

function trailingZeros(bits: bigint): bigint {
  return BigInt((bits & -bits).toString(2).length - 1);
}

function ones(bits: bigint): bigint {
  return BigInt(bits.toString(2).replaceAll('0', '').length);
}

function swapBytes(bits: bigint, bytes: number): bigint {
  let result = 0n;
  for (let index = 0; index < bytes; index++) result = (result << 8n) | ((bits >> BigInt(8 * index)) & 0xffn);
  return result;
}
