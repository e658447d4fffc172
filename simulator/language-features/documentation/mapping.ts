/** Streaming mappings, synchronisation and masks. */
import type { Documentations } from '../documentation.ts';

const api = 'Documentation/core-api/dma-api.rst';
const howTo = 'Documentation/core-api/dma-api-howto.rst';

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
    rules: ['Not for `dma_map_single`: dma-debug tells them apart.'],
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
};
