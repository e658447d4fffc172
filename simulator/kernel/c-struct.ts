/** C structures in simulated memory as TypeScript reads and writes them: by field name, laid out as the compiled headers say. Disturbs no cache. */
import { findMember, sizeOf } from '../c-language/layout.ts';
import type { Program } from '../c-language/program.ts';
import type { CType, RecordType } from '../c-language/types.ts';
import { coherentRead, coherentWrite } from '../hardware/coherent-access.ts';
import { walk } from '../hardware/mmu.ts';
import type { World } from '../world.ts';
import { directMapBase, directMapEnd } from './virtual-layout.ts';

export interface FieldLayout {
  /** Bytes from the start of the struct. */
  readonly offset: number;
  readonly size: number;
  readonly signed: boolean;
}

const layouts = new WeakMap<Program, Map<string, FieldLayout>>();

/** Layout of `path` (dotted: `dev.coherent_dma_mask`) in `struct name` of the kernel image. Throws if the headers have no such field. */
export function fieldLayout(program: Program, name: string, path: string): FieldLayout {
  let known = layouts.get(program);
  if (!known) layouts.set(program, (known = new Map()));
  const key = `${name}.${path}`;
  let layout = known.get(key);
  if (!layout) known.set(key, (layout = findField(structType(program, name), name, path)));
  return layout;
}

/** Bytes of `struct name`. */
export function structSize(program: Program, name: string): number {
  return sizeOf(structType(program, name));
}

function structType(program: Program, name: string): RecordType {
  const kernel = program.images.find((image) => image.mode === 'kernel');
  for (const unit of kernel?.units ?? []) {
    const type = unit.scope.tags.get(name);
    if (type?.kind === 'record' && type.declaration.complete) return type;
  }
  throw new Error(`no header of the kernel image defines struct ${name}`);
}

function findField(type: CType, name: string, path: string): FieldLayout {
  let field = type;
  let offset = 0;
  for (const part of path.split('.')) {
    const found = field.kind === 'record' ? findMember(field, part) : null;
    if (!found) throw new Error(`struct ${name} has no field ${path}`);
    offset += found.offset;
    field = found.path.at(-1)!.type;
  }
  return { offset, size: sizeOf(field), signed: field.kind === 'integer' && field.signed };
}

/** Integers and pointers up to 8 bytes: signed ones sign-extended, others unsigned. */
export function readField(world: World, name: string, address: bigint, path: string): bigint {
  const { offset, size, signed } = fieldLayout(world.program, name, path);
  const value = bytesToInteger(readKernel(world, address + BigInt(offset), size));
  return signed ? BigInt.asIntN(8 * size, value) : value;
}

export function writeField(world: World, name: string, address: bigint, path: string, value: bigint): void {
  const { offset, size } = fieldLayout(world.program, name, path);
  writeKernel(world, address + BigInt(offset), integerToBytes(value, size));
}

/** Text into a char array field, cut to fit with its NUL. */
export function writeTextField(world: World, name: string, address: bigint, path: string, text: string): void {
  const { offset, size } = fieldLayout(world.program, name, path);
  const bytes = new Uint8Array(size);
  for (let i = 0; i < Math.min(size - 1, text.length); i++) bytes[i] = text.charCodeAt(i) & 0xff;
  writeKernel(world, address + BigInt(offset), bytes);
}

/** A NUL-terminated string, at most `maximum` bytes; stops at unmapped memory. */
export function readCString(world: World, address: bigint, maximum: number): string {
  let text = '';
  for (let i = 0; i < maximum; i++) {
    const physical = kernelToPhysical(world, address + BigInt(i));
    if (physical === null) break;
    const byte = coherentRead(world.hardware, physical, 1)[0]!;
    if (byte === 0) break;
    text += String.fromCharCode(byte);
  }
  return text;
}

/** Physical address of a kernel virtual one: arithmetic in the direct map, the kernel's page tables elsewhere. null: not mapped. */
export function kernelToPhysical(world: World, address: bigint): number | null {
  if (address >= directMapBase && address < directMapEnd) return Number(address - directMapBase);
  const root = world.kernel.addressSpaces.spaces.get(0)!.root;
  const { outcome } = walk(world.hardware, root, address);
  return outcome.kind === 'page' ? outcome.physical : null;
}

/** Throws where nothing is mapped: the caller has a kernel pointer that the model itself made. */
export function readKernel(world: World, address: bigint, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  eachPiece(world, address, length, (physical, from, count) =>
    bytes.set(coherentRead(world.hardware, physical, count), from),
  );
  return bytes;
}

export function writeKernel(world: World, address: bigint, bytes: Uint8Array): void {
  eachPiece(world, address, bytes.length, (physical, from, count) =>
    coherentWrite(world.hardware, physical, bytes.subarray(from, from + count)),
  );
}

function eachPiece(
  world: World,
  address: bigint,
  length: number,
  visit: (physical: number, from: number, count: number) => void,
): void {
  for (let from = 0; from < length;) {
    const at = address + BigInt(from);
    const count = Math.min(length - from, 4096 - Number(at & 0xfffn));
    const physical = kernelToPhysical(world, at);
    if (physical === null) throw new Error(`kernel address 0x${at.toString(16)} is not mapped`);
    visit(physical, from, count);
    from += count;
  }
}

function bytesToInteger(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
  return value;
}

function integerToBytes(value: bigint, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i++) bytes[i] = Number((value >> BigInt(8 * i)) & 0xffn);
  return bytes;
}
