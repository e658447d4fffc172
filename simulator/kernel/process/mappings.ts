/** Making and removing mappings of a user address space: mmap's rules and errors, munmap, brk. Drivers' mmap is called by C (`mm/mmap.c`). */
import { errno } from '../kernel-context.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { userEnd, type AddressSpace } from './address-space.ts';
import { inOneGo, workOfRow, type InPieces } from '../cut-work.ts';
import { addCachedFile } from '../page-cache/page-cache.ts';
import { dropFile, unneededFiles } from '../page-cache/pages.ts';
import { splitHugeAt } from './huge-entries.ts';
import { zapAndFreeTables, type Recorder } from './user-pages.ts';
import { drainLazyFree } from './lazy-free.ts';
import { mappedWithin, mayExpand, mayLockAtAll, mayMapLocked } from './limits.ts';
import { commitLimit } from './memory-settings.ts';
import { chooseMmapAddress, insertVma, nextVma, overlaps, pagesOf, removeVmas, vm, type VmArea } from './vma.ts';

/** Bits of mmap's arguments (include/uapi/asm-generic/mman-common.h, mman.h). */
export const prot = { READ: 1n, WRITE: 2n, EXEC: 4n } as const;
export const map = {
  SHARED: 0x1n,
  PRIVATE: 0x2n,
  SHARED_VALIDATE: 0x3n,
  TYPE: 0xfn,
  FIXED: 0x10n,
  ANONYMOUS: 0x20n,
  GROWSDOWN: 0x100n,
  DENYWRITE: 0x800n,
  EXECUTABLE: 0x1000n,
  LOCKED: 0x2000n,
  NORESERVE: 0x4000n,
  POPULATE: 0x8000n,
  NONBLOCK: 0x1_0000n,
  STACK: 0x2_0000n,
  HUGETLB: 0x4_0000n,
  FIXED_NOREPLACE: 0x10_0000n,
  BELOW_2G: 0x40n, // MAP_32BIT
  UNINITIALIZED: 0x400_0000n,
  HUGE_2MB: 21n << 26n,
  HUGE_1GB: 30n << 26n,
} as const;

/** Flags that every file supports (LEGACY_MAP_MASK). */
const legacyFlags =
  map.SHARED |
  map.PRIVATE |
  map.FIXED |
  map.ANONYMOUS |
  map.GROWSDOWN |
  map.DENYWRITE |
  map.EXECUTABLE |
  map.LOCKED |
  map.NORESERVE |
  map.POPULATE |
  map.NONBLOCK |
  map.STACK |
  map.HUGETLB |
  map.BELOW_2G |
  map.UNINITIALIZED |
  map.HUGE_2MB |
  map.HUGE_1GB;

export interface MapRequest {
  readonly address: bigint;
  readonly length: bigint;
  readonly prot: bigint;
  readonly flags: bigint;
  readonly pageOffset: bigint;
  /** null: anonymous memory. */
  readonly file: { readonly readable: boolean; readonly writable: boolean; readonly mappable: boolean } | null;
  /** The caller locks all that it will map (mlockall). */
  readonly lockAll?: boolean;
}
export interface MapPlan {
  readonly start: bigint;
  readonly end: bigint;
  readonly vmFlags: number;
}

/** Checks a request as do_mmap of Linux 6.1 does, in its order, and chooses the place. A number is a negative errno. */
export function planMapping(world: MemoryWorld, space: AddressSpace, request: MapRequest): MapPlan | number {
  const { pageOffset } = request;
  if (request.length === 0n) return -errno.EINVAL;
  const length = BigInt.asUintN(64, pageAlign(request.length));
  if (length === 0n) return -errno.ENOMEM;
  if (BigInt.asUintN(64, pageOffset + (length >> 12n)) < pageOffset) return -errno.EOVERFLOW;
  if (space.areas.length > world.kernel.addressSpaces.settings.max_map_count) return -errno.ENOMEM;
  const start = placeFor(space, request, length);
  if (typeof start === 'number') return start;
  const never = world.kernel.addressSpaces.settings.overcommit_memory === 2;
  if (request.file && !isWithinFile(request, length)) return -errno.EOVERFLOW;
  const asked = never ? { ...request, flags: request.flags & ~map.NORESERVE } : request;
  if (request.flags & map.LOCKED && !mayLockAtAll(space)) return -errno.EPERM;
  if (!mayMapLocked(space, requestedFlags(request) | space.futureFlags, length)) return -errno.EAGAIN;
  const vmFlags = asked.file ? fileFlags(asked, asked.file) : anonymousFlags(asked);
  if (vmFlags < 0) return vmFlags;
  const more = (length >> 12n) - mappedWithin(space, start, start + length);
  if (!mayExpand(world, space, vmFlags, more)) return -errno.ENOMEM;
  if (vmFlags & vm.ACCOUNT && !maySpend(world, space, length >> 12n)) return -errno.ENOMEM;
  return { start, end: start + length, vmFlags: vmFlags | space.futureFlags };
}

/** Memory or a file of the page cache at a planned place; what stood there goes. Shared anonymous memory is a file without a name. */
export function mapAnonymous(
  world: MemoryWorld,
  space: AddressSpace,
  plan: MapPlan,
  what: string,
  cpu: number,
  record: Recorder,
): VmArea {
  unmapRange(world, space, plan.start, plan.end, cpu, record);
  return insertMapping(world, space, plan, what, null, 0);
}

/** The range is free by now. `file`: number in the page cache; null: anonymous memory. */
export function insertMapping(
  world: MemoryWorld,
  space: AddressSpace,
  { start, end, vmFlags: flags }: MapPlan,
  what: string,
  file: number | null,
  pageOffset: number,
): VmArea {
  account(world, flags, end - start);
  const pages = space.mappedPages + pagesOf({ start, end });
  space.counters.mostPages = Math.max(space.counters.mostPages, pages);
  const area = { start, end, flags, what, structAddress: 0n };
  if (file !== null) return insertVma(space, { ...area, file, pageOffset });
  if (!(flags & vm.SHARED)) return insertVma(space, area);
  const memory = addCachedFile(world.kernel.pageCache, '/dev/zero (deleted)', true);
  memory.linked = false;
  memory.size = Number(end - start);
  return insertVma(space, { ...area, what: memory.name, file: memory.number, pageOffset: 0 });
}

/** Removes all mappings of [start, end), cutting areas at its edges. Returns the areas, or the parts of them, that are gone. */
export function unmapRange(
  world: MemoryWorld,
  space: AddressSpace,
  start: bigint,
  end: bigint,
  cpu: number,
  record: Recorder,
  pieces: InPieces = inOneGo,
): VmArea[] {
  if (end <= start) return [];
  const removed = pieces(0, () => {
    splitHugeAt(world, space, start, cpu, record);
    splitHugeAt(world, space, end, cpu, record);
    return removeVmas(space, start, end);
  });
  if (removed.length > 0) pieces(0, () => drainLazyFree(world));
  if (removed.length > 0) zapAndFreeTables(world, space, start, end, cpu, record, pieces);
  forgetUnmapped(world, removed, cpu, pieces);
  return removed;
}

/** What these areas could have come to be written no longer counts; files go whose last mapping went with them and that nothing else keeps. */
export function forgetUnmapped(world: MemoryWorld, areas: readonly VmArea[], cpu: number, pieces: InPieces): void {
  const files = pieces(0, () => {
    for (const { flags, start, end } of areas) account(world, flags, start - end);
    return unneededFiles(world, new Set(areas.map(({ file }) => file)));
  });
  for (const number of files) {
    pieces(
      (pages) => (1 + pages) * workOfRow,
      () => {
        const file = world.kernel.pageCache.files.get(number)!;
        const { size } = file.pages;
        dropFile(world, file, cpu);
        return size;
      },
    );
  }
}

/** vm_acct_memory: bytes that may come to be written, or fewer of them. */
export function account(world: MemoryWorld, flags: number, bytes: bigint): void {
  if (flags & vm.ACCOUNT) world.kernel.addressSpaces.committedPages += Number(bytes / 4096n);
}

/** `__vm_enough_memory` for a program that may administer the machine, as all do here. Mode 0: no single request beyond all RAM and swap. */
export function maySpend(world: MemoryWorld, space: AddressSpace, pages: bigint): boolean {
  const { committedPages, settings } = world.kernel.addressSpaces;
  const total = Number(managedPages(world)) + world.kernel.swap.slots;
  const enough =
    settings.overcommit_memory === 1 ||
    (settings.overcommit_memory === 0
      ? Number(pages) <= total
      : committedPages + Number(pages) <
        commitLimit(world.kernel) - reserveFor(space, settings.user_reserve_kbytes / 4));
  if (!enough) world.kernel.addressSpaces.untold.notEnoughMemory = true;
  return enough;
}

/** Kept for others by mode 2: a 32nd of what the program has, at most `most` pages. */
function reserveFor({ mappedPages }: AddressSpace, most: number): number {
  return Math.min(Math.floor(mappedPages / 32), most);
}

/** munmap's checks: 0 or a negative errno. */
export function checkUnmap(start: bigint, length: bigint): number {
  const bytes = BigInt.asUintN(64, pageAlign(length));
  const bad = start % 4096n !== 0n || start > userEnd || length > userEnd - start || bytes === 0n;
  return bad ? -errno.EINVAL : 0;
}

/** Moves the end of the heap, and returns where it is then: where it was if that cannot be. */
export function setBrk(
  world: MemoryWorld,
  space: AddressSpace,
  wanted: bigint,
  cpu: number,
  record: Recorder,
  pieces: InPieces = inOneGo,
): bigint {
  const before = pageAlign(space.heapEnd);
  const after = pageAlign(wanted);
  if (wanted < space.heapStart || wanted > userEnd || wanted - space.heapStart > space.limits.data)
    return space.heapEnd;
  if (after < before) unmapRange(world, space, after, before, cpu, record, pieces);
  if (after > before) {
    if (!roomForHeap(space, before, after)) return space.heapEnd;
    const vmFlags = heapFlags | space.futureFlags;
    if (!mayMapLocked(space, vmFlags, after - before)) return space.heapEnd;
    if (!mayExpand(world, space, vmFlags, (after - before) >> 12n)) return space.heapEnd;
    if (!maySpend(world, space, (after - before) >> 12n)) return space.heapEnd;
    insertMapping(world, space, { start: before, end: after, vmFlags }, 'heap', null, Number(before >> 12n));
  }
  space.heapEnd = wanted;
  return wanted;
}

export function pageAlign(value: bigint): bigint {
  return (value + 4095n) & ~4095n;
}

const mayFlags = vm.MAYREAD | vm.MAYWRITE | vm.MAYEXEC;
const heapFlags = vm.READ | vm.WRITE | vm.ACCOUNT | mayFlags;

/** A page stays free above the heap, and the guard below a stack. */
function roomForHeap(space: AddressSpace, before: bigint, after: bigint): boolean {
  const next = nextVma(space, before);
  if (!next) return true;
  const guard = next.flags & vm.GROWSDOWN ? 1n << 20n : 0n;
  return after + 4096n <= next.start - guard;
}

/** find_start_end: MAP_32BIT's place. */
const below2G = { from: 0x4000_0000n, to: 0x8000_0000n };

function placeFor(space: AddressSpace, { address, flags }: MapRequest, length: bigint): bigint | number {
  if (length > userEnd) return -errno.ENOMEM;
  if (!(flags & (map.FIXED | map.FIXED_NOREPLACE))) {
    const most = flags & map.BELOW_2G ? below2G : undefined;
    return chooseMmapAddress(space, address & ~4095n, length, most) ?? -errno.ENOMEM;
  }
  if (address > userEnd - length) return -errno.ENOMEM;
  if (address % 4096n !== 0n) return -errno.EINVAL;
  const replaces = !(flags & map.FIXED_NOREPLACE);
  return replaces || !overlaps(space, address, address + length) ? address : -errno.EEXIST;
}

/** file_mmap_ok: no file is longer than the largest loff_t. */
function isWithinFile({ pageOffset }: MapRequest, length: bigint): boolean {
  return pageOffset <= (2n ** 63n - 1n - length) >> 12n;
}

function anonymousFlags(request: MapRequest): number {
  const type = request.flags & map.TYPE;
  const flags = requestedFlags(request);
  if (request.flags & map.HUGETLB) return -errno.ENOMEM; // no huge pages are reserved
  if (type === map.PRIVATE) return accounted(flags, request);
  if (type !== map.SHARED || flags & vm.GROWSDOWN) return -errno.EINVAL;
  return accounted(flags | vm.SHARED | vm.MAYSHARE, request);
}

function fileFlags(request: MapRequest, file: NonNullable<MapRequest['file']>): number {
  const type = request.flags & map.TYPE;
  let flags = requestedFlags(request);
  if (type === map.SHARED || type === map.SHARED_VALIDATE) {
    if (type === map.SHARED_VALIDATE && request.flags & ~legacyFlags) return -errno.EOPNOTSUPP;
    if (request.prot & prot.WRITE && !file.writable) return -errno.EACCES;
    flags |= vm.SHARED | vm.MAYSHARE;
    if (!file.writable) flags &= ~(vm.MAYWRITE | vm.SHARED);
  } else if (type !== map.PRIVATE) return -errno.EINVAL;
  if (!file.readable) return -errno.EACCES;
  if (!file.mappable) return -errno.ENODEV;
  if (flags & vm.GROWSDOWN) return -errno.EINVAL;
  return flags & vm.SHARED ? flags : accounted(flags, request);
}

/** calc_vm_prot_bits and calc_vm_flag_bits. */
function requestedFlags(request: MapRequest): number {
  const bits = Number(request.prot & (prot.READ | prot.WRITE | prot.EXEC));
  return (
    bits | mayFlags | (request.flags & map.GROWSDOWN ? vm.GROWSDOWN : 0) | (request.flags & map.LOCKED ? vm.LOCKED : 0)
  );
}

/** Memory that may be written counts against what there is, unless told not to (overcommit_memory 0). */
function accounted(flags: number, request: MapRequest): number {
  if (request.flags & map.NORESERVE) return flags | vm.NORESERVE;
  return flags & vm.WRITE && !(flags & vm.SHARED) ? flags | vm.ACCOUNT : flags;
}

function managedPages(world: MemoryWorld): bigint {
  return BigInt(world.kernel.pageAllocator.zones.reduce((sum, zone) => sum + zone.managed, 0));
}
