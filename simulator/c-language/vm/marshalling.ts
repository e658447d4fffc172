/** C values between 8-byte registers and TypeScript: how a builtin gets its arguments and gives its result. */
import type { BuiltinValue } from '../thread-state.ts';
import type { CType, IntegerType } from '../types.ts';
import { joinWords } from './frames.ts';

export type ValueKind =
  'void' | 'signed8' | 'unsigned8' | 'signed16' | 'unsigned16' | 'signed32' | 'unsigned32' | 'signed64' | 'unsigned64' | 'float' | 'double'; // prettier-ignore

/** How a value of `type` travels. Records, and numbers of 16 bytes, travel as the address of a copy, arrays and functions as pointers. */
export function valueKind(type: CType): ValueKind {
  switch (type.kind) {
    case 'void':
      return 'void';
    case 'integer':
      return integerKind(type);
    case 'enum':
      return integerKind(type.declaration.underlying);
    case 'floating':
      if (type.size === 16) return 'unsigned64';
      return type.name === 'float' ? 'float' : 'double';
    default:
      return 'unsigned64';
  }
}

function integerKind({ size, signed, name }: IntegerType): ValueKind {
  if (name === 'bool') return 'unsigned8';
  if (size === 16) return 'unsigned64';
  const bits = size >= 8 ? 64 : size === 4 ? 32 : size === 2 ? 16 : 8;
  return `${signed ? 'signed' : 'unsigned'}${bits}`;
}

const scratch = new DataView(new ArrayBuffer(8));

export function valueFromWords(kind: ValueKind, low: number, high: number): BuiltinValue {
  switch (kind) {
    case 'void':
      return 0;
    case 'signed8':
      return (low << 24) >> 24;
    case 'unsigned8':
      return low & 0xff;
    case 'signed16':
      return (low << 16) >> 16;
    case 'unsigned16':
      return low & 0xffff;
    case 'signed32':
      return low | 0;
    case 'unsigned32':
      return low >>> 0;
    case 'signed64':
      return BigInt.asIntN(64, joinWords(low, high));
    case 'unsigned64':
      return joinWords(low, high);
    case 'float':
      scratch.setInt32(0, low);
      return scratch.getFloat32(0);
    case 'double':
      scratch.setInt32(0, high);
      scratch.setInt32(4, low);
      return scratch.getFloat64(0);
  }
}

/** Writes `value` as `kind` says into two words of `registers`. */
export function valueToWords(kind: ValueKind, value: BuiltinValue, registers: Int32Array, word: number): void {
  if (kind === 'float' || kind === 'double') {
    writeFloating(kind, Number(value), registers, word);
    return;
  }
  const integer = typeof value === 'bigint' ? value : BigInt(Math.trunc(value));
  const extended = extendTo32(kind, integer);
  registers[word] = Number(BigInt.asIntN(32, extended));
  registers[word + 1] = Number(BigInt.asIntN(32, extended >> 32n));
}

function extendTo32(kind: ValueKind, value: bigint): bigint {
  switch (kind) {
    case 'signed8':
      return BigInt.asIntN(8, value);
    case 'unsigned8':
      return BigInt.asUintN(8, value);
    case 'signed16':
      return BigInt.asIntN(16, value);
    case 'unsigned16':
      return BigInt.asUintN(16, value);
    default:
      return value;
  }
}

function writeFloating(kind: ValueKind, value: number, registers: Int32Array, word: number): void {
  if (kind === 'float') {
    scratch.setFloat32(0, value);
    registers[word] = scratch.getInt32(0);
    return;
  }
  scratch.setFloat64(0, value);
  registers[word] = scratch.getInt32(4);
  registers[word + 1] = scratch.getInt32(0);
}

/** A result as `ThreadState.result` and `interrupt-returned` carry it: extended as its type says; of a floating value the bits. */
export function resultFromWords(kind: ValueKind, low: number, high: number): bigint {
  if (kind === 'double') return joinWords(low, high);
  if (kind === 'float') return BigInt(low >>> 0);
  return BigInt(valueFromWords(kind, low, high));
}
