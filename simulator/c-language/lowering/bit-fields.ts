/** Reading and writing bit-fields: the bytes that hold the field, no more, as gcc's accesses do. */
import { Opcode } from '../vm/dispatch.ts';
import { constant, emit, take } from './function-lowering.ts';
import type { FunctionLowering, Register } from './function-lowering.ts';
import { loadScalar, shifted, storeScalar } from './location.ts';
import type { Location, MemoryLocation } from './location.ts';
import type { ValueShape } from './value-shape.ts';

export type BitFieldLocation = Extract<Location, { kind: 'bit-field' }>;

/** One access and the bits of the field that it holds. */
interface Chunk {
  readonly byte: number;
  readonly size: number;
  /** First bit of the field in the chunk, their number, and which bit of the field it is. */
  readonly from: number;
  readonly count: number;
  readonly fieldBit: number;
}

/** Bytes first to last in powers of two, largest first. Most fields need one chunk; those of packed structs up to three. */
function chunksOf({ bitOffset, width }: BitFieldLocation): Chunk[] {
  const chunks: Chunk[] = [];
  const end = Math.floor((bitOffset + width - 1) / 8) + 1;
  let fieldBit = 0;
  for (let byte = Math.floor(bitOffset / 8); byte < end;) {
    let size = 8;
    while (size > end - byte) size /= 2;
    const from = Math.max(bitOffset - byte * 8, 0);
    const count = Math.min(byte * 8 + size * 8, bitOffset + width) - byte * 8 - from;
    chunks.push({ byte, size, from, count, fieldBit });
    fieldBit += count;
    byte += size;
  }
  return chunks;
}

function unsignedShape(size: number): ValueShape {
  return { kind: 'integer', size, signed: false, bool: false };
}

/** The field's value, extended as `shape` (its declared type) says. */
export function loadBitField(
  f: FunctionLowering,
  field: BitFieldLocation,
  shape: ValueShape,
  into: Register,
): Register {
  const signed = shape.kind === 'integer' && shape.signed;
  const wideResult = shape.kind === 'integer' && shape.size === 8;
  const chunks = chunksOf(field);
  const mark = f.next;
  const first = chunks[0]!;
  if (chunks.length === 1 && first.size <= 4 && !wideResult) {
    const word = loadScalar(f, shifted(f, field.unit, first.byte), unsignedShape(first.size), take(f));
    emit(f, Opcode.shiftLeft32Constant, into, word, 32 - first.from - first.count);
    emit(f, signed ? Opcode.shiftRightSigned32Constant : Opcode.shiftRight32Constant, into, into, 32 - first.count);
  } else {
    const whole = gather(f, field, chunks);
    emit(f, Opcode.shiftLeft64Constant, into, whole, 64 - field.width);
    emit(f, signed ? Opcode.shiftRightSigned64Constant : Opcode.shiftRight64Constant, into, into, 64 - field.width);
  }
  f.next = mark;
  return into;
}

/** All bits of the field in the low bits of a 64-bit register; what is above them is anything. */
function gather(f: FunctionLowering, field: BitFieldLocation, chunks: readonly Chunk[]): Register {
  const whole = constant(f, 0n, true);
  for (const chunk of chunks) {
    const mark = f.next;
    const part = loadWide(f, shifted(f, field.unit, chunk.byte), chunk.size);
    emit(f, Opcode.shiftRight64Constant, part, part, chunk.from);
    if (chunk.fieldBit > 0) emit(f, Opcode.shiftLeft64Constant, part, part, chunk.fieldBit);
    emit(f, Opcode.or64, whole, whole, part);
    f.next = mark;
  }
  return whole;
}

function loadWide(f: FunctionLowering, location: MemoryLocation, size: number): Register {
  const part = loadScalar(f, location, unsignedShape(size), take(f));
  if (size < 8) emit(f, Opcode.zeroExtend32, part, part);
  return part;
}

/** Writes the low bits of `value`, which is wide if `shape` is. */
export function storeBitField(f: FunctionLowering, field: BitFieldLocation, shape: ValueShape, value: Register): void {
  const wide = shape.kind === 'integer' && shape.size === 8;
  const chunks = chunksOf(field);
  for (const chunk of chunks) {
    const mark = f.next;
    const location = shifted(f, field.unit, chunk.byte);
    if (chunk.size <= 4 && chunks.length === 1) insert32(f, location, chunk, value);
    else insert64(f, location, chunk, value, wide);
    f.next = mark;
  }
}

function insert32(f: FunctionLowering, location: MemoryLocation, chunk: Chunk, value: Register): void {
  const shape = unsignedShape(chunk.size);
  if (chunk.count === chunk.size * 8) {
    storeScalar(f, location, shape, value);
    return;
  }
  const mask = (2 ** chunk.count - 1) | 0;
  const word = loadScalar(f, location, shape, take(f));
  const bits = take(f);
  emit(f, Opcode.and32Constant, bits, value, mask);
  if (chunk.from > 0) emit(f, Opcode.shiftLeft32Constant, bits, bits, chunk.from);
  emit(f, Opcode.and32Constant, word, word, ~(mask << chunk.from));
  emit(f, Opcode.or32, word, word, bits);
  storeScalar(f, location, shape, word);
}

function insert64(f: FunctionLowering, location: MemoryLocation, chunk: Chunk, value: Register, wide: boolean): void {
  const shape = unsignedShape(chunk.size);
  const mask = (1n << BigInt(chunk.count)) - 1n;
  const bits = take(f);
  emit(f, wide ? Opcode.move64 : Opcode.zeroExtend32, bits, value);
  if (chunk.fieldBit > 0) emit(f, Opcode.shiftRight64Constant, bits, bits, chunk.fieldBit);
  and64(f, bits, mask);
  if (chunk.from > 0) emit(f, Opcode.shiftLeft64Constant, bits, bits, chunk.from);
  const word = loadWide(f, location, chunk.size);
  and64(f, word, ~(mask << BigInt(chunk.from)));
  emit(f, Opcode.or64, word, word, bits);
  storeScalar(f, location, shape, word);
}

function and64(f: FunctionLowering, register: Register, mask: bigint): void {
  const low = Number(BigInt.asIntN(32, mask));
  emit(f, Opcode.and64Constant, register, register, low, Number(BigInt.asIntN(32, mask >> 32n)));
}

/** What reading the field back after storing `value` gives, which is the value of the assignment. */
export function truncateToField(
  f: FunctionLowering,
  field: BitFieldLocation,
  shape: ValueShape,
  value: Register,
): Register {
  const signed = shape.kind === 'integer' && shape.signed;
  const wide = shape.kind === 'integer' && shape.size === 8;
  const to = take(f);
  const bits = wide ? 64 : 32;
  const right = signed
    ? wide ? Opcode.shiftRightSigned64Constant : Opcode.shiftRightSigned32Constant
    : wide ? Opcode.shiftRight64Constant : Opcode.shiftRight32Constant; // prettier-ignore
  emit(f, wide ? Opcode.shiftLeft64Constant : Opcode.shiftLeft32Constant, to, value, bits - field.width);
  emit(f, right, to, to, bits - field.width);
  return to;
}
