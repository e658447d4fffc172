/** Touching pages before the program does: MAP_POPULATE, mlock and MADV_POPULATE (populate_vma_page_range of Linux 6.1). */
import type { MemoryWorld } from '../memory-world.ts';
import type { AddressSpace } from './address-space.ts';
import type { WaitFault } from './fault.ts';
import { countFault, handlePage } from './resolve-fault.ts';
import { pageEntry, type Recorder } from './user-pages.ts';
import { pte } from '../../hardware/mmu.ts';
import { findVma, vm } from './vma.ts';

/**
 * Makes the pages of [start, end) present: for writing where the area is private and writable. Areas that nobody may touch, drivers' and
 * unbacked ones are left out. `WaitFault`: something has to be waited for, then call again. false: a page cannot be had.
 */
export function populateRange(
  world: MemoryWorld,
  cpu: number,
  space: AddressSpace,
  start: bigint,
  end: bigint,
  record: Recorder,
): WaitFault | boolean {
  for (let page = start; page < end; page += 4096n) {
    const area = findVma(space, page);
    if (!area || area.structAddress !== 0n || area.unbacked || area.flags & (vm.IO | vm.PFNMAP)) continue;
    if (!(area.flags & (vm.READ | vm.WRITE))) continue;
    const write = (area.flags & vm.WRITE) !== 0 && !(area.flags & vm.SHARED);
    const entry = pageEntry(world, space, page);
    if (entry !== null && (!write || entry & pte.writable)) continue;
    const again = space.waited === page;
    const found = handlePage({ world, space, area, cpu, page, write, record });
    if (!found || found.kind === 'wait') countFault(world, space, found ?? { kind: 'handled' }, again, page);
    if (found?.kind === 'wait') return found;
    if (found) return false;
  }
  return true;
}
