/** The memory lines of /proc/<pid>/status and /proc/<pid>/statm. */
import { readField } from '../c-struct.ts';
import type { World } from '../../world.ts';
import type { Task } from '../tasks.ts';
import { residentPages, type AddressSpace } from './address-space.ts';
import { isData, sizeOf } from './limits.ts';
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
  const owner = [`Uid:\t${identities(world, task, 'uid')}`, `Gid:\t${identities(world, task, 'gid')}`];
  const memory = space && space.id !== 0 ? memoryLines(world, space) : [];
  const threads = `Threads:\t${Math.max(1, space?.users ?? 1)}`;
  return [...identity, `PPid:\t${parent}`, 'TracerPid:\t0', ...owner, ...memory, threads]
    .map((each) => `${each}\n`)
    .join('');
}

/** Real, effective, saved, and that of the file system. */
function identities(world: World, task: Task, kind: 'uid' | 'gid'): string {
  const cred = readField(world, 'task_struct', task.structAddress, 'cred');
  const names = [kind, `e${kind}`, `s${kind}`, `fs${kind}`];
  return names.map((name) => readField(world, 'cred', cred, `${name}.val`)).join('\t');
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

export function statmText(space: AddressSpace): string {
  const { filePages, sharedMemoryPages } = space.counters;
  const code = sizeOf(space, ({ flags }) => (flags & vm.EXEC) !== 0);
  const data = sizeOf(space, (area) => isData(area) || (area.flags & vm.GROWSDOWN) !== 0);
  const size = sizeOf(space, () => true);
  return `${size} ${residentPages(space)} ${filePages + sharedMemoryPages} ${code} 0 ${data} 0\n`;
}
