/**
 * Peeks and pokes at physical addresses: what an agent sees that snoops every cache, without disturbing any of them. For page-table walks,
 * the kernel model's own bookkeeping in RAM, and the debugger.
 */
import { findLine, lineBytes, lineWords, Modified, setLine } from './cache.ts';
import type { Cache } from './cache.ts';
import { mayBeCached } from './snoop-filter.ts';
import { bigintOfWords } from './unsigned64.ts';
import { overlayStores, settleStores } from './store-buffer.ts';
import type { Hardware } from './hardware.ts';
import { noteAccess } from './watch-unit.ts';
import {
  clearPhysicalPage,
  hasMemory,
  keptPage,
  OutsideMemory,
  pageBytes,
  pageForReading,
  pageForWriting,
  readablePage,
  writablePage,
} from './physical-memory.ts';

const pageLines = pageBytes / lineBytes;

/** As seen by `cpu`, whose own copy comes before other clean ones (they differ on a non-coherent machine only). Throws `OutsideMemory`. */
export function coherentRead(hardware: Hardware, physical: number, length: number, cpu = 0): Uint8Array {
  requireMemory(hardware, physical, length);
  const result = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const at = physical + done;
    const part = partAt(hardware, at, length - done);
    const { bytes, start } = newestLine(hardware, Math.floor(at / lineBytes), cpu);
    const from = start + (at % lineBytes);
    if (part > lineBytes) result.set(bytes.subarray(from, from + part), done);
    else for (let index = 0; index < part; index++) result[done + index] = bytes[from + index]!;
    done += part;
  }
  if (hardware.stores) overlayStores(hardware, physical, result);
  return result;
}

/** Every cached copy gets the bytes, and RAM too unless the line is dirty, as its write-back brings them there. Throws `OutsideMemory`. */
export function coherentWrite(hardware: Hardware, physical: number, bytes: Uint8Array): void {
  settleStores(hardware, physical, bytes.length);
  requireMemory(hardware, physical, bytes.length);
  if (hardware.watch.lines.size > 0) noteKernelWrite(hardware, physical, bytes.length);
  for (let done = 0; done < bytes.length;) {
    const at = physical + done;
    const part = partAt(hardware, at, bytes.length - done);
    pokeLine(hardware, Math.floor(at / lineBytes), at % lineBytes, bytes.subarray(done, done + part));
    done += part;
  }
}

/** A page of RAM as `coherentRead` gives it, to be kept and never written to: where no cache has a line of it, nothing is copied. Throws `OutsideMemory`. */
export function coherentPage(hardware: Hardware, pfn: number): Uint8Array {
  if (!isWholeInRam(hardware, pfn)) return coherentRead(hardware, pfn * pageBytes, pageBytes);
  return keptPage(hardware.memory, pfn);
}

/** Zeroes a page of RAM as `coherentWrite` does: one that was never written goes on costing nothing. Throws `OutsideMemory`. */
export function coherentClear(hardware: Hardware, pfn: number): void {
  if (hardware.watch.lines.size > 0 || !isWholeInRam(hardware, pfn))
    return coherentWrite(hardware, pfn * pageBytes, zeros);
  clearPhysicalPage(hardware.memory, pfn);
}

/** Copies a page of RAM as `coherentRead` and `coherentWrite` do, without bytes in between where they lie in RAM as they are. Throws `OutsideMemory`. */
export function coherentCopyPage(hardware: Hardware, from: number, to: number): void {
  const isThere = isWholeInRam(hardware, from);
  const bytes = isThere
    ? readablePage(hardware.memory, from).bytes
    : coherentRead(hardware, from * pageBytes, pageBytes);
  coherentWrite(hardware, to * pageBytes, bytes);
}

const zeros = new Uint8Array(pageBytes);

/** Neither in a cache nor on its way there. */
function isWholeInRam(hardware: Hardware, pfn: number): boolean {
  const physical = pfn * pageBytes;
  if (hardware.stores || !hasMemory(hardware.memory, physical, pageBytes)) return false;
  return partAt(hardware, physical, pageBytes) === pageBytes;
}

/** How many of `left` bytes lie in one line or, where no cache has any of them, in one page of RAM. */
function partAt({ lastLevel: { filter } }: Hardware, physical: number, left: number): number {
  let tag = Math.floor(physical / lineBytes);
  const end = Math.min(physical + left, (tag - (tag % pageLines) + pageLines) * lineBytes);
  if (mayBeCached(filter, tag++)) return Math.min(left, tag * lineBytes - physical);
  while (tag * lineBytes < end && !mayBeCached(filter, tag)) tag++;
  return Math.min(end, tag * lineBytes) - physical;
}

/** Little-endian, any alignment. Throws `OutsideMemory`. */
export function coherentRead64(hardware: Hardware, physical: number): bigint {
  if (isPlainWord(hardware, physical)) return coherentPeek64(hardware, physical);
  return new DataView(coherentRead(hardware, physical, 8).buffer).getBigUint64(0, true);
}

/** Modulo 2^64. */
export function coherentWrite64(hardware: Hardware, physical: number, value: bigint): void {
  if (isPlainWord(hardware, physical)) return setCoherentWords(hardware, physical, value);
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  coherentWrite(hardware, physical, bytes);
}

/** Where the newest words of a line stand. */
export interface LinePlace {
  tag: number; // -1: nowhere
  words: Int32Array;
  /** Index of its first word. */
  at: number;
  /** null: in RAM. */
  cache: Cache | null;
  /** `PhysicalMemory.changes` when it was located. */
  changes: number;
}

/** Its bytes may have changed, but they are still those of this line. */
export function isLineThere({ tag, at, cache }: LinePlace, wanted: number): boolean {
  return tag === wanted && (cache === null || cache.tags[at / lineWords] === tag);
}

/** Valid until a cache takes the line in, or its page is copied for a checkpoint's sake. The caller knows that it is RAM. */
export function locateLine(hardware: Hardware, tag: number, place: LinePlace): void {
  const { changes } = hardware.memory;
  if (
    place.tag === tag &&
    place.cache === null &&
    place.changes === changes &&
    !mayBeCached(hardware.lastLevel.filter, tag)
  )
    return;
  const cache = newestCopy(hardware, tag, 0);
  place.tag = tag;
  place.cache = cache;
  place.changes = changes;
  place.words = cache ? cache.words : readablePage(hardware.memory, Math.floor(tag / 64)).words;
  place.at = (cache ? findLine(cache, tag) : tag & 63) * lineWords;
}

/** Eight bytes of one line, little-endian, without an array between: what bookkeeping reads all the time. The caller knows that it is RAM. */
export function coherentPeek64(hardware: Hardware, physical: number): bigint {
  const tag = Math.floor(physical / lineBytes);
  const word = (physical & (lineBytes - 1)) >> 2;
  const cache = newestCopy(hardware, tag, 0);
  const words = cache ? cache.words : readablePage(hardware.memory, Math.floor(tag / 64)).words;
  const at = (cache ? findLine(cache, tag) : tag & 63) * lineWords + word;
  return bigintOfWords(words[at]!, words[at + 1]!);
}

/** An aligned 32-bit word, signed: the page walk's read, which allocates nothing. The caller knows that it is RAM. */
export function coherentWord(hardware: Hardware, physical: number, cpu: number): number {
  const tag = Math.floor(physical / lineBytes);
  const word = (physical & (lineBytes - 1)) >> 2;
  const cache = newestCopy(hardware, tag, cpu);
  if (cache) return cache.words[findLine(cache, tag) * lineWords + word]!;
  return readablePage(hardware.memory, Math.floor(tag / 64)).words[(tag & 63) * lineWords + word]!;
}

/** The low 52 bits of an aligned entry of a remapping unit's tables, as a number. The caller knows that it is RAM. */
export function coherentEntry(hardware: Hardware, physical: number): number {
  const tag = Math.floor(physical / lineBytes);
  if (!mayBeCached(hardware.lastLevel.filter, tag)) {
    const { words } = readablePage(hardware.memory, Math.floor(physical / pageBytes));
    const at = (physical & (pageBytes - 1)) >> 2;
    return (words[at + 1]! & 0xf_ffff) * 2 ** 32 + (words[at]! >>> 0);
  }
  const word = (physical & (lineBytes - 1)) >> 2;
  const cache = newestCopy(hardware, tag, 0);
  const words = cache ? cache.words : readablePage(hardware.memory, Math.floor(tag / 64)).words;
  const at = (cache ? findLine(cache, tag) : tag & 63) * lineWords + word;
  return (words[at + 1]! & 0xf_ffff) * 2 ** 32 + (words[at]! >>> 0);
}

/** Sets an aligned entry to a number of at most 52 bits, as `coherentWrite` does; allocates nothing. The caller knows that it is RAM. */
export function setCoherentEntry(hardware: Hardware, physical: number, value: number): void {
  setPair(hardware, physical, value, Math.floor(value / 2 ** 32));
}

function setCoherentWords(hardware: Hardware, physical: number, value: bigint): void {
  setPair(hardware, physical, Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n)));
}

/** Eight aligned bytes of RAM that no store buffer can have newer. */
function isPlainWord(hardware: Hardware, physical: number): boolean {
  return (physical & 7) === 0 && !hardware.stores && hasMemory(hardware.memory, physical, 8);
}

function setPair(hardware: Hardware, physical: number, low: number, high: number): void {
  if (hardware.watch.lines.size > 0) noteKernelWrite(hardware, physical, 8);
  const tag = Math.floor(physical / lineBytes);
  const isCopied = mayBeCached(hardware.lastLevel.filter, tag);
  if (isCopied && pokeCopies(hardware, tag, (physical & (lineBytes - 1)) >> 2, low, high)) return;
  const { words } = writablePage(hardware.memory, Math.floor(physical / pageBytes));
  const at = (physical & (pageBytes - 1)) >> 2;
  words[at] = low;
  words[at + 1] = high;
}

/** Where the newest bytes of a line stand, as `cpu` sees them: valid until anything changes. */
export function newestLine(
  hardware: Hardware,
  tag: number,
  cpu = 0,
): { readonly bytes: Uint8Array; readonly start: number } {
  const cache = newestCopy(hardware, tag, cpu);
  if (cache) return { bytes: cache.bytes, start: findLine(cache, tag) * lineBytes };
  return { bytes: pageForReading(hardware.memory, Math.floor(tag / 64)), start: (tag & 63) * lineBytes };
}

/** Whether any cache has the line. */
export function isCached({ cpus, lastLevel }: Hardware, tag: number): boolean {
  if (!mayBeCached(lastLevel.filter, tag)) return false;
  return findLine(lastLevel, tag) >= 0 || cpus.some(({ l1 }) => findLine(l1, tag) >= 0);
}

function newestCopy(hardware: Hardware, tag: number, cpu: number): Cache | null {
  if (!mayBeCached(hardware.lastLevel.filter, tag)) return null;
  let clean: Cache | null = null;
  for (let id = 0; id < hardware.cpus.length; id++) {
    const { l1 } = hardware.cpus[id]!;
    const line = findLine(l1, tag);
    if (line < 0) continue;
    if (l1.states[line] === Modified) return l1;
    if (!clean || id === cpu) clean = l1;
  }
  if (clean) return clean;
  return findLine(hardware.lastLevel, tag) >= 0 ? hardware.lastLevel : null;
}

function pokeLine(hardware: Hardware, tag: number, offset: number, bytes: Uint8Array): void {
  let dirty = false;
  if (mayBeCached(hardware.lastLevel.filter, tag)) {
    dirty = pokeCopy(hardware.lastLevel, tag, offset, bytes);
    for (const { l1 } of hardware.cpus) if (pokeCopy(l1, tag, offset, bytes)) dirty = true;
  }
  if (!dirty) pageForWriting(hardware.memory, Math.floor(tag / 64)).set(bytes, (tag & 63) * lineBytes + offset);
}

/** Returns whether this cache will write the line back. */
function pokeCopy(cache: Cache, tag: number, offset: number, bytes: Uint8Array): boolean {
  const line = findLine(cache, tag);
  if (line < 0) return false;
  cache.bytes.set(bytes, line * lineBytes + offset);
  setLine(cache, line, tag, cache.states[line]!); // notes the change
  return cache.states[line] === Modified;
}

/** Returns whether a cache will write the line back. */
function pokeCopies(hardware: Hardware, tag: number, word: number, low: number, high: number): boolean {
  let dirty = pokeEntry(hardware.lastLevel, tag, word, low, high);
  for (const { l1 } of hardware.cpus) if (pokeEntry(l1, tag, word, low, high)) dirty = true;
  return dirty;
}

function pokeEntry(cache: Cache, tag: number, word: number, low: number, high: number): boolean {
  const line = findLine(cache, tag);
  if (line < 0) return false;
  cache.words[line * lineWords + word] = low;
  cache.words[line * lineWords + word + 1] = high;
  setLine(cache, line, tag, cache.states[line]!); // notes the change
  return cache.states[line] === Modified;
}

function noteKernelWrite(hardware: Hardware, physical: number, size: number): void {
  noteAccess(hardware, { by: 'kernel', cpu: null, device: null, physical, size, write: true });
}

function requireMemory(hardware: Hardware, physical: number, length: number): void {
  if (!hasMemory(hardware.memory, physical, length)) throw new OutsideMemory(physical, length);
}
