/**
 * From a frame to all page-table entries that lead to it (rmap_walk of Linux 6.1): areas are asked whether the page's number falls into them, and
 * their tables whether it is there. Reclaim, writeback and migration use it.
 */
import { coherentWrite64 } from '../../hardware/coherent-access.ts';
import { pte } from '../../hardware/mmu.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { findEntry, specialBit } from '../page-tables.ts';
import type { AddressSpace, VmArea } from './address-space.ts';
import { flushUserRange, frameOfEntry, hasPage, type Recorder } from './user-pages.ts';
import { pageOf } from './user-frames.ts';

export interface Mapping {
  readonly space: AddressSpace;
  readonly area: VmArea;
  readonly va: bigint;
  /** Physical address of the entry, and the entry. */
  readonly address: number;
  readonly entry: bigint;
}

/** Every entry that leads to a frame of user memory, PROT_NONE ones included. Empty for frames that are not user memory. */
export function mappingsOf(world: MemoryWorld, frame: number): Mapping[] {
  const page = pageOf(world, frame);
  if (!page || page.mapCount === 0) return [];
  const found: Mapping[] = [];
  for (const space of world.kernel.addressSpaces.spaces.values()) {
    for (const area of space.areas) {
      if (page.file === null ? area.anonymousId === 0 : area.file !== page.file) continue;
      const offset = page.index - area.pageOffset;
      const va = area.start + BigInt(offset) * 4096n;
      if (offset < 0 || va >= area.end) continue;
      const leaf = findEntry(world.hardware, space.root, va);
      if (leaf?.level !== 3 || !hasPage(leaf.entry) || leaf.entry & specialBit || frameOfEntry(leaf.entry) !== frame)
        continue;
      found.push({ space, area, va, address: leaf.address, entry: leaf.entry });
    }
  }
  return found;
}

/** Replaces an entry and makes all CPUs forget the old one. */
export function changeEntry(world: MemoryWorld, mapping: Mapping, entry: bigint, cpu: number, record: Recorder): void {
  const { space, va, address } = mapping;
  coherentWrite64(world.hardware, address, entry);
  if (mapping.entry & pte.present) flushUserRange(world, space, va, va + 4096n, cpu, record);
}

/** Write-protects and cleans all entries of a file page (page_mkclean). Returns whether one of them was dirty. */
export function cleanMappings(world: MemoryWorld, frame: number, cpu: number, record: Recorder): boolean {
  let dirty = false;
  for (const mapping of mappingsOf(world, frame)) {
    if (!(mapping.entry & (pte.dirty | pte.writable))) continue;
    dirty ||= (mapping.entry & pte.dirty) !== 0n;
    changeEntry(world, mapping, mapping.entry & ~(pte.dirty | pte.writable), cpu, record);
  }
  return dirty;
}

/** Clears the accessed bits, without a flush as x86 does. Returns whether one was set. */
export function clearAccessed(world: MemoryWorld, frame: number): boolean {
  let used = false;
  for (const { address, entry } of mappingsOf(world, frame)) {
    if (!(entry & pte.accessed)) continue;
    used = true;
    coherentWrite64(world.hardware, address, entry & ~pte.accessed);
  }
  return used;
}
