/** Integers as text: the C standard's rules, and the few in which the kernel's vsnprintf differs. */
import { pad, type Settled } from './specification.ts';

/** Bits of the argument by its length modifier (LP64). */
const bits: Readonly<Record<Settled['length'], number>> = {
  '': 32,
  hh: 8,
  h: 16,
  l: 64,
  ll: 64,
  z: 64,
  t: 64,
  j: 64,
  L: 64,
};
const bases: Readonly<Record<string, number>> = { d: 10, i: 10, u: 10, o: 8, x: 16, X: 16 };

/** `raw` is the argument's 64-bit slot. */
export function formatInteger(raw: bigint, settled: Settled, flavour: 'kernel' | 'c'): string {
  const signed = settled.conversion === 'd' || settled.conversion === 'i';
  const size = bits[settled.length];
  const value = signed ? BigInt.asIntN(size, raw) : BigInt.asUintN(size, raw);
  const base = bases[settled.conversion]!;
  const magnitude = (value < 0n ? -value : value).toString(base);
  const text = assemble(value, magnitude, base, signed, settled, flavour);
  return settled.conversion === 'X' ? text.toUpperCase() : text;
}

function assemble(
  value: bigint,
  magnitude: string,
  base: number,
  signed: boolean,
  settled: Settled,
  flavour: 'kernel' | 'c',
): string {
  const { precision, width, left } = settled;
  const sign = !signed ? '' : value < 0n ? '-' : settled.plus ? '+' : settled.space ? ' ' : '';
  const prefix = sign + prefixOf(value, base, settled, flavour);
  let digits = flavour === 'c' && value === 0n && precision === 0 ? '' : magnitude.padStart(precision ?? 0, '0');
  if (flavour === 'c' && settled.alternate && base === 8 && !digits.startsWith('0')) digits = `0${digits}`;
  const zeros = settled.zero && !left && (flavour === 'kernel' || precision === null);
  if (zeros) digits = digits.padStart(width - prefix.length, '0');
  return pad(prefix + digits, settled);
}

/** The kernel writes 0x before a zero too. */
function prefixOf(value: bigint, base: number, { alternate }: Settled, flavour: 'kernel' | 'c'): string {
  if (!alternate) return '';
  if (base === 16) return value !== 0n || flavour === 'kernel' ? '0x' : '';
  return base === 8 && flavour === 'kernel' && value !== 0n ? '0' : '';
}
