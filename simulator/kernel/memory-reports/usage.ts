/** How many frames of each kind are in use: what the lines of /proc/meminfo, /proc/vmstat and a failure's Mem-Info are made of. */
import type { MemoryKernel } from '../memory-world.ts';
import { forEachAllocated, orderOf, ownerOf } from '../page-allocator/blocks.ts';
import type { OwnerKind } from '../page-allocator/owners.ts';
import { slabFlag } from '../slab/geometry.ts';

export interface MemoryUsage {
  /** Frames by kind of owner. */
  readonly byKind: Readonly<Partial<Record<OwnerKind, number>>>;
  readonly managed: number;
  /** As NR_FREE_PAGES: not those on the CPUs' lists. */
  readonly free: number;
  readonly freeCma: number;
  readonly waiting: number;
  readonly totalCma: number;
  readonly slabReclaimable: number;
  readonly slabUnreclaimable: number;
}

export function memoryUsage(kernel: MemoryKernel): MemoryUsage {
  const { pageAllocator, slab, cma } = kernel;
  const byKind: Partial<Record<OwnerKind, number>> = {};
  const end = pageAllocator.ram.at(-1)?.[1] ?? 0;
  forEachAllocated(pageAllocator, 0, end, (_, record) => {
    const { kind } = ownerOf(pageAllocator, record);
    byKind[kind] = (byKind[kind] ?? 0) + 2 ** orderOf(record);
  });
  let slabReclaimable = 0;
  let slabs = 0;
  for (const { cache, order } of slab.pages.values()) {
    slabs += 2 ** order;
    if (slab.caches[cache]!.flags & slabFlag.RECLAIM_ACCOUNT) slabReclaimable += 2 ** order;
  }
  const { zones } = pageAllocator;
  const sum = (count: (zone: (typeof zones)[number]) => number): number =>
    zones.reduce((total, zone) => total + count(zone), 0);
  return {
    byKind,
    managed: sum((zone) => zone.managed),
    free: sum((zone) => zone.free),
    freeCma: sum((zone) => zone.freeCma),
    waiting: sum((zone) => zone.perCpu.reduce((total, { count }) => total + count, 0)),
    totalCma: cma.areas.reduce((total, { frames }) => total + frames, 0),
    slabReclaimable,
    slabUnreclaimable: slabs - slabReclaimable,
  };
}

/** Values by their names in /proc/vmstat and /proc/zoneinfo; what this model has none of is absent. */
export function nodeCounters(kernel: MemoryKernel, usage: MemoryUsage): Readonly<Record<string, number>> {
  const { byKind } = usage;
  const { pages, events } = kernel.addressSpaces;
  let anonymous = 0;
  let files = 0;
  let mappedFiles = 0;
  let shared = 0;
  for (const { file, mapCount } of pages.values()) {
    if (file === null) anonymous += mapCount > 0 ? 1 : 0;
    else {
      files++;
      if (mapCount > 0) mappedFiles++;
      if (kernel.pageCache.files.get(file)?.inMemory) shared++;
    }
  }
  const huge = [...kernel.addressSpaces.hugePages.values()].filter(({ mapCount }) => mapCount > 0).length;
  // Of a huge page that has entries of both sizes, its pages are counted once.
  for (const [head, { mapCount }] of kernel.addressSpaces.hugePages) {
    if (mapCount === 0) continue;
    for (let frame = head; frame < head + 512; frame++) if (!pages.has(frame)) anonymous++;
  }
  return {
    nr_anon_transparent_hugepages: huge,
    nr_active_anon: anonymous,
    nr_inactive_anon: shared,
    nr_inactive_file: files - shared,
    nr_slab_reclaimable: usage.slabReclaimable,
    nr_slab_unreclaimable: usage.slabUnreclaimable,
    nr_anon_pages: anonymous,
    nr_mapped: mappedFiles,
    nr_file_pages: files,
    nr_dirty: kernel.pageCache.dirtyPages,
    nr_writeback: kernel.pageCache.writebackPages,
    nr_shmem: shared,
    nr_written: events.pagesWrittenBack,
    nr_kernel_stack: (byKind['kernel-stack'] ?? 0) * 4,
    nr_page_table_pages: byKind['page-table'] ?? 0,
  };
}
