/** A flat `MemoryPort` for tests: a few mapped ranges, no translation, no caches; everything else faults. */
import type { FastLines, MemoryFault, MemoryPort } from '../../simulator/c-language/memory-port.ts';
import { fastLineCount } from '../../simulator/c-language/memory-port.ts';

export interface FlatRange {
  readonly base: bigint;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  writable: boolean;
}

export interface FlatMemory {
  readonly ranges: FlatRange[];
  readonly mode: 'user' | 'kernel';
  readonly port: MemoryPort;
}

export function createFlatMemory(mode: 'user' | 'kernel' = 'kernel'): FlatMemory {
  const ranges: FlatRange[] = [];
  const port: MemoryPort = {
    fast: emptyFastLines(),
    valueLow: 0,
    valueHigh: 0,
    fault: null,
    attention: 0,
    load: (low, high, size) => load(port, ranges, mode, low, high, size),
    store: (low, high, size, valueLow, valueHigh) => store(port, ranges, mode, low, high, size, valueLow, valueHigh),
  };
  return { ranges, mode, port };
}

/** Maps `size` bytes of zeros (or of `content`) at `base`. */
export function mapRange(memory: FlatMemory, base: bigint, size: number, content?: Uint8Array): FlatRange {
  const bytes = new Uint8Array(size);
  if (content) bytes.set(content);
  const range: FlatRange = { base, bytes, view: new DataView(bytes.buffer), writable: true };
  memory.ranges.push(range);
  return range;
}

/** Throws when any of the bytes is not mapped. */
export function readBytes(memory: FlatMemory, address: bigint, count: number): Uint8Array {
  const range = find(memory.ranges, address, count);
  if (!range) throw new RangeError(`0x${address.toString(16)} is not mapped.`);
  const start = Number(address - range.base);
  return range.bytes.subarray(start, start + count);
}

export function writeBytes(memory: FlatMemory, address: bigint, bytes: Uint8Array): void {
  readBytes(memory, address, bytes.length).set(bytes);
}

/** The bytes before the terminating zero, as Latin-1. */
export function readString(memory: FlatMemory, address: bigint): string {
  let text = '';
  for (let at = address; ; at++) {
    const byte = readBytes(memory, at, 1)[0]!;
    if (byte === 0) return text;
    text += String.fromCharCode(byte);
  }
}

function emptyFastLines(): FastLines {
  const words = new Int32Array(16);
  const tags = (): Int32Array => new Int32Array(fastLineCount).fill(1);
  return {
    readTagLow: tags(),
    readTagHigh: tags(),
    writeTagLow: tags(),
    writeTagHigh: tags(),
    line: new Int32Array(fastLineCount),
    tlb: new Int32Array(fastLineCount),
    bytes: new Uint8Array(words.buffer),
    halves: new Uint16Array(words.buffer),
    words,
    lineUse: new Float64Array(1),
    tlbUse: new Float64Array(1),
    clock: new Float64Array(1),
  };
}

function find(ranges: readonly FlatRange[], address: bigint, size: number): FlatRange | undefined {
  return ranges.find(({ base, bytes }) => address >= base && address + BigInt(size) <= base + BigInt(bytes.length));
}

function addressOf(low: number, high: number): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

function load(
  port: MemoryPort,
  ranges: readonly FlatRange[],
  mode: 'user' | 'kernel',
  low: number,
  high: number,
  size: number,
): boolean {
  const address = addressOf(low, high);
  const range = find(ranges, address, size);
  if (!range) return fail(port, { kind: 'not-present', access: 'read', mode, address, size });
  const at = Number(address - range.base);
  port.valueHigh = size === 8 ? range.view.getInt32(at + 4, true) : 0;
  if (size >= 4) port.valueLow = range.view.getInt32(at, true);
  else port.valueLow = size === 2 ? range.view.getUint16(at, true) : range.view.getUint8(at);
  return true;
}

function store(
  port: MemoryPort,
  ranges: readonly FlatRange[],
  mode: 'user' | 'kernel',
  low: number,
  high: number,
  size: number,
  valueLow: number,
  valueHigh: number,
): boolean {
  const address = addressOf(low, high);
  const range = find(ranges, address, size);
  if (!range) return fail(port, { kind: 'not-present', access: 'write', mode, address, size });
  if (!range.writable) return fail(port, { kind: 'protection', access: 'write', mode, address, size });
  const at = Number(address - range.base);
  if (size === 8) range.view.setInt32(at + 4, valueHigh, true);
  if (size >= 4) range.view.setInt32(at, valueLow, true);
  else if (size === 2) range.view.setUint16(at, valueLow & 0xffff, true);
  else range.view.setUint8(at, valueLow & 0xff);
  return true;
}

function fail(port: MemoryPort, fault: MemoryFault): boolean {
  port.fault = fault;
  return false;
}
