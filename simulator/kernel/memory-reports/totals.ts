/** /proc/meminfo, /proc/vmstat and /proc/slabinfo, in the lines of Linux 6.1 (fs/proc/meminfo.c, mm/vmstat.c, mm/slab_common.c). */
import type { MemoryKernel } from '../memory-world.ts';
import type { KmemCache } from '../slab.ts';
import { eventNames, nodeStatNames, zoneEventNames, zoneStatNames } from './names.ts';
import { memoryUsage, nodeCounters } from './usage.ts';
import { commitLimit } from '../process/memory-settings.ts';

/** Lines that this model has something to say about, or that are always there. Sizes in frames. */
export function memInfo(kernel: MemoryKernel): string {
  const usage = memoryUsage(kernel);
  const { byKind } = usage;
  const reserve = kernel.pageAllocator.zones.reduce((sum, { watermark }) => sum + watermark.low, 0);
  const node = nodeCounters(kernel, usage);
  const files = node['nr_file_pages']!;
  const shared = node['nr_shmem']!;
  const anonymous = node['nr_anon_pages']!;
  const { slots, used } = kernel.swap;
  const swap = Math.max(0, slots - 1);
  const rows: readonly (readonly [string, number])[] = [
    ['MemTotal', usage.managed],
    ['MemFree', usage.free],
    ['MemAvailable', Math.max(0, usage.free - reserve + files - shared + Math.floor(usage.slabReclaimable / 2))],
    ['Buffers', 0],
    ['Cached', files],
    ['SwapCached', 0],
    ['Active', anonymous],
    ['Inactive', files],
    ['SwapTotal', swap],
    ['SwapFree', Math.max(0, swap - used.size)],
    ['Dirty', node['nr_dirty']!],
    ['Writeback', node['nr_writeback']!],
    ['AnonPages', anonymous],
    ['Mapped', node['nr_mapped']!],
    ['Shmem', shared],
    ['KReclaimable', usage.slabReclaimable],
    ['Slab', usage.slabReclaimable + usage.slabUnreclaimable],
    ['SReclaimable', usage.slabReclaimable],
    ['SUnreclaim', usage.slabUnreclaimable],
    ['KernelStack', byKind['kernel-stack'] ?? 0],
    ['PageTables', byKind['page-table'] ?? 0],
    ['CommitLimit', commitLimit(kernel)],
    ['Committed_AS', kernel.addressSpaces.committedPages],
    ['VmallocTotal', 2 ** 33 - 0.25],
    ['VmallocUsed', kernel.vmalloc.areas.reduce((sum, { frames }) => sum + frames.length, 0)],
    ['AnonHugePages', 512 * node['nr_anon_transparent_hugepages']!],
    ['ShmemHugePages', 0],
    ['ShmemPmdMapped', 0],
    ['FileHugePages', 0],
    ['FilePmdMapped', 0],
    ['CmaTotal', usage.totalCma],
    ['CmaFree', usage.freeCma],
  ];
  return rows
    .filter(([name]) => usage.totalCma > 0 || !name.startsWith('Cma'))
    .map(([name, frames]) => `${`${name}:`.padEnd(16)}${String(frames * 4).padStart(8)} kB\n`)
    .join('');
}

export function vmStat(kernel: MemoryKernel): string {
  const usage = memoryUsage(kernel);
  const { events } = kernel.pageAllocator;
  const allocated = events.pgalloc.reduce((sum, count) => sum + count, 0);
  const values: Record<string, number> = {
    ...nodeCounters(kernel, usage),
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
