/** The memory lines of /proc/<pid>/status and /proc/<pid>/statm. */
import type { World } from '../../world.ts';
import type { Task } from '../tasks.ts';
import { residentPages, type AddressSpace, type VmArea } from './address-space.ts';
import { countTables } from './user-tables.ts';
import { vm } from './vma.ts';

const states = {
  running: 'R (running)',
  interruptible: 'S (sleeping)',
  uninterruptible: 'D (disk sleep)',
  dead: 'X (dead)',
};

export function statusText(world: World, task: Task, group: number, parent: number): string {
  const space = world.kernel.addressSpaces.spaces.get(task.addressSpace);
  const identity = [`Name:\t${task.name}`, `State:\t${states[task.state]}`, `Tgid:\t${group}`, `Pid:\t${task.pid}`];
  const owner = ['Uid:\t0\t0\t0\t0', 'Gid:\t0\t0\t0\t0'];
  const memory = space && space.id !== 0 ? memoryLines(world, space) : [];
  const threads = `Threads:\t${Math.max(1, space?.users ?? 1)}`;
  return [...identity, `PPid:\t${parent}`, 'TracerPid:\t0', ...owner, ...memory, threads]
    .map((each) => `${each}\n`)
    .join('');
}

function memoryLines(world: World, space: AddressSpace): string[] {
  const { counters } = space;
  const size = sizeOf(space, () => true);
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
  ];
}

/** is_data_mapping: writable and private, and no stack. */
function isData({ flags }: VmArea): boolean {
  return (flags & (vm.WRITE | vm.SHARED | vm.GROWSDOWN)) === vm.WRITE;
}

/** Pages of the areas that are meant. */
function sizeOf({ areas }: AddressSpace, meant: (area: VmArea) => boolean): number {
  return areas.reduce((sum, area) => sum + (meant(area) ? Number((area.end - area.start) >> 12n) : 0), 0);
}

export function statmText(space: AddressSpace): string {
  const { filePages, sharedMemoryPages } = space.counters;
  const code = sizeOf(space, ({ flags }) => (flags & vm.EXEC) !== 0);
  const data = sizeOf(space, (area) => isData(area) || (area.flags & vm.GROWSDOWN) !== 0);
  const size = sizeOf(space, () => true);
  return `${size} ${residentPages(space)} ${filePages + sharedMemoryPages} ${code} 0 ${data} 0\n`;
}
