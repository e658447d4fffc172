/** Pages of user address spaces: putting them into page tables, taking them out, who holds them, and telling the TLBs. */
import { coherentRead, coherentRead64, coherentWrite, coherentWrite64 } from '../../hardware/coherent-access.ts';
import { pte, walk } from '../../hardware/mmu.ts';
import { flushTlbAsid, flushTlbPage } from '../../hardware/tlb.ts';
import type { JournalEntry } from '../../journal.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { allocatePages, blockHolding, frameBytes, freePages, type PageAllocator } from '../page-allocator.ts';
import { GFP_HIGHUSER_MOVABLE } from '../page-allocator/gfp.ts';
import { ensureEntry, findEntry, freeEmptyTables, specialBit, unmapRange as clearEntries } from '../page-tables.ts';
import type { LeafEntry } from '../page-tables.ts';
import { tableMemory, type AddressSpace } from './address-space.ts';

export interface PageRights {
  readonly writable: boolean;
  readonly executable: boolean;
  readonly dirty?: boolean;
  /** No reference is held: the zero page and frames that a driver maps by number. */
  readonly special?: boolean;
  readonly uncached?: boolean;
}

export type Recorder = (entry: JournalEntry) => void;

/** Beyond this many pages a whole address space is flushed at once (tlb_single_page_flush_ceiling). */
const singleFlushLimit = 33;

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
  return true;
}

/** The present entry of one page. */
export function pageEntry(world: MemoryWorld, space: AddressSpace, va: bigint): bigint | null {
  const found = findEntry(world.hardware, space.root, va);
  return found && found.entry & pte.present ? found.entry : null;
}

/** Physical address of a virtual one; null where nothing is mapped. */
export function translate(world: MemoryWorld, space: AddressSpace, va: bigint): number | null {
  const { outcome } = walk(world.hardware, space.root, va);
  return outcome.kind === 'page' ? outcome.physical : null;
}

/** A page for user memory, its bytes as they are. null: no memory. */
export function allocateUserPage(world: MemoryWorld, space: AddressSpace, what: string, cpu = 0): number | null {
  const owner = { kind: 'user', what: `${space.name}: ${what}`, statement: null } as const;
  return allocatePages(world.kernel.pageAllocator, { order: 0, gfp: GFP_HIGHUSER_MOVABLE, cpu, owner });
}

export function clearFrame(world: MemoryWorld, frame: number): void {
  coherentWrite(world.hardware, frame * frameBytes, new Uint8Array(frameBytes));
}

export function copyFrame(world: MemoryWorld, from: number, to: number): void {
  coherentWrite(world.hardware, to * frameBytes, coherentRead(world.hardware, from * frameBytes, frameBytes));
}

/** Takes all pages of [start, end) out of the tables and gives back those the space holds. Returns how many entries there were. Flushes nothing. */
export function releasePages(
  world: MemoryWorld,
  space: AddressSpace,
  start: bigint,
  end: bigint,
  cpu: number,
): LeafEntry[] {
  const removed = clearEntries(world.hardware, space.root, start, end);
  for (const { entry } of removed) {
    if (entry & specialBit) continue;
    dropReference(world.kernel.pageAllocator, Number((entry & pte.addressMask) >> 12n), cpu);
    space.counters.residentPages--;
  }
  return removed;
}

/** Like `releasePages`, with the flushes that make the CPUs forget, and the tables that became empty given back. */
export function zapRange(
  world: MemoryWorld,
  space: AddressSpace,
  start: bigint,
  end: bigint,
  cpu: number,
  record: Recorder,
): void {
  const removed = releasePages(world, space, start, end, cpu);
  if (removed.length > 0) {
    const last = removed.at(-1)!.va + BigInt(frameBytes);
    flushUserRange(world, space, removed[0]!.va, last, cpu, record);
  }
  freeEmptyTables(tableMemory(world, space, cpu), space.root, start, end);
}

/**
 * Makes every CPU forget its translations of a range. A CPU that has the space loaded is told by an interrupt; one that has not finds out when it
 * switches to it (mm_context tlb_gen), which comes to the same as flushing it silently now.
 */
export function flushUserRange(
  world: MemoryWorld,
  space: AddressSpace,
  start: bigint,
  end: bigint,
  cpu: number,
  record: Recorder,
): void {
  const pages = Number((end - start) >> 12n);
  const all = pages > singleFlushLimit;
  for (const { id, root } of world.hardware.cpus) {
    if (all) flushTlbAsid(world.hardware, id, space.asid);
    else for (let va = start; va < end; va += 4096n) flushTlbPage(world.hardware, id, space.asid, va);
    if (id !== cpu && root !== space.root) continue;
    const scope = all ? 'all' : pages === 1 ? 'page' : 'range';
    record({ kind: 'tlb-flush', target: id, scope, address: all ? null : start, pages, ipi: id !== cpu });
  }
}

/** One more holder of a page. Frames that no allocator gave out (boot memory, CMA, no RAM) are not counted. */
export function takeReference(allocator: PageAllocator, frame: number): void {
  const block = blockHolding(allocator, frame);
  if (block) allocator.references.set(block.first, (allocator.references.get(block.first) ?? 1) + 1);
}

/** One holder less; the last one frees the block. */
export function dropReference(allocator: PageAllocator, frame: number, cpu: number): void {
  const block = blockHolding(allocator, frame);
  if (!block) return;
  const left = (allocator.references.get(block.first) ?? 1) - 1;
  if (left <= 0) freePages(allocator, block.first, block.order, cpu);
  else if (left === 1) allocator.references.delete(block.first);
  else allocator.references.set(block.first, left);
}

function entryBits({ writable, executable, dirty, special, uncached }: PageRights): bigint {
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

/** Pages that the page tables of a space take, its top table included: counted now. */
export function countTables(world: MemoryWorld, space: AddressSpace): number {
  const below = (table: number, level: number, entries: number): number => {
    let count = 1;
    if (level === 3) return count;
    for (let index = 0; index < entries; index++) {
      const entry = coherentRead64(world.hardware, table + index * 8);
      if (entry & pte.present && !(level > 0 && entry & pte.large)) {
        count += below(Number(entry & pte.addressMask), level + 1, 512);
      }
    }
    return count;
  };
  return below(space.root, 0, 256);
}
