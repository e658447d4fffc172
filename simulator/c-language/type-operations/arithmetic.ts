/** Integer promotions, the usual arithmetic conversions, and what a value becomes in an integer type. */
import type { CType, EnumType, IntegerType } from '../types.ts';
import { errorType, floatingTypes, integerTypes, isQualified, noQualifiers } from './basic-types.ts';
import { isArithmetic } from './predicates.ts';

/** The integer type in which values of an integer or enumeration type are kept. */
export function representation(type: IntegerType | EnumType): IntegerType {
  return type.kind === 'enum' ? type.declaration.underlying : type;
}

/** `value` as gcc converts it: wrapped to the width, or compared with zero for `_Bool`. */
export function wrapInteger(value: bigint, type: IntegerType): bigint {
  if (type.name === 'bool') return value === 0n ? 0n : 1n;
  return type.signed ? BigInt.asIntN(type.bits, value) : BigInt.asUintN(type.bits, value);
}

export function fitsInteger(value: bigint, type: IntegerType): boolean {
  return wrapInteger(value, type) === value;
}

/** Conversion rank (C11 6.3.1.1): equal sizes are told apart by it. */
function rank(type: IntegerType): number {
  switch (type.name) {
    case 'bool':
      return 0;
    case 'long':
    case 'unsigned long':
      return 4;
    case 'long long':
    case 'unsigned long long':
      return 5;
    case '__int128':
    case 'unsigned __int128':
      return 6;
    default:
      return type.size === 4 ? 3 : type.size;
  }
}

/**
 * The type after integer promotion. `bitWidth` is that of a bit-field, whose values promote by their width: to `int` where that
 * holds them, and otherwise, as in gcc, to a type of exactly that many bits.
 */
export function promoted(type: CType, bitWidth: number | null = null): CType {
  if (type.kind !== 'integer' && type.kind !== 'enum') return type;
  const own = representation(type);
  const bits = bitWidth ?? own.size * 8;
  if (bits < 32 || (bits === 32 && own.signed && bitWidth !== null)) return integerTypes.int;
  if (bits === 32 && bitWidth !== null) return integerTypes['unsigned int'];
  if (bits < own.bits) return { ...own, bits, qualifiers: noQualifiers, typedefName: null };
  return type.kind === 'enum' || isQualified(type) ? { ...own, qualifiers: noQualifiers } : type;
}

const unsignedOf: Readonly<Partial<Record<IntegerType['name'], IntegerType>>> = {
  int: integerTypes['unsigned int'],
  long: integerTypes['unsigned long'],
  'long long': integerTypes['unsigned long long'],
  __int128: integerTypes['unsigned __int128'],
};

/** The common type of two arithmetic types that have been promoted already (C11 6.3.1.8). */
export function usualArithmeticType(left: CType, right: CType): CType {
  if (!isArithmetic(left) || !isArithmetic(right)) return errorType;
  if (left.kind === 'floating' || right.kind === 'floating') return widerFloating(left, right);
  if (left.kind !== 'integer' || right.kind !== 'integer') return errorType;
  if (isPartial(left) || isPartial(right)) return widerBits(left, right);
  if (left.name === right.name) return left.typedefName === right.typedefName || left.typedefName ? left : right;
  if (left.signed === right.signed) return rank(left) >= rank(right) ? left : right;
  const [signed, unsigned] = left.signed ? [left, right] : [right, left];
  if (rank(unsigned) >= rank(signed)) return unsigned;
  return signed.size > unsigned.size ? signed : unsignedOf[signed.name]!;
}

function isPartial({ bits, size }: IntegerType): boolean {
  return bits < size * 8;
}

/** With values of wide bit-fields, it is their bits that count, and of equally many the unsigned ones. */
function widerBits(left: IntegerType, right: IntegerType): IntegerType {
  if (left.bits !== right.bits) return left.bits > right.bits ? left : right;
  return left.signed ? right : left;
}

function widerFloating(left: CType, right: CType): CType {
  const size = Math.max(left.kind === 'floating' ? left.size : 0, right.kind === 'floating' ? right.size : 0);
  return size === 16 ? floatingTypes['long double'] : size === 8 ? floatingTypes.double : floatingTypes.float;
}
