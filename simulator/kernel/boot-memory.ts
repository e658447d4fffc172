/**
 * What the boot does with RAM before the first driver loads: which frames it keeps, where CMA goes, and the kernel's own page tables.
 *
 * The amounts follow an idle Linux 6.1.192 on a q35 PC (6 and 15 GiB, asked): the first MiB is kept (since 5.13), the image lies at 16 MiB and takes
 * 26 MiB, struct pages and other tables stand at the top of RAM, a 64 MiB bounce buffer at the top of the low 4 GiB, and boot-time allocations fill
 * the first 32 MiB of the highest zone but for some fragments (`boot-memory/boot-allocations.ts`). What each of those bytes holds is not modelled.
 */
import type { Machine } from '../machine.ts';
import { placeCma } from './boot-memory/cma-placement.ts';
import type { CmaPlacement } from './boot-memory/cma-placement.ts';
import { placeBounceBuffers } from './boot-memory/bounce-placement.ts';
import {
  bootAllocationFrames,
  bootAllocationsAt,
  freedImageRanges,
  freedImageWaiting,
} from './boot-memory/boot-allocations.ts';
import type { BootAllocations } from './boot-memory/boot-allocations.ts';
import type { BouncePlacement } from './boot-memory/bounce-placement.ts';
import { migratetype } from './page-allocator/gfp.ts';
import { without } from './page-allocator/create.ts';
import type { AllocatorSetup, FrameRange } from './page-allocator/create.ts';
import type { Owner } from './page-allocator/owners.ts';
import type { Reservation } from './page-allocator.ts';

export interface BootPlan extends AllocatorSetup {
  readonly cmaPlacement: CmaPlacement;
  /** Frames of the kernel image; null on a machine too small to hold it where it belongs. */
  readonly image: FrameRange | null;
  /** Frames for struct pages, in runs of whole 2 MiB, in the order of `memmapChunks`. */
  readonly memmap: FrameRange | null;
  /** Which 2 MiB pieces of the array of struct pages exist, as piece numbers. */
  readonly memmapChunks: readonly number[];
  readonly bounce: BouncePlacement;
}

const mebibyte = 256; // frames
const firstMebibyte: FrameRange = [0, mebibyte];
export const imageFrames: FrameRange = [0x1000, 0x2a11];
/** Per-CPU areas, hash tables and the like, below the struct pages: counted on the reference machine, in proportion on smaller ones. */
const bootTables = 3387;
/** Frames of the reference's initial RAM disk, which like parts of the image were free only after the watermarks had been set. */
const initialRamDisk = 357;
const lowEnd = 0x10_0000;
/** 2 MiB of struct pages describe 128 MiB of RAM. */
const framesPerChunk = 0x8000;

export function planBoot(machine: Machine): BootPlan {
  const ram = machine.memory
    .map(([start, end]): FrameRange => [Math.ceil(start / 4096), Math.floor(end / 4096)])
    .filter(([first, end]) => first < end);
  const kept: Reservation[] = [];
  const keep = (first: number, end: number, owner: Owner): void => void kept.push({ first, end, owner });
  const total = framesOf(ram);
  for (const [first, end] of intersect(ram, firstMebibyte)) keep(first, end, reserved('first MiB, kept by the boot'));
  const image = ram.some(([first, end]) => first <= imageFrames[0] && end >= imageFrames[1]) ? imageFrames : null;
  const freed = image && machine.arch === 'x86_64' ? freedImageRanges : [];
  const imageOwner: Owner = { kind: 'kernel-image', what: 'kernel image', statement: null };
  if (image) for (const [first, end] of without([image], freed)) keep(first, end, imageOwner);

  for (const { start, end, device } of machine.reservedMemory ?? [])
    keep(start / 4096, end / 4096, reserved(`reserved-memory for ${device}`));
  const cmaPlacement = placeCma(machine, ram, rangesOf(kept));
  const cma: FrameRange[] = cmaPlacement.area ? [cmaPlacement.area] : [];
  const free = (): FrameRange[] => without(ram, [...rangesOf(kept), ...cma]);

  const memmapChunks = chunksOf(ram);
  const memmap = lastFit(free(), memmapChunks.length * 512, Infinity);
  if (memmap) keep(memmap[0], memmap[1], reserved('struct pages'));
  const tables = Math.min(bootTables, Math.floor(total / 400));
  if (memmap && free().some(([first, end]) => end === memmap[0] && end - first > tables)) {
    keep(memmap[0] - tables, memmap[0], reserved('per-CPU areas and hash tables'));
  }
  const bounce = placeBounceBuffers(machine, free(), ram.at(-1)![1]);
  if (bounce.pool) keep(bounce.pool[0], bounce.pool[1], reserved('swiotlb bounce buffers'));
  const allocations = placeBootAllocations(free(), total, machine.cpus);
  const owner: Owner = { kind: 'kernel-pages', what: 'allocated while booting', statement: null };
  for (const [first, end] of allocations?.used ?? []) kept.push({ first, end, owner, managed: true });
  return {
    architecture: machine.arch,
    cpus: machine.cpus,
    ram,
    reservations: kept,
    cma,
    // ISA memory: the pageblock of the first two MiB serves the kernel.
    pageblocks: [...(allocations?.pageblocks ?? []), { frame: 0, type: migratetype.unmovable }],
    freedLate: freed.length > 0 ? [0, framesOf(freed) + initialRamDisk, 0] : [0, 0, 0],
    waiting: [...(allocations?.waiting ?? []), ...(freed.length > 0 ? freedImageWaiting : [])],
    cmaPlacement,
    image,
    memmap,
    memmapChunks,
    bounce,
  };
}

function reserved(what: string): Owner {
  return { kind: 'reserved', what, statement: null };
}

function rangesOf(reservations: readonly Reservation[]): FrameRange[] {
  return reservations.map(({ first, end }) => [first, end]);
}

/** In the highest zone, on machines of a GiB and more; a small one is as if it had just been handed over. */
function placeBootAllocations(free: readonly FrameRange[], total: number, cpus: number): BootAllocations | null {
  if (total < 1024 * mebibyte) return null;
  const high = free.filter(([first]) => first >= lowEnd);
  for (const [first, end] of high.length > 0 ? high : free) {
    const base = alignUp(first, 1024);
    if (base + 2 * bootAllocationFrames <= end) return bootAllocationsAt(base, cpus);
  }
  return null;
}

function framesOf(ranges: readonly FrameRange[]): number {
  return ranges.reduce((sum, [first, end]) => sum + end - first, 0);
}

function chunksOf(ram: readonly FrameRange[]): number[] {
  const chunks = new Set<number>();
  for (const [first, end] of ram) {
    for (let chunk = Math.floor(first / framesPerChunk); chunk * framesPerChunk < end; chunk++) chunks.add(chunk);
  }
  return [...chunks];
}

/** The highest 2 MiB-aligned range of so many frames that ends at or below `limit`. */
function lastFit(free: readonly FrameRange[], frames: number, limit: number): FrameRange | null {
  for (const [first, end] of [...free].reverse()) {
    const start = Math.floor((Math.min(end, limit) - frames) / 512) * 512;
    if (start >= first) return [start, start + frames];
  }
  return null;
}

function intersect(ranges: readonly FrameRange[], [from, to]: FrameRange): FrameRange[] {
  return ranges
    .map(([first, end]): FrameRange => [Math.max(first, from), Math.min(end, to)])
    .filter(([first, end]) => first < end);
}

function alignUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
