/** Arithmetic of address masks. */

export function bitMask(bits: number): bigint {
  return (1n << BigInt(bits)) - 1n;
}

/** `min_not_zero`: a limit of 0 is none. */
export function smallerLimit(one: bigint, other: bigint): bigint {
  if (one === 0n) return other;
  return other === 0n || one < other ? one : other;
}
