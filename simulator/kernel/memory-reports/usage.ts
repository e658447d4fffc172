/** How many frames of each kind are in use: what the lines of /proc/meminfo, /proc/vmstat and a failure's Mem-Info are made of. */
import { pte } from '../../hardware/mmu.ts';
import type { MemoryKernel, MemoryWorld } from '../memory-world.ts';
import { forEachAllocated, orderOf, ownerOf } from '../page-allocator/blocks.ts';
import type { OwnerKind } from '../page-allocator/owners.ts';
import { forEachPage, specialBit } from '../page-tables.ts';
import { frameOfEntry } from '../process/user-pages.ts';
import { vm } from '../process/vma.ts';
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
export function nodeCounters(world: MemoryWorld, usage: MemoryUsage): Readonly<Record<string, number>> {
  const { kernel } = world;
  const locked = lockedPages(world);
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
    // Nothing is moved to the active lists here; new pages begin on the inactive ones (since 5.9).
    nr_inactive_anon: anonymous + shared - locked.anonymous,
    nr_inactive_file: files - shared - locked.files,
    nr_unevictable: locked.anonymous + locked.files,
    nr_mlock: locked.anonymous + locked.files,
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

/** Frames in areas that are locked; shared memory counts as anonymous, as on the kernel's lists. */
function lockedPages(world: MemoryWorld): { anonymous: number; files: number } {
  const { spaces, pages } = world.kernel.addressSpaces;
  const frames = new Set<number>();
  for (const { root, areas } of spaces.values()) {
    for (const { start, end } of areas.filter(({ flags }) => (flags & vm.LOCKED) !== 0)) {
      forEachPage(world.hardware, root, start, end, ({ entry }) => {
        if (entry & pte.present && !(entry & specialBit)) frames.add(frameOfEntry(entry));
      });
    }
  }
  const isFile = (frame: number): boolean => {
    const file = pages.get(frame)?.file ?? null;
    return file !== null && !world.kernel.pageCache.files.get(file)?.inMemory;
  };
  const files = [...frames].filter(isFile).length;
  return { anonymous: frames.size - files, files };
}
