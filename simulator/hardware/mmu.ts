/**
 * x86-64 4-level paging with 4 KiB, 2 MiB and 1 GiB pages, the tables standing in simulated RAM. `walk` looks without touching anything;
 * `walkForCpu` is the CPU's own walk on a TLB miss: it counts, sets accessed and dirty bits, and checks rights.
 * Bits and shifts: arch/x86/include/asm/pgtable_types.h of Linux 6.1; rights as Intel SDM 3A, 4.6.
 */
import { coherentRead64, coherentWord, coherentWrite } from './coherent-access.ts';
import { dropFastLines } from './fast-table.ts';
import type { Cpu, Hardware } from './hardware.ts';
import { hasMemory } from './physical-memory.ts';
import { pageSizes, tlbFlag } from './tlb.ts';
import { highWordOf, lowWordOf } from './unsigned64.ts';

/** Bits of an entry. `large` is PS, meaningful in a PUD or PMD entry. */
export const pte = {
  present: 1n << 0n,
  writable: 1n << 1n,
  user: 1n << 2n,
  writeThrough: 1n << 3n,
  cacheDisable: 1n << 4n,
  accessed: 1n << 5n,
  dirty: 1n << 6n,
  large: 1n << 7n,
  global: 1n << 8n,
  noExecute: 1n << 63n,
  /** Bits 51:12: physical address of a table or a 4 KiB page. */
  addressMask: 0x000f_ffff_ffff_f000n,
} as const;

/** The same bits in an entry's low word, for the CPU's walk. */
const word = {
  present: Number(pte.present),
  writable: Number(pte.writable),
  user: Number(pte.user),
  cacheDisable: Number(pte.cacheDisable),
  accessed: Number(pte.accessed),
  dirty: Number(pte.dirty),
  large: Number(pte.large),
  global: Number(pte.global),
  /** In the high word. */
  noExecuteHigh: 1 << 31,
} as const;

export const levelNames = ['PGD', 'PUD', 'PMD', 'PTE'] as const;
export type LevelName = (typeof levelNames)[number];

export interface WalkLevel {
  readonly name: LevelName;
  /** Physical address of the table. */
  readonly table: number;
  readonly index: number;
  readonly entryAddress: number;
  readonly entry: bigint;
}
export type WalkOutcome =
  | {
      readonly kind: 'page';
      /** Of the address asked for, not of the page. */
      readonly physical: number;
      readonly pageSize: number;
      /** Rights after all levels. */
      readonly writable: boolean;
      readonly user: boolean;
      readonly executable: boolean;
      /** Of the last entry. */
      readonly global: boolean;
      readonly dirty: boolean;
      readonly uncached: boolean;
    }
  | { readonly kind: 'not-present'; readonly level: LevelName }
  | { readonly kind: 'table-outside-memory'; readonly level: LevelName; readonly table: number }
  | { readonly kind: 'non-canonical' };
export interface PageWalk {
  readonly levels: readonly WalkLevel[];
  readonly outcome: WalkOutcome;
}

/** What a walk of the CPU gives the TLB, or why it cannot. */
export type CpuWalk =
  | { readonly kind: 'page'; readonly size: number; readonly frame: number; readonly flags: number }
  | { readonly kind: 'not-present' | 'protection' | 'bus-error' };

/** Loads CR3: the only way to change a CPU's address space, because its fast lines must go. Flushes no TLB entry. */
export function switchAddressSpace(hardware: Hardware, cpu: number, root: number, asid: number): void {
  const owner = hardware.cpus[cpu] as { root: number; asid: number } & Cpu;
  owner.root = root;
  owner.asid = asid;
  dropFastLines(owner);
}

/** Walks the tables at `root` for a 64-bit address and changes nothing. */
export function walk(hardware: Hardware, root: number, va: bigint): PageWalk {
  const address = BigInt.asUintN(64, va);
  if (BigInt.asUintN(64, BigInt.asIntN(48, address)) !== address)
    return { levels: [], outcome: { kind: 'non-canonical' } };
  const levels: WalkLevel[] = [];
  let table = root;
  for (let level = 0; ; level++) {
    const name = levelNames[level]!;
    const index = Number((address >> BigInt(39 - 9 * level)) & 511n);
    const entryAddress = table + index * 8;
    if (!hasMemory(hardware.memory, entryAddress, 8)) {
      return { levels, outcome: { kind: 'table-outside-memory', level: name, table } };
    }
    const entry = coherentRead64(hardware, entryAddress);
    levels.push({ name, table, index, entryAddress, entry });
    if (!(entry & pte.present)) return { levels, outcome: { kind: 'not-present', level: name } };
    if (isLeaf(level, entry)) return { levels, outcome: pageOutcome(levels, level, address) };
    table = Number(entry & pte.addressMask);
  }
}

/** The walk of a TLB miss. `low`/`high` are the address' words, which must be canonical. */
export function walkForCpu(
  hardware: Hardware,
  cpu: Cpu,
  low: number,
  high: number,
  write: boolean,
  user: boolean,
): CpuWalk {
  let rights = word.writable | word.user;
  let noExecute = 0;
  let table = cpu.root;
  const unmarked: number[] = [];
  for (let level = 0; ; level++) {
    const entryAddress = table + indexAt(level, low, high) * 8;
    if (!hasMemory(hardware.memory, entryAddress, 8)) return { kind: 'bus-error' };
    const entryLow = coherentWord(hardware, entryAddress, cpu.id);
    const entryHigh = coherentWord(hardware, entryAddress + 4, cpu.id);
    hardware.counters.walkReads++;
    if (!(entryLow & word.present)) return { kind: 'not-present' };
    if (!(entryLow & word.accessed)) unmarked.push(entryAddress);
    rights &= entryLow;
    noExecute |= entryHigh & word.noExecuteHigh;
    const address = addressIn(entryLow, entryHigh);
    if (level < 3 && !(level > 0 && entryLow & word.large)) {
      table = address;
      continue;
    }
    // CR0.WP is set: the kernel too cannot write a read-only page.
    if ((write && !(rights & word.writable)) || (user && !(rights & word.user))) return { kind: 'protection' };
    for (const used of unmarked) setEntryBits(hardware, cpu, used, word.accessed);
    if (write && !(entryLow & word.dirty)) setEntryBits(hardware, cpu, entryAddress, word.dirty);
    // The low bits of a large page's entry are PAT and reserved.
    const frame = address - (address % pageSizes[4 - level]!);
    return { kind: 'page', size: 4 - level, frame, flags: flagsFor(entryLow, rights, noExecute, write) };
  }
}

/** Where a 64-bit address leads by the tables at `root`; null: to no page. As `walk`, for those who want nothing else. */
export function walkTo(hardware: Hardware, root: number, va: bigint): number | null {
  const [low, high] = [lowWordOf(va), highWordOf(va)];
  if ((high | 0) >> 15 !== 0 && (high | 0) >> 15 !== -1) return null;
  let table = root;
  for (let level = 0; ; level++) {
    const entryAddress = table + indexAt(level, low, high) * 8;
    if (!hasMemory(hardware.memory, entryAddress, 8)) return null;
    const entryLow = coherentWord(hardware, entryAddress, 0);
    if (!(entryLow & word.present)) return null;
    const address = addressIn(entryLow, coherentWord(hardware, entryAddress + 4, 0));
    if (level < 3 && !(level > 0 && entryLow & word.large)) {
      table = address;
      continue;
    }
    const size = pageSizes[4 - level]!;
    return address - (address % size) + ((low & (size - 1)) >>> 0);
  }
}

/** Bits 51:12 of an entry. */
export function addressIn(entryLow: number, entryHigh: number): number {
  return (entryHigh & 0xf_ffff) * 2 ** 32 + ((entryLow & ~0xfff) >>> 0);
}

/** Of the entry that an address goes through in a table of this level. */
export function indexAt(level: number, low: number, high: number): number {
  if (level === 0) return (high >>> 7) & 511;
  if (level === 1) return ((high << 2) | (low >>> 30)) & 511;
  return (low >>> (level === 2 ? 21 : 12)) & 511;
}

function setEntryBits(hardware: Hardware, cpu: Cpu, entryAddress: number, bits: number): void {
  const before = coherentWord(hardware, entryAddress, cpu.id);
  coherentWrite(hardware, entryAddress, Uint8Array.of(before | bits));
}

function flagsFor(entry: number, rights: number, noExecute: number, write: boolean): number {
  return (
    (rights & word.writable ? tlbFlag.writable : 0) |
    (rights & word.user ? tlbFlag.user : 0) |
    (entry & word.global ? tlbFlag.global : 0) |
    (write || entry & word.dirty ? tlbFlag.dirty : 0) |
    (noExecute ? 0 : tlbFlag.executable) |
    (entry & word.cacheDisable ? tlbFlag.uncached : 0)
  );
}

function isLeaf(level: number, entry: bigint): boolean {
  return level === 3 || (level > 0 && (entry & pte.large) !== 0n);
}

/** Physical address of the page: the low bits of a large page's entry are PAT and reserved. */
function frameOf(level: number, entry: bigint): number {
  return Number(entry & pte.addressMask & ~BigInt(pageSizes[4 - level]! - 1));
}

function pageOutcome(levels: readonly WalkLevel[], level: number, address: bigint): WalkOutcome {
  const last = levels.at(-1)!.entry;
  const pageSize = pageSizes[4 - level]!;
  const all = levels.reduce((bits, { entry }) => bits & entry, ~0n);
  return {
    kind: 'page',
    physical: frameOf(level, last) + Number(address & BigInt(pageSize - 1)),
    pageSize,
    writable: (all & pte.writable) !== 0n,
    user: (all & pte.user) !== 0n,
    executable: levels.every(({ entry }) => !(entry & pte.noExecute)),
    global: (last & pte.global) !== 0n,
    dirty: (last & pte.dirty) !== 0n,
    uncached: (last & pte.cacheDisable) !== 0n,
  };
}
