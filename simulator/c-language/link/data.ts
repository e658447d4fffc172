/** Objects in an image's data: variables and string literals, their initial bytes, and their addresses. */
import { byteText } from '../byte-text.ts';
import { alignOf, sizeOf } from '../layout.ts';
import type { AddressTarget } from '../lowering/code-buffer.ts';
import { isShipped } from '../source.ts';
import { compiledObject, isEmbedded } from '../object-code/compiled-parts.ts';
import type { VariableSymbol } from '../syntax.ts';
import type { DataSegment } from '../program.ts';
import type { CType } from '../types.ts';
import { report } from './image-linker.ts';
import type { DataObject, ImageLinker } from './image-linker.ts';
import { definedVariable, isWeak } from './symbols.ts';

const pageBytes = 4096;

/** All file-scope objects of the user's files get room, used or not: a debugger may want to see them. */
export function requestVariables(image: ImageLinker): void {
  for (const unit of image.source.units) {
    if (image.source.entryPoints && isEmbedded(unit)) continue;
    for (const symbol of unit.variables) {
      if (image.source.entryPoints && isShipped(symbol.place)) continue;
      if (symbol.defined && symbol.functionName === null) objectOfVariable(image, symbol, -1);
    }
  }
}

/** `inFunction` is the function that refers to it, which for a static local is its own. */
export function objectOfVariable(image: ImageLinker, symbol: VariableSymbol, inFunction: number): AddressTarget {
  const defined = definedVariable(image, symbol);
  if (!defined) return undefinedVariable(image, symbol);
  let object = image.objectOf.get(defined);
  if (object === undefined) {
    object = newObject(image, defined, inFunction);
    image.objectOf.set(defined, object);
    image.pendingObjects.push(object);
  }
  return defined.storage === 'thread' ? { kind: 'thread', object } : { kind: 'data', object };
}

function undefinedVariable(image: ImageLinker, symbol: VariableSymbol): AddressTarget {
  const bound = /^__(start|stop)_(\w+)$/.exec(symbol.name);
  // A weak one is 0 where at last there is no such section.
  if (bound && (isWeak(symbol) || hasSection(image, bound[2]!))) {
    return { kind: 'section', image: image.index, name: bound[2]!, end: bound[1] === 'stop' };
  }
  if (!isWeak(symbol) && !image.undefinedReported.has(symbol.name)) {
    image.undefinedReported.add(symbol.name);
    report(
      image.program,
      'error',
      'undefined-variable',
      `${symbol.name} is declared here but defined nowhere`,
      symbol.place,
    );
  }
  return { kind: 'absolute', address: 0n };
}

/** The linker gives `__start_NAME` and `__stop_NAME` to every section whose name is an identifier. */
function hasSection(image: ImageLinker, name: string): boolean {
  if (image.program.objects.some((object) => object.image === image.index && object.section === name)) return true;
  return image.source.units.some((unit) =>
    unit.variables.some((symbol) => symbol.defined && sectionOf(symbol) === name),
  );
}

/** What `__thread` objects begin as; also what the first thread uses. */
export const threadSection = '__thread_objects';

function sectionOf({ attributes, storage }: VariableSymbol): string | null {
  if (storage === 'thread') return threadSection;
  return attributes.find(({ name }) => name === 'section')?.words[0] ?? null;
}

export function sectionAddress({ program }: ImageLinker, name: string, image: number, end: boolean): bigint {
  const objects = program.objects.filter((object) => object.image === image && object.section === name);
  const [first] = objects;
  const last = objects.at(-1);
  if (!first || !last) return 0n;
  return end ? last.address + BigInt(last.bytes.length) : first.address;
}

function newObject(image: ImageLinker, symbol: VariableSymbol, inFunction: number): number {
  const { objects } = image.program;
  const index = objects.length;
  const compiled = compiledObject(symbol)?.row;
  const bytes = reserve(image, symbol, compiled?.size ?? objectSize(symbol));
  objects.push({
    index,
    image: image.index,
    symbol,
    function: symbol.functionName === null ? -1 : inFunction,
    alignment: compiled?.alignment ?? Math.max(symbol.alignedTo, alignOf(symbol.type), 1),
    // A section holds constants and variables side by side.
    readOnly: compiled?.readOnly ?? (isConstant(symbol.type) && sectionOf(symbol) === null),
    section: sectionOf(symbol),
    bytes: new Uint8Array(bytes),
    relocations: [],
    address: 0n,
  });
  return index;
}

/** What all objects of an image together may take, which is more than a module's area or a program's data has. */
const mostBytes = 1 << 28;

/** Counts the object's bytes; 0, after a message, when the image has no room for them. */
function reserve(image: ImageLinker, symbol: VariableSymbol, size: number): number {
  if (image.objectBytes + size <= mostBytes) {
    image.objectBytes += size;
    return size;
  }
  const message = `${symbol.name || 'this object'} takes ${size} bytes: objects with static storage may take ${mostBytes >> 20} MiB in all`;
  report(image.program, 'error', 'too-large', message, symbol.place);
  return 0;
}

function isConstant(type: CType): boolean {
  if (type.kind === 'array') return isConstant(type.element);
  return type.qualifiers.const && !type.qualifiers.volatile;
}

/** An initialised flexible array member lies behind the struct's own size. */
function objectSize({ type, initializer }: VariableSymbol): number {
  let size = sizeOf(type);
  for (const leaf of initializer?.leaves ?? []) {
    const bytes = leaf.value.kind === 'string' && sizeOf(leaf.type) === 0 ? leaf.value.bytes.length : sizeOf(leaf.type);
    if (!leaf.bitField) size = Math.max(size, leaf.offset + bytes);
  }
  return size;
}

/** Equal literals of an image share their bytes, as they do in a unit compiled by gcc. */
export function stringObject(image: ImageLinker, bytes: Uint8Array, alignment: number): AddressTarget {
  const key = `${alignment}:${byteText(bytes)}`;
  const known = image.stringOf.get(key);
  if (known !== undefined) return { kind: 'data', object: known };
  const index = addNameless(image, { bytes: bytes.slice(), alignment: Math.max(alignment, 1), readOnly: true });
  image.stringOf.set(key, index);
  return { kind: 'data', object: index };
}

const groupBytes = 1024;

/** What comes from here on stands apart from what came before: that may grow a little without moving it. */
export function beginGroup(image: ImageLinker): void {
  for (const readOnly of [true, false])
    addNameless(image, { bytes: new Uint8Array(0), alignment: groupBytes, readOnly });
}

/** Bytes that no variable of the program stands for. Returns the object's index. */
export function addNameless(
  image: ImageLinker,
  object: Pick<DataObject, 'bytes' | 'alignment' | 'readOnly'> & Partial<Pick<DataObject, 'section' | 'relocations'>>,
): number {
  const { objects } = image.program;
  const index = objects.length;
  objects.push({
    index,
    image: image.index,
    symbol: null,
    function: -1,
    section: null,
    relocations: [],
    address: 0n,
    ...object,
  });
  return index;
}

/** Read-only objects first, up to a page boundary, then the others. */
export function layOutData(image: ImageLinker): void {
  const { source, ownObjects, segments } = image;
  const objects = image.program.objects.filter((object) => object.image === image.index);
  segments.push(
    layOut(
      source.dataBase,
      objects.filter(({ index }) => index < ownObjects),
    ),
  );
  if (source.moduleDataBase === undefined) return;
  segments.push(
    layOut(
      source.moduleDataBase,
      objects.filter(({ index }) => index >= ownObjects),
    ),
  );
}

function layOut(dataBase: bigint, objects: readonly DataObject[]): DataSegment {
  const readOnlyEnd = assignAddresses(
    dataBase,
    objects.filter((object) => object.readOnly),
    0,
  );
  const readOnlyBytes = Math.ceil(readOnlyEnd / pageBytes) * pageBytes;
  const writable = objects.filter((object) => !object.readOnly);
  const sections = [...new Set(writable.map(({ section }) => section))];
  const end = assignAddresses(
    dataBase,
    sections.flatMap((section) => writable.filter((object) => object.section === section)),
    readOnlyBytes,
  );
  return { dataBase, data: new Uint8Array(Math.ceil(end / 8) * 8), readOnlyBytes };
}

function assignAddresses(dataBase: bigint, objects: readonly DataObject[], start: number): number {
  let offset = start;
  for (const object of objects) {
    offset = Math.ceil(offset / object.alignment) * object.alignment;
    object.address = dataBase + BigInt(offset);
    offset += object.bytes.length;
  }
  return offset;
}

/** Copies the objects' bytes and writes the addresses in them. */
export function fillData(image: ImageLinker, addressOf: (target: AddressTarget) => bigint): void {
  const views = image.segments.map(({ data }) => new DataView(data.buffer));
  for (const object of image.program.objects) {
    if (object.image !== image.index) continue;
    const which = object.index < image.ownObjects ? 0 : 1;
    const { dataBase, data } = image.segments[which]!;
    const view = views[which]!;
    const start = Number(object.address - dataBase);
    data.set(object.bytes, start);
    for (const { offset, target, addend, minus, size = 8 } of object.relocations) {
      const value = addressOf(target) + addend - (minus ? addressOf(minus) : 0n);
      if (size === 4) view.setInt32(start + offset, Number(BigInt.asIntN(32, value)), true);
      else view.setBigUint64(start + offset, BigInt.asUintN(64, value), true);
    }
  }
}
