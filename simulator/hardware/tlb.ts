/**
 * One CPU's TLB: set-associative, tagged with address space and page size, exact LRU. An entry keeps the rights and the dirty flag its
 * page-table entries had when it was filled, until it is evicted or flushed: what the tables say since then is not its business.
 */
import { dropFastLines, dropFastLinesOfTlbEntry } from './fast-table.ts';
import type { Cpu, Hardware } from './hardware.ts';

/** Bits of `flags`. */
export const tlbFlag = { writable: 1, user: 2, global: 4, dirty: 8, executable: 16, uncached: 32 } as const;

/** Size classes of pages, in the order of lookup: 1 is 4 KiB, 2 is 2 MiB, 3 is 1 GiB. */
export const pageSizes = [0, 4096, 0x20_0000, 0x4000_0000] as const;
const pageShifts = [0, 12, 21, 30] as const;

export interface Tlb {
  readonly sets: number; // a power of two
  readonly ways: number;
  /** Low word of the page's virtual address with the size class in its low bits; 0 is an empty entry. */
  readonly tagLow: Int32Array;
  readonly tagHigh: Int32Array;
  readonly asid: Int32Array;
  readonly flags: Uint8Array;
  /** Physical address of the page. */
  readonly frame: Float64Array;
  readonly use: Float64Array;
  /** One element, shared with the CPU's L1. */
  readonly clock: Float64Array;
  /** How many entries there are of each size class. */
  readonly ofSize: Int32Array;
}

export interface TlbEntryDescription {
  readonly set: number;
  readonly way: number;
  readonly virtual: bigint;
  readonly physical: number;
  readonly pageSize: number;
  readonly asid: number;
  readonly global: boolean;
  readonly writable: boolean;
  readonly user: boolean;
  readonly executable: boolean;
  readonly dirty: boolean;
  readonly uncached: boolean;
  /** 0 is the most recently used entry of its set. */
  readonly lruRank: number;
}

/** Throws `RangeError` unless `entries / ways` is a power of two. */
export function createTlb(entries: number, ways: number, clock: Float64Array): Tlb {
  const sets = entries / ways;
  if (!Number.isInteger(Math.log2(sets)) || sets < 1) {
    throw new RangeError(`a TLB of ${entries} entries and ${ways} ways has ${sets} sets, which is not a power of two`);
  }
  return {
    sets,
    ways,
    tagLow: new Int32Array(entries),
    tagHigh: new Int32Array(entries),
    asid: new Int32Array(entries),
    flags: new Uint8Array(entries),
    frame: new Float64Array(entries),
    use: new Float64Array(entries),
    clock,
    ofSize: new Int32Array(pageSizes.length),
  };
}

/** Index of the entry that translates a virtual address in `asid`, or -1. Smaller pages win, as they were filled later. */
export function lookupTlb(tlb: Tlb, asid: number, low: number, high: number): number {
  for (let size = 1; size <= 3; size++) {
    if (tlb.ofSize[size] === 0) continue;
    const tag = (low & -pageSizes[size]!) | size;
    const first = setOf(tlb, size, low, high) * tlb.ways;
    for (let entry = first; entry < first + tlb.ways; entry++) {
      if (tlb.tagLow[entry] !== tag || tlb.tagHigh[entry] !== high) continue;
      if (tlb.asid[entry] === asid || tlb.flags[entry]! & tlbFlag.global) return entry;
    }
  }
  return -1;
}

/** Puts a translation in place of an empty or the least recently used entry, and returns its index. `size` is a size class. */
export function fillTlb(cpu: Cpu, low: number, high: number, size: number, frame: number, flags: number): number {
  const { tlb } = cpu;
  const first = setOf(tlb, size, low, high) * tlb.ways;
  let victim = first;
  for (let entry = first; entry < first + tlb.ways && tlb.tagLow[victim] !== 0; entry++) {
    if (tlb.tagLow[entry] === 0 || tlb.use[entry]! < tlb.use[victim]!) victim = entry;
  }
  dropTlbEntry(cpu, victim);
  tlb.tagLow[victim] = (low & -pageSizes[size]!) | size;
  tlb.tagHigh[victim] = high;
  tlb.asid[victim] = cpu.asid;
  tlb.flags[victim] = flags;
  tlb.frame[victim] = frame;
  tlb.ofSize[size]!++;
  return victim;
}

export function dropTlbEntry(cpu: Cpu, entry: number): void {
  const { tlb } = cpu;
  const tag = tlb.tagLow[entry]!;
  if (tag === 0) return;
  tlb.tagLow[entry] = 0;
  tlb.ofSize[tag & 3]!--;
  dropFastLinesOfTlbEntry(cpu, entry, tag, pageSizes[tag & 3]!);
}

export function tlbPageSize(tlb: Tlb, entry: number): number {
  return pageSizes[tlb.tagLow[entry]! & 3]!;
}

/** Like INVLPG/INVPCID of one address: entries of any page size, global ones too. Returns how many there were. */
export function flushTlbPage(hardware: Hardware, cpu: number, asid: number, va: bigint): number {
  const low = Number(BigInt.asIntN(32, va));
  const high = Number(BigInt.asIntN(32, va >> 32n));
  return flushWhere(hardware.cpus[cpu]!, (tlb, entry) => {
    const size = pageSizes[tlb.tagLow[entry]! & 3]!;
    if (tlb.tagHigh[entry] !== high || (tlb.tagLow[entry]! & -size) !== (low & -size)) return false;
    return tlb.asid[entry] === asid || (tlb.flags[entry]! & tlbFlag.global) !== 0;
  });
}

/** All entries of an address space; global ones stay. */
export function flushTlbAsid(hardware: Hardware, cpu: number, asid: number): number {
  return flushWhere(
    hardware.cpus[cpu]!,
    (tlb, entry) => tlb.asid[entry] === asid && !(tlb.flags[entry]! & tlbFlag.global),
  );
}

export function flushTlbAll(hardware: Hardware, cpu: number): number {
  const count = flushWhere(hardware.cpus[cpu]!, () => true);
  dropFastLines(hardware.cpus[cpu]!);
  return count;
}

/** All entries by set and way, worked out now. */
export function describeTlb(cpu: Cpu): TlbEntryDescription[] {
  const entries: TlbEntryDescription[] = [];
  for (let entry = 0; entry < cpu.tlb.tagLow.length; entry++) {
    if (cpu.tlb.tagLow[entry] !== 0) entries.push(describeEntry(cpu.tlb, entry));
  }
  return entries;
}

function describeEntry(tlb: Tlb, entry: number): TlbEntryDescription {
  const way = entry % tlb.ways;
  const first = entry - way;
  const flags = tlb.flags[entry]!;
  let lruRank = 0;
  for (let other = first; other < first + tlb.ways; other++) {
    if (tlb.tagLow[other] !== 0 && tlb.use[other]! > tlb.use[entry]!) lruRank++;
  }
  const pageSize = tlbPageSize(tlb, entry);
  return {
    set: first / tlb.ways,
    way,
    virtual: (BigInt(tlb.tagHigh[entry]! >>> 0) << 32n) | BigInt((tlb.tagLow[entry]! & -pageSize) >>> 0),
    physical: tlb.frame[entry]!,
    pageSize,
    asid: tlb.asid[entry]!,
    global: (flags & tlbFlag.global) !== 0,
    writable: (flags & tlbFlag.writable) !== 0,
    user: (flags & tlbFlag.user) !== 0,
    executable: (flags & tlbFlag.executable) !== 0,
    dirty: (flags & tlbFlag.dirty) !== 0,
    uncached: (flags & tlbFlag.uncached) !== 0,
    lruRank,
  };
}

function flushWhere(cpu: Cpu, matches: (tlb: Tlb, entry: number) => boolean): number {
  let count = 0;
  for (let entry = 0; entry < cpu.tlb.tagLow.length; entry++) {
    if (cpu.tlb.tagLow[entry] === 0 || !matches(cpu.tlb, entry)) continue;
    dropTlbEntry(cpu, entry);
    count++;
  }
  return count;
}

function setOf(tlb: Tlb, size: number, low: number, high: number): number {
  const shift = pageShifts[size]!;
  return ((low >>> shift) | (high << (32 - shift))) & (tlb.sets - 1);
}
