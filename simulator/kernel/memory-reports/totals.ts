/** /proc/vmstat and /proc/slabinfo, in the lines of Linux 6.1 (mm/vmstat.c, mm/slab_common.c). */
import type { MemoryKernel, MemoryWorld } from '../memory-world.ts';
import type { KmemCache } from '../slab.ts';
import { eventNames, nodeStatNames, zoneEventNames, zoneStatNames } from './names.ts';
import { memoryUsage, nodeCounters } from './usage.ts';

export function vmStat(world: MemoryWorld): string {
  const { kernel } = world;
  const usage = memoryUsage(kernel);
  const { events } = kernel.pageAllocator;
  const allocated = events.pgalloc.reduce((sum, count) => sum + count, 0);
  const values: Record<string, number> = {
    ...nodeCounters(world, usage),
    ...eventsOfProcesses(kernel),
    nr_free_pages: usage.free,
    nr_free_cma: usage.freeCma,
    numa_hit: allocated,
    numa_local: allocated,
    pgalloc_dma: events.pgalloc[0]!,
    pgalloc_dma32: events.pgalloc[1]!,
    pgalloc_normal: events.pgalloc[2]!,
    allocstall_dma: events.allocstall[0]!,
    allocstall_dma32: events.allocstall[1]!,
    allocstall_normal: events.allocstall[2]!,
    pgfree: events.pgfree,
    pgmigrate_success: events.pgmigrateSuccess,
    pgmigrate_fail: events.pgmigrateFail,
    compact_stall: events.compactStall,
    compact_success: events.compactSuccess,
    compact_fail: events.compactFail,
    cma_alloc_success: events.cmaAllocSuccess,
    cma_alloc_fail: events.cmaAllocFail,
  };
  return [...zoneStatNames, ...zoneEventNames, ...nodeStatNames, ...eventNames]
    .map((name) => `${name} ${values[name] ?? 0}\n`)
    .join('');
}

function eventsOfProcesses({ addressSpaces: { events } }: MemoryKernel): Readonly<Record<string, number>> {
  return {
    // In units of 1 KiB.
    pgpgin: events.sectorsRead / 2,
    pgpgout: events.sectorsWritten / 2,
    pswpin: events.swapIns,
    pswpout: events.swapOuts,
    pgfault: events.faults,
    pgmajfault: events.majorFaults,
    pgscan_direct: events.pagesScanned,
    pgsteal_direct: events.pagesReclaimed,
    oom_kill: events.oomKills,
    thp_fault_alloc: events.hugeFaults,
    thp_fault_fallback: events.hugeFallbacks,
    thp_split_page: events.hugePagesSplit,
    thp_deferred_split_page: events.hugeSplitsDeferred,
    thp_split_pmd: events.hugeEntriesSplit,
    thp_zero_page_alloc: events.hugeZeroPages,
    nr_tlb_remote_flush: events.tlbInterrupts,
    nr_tlb_local_flush_all: events.tlbFullFlushes,
    nr_tlb_local_flush_one: events.tlbPagesFlushed,
  };
}

/** The newest cache first. A cache that others joined has its oldest name. */
export function slabInfo({ slab }: MemoryKernel): string {
  const heading =
    'slabinfo - version: 2.1\n' +
    '# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : ' +
    'tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>\n';
  const rows = slab.caches.filter(({ users }) => users > 0).reverse();
  return heading + rows.map((cache) => slabRow(cache, objectsOfSlabs(slab, cache))).join('');
}

function slabRow(cache: KmemCache, { active, total }: { active: number; total: number }): string {
  const { name, stride, objects, order, slabs } = cache;
  const column = (value: number, width: number): string => String(value).padStart(width);
  return (
    `${name.padEnd(17)} ${column(active, 6)} ${column(total, 6)} ${column(stride, 6)} ${column(objects, 4)} ${column(2 ** order, 4)}` +
    ` : tunables ${column(0, 4)} ${column(0, 4)} ${column(0, 4)} : slabdata ${column(slabs, 6)} ${column(slabs, 6)} ${column(0, 6)}\n`
  );
}

/** As SLUB counts: only what is free in the node's own slabs is not active. */
function objectsOfSlabs(slab: MemoryKernel['slab'], cache: KmemCache): { active: number; total: number } {
  let total = 0;
  let free = 0;
  for (const page of slab.pages.values()) {
    if (page.cache !== cache.id) continue;
    total += page.objects;
    if (cache.partial.has(page.frame)) free += page.objects - page.inUse;
  }
  return { active: total - free, total };
}
