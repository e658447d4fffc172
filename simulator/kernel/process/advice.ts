/** What madvise says about memory (mm/madvise.c of Linux 6.1): flags for later, and pages that go, come, or grow old at once. */
import { coherentWrite64 } from '../../hardware/coherent-access.ts';
import { pte } from '../../hardware/mmu.ts';
import { inOneGo, workOfRow, type InPieces } from '../cut-work.ts';
import { errno } from '../kernel-context.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { readFilePages } from '../page-cache/read-ahead.ts';
import { forEachLeaf, specialBit, type LeafEntry } from '../page-tables.ts';
import { pageOut } from '../swap/reclaim.ts';
import { readSlotAndAhead } from '../swap/swap-in.ts';
import { slotOf } from '../swap/swap-space.ts';
import type { AddressSpace, VmArea } from './address-space.ts';
import { noteLazyFree } from './lazy-free.ts';
import { pageAlign } from './mappings.ts';
import { mergeAll, splitHugeEdges } from './protect.ts';
import { pageOf } from './user-frames.ts';
import {
  flushUserRange,
  forTables,
  frameOfEntry,
  hasPage,
  releaseEntry,
  zapRange,
  type Recorder,
} from './user-pages.ts';
import { isCovered, isolateVmas, vm } from './vma.ts';

/** Numbers of include/uapi/asm-generic/mman-common.h. */
export const advice = {
  NORMAL: 0, RANDOM: 1, SEQUENTIAL: 2, WILLNEED: 3, DONTNEED: 4, FREE: 8, REMOVE: 9, DONTFORK: 10, DOFORK: 11, MERGEABLE: 12,
  UNMERGEABLE: 13, HUGEPAGE: 14, NOHUGEPAGE: 15, DONTDUMP: 16, DODUMP: 17, WIPEONFORK: 18, KEEPONFORK: 19, COLD: 20, PAGEOUT: 21,
  POPULATE_READ: 22, POPULATE_WRITE: 23, DONTNEED_LOCKED: 24,
} as const; // prettier-ignore

/** Flags that an advice sets and takes away. */
const flagChanges: Readonly<Record<number, { readonly set: number; readonly clear: number }>> = {
  [advice.NORMAL]: { set: 0, clear: vm.RAND_READ | vm.SEQ_READ },
  [advice.RANDOM]: { set: vm.RAND_READ, clear: vm.SEQ_READ },
  [advice.SEQUENTIAL]: { set: vm.SEQ_READ, clear: vm.RAND_READ },
  [advice.DONTFORK]: { set: vm.DONTCOPY, clear: 0 },
  [advice.DOFORK]: { set: 0, clear: vm.DONTCOPY },
  [advice.WIPEONFORK]: { set: vm.WIPEONFORK, clear: 0 },
  [advice.KEEPONFORK]: { set: 0, clear: vm.WIPEONFORK },
  [advice.HUGEPAGE]: { set: vm.HUGEPAGE, clear: vm.NOHUGEPAGE },
  [advice.NOHUGEPAGE]: { set: vm.NOHUGEPAGE, clear: vm.HUGEPAGE },
  [advice.DONTDUMP]: { set: vm.DONTDUMP, clear: 0 },
  [advice.DODUMP]: { set: 0, clear: vm.DONTDUMP },
};

/** 0 or a negative errno. What is not modelled is refused as a kernel built without it does: EINVAL. POPULATE and REMOVE are `mm/mremap.c`'s. */
export function advise(
  world: MemoryWorld,
  space: AddressSpace,
  start: bigint,
  length: bigint,
  behaviour: number,
  cpu: number,
  record: Recorder,
  pieces: InPieces = inOneGo,
): number {
  const change = flagChanges[behaviour];
  const act = actions[behaviour];
  if ((!change && !act) || start % 4096n !== 0n) return -errno.EINVAL;
  const bytes = BigInt.asUintN(64, pageAlign(length));
  if (length !== 0n && bytes === 0n) return -errno.EINVAL;
  const end = start + bytes;
  if (BigInt.asUintN(64, end) < start) return -errno.EINVAL;
  if (bytes === 0n) return 0;
  const whole = isCovered(space, start, end);
  splitHugeEdges(world, space, start, end, cpu, record);
  for (const area of isolateVmas(space, start, end)) {
    const error = change
      ? changeFlags(area, behaviour, change)
      : act!({ world, space, area, start: area.start, end: area.end, cpu, record, pieces });
    if (error !== 0) return mergeAll(space, start, end, error);
  }
  return mergeAll(space, start, end, whole ? 0 : -errno.ENOMEM);
}

function changeFlags(area: VmArea, behaviour: number, { set, clear }: { set: number; clear: number }): number {
  const privateMemory = area.file === null && area.structAddress === 0n && !(area.flags & vm.SHARED);
  if (behaviour === advice.WIPEONFORK && !privateMemory) return -errno.EINVAL;
  if (behaviour === advice.KEEPONFORK && area.flags & vm.DONTCOPY) return -errno.EINVAL;
  if (behaviour === advice.DOFORK && area.flags & vm.IO) return -errno.EINVAL;
  area.flags = (area.flags | set) & ~clear;
  return 0;
}

interface Advised {
  readonly world: MemoryWorld;
  readonly space: AddressSpace;
  readonly area: VmArea;
  readonly start: bigint;
  readonly end: bigint;
  readonly cpu: number;
  readonly record: Recorder;
  readonly pieces: InPieces;
}

const actions: Readonly<Record<number, (advised: Advised) => number>> = {
  [advice.WILLNEED]: madviseWillneed,
  [advice.DONTNEED]: (advised) => madviseDontneed(advised, vm.LOCKED),
  [advice.DONTNEED_LOCKED]: (advised) => madviseDontneed(advised, 0),
  [advice.FREE]: madviseFree,
  [advice.COLD]: madviseCold,
  [advice.PAGEOUT]: madvisePageout,
};

/** The pages go, the next touch is a first one. */
function madviseDontneed({ world, space, area, start, end, cpu, record, pieces }: Advised, forbidden: number): number {
  if (area.flags & (forbidden | vm.PFNMAP)) return -errno.EINVAL;
  zapRange(world, space, start, end, cpu, record, pieces);
  return 0;
}

/** Reading is begun, and nobody waits for it. */
function madviseWillneed({ world, space, area, start, end, pieces }: Advised): number {
  const file = area.file === null ? null : world.kernel.pageCache.files.get(area.file);
  const first = area.pageOffset + Number((start - area.start) >> 12n);
  const pages = Number((end - start) >> 12n);
  if (file && !file.inMemory) pieces(workOfRow, () => readFilePages(world, file, first, first + pages));
  if (area.structAddress !== 0n || file) return 0;
  forTables(world, space, start, end, pieces, (from, to) => {
    let entries = 0;
    forEachLeaf(world.hardware, space.root, from, to, ({ entry, va }) => {
      entries++;
      const slot = slotOf(entry);
      if (slot !== null) readSlotAndAhead(world, space, slot, va);
    });
    return { entries };
  });
  return 0;
}

/** Pages that may be dropped without being written when memory is short, unless they are written before. Huge ones are kept. */
function madviseFree({ world, space, area, start, end, cpu, record, pieces }: Advised): number {
  if (area.flags & (vm.LOCKED | vm.PFNMAP)) return -errno.EINVAL;
  if (area.file !== null || area.structAddress !== 0n) return -errno.EINVAL;
  const all = { first: null as bigint | null, last: start };
  const free = (from: bigint, to: bigint) => freeLazily(world, space, from, to, cpu);
  forTables(world, space, start, end, pieces, free, ({ first, last }) => {
    all.first ??= first;
    if (first !== null) all.last = last;
  });
  const { first, last } = all;
  if (first !== null) pieces(0, () => flushUserRange(world, space, first, last, cpu, record));
  return 0;
}

/** `first` to `last`: those that had been touched; null: none had. */
function freeLazily(world: MemoryWorld, space: AddressSpace, from: bigint, to: bigint, cpu: number) {
  const freed = { entries: 0, first: null as bigint | null, last: from };
  forEachLeaf(world.hardware, space.root, from, to, ({ address, entry, va, bytes }) => {
    freed.entries++;
    if (slotOf(entry) !== null) {
      coherentWrite64(world.hardware, address, 0n);
      releaseEntry(world, space, entry, cpu);
    }
    if (bytes > 4096 || !isOwn(world, entry)) return;
    if (entry & (pte.accessed | pte.dirty)) {
      coherentWrite64(world.hardware, address, entry & ~(pte.accessed | pte.dirty));
      freed.first ??= va;
      freed.last = va + 4096n;
    }
    noteLazyFree(world, frameOfEntry(entry), cpu);
  });
  return freed;
}

/** An anonymous page that one entry alone leads to. */
function isOwn(world: MemoryWorld, entry: bigint): boolean {
  if (!hasPage(entry) || entry & specialBit) return false;
  const page = pageOf(world, frameOfEntry(entry));
  return page?.file === null && page.mapCount === 1;
}

/** The first to go when memory is short. */
function madviseCold({ world, space, area, start, end, cpu, record, pieces }: Advised): number {
  if (area.flags & (vm.LOCKED | vm.PFNMAP)) return -errno.EINVAL;
  let touched = false;
  const cool = (from: bigint, to: bigint) => coolDown(world, space, from, to);
  forTables(world, space, start, end, pieces, cool, (cooled) => (touched ||= cooled.touched));
  if (touched) pieces(0, () => flushUserRange(world, space, start, end, cpu, record));
  return 0;
}

function coolDown(world: MemoryWorld, space: AddressSpace, from: bigint, to: bigint) {
  const cooled = { entries: 0, touched: false };
  forEachLeaf(world.hardware, space.root, from, to, ({ address, entry }) => {
    cooled.entries++;
    if (!hasPage(entry) || entry & specialBit) return;
    const page = pageOf(world, frameOfEntry(entry));
    if (page) page.referenced = false;
    if (entry & pte.accessed) coherentWrite64(world.hardware, address, entry & ~pte.accessed);
    cooled.touched ||= (entry & pte.accessed) !== 0n;
  });
  return cooled;
}

/** Pages that no other process has go now: to swap, or to the disk that has them. */
function madvisePageout({ world, space, area, start, end, cpu, record, pieces }: Advised): number {
  if (area.flags & (vm.LOCKED | vm.PFNMAP)) return -errno.EINVAL;
  forTables(world, space, start, end, pieces, (from, to) => {
    const leaves: LeafEntry[] = [];
    forEachLeaf(world.hardware, space.root, from, to, (leaf) => void leaves.push(leaf));
    for (const { entry, bytes } of leaves) {
      if (bytes > 4096 || !hasPage(entry) || entry & specialBit) continue;
      const frame = frameOfEntry(entry);
      if (pageOf(world, frame)?.mapCount === 1) pageOut(world, frame, cpu, record);
    }
    return { entries: leaves.length };
  });
  return 0;
}
