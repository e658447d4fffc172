/** fork's half of memory: the child gets the same areas, and entries that share every page until one of them writes (dup_mmap, copy_page_range of Linux 6.1). */
import { inOneGo, rowsOfPiece, workOfRow, type InPieces } from '../cut-work.ts';
import { coherentWrite64 } from '../../hardware/coherent-access.ts';
import { pte } from '../../hardware/mmu.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { frameBytes } from '../page-allocator.ts';
import { forEachLeaf, specialBit, type LeafEntry } from '../page-tables.ts';
import { holdSlot, slotOf } from '../swap/swap-space.ts';
import type { AddressSpace, VmArea } from './address-space.ts';
import { depositTable, emptyHugeEntry, headOf, splitHugeEntry } from './huge-entries.ts';
import { countHugeMapping, hugeOf, hugePages } from './huge-frames.ts';
import { account } from './mappings.ts';
import { createAddressSpace, destroyAddressSpace } from './space-lifetime.ts';
import { countMapping, describeAnonymous, dropReference, noteResident, pageOf, takeReference } from './user-frames.ts';
import {
  allocateUserPage,
  copyFrame,
  flushUserRange,
  forTables,
  frameOfEntry,
  mapEntry,
  type Recorder,
} from './user-pages.ts';
import { singleFlushCeiling } from './tlb-shootdown.ts';
import { makeArea, pagesOf, vm } from './vma.ts';

/** null: no memory. `structs`: C structs of the child's copies of drivers' areas, by the parent's. */
export function forkAddressSpace(
  world: MemoryWorld,
  parent: AddressSpace,
  name: string,
  structs: ReadonlyMap<bigint, bigint>,
  cpu: number,
  record: Recorder,
  pieces: InPieces = inOneGo,
): AddressSpace | null {
  const id = pieces(0, () => createAddressSpace(world, name, cpu)?.id ?? null);
  const child = id === null ? null : (world.kernel.addressSpaces.spaces.get(id) ?? null);
  if (!child) return null;
  pieces(0, () => copyLimits(parent, child));
  const areas = parent.areas.filter(({ flags }) => !(flags & vm.DONTCOPY));
  for (let first = 0; first < areas.length; first += rowsOfPiece) {
    const some = areas.slice(first, first + rowsOfPiece);
    pieces(some.length * workOfRow, () => some.forEach((area) => copyArea(world, child, area, structs)));
  }
  let complete = true;
  areas.forEach((area, index) => {
    const copy = child.areas[index]!;
    if (copy.flags & vm.WIPEONFORK || !needsEntries(area)) return;
    const step = (from: bigint, to: bigint) => copyEntries(world, parent, child, area, copy, from, to, cpu, record);
    if (complete) forTables(world, parent, area.start, area.end, pieces, step, (each) => (complete &&= each.complete));
  });
  // Write-protected entries must not live on in TLBs: all of the space is flushed.
  flushUserRange(world, parent, 0n, BigInt(singleFlushCeiling + 1) * 4096n, cpu, record);
  if (complete) return child;
  destroyAddressSpace(world, child, cpu);
  return null;
}

function copyLimits(parent: AddressSpace, child: AddressSpace): void {
  child.heapStart = parent.heapStart;
  child.heapEnd = parent.heapEnd;
  Object.assign(child.limits, parent.limits);
  child.mayLock = parent.mayLock;
}

function copyArea(world: MemoryWorld, child: AddressSpace, area: VmArea, structs: ReadonlyMap<bigint, bigint>): void {
  const copy = makeArea({ ...area, structAddress: structs.get(area.structAddress) ?? 0n });
  copy.flags &= ~(vm.LOCKED | vm.LOCKONFAULT);
  account(world, copy.flags, copy.end - copy.start);
  child.areas.push(copy);
  child.mappedPages += pagesOf(copy);
  if (copy.flags & vm.WIPEONFORK) copy.anonymousId = 0;
  else if (copy.anonymousId !== 0) copy.forked = area.forked = true;
}

/** Pages of files come back by a fault; those that only the tables know have to be copied (vma_needs_copy). */
function needsEntries({ flags, anonymousId, structAddress }: VmArea): boolean {
  return anonymousId !== 0 || structAddress !== 0n || (flags & (vm.PFNMAP | vm.MIXEDMAP)) !== 0;
}

function copyEntries(
  world: MemoryWorld,
  parent: AddressSpace,
  child: AddressSpace,
  area: VmArea,
  copy: VmArea,
  from: bigint,
  to: bigint,
  cpu: number,
  record: Recorder,
) {
  let complete = true;
  let entries = 0;
  forEachLeaf(world.hardware, parent.root, from, to, (leaf) => {
    entries++;
    const huge = complete && leaf.bytes > frameBytes ? copyHugeEntry(world, parent, child, leaf, cpu, record) : 'small';
    if (huge !== 'small') complete &&= huge;
    else if (leaf.bytes === frameBytes) complete &&= copyEntry(world, child, area, copy, leaf, cpu);
    else complete &&= copyPieces(world, parent, child, area, copy, leaf, cpu);
  });
  return { entries, complete };
}

/** What was huge until a moment ago. */
function copyPieces(
  world: MemoryWorld,
  parent: AddressSpace,
  child: AddressSpace,
  area: VmArea,
  copy: VmArea,
  { va, bytes }: LeafEntry,
  cpu: number,
): boolean {
  let complete = true;
  forEachLeaf(world.hardware, parent.root, va, va + BigInt(bytes), (leaf) => {
    complete &&= copyEntry(world, child, area, copy, leaf, cpu);
  });
  return complete;
}

/** copy_huge_pmd. `small`: somebody works on pages of it, so it was taken apart. False: no memory. */
function copyHugeEntry(
  world: MemoryWorld,
  parent: AddressSpace,
  child: AddressSpace,
  { address, entry, va }: LeafEntry,
  cpu: number,
  record: Recorder,
): boolean | 'small' {
  const head = headOf(entry);
  const isZero = (entry & specialBit) !== 0n;
  if (!isZero && isPinned(world, head)) {
    splitHugeEntry(world, parent, va, cpu, record);
    return 'small';
  }
  const place = emptyHugeEntry(world, child, va, cpu);
  if (typeof place !== 'number' || !depositTable(world, child, cpu)) return false;
  coherentWrite64(world.hardware, address, entry & ~pte.writable);
  coherentWrite64(world.hardware, place, entry & ~(pte.writable | pte.accessed));
  world.kernel.addressSpaces.events.entriesSet++;
  if (isZero) return true;
  world.kernel.addressSpaces.hugePages.get(head)!.exclusive = false;
  takeReference(world.kernel.pageAllocator, head);
  countHugeMapping(world, child, head);
  noteResident(child);
  return true;
}

/** False: no memory. */
function copyEntry(
  world: MemoryWorld,
  child: AddressSpace,
  area: VmArea,
  copy: VmArea,
  { address, entry, va }: LeafEntry,
  cpu: number,
): boolean {
  const slot = slotOf(entry);
  if (slot !== null) {
    holdSlot(world.kernel.swap, slot);
    child.counters.swapEntries++;
    return mapEntry(world, child, va, entry, cpu);
  }
  if (entry & specialBit) return mapEntry(world, child, va, entry, cpu);
  const frame = frameOfEntry(entry);
  const page = pageOf(world, frame);
  if (page?.file === null && page.exclusive) {
    if (isPinned(world, frame)) return copyPinned(world, child, copy, va, frame, entry, cpu);
    page.exclusive = false;
  }
  let kept = entry;
  if (!(area.flags & vm.SHARED) && entry & pte.writable) {
    kept = entry & ~pte.writable;
    coherentWrite64(world.hardware, address, kept);
  }
  const shared = area.flags & vm.SHARED ? kept & ~pte.dirty : kept;
  if (!mapEntry(world, child, va, shared & ~pte.accessed, cpu)) return false;
  takeReference(world.kernel.pageAllocator, frame);
  countMapping(world, child, frame);
  return true;
}

/** page_needs_cow_for_dma: somebody works on the page by its frame, so the parent keeps it and the child gets the copy (copy_present_page). */
function isPinned(world: MemoryWorld, frame: number): boolean {
  const { pins } = world.kernel.addressSpaces;
  if (pins.size === 0 || !hugeOf(world, frame)) return (pins.get(frame) ?? 0) > 0;
  // Pins of a huge page are counted for all of it.
  const head = frame - (frame % hugePages);
  return Array.from({ length: hugePages }, (_, index) => head + index).some((each) => pins.has(each));
}

function copyPinned(
  world: MemoryWorld,
  child: AddressSpace,
  area: VmArea,
  va: bigint,
  source: number,
  entry: bigint,
  cpu: number,
): boolean {
  const frame = allocateUserPage(world, child, area.what, cpu);
  if (frame === null) return false;
  copyFrame(world, source, frame, cpu);
  const moved = (entry & ~pte.addressMask) | (BigInt(frame) << 12n) | pte.dirty;
  if (!mapEntry(world, child, va, moved, cpu)) {
    dropReference(world.kernel.pageAllocator, frame, cpu);
    return false;
  }
  describeAnonymous(world, frame, pageOf(world, source)!.index).dirty = true;
  countMapping(world, child, frame);
  return true;
}
