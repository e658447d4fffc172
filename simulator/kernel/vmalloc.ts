/**
 * The kernel's area for mappings of scattered pages and of device registers: vmalloc, vmap, ioremap (Linux 6.1, mm/vmalloc.c, arch/x86/mm/ioremap.c).
 * The lowest gap that fits is taken, a guard page follows each area.
 *
 * Not modelled: lazy freeing (a freed area is flushed and free at once), large pages, use of more than the first 512 GiB of the area.
 */
import type { Owner } from './page-allocator.ts';
import { vmallocBase } from './virtual-layout.ts';

export interface VmallocAreas {
  /** Ascending, disjoint. */
  readonly areas: VmallocArea[];
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
  return { areas: [] };
}

/** The lowest free range of so many pages and their guard page; null when the area is used up. */
export function findVmallocGap({ areas }: VmallocAreas, pages: number, align = 4096n): bigint | null {
  const needed = BigInt(pages + 1) * pageSize;
  let at = vmallocBase;
  for (const area of areas) {
    if (at + needed <= area.start) break;
    const after = area.start + BigInt(area.pages + 1) * pageSize;
    at = ((after + align - 1n) / align) * align;
  }
  return at + needed <= usableEnd ? at : null;
}

export function insertVmallocArea({ areas }: VmallocAreas, area: VmallocArea): void {
  const index = areas.findIndex((each) => each.start > area.start);
  areas.splice(index < 0 ? areas.length : index, 0, area);
}

/** The area that holds an address, guard page excluded. */
export function vmallocAreaAt({ areas }: VmallocAreas, address: bigint): VmallocArea | null {
  return areas.find((area) => address >= area.start && address < area.start + BigInt(area.pages) * pageSize) ?? null;
}
