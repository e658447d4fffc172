/** Where the boot puts the pool of bounce buffers (Linux 6.1: swiotlb_init_remap): as high as it fits below 4 GiB, smaller if it does not. */
import type { Machine } from '../../machine.ts';
import type { FrameRange } from '../page-allocator/create.ts';

export interface BouncePlacement {
  readonly pool: FrameRange | null;
  /** Lines of the boot log. */
  readonly log: readonly string[];
}

const fourGibibytes = 0x10_0000; // frames
const mebibyte = 256;

/** Only where RAM reaches beyond what every device can address, or where bouncing is forced. */
export function placeBounceBuffers(machine: Machine, free: readonly FrameRange[], endOfRam: number): BouncePlacement {
  const { swiotlb } = machine;
  if (swiotlb === 'off' || (swiotlb !== 'force' && endOfRam <= fourGibibytes)) return { pool: null, log: [] };
  const log = hasAreas(machine) ? [`software IO TLB: area num ${2 ** Math.ceil(Math.log2(machine.cpus))}.`] : [];
  for (let frames = 64 * mebibyte; frames >= mebibyte; frames /= 2) {
    const pool = highest(free, frames);
    if (pool) return { pool, log: [...log, ...resized(frames), ...mapped(machine, pool)] };
    log.push(`software IO TLB: swiotlb_memblock_alloc: Failed to allocate ${frames * 4096} bytes tlb structure`);
  }
  return { pool: null, log };
}

function highest(free: readonly FrameRange[], frames: number): FrameRange | null {
  for (const [first, end] of [...free].reverse()) {
    const start = Math.min(end, fourGibibytes) - frames;
    if (start >= first) return [start, start + frames];
  }
  return null;
}

function resized(frames: number): string[] {
  const slabs = (frames * 4096) / 2048;
  return slabs === 32768 ? [] : [`software IO TLB: SWIOTLB bounce buffer size adjusted 32768 -> ${slabs} slabs`];
}

function mapped({ arch }: Machine, [first, end]: FrameRange): string[] {
  const hex = (frame: number): string => `0x${(frame * 4096).toString(16).padStart(16, '0')}`;
  const line = `software IO TLB: mapped [mem ${hex(first)}-${hex(end)}] (${(end - first) / mebibyte}MB)`;
  return arch === 'x86_64' ? ['PCI-DMA: Using software bounce buffering for IO (SWIOTLB)', line] : [line];
}

function hasAreas({ kernel }: Machine): boolean {
  return kernel === '6.1' || kernel === '6.12';
}
