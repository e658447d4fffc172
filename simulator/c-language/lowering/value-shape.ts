/** How values of C types stand in registers: integers by size and sign, pointers as unsigned 64 bits, records by address. */
import { sizeOf } from '../layout.ts';
import type { CType, IntegerType } from '../types.ts';
import type { WideKind } from '../vm/wide-values.ts';

export type ValueShape =
  | {
      readonly kind: 'integer';
      readonly size: number;
      readonly signed: boolean;
      readonly bool: boolean;
      /** Of the values of bit-fields wider than `int`; they stand extended in 64 bits. */
      readonly bits?: number;
    }
  | { readonly kind: 'float' }
  | { readonly kind: 'double' }
  /** Also a number that no register holds: then `number` says which. */
  | { readonly kind: 'record'; readonly size: number; readonly number?: WideKind }
  | { readonly kind: 'void' };

const pointerShape: ValueShape = { kind: 'integer', size: 8, signed: false, bool: false };

export function shapeOf(type: CType): ValueShape {
  switch (type.kind) {
    case 'void':
      return { kind: 'void' };
    case 'integer':
      return integerShape(type);
    case 'enum':
      return integerShape(type.declaration.underlying);
    case 'floating':
      if (type.size === 16) return extendedShape;
      return type.name === 'float' ? { kind: 'float' } : { kind: 'double' };
    case 'record':
      return { kind: 'record', size: sizeOf(type) };
    default:
      return pointerShape;
  }
}

const extendedShape: ValueShape = { kind: 'record', size: 16, number: 'extended' };

function integerShape({ size, bits, signed, name }: IntegerType): ValueShape {
  if (size === 16) return { kind: 'record', size, number: signed ? 'signed' : 'unsigned' };
  const shape = { kind: 'integer', size, signed, bool: name === 'bool' } as const;
  return bits < size * 8 ? { ...shape, bits } : shape;
}

/** It fills both words of a register. */
export function isWide(shape: ValueShape): boolean {
  return shape.kind === 'double' || (shape.kind === 'integer' && shape.size >= 8);
}

/** Bytes that a load or store of the value touches. */
export function accessSize(shape: ValueShape): number {
  switch (shape.kind) {
    case 'integer':
      return shape.size;
    case 'float':
      return 4;
    case 'double':
      return 8;
    case 'record':
      return shape.size;
    default:
      return 0;
  }
}

export function isSignedShape(shape: ValueShape): boolean {
  return shape.kind === 'integer' && shape.signed;
}
