/** The functions of Linux that give, take back and hand over memory for DMA: which argument is what, counted from 0. */
import type { ResourceKind } from './state.ts';
import type { Aspect } from './terms.ts';

export interface Acquisition {
  readonly kind: ResourceKind;
  /** What of the resource the function returns. */
  readonly gives: Aspect;
  readonly device?: number;
  readonly buffer?: number;
  readonly size?: number;
  readonly direction?: number;
  readonly pool?: number;
  readonly flags?: number;
  /** Where the handle is written to. */
  readonly handleAt?: number;
}

const single: Acquisition = { kind: 'single', gives: 'handle', device: 0, buffer: 1, size: 2, direction: 3 };
const page: Acquisition = { kind: 'page', gives: 'handle', device: 0, buffer: 1, size: 3, direction: 4 };
const list: Acquisition = { kind: 'sg', gives: 'count', device: 0, buffer: 1, size: 2, direction: 3 };
const coherent: Acquisition = { kind: 'coherent', gives: 'memory', device: 0, size: 1, handleAt: 2, flags: 3 };
const managed: Acquisition = { ...coherent, kind: 'managed' };
const block: Acquisition = { kind: 'pool', gives: 'memory', pool: 0, flags: 1, handleAt: 2 };
const heap: Acquisition = { kind: 'heap', gives: 'memory', size: 0, flags: 1 };
const heapArray: Acquisition = { kind: 'heap', gives: 'memory', flags: 2 };
const virtual: Acquisition = { kind: 'vmalloc', gives: 'memory', size: 0 };
const either: Acquisition = { kind: 'kvmalloc', gives: 'memory', size: 0, flags: 1 };
const devm: Acquisition = { kind: 'devm', gives: 'memory', device: 0, size: 1, flags: 2 };

export const acquisitions: Readonly<Record<string, Acquisition>> = {
  dma_map_single: single,
  dma_map_single_attrs: single,
  dma_map_page: page,
  dma_map_page_attrs: page,
  skb_frag_dma_map: page,
  dma_map_resource: { kind: 'resource', gives: 'handle', device: 0, buffer: 1, size: 2, direction: 3 },
  dma_map_sg: list,
  dma_map_sg_attrs: list,
  dma_map_sgtable: { kind: 'sgtable', gives: 'status', device: 0, buffer: 1, direction: 2 },
  dma_alloc_coherent: coherent,
  dma_alloc_attrs: coherent,
  dma_alloc_wc: coherent,
  dma_alloc_writecombine: coherent,
  dma_zalloc_coherent: coherent,
  dmam_alloc_coherent: managed,
  dmam_alloc_attrs: managed,
  dma_pool_alloc: block,
  dma_pool_zalloc: block,
  kmalloc: heap,
  kzalloc: heap,
  kmemdup: { kind: 'heap', gives: 'memory', size: 1, flags: 2 },
  kmalloc_node: heap,
  kzalloc_node: heap,
  kmalloc_array: heapArray,
  kcalloc: heapArray,
  vmalloc: virtual,
  vzalloc: virtual,
  vmalloc_user: virtual,
  kvmalloc: either,
  kvzalloc: either,
  devm_kmalloc: devm,
  devm_kzalloc: devm,
};

export interface Release {
  readonly kinds: readonly ResourceKind[];
  readonly handle?: number;
  readonly buffer?: number;
  readonly size?: number;
  readonly direction?: number;
  readonly pool?: number;
}

const unmapSingle: Release = { kinds: ['single', 'page'], handle: 1, size: 2, direction: 3 };
const unmapList: Release = { kinds: ['sg'], buffer: 1, size: 2, direction: 3 };
const freeCoherent: Release = { kinds: ['coherent'], size: 1, buffer: 2, handle: 3 };
const kfree: Release = { kinds: ['heap'], buffer: 0 };

export const releases: Readonly<Record<string, Release>> = {
  dma_unmap_single: unmapSingle,
  dma_unmap_single_attrs: unmapSingle,
  dma_unmap_page: unmapSingle,
  dma_unmap_page_attrs: unmapSingle,
  dma_unmap_resource: { kinds: ['resource'], handle: 1, size: 2, direction: 3 },
  dma_unmap_sg: unmapList,
  dma_unmap_sg_attrs: unmapList,
  dma_unmap_sgtable: { kinds: ['sgtable', 'sg'], buffer: 1, direction: 2 },
  dma_free_coherent: freeCoherent,
  dma_free_attrs: freeCoherent,
  dma_free_wc: freeCoherent,
  dma_free_writecombine: freeCoherent,
  dmam_free_coherent: { ...freeCoherent, kinds: ['managed'] },
  dma_pool_free: { kinds: ['pool'], pool: 0, buffer: 1, handle: 2 },
  kfree,
  kfree_sensitive: kfree,
  vfree: { kinds: ['vmalloc'], buffer: 0 },
  kvfree: { kinds: ['kvmalloc', 'heap', 'vmalloc'], buffer: 0 },
  devm_kfree: { kinds: ['devm'], buffer: 1 },
};

/** How each kind is given back, in words for messages. */
export const releasedBy: Readonly<Record<ResourceKind, string>> = {
  single: 'dma_unmap_single()',
  page: 'dma_unmap_page()',
  resource: 'dma_unmap_resource()',
  sg: 'dma_unmap_sg()',
  sgtable: 'dma_unmap_sgtable()',
  coherent: 'dma_free_coherent()',
  managed: 'nobody: the device core frees it',
  pool: 'dma_pool_free()',
  heap: 'kfree()',
  vmalloc: 'vfree()',
  kvmalloc: 'kvfree()',
  devm: 'nobody: the device core frees it',
};

/** Those for which being lost is a leak of DMA mappings or memory. */
export const leaks: ReadonlySet<ResourceKind> = new Set(['single', 'page', 'resource', 'sg', 'sgtable', 'coherent', 'pool']); // prettier-ignore
export const mappings: ReadonlySet<ResourceKind> = new Set(['single', 'page', 'resource', 'sg', 'sgtable']);

export interface Handover {
  readonly to: 'cpu' | 'device';
  readonly handle?: number;
  readonly buffer?: number;
  readonly offset?: number;
  readonly size: number;
  readonly direction: number;
}

const whole = { handle: 1, size: 2, direction: 3 };
const range = { handle: 1, offset: 2, size: 3, direction: 4 };
const entries = { buffer: 1, size: 2, direction: 3 };

export const handovers: Readonly<Record<string, Handover>> = {
  dma_sync_single_for_cpu: { to: 'cpu', ...whole },
  dma_sync_single_for_device: { to: 'device', ...whole },
  dma_sync_single_range_for_cpu: { to: 'cpu', ...range },
  dma_sync_single_range_for_device: { to: 'device', ...range },
  dma_sync_sg_for_cpu: { to: 'cpu', ...entries },
  dma_sync_sg_for_device: { to: 'device', ...entries },
};

/** Values to a register of the device; the value comes first. */
export const registerWrites: readonly string[] = ['writeb', 'writew', 'writel', 'writeq', 'iowrite8', 'iowrite16', 'iowrite32', 'iowrite64', 'iowrite32be', 'iowrite16be', '__raw_writel', '__raw_writeq', 'outb', 'outw', 'outl']; // prettier-ignore
export const relaxedWrites: readonly string[] = ['writeb_relaxed', 'writew_relaxed', 'writel_relaxed', 'writeq_relaxed']; // prettier-ignore
export const registerReads: readonly string[] = ['readb', 'readw', 'readl', 'readq', 'ioread8', 'ioread16', 'ioread32', 'ioread64', 'ioread32be', 'readl_relaxed', 'readw_relaxed', 'readb_relaxed', 'readq_relaxed', '__raw_readl', '__raw_readq', 'inb', 'inw', 'inl']; // prettier-ignore

/** The same call handler under many names. */
export function under<T>(names: readonly string[], handler: T): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, handler]));
}

export const directions: Readonly<Record<string, string>> = {
  '0': 'DMA_BIDIRECTIONAL',
  '1': 'DMA_TO_DEVICE',
  '2': 'DMA_FROM_DEVICE',
};

export const toDevice = 1n;
export const fromDevice = 2n;
