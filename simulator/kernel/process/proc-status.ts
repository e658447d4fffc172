/** The memory lines of /proc/<pid>/status and /proc/<pid>/statm. */
import type { World } from '../../world.ts';
import { residentPages, type AddressSpace } from './address-space.ts';
import { isData, sizeOf } from './limits.ts';
import { countTables } from './user-tables.ts';
import { vm } from './vma.ts';

export function statusText(world: World, space: AddressSpace): string {
  return memoryLines(world, space)
    .map((each) => `${each}\n`)
    .join('');
}

function memoryLines(world: World, space: AddressSpace): string[] {
  const { counters } = space;
  const size = space.mappedPages;
  const locked = sizeOf(space, ({ flags }) => (flags & vm.LOCKED) !== 0);
  const stack = sizeOf(space, ({ flags }) => (flags & vm.GROWSDOWN) !== 0);
  const data = sizeOf(space, isData);
  const code = sizeOf(space, ({ flags }) => (flags & vm.EXEC) !== 0);
  const line = (name: string, pages: number): string => `${name}:\t${String(pages * 4).padStart(8)} kB`;
  return [
    line('VmPeak', Math.max(size, counters.mostPages)),
    line('VmSize', size),
    line('VmLck', locked),
    line('VmPin', 0),
    line('VmHWM', Math.max(counters.mostResident, residentPages(space))),
    line('VmRSS', residentPages(space)),
    line('RssAnon', counters.anonymousPages),
    line('RssFile', counters.filePages),
    line('RssShmem', counters.sharedMemoryPages),
    line('VmData', data),
    line('VmStk', stack),
    line('VmExe', code),
    line('VmLib', 0),
    // The top table is not counted (mm_pgtables_bytes).
    line('VmPTE', countTables(world, space) - 1 + space.depositedTables.length),
    line('VmSwap', counters.swapEntries),
    line('HugetlbPages', 0),
    'CoreDumping:\t0',
    `THP_enabled:\t1`,
  ];
}

export function statmText(space: AddressSpace): string {
  const { filePages, sharedMemoryPages } = space.counters;
  const code = sizeOf(space, ({ flags }) => (flags & vm.EXEC) !== 0);
  const data = sizeOf(space, (area) => isData(area) || (area.flags & vm.GROWSDOWN) !== 0);
  const size = space.mappedPages;
  return `${size} ${residentPages(space)} ${filePages + sharedMemoryPages} ${code} 0 ${data} 0\n`;
}
