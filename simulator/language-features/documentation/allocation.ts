/** Coherent memory, pools, and the memory that is mapped. */
import type { Documentations } from '../documentation.ts';

const api = 'Documentation/core-api/dma-api.rst';
const allocation = 'Documentation/core-api/memory-allocation.rst';

export const allocationDocumentation: Documentations = {
  dma_alloc_coherent: {
    summary: 'Memory that CPU and device may both touch at any time, zeroed, with the address for each of them.',
    rules: [
      'Whole pages: from the page allocator a power of two of them (150 KiB take 256), from CMA as many as are needed.',
      'CMA only where the flags may sleep; a block beyond the coherent mask is given back and the zones are asked.',
      'The pointer is not for `virt_to_phys` or `virt_to_page`: on some machines it is a remapped alias. Programs get it by `dma_mmap_coherent`.',
      'The handle is the device’s address, not a physical one.',
    ],
    source: 'kernel/dma/mapping.c',
  },
  dma_free_coherent: {
    summary: 'Gives coherent memory back.',
    rules: [
      'Device, size and handle as they were.',
      'Not with interrupts off: it may have to unmap (WARN_ON(irqs_disabled())).',
      'The device must have been stopped.',
    ],
    source: 'kernel/dma/mapping.c',
  },
  dmam_alloc_coherent: {
    summary: '`dma_alloc_coherent` whose memory is freed when the driver leaves the device.',
    rules: ['Freed in reverse order of all managed resources: an interrupt requested before it is freed after it.'],
    source: 'kernel/dma/mapping.c',
  },
  dma_mmap_coherent: {
    summary: 'Maps coherent memory into a program, from a driver’s mmap.',
    rules: [
      'Wherever it lies: remapped, behind an IOMMU, in CMA. `remap_pfn_range` of the handle is right on some machines only.',
      '`vm_pgoff` and the size are checked against the buffer.',
    ],
    source: 'kernel/dma/mapping.c',
  },
  dma_pool_create: {
    summary: 'A pool of small coherent blocks of one size and alignment.',
    rules: [
      'Alignment and boundary are powers of two; a block never crosses the boundary.',
      'Up to 6.3 a page loses its last block where the size divides it.',
    ],
    source: 'mm/dmapool.c',
  },
  dma_pool_alloc: {
    summary: 'One block of a pool.',
    rules: [
      'Not zeroed: `dma_pool_zalloc` is.',
      'Free blocks hold the pool’s own list up to 6.3: a device that still writes there breaks it.',
    ],
    source: 'mm/dmapool.c',
  },
  dma_pool_zalloc: { summary: 'One block of a pool, zeroed.', rules: [], source: 'include/linux/dmapool.h' },
  dma_pool_free: {
    summary: 'Gives a block back to the pool that it is of.',
    rules: ['With the handle that came with it.'],
    source: 'mm/dmapool.c',
  },
  dma_pool_destroy: {
    summary: 'Ends a pool.',
    rules: ['All blocks must be back: pages with blocks in use are leaked, with a word in the log.'],
    source: 'mm/dmapool.c',
  },
  kmalloc: {
    summary: 'Kernel memory whose physical bytes lie in a row.',
    rules: [
      'Sizes are rounded up to a class; above 8 KiB whole pages of a power of two.',
      'Can be mapped for a device; below a cache line it shares its line with neighbours.',
      '`GFP_KERNEL` sleeps: not under a spinlock or in an interrupt.',
    ],
    source: allocation,
  },
  kzalloc: { summary: '`kmalloc`, zeroed.', rules: ['`GFP_KERNEL` sleeps.'], source: allocation },
  kfree: {
    summary: 'Gives memory of kmalloc back.',
    rules: ['Not while a device can still write to it.', 'NULL is fine.'],
    source: allocation,
  },
  vmalloc: {
    summary: 'Memory in a row for the CPU alone: its pages lie anywhere.',
    rules: ['Not for `dma_map_single`: map it page by page.'],
    source: allocation,
  },
  devm_kzalloc: {
    summary: '`kzalloc` whose memory is freed when the driver leaves the device.',
    rules: ['An open file of a program can outlive it.'],
    source: 'drivers/base/devres.c',
  },
  GFP_KERNEL: {
    summary: 'May sleep, may reclaim.',
    rules: ['Not under a spinlock, with interrupts off, or in an interrupt.'],
    source: 'include/linux/gfp_types.h',
  },
  GFP_ATOMIC: {
    summary: 'Never sleeps; uses reserves.',
    rules: ['Not from CMA.'],
    source: 'include/linux/gfp_types.h',
  },
  GFP_DMA: {
    summary: 'From the zone below 16 MiB.',
    rules: ['`dma_alloc_coherent` ignores it: the mask decides.'],
    source: 'include/linux/gfp_types.h',
  },
  pin_user_pages: {
    summary: 'Holds a program’s pages so that a device may read or write them.',
    rules: [
      'A fork copies them for the child at once; `get_user_pages` does not make it.',
      'Mark them dirty and let them go with `unpin_user_pages_dirty_lock`.',
    ],
    source: 'Documentation/core-api/pin_user_pages.rst',
  },
  dma_get_sgtable: {
    summary: 'A scatter list of coherent memory’s pages.',
    rules: ['For sharing with other devices; it makes no mapping.'],
    source: api,
  },
};
