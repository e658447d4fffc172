/**
 * x86-64 4-level paging with 4 KiB, 2 MiB and 1 GiB pages, the tables standing in simulated RAM. `walk` looks without touching anything;
 * `walkForCpu` is the CPU's own walk on a TLB miss: it counts, sets accessed and dirty bits, and checks rights.
 * Bits and shifts: arch/x86/include/asm/pgtable_types.h of Linux 6.1; rights as Intel SDM 3A, 4.6.
 */
import { coherentRead64, coherentWrite, coherentRead } from './coherent-access.ts';
import { dropFastLines } from './fast-table.ts';
import type { Cpu, Hardware } from './hardware.ts';
import { hasMemory } from './physical-memory.ts';
import { pageSizes, tlbFlag } from './tlb.ts';

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
  const indexes = [(high >>> 7) & 511, ((high << 2) | (low >>> 30)) & 511, (low >>> 21) & 511, (low >>> 12) & 511];
  const visited: number[] = [];
  let rights = pte.writable | pte.user;
  let execute = true;
  let table = cpu.root;
  for (let level = 0; ; level++) {
    const entryAddress = table + indexes[level]! * 8;
    if (!hasMemory(hardware.memory, entryAddress, 8)) return { kind: 'bus-error' };
    const entry = coherentRead64(hardware, entryAddress);
    hardware.counters.walkReads++;
    if (!(entry & pte.present)) return { kind: 'not-present' };
    visited.push(entryAddress);
    rights &= entry;
    execute &&= !(entry & pte.noExecute);
    if (!isLeaf(level, entry)) {
      table = Number(entry & pte.addressMask);
      continue;
    }
    // CR0.WP is set: the kernel too cannot write a read-only page.
    if ((write && !(rights & pte.writable)) || (user && !(rights & pte.user))) return { kind: 'protection' };
    markUsed(hardware, visited, write);
    return {
      kind: 'page',
      size: 4 - level,
      frame: frameOf(level, entry),
      flags: flagsFor(entry, rights, execute, write),
    };
  }
}

function isLeaf(level: number, entry: bigint): boolean {
  return level === 3 || (level > 0 && (entry & pte.large) !== 0n);
}

/** Physical address of the page: the low bits of a large page's entry are PAT and reserved. */
function frameOf(level: number, entry: bigint): number {
  return Number(entry & pte.addressMask & ~BigInt(pageSizes[4 - level]! - 1));
}

function flagsFor(entry: bigint, rights: bigint, execute: boolean, write: boolean): number {
  return (
    (rights & pte.writable ? tlbFlag.writable : 0) |
    (rights & pte.user ? tlbFlag.user : 0) |
    (entry & pte.global ? tlbFlag.global : 0) |
    (write || entry & pte.dirty ? tlbFlag.dirty : 0) |
    (execute ? tlbFlag.executable : 0) |
    (entry & pte.cacheDisable ? tlbFlag.uncached : 0)
  );
}

/** Accessed in every entry used, dirty in the last one of a write; entries that have the bits are not written. */
function markUsed(hardware: Hardware, entries: readonly number[], write: boolean): void {
  entries.forEach((address, index) => {
    const last = index === entries.length - 1;
    const before = coherentRead(hardware, address, 1)[0]!;
    const after = before | Number(pte.accessed) | (last && write ? Number(pte.dirty) : 0);
    if (after !== before) coherentWrite(hardware, address, Uint8Array.of(after));
  });
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
