/** Areas of a process (VMAs): finding, inserting, splitting, where a new one may go (Linux 6.1, mm/mmap.c). */
import type { AddressSpace } from './address-space.ts';
import { userEnd } from './address-space.ts';

export interface VmArea {
  start: bigint;
  end: bigint; // exclusive
  /** `vm.…` bits. */
  flags: number;
  /** Page offset in the file; for remapped frames the first frame. */
  pageOffset: number;
  /** In words: `heap`, `stack`, `anonymous`, a file's name. */
  readonly what: string;
  /** C's `struct vm_area_struct`; 0n where nobody needs one. */
  structAddress: bigint;
  /** `struct file *`; 0n for anonymous memory. */
  readonly file: bigint;
  /** A driver handles its faults (`vm_ops->fault`). */
  handlesFaults: boolean;
  /** The lowest address a growing stack may reach. */
  readonly growthLimit: bigint;
}

/** `VM_…` of include/linux/mm.h. */
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
  DONTEXPAND: 0x4_0000,
  DONTDUMP: 0x400_0000,
  MIXEDMAP: 0x1000_0000,
} as const;

const lowestAddress = 0x1_0000n; // mmap_min_addr
const stackGuard = 0x10_0000n; // 256 pages

export function findArea(space: AddressSpace, address: bigint): VmArea | null {
  const area = firstAreaEndingAbove(space, address);
  return area && area.start <= address ? area : null;
}

/** `find_vma`: the lowest area that ends above the address; it may begin above it. */
export function firstAreaEndingAbove(space: AddressSpace, address: bigint): VmArea | null {
  let low = 0;
  let high = space.areas.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (space.areas[middle]!.end > address) high = middle;
    else low = middle + 1;
  }
  return space.areas[low] ?? null;
}

/** Areas that overlap [start, end), ascending. */
export function areasIn(space: AddressSpace, start: bigint, end: bigint): VmArea[] {
  return space.areas.filter((area) => area.end > start && area.start < end);
}

/** Puts an area into the gap it names, grown onto an equal anonymous neighbour where one touches it. Returns the area it became part of. */
export function insertArea(space: AddressSpace, area: VmArea): VmArea {
  const before = space.areas.find((each) => each.end === area.start);
  if (before && canMerge(before, area)) {
    before.end = area.end;
    return before;
  }
  const after = space.areas.find((each) => each.start === area.end);
  if (after && canMerge(after, area)) {
    after.start = area.start;
    return after;
  }
  const index = space.areas.findIndex((each) => each.start > area.start);
  space.areas.splice(index < 0 ? space.areas.length : index, 0, area);
  return area;
}

export function createArea(
  start: bigint,
  end: bigint,
  flags: number,
  what: string,
  more: Partial<Pick<VmArea, 'file' | 'pageOffset' | 'growthLimit'>> = {},
): VmArea {
  return {
    start,
    end,
    flags,
    what,
    pageOffset: more.pageOffset ?? 0,
    structAddress: 0n,
    file: more.file ?? 0n,
    handlesFaults: false,
    growthLimit: more.growthLimit ?? 0n,
  };
}

export function removeArea(space: AddressSpace, area: VmArea): void {
  space.areas.splice(space.areas.indexOf(area), 1);
}

/** Cuts an area in two at `address`; returns the upper part, whose C struct is still to be made. */
export function splitArea(space: AddressSpace, area: VmArea, address: bigint): VmArea {
  const upper: VmArea = {
    ...area,
    start: address,
    pageOffset: area.pageOffset + Number((address - area.start) / 4096n),
    structAddress: 0n,
  };
  area.end = address;
  space.areas.splice(space.areas.indexOf(area) + 1, 0, upper);
  return upper;
}

/** Where `length` bytes go: at a free page-aligned hint, else as high as possible below the top. null: no room. */
export function findUnmapped(space: AddressSpace, length: bigint, hint: bigint): bigint | null {
  if (hint >= lowestAddress && hint + length <= userEnd && isFree(space, hint, hint + length)) return hint;
  let top = space.mmapTop;
  for (const area of [...space.areas].reverse()) {
    if (area.start >= top) continue;
    if (area.end + length <= top) break;
    top = area.start - (area.flags & vm.GROWSDOWN ? stackGuard : 0n);
  }
  return top - length >= lowestAddress && isFree(space, top - length, top) ? top - length : null;
}

export function isFree(space: AddressSpace, start: bigint, end: bigint): boolean {
  const above = firstAreaEndingAbove(space, start);
  return !above || above.start >= end;
}

/** `rw-p`, as in /proc/self/maps. */
export function describePermissions(flags: number): string {
  const letter = (bit: number, character: string): string => (flags & bit ? character : '-');
  const rights = letter(vm.READ, 'r') + letter(vm.WRITE, 'w') + letter(vm.EXEC, 'x');
  return rights + (flags & vm.SHARED ? 's' : 'p');
}

function canMerge(one: VmArea, other: VmArea): boolean {
  return (
    one.file === 0n &&
    other.file === 0n &&
    one.structAddress === 0n &&
    other.structAddress === 0n &&
    one.flags === other.flags &&
    one.what === other.what &&
    (one.flags & (vm.GROWSDOWN | vm.SHARED)) === 0
  );
}
