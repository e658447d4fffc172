/**
 * The kernel's area for mappings of scattered pages and of device registers: vmalloc, vmap, ioremap (Linux 6.1, mm/vmalloc.c, arch/x86/mm/ioremap.c).
 * The lowest gap that fits is taken, a guard page follows each area. Addresses of freed areas are given out again only once there are many of them.
 *
 * Not modelled: lazy flushing (what was mapped in a freed area is gone from the TLBs at once), large pages, use of more than the first 512 GiB of the area.
 */
import type { Owner } from './page-allocator.ts';
import { vmallocBase } from './virtual-layout.ts';

export interface VmallocAreas {
  /** Ascending, disjoint. */
  readonly areas: VmallocArea[];
  /** Addresses of freed areas that wait to be purged, guard pages included: ascending, neighbours joined. */
  lazy: { start: bigint; end: bigint }[];
}
export interface VmallocArea {
  readonly start: bigint;
  /** Without the guard page. */
  readonly pages: number;
  /** `dma`: a coherent buffer of pages from anywhere. */
  readonly kind: 'vmalloc' | 'vmap' | 'ioremap' | 'dma';
  /** Frames in order, where the area alone knows them (vmalloc, dma); empty for others. */
  readonly frames: readonly number[];
  /** First byte, for ioremap; else null. */
  readonly physical: number | null;
  readonly owner: Owner;
  /** Bytes asked for. */
  readonly size: number;
  /** Made for processes to map (VM_USERMAP). */
  userMap?: boolean;
}

const pageSize = 4096n;
const usableEnd = vmallocBase + (1n << 39n);

export function createVmallocAreas(): VmallocAreas {
  return { areas: [], lazy: [] };
}

/** The lowest free range of so many pages and their guard page; null when the area is used up, also without what waits to be purged. */
export function findVmallocGap(vmalloc: VmallocAreas, pages: number, align = 4096n): bigint | null {
  const needed = BigInt(pages + 1) * pageSize;
  const found = lowestGap(vmalloc, needed, align);
  if (found !== null || vmalloc.lazy.length === 0) return found;
  vmalloc.lazy = [];
  return lowestGap(vmalloc, needed, align);
}

function lowestGap({ areas, lazy }: VmallocAreas, needed: bigint, align: bigint): bigint | null {
  let at = vmallocBase;
  let waiting = 0;
  const step = (start: bigint, end: bigint): boolean => {
    if (at + needed <= start) return false;
    at = ((end + align - 1n) / align) * align;
    return true;
  };
  for (const area of areas) {
    for (; waiting < lazy.length && lazy[waiting]!.start < area.start; waiting++)
      if (!step(lazy[waiting]!.start, lazy[waiting]!.end)) return at;
    if (!step(area.start, endOf(area))) return at;
  }
  for (; waiting < lazy.length; waiting++) if (!step(lazy[waiting]!.start, lazy[waiting]!.end)) return at;
  return at + needed <= usableEnd ? at : null;
}

function endOf({ start, pages }: VmallocArea): bigint {
  return start + BigInt(pages + 1) * pageSize;
}

/** `free_vmap_area_noflush`: all are purged when more than 32 MiB wait, times the bits of the number of CPUs (`lazy_max_pages`). */
export function freeVmallocArea(vmalloc: VmallocAreas, area: VmallocArea, cpus: number): void {
  vmalloc.areas.splice(vmalloc.areas.indexOf(area), 1);
  const { lazy } = vmalloc;
  const [start, end] = [area.start, endOf(area)];
  let index = lazy.findIndex((each) => each.start > start);
  if (index < 0) index = lazy.length;
  const [before, after] = [lazy[index - 1], lazy[index]];
  const joined = {
    start: before?.end === start ? before.start : start,
    end: after?.start === end ? after.end : end,
  };
  const first = before?.end === start ? index - 1 : index;
  lazy.splice(first, (first < index ? 1 : 0) + (after?.start === end ? 1 : 0), joined);
  const waiting = lazy.reduce((sum, each) => sum + each.end - each.start, 0n);
  if (waiting > BigInt(32 - Math.clz32(cpus)) << 25n) vmalloc.lazy = [];
}

export function insertVmallocArea({ areas }: VmallocAreas, area: VmallocArea): void {
  const index = areas.findIndex((each) => each.start > area.start);
  areas.splice(index < 0 ? areas.length : index, 0, area);
}

/** The area that holds an address, guard page excluded. */
export function vmallocAreaAt({ areas }: VmallocAreas, address: bigint): VmallocArea | null {
  return areas.find((area) => address >= area.start && address < area.start + BigInt(area.pages) * pageSize) ?? null;
}
