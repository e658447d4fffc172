/**
 * The kernel's word on huge pages of anonymous memory (compound pages of order 9): how many entries of 2 MiB lead to each, beside the entries for
 * single pages of it, which `pages` counts as for any page. As Linux 6.1 has it, whatever the profile.
 *
 * Not modelled: khugepaged (pages never become huge later, and the watermarks are those of a kernel without it), huge pages of shared memory and files, pages of other sizes (6.8 and later).
 */
import type { MemoryWorld } from '../memory-world.ts';
import { allocatePages, splitPages } from '../page-allocator.ts';
import { gfp, GFP_HIGHUSER_MOVABLE } from '../page-allocator/gfp.ts';
import type { AddressSpace, HugePage, UserPage, VmArea } from './address-space.ts';
import { dropReference, takeReference } from '../page-allocator/references.ts';
import { vm } from './vma.ts';

export const hugeOrder = 9;
export const hugePages = 512;
export const hugeBytes = 0x20_0000n;

/** `/sys/kernel/mm/transparent_hugepage` (mm/huge_memory.c). */
export interface HugeSettings {
  enabled: 'always' | 'madvise' | 'never';
  defrag: 'always' | 'defer' | 'defer+madvise' | 'madvise' | 'never';
  useZeroPage: boolean;
}

/** May pages of the area be huge at all (hugepage_vma_check)? */
export function mayBeHuge({ kernel }: MemoryWorld, area: VmArea): boolean {
  const { enabled } = kernel.addressSpaces.hugeSettings;
  if (area.file !== null || area.structAddress !== 0n || area.unbacked !== undefined) return false;
  if (area.flags & (vm.NOHUGEPAGE | vm.IO | vm.PFNMAP | vm.MIXEDMAP | vm.DONTEXPAND)) return false;
  return enabled === 'always' || (enabled === 'madvise' && (area.flags & vm.HUGEPAGE) !== 0);
}

/** Does a huge page fit into the area at an address that is a multiple of 2 MiB (transhuge_vma_suitable)? */
export function fitsHuge({ start, end }: VmArea, address: bigint): boolean {
  return address >= start && address + hugeBytes <= end;
}

/** First frame of 2 MiB, its bytes as they are; null: there is none. Only those who asked for huge pages may wait for one, as `defrag` says. */
export function allocateHuge(world: MemoryWorld, space: AddressSpace, area: VmArea, cpu: number): number | null {
  const owner = { kind: 'user', what: `${space.name}: ${area.what}`, statement: null } as const;
  const flags = gfpFor(world.kernel.addressSpaces.hugeSettings, (area.flags & vm.HUGEPAGE) !== 0);
  return allocatePages(world.kernel.pageAllocator, { order: hugeOrder, gfp: flags, cpu, owner });
}

/** vma_thp_gfp_mask. */
function gfpFor({ defrag }: HugeSettings, advised: boolean): number {
  const light = (GFP_HIGHUSER_MOVABLE | gfp.COMP | gfp.NOWARN) & ~(gfp.DIRECT_RECLAIM | gfp.KSWAPD_RECLAIM);
  if (defrag === 'always' || (advised && defrag.includes('madvise'))) return light | gfp.DIRECT_RECLAIM;
  return defrag.startsWith('defer') ? light | gfp.KSWAPD_RECLAIM : light;
}

/** The huge page that a frame is part of; null: it is a page for itself. */
export function hugeOf({ kernel }: MemoryWorld, frame: number): HugePage | null {
  const known = kernel.addressSpaces.hugePages;
  const head = frame - (frame % hugePages);
  return (known.size > 0 && known.get(head)) || null;
}

/** How many entries lead to the page, those for all of its huge page included (page_mapcount). */
export function mapCountOf(world: MemoryWorld, frame: number): number {
  const alone = world.kernel.addressSpaces.pages.get(frame)?.mapCount ?? 0;
  return alone + (hugeOf(world, frame)?.mapCount ?? 0);
}

export function countHugeMapping({ kernel }: MemoryWorld, space: AddressSpace, head: number): void {
  kernel.addressSpaces.hugePages.get(head)!.mapCount++;
  space.counters.anonymousPages += hugePages;
}

/** One entry of 2 MiB less, and its reference. What nobody maps any more of it waits for a memory shortage (deferred_split_huge_page). */
export function forgetHugeMapping(world: MemoryWorld, space: AddressSpace, head: number, cpu: number): void {
  const huge = hugeOf(world, head);
  space.counters.anonymousPages -= hugePages;
  if (huge) huge.mapCount--;
  if (dropReference(world.kernel.pageAllocator, head, cpu)) {
    world.kernel.addressSpaces.hugePages.delete(head);
    return;
  }
  const { pages } = world.kernel.addressSpaces;
  if (huge?.mapCount !== 0) return;
  for (let frame = head; frame < head + hugePages; frame++) if (!pages.has(frame)) return deferSplit(world, huge);
}

export function deferSplit({ kernel }: MemoryWorld, huge: HugePage): void {
  if (huge.deferred) return;
  huge.deferred = true;
  kernel.addressSpaces.events.hugeSplitsDeferred++;
}

/** An entry of 2 MiB has become 512: each of its pages is mapped for itself, with a reference. */
export function countSplitMapping(world: MemoryWorld, head: number): void {
  const { pages } = world.kernel.addressSpaces;
  const huge = world.kernel.addressSpaces.hugePages.get(head)!;
  huge.mapCount--;
  for (let index = 0; index < hugePages; index++) {
    if (index > 0) takeReference(world.kernel.pageAllocator, head);
    const known = pages.get(head + index);
    if (known) known.mapCount++;
    else pages.set(head + index, partOf(huge, index));
  }
}

function partOf(huge: HugePage, index: number): UserPage {
  return {
    file: null,
    index: huge.index + index,
    mapCount: 1,
    exclusive: huge.exclusive,
    dirty: true,
    writeback: false,
    referenced: true,
    swapSlot: -1,
  };
}

/** The compound page becomes 512 pages, of which those that nobody maps are free: how many. No entry of 2 MiB leads to it any more. */
export function splitCompound(world: MemoryWorld, head: number, cpu: number): number {
  let freed = 0;
  const { pageAllocator, addressSpaces } = world.kernel;
  addressSpaces.hugePages.delete(head);
  addressSpaces.events.hugePagesSplit++;
  pageAllocator.references.delete(head);
  splitPages(pageAllocator, head);
  for (let frame = head; frame < head + hugePages; frame++) {
    const mapped = addressSpaces.pages.get(frame)?.mapCount ?? 0;
    if (mapped > 1) pageAllocator.references.set(frame, mapped);
    else if (mapped === 0 && dropReference(pageAllocator, frame, cpu)) freed++;
  }
  return freed;
}
