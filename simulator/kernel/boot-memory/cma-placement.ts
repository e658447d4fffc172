/** Where the boot puts the CMA area that `cma=` asks for, by kernel version (Linux 6.1: dma_contiguous_reserve, cma_declare_contiguous_nid). */
import type { KernelProfile, Machine } from '../../machine.ts';
import { without } from '../page-allocator/create.ts';
import type { FrameRange } from '../page-allocator/create.ts';

export interface CmaPlacement {
  readonly area: FrameRange | null;
  /** Lines of the boot log. */
  readonly log: readonly string[];
}

const fourGibibytes = 0x10_0000; // frames
const mebibyte = 256;

/**
 * A plain `cma=size` goes bottom-up from 4 GiB where RAM reaches that far (since 5.11), else top-down from the end of RAM; `@start` is exact,
 * `@start-end` top-down within the range.
 */
export function placeCma(machine: Machine, ram: readonly FrameRange[], reserved: readonly FrameRange[]): CmaPlacement {
  const { cma, kernel } = machine;
  if (!cma || cma.size === 0) return { area: null, log: [] };
  const align = alignmentOf(kernel);
  const frames = Math.ceil(cma.size / 4096 / align) * align;
  const megabytes = Math.floor(cma.size / 0x10_0000);
  const free = without(ram, reserved);
  // On ARM the limit is what the narrowest device reaches (arm64_dma_phys_limit).
  const most = machine.arch === 'x86_64' ? Infinity : fourGibibytes;
  const area = findPlace(cma, kernel, free, frames, align, most);
  if (!area) return { area: null, log: [`cma: Failed to reserve ${megabytes} MiB`] };
  const base = (area[0] * 4096).toString(16).padStart(16, '0');
  const log = [`cma: Reserved ${frames / mebibyte} MiB at 0x${base}`];
  // All of an area must be in one zone.
  const borders = machine.arch === 'x86_64' ? [0x1000, fourGibibytes] : [fourGibibytes];
  if (borders.some((border) => area[0] < border && area[1] > border)) {
    return { area: null, log: [...log, 'cma: CMA area reserved could not be activated'] };
  }
  return { area, log };
}

/** Frames. A pageblock; before 5.18 a block of the buddy's top order. */
function alignmentOf(kernel: KernelProfile): number {
  return kernel === '4.18' || kernel === '5.10' ? 1024 : 512;
}

function findPlace(
  cma: NonNullable<Machine['cma']>,
  kernel: KernelProfile,
  free: readonly FrameRange[],
  frames: number,
  align: number,
  most: number,
): FrameRange | null {
  const start = Math.ceil((cma.start ?? 0) / 4096);
  if (cma.fixed) {
    const fits = start % align === 0 && free.some(([first, end]) => first <= start && start + frames <= end);
    return fits ? [start, start + frames] : null;
  }
  const limit = Math.min(most, cma.end === null ? Infinity : Math.floor(cma.end / 4096));
  const endOfRam = free.at(-1)?.[1] ?? 0;
  const bottomUp = kernel !== '4.18' && kernel !== '5.10' && endOfRam >= fourGibibytes + frames;
  return (
    (bottomUp ? lowest(free, frames, align, fourGibibytes, limit) : null) ?? highest(free, frames, align, start, limit)
  );
}

function lowest(free: readonly FrameRange[], frames: number, align: number, from: number, limit: number) {
  for (const [first, end] of free) {
    const start = Math.ceil(Math.max(first, from) / align) * align;
    if (start + frames <= Math.min(end, limit)) return [start, start + frames] as const;
  }
  return null;
}

function highest(free: readonly FrameRange[], frames: number, align: number, from: number, limit: number) {
  for (const [first, end] of [...free].reverse()) {
    const start = Math.floor((Math.min(end, limit) - frames) / align) * align;
    if (start >= Math.max(first, from)) return [start, start + frames] as const;
  }
  return null;
}
