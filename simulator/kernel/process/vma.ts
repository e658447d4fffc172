/** Virtual memory areas: what ranges of a user address space are for. Finding, placing, splitting and joining them; no page table is touched here. */
import { userEnd, type AddressSpace, type VmArea } from './address-space.ts';

export type { VmArea };

/** Bits of `vm_flags` (include/linux/mm.h of Linux 6.1), the ones the model knows. */
export const vm = {
  READ: 0x1,
  WRITE: 0x2,
  EXEC: 0x4,
  SHARED: 0x8,
  MAYREAD: 0x10,
  MAYWRITE: 0x20,
  MAYEXEC: 0x40,
  MAYSHARE: 0x80,
  GROWSDOWN: 0x100,
  PFNMAP: 0x400,
  LOCKED: 0x2000,
  IO: 0x4000,
  SEQ_READ: 0x8000,
  RAND_READ: 0x1_0000,
  DONTCOPY: 0x2_0000,
  DONTEXPAND: 0x4_0000,
  LOCKONFAULT: 0x8_0000,
  ACCOUNT: 0x10_0000,
  NORESERVE: 0x20_0000,
  /** VM_ARCH_1: on x86 VM_PAT, an area that remap_pfn_range filled at once. */
  PAT: 0x100_0000,
  WIPEONFORK: 0x200_0000,
  DONTDUMP: 0x400_0000,
  MIXEDMAP: 0x1000_0000,
  HUGEPAGE: 0x2000_0000,
  NOHUGEPAGE: 0x4000_0000,
} as const;

/** An area that grows down keeps this distance from the one below (stack_guard_gap, 256 pages). */
export const stackGuardBytes = 1n << 20n;
const pageBytes = 4096n;
/** VM_SPECIAL: areas that no other is merged with. */
export const specialFlags = vm.IO | vm.DONTEXPAND | vm.PFNMAP | vm.MIXEDMAP;
/** Areas with one of these stay by themselves. */
const special = specialFlags | vm.GROWSDOWN;

/** The area that holds an address. */
export function findVma(space: AddressSpace, address: bigint): VmArea | null {
  const next = nextVma(space, address);
  return next && next.start <= address ? next : null;
}

/** The first area that ends above an address: the one that holds it or the next (the kernel's `find_vma`). */
export function nextVma(space: AddressSpace, address: bigint): VmArea | null {
  return space.areas[indexOfNext(space, address)] ?? null;
}

export function overlaps(space: AddressSpace, start: bigint, end: bigint): boolean {
  const next = nextVma(space, start);
  return next !== null && next.start < end;
}

export function vmaByStruct(spaces: Iterable<AddressSpace>, structAddress: bigint): [AddressSpace, VmArea] | null {
  if (structAddress === 0n) return null;
  for (const space of spaces) {
    const vma = space.areas.find((each) => each.structAddress === structAddress);
    if (vma) return [space, vma];
  }
  return null;
}

/** What makes a new area; what is left out is as for anonymous memory. */
export type NewArea = Pick<VmArea, 'start' | 'end' | 'flags' | 'what' | 'structAddress'> & Partial<VmArea>;

/** Anonymous memory is numbered by the pages of its address (`vm_pgoff`). */
export function makeArea(given: NewArea): VmArea {
  return { pageOffset: Number(given.start >> 12n), file: null, anonymousId: 0, forked: false, ...given };
}

/** Adds an area to a free range. Neighbours of the same kind become one with it, except those that C code knows (vma_merge). */
export function insertVma(space: AddressSpace, given: NewArea): VmArea {
  const index = indexOfNext(space, given.start);
  const area = makeArea(given);
  space.areas.splice(index, 0, area);
  space.mappedPages += pagesOf(area);
  return mergeAround(space, area);
}

export function pagesOf({ start, end }: Pick<VmArea, 'start' | 'end'>): number {
  return Number((end - start) >> 12n);
}

/** Joins an area with its neighbours where they go together; returns the area that holds its range then. */
export function mergeAround(space: AddressSpace, area: VmArea): VmArea {
  const index = indexOfVma(space, area);
  const [before, after] = [space.areas[index - 1], space.areas[index + 1]];
  if (after && joins(area, after)) {
    join(area, after);
    space.areas.splice(index + 1, 1);
  }
  if (!before || !joins(before, area)) return area;
  join(before, area);
  space.areas.splice(index, 1);
  return before;
}

/** Does so with all areas from the one that holds `start` to the one behind `end`, one after the other; those that stay move up once. */
export function mergeWithin(space: AddressSpace, start: bigint, end: bigint): void {
  const { areas } = space;
  if (!findVma(space, start)) return;
  let kept = indexOfNext(space, start);
  let next = kept;
  while (next < areas.length && areas[next]!.start <= end) {
    const area = areas[next++]!;
    const after = areas[next];
    if (after && joins(area, after)) {
      join(area, after);
      next++;
    }
    const before = areas[kept - 1];
    if (before && joins(before, area)) join(before, area);
    else areas[kept++] = area;
  }
  areas.splice(kept, next - kept);
}

function join(lower: VmArea, upper: VmArea): void {
  lower.end = upper.end;
  lower.anonymousId ||= upper.anonymousId;
  lower.forked ||= upper.forked;
}

/** Cuts the area that spans an address in two; the upper part is returned. null: no area spans it. */
export function splitVma(space: AddressSpace, address: bigint): VmArea | null {
  const index = indexOfNext(space, address);
  const vma = space.areas[index];
  if (!vma || vma.start >= address) return null;
  const pageOffset = vma.pageOffset + Number((address - vma.start) >> 12n);
  const upper: VmArea = { ...vma, start: address, pageOffset };
  vma.end = address;
  space.areas.splice(index + 1, 0, upper);
  return upper;
}

/** Cuts the areas at both ends of [start, end) and returns those between. */
export function isolateVmas(space: AddressSpace, start: bigint, end: bigint): VmArea[] {
  splitVma(space, start);
  splitVma(space, end);
  return vmasWithin(space, start, end);
}

/** The areas that [start, end) overlaps. */
export function vmasWithin(space: AddressSpace, start: bigint, end: bigint): VmArea[] {
  if (end <= start) return [];
  const last = indexOfNext(space, end - 1n);
  const reaches = last < space.areas.length && space.areas[last]!.start < end;
  return space.areas.slice(indexOfNext(space, start), reaches ? last + 1 : last);
}

/** Whether areas cover [start, end) without a hole. */
export function isCovered(space: AddressSpace, start: bigint, end: bigint): boolean {
  let at = start;
  for (let index = indexOfNext(space, start); at < end; index++) {
    const vma = space.areas[index];
    if (!vma || vma.start > at) return false;
    at = vma.end;
  }
  return true;
}

/** Takes [start, end) out of all areas; those at the edges are cut. */
export function removeVmas(space: AddressSpace, start: bigint, end: bigint): VmArea[] {
  const removed = isolateVmas(space, start, end);
  if (removed.length === 0) return removed;
  space.areas.splice(indexOfVma(space, removed[0]!), removed.length);
  space.mappedPages -= removed.reduce((sum, each) => sum + pagesOf(each), 0);
  if (end > space.denseFrom) space.denseFrom = space.mmapTop;
  return removed;
}

/**
 * Where a new mapping goes: at the hint if that is free, else in the highest gap below `mmapTop` (arch_get_unmapped_area_topdown). null: no gap.
 * `hint` 0 means none; `length` is in whole pages.
 */
export function chooseMmapAddress(
  space: AddressSpace,
  hint: bigint,
  length: bigint,
  within?: { readonly from: bigint; readonly to: bigint },
): bigint | null {
  if (length > userEnd) return null;
  const wanted = (hint + pageBytes - 1n) & ~(pageBytes - 1n);
  if (hint !== 0n && wanted <= userEnd - length && isFree(space, wanted, wanted + length)) return wanted;
  const { from, to } = within ?? { from: pageBytes, to: space.denseFrom };
  let limit = to;
  let dense = within === undefined;
  for (let index = Math.min(indexOfNext(space, to), space.areas.length - 1); index >= -1; index--) {
    const below = space.areas[index];
    const floor = below && below.end > from ? below.end : from;
    if (limit >= length && limit - length >= floor) return limit - length;
    dense &&= floor >= limit;
    if (below && guardedStart(below) < limit) limit = guardedStart(below);
    if (dense) space.denseFrom = limit;
  }
  return null;
}

function isFree(space: AddressSpace, start: bigint, end: bigint): boolean {
  const next = nextVma(space, start);
  return next === null || end <= guardedStart(next);
}

function guardedStart(vma: VmArea): bigint {
  if (!(vma.flags & vm.GROWSDOWN)) return vma.start;
  return vma.start > stackGuardBytes ? vma.start - stackGuardBytes : 0n;
}

/** is_mergeable_vma, can_vma_merge_before and is_mergeable_anon_vma. */
function joins(lower: VmArea, upper: VmArea): boolean {
  const plain = lower.structAddress === 0n && upper.structAddress === 0n && !((lower.flags | upper.flags) & special);
  if (!plain || lower.end !== upper.start || lower.flags !== upper.flags || lower.what !== upper.what) return false;
  if (lower.file !== upper.file || lower.unbacked !== upper.unbacked) return false;
  if (lower.pageOffset + Number((lower.end - lower.start) >> 12n) !== upper.pageOffset) return false;
  if (lower.anonymousId === upper.anonymousId) return true;
  const known = lower.anonymousId === 0 ? upper : lower;
  return (lower.anonymousId === 0 || upper.anonymousId === 0) && !known.forked;
}

export function indexOfVma(space: AddressSpace, { start }: VmArea): number {
  return indexOfNext(space, start);
}

/** Binary search for the first area with `end > address`. */
export function indexOfNext({ areas }: AddressSpace, address: bigint): number {
  let low = 0;
  let high = areas.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (areas[middle]!.end > address) high = middle;
    else low = middle + 1;
  }
  return low;
}
