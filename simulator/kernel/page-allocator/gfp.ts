/** What a caller says about an allocation of pages: the flag bits of Linux 6.1 (include/linux/gfp_types.h) and what follows from them. */

export const gfp = {
  DMA: 0x01,
  HIGHMEM: 0x02,
  DMA32: 0x04,
  MOVABLE: 0x08,
  RECLAIMABLE: 0x10,
  HIGH: 0x20,
  IO: 0x40,
  FS: 0x80,
  ZERO: 0x100,
  ATOMIC_FLAG: 0x200,
  DIRECT_RECLAIM: 0x400,
  KSWAPD_RECLAIM: 0x800,
  NOWARN: 0x2000,
  NOFAIL: 0x8000,
  COMP: 0x40000,
  HARDWALL: 0x100000,
} as const;

export const GFP_KERNEL = gfp.DIRECT_RECLAIM | gfp.KSWAPD_RECLAIM | gfp.IO | gfp.FS;
export const GFP_ATOMIC = gfp.HIGH | gfp.ATOMIC_FLAG | gfp.KSWAPD_RECLAIM;
export const GFP_DMA = gfp.DMA;
export const GFP_DMA32 = gfp.DMA32;
export const GFP_HIGHUSER_MOVABLE = GFP_KERNEL | gfp.HARDWALL | gfp.HIGHMEM | gfp.MOVABLE;

/** Kinds of pages by mobility, in the kernel's order. The first three lend each other pageblocks. */
export const migratetype = { unmovable: 0, movable: 1, reclaimable: 2, highAtomic: 3, cma: 4, isolate: 5 } as const;
export const migratetypeCount = 6;
export const mergeableMigratetypes = 3;
export const migratetypeNames = ['Unmovable', 'Movable', 'Reclaimable', 'HighAtomic', 'CMA', 'Isolate'] as const;

/** Whether the caller may sleep: a bare `GFP_DMA` may not, just as `GFP_ATOMIC`. */
export function allowsBlocking(flags: number): boolean {
  return (flags & gfp.DIRECT_RECLAIM) !== 0;
}

export function migratetypeOf(flags: number): number {
  return (flags & (gfp.MOVABLE | gfp.RECLAIMABLE)) >>> 3;
}

/** Index of the highest zone that may serve the request. */
export function highestZone(flags: number): number {
  if (flags & gfp.DMA) return 0;
  return flags & gfp.DMA32 ? 1 : 2;
}

/** In the order of include/trace/events/mmflags.h: the largest sets first. */
const names: readonly (readonly [number, string])[] = [
  [GFP_HIGHUSER_MOVABLE, 'GFP_HIGHUSER_MOVABLE'],
  [GFP_KERNEL | gfp.HARDWALL | gfp.HIGHMEM, 'GFP_HIGHUSER'],
  [GFP_KERNEL | gfp.HARDWALL, 'GFP_USER'],
  [GFP_KERNEL | 0x400000, 'GFP_KERNEL_ACCOUNT'],
  [GFP_KERNEL, 'GFP_KERNEL'],
  [gfp.DIRECT_RECLAIM | gfp.KSWAPD_RECLAIM | gfp.IO, 'GFP_NOFS'],
  [GFP_ATOMIC, 'GFP_ATOMIC'],
  [gfp.DIRECT_RECLAIM | gfp.KSWAPD_RECLAIM, 'GFP_NOIO'],
  [gfp.KSWAPD_RECLAIM, 'GFP_NOWAIT'],
  [gfp.DMA, 'GFP_DMA'],
  [gfp.HIGHMEM, '__GFP_HIGHMEM'],
  [gfp.DMA32, 'GFP_DMA32'],
  [gfp.HIGH, '__GFP_HIGH'],
  [gfp.ATOMIC_FLAG, '__GFP_ATOMIC'],
  [gfp.IO, '__GFP_IO'],
  [gfp.FS, '__GFP_FS'],
  [gfp.NOWARN, '__GFP_NOWARN'],
  [0x4000, '__GFP_RETRY_MAYFAIL'],
  [0x8000, '__GFP_NOFAIL'],
  [0x10000, '__GFP_NORETRY'],
  [gfp.COMP, '__GFP_COMP'],
  [gfp.ZERO, '__GFP_ZERO'],
  [0x80000, '__GFP_NOMEMALLOC'],
  [0x20000, '__GFP_MEMALLOC'],
  [gfp.HARDWALL, '__GFP_HARDWALL'],
  [0x200000, '__GFP_THISNODE'],
  [gfp.RECLAIMABLE, '__GFP_RECLAIMABLE'],
  [gfp.MOVABLE, '__GFP_MOVABLE'],
  [0x400000, '__GFP_ACCOUNT'],
  [0x1000, '__GFP_WRITE'],
  [gfp.DIRECT_RECLAIM, '__GFP_DIRECT_RECLAIM'],
  [gfp.KSWAPD_RECLAIM, '__GFP_KSWAPD_RECLAIM'],
];

/** As `%pGg` prints it: the largest named sets first, the rest in hexadecimal. */
export function describeGfp(flags: number): string {
  const parts: string[] = [];
  let left = flags;
  for (const [bits, name] of names) {
    if ((left & bits) !== bits) continue;
    parts.push(name);
    left &= ~bits;
  }
  if (left !== 0) parts.push(`0x${left.toString(16)}`);
  return parts.join('|');
}
