/**
 * /proc/meminfo in the lines of Linux 6.1 (fs/proc/meminfo.c, mm/hugetlb.c, arch/x86/mm/pat/set_memory.c). What this model has none of (buffers,
 * a swap cache, reserved huge pages, active lists) is 0. DirectMap* is what the page tables hold now; a real boot counts some tables twice.
 */
import { kernelRoot } from '../kernel-memory.ts';
import { countPerCpuPages } from '../load-image.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { forEachLeaf } from '../page-tables.ts';
import { commitLimit } from '../process/memory-settings.ts';
import { directMapBase } from '../virtual-layout.ts';
import { memoryUsage, nodeCounters } from './usage.ts';
import type { MemoryUsage } from './usage.ts';

type Rows = readonly (readonly [string, number])[];

export function memInfo(world: MemoryWorld): string {
  const { kernel } = world;
  const usage = memoryUsage(kernel);
  const node = nodeCounters(world, usage);
  const { slots, used } = kernel.swap;
  const swap = Math.max(0, slots - 1);
  return [
    ...lines(processRows(world, usage, node)),
    ...lines([
      ['SwapTotal', swap],
      ['SwapFree', Math.max(0, swap - used.size)],
    ]),
    ...lines(kernelRows(world, usage, node)),
    ...hugePageLines,
    ...directMapLines(world),
  ].join('');
}

/** Sizes in frames. */
function lines(rows: Rows): string[] {
  return rows.map(([name, frames]) => `${`${name}:`.padEnd(16)}${String(frames * 4).padStart(8)} kB\n`);
}

function processRows({ kernel }: MemoryWorld, usage: MemoryUsage, node: Readonly<Record<string, number>>): Rows {
  const reserve = kernel.pageAllocator.zones.reduce((sum, { watermark }) => sum + watermark.low, 0);
  const files = node['nr_file_pages']!;
  const available = usage.free - reserve + files - node['nr_shmem']! + Math.floor(usage.slabReclaimable / 2);
  return [
    ['MemTotal', usage.managed],
    ['MemFree', usage.free],
    ['MemAvailable', Math.max(0, available)],
    ['Buffers', 0],
    ['Cached', files],
    ['SwapCached', 0],
    ['Active', 0],
    ['Inactive', node['nr_inactive_anon']! + node['nr_inactive_file']!],
    ['Active(anon)', 0],
    ['Inactive(anon)', node['nr_inactive_anon']!],
    ['Active(file)', 0],
    ['Inactive(file)', node['nr_inactive_file']!],
    ['Unevictable', node['nr_unevictable']!],
    ['Mlocked', node['nr_mlock']!],
  ];
}

function kernelRows(world: MemoryWorld, usage: MemoryUsage, node: Readonly<Record<string, number>>): Rows {
  const { vmalloc, addressSpaces } = world.kernel;
  return [
    ['Dirty', node['nr_dirty']!],
    ['Writeback', node['nr_writeback']!],
    ['AnonPages', node['nr_anon_pages']!],
    ['Mapped', node['nr_mapped']!],
    ['Shmem', node['nr_shmem']!],
    ['KReclaimable', usage.slabReclaimable],
    ['Slab', usage.slabReclaimable + usage.slabUnreclaimable],
    ['SReclaimable', usage.slabReclaimable],
    ['SUnreclaim', usage.slabUnreclaimable],
    ['KernelStack', usage.byKind['kernel-stack'] ?? 0],
    ['PageTables', usage.byKind['page-table'] ?? 0],
    ...(['SecPageTables', 'NFS_Unstable', 'Bounce', 'WritebackTmp'] as const).map((name) => [name, 0] as const),
    ['CommitLimit', commitLimit(world.kernel)],
    ['Committed_AS', addressSpaces.committedPages],
    ['VmallocTotal', 2 ** 33 - 0.25],
    // Coherent buffers in the same area are not counted.
    ['VmallocUsed', vmalloc.areas.reduce((sum, { kind, pages }) => sum + (kind === 'vmalloc' ? pages : 0), 0)],
    ['VmallocChunk', 0],
    ['Percpu', countPerCpuPages(world)],
    ['AnonHugePages', 512 * node['nr_anon_transparent_hugepages']!],
    ...(['ShmemHugePages', 'ShmemPmdMapped', 'FileHugePages', 'FilePmdMapped'] as const).map(
      (name) => [name, 0] as const,
    ),
    ['CmaTotal', usage.totalCma],
    ['CmaFree', usage.freeCma],
  ];
}

const hugePageLines = [
  ...['Total', 'Free', 'Rsvd', 'Surp'].map((name) => `${`HugePages_${name}:`.padEnd(16)}${'0'.padStart(8)}\n`),
  'Hugepagesize:       2048 kB\n',
  'Hugetlb:               0 kB\n',
];

function directMapLines(world: MemoryWorld): string[] {
  const { hardware, machine } = world;
  if (machine.arch !== 'x86_64') return [];
  const bytes = new Map([4096, 0x20_0000, 0x4000_0000].map((size) => [size, 0]));
  const end = BigInt(machine.memory.at(-1)![1]);
  forEachLeaf(hardware, kernelRoot(world), directMapBase, directMapBase + end, (leaf) => {
    bytes.set(leaf.bytes, bytes.get(leaf.bytes)! + leaf.bytes);
  });
  const names = ['DirectMap4k', 'DirectMap2M', 'DirectMap1G'];
  return lines([...bytes.values()].map((sum, index) => [names[index]!, sum / 4096] as const));
}
