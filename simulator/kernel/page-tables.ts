/**
 * Building and changing page tables that stand in simulated RAM: the kernel's side of `hardware/mmu.ts`. Tables are pages of the page allocator.
 * Nothing here flushes a TLB: whoever takes a right away does (`tlb-flush.ts`).
 */
import {
  coherentRead,
  coherentRead64,
  coherentWord,
  coherentWrite,
  coherentWrite64,
} from '../hardware/coherent-access.ts';
import type { Hardware } from '../hardware/hardware.ts';
import { addressIn, indexAt, pte } from '../hardware/mmu.ts';
import { highWordOf, lowWordOf } from '../hardware/unsigned64.ts';
import { allocatePages, frameBytes, freePages } from './page-allocator.ts';
import type { PageAllocator } from './page-allocator.ts';
import { GFP_KERNEL } from './page-allocator/gfp.ts';

/** Where tables live and whose they are. */
export interface TableMemory {
  readonly hardware: Hardware;
  readonly pageAllocator: PageAllocator;
  readonly cpu: number;
  /** In words: `kernel`, `app (pid 102)`. */
  readonly owner: string;
  /** Where tables made and freed are counted. */
  readonly counters?: { tablesAllocated: number; tablesFreed: number };
}

/** Bytes that one entry of a level covers: PGD, PUD, PMD, PTE. */
export const entryBytes = [0x80_0000_0000, 0x4000_0000, 0x20_0000, 0x1000] as const;
/** The same bits in an entry's low word. */
const present = Number(pte.present);
const large = Number(pte.large);
const tableFlags = pte.present | pte.writable | pte.user | pte.accessed;

/** Rights of leaf entries, as the kernel names them (`PAGE_KERNEL`, …). */
export const pageFlags = {
  kernel: pte.present | pte.writable | pte.accessed | pte.dirty | pte.global | pte.noExecute,
  kernelReadOnly: pte.present | pte.accessed | pte.dirty | pte.global | pte.noExecute,
  kernelText: pte.present | pte.accessed | pte.dirty | pte.global,
  /** Uncached-minus, as `ioremap` maps. */
  kernelUncached: pte.present | pte.writable | pte.accessed | pte.dirty | pte.global | pte.noExecute | pte.cacheDisable,
} as const;

/** `_PAGE_SPECIAL`: no struct page counts this mapping. */
export const specialBit = 1n << 9n;

/** Physical address of a zeroed table; null: no memory. */
export function createTable(memory: TableMemory): number | null {
  const frame = allocatePages(memory.pageAllocator, {
    order: 0,
    gfp: GFP_KERNEL,
    cpu: memory.cpu,
    owner: { kind: 'page-table', what: `page table of ${memory.owner}`, statement: null },
  });
  if (frame === null) return null;
  if (memory.counters) memory.counters.tablesAllocated++;
  coherentWrite(memory.hardware, frame * frameBytes, new Uint8Array(frameBytes));
  return frame * frameBytes;
}

/** Physical address of the entry for `va` at a level (0 PGD … 3 PTE), making tables on the way. null: no memory, or a large page is in the way. */
export function ensureEntry(memory: TableMemory, root: number, va: bigint, level: number): number | null {
  const { hardware } = memory;
  let table = root;
  for (let at = 0; at < level; at++) {
    const address = entryAddress(table, va, at);
    const low = coherentWord(hardware, address, 0);
    if (low & present) {
      if (low & large) return null;
      table = addressIn(low, coherentWord(hardware, address + 4, 0));
      continue;
    }
    const created = createTable(memory);
    if (created === null) return null;
    coherentWrite64(hardware, address, BigInt(created) | tableFlags);
    table = created;
  }
  return entryAddress(table, va, level);
}

/** The leaf entry that `va` goes through, present or not; null where a table is missing. */
export function findEntry(
  hardware: Hardware,
  root: number,
  va: bigint,
): { readonly address: number; readonly entry: bigint; readonly level: number } | null {
  let table = root;
  for (let level = 0; ; level++) {
    const address = entryAddress(table, va, level);
    const low = coherentWord(hardware, address, 0);
    if (level === 3 || (level > 0 && low & large)) return { address, entry: coherentRead64(hardware, address), level };
    if (!(low & present)) return null;
    table = addressIn(low, coherentWord(hardware, address + 4, 0));
  }
}

/** Maps [va, va + bytes) to contiguous physical memory with the largest pages that fit, up to `largest`. False: no memory; what was mapped stays. */
export function mapRange(
  memory: TableMemory,
  root: number,
  va: bigint,
  physical: number,
  bytes: number,
  flags: bigint,
  largest: 4096 | 0x20_0000 | 0x4000_0000 = 4096,
): boolean {
  for (let done = 0; done < bytes;) {
    const at = va + BigInt(done);
    const level = largestLevel(at, physical + done, bytes - done, largest);
    const address = ensureEntry(memory, root, at, level);
    if (address === null) return false;
    const size = entryBytes[level]!;
    // Up to the table's end: where a larger page could begin, a new table begins too.
    const left = level === 3 ? Math.ceil((bytes - done) / size) : Math.floor((bytes - done) / size);
    const count = Math.min(512 - (address % frameBytes) / 8, left);
    const entries = new DataView(new ArrayBuffer(count * 8));
    for (let index = 0; index < count; index++) {
      const target = BigInt(physical + done + index * size);
      entries.setBigUint64(index * 8, target | flags | (level < 3 ? pte.large : 0n), true);
    }
    coherentWrite(memory.hardware, address, new Uint8Array(entries.buffer));
    done += count * size;
  }
  return true;
}

/** Maps frames from anywhere one after the other, a table at a time. False: no memory; what was mapped stays. */
export function mapFrames(
  memory: TableMemory,
  root: number,
  va: bigint,
  frames: readonly number[],
  flags: bigint,
): boolean {
  for (let done = 0; done < frames.length;) {
    const address = ensureEntry(memory, root, va + BigInt(done * frameBytes), 3);
    if (address === null) return false;
    const count = Math.min(512 - (address % frameBytes) / 8, frames.length - done);
    const entries = new DataView(new ArrayBuffer(count * 8));
    for (let index = 0; index < count; index++)
      entries.setBigUint64(index * 8, BigInt(frames[done + index]! * frameBytes) | flags, true);
    coherentWrite(memory.hardware, address, new Uint8Array(entries.buffer));
    done += count;
  }
  return true;
}

/** 1, 2 or 3: the level of the largest page that may begin at both addresses. */
function largestLevel(va: bigint, physical: number, bytes: number, largest: number): number {
  for (let level = 1; level < 3; level++) {
    const size = entryBytes[level]!;
    if (size <= largest && size <= bytes && va % BigInt(size) === 0n && physical % size === 0) return level;
  }
  return 3;
}

/** Sets one 4 KiB entry. False: no memory for a table. */
export function mapPage(memory: TableMemory, root: number, va: bigint, entry: bigint): boolean {
  const address = ensureEntry(memory, root, va, 3);
  if (address === null) return false;
  coherentWrite64(memory.hardware, address, entry);
  return true;
}

export interface LeafEntry {
  readonly address: number; // physical, of the entry
  readonly entry: bigint;
  readonly va: bigint;
  readonly bytes: number;
}

/** Visits all leaf entries of [start, end) that are not empty, ascending. Missing tables are skipped whole; no visit may change another entry. */
export function forEachLeaf(
  hardware: Hardware,
  root: number,
  start: bigint,
  end: bigint,
  visit: (leaf: LeafEntry) => void,
): void {
  visitTable(hardware, root, 0, start, end, visit);
}

/** The parts of [start, end) that one last table each serves, or one large page: what a long walk is done in. Missing tables are skipped. */
export function tablesWithin(
  hardware: Hardware,
  root: number,
  start: bigint,
  end: bigint,
): { readonly from: bigint; readonly to: bigint }[] {
  const found: { from: bigint; to: bigint }[] = [];
  visitTable(hardware, root, 0, start, end, ({ va, bytes }) => {
    const to = va + BigInt(bytes);
    found.push({ from: va > start ? va : start, to: to < end ? to : end });
  }, 2); // prettier-ignore
  return found;
}

function visitTable(
  hardware: Hardware,
  table: number,
  level: number,
  start: bigint,
  end: bigint,
  visit: (leaf: LeafEntry) => void,
  last = 3,
): void {
  const size = BigInt(entryBytes[level]!);
  const first = start - (start % size);
  const from = entryAddress(table, first, level);
  const count = Number((end - first + size - 1n) / size);
  const entries = new DataView(coherentRead(hardware, from, count * 8).buffer);
  for (let index = 0; index < count; index++) {
    const entry = entries.getBigUint64(index * 8, true);
    if (entry === 0n) continue;
    const va = first + BigInt(index) * size;
    const address = from + index * 8;
    if (level === last || isLeaf(level, entry)) visit({ address, entry, va, bytes: Number(size) });
    else if (entry & pte.present) {
      const from = va > start ? va : start;
      const to = va + size < end ? va + size : end;
      visitTable(hardware, Number(entry & pte.addressMask), level + 1, from, to, visit, last);
    }
  }
}

/** Does the entry stand for a page? A large one that nobody may touch is not present either. */
function isLeaf(level: number, entry: bigint): boolean {
  return level === 3 || (level > 0 && (entry & pte.large) !== 0n);
}

/** Like `forEachLeaf`, page by page of 4 KiB: those of a large page have entries as if each stood for itself. */
export function forEachPage(
  hardware: Hardware,
  root: number,
  start: bigint,
  end: bigint,
  visit: (page: { readonly entry: bigint; readonly va: bigint }) => void,
): void {
  forEachLeaf(hardware, root, start, end, ({ entry, va, bytes }) => {
    if (bytes === frameBytes) return visit({ entry, va });
    for (let at = 0; at < bytes; at += frameBytes) {
      const page = va + BigInt(at);
      if (page >= start && page < end) visit({ entry: smallEntry(entry, at), va: page });
    }
  });
}

/** What an entry would be for the page at `offset` bytes of a large one. */
export function smallEntry(large: bigint, offset: number): bigint {
  return (large & ~pte.large) + BigInt(offset - (offset % frameBytes));
}

/** Clears all leaf entries of [start, end) and returns what they were. Large pages must lie wholly inside. */
export function unmapRange(hardware: Hardware, root: number, start: bigint, end: bigint): LeafEntry[] {
  const removed: LeafEntry[] = [];
  forEachLeaf(hardware, root, start, end, (leaf) => {
    removed.push(leaf);
    coherentWrite64(hardware, leaf.address, 0n);
  });
  return removed;
}

/** Frees the tables below `root` that have become empty, for entries within [start, end). Returns how many. */
export function freeEmptyTables(memory: TableMemory, root: number, start: bigint, end: bigint): number {
  return pruneTable(memory, root, 0, start, end);
}

function pruneTable(memory: TableMemory, table: number, level: number, start: bigint, end: bigint): number {
  if (level === 3) return 0;
  const size = BigInt(entryBytes[level]!);
  let freed = 0;
  for (let va = start - (start % size); va < end; va += size) {
    const address = entryAddress(table, va, level);
    const entry = coherentRead64(memory.hardware, address);
    if (!(entry & pte.present) || (level > 0 && entry & pte.large)) continue;
    const child = Number(entry & pte.addressMask);
    const from = va > start ? va : start;
    const to = va + size < end ? va + size : end;
    freed += pruneTable(memory, child, level + 1, from, to);
    if (!isEmptyTable(memory.hardware, child)) continue;
    coherentWrite64(memory.hardware, address, 0n);
    freePages(memory.pageAllocator, child / frameBytes, 0, memory.cpu);
    if (memory.counters) memory.counters.tablesFreed++;
    freed++;
  }
  return freed;
}

function isEmptyTable(hardware: Hardware, table: number): boolean {
  return coherentRead(hardware, table, frameBytes).every((byte) => byte === 0);
}

/** Physical address of the entry of a table that `va` goes through. */
export function entryAddress(table: number, va: bigint, level: number): number {
  return table + indexAt(level, lowWordOf(va), highWordOf(va)) * 8;
}
