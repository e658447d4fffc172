/** What a process may have of address space, data and locked memory (RLIMIT_AS, RLIMIT_DATA, RLIMIT_MEMLOCK), as mm/mmap.c and mm/mlock.c of Linux 6.1 ask it. */
import type { MemoryWorld } from '../memory-world.ts';
import { noLimit, type AddressSpace, type VmArea } from './address-space.ts';
import { pagesOf, vm, vmasWithin } from './vma.ts';

/** is_data_mapping: writable and private, and no stack. */
export function isData({ flags }: Pick<VmArea, 'flags'>): boolean {
  return (flags & (vm.WRITE | vm.SHARED | vm.GROWSDOWN)) === vm.WRITE;
}

/** Pages of the areas that are meant. */
export function sizeOf({ areas }: AddressSpace, meant: (area: VmArea) => boolean): number {
  return areas.reduce((sum, area) => sum + (meant(area) ? pagesOf(area) : 0), 0);
}

/** may_expand_vm. */
export function mayExpand(world: MemoryWorld, space: AddressSpace, flags: number, pages: bigint): boolean {
  const { limits } = space;
  if (BigInt(space.mappedPages) + pages > limits.space >> 12n) return false;
  if (!isData({ flags }) || limits.data === noLimit) return true;
  const data = BigInt(sizeOf(space, isData)) + pages;
  if (data <= limits.data >> 12n) return true;
  world.kernel.addressSpaces.untold.tooMuchData ??= { bytes: data << 12n, limit: limits.data };
  return false;
}

/** can_do_mlock. */
export function mayLockAtAll({ limits, mayLock }: AddressSpace): boolean {
  return mayLock || limits.memlock !== 0n;
}

/** So many pages more may be locked; `again`: of a range of which some are already. */
export function mayLockMore(space: AddressSpace, pages: bigint, again?: { start: bigint; end: bigint }): boolean {
  if (space.mayLock) return true;
  const limit = space.limits.memlock >> 12n;
  const locked = BigInt(sizeOf(space, ({ flags }) => (flags & vm.LOCKED) !== 0));
  if (locked + pages <= limit) return true;
  return again !== undefined && locked + pages - lockedWithin(space, again.start, again.end) <= limit;
}

/** mlock_future_check. */
export function mayMapLocked(space: AddressSpace, flags: number, bytes: bigint): boolean {
  return !(flags & vm.LOCKED) || mayLockMore(space, bytes >> 12n);
}

/** count_mm_mlocked_page_nr. */
function lockedWithin(space: AddressSpace, start: bigint, end: bigint): bigint {
  return pagesWithin(
    vmasWithin(space, start, end).filter(({ flags }) => flags & vm.LOCKED),
    start,
    end,
  );
}

/** Pages of [start, end) that are mapped (count_vma_pages_range): a mapping in their place takes no more room. */
export function mappedWithin(space: AddressSpace, start: bigint, end: bigint): bigint {
  return pagesWithin(vmasWithin(space, start, end), start, end);
}

/** Pages that areas have of [start, end), which each of them overlaps. */
function pagesWithin(areas: readonly VmArea[], start: bigint, end: bigint): bigint {
  let pages = 0n;
  for (const area of areas) {
    const from = area.start > start ? area.start : start;
    const to = area.end < end ? area.end : end;
    pages += (to - from) >> 12n;
  }
  return pages;
}
