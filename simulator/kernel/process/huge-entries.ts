/**
 * Entries of 2 MiB in page tables: set, copied by fork, taken apart. With each of them the process keeps a page for the table of small entries that it
 * may have to become (pgtable_trans_huge_deposit), so that taking it apart cannot fail. From mm/huge_memory.c of Linux 6.1.
 */
import { coherentRead64, coherentWrite, coherentWrite64 } from '../../hardware/coherent-access.ts';
import { pte } from '../../hardware/mmu.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { frameBytes, freePages } from '../page-allocator.ts';
import { createTable, ensureEntry, findEntry, specialBit } from '../page-tables.ts';
import { tableMemory, type AddressSpace } from './address-space.ts';
import { countSplitMapping, forgetHugeMapping, hugeBytes, hugeOf, hugePages, splitCompound } from './huge-frames.ts';
import { flushUserRange, type Recorder } from './tlb-shootdown.ts';

const tableEntryFlags = pte.present | pte.writable | pte.user | pte.accessed;

/** Physical address of the entry for the 2 MiB that begin at `address`, if nothing stands in it. false: something does; null: no memory. */
export function emptyHugeEntry(
  world: MemoryWorld,
  space: AddressSpace,
  address: bigint,
  cpu: number,
): number | false | null {
  const entry = ensureEntry(tableMemory(world, space, cpu), space.root, address, 2);
  if (entry === null) return null;
  return coherentRead64(world.hardware, entry) === 0n ? entry : false;
}

/** A table is put by for one more entry of 2 MiB. False: no memory. */
export function depositTable(world: MemoryWorld, space: AddressSpace, cpu: number): boolean {
  const table = createTable(tableMemory(world, space, cpu));
  if (table === null) return false;
  space.depositedTables.push(table);
  return true;
}

export function returnTable(world: MemoryWorld, space: AddressSpace, cpu: number): void {
  const table = space.depositedTables.pop();
  if (table === undefined) return;
  freePages(world.kernel.pageAllocator, table / frameBytes, 0, cpu);
  world.kernel.addressSpaces.events.tablesFreed++;
}

/** What an entry of 2 MiB held, given back: it has been cleared. */
export function releaseHugeEntry(world: MemoryWorld, space: AddressSpace, entry: bigint, cpu: number): void {
  if (!(entry & specialBit)) forgetHugeMapping(world, space, headOf(entry), cpu);
  returnTable(world, space, cpu);
}

/** First frame of the huge page that an entry leads to. */
export function headOf(entry: bigint): number {
  return Number((entry & pte.addressMask) / BigInt(frameBytes));
}

/** A huge page is about to be cut by the end of an area: its entry becomes 512 (vma_adjust_trans_huge). */
export function splitHugeAt(
  world: MemoryWorld,
  space: AddressSpace,
  address: bigint,
  cpu: number,
  record: Recorder,
): void {
  if (address % hugeBytes === 0n || space.depositedTables.length === 0) return;
  splitHugeEntry(world, space, address - (address % hugeBytes), cpu, record);
}

/** The entry for the 2 MiB from `start` on becomes a table of small ones; the huge page stays one. Nothing happens where there is no such entry. */
export function splitHugeEntry(
  world: MemoryWorld,
  space: AddressSpace,
  start: bigint,
  cpu: number,
  record: Recorder,
): void {
  const leaf = findEntry(world.hardware, space.root, start);
  if (leaf?.level !== 2) return;
  const { address, entry } = leaf;
  const table = space.depositedTables.pop();
  if (table === undefined) throw new Error('a huge page without a table put by');
  if (entry & pte.present && !(entry & specialBit)) {
    flushUserRange(world, space, start, start + hugeBytes, cpu, record, { stride: hugeBytes });
  }
  coherentWrite(world.hardware, table, smallEntries(world, entry));
  coherentWrite64(world.hardware, address, BigInt(table) | tableEntryFlags);
  if (!(entry & specialBit)) countSplitMapping(world, headOf(entry));
  world.kernel.addressSpaces.events.hugeEntriesSplit++;
  world.kernel.addressSpaces.events.entriesSet += hugePages;
}

/** Small entries are not dirty though the huge one was: that is the page's to know then. */
function smallEntries({ kernel }: MemoryWorld, entry: bigint): Uint8Array {
  const words = new BigUint64Array(hugePages);
  const bits = entry & ~(pte.large | pte.addressMask | pte.dirty);
  const head = headOf(entry);
  for (let index = 0; index < hugePages; index++) {
    const frame = entry & specialBit ? kernel.addressSpaces.zeroFrame : head + index;
    words[index] = BigInt.asUintN(64, bits | (BigInt(frame) << 12n));
  }
  return new Uint8Array(words.buffer);
}

/**
 * The whole huge page becomes 512 pages, in every process that has it (split_huge_page). Returns how many of them are free then;
 * null: somebody holds it who is no entry.
 */
export function splitHugePage(world: MemoryWorld, frame: number, cpu: number, record: Recorder): number | null {
  const huge = hugeOf(world, frame);
  if (!huge) return 0;
  const head = frame - (frame % hugePages);
  const { pages } = world.kernel.addressSpaces;
  let entries = huge.mapCount;
  for (let each = head; each < head + hugePages; each++) entries += pages.get(each)?.mapCount ?? 0;
  if ((world.kernel.pageAllocator.references.get(head) ?? 1) !== entries) return null;
  for (const { space, va } of hugeEntriesOf(world, head)) splitHugeEntry(world, space, va, cpu, record);
  return huge.mapCount > 0 ? null : splitCompound(world, head, cpu);
}

/** All entries of 2 MiB that lead into [first, end), taken apart with their pages: what moves is moved page by page. */
export function splitHugePagesOf(world: MemoryWorld, first: number, end: number, cpu: number, record: Recorder): void {
  for (const head of [...world.kernel.addressSpaces.hugePages.keys()]) {
    if (head < end && head + hugePages > first) splitHugePage(world, head, cpu, record);
  }
}

interface HugeEntry {
  readonly space: AddressSpace;
  readonly va: bigint;
  /** Physical, of the entry. */
  readonly address: number;
  readonly entry: bigint;
}

/** All entries of 2 MiB that lead to a huge page (rmap_walk). */
function hugeEntriesOf(world: MemoryWorld, head: number): HugeEntry[] {
  const { hugePages: known, spaces } = world.kernel.addressSpaces;
  const { index } = known.get(head)!;
  const found: HugeEntry[] = [];
  for (const space of spaces.values()) {
    if (space.depositedTables.length === 0) continue;
    for (const area of space.areas) {
      const va = area.start + BigInt(index - area.pageOffset) * 4096n;
      if (area.anonymousId === 0 || va < area.start || va + hugeBytes > area.end) continue;
      const leaf = findEntry(world.hardware, space.root, va);
      if (leaf?.level !== 2 || leaf.entry & specialBit || headOf(leaf.entry) !== head) continue;
      found.push({ space, va, address: leaf.address, entry: leaf.entry });
    }
  }
  return found;
}

/** Clears the accessed bits of its entries. Returns whether one was set: the huge page was used since the last look. */
export function clearHugeAccessed(world: MemoryWorld, head: number): boolean {
  const used = hugeEntriesOf(world, head).filter(({ entry }) => entry & pte.accessed);
  for (const { address, entry } of used) coherentWrite64(world.hardware, address, entry & ~pte.accessed);
  return used.length > 0;
}
