/** Changing what may be done with memory that is mapped: mprotect, mlock (mm/mprotect.c, mm/mlock.c of Linux 6.1); and mincore. */
import { coherentWrite64 } from '../../hardware/coherent-access.ts';
import { pte } from '../../hardware/mmu.ts';
import { inOneGo, type InPieces } from '../cut-work.ts';
import { errno } from '../kernel-context.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { forEachLeaf, forEachPage, specialBit } from '../page-tables.ts';
import { slotOf } from '../swap/swap-space.ts';
import type { AddressSpace, VmArea } from './address-space.ts';
import { splitHugeAt } from './huge-entries.ts';
import { hugeBytes } from './huge-frames.ts';
import { mayExpand, mayLockAtAll, mayLockMore } from './limits.ts';
import { account, maySpend, pageAlign, prot } from './mappings.ts';
import { pageOf } from './user-frames.ts';
import {
  flushUserRange,
  forTables,
  frameOfEntry,
  hasPage,
  protNone,
  rightsOf,
  workOfEntry,
  type Recorder,
} from './user-pages.ts';
import { findVma, isCovered, isolateVmas, mergeWithin, vm } from './vma.ts';

const rightBits = vm.READ | vm.WRITE | vm.EXEC;

/** 0 or a negative errno: EINVAL, ENOMEM for a hole (what comes before it is changed), EACCES for a right that the mapping may not have. */
export function protect(
  world: MemoryWorld,
  space: AddressSpace,
  start: bigint,
  length: bigint,
  rights: bigint,
  cpu: number,
  record: Recorder,
  pieces: InPieces = inOneGo,
): number {
  if (start % 4096n !== 0n || rights & ~(prot.READ | prot.WRITE | prot.EXEC)) return -errno.EINVAL;
  if (length === 0n) return 0;
  const end = start + pageAlign(length);
  if (BigInt.asUintN(64, end) <= start) return -errno.ENOMEM;
  if (!findVma(space, start)) return -errno.ENOMEM;
  splitHugeEdges(world, space, start, end, cpu, record);
  for (const area of isolateVmas(space, start, end)) {
    const wanted = Number(rights);
    if (wanted & ~((area.flags >> 4) & rightBits)) return mergeAll(space, start, end, -errno.EACCES);
    if (wanted & vm.WRITE && !mayBecomeData(world, space, area, (area.flags & ~rightBits) | wanted)) {
      return mergeAll(space, start, end, -errno.ENOMEM);
    }
    changeRights(world, space, area, wanted, cpu, record, pieces);
    if (area.end < end && !findVma(space, area.end)) return mergeAll(space, start, end, -errno.ENOMEM);
  }
  return mergeAll(space, start, end, 0);
}

/** Memory that becomes data counts against its limit, and against what there is. */
function mayBecomeData(world: MemoryWorld, space: AddressSpace, area: VmArea, flags: number): boolean {
  const pages = (area.end - area.start) >> 12n;
  if (!mayExpand(world, space, flags, pages) && mayExpand(world, space, area.flags, pages)) return false;
  const counted = vm.ACCOUNT | vm.WRITE | vm.SHARED | vm.NORESERVE;
  return (area.flags & counted) !== 0 || maySpend(world, space, pages);
}

function changeRights(
  world: MemoryWorld,
  space: AddressSpace,
  area: VmArea,
  wanted: number,
  cpu: number,
  record: Recorder,
  pieces: InPieces,
): void {
  const changes = pieces(workOfEntry, () => (area.flags & rightBits) !== wanted);
  if (!changes) return;
  pieces(0, () => setRights(world, area, wanted));
  const changed = { first: null as bigint | null, last: 0n, stride: hugeBytes };
  forTables(
    world,
    space,
    area.start,
    area.end,
    pieces,
    (from, to) => changeEntries(world, space, area, from, to),
    ({ first, last, stride }) => {
      changed.first ??= first;
      if (first !== null) changed.last = last;
      if (stride < changed.stride) changed.stride = stride;
    },
  );
  const { first, last, stride } = changed;
  if (first !== null) pieces(0, () => flushUserRange(world, space, first, last, cpu, record, { stride }));
}

function setRights(world: MemoryWorld, area: VmArea, wanted: number): void {
  const flags = (area.flags & ~rightBits) | wanted;
  const becomesAccounted = wanted & vm.WRITE && !(flags & (vm.ACCOUNT | vm.SHARED | vm.NORESERVE));
  area.flags = becomesAccounted ? flags | vm.ACCOUNT : flags;
  if (becomesAccounted) account(world, area.flags, area.end - area.start);
}

/** What the area's flags say by now. `first` to `last`: the present ones among them; null: none was. */
function changeEntries(world: MemoryWorld, space: AddressSpace, area: VmArea, from: bigint, to: bigint) {
  const changed = { entries: 0, first: null as bigint | null, last: 0n, stride: hugeBytes };
  forEachLeaf(world.hardware, space.root, from, to, ({ address, entry, va, bytes }) => {
    changed.entries++;
    if (!hasPage(entry)) return;
    coherentWrite64(world.hardware, address, entryWithRights(world, area, entry, bytes));
    if (!(entry & pte.present)) return;
    changed.first ??= va;
    changed.last = va + BigInt(bytes);
    if (BigInt(bytes) < changed.stride) changed.stride = BigInt(bytes);
  });
  return changed;
}

export function splitHugeEdges(
  world: MemoryWorld,
  space: AddressSpace,
  start: bigint,
  end: bigint,
  cpu: number,
  record: Recorder,
): void {
  splitHugeAt(world, space, start, cpu, record);
  splitHugeAt(world, space, end, cpu, record);
}

/** pte_modify: a page becomes writable at once where its first write needs no notice (can_change_pte_writable); a huge one by its next fault. */
function entryWithRights(world: MemoryWorld, area: VmArea, entry: bigint, bytes: number): bigint {
  const { writable, executable, none } = rightsOf(area.flags);
  const kept = entry & ~(pte.present | pte.writable | pte.noExecute | protNone);
  const bits = (none ? protNone : pte.present) | (executable ? 0n : pte.noExecute);
  return kept | bits | (writable && bytes === 4096 && mayWriteNow(world, area, entry) ? pte.writable : 0n);
}

function mayWriteNow(world: MemoryWorld, area: VmArea, entry: bigint): boolean {
  if (entry & specialBit) return area.structAddress !== 0n && (area.flags & vm.SHARED) !== 0;
  const page = pageOf(world, frameOfEntry(entry));
  if (area.flags & vm.SHARED) {
    const file = area.file === null ? null : world.kernel.pageCache.files.get(area.file);
    return !file || file.inMemory || (entry & pte.dirty) !== 0n;
  }
  return page !== null && page.file === null && page.exclusive;
}

export function mergeAll(space: AddressSpace, start: bigint, end: bigint, result: number): number {
  mergeWithin(space, start, end);
  return result;
}

/** mlock, mlock2 (`flags` with LOCKONFAULT) and munlock (0): 0 or a negative errno. Touching the pages is the caller's. */
export function setLocked(
  world: MemoryWorld,
  space: AddressSpace,
  start: bigint,
  length: bigint,
  flags: number,
  cpu: number,
  record: Recorder,
): number {
  if (flags !== 0 && !mayLockAtAll(space)) return -errno.EPERM;
  const first = start & ~4095n;
  const end = first + BigInt.asUintN(64, pageAlign(length + (start & 4095n)));
  if (flags !== 0 && !mayLockMore(space, (end - first) >> 12n, { start: first, end })) return -errno.ENOMEM;
  if (BigInt.asUintN(64, end) < first) return -errno.EINVAL;
  if (end === first) return 0;
  if (!findVma(space, first)) return -errno.ENOMEM;
  const whole = isCovered(space, first, end);
  splitHugeEdges(world, space, first, end, cpu, record);
  for (const area of isolateVmas(space, first, end)) {
    area.flags = (area.flags & ~(vm.LOCKED | vm.LOCKONFAULT)) | lockable(area, flags);
  }
  return mergeAll(space, first, end, whole ? 0 : -errno.ENOMEM);
}

function lockable({ flags: has }: VmArea, flags: number): number {
  return has & (vm.IO | vm.PFNMAP | vm.DONTEXPAND | vm.MIXEDMAP) ? 0 : flags;
}

/** mlockall. `current`, `future`: MCL_CURRENT, MCL_FUTURE. */
export function lockAll(space: AddressSpace, flags: number, current: boolean, future: boolean): void {
  space.futureFlags = future ? flags : 0;
  if (current) for (const area of space.areas) area.flags |= lockable(area, flags);
}

export function unlockAll(space: AddressSpace): void {
  space.futureFlags = 0;
  for (const area of space.areas) area.flags &= ~(vm.LOCKED | vm.LOCKONFAULT);
}

/** mincore: 1 for each page that is resident, in the page cache for a file; 1 too for a page of zeros. -ENOMEM for a hole. */
export function residency(world: MemoryWorld, space: AddressSpace, start: bigint, pages: number): Uint8Array | null {
  const result = new Uint8Array(pages);
  for (let index = 0; index < pages; index++) {
    const va = start + BigInt(index) * 4096n;
    const area = findVma(space, va);
    if (!area) return null;
    const file = area.file === null ? null : world.kernel.pageCache.files.get(area.file);
    if (file?.pages.has(area.pageOffset + Number((va - area.start) >> 12n))) result[index] = 1;
  }
  forEachPage(world.hardware, space.root, start, start + BigInt(pages) * 4096n, ({ entry, va }) => {
    const slot = slotOf(entry);
    const resident = slot === null || world.kernel.swap.used.get(slot)?.frame !== null;
    result[Number((va - start) >> 12n)] = resident ? 1 : 0;
  });
  return result;
}
