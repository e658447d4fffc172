/** What the pages of one area come to, as /proc/<pid>/smaps counts them: who shares them, what is dirty, what was used (smaps_account of Linux 6.1). */
import { pte } from '../../hardware/mmu.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { forEachLeaf, specialBit } from '../page-tables.ts';
import { slotOf } from '../swap/swap-space.ts';
import type { AddressSpace, VmArea } from './address-space.ts';
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
  swap: number;
  swapPss: number;
  locked: number;
}

export function noPages(): PageAccounts {
  const shares = { sharedClean: 0, sharedDirty: 0, privateClean: 0, privateDirty: 0 };
  return { resident: 0, pss: 0, pssDirty: 0, ...shares, referenced: 0, anonymous: 0, swap: 0, swapPss: 0, locked: 0 };
}

/** Adds the pages of an area; frames that drivers mapped by number and the page of zeros count as nothing. */
export function addPages(world: MemoryWorld, space: AddressSpace, area: VmArea, sum: PageAccounts): void {
  forEachLeaf(world.hardware, space.root, area.start, area.end, ({ entry }) => {
    const slot = slotOf(entry);
    if (slot !== null) return addSwapped(world, slot, sum);
    if (!(entry & pte.present) || entry & specialBit) return;
    addPresent(world, area, entry, sum);
  });
}

function addSwapped(world: MemoryWorld, slot: number, sum: PageAccounts): void {
  sum.swap += 4096;
  sum.swapPss += 4096 / Math.max(1, world.kernel.swap.used.get(slot)?.entries ?? 1);
}

function addPresent(world: MemoryWorld, area: VmArea, entry: bigint, sum: PageAccounts): void {
  const page = pageOf(world, frameOfEntry(entry));
  const mappings = page?.mapCount ?? 1;
  const dirty = (entry & pte.dirty) !== 0n || (page?.dirty ?? false);
  const share = 4096 / mappings;
  sum.resident += 4096;
  sum.pss += share;
  if (dirty) sum.pssDirty += share;
  if (area.flags & vm.LOCKED) sum.locked += share;
  if (page?.file === null) sum.anonymous += 4096;
  if (entry & pte.accessed || page?.referenced) sum.referenced += 4096;
  if (mappings > 1) sum[dirty ? 'sharedDirty' : 'sharedClean'] += 4096;
  else sum[dirty ? 'privateDirty' : 'privateClean'] += 4096;
}
