/** /proc/buddyinfo, /proc/pagetypeinfo and /proc/zoneinfo, in the lines of Linux 6.1 (mm/vmstat.c). */
import type { MemoryKernel, MemoryWorld } from '../memory-world.ts';
import { blocksInList, pageblockFrames } from '../page-allocator/buddy.ts';
import { orderCount } from '../page-allocator/free-blocks.ts';
import { migratetype, migratetypeCount, migratetypeNames } from '../page-allocator/gfp.ts';
import type { PageAllocator } from '../page-allocator.ts';
import type { Zone } from '../page-allocator/zones.ts';
import { nodeStatNames, zoneEventNames, zoneStatNames } from './names.ts';
import { memoryUsage, nodeCounters } from './usage.ts';

const orders = Array.from({ length: orderCount }, (_, order) => order);
const types = Array.from({ length: migratetypeCount }, (_, type) => type);
const column = (value: number | string, width: number): string => String(value).padStart(width);

export function buddyInfo({ pageAllocator }: MemoryKernel): string {
  return populated(pageAllocator)
    .map((zone) => {
      const blocks = orders.map((order) =>
        types.reduce((sum, type) => sum + blocksInList(pageAllocator, zone, order, type), 0),
      );
      return `Node 0, zone ${column(zone.name, 8)} ${blocks.map((count) => `${column(count, 6)} `).join('')}\n`;
    })
    .join('');
}

export function pageTypeInfo({ pageAllocator }: MemoryKernel): string {
  const zones = populated(pageAllocator);
  const heading = 'Free pages count per migrate type at order'.padEnd(43);
  const free = zones.flatMap((zone) =>
    types.map((type) => {
      const blocks = orders.map((order) => `${column(blocksInList(pageAllocator, zone, order, type), 6)} `);
      return `Node ${column(0, 4)}, zone ${column(zone.name, 8)}, type ${column(migratetypeNames[type]!, 12)} ${blocks.join('')}`;
    }),
  );
  const counts = zones.map(
    (zone) =>
      `Node 0, zone ${column(zone.name, 8)} ${pageblockCounts(pageAllocator, zone)
        .map((count) => `${column(count, 12)} `)
        .join('')}`,
  );
  const names = types.map((type) => `${column(migratetypeNames[type]!, 12)} `).join('');
  return [
    'Page block order: 9',
    `Pages per block:  ${pageblockFrames}`,
    '',
    `${heading} ${orders.map((order) => `${column(order, 6)} `).join('')}`,
    ...free,
    '',
    `${'Number of blocks type'.padEnd(23)}${names}`,
    ...counts,
    '',
  ].join('\n');
}

function pageblockCounts(allocator: PageAllocator, zone: Zone): number[] {
  const counts = types.map(() => 0);
  for (const [first, end] of allocator.ram) {
    const from = Math.floor(Math.max(first, zone.first) / pageblockFrames);
    const to = Math.ceil(Math.min(end, zone.end) / pageblockFrames);
    counts[migratetype.movable]! += Math.max(0, to - from);
  }
  if (zone.index === 0 && allocator.ram.length > 1) counts[migratetype.movable] = wholeFirstZone(allocator, zone);
  for (const [block, type] of allocator.pageblockTypes) {
    const frame = block * pageblockFrames;
    if (frame < zone.first || frame >= zone.end || type === migratetype.movable) continue;
    counts[type]!++;
    counts[migratetype.movable]!--;
  }
  return counts;
}

/** The hole below 1 MiB lies within a pageblock that both its sides share. */
function wholeFirstZone({ ram }: PageAllocator, zone: Zone): number {
  const last = ram.filter(([first]) => first < zone.end).at(-1)!;
  return Math.ceil(Math.min(last[1], zone.end) / pageblockFrames);
}

export function zoneInfo(world: MemoryWorld): string {
  const { pageAllocator } = world.kernel;
  const node = nodeCounters(world, memoryUsage(world.kernel));
  const lines: string[] = [];
  const [firstPopulated] = populated(pageAllocator);
  for (const zone of pageAllocator.zones) {
    if (zone.present === 0) continue;
    lines.push(`Node 0, zone ${column(zone.name, 8)}`);
    if (zone === firstPopulated) {
      lines.push('  per-node stats', ...nodeStatNames.map((name) => `      ${name.padEnd(12)} ${node[name] ?? 0}`));
    }
    lines.push(...zoneLines(pageAllocator, zone));
  }
  lines.push(...movableZone);
  return `${lines.join('\n')}\n`;
}

function zoneLines(allocator: PageAllocator, zone: Zone): string[] {
  const { ram } = allocator;
  const inZone = ram.filter(([first, end]) => first < zone.end && end > zone.first);
  const start = Math.max(zone.first, inZone[0]?.[0] ?? zone.first);
  const cma = [...allocator.pageblockTypes].filter(
    ([block, type]) =>
      type === migratetype.cma && block * pageblockFrames >= zone.first && block * pageblockFrames < zone.end,
  ).length;
  const { watermark, protection } = zone;
  const counters: Record<string, number> = {
    nr_free_pages: zone.free,
    nr_free_cma: zone.freeCma,
    numa_hit: allocator.events.pgalloc[zone.index]!,
    numa_local: allocator.events.pgalloc[zone.index]!,
  };
  const managedWord = (name: string, value: number): string => `        ${name.padEnd(8)} ${value}`;
  return [
    `  pages free     ${zone.free}`,
    managedWord('boost', 0),
    managedWord('min', watermark.min),
    managedWord('low', watermark.low),
    managedWord('high', watermark.high),
    managedWord('spanned', zone.end - start),
    managedWord('present', zone.present),
    managedWord('managed', zone.managed),
    managedWord('cma', cma * pageblockFrames),
    `        protection: (${[...protection, protection[2]].join(', ')})`,
    ...[...zoneStatNames, ...zoneEventNames].map((name) => `      ${name.padEnd(12)} ${counters[name] ?? 0}`),
    '  pagesets',
    ...zone.perCpu.flatMap(({ count }, cpu) => [
      `    cpu: ${cpu}`,
      `              count: ${count}`,
      `              high:  ${zone.high}`,
      `              batch: ${zone.batch}`,
      `  vm stats threshold: ${statThreshold(zone, zone.perCpu.length)}`,
    ]),
    '  node_unreclaimable:  0',
    `  start_pfn:           ${start}`,
  ];
}

/** `calculate_normal_threshold`. */
function statThreshold(zone: Zone, cpus: number): number {
  const log2 = (value: number): number => 32 - Math.clz32(value);
  return Math.min(125, 2 * log2(cpus) * (1 + log2(Math.floor(zone.managed / 2 ** 15))));
}

const movableZone = [
  'Node 0, zone  Movable',
  '  pages free     0',
  ...['boost', 'min', 'low', 'high', 'spanned', 'present', 'managed', 'cma'].map(
    (name) => `        ${name.padEnd(8)} 0`,
  ),
  '        protection: (0, 0, 0, 0)',
];

function populated({ zones }: PageAllocator): Zone[] {
  return zones.filter(({ present }) => present > 0);
}
