/**
 * C structs of the compiled kernel image, read and written from TypeScript by member names: layouts come from the program itself, so that C and
 * TypeScript cannot disagree. Accesses are bookkeeping: they disturb no cache or TLB.
 */
import { findMember, sizeOf } from '../c-language/layout.ts';
import type { Program } from '../c-language/program.ts';
import type { CType } from '../c-language/types.ts';
import { peekKernel, peekKernel64, pokeKernel } from './kernel-memory.ts';
import type { MemoryWorld } from './memory-world.ts';

export interface FieldLayout {
  /** Bytes from the start of the struct. */
  readonly offset: number;
  readonly size: number;
  readonly signed: boolean;
  /** Of a bit-field: where it lies in the unit at `offset`. */
  readonly bits: { readonly offset: number; readonly width: number } | null;
}
export interface StructLayout {
  readonly name: string;
  readonly size: number;
  /** By dotted path; filled as fields are asked for. */
  readonly fields: Map<string, FieldLayout>;
  /** Works a path out; null when there is no such member. */
  find(path: string): FieldLayout | null;
}

const layouts = new WeakMap<Program, Map<string, StructLayout>>();

/** The layout of `struct name` in the kernel image. Throws when the image has no such complete struct. */
export function structLayout(program: Program, name: string): StructLayout {
  const known = layoutsOf(program);
  let layout = known.get(name);
  if (!layout) known.set(name, (layout = layoutFromProgram(program, name)));
  return layout;
}

/** Gives a program layouts that its types do not have: for tests that run without a compiler. */
export function provideLayouts(
  program: Program,
  given: Readonly<Record<string, Readonly<Record<string, FieldLayout>>>>,
) {
  const known = layoutsOf(program);
  for (const [name, fields] of Object.entries(given)) {
    const ends = Object.values(fields).map((field) => field.offset + field.size);
    known.set(name, {
      name,
      size: Math.max(0, ...ends),
      fields: new Map(Object.entries(fields)),
      find: () => null,
    });
  }
}

/** Throws for a struct or member that the program does not have: a mistake in the simulator, not in the driver. */
export function fieldLayout(program: Program, struct: string, path: string): FieldLayout {
  const layout = structLayout(program, struct);
  let field = layout.fields.get(path);
  if (!field) {
    const found = layout.find(path);
    if (!found) throw new Error(`struct ${struct} has no member ${path}`);
    layout.fields.set(path, (field = found));
  }
  return field;
}

/** Signed members come signed. Throws `BadKernelAddress` for a wild pointer. */
export function readField(world: MemoryWorld, struct: string, address: bigint, path: string): bigint {
  const field = fieldLayout(world.program, struct, path);
  const at = address + BigInt(field.offset);
  const raw = field.size === 8 ? peekKernel64(world, at) : toInteger(peekKernel(world, at, field.size));
  if (!field.bits) return field.signed ? BigInt.asIntN(8 * field.size, raw) : raw;
  const value = (raw >> BigInt(field.bits.offset)) & ((1n << BigInt(field.bits.width)) - 1n);
  return field.signed ? BigInt.asIntN(field.bits.width, value) : value;
}

/** Modulo the member's width. Throws `BadKernelAddress`. */
export function writeField(world: MemoryWorld, struct: string, address: bigint, path: string, value: bigint): void {
  const field = fieldLayout(world.program, struct, path);
  const at = address + BigInt(field.offset);
  let raw = BigInt.asUintN(8 * field.size, value);
  if (field.bits) {
    const mask = ((1n << BigInt(field.bits.width)) - 1n) << BigInt(field.bits.offset);
    const before = toInteger(peekKernel(world, at, field.size));
    raw = (before & ~mask) | ((value << BigInt(field.bits.offset)) & mask);
  }
  pokeKernel(world, at, fromInteger(raw, field.size));
}

/** Bytes up to a NUL or `maximum`, one character each. Throws `BadKernelAddress`. */
export function readCString(world: MemoryWorld, address: bigint, maximum: number): string {
  let text = '';
  for (let at = address; text.length < maximum;) {
    const count = Math.min(maximum - text.length, 64 - Number(at & 63n));
    const bytes = peekKernel(world, at, count);
    for (let index = 0; index < count; index++) {
      if (bytes[index] === 0) return text;
      text += String.fromCharCode(bytes[index]!);
    }
    at += BigInt(count);
  }
  return text;
}

function layoutsOf(program: Program): Map<string, StructLayout> {
  let known = layouts.get(program);
  if (!known) layouts.set(program, (known = new Map()));
  return known;
}

function layoutFromProgram(program: Program, name: string): StructLayout {
  const image = program.images.find((each) => each.mode === 'kernel');
  const type = image?.record(name);
  if (!type) throw new Error(`the kernel image has no struct ${name}`);
  return { name, size: sizeOf(type), fields: new Map(), find: (path) => resolve(type, path.split('.')) };
}

function resolve(type: CType, names: readonly string[]): FieldLayout | null {
  let offset = 0;
  let current = type;
  let bits: FieldLayout['bits'] = null;
  for (const name of names) {
    if (current.kind !== 'record') return null;
    const found = findMember(current, name);
    if (!found) return null;
    const member = found.path.at(-1)!;
    offset += found.offset;
    current = member.type;
    bits = member.bitField ? { offset: member.bitField.bitOffset, width: member.bitField.width } : null;
  }
  const underlying = current.kind === 'enum' ? current.declaration.underlying : current;
  return { offset, size: sizeOf(current), signed: underlying.kind === 'integer' && underlying.signed, bits };
}

function toInteger(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function fromInteger(value: bigint, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));
}
