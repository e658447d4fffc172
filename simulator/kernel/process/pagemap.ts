/** /proc/<pid>/pagemap, /proc/kpagecount and /proc/kpageflags: eight bytes for each page (Documentation/admin-guide/mm/pagemap.rst of Linux 6.1). */
import { pte } from '../../hardware/mmu.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { blockHolding } from '../page-allocator.ts';
import { forEachPage, specialBit } from '../page-tables.ts';
import { slotOf } from '../swap/swap-space.ts';
import type { AddressSpace } from './address-space.ts';
import { hugeOf, hugePages, mapCountOf } from './huge-frames.ts';
import { pageOf } from './user-frames.ts';
import { frameOfEntry } from './user-pages.ts';

/** Soft-dirty tracking (bit 55) is not modelled. */
const bits = { exclusive: 1n << 56n, file: 1n << 61n, swapped: 1n << 62n, present: 1n << 63n } as const;

/** Words for `count` pages from page number `first` on. */
export function pagemapWords(world: MemoryWorld, space: AddressSpace, first: bigint, count: number): BigInt64Array {
  const words = new BigInt64Array(count);
  const start = first * 4096n;
  const end = start + BigInt(count) * 4096n;
  forEachPage(world.hardware, space.root, start, end, ({ entry, va }) => {
    words[Number((va - start) >> 12n)] = BigInt.asIntN(64, wordOf(world, entry));
  });
  return words;
}

function wordOf(world: MemoryWorld, entry: bigint): bigint {
  const slot = slotOf(entry);
  // Bits 4:0 are the swap type, 54:5 the slot.
  if (slot !== null) return bits.swapped | (BigInt(slot) << 5n);
  if (!(entry & pte.present)) return 0n;
  const frame = frameOfEntry(entry);
  const page = entry & specialBit ? null : pageOf(world, frame);
  const alone = !(entry & specialBit) && mapCountOf(world, frame) === 1 ? bits.exclusive : 0n;
  return bits.present | BigInt(frame) | alone | (page && page.file !== null ? bits.file : 0n);
}

/** How many entries lead to each frame. */
export function mapCounts(world: MemoryWorld, first: number, count: number): BigInt64Array {
  return BigInt64Array.from({ length: count }, (_, index) => BigInt(mapCountOf(world, first + index)));
}

/** Bits of include/uapi/linux/kernel-page-flags.h. */
const flag = {
  DIRTY: 4,
  LRU: 5,
  WRITEBACK: 8,
  BUDDY: 10,
  MMAP: 11,
  ANON: 12,
  SWAPCACHE: 13,
  SWAPBACKED: 14,
  COMPOUND_HEAD: 15,
  COMPOUND_TAIL: 16,
  THP: 22,
} as const;

export function pageFlagWords(world: MemoryWorld, first: number, count: number): BigInt64Array {
  return BigInt64Array.from({ length: count }, (_, index) => flagsOf(world, first + index));
}

function flagsOf(world: MemoryWorld, frame: number): bigint {
  const page = pageOf(world, frame);
  const huge = hugeOf(world, frame);
  if (huge) return hugeFlags(frame, huge.mapCount > 0 || page !== null);
  if (!page) return blockHolding(world.kernel.pageAllocator, frame) ? 0n : 1n << BigInt(flag.BUDDY);
  const inMemory = page.file !== null && world.kernel.pageCache.files.get(page.file)?.inMemory === true;
  const set = (wanted: boolean, bit: number): bigint => (wanted ? 1n << BigInt(bit) : 0n);
  return (
    set(page.dirty, flag.DIRTY) |
    set(true, flag.LRU) |
    set(page.writeback, flag.WRITEBACK) |
    set(page.mapCount > 0, flag.MMAP) |
    set(page.file === null, flag.ANON) |
    set(page.swapSlot >= 0, flag.SWAPCACHE) |
    set(page.file === null || inMemory, flag.SWAPBACKED)
  );
}

function hugeFlags(frame: number, mapped: boolean): bigint {
  const place = frame % hugePages === 0 ? flag.COMPOUND_HEAD : flag.COMPOUND_TAIL;
  const all = [flag.DIRTY, flag.LRU, flag.ANON, flag.SWAPBACKED, flag.THP, place, ...(mapped ? [flag.MMAP] : [])];
  return all.reduce((bits, bit) => bits | (1n << BigInt(bit)), 0n);
}
