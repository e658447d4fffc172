/** Where the object that an lvalue denotes is. */
import { evaluateInteger } from '../constant-expression.ts';
import type { Expression, VariableSymbol } from '../syntax.ts';
import type { CType } from '../types.ts';
import { Opcode } from '../vm/dispatch.ts';
import type { AddressTarget } from './code-buffer.ts';
import { addressConstant, constant, emit, emitAddressed, report, take, takeFrame } from './function-lowering.ts';
import type { FunctionLowering, Register, Storage } from './function-lowering.ts';
import { addressIn, at, shifted } from './location.ts';
import type { IndexKind, Location, MemoryLocation } from './location.ts';
import { leftOperand } from './operand-order.ts';
import { negate } from './arithmetic.ts';
import { alignmentOf, staticSize } from './variable-length.ts';
import { shapeOf } from './value-shape.ts';

/** See `LoweringParts.location`. */
export function lowerLocation(f: FunctionLowering, expression: Expression): Location {
  const outer = f.place;
  f.place = expression.place;
  const location = locate(f, expression);
  f.place = outer;
  return location;
}

function locate(f: FunctionLowering, expression: Expression): Location {
  switch (expression.kind) {
    case 'variable':
      return locationOfVariable(f, expression.symbol);
    case 'compound-literal':
      if (expression.symbol.storage !== 'static') f.parts.initialize(f, expression.symbol);
      return locationOfVariable(f, expression.symbol);
    case 'string':
      return locationOfString(f, expression.bytes, expression.type);
    case 'dereference':
      return pointedTo(f, expression.operand);
    case 'member':
      return locationOfMember(f, expression);
    case 'function':
      return { kind: 'static', target: f.resolver.functionAddress(expression.symbol, expression.place), addend: 0n };
    default:
      // Records that are no lvalues (results of calls and the like) stand in memory too: their value is their address.
      return at(f.parts.expression(f, expression));
  }
}

export function locationOfVariable(f: FunctionLowering, symbol: VariableSymbol): Location {
  const storage = storageOf(f, symbol);
  if (storage.kind === 'static' && storage.target.kind === 'thread') return threadObject(f, storage.target);
  switch (storage.kind) {
    case 'register':
      return { kind: 'register', register: storage.register };
    case 'frame':
      return frameLocation(f, storage.offset);
    case 'indirect':
      return at(storage.register);
    case 'static':
      return { kind: 'static', target: storage.target, addend: 0n };
  }
}

/** At its distance from the thread pointer, which for the first thread is the address of the program's own objects. */
function threadObject(f: FunctionLowering, target: Extract<AddressTarget, { kind: 'thread' }>): Location {
  const pointer = take(f);
  const { image, name } = f.resolver.threadSection();
  emitAddressed(f, Opcode.readThreadPointer, pointer, { kind: 'section', image, name, end: false }, 0n);
  emit(f, Opcode.add64, pointer, pointer, addressConstant(f, target, 0n));
  return at(pointer);
}

type AnyStorage =
  Storage | { readonly kind: 'static'; readonly target: ReturnType<FunctionLowering['resolver']['variable']> };

function storageOf(f: FunctionLowering, symbol: VariableSymbol): AnyStorage {
  const known = f.storage.get(symbol);
  if (known) return known;
  if (symbol.storage !== 'automatic' && symbol.storage !== 'parameter') {
    return { kind: 'static', target: f.resolver.variable(symbol) };
  }
  const offset = takeFrame(f, staticSize(symbol.type), alignmentOf(symbol));
  const storage: Storage = { kind: 'frame', offset };
  f.storage.set(symbol, storage);
  return storage;
}

export function frameLocation(f: FunctionLowering, offset: number): MemoryLocation {
  f.frameUsed = true;
  return at(f.frameRegister, offset);
}

function locationOfString(f: FunctionLowering, bytes: Uint8Array, type: CType): MemoryLocation {
  return locationOfBytes(f, bytes, type.kind === 'array' ? staticSize(type.element) : 1);
}

/** Constant bytes in the image's data, or, where there is none, on the stack. */
export function locationOfBytes(f: FunctionLowering, bytes: Uint8Array, alignment: number): MemoryLocation {
  const target = f.resolver.string(bytes, alignment);
  if (target) return { kind: 'static', target, addend: 0n };
  const offset = takeFrame(f, bytes.length, Math.max(alignment, 1));
  const location = frameLocation(f, offset);
  storeBytes(f, location, bytes);
  return location;
}

/** Writes constant bytes, four at a time where possible. */
export function storeBytes(f: FunctionLowering, location: MemoryLocation, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const base = at(addressIn(f, location));
  for (let offset = 0; offset < bytes.length;) {
    const mark = f.next;
    const value = take(f);
    const whole = bytes.length - offset >= 4;
    emit(f, Opcode.constant32, value, whole ? view.getInt32(offset, true) : bytes[offset]!);
    const to = shifted(f, base, offset) as Extract<MemoryLocation, { kind: 'based' }>;
    emit(f, whole ? Opcode.store32 : Opcode.store8, value, to.base, to.displacement);
    offset += whole ? 4 : 1;
    f.next = mark;
  }
}

function locationOfMember(f: FunctionLowering, { base, member }: Extract<Expression, { kind: 'member' }>): Location {
  const record = f.parts.location(f, base);
  if (record.kind === 'register' || record.kind === 'bit-field') {
    report(f, 'internal', 'A record cannot live in a register.');
    return record;
  }
  const place = shifted(f, record, member.offset);
  return member.bitField ? { kind: 'bit-field', unit: place, ...member.bitField } : place;
}

/** What a pointer expression points to, without computing the pointer where parts of it fit an instruction. */
export function pointedTo(f: FunctionLowering, pointer: Expression): MemoryLocation {
  if (pointer.kind === 'pointer-offset') return elementAt(f, pointer);
  if (pointer.kind === 'decay' || pointer.kind === 'address-of') {
    const location = f.parts.location(f, pointer.operand);
    if (location.kind !== 'register' && location.kind !== 'bit-field') return location;
  }
  if (pointer.kind === 'cast' && pointer.operand.type.kind === 'pointer' && pointer.type.kind === 'pointer') {
    return pointedTo(f, pointer.operand);
  }
  return at(f.parts.expression(f, pointer));
}

function elementAt(f: FunctionLowering, expression: Extract<Expression, { kind: 'pointer-offset' }>): MemoryLocation {
  const { pointer, index, operator, elementSize } = expression;
  const known = evaluateInteger(index);
  if (known !== null) {
    const distance = Number(known) * elementSize * (operator === '-' ? -1 : 1);
    if (Number.isSafeInteger(distance)) return shifted(f, pointedTo(f, pointer), distance);
  }
  return indexed(f, expression);
}

/** The parser has multiplied the index itself where the elements have variable length. */
function indexed(f: FunctionLowering, expression: Extract<Expression, { kind: 'pointer-offset' }>): MemoryLocation {
  const { pointer, operator, elementSize: size } = expression;
  const { index, indexKind } = narrowIndex(expression.index);
  const base = baseRegister(f, pointer, index);
  const value = f.parts.expression(f, index);
  if (operator === '+' && (size & (size - 1)) === 0 && size > 0) {
    return { kind: 'indexed', base, index: value, indexKind, shift: Math.log2(size) };
  }
  if (operator === '+' && indexKind === 'signed32' && size < 1 << 20) {
    const to = take(f);
    emit(f, Opcode.indexScaledSigned32, to, base, value, size);
    return at(to);
  }
  const wide = take(f);
  emit(f, widenings[indexKind], wide, value);
  if (operator === '-') negate(f, shapeOf(expression.index.type), wide, wide);
  if (size !== 1) emit(f, Opcode.multiply64, wide, wide, constant(f, BigInt(size), true));
  return { kind: 'indexed', base, index: wide, indexKind: '64', shift: 0 };
}

const widenings = { signed32: Opcode.signExtend32, unsigned32: Opcode.zeroExtend32, '64': Opcode.move64 } as const;

/** An array's address, or a pointer's value that evaluating the index leaves alone. */
function baseRegister(f: FunctionLowering, pointer: Expression, index: Expression): Register {
  if (pointer.kind === 'load') return leftOperand(f, pointer, index);
  return addressIn(f, pointedTo(f, pointer));
}

/** The operand of a widening conversion, which the index instructions do themselves. */
function narrowIndex(index: Expression): { index: Expression; indexKind: IndexKind } {
  if (index.kind !== 'cast') return { index, indexKind: '64' };
  const to = shapeOf(index.type);
  const from = shapeOf(index.operand.type);
  if (to.kind !== 'integer' || from.kind !== 'integer' || to.size !== 8 || from.size > 4)
    return { index, indexKind: '64' };
  return { index: index.operand, indexKind: from.signed || from.size < 4 ? 'signed32' : 'unsigned32' };
}

export function pointerOffset(
  f: FunctionLowering,
  expression: Extract<Expression, { kind: 'pointer-offset' }>,
  into?: Register,
): Register {
  return addressIn(f, elementAt(f, expression), into);
}
