/**
 * Moving user memory to other frames so that a range becomes contiguous (Linux 6.1, mm/migrate.c): every page-table entry that leads to a page is
 * found by walking the address spaces, changed, and flushed; the content is copied. A huge page moves as 512 pages, where Linux would try it as one. A page that more hold than entries and caches lead to it is pinned: it stays.
 */
import { coherentWrite64 } from '../../hardware/coherent-access.ts';
import { pte } from '../../hardware/mmu.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { allocatePages, blockHolding, frameBytes, freePages } from '../page-allocator.ts';
import { GFP_HIGHUSER_MOVABLE } from '../page-allocator/gfp.ts';
import { isMovable } from '../page-allocator/owners.ts';
import { forEachLeaf, specialBit } from '../page-tables.ts';
import type { LeafEntry } from '../page-tables.ts';
import { userEnd, type AddressSpace } from './address-space.ts';
import { splitHugePagesOf } from './huge-entries.ts';
import { pageOf, referencesOf } from './user-frames.ts';
import { copyFrame, flushUserRange, type Recorder } from './user-pages.ts';

interface Mapping {
  readonly space: AddressSpace;
  readonly leaf: LeafEntry;
}

/** Moves all pages of [first, end) that can be moved. `no-memory`: there was no page to move one to. */
export function migratePages(
  world: MemoryWorld,
  first: number,
  end: number,
  cpu: number,
  record: Recorder,
  gfp = GFP_HIGHUSER_MOVABLE,
): 'done' | 'no-memory' {
  const { pageAllocator } = world.kernel;
  splitHugePagesOf(world, first, end, cpu, record);
  const mappings = mappingsOfRange(world, first, end);
  for (let frame = first; frame < end; frame++) {
    const block = blockHolding(pageAllocator, frame);
    if (!block || !isMovable(block.owner)) continue;
    const found = mappings.get(frame) ?? [];
    if (block.order > 0 || !canMove(world, frame, found.length)) {
      pageAllocator.events.pgmigrateFail++;
      continue;
    }
    const target = allocatePages(pageAllocator, { order: 0, gfp, cpu, owner: block.owner });
    if (target === null) return 'no-memory';
    movePage(world, frame, target, found, cpu, record);
    pageAllocator.events.pgmigrateSuccess++;
  }
  return 'done';
}

/** Entries of all address spaces, by the frame of the range that they lead to. */
function mappingsOfRange(world: MemoryWorld, first: number, end: number): Map<number, Mapping[]> {
  const mappings = new Map<number, Mapping[]>();
  for (const space of world.kernel.addressSpaces.spaces.values()) {
    if (space.id === 0) continue;
    forEachLeaf(world.hardware, space.root, 0n, userEnd, (leaf) => {
      if (leaf.bytes > frameBytes) return;
      const frame = Number((leaf.entry & pte.addressMask) >> 12n);
      if (frame < first || frame >= end || leaf.entry & specialBit) return;
      const known = mappings.get(frame);
      if (known) known.push({ space, leaf });
      else mappings.set(frame, [{ space, leaf }]);
    });
  }
  return mappings;
}

/** All that hold the page are known: entries, the page cache, the swap cache. Who else does works on it by its address. */
function canMove(world: MemoryWorld, frame: number, entries: number): boolean {
  const page = pageOf(world, frame);
  const caches = page ? (page.file === null ? 0 : 1) + (page.swapSlot < 0 ? 0 : 1) : 0;
  if (page?.writeback || (world.kernel.addressSpaces.pins.get(frame) ?? 0) > 0) return false;
  return entries + caches > 0 && referencesOf(world.kernel.pageAllocator, frame) === entries + caches;
}

function movePage(
  world: MemoryWorld,
  from: number,
  to: number,
  mappings: readonly Mapping[],
  cpu: number,
  record: Recorder,
): void {
  const { references } = world.kernel.pageAllocator;
  copyFrame(world, from, to);
  for (const { space, leaf } of mappings) {
    coherentWrite64(world.hardware, leaf.address, (leaf.entry & ~pte.addressMask) | (BigInt(to) << 12n));
    flushUserRange(world, space, leaf.va, leaf.va + 4096n, cpu, record);
  }
  const held = references.get(from);
  renamePage(world, from, to);
  freePages(world.kernel.pageAllocator, from, 0, cpu);
  if (held !== undefined) references.set(to, held);
}

/** What is known of the page by its frame goes with it. */
function renamePage({ kernel }: MemoryWorld, from: number, to: number): void {
  const { pages } = kernel.addressSpaces;
  const page = pages.get(from);
  if (!page) return;
  pages.delete(from);
  pages.set(to, page);
  if (page.file !== null) kernel.pageCache.files.get(page.file)?.pages.set(page.index, to);
  const slot = page.swapSlot < 0 ? undefined : kernel.swap.used.get(page.swapSlot);
  if (slot) slot.frame = to;
}
