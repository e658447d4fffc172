/**
 * What an idle kernel has allocated before the first driver loads, and how that left the free blocks: a few open 4 MiB blocks for each mobility, and
 * pages waiting on the CPUs' lists. The pattern is that of an idle Linux 6.1.192 on the 6 GiB reference machine (its free lists were asked for, block
 * by block); what each allocated byte holds is not modelled.
 */
import type { FrameRange } from '../page-allocator/create.ts';
import { migratetype } from '../page-allocator/gfp.ts';

export interface BootAllocations {
  /** Frames in use. */
  readonly used: readonly FrameRange[];
  readonly pageblocks: readonly { readonly frame: number; readonly type: number }[];
  readonly waiting: readonly WaitingBlocks[];
}
/** `count` blocks of 2^order frames from `frame` on, on a CPU's list, the lowest to be given first. */
export interface WaitingBlocks {
  readonly cpu: number;
  readonly order: number;
  readonly type: number;
  readonly frame: number;
  readonly count: number;
}

const { unmovable, movable, reclaimable } = migratetype;
/** 32 MiB, which begin at a 4 MiB boundary. */
export const bootAllocationFrames = 0x2000;

/** Free blocks, as offsets: `[first, end)` each. What is neither free nor waiting is in use. */
const freeRanges: readonly FrameRange[] = [
  [0x350, 0x360], // unmovable
  [0x1514, 0x1600], // reclaimable
  [0x1600, 0x1800],
  [0x1b40, 0x1b80], // unmovable
  [0x1c2f, 0x1e00], // movable
  [0x1e00, 0x2000],
];
const waiting: readonly WaitingBlocks[] = [
  { cpu: 0, order: 0, type: unmovable, frame: 0x1b04, count: 60 },
  { cpu: 1, order: 0, type: unmovable, frame: 0x1b80, count: 40 },
  { cpu: 0, order: 1, type: unmovable, frame: 0x1d6, count: 18 },
  { cpu: 1, order: 1, type: unmovable, frame: 0x200, count: 18 },
  { cpu: 0, order: 2, type: unmovable, frame: 0x1bd0, count: 8 },
  { cpu: 1, order: 2, type: unmovable, frame: 0x1bb0, count: 8 },
  { cpu: 0, order: 3, type: unmovable, frame: 0x1370, count: 6 },
  { cpu: 1, order: 3, type: unmovable, frame: 0x1340, count: 5 },
  { cpu: 0, order: 0, type: reclaimable, frame: 0x14a3, count: 50 },
  { cpu: 1, order: 0, type: reclaimable, frame: 0x4da, count: 28 },
  { cpu: 0, order: 1, type: reclaimable, frame: 0x14fe, count: 11 },
  { cpu: 1, order: 1, type: reclaimable, frame: 0x1466, count: 24 },
  { cpu: 0, order: 0, type: movable, frame: 0x1c05, count: 42 },
];
/** By 4 MiB. */
const types = [unmovable, reclaimable, unmovable, unmovable, unmovable, reclaimable, unmovable, movable];

/** From frame `base`, a multiple of 1024, on. */
export function bootAllocationsAt(base: number, cpus: number): BootAllocations {
  const listed = waiting.filter(({ cpu }) => cpu < cpus);
  const open = [
    ...freeRanges,
    ...listed.map(({ frame, order, count }): FrameRange => [frame, frame + count * 2 ** order]),
  ].sort((a, b) => a[0] - b[0]);
  const used: FrameRange[] = [];
  let at = 0;
  for (const [first, end] of open) {
    if (first > at) used.push([base + at, base + first]);
    at = end;
  }
  return {
    used,
    pageblocks: types.flatMap((type, index) =>
      [0, 512].map((offset) => ({ frame: base + index * 1024 + offset, type })),
    ),
    waiting: listed.map((each) => ({ ...each, frame: base + each.frame })),
  };
}

/** Of the kernel image (first frame 0x1000): what was freed when the boot was over, and where such pages wait. */
export const freedImageRanges: readonly FrameRange[] = [
  [0x1a02, 0x1c00],
  [0x1ee5, 0x2000],
  [0x24fd, 0x2656],
];
export const freedImageWaiting: readonly WaitingBlocks[] = [
  { cpu: 0, order: 0, type: movable, frame: 0x1f3f, count: 193 },
];
