/** What the pages of one area come to, as /proc/<pid>/smaps counts them: who shares them, what is dirty, what was used (smaps_account of Linux 6.1). */
import { pte } from '../../hardware/mmu.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { forEachLeaf, smallEntry, specialBit } from '../page-tables.ts';
import { slotOf } from '../swap/swap-space.ts';
import type { AddressSpace, VmArea } from './address-space.ts';
import { hugeOf } from './huge-frames.ts';
import { pageOf } from './user-frames.ts';
import { frameOfEntry } from './user-pages.ts';
import { vm } from './vma.ts';

/** Bytes; those of `pss` are fractions. */
export interface PageAccounts {
  resident: number;
  pss: number;
  pssDirty: number;
  sharedClean: number;
  sharedDirty: number;
  privateClean: number;
  privateDirty: number;
  referenced: number;
  anonymous: number;
  lazyFree: number;
  /** In pages of 2 MiB that are mapped as such. */
  hugeAnonymous: number;
  swap: number;
  swapPss: number;
  locked: number;
}

export function noPages(): PageAccounts {
  const shares = { sharedClean: 0, sharedDirty: 0, privateClean: 0, privateDirty: 0 };
  const anonymous = { anonymous: 0, lazyFree: 0, hugeAnonymous: 0 };
  return { resident: 0, pss: 0, pssDirty: 0, ...shares, referenced: 0, ...anonymous, swap: 0, swapPss: 0, locked: 0 };
}

/** Adds the pages of an area, or of [from, to) of it; frames that drivers mapped by number and the page of zeros count as nothing. Returns how many pages it has seen. */
export function addPages(
  world: MemoryWorld,
  space: AddressSpace,
  area: VmArea,
  sum: PageAccounts,
  from = area.start,
  to = area.end,
): number {
  let pages = 0;
  forEachLeaf(world.hardware, space.root, from, to, ({ entry, bytes }) => {
    pages += bytes / 4096;
    const slot = slotOf(entry);
    if (slot !== null) return addSwapped(world, slot, sum);
    if (!(entry & pte.present) || entry & specialBit) return;
    for (let at = 0; at < bytes; at += 4096) addPresent(world, area, bytes > 4096 ? smallEntry(entry, at) : entry, sum);
    if (bytes > 4096) sum.hugeAnonymous += bytes;
  });
  return pages;
}

function addSwapped(world: MemoryWorld, slot: number, sum: PageAccounts): void {
  sum.swap += 4096;
  sum.swapPss += 4096 / Math.max(1, world.kernel.swap.used.get(slot)?.entries ?? 1);
}

function addPresent(world: MemoryWorld, area: VmArea, entry: bigint, sum: PageAccounts): void {
  const frame = frameOfEntry(entry);
  const page = pageOf(world, frame);
  const huge = hugeOf(world, frame);
  const mappings = (page?.mapCount ?? (huge ? 0 : 1)) + (huge?.mapCount ?? 0);
  const dirty = (entry & pte.dirty) !== 0n || huge !== null || (page?.dirty ?? false);
  const share = 4096 / mappings;
  sum.resident += 4096;
  sum.pss += share;
  if (dirty) sum.pssDirty += share;
  if (area.flags & vm.LOCKED) sum.locked += share;
  if (huge || page?.file === null) sum.anonymous += 4096;
  if (page?.lazyFree && !dirty) sum.lazyFree += 4096;
  if (entry & pte.accessed || page?.referenced) sum.referenced += 4096;
  if (mappings > 1) sum[dirty ? 'sharedDirty' : 'sharedClean'] += 4096;
  else sum[dirty ? 'privateDirty' : 'privateClean'] += 4096;
}
