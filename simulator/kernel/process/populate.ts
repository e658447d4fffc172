/** Touching pages before the program does: MAP_POPULATE, mlock and MADV_POPULATE (populate_vma_page_range of Linux 6.1). */
import type { MemoryWorld } from '../memory-world.ts';
import type { AddressSpace } from './address-space.ts';
import type { WaitFault } from './fault.ts';
import { countFault, handlePage } from './resolve-fault.ts';
import { pageEntry, type Recorder } from './user-pages.ts';
import { pte } from '../../hardware/mmu.ts';
import { vm, type VmArea } from './vma.ts';
import { errno } from '../kernel-context.ts';

/** As `enum __populate_mode` numbers them: as the areas say (mmap, mlock), MADV_POPULATE_READ, MADV_POPULATE_WRITE. */
export type PopulateMode = 'areas' | 'read' | 'write';

/**
 * Makes the pages of [start, end), all of one area, present: of a private writable area for writing. Drivers' areas are left out.
 * `WaitFault`: something has to be waited for, then call again. A number is a negative errno, 0: all are there.
 * `touched` is told how far it has come whenever a page was made present.
 */
export function populateRange(
  world: MemoryWorld,
  cpu: number,
  space: AddressSpace,
  area: VmArea,
  start: bigint,
  end: bigint,
  mode: PopulateMode,
  record: Recorder,
  touched: (end: bigint) => void = () => undefined,
): WaitFault | number {
  const isDriver = area.structAddress !== 0n || (area.flags & (vm.IO | vm.PFNMAP)) !== 0;
  const write = mode === 'areas' ? (area.flags & (vm.WRITE | vm.SHARED)) === vm.WRITE : mode === 'write';
  if (isDriver || area.unbacked !== undefined) return mode === 'areas' ? 0 : -errno.EINVAL;
  if (mode !== 'areas' && !(area.flags & (write ? vm.WRITE : vm.READ))) return -errno.EINVAL;
  if (!(area.flags & (vm.READ | vm.WRITE | vm.EXEC))) return -errno.EFAULT;
  for (let page = start; page < end; page += 4096n) {
    const entry = pageEntry(world, space, page);
    if (entry !== null && (!write || entry & pte.writable)) continue;
    const again = space.waited === page;
    const found = handlePage({ world, space, area, cpu, page, write, record });
    if (!found || found.kind === 'wait') countFault(world, space, found ?? { kind: 'handled' }, again, page);
    if (found?.kind === 'wait') return found;
    if (found) return -errno.EFAULT;
    touched(page + 4096n);
  }
  return 0;
}
