/** Pages of user address spaces: putting them into page tables, taking them out, and what that does to counters and references. */
import { coherentCopyPage, coherentWrite, coherentWrite64 } from '../../hardware/coherent-access.ts';
import { pte, walk } from '../../hardware/mmu.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { frameBytes } from '../page-allocator.ts';
import {
  ensureEntry,
  findEntry,
  smallEntry,
  specialBit,
  tablesWithin,
  unmapRange as clearEntries,
} from '../page-tables.ts';
import { inOneGo, type InPieces } from '../cut-work.ts';
import type { LeafEntry } from '../page-tables.ts';
import { slotOf } from '../swap/swap-space.ts';
import { tableMemory, type AddressSpace } from './address-space.ts';
import { charge } from './charges.ts';
import { releaseHugeEntry } from './huge-entries.ts';
import { flushUserRange, type Recorder } from './tlb-shootdown.ts';
import { allocateFrame, forgetMapping, pageOf, releaseSwapEntry } from './user-frames.ts';
import { freeUserTables } from './user-tables.ts';
import { vm } from './vma.ts';

export { flushUserRange, type Recorder } from './tlb-shootdown.ts';
export { dropReference, takeReference } from './user-frames.ts';
export { countTables } from './user-tables.ts';

export interface PageRights {
  readonly writable: boolean;
  readonly executable: boolean;
  readonly dirty?: boolean;
  /** No reference is held: the zero page and frames that a driver maps by number. */
  readonly special?: boolean;
  readonly uncached?: boolean;
}

/** _PAGE_PROTNONE: the bit says global in a present entry, and that there is a page nobody may touch in one that is not. */
export const protNone = pte.global;

/** Sets the entry for `va`. False: no memory for a table. What stood there is overwritten: flushing is the caller's. */
export function mapPage(
  world: MemoryWorld,
  space: AddressSpace,
  va: bigint,
  frame: number,
  rights: PageRights,
  cpu = 0,
): boolean {
  return mapEntry(world, space, va, (BigInt(frame) << 12n) | entryBits(rights), cpu);
}

export function mapEntry(world: MemoryWorld, space: AddressSpace, va: bigint, entry: bigint, cpu = 0): boolean {
  const address = ensureEntry(tableMemory(world, space, cpu), space.root, va, 3);
  if (address === null) return false;
  coherentWrite64(world.hardware, address, entry);
  world.kernel.addressSpaces.events.entriesSet++;
  return true;
}

/** The entry of one page as it stands, 0n where there is none; of a page within a huge one what its own would be. */
export function rawEntry(world: MemoryWorld, space: AddressSpace, va: bigint): bigint {
  const leaf = findEntry(world.hardware, space.root, va);
  if (!leaf) return 0n;
  return leaf.level === 2 ? smallEntry(leaf.entry, Number(va % 0x20_0000n)) : leaf.entry;
}

/** The present entry of one page. */
export function pageEntry(world: MemoryWorld, space: AddressSpace, va: bigint): bigint | null {
  const entry = rawEntry(world, space, va);
  return entry & pte.present ? entry : null;
}

export function frameOfEntry(entry: bigint): number {
  return Number((entry & pte.addressMask) >> 12n);
}

/** Does the entry lead to a page, be it one that nobody may touch? */
export function hasPage(entry: bigint): boolean {
  return (entry & (pte.present | protNone)) !== 0n;
}

/** Physical address of a virtual one; null where nothing is mapped. */
export function translate(world: MemoryWorld, space: AddressSpace, va: bigint): number | null {
  const { outcome } = walk(world.hardware, space.root, va);
  return outcome.kind === 'page' ? outcome.physical : null;
}

/** A page for user memory, its bytes as they are. null: no memory. */
export function allocateUserPage(world: MemoryWorld, space: AddressSpace, what: string, cpu = 0): number | null {
  return allocateFrame(world, `${space.name}: ${what}`, cpu);
}

const zeros = new Uint8Array(frameBytes);

export function clearFrame(world: MemoryWorld, frame: number, cpu = 0): void {
  coherentWrite(world.hardware, frame * frameBytes, zeros);
  world.kernel.addressSpaces.events.pagesZeroed++;
  charge(world, cpu, 'clearPage');
}

export function copyFrame(world: MemoryWorld, from: number, to: number, cpu = 0): void {
  coherentCopyPage(world.hardware, from, to);
  world.kernel.addressSpaces.events.pagesCopied++;
  world.hardware.counters.bytesCopied += frameBytes;
  charge(world, cpu, 'copyPage');
}

/** Which present entries were among those removed: from the first to behind the last, and how large the smallest was. */
interface Removed {
  readonly first: bigint;
  readonly end: bigint;
  readonly stride: number;
}

/** Takes all pages of [start, end) out of the tables and gives back those the space holds. null: none was present. Flushes nothing. */
export function releasePages(
  world: MemoryWorld,
  space: AddressSpace,
  start: bigint,
  end: bigint,
  cpu: number,
  pieces: InPieces,
): Removed | null {
  let all: Removed | null = null;
  forTables(world, space, start, end, pieces, (from, to) => {
    const removed = clearEntries(world.hardware, space.root, from, to);
    for (const { entry, bytes } of removed) {
      if (bytes > frameBytes) releaseHugeEntry(world, space, entry, cpu);
      else releaseEntry(world, space, entry, cpu);
    }
    world.kernel.addressSpaces.events.entriesCleared += removed.length;
    return { entries: removed.length, removed: presentOf(removed) };
  }, ({ removed }) => (all = joinRemoved(all, removed))); // prettier-ignore
  return all;
}

function presentOf(removed: readonly LeafEntry[]): Removed | null {
  const present = removed.filter(({ entry }) => entry & pte.present);
  if (present.length === 0) return null;
  const { va, bytes } = present.at(-1)!;
  const stride = present.reduce((least, each) => Math.min(least, each.bytes), bytes);
  return { first: present[0]!.va, end: va + BigInt(bytes), stride };
}

function joinRemoved(one: Removed | null, other: Removed | null): Removed | null {
  if (!one || !other) return one ?? other;
  return { first: one.first, end: other.end, stride: Math.min(one.stride, other.stride) };
}

/** What going through one entry of a table counts as, in bytes moved; an area without any counts as one. */
export const workOfEntry = 128;

/** A step for each last table of [start, end), after which the call may be left; `then` is done with what each gave, also where it was done before. */
export function forTables<Outcome extends { readonly entries: number }>(
  world: MemoryWorld,
  space: AddressSpace,
  start: bigint,
  end: bigint,
  pieces: InPieces,
  step: (from: bigint, to: bigint) => Outcome,
  then: (outcome: Outcome) => void = () => undefined,
): void {
  const tables = pieces(workOfEntry, () => tablesWithin(world.hardware, space.root, start, end));
  for (const { from, to } of tables)
    then(
      pieces(
        ({ entries }) => entries * workOfEntry,
        () => step(from, to),
      ),
    );
}

/** What an entry held, given back: it has been cleared or is about to be overwritten. A dirty file page is dirty from now on. */
export function releaseEntry(world: MemoryWorld, space: AddressSpace, entry: bigint, cpu: number): void {
  if (!hasPage(entry)) {
    const slot = slotOf(entry);
    if (slot === null) return;
    space.counters.swapEntries--;
    releaseSwapEntry(world, slot, cpu);
    return;
  }
  if (entry & specialBit) return;
  const frame = frameOfEntry(entry);
  if (entry & pte.dirty) noteDirty(world, frame);
  forgetMapping(world, space, frame, cpu);
}

/** The hardware marked an entry dirty: its page has what the disk has not (set_page_dirty). */
export function noteDirty(world: MemoryWorld, frame: number): void {
  const page = pageOf(world, frame);
  if (page && page.file === null) page.dirty = true;
}

/** Like `releasePages`, with the flushes that make the CPUs forget. The tables stay. */
export function zapRange(
  world: MemoryWorld,
  space: AddressSpace,
  start: bigint,
  end: bigint,
  cpu: number,
  record: Recorder,
  pieces: InPieces = inOneGo,
): void {
  const removed = releasePages(world, space, start, end, cpu, pieces);
  flushRemoved(world, space, removed, cpu, record, false);
}

/** After the areas of [start, end) are gone: pages, tables that nobody can need any more, and one flush for both. */
export function zapAndFreeTables(
  world: MemoryWorld,
  space: AddressSpace,
  start: bigint,
  end: bigint,
  cpu: number,
  record: Recorder,
  pieces: InPieces,
): void {
  const removed = releasePages(world, space, start, end, cpu, pieces);
  const freed = freeUserTables(world, space, start, end, cpu);
  flushRemoved(world, space, removed, cpu, record, freed > 0);
}

function flushRemoved(
  world: MemoryWorld,
  space: AddressSpace,
  removed: Removed | null,
  cpu: number,
  record: Recorder,
  freedTables: boolean,
): void {
  if (!removed) return;
  const how = { freedTables, stride: BigInt(removed.stride) };
  flushUserRange(world, space, removed.first, removed.end, cpu, record, how);
}

/** Bits of an entry for an area's rights: nobody may touch a page without any. */
export function rightsOf(flags: number): Pick<PageRights, 'writable' | 'executable'> & { readonly none: boolean } {
  const none = (flags & (vm.READ | vm.WRITE | vm.EXEC)) === 0;
  return { writable: (flags & vm.WRITE) !== 0, executable: (flags & vm.EXEC) !== 0, none };
}

export function entryBits({ writable, executable, dirty, special, uncached }: PageRights): bigint {
  return (
    pte.present |
    pte.user |
    pte.accessed |
    (writable ? pte.writable : 0n) |
    (dirty ? pte.dirty : 0n) |
    (executable ? 0n : pte.noExecute) |
    (special ? specialBit : 0n) |
    (uncached ? pte.cacheDisable : 0n)
  );
}
