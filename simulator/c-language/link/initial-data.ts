/** Initial values of objects with static storage, as bytes and addresses. */
import { evaluateConstant } from '../constant-expression.ts';
import type { AddressBase, Constant } from '../constant-expression.ts';
import { sizeOf } from '../layout.ts';
import type { AddressTarget } from '../lowering/code-buffer.ts';
import type { Expression, Initializer, InitializerLeaf } from '../syntax.ts';
import type { CType } from '../types.ts';
import { compiledObject, readReference, type CompiledObject } from '../object-code/compiled-parts.ts';
import { readBytes, readRelocations } from '../object-code/objects.ts';
import type { Reference } from '../object-code/references.ts';
import { objectOfVariable, stringObject } from './data.ts';
import { functionAddress } from './functions.ts';
import { report } from './image-linker.ts';
import type { DataObject, ImageLinker } from './image-linker.ts';

export function initializePendingObjects(image: ImageLinker): void {
  for (let index = image.pendingObjects.pop(); index !== undefined; index = image.pendingObjects.pop()) {
    const object = image.program.objects[index]!;
    const compiled = object.symbol && compiledObject(object.symbol);
    if (compiled) placeContent(image, object, compiled);
    // One that is too large has no bytes, and was reported.
    else if (object.symbol?.initializer && object.bytes.length > 0)
      writeInitializer(image, object, object.symbol.initializer, 0);
  }
}

function placeContent(image: ImageLinker, object: DataObject, { row, tables }: CompiledObject): void {
  const reader = { text: row.content, at: 0 };
  readBytes(reader, object.bytes);
  const relocations = readRelocations(reader, (from) => targetOfReference(image, object, readReference(from, tables)));
  object.relocations.push(...relocations);
}

function targetOfReference(image: ImageLinker, { function: owner }: DataObject, reference: Reference): AddressTarget {
  switch (reference.kind) {
    case 'variable':
      return objectOfVariable(image, reference.symbol, owner);
    case 'address':
      return functionAddress(image, reference.symbol, reference.symbol.place);
    case 'string':
      return stringObject(image, reference.bytes, reference.alignment);
    default:
      throw new Error(`data cannot refer to a ${reference.kind}`);
  }
}

function writeInitializer(image: ImageLinker, object: DataObject, initializer: Initializer, start: number): void {
  for (const leaf of initializer.leaves) writeLeaf(image, object, leaf, start + leaf.offset);
}

function writeLeaf(image: ImageLinker, object: DataObject, leaf: InitializerLeaf, offset: number): void {
  const literal = compoundLiteral(leaf.value);
  if (leaf.value.kind === 'string' && leaf.type.kind === 'array') {
    const room = sizeOf(leaf.type) || leaf.value.bytes.length;
    object.bytes.set(leaf.value.bytes.subarray(0, room), offset);
  } else if (literal && (leaf.type.kind === 'record' || leaf.type.kind === 'array')) {
    if (literal.initializer) writeInitializer(image, object, literal.initializer, offset);
  } else writeConstant(image, object, leaf, offset);
}

/** `(struct s){ … }` as the initial value of a struct: its leaves are the struct's. */
function compoundLiteral(value: Expression): Extract<Expression, { kind: 'compound-literal' }>['symbol'] | null {
  const inner =
    value.kind === 'load' || (value.kind === 'cast' && value.type.kind === 'record') ? value.operand : value;
  return inner.kind === 'compound-literal' ? inner.symbol : null;
}

function writeConstant(image: ImageLinker, object: DataObject, leaf: InitializerLeaf, offset: number): void {
  const value = evaluateConstant(leaf.value);
  if (!value) {
    report(
      image.program,
      'error',
      'initializer-not-constant',
      'an initialiser of an object with static storage must be constant',
      leaf.value.place,
    );
  } else if (leaf.bitField) writeBits(object.bytes, offset, leaf.bitField, value);
  else if (value.kind === 'address') {
    const target = targetOf(image, object, value.base, leaf.value);
    object.relocations.push({ offset, target, addend: value.offset });
  } else if (value.kind === 'label-difference') {
    const label = (name: string): AddressTarget => ({ kind: 'label', function: object.function, name });
    const [target, minus, size] = [label(value.left), label(value.right), sizeOf(leaf.type)];
    object.relocations.push({ offset, target, minus, size, addend: value.offset });
  } else writeScalar(object.bytes, offset, leaf.type, value);
}

function targetOf(image: ImageLinker, object: DataObject, base: AddressBase, at: Expression): AddressTarget {
  switch (base.kind) {
    case 'variable':
      return objectOfVariable(image, base.symbol, object.function);
    case 'function':
      return functionAddress(image, base.symbol, at.place);
    case 'string':
      return stringObject(image, base.expression.bytes, elementBytes(base.expression.type));
    case 'label':
      return { kind: 'label', function: object.function, name: base.label };
  }
}

export function elementBytes(type: CType): number {
  return type.kind === 'array' ? sizeOf(type.element) : 1;
}

function writeBits(
  bytes: Uint8Array,
  offset: number,
  { bitOffset, width }: NonNullable<InitializerLeaf['bitField']>,
  value: Constant,
): void {
  if (value.kind !== 'integer') return;
  for (let bit = 0; bit < width; bit++) {
    const at = bitOffset + bit;
    const mask = 1 << (at & 7);
    if ((value.value >> BigInt(bit)) & 1n) bytes[offset + (at >> 3)]! |= mask;
    else bytes[offset + (at >> 3)]! &= ~mask;
  }
}

function writeScalar(bytes: Uint8Array, offset: number, type: CType, value: Constant): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  if (value.kind === 'floating') {
    if (type.kind === 'floating' && type.size === 4) view.setFloat32(offset, value.value, true);
    else view.setFloat64(offset, value.value, true);
  } else if (value.kind === 'integer' || value.kind === 'extended') {
    const size = sizeOf(type);
    for (let i = 0; i < size; i++) bytes[offset + i] = Number((value.value >> BigInt(8 * i)) & 0xffn);
  }
}
