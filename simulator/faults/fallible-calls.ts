/** Kernel functions that can fail without the driver being wrong, and what they then give. Those written in C ask `__should_fail` themselves. */
import type { BuiltinValue } from '../c-language/thread-state.ts';

interface Failure {
  /** As C's code would say it. */
  readonly gives: string;
  /** `values`: the call's arguments. */
  readonly result: (values: readonly BuiltinValue[]) => BuiltinValue;
}
const nothing: Failure = { gives: 'NULL', result: () => 0n };
const error = (name: string, number: number): Failure => ({ gives: `-${name}`, result: () => -number });
const noHandle: Failure = { gives: 'DMA_MAPPING_ERROR', result: () => 0xffff_ffff_ffff_ffffn };
/** The number of bytes that could not be copied. */
const allLeft: Failure = { gives: 'all bytes left', result: (values) => values[2]! };

/** By name of the TypeScript function; where drivers know it by another name, that one too. */
export const fallibleCalls: Readonly<Record<string, Failure & { readonly name?: string }>> = {
  kmalloc: nothing,
  krealloc: nothing,
  __slab_allocate: { ...nothing, name: 'kmem_cache_alloc' },
  alloc_pages: nothing,
  __get_free_pages: nothing,
  get_zeroed_page: nothing,
  alloc_pages_exact: nothing,
  __vmalloc: { ...nothing, name: 'vmalloc' },
  __vmap: { ...nothing, name: 'vmap' },
  __ioremap: { ...nothing, name: 'ioremap' },
  dma_alloc_attrs: nothing,
  __dma_alloc_pages: { ...nothing, name: 'dma_alloc_pages' },
  dma_map_page_attrs: noHandle,
  dma_map_resource: noHandle,
  __dma_map_sg_attrs: { ...error('ENOMEM', 12), name: 'dma_map_sg' },
  dma_set_mask: error('EIO', 5),
  dma_set_coherent_mask: error('EIO', 5),
  dma_mmap_attrs: error('ENXIO', 6),
  __remap_pfn_range: { ...error('EINVAL', 22), name: 'remap_pfn_range' },
  vm_insert_page: error('EBUSY', 16),
  _copy_from_user: { ...allLeft, name: 'copy_from_user' },
  _copy_to_user: { ...allLeft, name: 'copy_to_user' },
};
