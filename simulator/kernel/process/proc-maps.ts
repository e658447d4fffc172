/** The texts of /proc/<pid>/maps, smaps and smaps_rollup, in the formats of Linux 6.1 (fs/proc/task_mmu.c). */
import type { MemoryWorld } from '../memory-world.ts';
import type { AddressSpace, VmArea } from './address-space.ts';
import { fitsHuge, hugeBytes, mayBeHuge } from './huge-frames.ts';
import { addPages, noPages, type PageAccounts } from './page-accounts.ts';
import { vm } from './vma.ts';

export function mapsText(world: MemoryWorld, space: AddressSpace): string {
  return space.areas.map((area) => mapsLine(world, area)).join('');
}

export function smapsText(world: MemoryWorld, space: AddressSpace): string {
  return space.areas.map((area) => areaText(world, space, area)).join('');
}

export function smapsRollupText(world: MemoryWorld, space: AddressSpace): string {
  const [first, last] = [space.areas[0], space.areas.at(-1)];
  if (!first || !last) return '';
  const sum = noPages();
  const apart = { anonymous: 0, file: 0, memory: 0 };
  for (const area of space.areas) {
    const before = sum.pss;
    addPages(world, space, area, sum);
    apart[kindOf(world, area)] += sum.pss - before;
  }
  const range = `${hex8(first.start)}-${hex8(last.end)} ---p 00000000 00:00 0 `;
  return `${range.padEnd(73)}[rollup]\n${accountLines(sum, apart)}`;
}

function kindOf(world: MemoryWorld, { file }: VmArea): 'anonymous' | 'file' | 'memory' {
  if (file === null) return 'anonymous';
  return world.kernel.pageCache.files.get(file)?.inMemory ? 'memory' : 'file';
}

function mapsLine(world: MemoryWorld, area: VmArea): string {
  const letter = (bit: number, name: string): string => (area.flags & bit ? name : '-');
  const rights = letter(vm.READ, 'r') + letter(vm.WRITE, 'w') + letter(vm.EXEC, 'x');
  const shared = area.flags & vm.MAYSHARE ? 's' : 'p';
  const { name, offset, device, inode } = identity(world, area);
  const prefix = `${hex8(area.start)}-${hex8(area.end)} ${rights}${shared} ${hex8(offset)} ${device} ${inode} `;
  return name === '' ? `${prefix}\n` : `${prefix.padEnd(73)}${name}\n`;
}

/** The disk is 08:01, what is in memory alone 00:01. */
function identity(world: MemoryWorld, area: VmArea) {
  const nothing = { offset: 0n, device: '00:00', inode: 0 };
  const image = /^(?:text|constants|data) of (.*)$/.exec(area.what)?.[1];
  if (image !== undefined) return { ...nothing, device: '08:01', inode: 1, name: `/${image}` };
  if (area.what === 'heap' || area.what === 'stack') return { ...nothing, name: `[${area.what}]` };
  const offset = BigInt(area.pageOffset) * 4096n;
  const file = area.file === null ? undefined : world.kernel.pageCache.files.get(area.file);
  if (file) {
    const deleted = file.linked || file.name.endsWith(' (deleted)') ? '' : ' (deleted)';
    return { offset, device: file.inMemory ? '00:01' : '08:01', inode: file.number, name: file.name + deleted };
  }
  return area.structAddress === 0n
    ? { ...nothing, name: '' }
    : { ...nothing, device: '00:05', offset, name: area.what };
}

function areaText(world: MemoryWorld, space: AddressSpace, area: VmArea): string {
  const sum = noPages();
  addPages(world, space, area, sum);
  const sizes = line('Size', Number(area.end - area.start)) + line('KernelPageSize', 4096) + line('MMUPageSize', 4096);
  return `${mapsLine(world, area)}${sizes}${accountLines(sum, null)}THPeligible:    ${isEligible(world, area) ? 1 : 0}\nVmFlags: ${flagNames(area)}\n`;
}

/** hugepage_vma_check for smaps: a whole huge page fits in somewhere. */
function isEligible(world: MemoryWorld, area: VmArea): boolean {
  return mayBeHuge(world, area) && fitsHuge(area, (area.end - hugeBytes) & -hugeBytes);
}

function accountLines(sum: PageAccounts, apart: { anonymous: number; file: number; memory: number } | null): string {
  return [
    line('Rss', sum.resident),
    line('Pss', sum.pss),
    line('Pss_Dirty', sum.pssDirty),
    apart ? line('Pss_Anon', apart.anonymous) + line('Pss_File', apart.file) + line('Pss_Shmem', apart.memory) : '',
    line('Shared_Clean', sum.sharedClean),
    line('Shared_Dirty', sum.sharedDirty),
    line('Private_Clean', sum.privateClean),
    line('Private_Dirty', sum.privateDirty),
    line('Referenced', sum.referenced),
    line('Anonymous', sum.anonymous),
    line('LazyFree', sum.lazyFree),
    line('AnonHugePages', sum.hugeAnonymous),
    ...['ShmemPmdMapped', 'FilePmdMapped', 'Shared_Hugetlb'].map((name) => line(name, 0)),
    // Seven columns here, as Linux has it.
    'Private_Hugetlb:       0 kB\n',
    line('Swap', sum.swap),
    line('SwapPss', sum.swapPss),
    line('Locked', sum.locked),
  ].join('');
}

function line(name: string, bytes: number): string {
  return `${`${name}:`.padEnd(16)}${String(Math.floor(bytes / 1024)).padStart(8)} kB\n`;
}

const mnemonics: readonly (readonly [number, string])[] = [
  [vm.READ, 'rd'], [vm.WRITE, 'wr'], [vm.EXEC, 'ex'], [vm.SHARED, 'sh'], [vm.MAYREAD, 'mr'], [vm.MAYWRITE, 'mw'], [vm.MAYEXEC, 'me'],
  [vm.MAYSHARE, 'ms'], [vm.GROWSDOWN, 'gd'], [vm.PFNMAP, 'pf'], [vm.LOCKED, 'lo'], [vm.IO, 'io'], [vm.SEQ_READ, 'sr'], [vm.RAND_READ, 'rr'],
  [vm.DONTCOPY, 'dc'], [vm.DONTEXPAND, 'de'], [vm.LOCKONFAULT, '??'], [vm.ACCOUNT, 'ac'], [vm.NORESERVE, 'nr'], [vm.PAT, 'ar'], [vm.WIPEONFORK, 'wf'],
  [vm.DONTDUMP, 'dd'], [vm.MIXEDMAP, 'mm'], [vm.HUGEPAGE, 'hg'], [vm.NOHUGEPAGE, 'nh'],
]; // prettier-ignore

function flagNames({ flags }: VmArea): string {
  return mnemonics.map(([bit, name]) => (flags & bit ? `${name} ` : '')).join('');
}

function hex8(value: bigint): string {
  return value.toString(16).padStart(8, '0');
}
