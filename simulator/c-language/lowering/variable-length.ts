/** Sizes: known ones in bytes, and those of variable length arrays as values in registers. */
import { alignOf, sizeOf } from '../layout.ts';
import type { VariableSymbol } from '../syntax.ts';
import type { CType } from '../types.ts';
import { Opcode } from '../vm/dispatch.ts';
import { constant, emit, take } from './function-lowering.ts';
import type { FunctionLowering, Register } from './function-lowering.ts';

/** In bytes, or -1 when the size is only known at run time. */
export function staticSize(type: CType): number {
  return hasVariableSize(type) ? -1 : sizeOf(type);
}

export function hasVariableSize(type: CType): boolean {
  return type.kind === 'array' && (type.variableLength !== null || hasVariableSize(type.element));
}

export function alignmentOf(symbol: VariableSymbol): number {
  return Math.max(symbol.alignedTo, alignOf(symbol.type), 1);
}

/** The size in bytes as a 64-bit value. The parser has made the lengths of declared arrays loads of hidden variables. */
export function sizeInRegister(f: FunctionLowering, type: CType): Register {
  if (type.kind !== 'array' || !hasVariableSize(type)) return constant(f, BigInt(sizeOf(type)), true);
  const to = take(f);
  const mark = f.next;
  const element = sizeInRegister(f, type.element);
  const count = type.variableLength
    ? lengthInRegister(f, type.variableLength)
    : constant(f, BigInt(type.length ?? 0), true);
  emit(f, Opcode.multiply64, to, element, count);
  f.next = mark;
  return to;
}

function lengthInRegister(
  f: FunctionLowering,
  length: NonNullable<Extract<CType, { kind: 'array' }>['variableLength']>,
): Register {
  const value = f.parts.expression(f, length);
  const { type } = length;
  const narrow =
    type.kind === 'integer' && type.size < 8 ? type : type.kind === 'enum' ? type.declaration.underlying : null;
  if (!narrow) return value;
  const to = take(f);
  emit(f, narrow.signed || narrow.size < 4 ? Opcode.signExtend32 : Opcode.zeroExtend32, to, value);
  return to;
}
