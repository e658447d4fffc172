/** Coherent memory, pools, and the memory that is mapped. */
import type { Documentations } from '../documentation.ts';

const api = 'Documentation/core-api/dma-api.rst';
const allocation = 'Documentation/core-api/memory-allocation.rst';
const pin = 'Documentation/core-api/pin_user_pages.rst';

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
    source: 'mm/slab_common.c',
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
    source: pin,
  },
  dma_get_sgtable: {
    summary: 'A scatter list of coherent memory’s pages.',
    rules: ['For sharing with other devices; it makes no mapping.'],
    source: 'kernel/dma/mapping.c',
  },
  dmam_free_coherent: {
    summary: 'Gives back what `dmam_alloc_coherent` got, before the driver leaves.',
    rules: ['`dma_free_coherent` would leave a second free behind.'],
    source: 'kernel/dma/mapping.c',
  },
  dma_alloc_wc: {
    summary: 'Coherent memory that the CPU writes in bursts.',
    rules: ['Reading it is slow.', 'Back with `dma_free_wc`.'],
    source: 'include/linux/dma-mapping.h',
  },
  dma_alloc_pages: {
    summary: 'Pages that the device reaches, for streaming: cached, not coherent.',
    rules: ['The sync calls stand between CPU and device.', 'NULL or a page that is mapped already.'],
    source: api,
  },
  dma_alloc_noncoherent: {
    summary: 'As `dma_alloc_pages`, by its address.',
    rules: ['Not coherent: the sync calls are needed.'],
    source: api,
  },
  dma_alloc_noncontiguous: {
    summary: 'A `struct sg_table` of pages that the device sees in a row.',
    rules: ['In one piece for the device, not for the CPU: `dma_vmap_noncontiguous` gives an address.'],
    source: api,
  },
  dmam_pool_create: {
    summary: '`dma_pool_create` whose pool ends when the driver leaves the device.',
    rules: ['All blocks must be back by then.'],
    source: 'mm/dmapool.c',
  },
  kcalloc: {
    summary: 'Zeroed memory for so many elements; NULL where the product does not fit.',
    rules: ['`GFP_KERNEL` sleeps.'],
    source: allocation,
  },
  kmalloc_array: {
    summary: 'Memory for so many elements; NULL where the product does not fit.',
    rules: ['Not zeroed.'],
    source: allocation,
  },
  krealloc: {
    summary: 'Memory of kmalloc with another size.',
    rules: ['It may move: not while a device knows the old address.'],
    source: allocation,
  },
  ksize: {
    summary: 'How many bytes the allocator really set aside.',
    rules: ['What lies behind the size that was asked for is not yours to use.'],
    source: 'mm/slab_common.c',
  },
  kvmalloc: {
    summary: '`kmalloc`, or `vmalloc` where that fails.',
    rules: ['Not for `dma_map_single`: it may lie in pieces.', 'Back with `kvfree`.'],
    source: allocation,
  },
  kvfree: { summary: 'Gives back memory of kmalloc or vmalloc.', rules: [], source: allocation },
  vfree: {
    summary: 'Gives memory of vmalloc back.',
    rules: ['It may sleep, but in an interrupt.'],
    source: 'mm/vmalloc.c',
  },
  vmalloc_to_page: {
    summary: 'The page behind an address of vmalloc.',
    rules: ['Page by page: the next one lies anywhere.'],
    source: 'mm/vmalloc.c',
  },
  kmem_cache_create: {
    summary: 'A cache of objects of one size.',
    rules: ['`SLAB_HWCACHE_ALIGN` where devices write to them.'],
    source: allocation,
  },
  kmem_cache_alloc: { summary: 'An object of a cache.', rules: ['Not zeroed.'], source: allocation },
  alloc_pages: {
    summary: 'So many pages in a row: two to the power of the order.',
    rules: ['NULL on failure; back with `__free_pages` and the same order.'],
    source: allocation,
  },
  __get_free_pages: {
    summary: 'As `alloc_pages`, by the address in the linear map.',
    rules: ['0 on failure; back with `free_pages` and the same order.'],
    source: 'mm/page_alloc.c',
  },
  free_pages: {
    summary: 'Gives pages back, by their address.',
    rules: ['The order as it was.', 'The device must have been stopped.'],
    source: 'mm/page_alloc.c',
  },
  devm_kmalloc: {
    summary: '`kmalloc` whose memory is freed when the driver leaves the device.',
    rules: ['Begins behind a header of 40 bytes: not at the start of a cache line.'],
    source: 'drivers/base/devres.c',
  },
  devm_kcalloc: {
    summary: '`kcalloc` whose memory is freed when the driver leaves the device.',
    rules: [],
    source: 'include/linux/device.h',
  },
  get_user_pages: {
    summary: 'Holds pages of a program.',
    rules: ['For looking at them; for a device `pin_user_pages`.'],
    source: pin,
  },
  pin_user_pages_fast: {
    summary: 'As `pin_user_pages`, of the program that runs.',
    rules: ['It may pin fewer than were asked for.'],
    source: pin,
  },
  unpin_user_pages: {
    summary: 'Lets pinned pages go.',
    rules: ['What the device wrote is lost unless they are marked dirty: `unpin_user_pages_dirty_lock`.'],
    source: pin,
  },
  unpin_user_pages_dirty_lock: {
    summary: 'Marks pinned pages dirty and lets them go.',
    rules: ['It may sleep.'],
    source: 'mm/gup.c',
  },
};
