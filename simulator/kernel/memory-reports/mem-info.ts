/** What the kernel logs of its memory when an allocation fails: `show_mem` of Linux 6.1 (mm/page_alloc.c), line by line. */
import type { MemoryKernel, MemoryWorld } from '../memory-world.ts';
import { blocksInList } from '../page-allocator/buddy.ts';
import { orderCount } from '../page-allocator/free-blocks.ts';
import { migratetypeCount } from '../page-allocator/gfp.ts';
import type { Zone } from '../page-allocator/zones.ts';
import { memoryUsage, nodeCounters } from './usage.ts';

/** By migratetype, in the order of its numbers. */
const typeLetters = 'UMEHCI';
const kilobytes = (frames: number): string => `${frames * 4}kB`;

export function memInfoLines(world: MemoryWorld, cpu: number): string[] {
  const { kernel } = world;
  const usage = memoryUsage(kernel);
  const node = nodeCounters(world, usage);
  const of = (name: string): number => node[`nr_${name}`] ?? 0;
  const zones = kernel.pageAllocator.zones.filter(({ present }) => present > 0);
  return [
    'Mem-Info:',
    `active_anon:${of('active_anon')} inactive_anon:${of('inactive_anon')} isolated_anon:0`,
    ` active_file:0 inactive_file:${of('inactive_file')} isolated_file:0`,
    ` unevictable:${of('unevictable')} dirty:${of('dirty')} writeback:${of('writeback')}`,
    ` slab_reclaimable:${usage.slabReclaimable} slab_unreclaimable:${usage.slabUnreclaimable}`,
    ` mapped:${of('mapped')} shmem:${of('shmem')} pagetables:${of('page_table_pages')}`,
    ' sec_pagetables:0 bounce:0',
    ' kernel_misc_reclaimable:0',
    ` free:${usage.free} free_pcp:${usage.waiting} free_cma:${usage.freeCma}`,
    nodeLine(of),
    ...zones.flatMap((zone) => zoneLines(zone, cpu)),
    ...zones.map((zone) => freeLine(kernel, zone)),
    ...['1048576kB', '2048kB'].map(
      (size) => `Node 0 hugepages_total=0 hugepages_free=0 hugepages_surp=0 hugepages_size=${size}`,
    ),
    `${of('file_pages')} total pagecache pages`,
    ...swapLines(kernel),
    ...totalLines(kernel, usage.managed, usage.totalCma),
  ];
}

function nodeLine(of: (name: string) => number): string {
  const anonymous = `active_anon:${kilobytes(of('active_anon'))} inactive_anon:${kilobytes(of('inactive_anon'))}`;
  const files = `active_file:0kB inactive_file:${kilobytes(of('inactive_file'))} unevictable:${kilobytes(of('unevictable'))} isolated(anon):0kB isolated(file):0kB`;
  const state = `mapped:${kilobytes(of('mapped'))} dirty:${kilobytes(of('dirty'))} writeback:${kilobytes(of('writeback'))}`;
  const kernel = `shmem:${kilobytes(of('shmem'))} writeback_tmp:0kB kernel_stack:${of('kernel_stack')}kB pagetables:${kilobytes(of('page_table_pages'))}`;
  return `Node 0 ${anonymous} ${files} ${state} ${kernel} sec_pagetables:0kB all_unreclaimable? no`;
}

function zoneLines(zone: Zone, cpu: number): string[] {
  const { name, free, watermark, present, managed, freeCma, reservedHighAtomic, protection, perCpu } = zone;
  const waiting = perCpu.reduce((sum, { count }) => sum + count, 0);
  const marks = `min:${kilobytes(watermark.min)} low:${kilobytes(watermark.low)} high:${kilobytes(watermark.high)}`;
  const lists = 'active_anon:0kB inactive_anon:0kB active_file:0kB inactive_file:0kB unevictable:0kB writepending:0kB';
  const sizes = `present:${kilobytes(present)} managed:${kilobytes(managed)} mlocked:0kB bounce:0kB`;
  const own = `free_pcp:${kilobytes(waiting)} local_pcp:${kilobytes(perCpu[cpu]!.count)} free_cma:${kilobytes(freeCma)}`;
  return [
    `Node 0 ${name} free:${kilobytes(free)} boost:0kB ${marks} reserved_highatomic:${reservedHighAtomic * 4}KB ${lists} ${sizes} ${own}`,
    `lowmem_reserve[]: ${[...protection, protection[2]].join(' ')}`,
  ];
}

/** How many free blocks of each size there are, and for which mobility. */
function freeLine({ pageAllocator }: MemoryKernel, zone: Zone): string {
  let total = 0;
  const parts = Array.from({ length: orderCount }, (_, order) => {
    const counts = Array.from({ length: migratetypeCount }, (__, type) =>
      blocksInList(pageAllocator, zone, order, type),
    );
    const count = counts.reduce((sum, each) => sum + each, 0);
    total += count * 2 ** order;
    const letters = counts.map((each, type) => (each > 0 ? typeLetters[type]! : '')).join('');
    return `${count}*${4 * 2 ** order}kB${count > 0 ? ` (${letters})` : ''} `;
  });
  return `Node 0 ${zone.name}: ${parts.join('')}= ${kilobytes(total)}`;
}

function swapLines({ swap }: MemoryKernel): string[] {
  const total = Math.max(0, swap.slots - 1);
  const cached = [...swap.used.values()].filter(({ frame }) => frame !== null).length;
  return [
    `${cached} pages in swap cache`,
    `Free swap  = ${kilobytes(Math.max(0, total - swap.used.size))}`,
    `Total swap = ${kilobytes(total)}`,
  ];
}

function totalLines({ pageAllocator }: MemoryKernel, managed: number, cma: number): string[] {
  const present = pageAllocator.zones.reduce((sum, zone) => sum + zone.present, 0);
  return [
    `${present} pages RAM`,
    '0 pages HighMem/MovableOnly',
    `${present - managed} pages reserved`,
    ...(cma > 0 ? [`${cma} pages cma reserved`] : []),
  ];
}
