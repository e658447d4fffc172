/** Streaming mappings, synchronisation and masks. */
import type { Documentations } from '../documentation.ts';

const api = 'Documentation/core-api/dma-api.rst';
const howTo = 'Documentation/core-api/dma-api-howto.rst';
const engine = 'Documentation/driver-api/dmaengine/client.rst';

export const mappingDocumentation: Documentations = {
  dma_map_single: {
    summary: 'Lends a piece of kernel memory to a device and gives the address at which the device finds it.',
    rules: [
      'Memory from kmalloc or the page allocator only: not the stack, vmalloc, or the module itself.',
      'Ask `dma_mapping_error` before the handle is used: it fails where bounce buffers or IOVA space run out.',
      'The CPU keeps its hands off until `dma_unmap_single` or `dma_sync_single_for_cpu`.',
      'Neighbours in the first and last cache line are lent with it on a machine whose devices do not snoop.',
    ],
    source: howTo,
  },
  dma_unmap_single: {
    summary: 'Ends a mapping: the memory is the CPU’s again, and what the device wrote can be read.',
    rules: [
      'Size and direction as at the mapping, and the handle that it gave.',
      'Only once the device is known to be done: it may still hold the address.',
      'A bounce buffer is copied back here.',
    ],
    source: howTo,
  },
  dma_map_page: {
    summary: 'As `dma_map_single`, for memory that is known by its page and an offset.',
    rules: ['The size may go beyond the first page where the pages lie in a row.', 'Ask `dma_mapping_error`.'],
    source: api,
  },
  dma_unmap_page: {
    summary: 'Ends a mapping that `dma_map_page` made.',
    rules: [
      'Its name goes with the call that mapped: the two do the same, and 6.1’s dma-debug does not tell them apart.',
    ],
    source: api,
  },
  dma_map_sg: {
    summary: 'Maps a scatter list and gives the number of pieces that the device is to be told of.',
    rules: [
      '0 is the failure: there is no negative error.',
      'The device gets that many pieces, by `sg_dma_address` and `sg_dma_len`: an IOMMU may have joined some.',
      '`dma_unmap_sg` and the sync calls take the number that was given to `dma_map_sg`, not the one it returned.',
    ],
    source: howTo,
  },
  dma_unmap_sg: {
    summary: 'Ends the mapping of a scatter list.',
    rules: ['`nents` is what was passed to `dma_map_sg`.'],
    source: howTo,
  },
  dma_map_resource: {
    summary: 'Makes another device’s registers reachable for a device, by their physical address.',
    rules: ['Not for RAM: that is refused.', 'There is no sync for it.'],
    source: api,
  },
  dma_mapping_error: {
    summary: 'Whether a handle is the one that says that mapping failed (all bits set).',
    rules: ['0 is a valid handle: comparing with 0 or NULL is no check.'],
    source: howTo,
  },
  dma_sync_single_for_cpu: {
    summary: 'Takes a mapped buffer back for a look, without ending its mapping.',
    rules: [
      'Before the CPU reads what the device wrote.',
      'The device must be done with it; give it back with `dma_sync_single_for_device`.',
      'A part of the mapping may be named: its handle plus an offset.',
    ],
    source: howTo,
  },
  dma_sync_single_for_device: {
    summary: 'Hands a mapped buffer to the device again: what the CPU wrote reaches memory.',
    rules: ['After the CPU’s last write and before the device is started.'],
    source: howTo,
  },
  dma_sync_sg_for_cpu: {
    summary: 'As `dma_sync_single_for_cpu`, for a scatter list.',
    rules: ['`nents` as given to `dma_map_sg`.'],
    source: api,
  },
  dma_sync_sg_for_device: {
    summary: 'As `dma_sync_single_for_device`, for a scatter list.',
    rules: ['`nents` as given to `dma_map_sg`.'],
    source: api,
  },
  dma_set_mask_and_coherent: {
    summary: 'Says how many address bits the device drives, for mappings and coherent memory alike.',
    rules: [
      'What the device can really drive: a mask that claims more gives addresses that arrive cut.',
      'Before the first mapping or allocation. PCI devices begin with 32 bits.',
      'With 64 or 32 bits it does not fail on a PC: a fallback from 64 to 32 is dead code.',
    ],
    source: howTo,
  },
  dma_set_mask: {
    summary: 'How many address bits the device drives in streaming mappings.',
    rules: ['Coherent memory has a mask of its own.'],
    source: howTo,
  },
  dma_set_coherent_mask: {
    summary: 'How many address bits the device drives in coherent memory.',
    rules: ['It alone decides the zone of `dma_alloc_coherent`: GFP_DMA in its flags is ignored.'],
    source: 'kernel/dma/mapping.c',
  },
  DMA_BIT_MASK: { summary: 'A mask of the lowest n bits.', rules: [], source: 'include/linux/dma-mapping.h' },
  dma_set_max_seg_size: {
    summary: 'The longest piece that the device takes in one scatter list entry.',
    rules: ['64 KiB where it is not said: longer pieces are a finding of dma-debug.'],
    source: 'include/linux/dma-mapping.h',
  },
  DMA_TO_DEVICE: {
    summary: 'The device reads: the CPU’s data is written back before.',
    rules: ['A device that writes all the same loses its data in a bounce buffer, or faults behind an IOMMU.'],
    source: howTo,
  },
  DMA_FROM_DEVICE: {
    summary: 'The device writes: what the CPU has cached is thrown away.',
    rules: ['A shorter write leaves old bytes behind it: in a bounce buffer those of the original.'],
    source: howTo,
  },
  DMA_BIDIRECTIONAL: { summary: 'Both ways: costs the work of both.', rules: [], source: howTo },
  sg_dma_address: {
    summary: 'The address of one mapped piece, for the device.',
    rules: ['Only behind `dma_map_sg`, for as many pieces as it returned.'],
    source: howTo,
  },
  sg_dma_len: {
    summary: 'The length of one mapped piece.',
    rules: ['Not `sg->length`: an IOMMU may have joined pieces.'],
    source: howTo,
  },
  dma_wmb: {
    summary: 'Orders writes to coherent memory, as the device sees them.',
    rules: ['Between filling a descriptor and giving it away (OWN).'],
    source: 'Documentation/memory-barriers.txt',
  },
  dma_rmb: {
    summary: 'Orders reads of coherent memory.',
    rules: ['Between seeing that a descriptor is ours and reading the rest of it.'],
    source: 'Documentation/memory-barriers.txt',
  },
  wmb: {
    summary: 'Orders all writes, those to registers among them.',
    rules: ['`writel` has it built in; `writel_relaxed` has not.'],
    source: 'Documentation/memory-barriers.txt',
  },
  dma_map_sgtable: {
    summary: 'Maps a `struct sg_table`, and keeps in its `nents` how many pieces the device gets.',
    rules: ['0 or a negative error.', 'Walk the pieces with `for_each_sgtable_dma_sg`.'],
    source: 'include/linux/dma-mapping.h',
  },
  dma_unmap_sgtable: {
    summary: 'Ends the mapping of a `struct sg_table`.',
    rules: ['Its counts are the table’s own: they cannot be mixed up.'],
    source: 'include/linux/dma-mapping.h',
  },
  dma_sync_sgtable_for_cpu: {
    summary: 'As `dma_sync_single_for_cpu`, for a `struct sg_table`.',
    rules: [],
    source: api,
  },
  dma_sync_sgtable_for_device: {
    summary: 'As `dma_sync_single_for_device`, for a `struct sg_table`.',
    rules: [],
    source: api,
  },
  dma_sync_single_range_for_cpu: {
    summary: '`dma_sync_single_for_cpu` for a part of a mapping, by its offset.',
    rules: ['The part lies within the mapping.'],
    source: 'include/linux/dma-mapping.h',
  },
  dma_sync_single_range_for_device: {
    summary: '`dma_sync_single_for_device` for a part of a mapping, by its offset.',
    rules: ['The part lies within the mapping.'],
    source: 'include/linux/dma-mapping.h',
  },
  dma_unmap_resource: { summary: 'Ends a mapping that `dma_map_resource` made.', rules: [], source: api },
  dma_get_required_mask: {
    summary: 'The smallest mask that reaches all memory there is.',
    rules: ['To save on the size of descriptors; `dma_set_mask` is asked all the same.'],
    source: api,
  },
  dma_max_mapping_size: {
    summary: 'The largest size that one mapping may have.',
    rules: ['Where a device may need bounce buffers, 256 KiB or less.'],
    source: api,
  },
  dma_set_seg_boundary: {
    summary: 'A boundary that no piece of a scatter list crosses, for devices that cannot count over it.',
    rules: ['None where it is not said.'],
    source: 'include/linux/dma-mapping.h',
  },
  dma_coerce_mask_and_coherent: {
    summary: 'Sets both masks of a device whose bus gave it none to set.',
    rules: ['It makes `dma_mask` point to the coherent mask: only where the bus really forgot it.'],
    source: 'include/linux/dma-mapping.h',
  },
  dma_need_sync: {
    summary: 'Whether the sync calls do anything for a handle.',
    rules: ['A fast path may leave them out where they do not.'],
    source: api,
  },
  dma_set_min_align_mask: {
    summary: 'Low bits of a buffer’s address that bounce buffers have to keep.',
    rules: ['As NVMe needs, which knows offsets within a page only.'],
    source: 'include/linux/dma-mapping.h',
  },
  dma_get_cache_alignment: {
    summary: 'What a buffer’s start and size must be multiples of to share no cache line.',
    rules: ['1 on a PC, 128 on arm64.'],
    source: api,
  },
  DEFINE_DMA_UNMAP_ADDR: {
    summary: 'A field for a handle that is needed at unmapping only.',
    rules: ['Of no size where unmapping does nothing: not for handles that the device is told.'],
    source: howTo,
  },
  sg_init_table: {
    summary: 'Makes an array of entries a scatter list, and marks its end.',
    rules: ['Before pages are put in: a list without an end is walked into other memory.'],
    source: 'lib/scatterlist.c',
  },
  sg_init_one: {
    summary: 'A scatter list of one buffer.',
    rules: ['Of memory from kmalloc or the page allocator: not of the stack or vmalloc.'],
    source: 'lib/scatterlist.c',
  },
  sg_set_buf: {
    summary: 'Puts a buffer in an entry.',
    rules: ['Of memory in the linear map: vmalloc memory and the stack are not.'],
    source: 'include/linux/scatterlist.h',
  },
  sg_set_page: {
    summary: 'Puts a page, a length and an offset in an entry.',
    rules: [],
    source: 'include/linux/scatterlist.h',
  },
  for_each_sg: {
    summary: 'Walks a scatter list.',
    rules: [
      'As many entries as `dma_map_sg` returned for what the device is told, as were given to it for the CPU’s pages.',
    ],
    source: howTo,
  },
  for_each_sgtable_dma_sg: {
    summary: 'Walks the mapped pieces of a table, for the device.',
    rules: [],
    source: 'include/linux/scatterlist.h',
  },
  for_each_sgtable_sg: {
    summary: 'Walks the pages of a table, for the CPU.',
    rules: ['Not for `sg_dma_address`: there may be fewer mapped pieces.'],
    source: 'include/linux/scatterlist.h',
  },
  sg_alloc_table: {
    summary: 'Memory for a scatter list of so many entries.',
    rules: ['Back with `sg_free_table`, after it is unmapped.'],
    source: 'lib/scatterlist.c',
  },
  sg_alloc_table_from_pages: {
    summary: 'A scatter list over pages; those that lie in a row share an entry.',
    rules: ['Pieces may be longer than the device takes: `sg_alloc_table_from_pages_segment` cuts them.'],
    source: 'lib/scatterlist.c',
  },
  dma_request_chan: {
    summary: 'A channel of a DMA controller, by the name in the device tree.',
    rules: ['An error pointer, never NULL; `-EPROBE_DEFER` where the controller is not there yet.'],
    source: engine,
  },
  dmaengine_prep_slave_sg: {
    summary: 'A descriptor for a mapped scatter list.',
    rules: ['The list stays mapped until the transfer is done.', 'NULL where the channel cannot do it.'],
    source: engine,
  },
  dmaengine_submit: {
    summary: 'Puts a descriptor in its channel’s queue.',
    rules: ['Nothing moves before `dma_async_issue_pending`.'],
    source: engine,
  },
  dma_async_issue_pending: { summary: 'Starts what is queued.', rules: [], source: engine },
  dmaengine_terminate_sync: {
    summary: 'Stops a channel and waits for callbacks that run.',
    rules: ['Before the memory is unmapped and freed. Not from the callback.'],
    source: engine,
  },
  mb: { summary: 'Orders all reads and writes.', rules: [], source: 'Documentation/memory-barriers.txt' },
  rmb: { summary: 'Orders all reads.', rules: [], source: 'Documentation/memory-barriers.txt' },
};
