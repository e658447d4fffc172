/**
 * Changing a domain's second-level tables (Linux 6.1, drivers/iommu/intel/iommu.c): the largest page that fits at each step, tables made on the way,
 * tables that an unmapping covers whole given up once the IOTLB has been invalidated. Numbers are pages of 4 KiB.
 */
import { coherentEntry, coherentPeek64, coherentWrite, setCoherentEntry } from '../../../hardware/coherent-access.ts';
import type { Hardware } from '../../../hardware/hardware.ts';
import { leafBytes } from '../../../hardware/iommu/iotlb.ts';
import {
  addressIn,
  entryIndex,
  secondLevel,
  tableEntries,
  walkSecondLevel,
} from '../../../hardware/iommu/second-level.ts';
import { allocatePages, frameBytes, freePages } from '../../page-allocator.ts';
import type { PageAllocator } from '../../page-allocator.ts';
import { GFP_ATOMIC } from '../../page-allocator/gfp.ts';

export interface SecondLevelTables {
  readonly id: number;
  /** Physical address of the top table. */
  readonly table: number;
  readonly levels: number;
  /** Bits of an address that the tables can translate. */
  readonly width: number;
  /** One past the highest page mapped so far, as the driver keeps it (`max_addr`). */
  end: number;
}

const none: readonly never[] = [];
const offsetBits = frameBytes - 1;
/** Of an entry that leads to a table. */
const linked = secondLevel.read | secondLevel.write;
/** By level: what part of an entry a small page is. */
const entriesPerPage = Float64Array.from(leafBytes, (bytes) => frameBytes / bytes);
const bytesOfWidth = Float64Array.from({ length: 53 }, (_, width) => 2 ** width);

export interface TableMemory {
  readonly hardware: Hardware;
  readonly pageAllocator: PageAllocator;
  readonly cpu: number;
}

/** What a mapping met on its way. */
export interface MapOutcome {
  readonly complete: boolean;
  /** Entries that were set already: they keep what they say. */
  readonly clashes: readonly { readonly page: number; readonly found: number; readonly wanted: number }[];
  /** Small tables that made room for a large page: [first page, pages] to be invalidated. */
  readonly replaced: readonly (readonly [number, number])[];
}

export interface UnmapOutcome {
  /** Pages from the first one asked for; more than that where a large page ends later. */
  readonly pages: number;
  /** Pieces to invalidate, each [first page, pages]. */
  readonly pieces: readonly (readonly [number, number])[];
  /** Frames of tables that nothing points to any more. */
  readonly tables: readonly number[];
}

/** Physical address of a zeroed page for a table; null: no memory. */
export function createTablePage(memory: TableMemory, what: string): number | null {
  const owner = { kind: 'page-table', what, statement: null } as const;
  const frame = allocatePages(memory.pageAllocator, { order: 0, gfp: GFP_ATOMIC, cpu: memory.cpu, owner });
  if (frame === null) return null;
  coherentWrite(memory.hardware, frame * frameBytes, new Uint8Array(frameBytes));
  return frame * frameBytes;
}

/** Maps `count` pages at `page` to frames from `frame` on. `rights`: bits of `secondLevel`. */
export function mapSecondLevel(
  memory: TableMemory,
  tables: SecondLevelTables,
  page: number,
  frame: number,
  count: number,
  rights: number,
): MapOutcome {
  const clashes: { page: number; found: number; wanted: number }[] = [];
  const replaced: [number, number][] = [];
  tables.end = Math.max(tables.end, page + count);
  for (let done = 0; done < count;) {
    const level = largestLevel(page + done, frame + done, count - done);
    const pages = leafBytes[level]! / frameBytes;
    const address = ensureEntry(memory, tables, page + done, level);
    if (address === null) return { complete: false, clashes, replaced };
    if (level > 1 && dropTable(memory, address, level)) replaced.push([page + done, pages]);
    const target = (frame + done) * frameBytes;
    const bits = rights | (level > 1 ? secondLevel.large : 0);
    const found = coherentEntry(memory.hardware, address);
    if (found === 0) setCoherentEntry(memory.hardware, address, target + bits);
    else clashes.push({ page: page + done, found, wanted: target + bits });
    done += pages;
  }
  return { complete: true, clashes, replaced };
}

/** Maps one small page whose table is there and whose entry is free: the common case. False: it is another, and nothing was done. */
export function mapInTable(
  hardware: Hardware,
  tables: SecondLevelTables,
  page: number,
  frame: number,
  rights: number,
): boolean {
  const table = lastTable(hardware, tables, page);
  if (table < 0) return false;
  const address = table + (page & (tableEntries - 1)) * 8;
  if (coherentEntry(hardware, address) !== 0) return false;
  tables.end = Math.max(tables.end, page + 1);
  setCoherentEntry(hardware, address, frame * frameBytes + rights);
  return true;
}

/** Clears the entry of one small page that is mapped. False: it is no such page, and nothing was done. */
export function clearInTable(hardware: Hardware, tables: SecondLevelTables, page: number): boolean {
  const table = page * frameBytes < bytesOfWidth[tables.width]! ? lastTable(hardware, tables, page) : -1;
  if (table < 0) return false;
  const address = table + (page & (tableEntries - 1)) * 8;
  if (!(coherentEntry(hardware, address) & linked)) return false;
  setCoherentEntry(hardware, address, 0);
  if (tables.end === page + 1) tables.end = page;
  return true;
}

/** Clears the leaves of [page, page + count). The caller invalidates, and then gives the tables back with `freeTables`. */
export function unmapSecondLevel(
  memory: TableMemory,
  tables: SecondLevelTables,
  page: number,
  count: number,
): UnmapOutcome {
  if (clearInOneTable(memory, tables, page, count)) {
    if (tables.end === page + count) tables.end = page;
    return { pages: count, pieces: [[page, count]], tables: none };
  }
  const pieces: [number, number][] = [];
  const unlinked: number[] = [];
  let done = 0;
  while (done < count) {
    const first = page + done;
    const asked = pieceSize(first, count - done);
    const found = walkSecondLevel(memory.hardware, tables.table, tables.levels, first * frameBytes);
    // The driver takes the whole of what one entry covers, also where that entry is empty.
    const pages = Math.max(asked, 'level' in found ? leafBytes[found.level]! / frameBytes : 1);
    clearRange(memory, tables.table, tables.levels, 0, first, first + pages - 1, unlinked);
    if (tables.end === first + pages) tables.end = first;
    pieces.push([first, pages]);
    done += pages;
  }
  return { pages: done, pieces, tables: unlinked };
}

export function freeTables({ pageAllocator, cpu }: TableMemory, tables: readonly number[]): void {
  for (const frame of tables) freePages(pageAllocator, frame, 0, cpu);
}

/** `iommu_iova_to_phys`; null where nothing is mapped. */
export function secondLevelPhysical(hardware: Hardware, tables: SecondLevelTables, address: number): number | null {
  if (address >= bytesOfWidth[tables.width]!) return null;
  const page = Math.floor(address / frameBytes);
  const table = lastTable(hardware, tables, page);
  if (table >= 0) {
    const entry = coherentEntry(hardware, table + (page & (tableEntries - 1)) * 8);
    return entry & (secondLevel.read | secondLevel.write)
      ? entry - (entry & offsetBits) + (address & offsetBits)
      : null;
  }
  const found = walkSecondLevel(hardware, tables.table, tables.levels, address);
  if ('reason' in found || !(found.read || found.write)) return null;
  return found.frame + (address % leafBytes[found.level]!);
}

/** The table of small pages that a page's entry stands in; -1: there is none, or the way there is not as the driver makes it. */
function lastTable(hardware: Hardware, tables: SecondLevelTables, page: number): number {
  let { table } = tables;
  for (let level = tables.levels; level > 1; level--) {
    const index = Math.floor(page * entriesPerPage[level]!) & (tableEntries - 1);
    const entry = coherentEntry(hardware, table + index * 8);
    if ((entry & (secondLevel.read | secondLevel.write | secondLevel.large)) !== linked) return -1;
    table = entry - (entry & offsetBits);
  }
  return table;
}

/** Visits all leaves, ascending. */
export function forEachLeaf(
  hardware: Hardware,
  tables: SecondLevelTables,
  visit: (page: number, level: number, entry: bigint) => void,
): void {
  visitTable(hardware, tables.table, tables.levels, 0, visit);
}

function visitTable(
  hardware: Hardware,
  table: number,
  level: number,
  first: number,
  visit: (page: number, level: number, entry: bigint) => void,
): void {
  const pages = leafBytes[level]! / frameBytes;
  for (let index = 0; index < tableEntries; index++) {
    const address = table + index * 8;
    const low = coherentEntry(hardware, address);
    if (!(low & (secondLevel.read | secondLevel.write))) continue;
    const page = first + index * pages;
    if (level === 1 || low & secondLevel.large) visit(page, level, coherentPeek64(hardware, address));
    else visitTable(hardware, addressIn(hardware, address), level - 1, page, visit);
  }
}

/** 1, 2 or 3. Both addresses aligned to the page, and enough left to fill it. */
function largestLevel(page: number, frame: number, count: number): number {
  if (count < tableEntries) return 1;
  for (let level = 3; level > 1; level--) {
    const pages = leafBytes[level]! / frameBytes;
    if (page % pages === 0 && frame % pages === 0 && count >= pages) return level;
  }
  return 1;
}

/** `iommu_pgsize`: pages of one size up to where a larger size can begin. */
function pieceSize(first: number, count: number): number {
  const level = largestLevel(first, first, count);
  const pages = leafBytes[level]! / frameBytes;
  const next = (leafBytes[level + 1] ?? Infinity) / frameBytes;
  const toNext = next === Infinity ? Infinity : next - (first % next);
  const whole = toNext + next <= count ? toNext : count;
  return Math.floor(whole / pages) * pages;
}

/** Physical address of the entry for a page at a level, making tables on the way. null: no memory, or a large page is in the way. */
function ensureEntry(memory: TableMemory, tables: SecondLevelTables, page: number, level: number): number | null {
  const last = level === 1 ? lastTable(memory.hardware, tables, page) : -1;
  if (last >= 0) return last + (page & (tableEntries - 1)) * 8;
  let { table } = tables;
  for (let at = tables.levels; ; at--) {
    const address = table + entryIndex(page * frameBytes, at) * 8;
    if (at === level) return address;
    const entry = coherentEntry(memory.hardware, address);
    if (entry & secondLevel.large) return null;
    if (entry & (secondLevel.read | secondLevel.write)) table = entry - (entry & offsetBits);
    else {
      const created = createTablePage(memory, `IOMMU tables of group ${tables.id - 1}`);
      if (created === null) return null;
      setCoherentEntry(memory.hardware, address, created + linked);
      table = created;
    }
  }
}

/** A table of small pages, all unmapped, where a large page is to be: it goes at once. */
function dropTable(memory: TableMemory, address: number, level: number): boolean {
  const low = coherentEntry(memory.hardware, address);
  if (!(low & (secondLevel.read | secondLevel.write)) || low & secondLevel.large) return false;
  const unlinked: number[] = [];
  listTables(memory.hardware, addressIn(memory.hardware, address), level - 1, unlinked);
  setCoherentEntry(memory.hardware, address, 0);
  freeTables(memory, unlinked);
  return true;
}

/** The common case: a few small pages of one last table. False: it is another, and nothing was done. */
function clearInOneTable({ hardware }: TableMemory, tables: SecondLevelTables, page: number, count: number): boolean {
  const first = page & (tableEntries - 1);
  if (first + count > tableEntries || count === tableEntries) return false;
  const table = lastTable(hardware, tables, page);
  if (table < 0) return false;
  for (let index = first; index < first + count; index++) setCoherentEntry(hardware, table + index * 8, 0);
  return true;
}

function clearRange(
  memory: TableMemory,
  table: number,
  level: number,
  base: number,
  first: number,
  last: number,
  unlinked: number[],
): void {
  const { hardware } = memory;
  const pages = leafBytes[level]! / frameBytes;
  const from = Math.max(0, Math.floor((first - base) / pages));
  for (let index = from; index < tableEntries && base + index * pages <= last; index++) {
    const address = table + index * 8;
    const low = coherentEntry(hardware, address);
    if (!(low & (secondLevel.read | secondLevel.write))) continue;
    const start = base + index * pages;
    const isTable = level > 1 && !(low & secondLevel.large);
    if (first <= start && last >= start + pages - 1) {
      if (isTable) listTables(hardware, addressIn(hardware, address), level - 1, unlinked);
      setCoherentEntry(hardware, address, 0);
    } else if (isTable) clearRange(memory, addressIn(hardware, address), level - 1, start, first, last, unlinked);
  }
}

/** A table and all below it. */
export function listTables(hardware: Hardware, table: number, level: number, unlinked: number[]): void {
  unlinked.push(table / frameBytes);
  if (level === 1) return;
  for (let index = 0; index < tableEntries; index++) {
    const low = coherentEntry(hardware, table + index * 8);
    if (low & (secondLevel.read | secondLevel.write) && !(low & secondLevel.large)) {
      listTables(hardware, addressIn(hardware, table + index * 8), level - 1, unlinked);
    }
  }
}
