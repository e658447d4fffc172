/** Objects as lowering sees them, where they are and how they are read and written: registers, memory, bit-fields in memory. */
import type { CType } from '../types.ts';
import { Opcode } from '../vm/dispatch.ts';
import type { AddressTarget } from './code-buffer.ts';
import { addressConstant, emit, emitAddressed, move, take } from './function-lowering.ts';
import type { FunctionLowering, Register } from './function-lowering.ts';
import { isWide, shapeOf } from './value-shape.ts';
import type { ValueShape } from './value-shape.ts';

export type Location =
  | { readonly kind: 'register'; readonly register: Register }
  | MemoryLocation
  | { readonly kind: 'bit-field'; readonly unit: MemoryLocation; readonly bitOffset: number; readonly width: number };

export type MemoryLocation =
  | { readonly kind: 'based'; readonly base: Register; readonly displacement: number }
  | { readonly kind: 'static'; readonly target: AddressTarget; readonly addend: bigint }
  | {
      readonly kind: 'indexed';
      readonly base: Register;
      readonly index: Register;
      readonly indexKind: IndexKind;
      readonly shift: number;
    };
export type IndexKind = 'signed32' | 'unsigned32' | '64';

/** The location `bytes` further on. */
export function shifted(f: FunctionLowering, location: MemoryLocation, bytes: number): MemoryLocation {
  if (bytes === 0) return location;
  if (location.kind === 'static') return { ...location, addend: location.addend + BigInt(bytes) };
  const based =
    location.kind === 'based' ? location : { kind: 'based' as const, base: addressIn(f, location), displacement: 0 };
  const displacement = based.displacement + bytes;
  if (displacement === (displacement | 0)) return { ...based, displacement };
  return { kind: 'based', base: addressIn(f, based), displacement: bytes };
}

/** The location's address in a register. */
export function addressIn(f: FunctionLowering, location: MemoryLocation, into?: Register): Register {
  switch (location.kind) {
    case 'static':
      return addressConstant(f, location.target, location.addend, into ?? take(f));
    case 'based': {
      if (location.displacement === 0) {
        return into === undefined ? location.base : move(f, into, location.base, true);
      }
      const to = into ?? take(f);
      emit(f, Opcode.add64Constant, to, location.base, location.displacement);
      return to;
    }
    case 'indexed': {
      const to = into ?? take(f);
      emit(f, indexOpcodes[location.indexKind], to, location.base, location.index, location.shift);
      return to;
    }
  }
}

export const indexOpcodes = {
  signed32: Opcode.indexSigned32,
  unsigned32: Opcode.indexUnsigned32,
  '64': Opcode.index64,
} as const;

interface AccessOpcodes {
  readonly based: Opcode;
  readonly absolute: Opcode;
  readonly signed32: Opcode | null;
  readonly '64': Opcode | null;
}

type AccessName = 'load8' | 'loadSigned8' | 'load16' | 'loadSigned16' | 'load32' | 'load64' | 'store8' | 'store16' | 'store32' | 'store64'; // prettier-ignore

function accessOpcodes(name: AccessName): AccessOpcodes {
  const named = (suffix: string): Opcode | null => Opcode[`${name}${suffix}` as keyof typeof Opcode] ?? null;
  return {
    based: Opcode[name],
    absolute: Opcode[`${name}Absolute`],
    signed32: named('IndexedSigned32'),
    '64': named('Indexed64'),
  };
}

const loads: Readonly<Record<string, AccessOpcodes>> = {
  unsigned1: accessOpcodes('load8'),
  signed1: accessOpcodes('loadSigned8'),
  unsigned2: accessOpcodes('load16'),
  signed2: accessOpcodes('loadSigned16'),
  4: accessOpcodes('load32'),
  8: accessOpcodes('load64'),
};
const stores: Readonly<Record<number, AccessOpcodes>> = {
  1: accessOpcodes('store8'),
  2: accessOpcodes('store16'),
  4: accessOpcodes('store32'),
  8: accessOpcodes('store64'),
};

/** Reads a scalar of `shape` from memory. */
export function loadScalar(f: FunctionLowering, location: MemoryLocation, shape: ValueShape, into: Register): Register {
  access(f, loads[loadKey(shape)]!, into, location);
  return into;
}

function loadKey(shape: ValueShape): string {
  if (shape.kind === 'float') return '4';
  if (shape.kind !== 'integer' || shape.size >= 8) return '8';
  if (shape.size === 4) return '4';
  return `${shape.signed ? 'signed' : 'unsigned'}${shape.size}`;
}

export function storeScalar(f: FunctionLowering, location: MemoryLocation, shape: ValueShape, value: Register): void {
  const size = shape.kind === 'float' ? 4 : shape.kind === 'integer' ? Math.min(shape.size, 8) : 8;
  access(f, stores[size]!, value, location);
}

function access(f: FunctionLowering, opcodes: AccessOpcodes, value: Register, location: MemoryLocation): void {
  if (location.kind === 'indexed' && location.indexKind !== 'unsigned32') {
    const opcode = opcodes[location.indexKind];
    if (opcode !== null) {
      emit(f, opcode, value, location.base, location.index, location.shift);
      return;
    }
  }
  if (location.kind === 'static') {
    emitAddressed(f, opcodes.absolute, value, location.target, location.addend);
    return;
  }
  const mark = f.next;
  if (location.kind === 'based') emit(f, opcodes.based, value, location.base, location.displacement);
  else emit(f, opcodes.based, value, addressIn(f, location), 0);
  f.next = mark;
}

/** Copies a record (or an array) between two places in memory. */
export function copyBlock(f: FunctionLowering, to: MemoryLocation, from: MemoryLocation, bytes: number): void {
  if (bytes === 0) return;
  const mark = f.next;
  emit(f, Opcode.copyBlock, addressIn(f, to), addressIn(f, from), bytes);
  f.next = mark;
}

export function zeroBlock(f: FunctionLowering, to: MemoryLocation, bytes: number): void {
  if (bytes === 0) return;
  const mark = f.next;
  emit(f, Opcode.zeroBlock, addressIn(f, to), 0, bytes);
  f.next = mark;
}

/** A record's address in a register, as a place. */
export function at(base: Register, displacement = 0): MemoryLocation {
  return { kind: 'based', base, displacement };
}

export function isWideType(type: CType): boolean {
  return isWide(shapeOf(type));
}
