/** The caches that the kernel has from the start: kmalloc's, in the order of mm/slab_common.c. */
import { gfp } from '../page-allocator/gfp.ts';
import { createFrameTable } from '../page-allocator/frame-table.ts';
import { createCache } from './caches.ts';
import { createStackDepot } from './stack-depot.ts';
import type { KmemCache, Slab } from './state.ts';

const kmallocSizes = [8, 16, 32, 64, 96, 128, 192, 256, 512, 1024, 2048, 4096, 8192];
const kmallocTypes = [
  { prefix: 'kmalloc-', gfp: 0, flags: 0 },
  { prefix: 'kmalloc-rcl-', gfp: gfp.RECLAIMABLE, flags: 0x20000 },
  { prefix: 'dma-kmalloc-', gfp: gfp.DMA, flags: 0x4000 },
] as const;
/** KMALLOC_MAX_CACHE_SIZE: more comes straight from the page allocator. */
export const largestKmallocCache = 8192;

export function createSlab(cpus: number, debugFlags = 0): Slab {
  const slab: Slab = {
    caches: [],
    pages: new Map(),
    frames: createFrameTable(),
    large: new Map(),
    stacks: createStackDepot(),
    debugFlags,
  };
  for (const { prefix, gfp: zone, flags } of kmallocTypes) {
    for (const size of kmallocSizes) {
      const name = prefix + (size >= 1024 ? `${size / 1024}k` : `${size}`);
      // Powers of two are aligned to themselves.
      const align = (size & (size - 1)) === 0 ? size : 8;
      createCache(slab, cpus, { name, size, align, gfp: zone, flags: flags | debugFlags, constructs: false });
    }
  }
  return slab;
}

/** The cache that serves `kmalloc(size)`; null for 0 and for what the page allocator serves. */
export function kmallocCache(slab: Slab, size: number, flags: number): KmemCache | null {
  if (size === 0 || size > largestKmallocCache) return null;
  const type = flags & gfp.DMA ? 2 : flags & gfp.RECLAIMABLE ? 1 : 0;
  let index = 0;
  while (kmallocSizes[index]! < size) index++;
  return slab.caches[type * kmallocSizes.length + index]!;
}
