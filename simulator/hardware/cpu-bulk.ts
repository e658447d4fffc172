/**
 * Bytes in bulk for kernel functions written in TypeScript (memcpy, memset, copy_to_user): the same translations, fills and evictions as a
 * CPU that makes one access to each line. A fault is thrown as `GuestFault` with the first byte that failed; what came before it is done.
 */
import type { MemoryPort } from '../c-language/memory-port.ts';
import { fastLineCount } from '../c-language/memory-port.ts';
import { GuestFault } from '../c-language/vm-contract.ts';
import { isCpuPort } from './cpu-port.ts';
import { newestLine } from './coherent-access.ts';
import { accessLine, readAround, translate, writeAround } from './line-access.ts';
import { accessRunLine, beginPageRun, checkPageRun, createPageRun, isOnPage, type PageRun } from './page-run.ts';
import { hasMemory } from './physical-memory.ts';
import type { CpuPort } from './line-access.ts';

const lineBytes = 64;

export function readBulk(port: MemoryPort, address: bigint, length: number): Uint8Array {
  const result = partsOf(new Uint8Array(length));
  const start = splitAddress(address);
  const run = createPageRun();
  for (let done = 0; done < length;) {
    const low = lowWord(start, done);
    const count = Math.min(length - done, lineBytes - (low & 63));
    readPiece(port, run, low, highWord(start, done), count, result, done);
    done += count;
  }
  return result.bytes;
}

/**
 * The next bytes for a search that ends at `byte`: at most to the line's end, and none behind the one that is searched for. Two accesses: how many
 * there are must not depend on who watches, nor on what happens to be in the fast table.
 */
export function readOnwards(port: MemoryPort, address: bigint, maximum: number, byte: number): Uint8Array {
  const room = Math.min(lineBytes - Number(address & 63n), maximum);
  if (!isCpuPort(port)) return readBulk(port, address, room);
  const first = readBulk(port, address, Math.min(1, room));
  const more = first[0] === byte ? 0 : bytesUntil(port, address, room, byte) - 1;
  if (more <= 0) return first;
  const result = new Uint8Array(1 + more);
  result.set(first);
  result.set(readBulk(port, address + 1n, more), 1);
  return result;
}

/** How many bytes of the line at `address` the search needs: it has just been read, so that looking again changes nothing. */
function bytesUntil(port: CpuPort, address: bigint, room: number, byte: number): number {
  const start = splitAddress(address);
  const found = translate(port, lowWord(start, 0), highWord(start, 0), 1, false);
  if (!found || !hasMemory(port.hardware.memory, found.physical, room)) return 1;
  const line = newestLine(port.hardware, Math.floor(found.physical / lineBytes), port.cpu.id);
  const from = line.start + (found.physical % lineBytes);
  const end = line.bytes.subarray(from, from + room).indexOf(byte);
  return end < 0 ? room : end + 1;
}

export function writeBulk(port: MemoryPort, address: bigint, bytes: Uint8Array): void {
  const source = partsOf(bytes);
  const start = splitAddress(address);
  const run = createPageRun();
  for (let done = 0; done < bytes.length;) {
    const low = lowWord(start, done);
    const count = Math.min(bytes.length - done, lineBytes - (low & 63));
    writePiece(port, run, low, highWord(start, done), count, source, done);
    done += count;
  }
}

export function fillBulk(port: MemoryPort, address: bigint, length: number, byte: number): void {
  const line = filledLine(byte);
  const start = splitAddress(address);
  const run = createPageRun();
  for (let done = 0; done < length;) {
    const low = lowWord(start, done);
    const count = Math.min(length - done, lineBytes - (low & 63));
    writePiece(port, run, low, highWord(start, done), count, line, 0);
    done += count;
  }
}

const filledLines: Parts[] = [];

function filledLine(byte: number): Parts {
  return (filledLines[byte & 0xff] ??= withWords(new Uint8Array(lineBytes).fill(byte)));
}

/** What is on its way from one line to another. */
const piece = withWords(new Uint8Array(lineBytes));

/** Piece by piece, so that a fault on either side leaves exactly the bytes before it copied; overlapping ranges as memmove has them. */
export function copyBulk(
  destinationPort: MemoryPort,
  destination: bigint,
  sourcePort: MemoryPort,
  source: bigint,
  length: number,
): void {
  const to = splitAddress(destination);
  const from = splitAddress(source);
  const backwards = destination > source && destination < source + BigInt(length);
  const reading = createPageRun();
  const writing = createPageRun();
  for (let done = 0; done < length;) {
    const left = length - done;
    const edge = backwards ? left : done;
    const count = Math.min(left, roomAt(from, edge, backwards), roomAt(to, edge, backwards));
    const offset = backwards ? left - count : done;
    // An access to a page that is none of the runs may take the other one's TLB entry.
    const onPages =
      isOnPage(reading, lowWord(from, offset), highWord(from, offset)) &&
      isOnPage(writing, lowWord(to, offset), highWord(to, offset));
    readPiece(sourcePort, reading, lowWord(from, offset), highWord(from, offset), count, piece, 0);
    if (!onPages) writing.low = 1;
    writePiece(destinationPort, writing, lowWord(to, offset), highWord(to, offset), count, piece, 0);
    if (!onPages && isCpuPort(sourcePort)) checkPageRun(reading, sourcePort);
    if (isCpuPort(destinationPort)) destinationPort.hardware.counters.bytesCopied += count;
    done += count;
  }
}

/** Bytes from `address + offset` to the end of its line, or backwards from there to the line's start. */
function roomAt(address: Address, offset: number, backwards: boolean): number {
  const inLine = lowWord(address, offset) & 63;
  return backwards ? inLine || lineBytes : lineBytes - inLine;
}

function readPiece(
  port: MemoryPort,
  run: PageRun,
  low: number,
  high: number,
  count: number,
  target: Parts,
  at: number,
): void {
  if (!isCpuPort(port)) return readBytewise(port, low, high, count, target.bytes, at);
  const from = openLine(port, run, low, high, count, false);
  if (from >= 0) {
    copyPart(port.cpu.l1, from, target, at, count);
    return;
  }
  const { physical } = port;
  for (let done = 0; done < count;) {
    const size = unitAt(physical + done, count - done);
    const value = readAround(port, physical + done, size);
    for (let index = 0; index < size; index++)
      target.bytes[at + done + index] = Number((value >> BigInt(8 * index)) & 0xffn);
    done += size;
  }
}

function writePiece(
  port: MemoryPort,
  run: PageRun,
  low: number,
  high: number,
  count: number,
  source: Parts,
  at: number,
): void {
  if (!isCpuPort(port)) return writeBytewise(port, low, high, count, source.bytes, at);
  const to = openLine(port, run, low, high, count, true);
  if (to >= 0) {
    copyPart(source, at, port.cpu.l1, to, count);
    return;
  }
  const { physical } = port;
  for (let done = 0; done < count;) {
    const size = unitAt(physical + done, count - done);
    const unit = source.bytes.subarray(at + done, at + done + size);
    const value = unit.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    writeAround(port, physical + done, size, value);
    done += size;
  }
}

/** Bytes, and the same as words where they lie so. */
interface Parts {
  readonly bytes: Uint8Array;
  readonly words: Int32Array | null;
}

/** Another view of a line or less would cost more than it saves. */
function partsOf(bytes: Uint8Array): Parts {
  return bytes.length > lineBytes && bytes.byteOffset % 4 === 0 ? withWords(bytes) : { bytes, words: null };
}

function withWords(bytes: Uint8Array): Parts {
  return { bytes, words: new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2) };
}

function copyPart(from: Parts, start: number, to: Parts, at: number, count: number): void {
  if (from.words && to.words && ((start | at | count) & 3) === 0) {
    const source = from.words;
    const target = to.words;
    const distance = (at - start) >> 2;
    const end = (start + count) >> 2;
    for (let word = start >> 2; word < end; word++) target[word + distance] = source[word]!;
    return;
  }
  const distance = at - start;
  for (let index = start; index < start + count; index++) to.bytes[index + distance] = from.bytes[index]!;
}

/** Index in the L1's bytes, or -1 where the access bypasses the cache. */
function openLine(port: CpuPort, run: PageRun, low: number, high: number, count: number, write: boolean): number {
  if (isOnPage(run, low, high)) return accessRunLine(run, port, low, count) * lineBytes + (low & 63);
  const { fast } = port;
  const entry = (low >>> 6) & (fastLineCount - 1);
  const tagLow = write ? fast.writeTagLow : fast.readTagLow;
  const tagHigh = write ? fast.writeTagHigh : fast.readTagHigh;
  if (tagLow[entry] === (low & ~63) && tagHigh[entry] === high) {
    const line = fast.line[entry]!;
    const tick = ++fast.clock[0]!;
    fast.lineUse[line] = tick;
    fast.tlbUse[fast.tlb[entry]!] = tick;
    return line * lineBytes + (low & 63);
  }
  if (!accessLine(port, low, high, count, write)) throw new GuestFault(port.fault!);
  const { line } = port;
  if (line < 0) return -1;
  beginPageRun(run, port, low, high, write);
  return line * lineBytes + (low & 63);
}

/** The largest naturally aligned access at `address`. */
function unitAt(address: number, left: number): number {
  let size = 8;
  while (size > left || address % size !== 0) size >>= 1;
  return size;
}

/** Ports that are not a CPU's (the debugger's) have no lines. A piece lies within a line, so the high word does not change. */
function readBytewise(
  port: MemoryPort,
  low: number,
  high: number,
  count: number,
  target: Uint8Array,
  at: number,
): void {
  for (let index = 0; index < count; index++) {
    if (!port.load((low + index) | 0, high, 1)) throw new GuestFault(port.fault!);
    target[at + index] = port.valueLow;
  }
}

function writeBytewise(
  port: MemoryPort,
  low: number,
  high: number,
  count: number,
  source: Uint8Array,
  at: number,
): void {
  for (let index = 0; index < count; index++) {
    if (!port.store((low + index) | 0, high, 1, source[at + index]!, 0)) throw new GuestFault(port.fault!);
  }
}

/** As memcmp has it: of the first bytes that are not the same; 0: all are. Both are as long. */
export function differenceOf(one: Uint8Array, other: Uint8Array): number {
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return one[index]! - other[index]!;
  return 0;
}

/** Two unsigned words, to count up without bigints. */
interface Address {
  readonly low: number;
  readonly high: number;
}

function splitAddress(address: bigint): Address {
  return { low: Number(BigInt.asUintN(32, address)), high: Number(BigInt.asUintN(32, address >> 32n)) };
}

function lowWord(address: Address, offset: number): number {
  return (address.low + offset) | 0;
}

function highWord(address: Address, offset: number): number {
  return (address.high + Math.floor((address.low + offset) / 2 ** 32)) | 0;
}
