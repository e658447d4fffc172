/** The texts of /proc/<pid>/maps, smaps and smaps_rollup, in the formats of Linux 6.1 (fs/proc/task_mmu.c). */
import { asOnePiece, piecesOf, rowsOfPiece, workOfRow } from '../cut-work.ts';
import type { KernelContext } from '../kernel-context.ts';
import type { MemoryWorld } from '../memory-world.ts';
import type { AddressSpace, VmArea } from './address-space.ts';
import { fitsHuge, hugeBytes, mayBeHuge } from './huge-frames.ts';
import { addPages, noPages, type PageAccounts } from './page-accounts.ts';
import { forTables } from './user-pages.ts';
import { vm } from './vma.ts';

/** All of it, or more than `room` characters. Can be left between two areas. */
export function mapsText(context: KernelContext, space: AddressSpace, room: number): string {
  return linesOf(context, space, room, (area) => mapsLine(context.world, area));
}

/** As `mapsText`; can be left between the tables of an area, too. */
export function smapsText(context: KernelContext, space: AddressSpace, room: number): string {
  return linesOf(context, space, room, (area) => areaText(context, space, area));
}

function linesOf(
  context: KernelContext,
  { areas }: AddressSpace,
  room: number,
  line: (area: VmArea) => string,
): string {
  let text = '';
  for (let first = 0; first < areas.length && text.length <= room; first += rowsOfPiece)
    text += ofSome(context, areas.slice(first, first + rowsOfPiece), (some) => some.map(line).join(''));
  return text;
}

/** What is made of some areas is kept together. */
function ofSome<Outcome>(
  context: KernelContext,
  areas: readonly VmArea[],
  make: (areas: readonly VmArea[]) => Outcome,
): Outcome {
  return asOnePiece(context, () => {
    piecesOf(context)(areas.length * workOfRow, () => null);
    return make(areas);
  });
}

interface Rollup {
  readonly sum: PageAccounts;
  readonly apart: { readonly anonymous: number; readonly file: number; readonly memory: number };
}

export function smapsRollupText(context: KernelContext, space: AddressSpace): string {
  const { areas } = space;
  const [first, last] = [areas[0], areas.at(-1)];
  if (!first || !last) return '';
  let all: Rollup = { sum: noPages(), apart: { anonymous: 0, file: 0, memory: 0 } };
  for (let at = 0; at < areas.length; at += rowsOfPiece) {
    const before = all;
    all = ofSome(context, areas.slice(at, at + rowsOfPiece), (some) =>
      some.reduce((sum, area) => withArea(context, space, area, sum), before),
    );
  }
  const range = `${hex8(first.start)}-${hex8(last.end)} ---p 00000000 00:00 0 `;
  return `${range.padEnd(73)}[rollup]\n${accountLines(all.sum, all.apart)}`;
}

function withArea(context: KernelContext, space: AddressSpace, area: VmArea, { sum, apart }: Rollup): Rollup {
  const after = withPagesOf(context, space, area, sum);
  const kind = kindOf(context.world, area);
  return { sum: after, apart: { ...apart, [kind]: apart[kind] + after.pss - sum.pss } };
}

/** `addPages` for a call that may be left between two tables. */
function withPagesOf(context: KernelContext, space: AddressSpace, area: VmArea, sum: PageAccounts): PageAccounts {
  const { world } = context;
  let all = sum;
  const step = (from: bigint, to: bigint) => {
    const after = { ...all };
    return { after, entries: addPages(world, space, area, after, from, to) };
  };
  forTables(world, space, area.start, area.end, piecesOf(context), step, ({ after }) => (all = after));
  return all;
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

function areaText(context: KernelContext, space: AddressSpace, area: VmArea): string {
  const { world } = context;
  const sum = withPagesOf(context, space, area, noPages());
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
