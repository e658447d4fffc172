/** The caches that the kernel has from the start: kmalloc's, in the order of mm/slab_common.c. */
import { gfp } from '../page-allocator/gfp.ts';
import { createFrameTable } from '../page-allocator/frame-table.ts';
import { createCache } from './caches.ts';
import { slabFlag } from './geometry.ts';
import { createStackDepot } from './stack-depot.ts';
import type { KmemCache, Slab } from './state.ts';

export const kmallocSizes = [8, 16, 32, 64, 96, 128, 192, 256, 512, 1024, 2048, 4096, 8192];
const kmallocTypes = [
  { prefix: 'kmalloc-', gfp: 0, flags: 0 },
  { prefix: 'kmalloc-rcl-', gfp: gfp.RECLAIMABLE, flags: 0x20000 },
  { prefix: 'dma-kmalloc-', gfp: gfp.DMA, flags: 0x4000 },
] as const;
/** KMALLOC_MAX_CACHE_SIZE: more comes straight from the page allocator. */
export const largestKmallocCache = 8192;

/** `smallest`: ARCH_KMALLOC_MINALIGN, below which there are no caches; objects that share a line with others are a matter of it. */
export function createSlab(cpus: number, debugFlags = 0, smallest: 8 | 64 | 128 = 8): Slab {
  // The two sizes between powers of two go where they would not be aligned.
  const sizes = kmallocSizes.filter((size) => size % smallest === 0);
  const slab: Slab = {
    kmallocSizes: sizes,
    caches: [],
    pages: new Map(),
    frames: createFrameTable(),
    freedBlocks: new Map(),
    told: new Map(),
    large: new Map(),
    stacks: createStackDepot(),
    debugFlags,
  };
  for (const { prefix, gfp: zone, flags } of kmallocTypes) {
    for (const size of sizes) {
      const name = prefix + (size >= 1024 ? `${size / 1024}k` : `${size}`);
      // Powers of two are aligned to themselves.
      const align = (size & (size - 1)) === 0 ? size : 8;
      const all = flags | debugFlags | slabFlag.KMALLOC;
      createCache(slab, cpus, { name, size, align, gfp: zone, flags: all, constructs: false });
    }
  }
  return slab;
}

/** `slab_flags_t` of the letters of `slub_debug=`. */
export function debugFlagsOf(letters: string): number {
  const flags: Readonly<Record<string, number>> = {
    F: slabFlag.CONSISTENCY_CHECKS,
    Z: slabFlag.RED_ZONE,
    P: slabFlag.POISON,
    U: slabFlag.STORE_USER,
  };
  return [...letters].reduce((all, letter) => all | flags[letter]!, 0);
}

/** The cache that serves `kmalloc(size)`; null for 0 and for what the page allocator serves. */
export function kmallocCache(slab: Slab, size: number, flags: number): KmemCache | null {
  if (size === 0 || size > largestKmallocCache) return null;
  const type = flags & gfp.DMA ? 2 : flags & gfp.RECLAIMABLE ? 1 : 0;
  const sizes = slab.kmallocSizes;
  let index = 0;
  while (sizes[index]! < size) index++;
  return slab.caches[type * sizes.length + index]!;
}
