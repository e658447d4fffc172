/** Moving page-table entries from one place of an address space to another: whole tables where both are aligned, else entry by entry (move_page_tables of Linux). */
import { coherentRead64, coherentWrite64 } from '../../hardware/coherent-access.ts';
import { pte } from '../../hardware/mmu.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { ensureEntry, entryAddress, entryBytes, forEachLeaf } from '../page-tables.ts';
import { tableMemory, type AddressSpace } from './address-space.ts';
import { charge } from './charges.ts';
import { emptyHugeEntry, splitHugeEntry } from './huge-entries.ts';
import { hugeBytes } from './huge-frames.ts';
import { flushUserRange, type Recorder } from './user-pages.ts';

/** A move that is under way: one extent a step. */
export interface EntryMove {
  readonly from: bigint;
  readonly to: bigint;
  readonly length: bigint;
  done: bigint;
  /** Before 4.19: what is flushed only when all has been moved and no lock is held any more (CVE-2018-18281). */
  late: boolean;
}

/** Since 4.21 tables of 2 MiB move as one, since 5.11 those of 1 GiB; 4.18 takes 64 pages at a time. */
const granularity = {
  '4.18': { tables: 3, most: 64n * 4096n },
  '5.10': { tables: 2, most: 1n << 30n },
  '6.1': { tables: 1, most: 1n << 30n },
  '6.12': { tables: 1, most: 1n << 30n },
} as const;

/** Moves the next extent with its flush. Returns whether more is left, or null: no memory for a table. */
export function moveExtent(
  world: MemoryWorld,
  space: AddressSpace,
  move: EntryMove,
  cpu: number,
  record: Recorder,
): boolean | null {
  const { tables, most } = granularity[world.machine.kernel];
  const from = move.from + move.done;
  const to = move.to + move.done;
  for (let level = 1; level < 3; level++) {
    const extent = extentOf(move, entryBytes[level]!, most);
    const old = tableEntry(world, space, from, level);
    if (old === null) return advance(move, extent);
    if (coherentRead64(world.hardware, old) & pte.large) {
      const moved = moveHuge(world, space, old, from, to, extent, cpu, record);
      if (moved === null) return null;
      if (moved) return advance(move, extent);
      continue;
    }
    if (level < tables || extent !== BigInt(entryBytes[level]!)) continue;
    const moved = moveTable(world, space, level, old, to, cpu);
    if (moved === null) return null;
    if (!moved) continue;
    flushUserRange(world, space, from, from + extent, cpu, record);
    return advance(move, extent);
  }
  const extent = extentOf(move, entryBytes[2], most);
  return moveEntries(world, space, move, extent, cpu, record) ? advance(move, extent) : null;
}

/** Up to the next boundary of old and new place, and the end (get_extent). */
function extentOf({ from, to, length, done }: EntryMove, size: number, most: bigint): bigint {
  const bytes = BigInt(size);
  const limits = [bytes - ((from + done) % bytes), bytes - ((to + done) % bytes), length - done, most];
  return limits.reduce((least, each) => (each < least ? each : least));
}

function advance(move: EntryMove, extent: bigint): boolean {
  move.done += extent;
  return move.done < move.length;
}

/** Physical address of the entry at a level that names a table; null where there is none. */
function tableEntry(world: MemoryWorld, { root }: AddressSpace, va: bigint, level: number): number | null {
  let table = root;
  for (let at = 0; ; at++) {
    const address = entryAddress(table, va, at);
    const entry = coherentRead64(world.hardware, address);
    if (!(entry & pte.present)) return null;
    if (at === level) return address;
    table = Number(entry & pte.addressMask);
  }
}

/** A huge page moves as one to a place of 2 MiB (move_huge_pmd); for any other its entry is taken apart: false. null: no memory. */
function moveHuge(
  world: MemoryWorld,
  space: AddressSpace,
  old: number,
  from: bigint,
  to: bigint,
  extent: bigint,
  cpu: number,
  record: Recorder,
): boolean | null {
  const entry = coherentRead64(world.hardware, old);
  const place = extent === hugeBytes ? emptyHugeEntry(world, space, to, cpu) : false;
  if (place === null) return null;
  if (place === false) {
    splitHugeEntry(world, space, from - (from % hugeBytes), cpu, record);
    return false;
  }
  coherentWrite64(world.hardware, old, 0n);
  coherentWrite64(world.hardware, place, entry);
  world.kernel.addressSpaces.events.hugeEntriesMoved++;
  charge(world, cpu, 'tableMove');
  if (entry & pte.present) flushUserRange(world, space, from, from + extent, cpu, record, { stride: hugeBytes });
  return true;
}

/** false: something stands at the new place. null: no memory for the tables above. */
function moveTable(
  world: MemoryWorld,
  space: AddressSpace,
  level: number,
  old: number,
  to: bigint,
  cpu: number,
): boolean | null {
  const target = ensureEntry(tableMemory(world, space, cpu), space.root, to, level);
  if (target === null) return null;
  if (coherentRead64(world.hardware, target) !== 0n) return false;
  const entry = coherentRead64(world.hardware, old);
  coherentWrite64(world.hardware, old, 0n);
  coherentWrite64(world.hardware, target, entry);
  const { events } = world.kernel.addressSpaces;
  if (level === 1) events.pudsMoved++;
  else events.pmdsMoved++;
  charge(world, cpu, 'tableMove');
  return true;
}

/** move_ptes: swap entries and the page of zeros move as they are. False: no memory for the new table. */
function moveEntries(
  world: MemoryWorld,
  space: AddressSpace,
  move: EntryMove,
  extent: bigint,
  cpu: number,
  record: Recorder,
): boolean {
  const from = move.from + move.done;
  const distance = move.to - move.from;
  // An extent ends where either table does: its entries stand behind each other in both.
  const target = ensureEntry(tableMemory(world, space, cpu), space.root, from + distance, 3);
  if (target === null) return false;
  let present = false;
  let dirty = false;
  let count = 0;
  forEachLeaf(world.hardware, space.root, from, from + extent, ({ address, entry, va }) => {
    present ||= (entry & pte.present) !== 0n;
    dirty ||= (entry & pte.present) !== 0n && (entry & pte.dirty) !== 0n;
    coherentWrite64(world.hardware, address, 0n);
    coherentWrite64(world.hardware, target + 8 * Number((va - from) >> 12n), entry);
    count++;
  });
  world.kernel.addressSpaces.events.entriesMoved += count;
  world.kernel.addressSpaces.events.entriesSet += count;
  charge(world, cpu, 'entryMove', count);
  if (!present) return true;
  // 5d1904204c99 flushes at once for dirty pages alone; eb66ae030829 for all.
  if (world.machine.kernel === '4.18' && !dirty) move.late = true;
  else flushUserRange(world, space, from, from + extent, cpu, record);
  return true;
}
