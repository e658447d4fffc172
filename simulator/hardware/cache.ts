/**
 * One set-associative, physically tagged cache of 64-byte lines that holds its own data. This file knows one cache; what the caches
 * of a machine owe each other is in `coherence.ts`.
 */
import type { Page } from './physical-memory.ts';
import { createSnoopFilter, noteLineCame, noteLineWent } from './snoop-filter.ts';
import type { SnoopFilter } from './snoop-filter.ts';

export const lineBytes = 64;
export const lineWords = 16;

/** MESI states of a line. In the last level, Modified means newer than RAM and Exclusive means clean. */
export const Invalid = 0;
export const Shared = 1;
export const Exclusive = 2;
export const Modified = 3;
export type LineState = 'I' | 'S' | 'E' | 'M';
export const stateNames: readonly LineState[] = ['I', 'S', 'E', 'M'];

/** Line `i` is way `i % ways` of set `i / ways`; its data are `bytes[64 i .. 64 i + 63]`. */
export interface Cache {
  readonly sets: number; // a power of two
  readonly ways: number;
  readonly bytes: Uint8Array;
  readonly halves: Uint16Array; // the same buffer
  readonly words: Int32Array; // the same buffer
  /** Physical address / 64, exact below 2^46; -1 exactly where the state is Invalid. */
  readonly tags: Float64Array;
  readonly states: Uint8Array;
  /** The clock's value at the last use: exact LRU. */
  readonly use: Float64Array;
  /** One element, counts uses. A CPU's L1 and TLB share one. */
  readonly clock: Float64Array;
  /** For snapshots: the last copy of each chunk of lines, null once a line of it changed. Not kept for an L1, which the VM writes directly. */
  readonly saved: (CacheChunk | null)[];
  /** One of all caches of the machine. */
  readonly filter: SnoopFilter;
}

/** An immutable copy of `chunkLines` lines. */
export interface CacheChunk {
  readonly words: Int32Array;
  readonly tags: Float64Array;
  readonly states: Uint8Array;
  readonly use: Float64Array;
}
const chunkShift = 6;
export const chunkLines = 1 << chunkShift;
/** What every chunk is until a line of it is used. */
const unusedChunk: CacheChunk = {
  words: new Int32Array(chunkLines * lineWords),
  tags: new Float64Array(chunkLines).fill(-1),
  states: new Uint8Array(chunkLines),
  use: new Float64Array(chunkLines),
};

export interface CacheLineDescription {
  readonly set: number;
  readonly way: number;
  readonly physical: number;
  readonly state: LineState;
  readonly dirty: boolean;
  /** 0 is the most recently used line of the set; the largest is the next victim. */
  readonly lruRank: number;
  /** Index for `lineData`. */
  readonly line: number;
}

/** Throws `RangeError` unless `size / 64 / ways` is a power of two. */
export function createCache(
  size: number,
  ways: number,
  clock = new Float64Array(1),
  filter = createSnoopFilter(),
): Cache {
  const sets = size / lineBytes / ways;
  if (!Number.isInteger(Math.log2(sets)) || sets < 1) {
    throw new RangeError(`a cache of ${size} bytes and ${ways} ways has ${sets} sets, which is not a power of two`);
  }
  const buffer = new ArrayBuffer(size);
  return {
    sets,
    ways,
    bytes: new Uint8Array(buffer),
    halves: new Uint16Array(buffer),
    words: new Int32Array(buffer),
    tags: new Float64Array(sets * ways).fill(-1),
    states: new Uint8Array(sets * ways),
    use: new Float64Array(sets * ways),
    clock,
    saved: savedOfUnused(sets * ways),
    filter,
  };
}

function savedOfUnused(lines: number): (CacheChunk | null)[] {
  const chunks = Math.ceil(lines / chunkLines);
  return new Array<CacheChunk | null>(chunks).fill(lines % chunkLines === 0 ? unusedChunk : null);
}

/** Index of the line that holds physical line number `tag`, or -1. */
export function findLine(cache: Cache, tag: number): number {
  const { tags, ways } = cache;
  const first = (tag & (cache.sets - 1)) * ways;
  for (let line = first; line < first + ways; line++) if (tags[line] === tag) return line;
  return -1;
}

/** Where a line number would be put: an invalid way if there is one, else the least recently used. */
export function victimFor(cache: Cache, tag: number): number {
  const { states, use, ways } = cache;
  const first = (tag & (cache.sets - 1)) * ways;
  let victim = first;
  for (let line = first; line < first + ways; line++) {
    if (states[line] === Invalid) return line;
    if (use[line]! < use[victim]!) victim = line;
  }
  return victim;
}

export function touchLine(cache: Cache, line: number): void {
  cache.use[line] = ++cache.clock[0]!;
  cache.saved[line >> chunkShift] = null;
}

export function setLine(cache: Cache, line: number, tag: number, state: number): void {
  const before = cache.tags[line]!;
  if (before !== tag) {
    noteLineWent(cache.filter, before);
    noteLineCame(cache.filter, tag);
    cache.tags[line] = tag;
  }
  cache.states[line] = state;
  cache.saved[line >> chunkShift] = null;
}

export function clearLine(cache: Cache, line: number): void {
  setLine(cache, line, -1, Invalid);
}

/** Copies one line between caches or pages; indices count lines. Written out, as it takes half the time that a loop does. */
export function copyLine(from: Pick<Page, 'words'>, fromLine: number, to: Pick<Page, 'words'>, toLine: number): void {
  const source = from.words;
  const target = to.words;
  const start = fromLine * lineWords;
  const at = toLine * lineWords;
  target[at] = source[start]!;
  target[at + 1] = source[start + 1]!;
  target[at + 2] = source[start + 2]!;
  target[at + 3] = source[start + 3]!;
  target[at + 4] = source[start + 4]!;
  target[at + 5] = source[start + 5]!;
  target[at + 6] = source[start + 6]!;
  target[at + 7] = source[start + 7]!;
  target[at + 8] = source[start + 8]!;
  target[at + 9] = source[start + 9]!;
  target[at + 10] = source[start + 10]!;
  target[at + 11] = source[start + 11]!;
  target[at + 12] = source[start + 12]!;
  target[at + 13] = source[start + 13]!;
  target[at + 14] = source[start + 14]!;
  target[at + 15] = source[start + 15]!;
}

/** The line that holds a physical address, or null. */
export function cacheLineAt(cache: Cache, physical: number): CacheLineDescription | null {
  const line = findLine(cache, Math.floor(physical / lineBytes));
  return line < 0 ? null : describeLine(cache, line);
}

/** All valid lines by set and way, worked out now; nothing is kept for it. */
export function describeCache(cache: Cache): CacheLineDescription[] {
  const lines: CacheLineDescription[] = [];
  for (let line = 0; line < cache.tags.length; line++) {
    if (cache.states[line] !== Invalid) lines.push(describeLine(cache, line));
  }
  return lines;
}

/** A copy of a line's 64 bytes. */
export function lineData(cache: Cache, line: number): Uint8Array {
  return cache.bytes.slice(line * lineBytes, (line + 1) * lineBytes);
}

function describeLine(cache: Cache, line: number): CacheLineDescription {
  const way = line % cache.ways;
  const first = line - way;
  let lruRank = 0;
  for (let other = first; other < first + cache.ways; other++) {
    if (cache.states[other] !== Invalid && cache.use[other]! > cache.use[line]!) lruRank++;
  }
  const state = cache.states[line]!;
  return {
    set: first / cache.ways,
    way,
    physical: cache.tags[line]! * lineBytes,
    state: stateNames[state]!,
    dirty: state === Modified,
    lruRank,
    line,
  };
}
