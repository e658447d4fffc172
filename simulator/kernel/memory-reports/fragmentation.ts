/** /sys/kernel/debug/extfrag/: how far free memory is in pieces too small, by order, as mm/vmstat.c of Linux 6.1 reckons it. */
import type { MemoryKernel } from '../memory-world.ts';
import { blocksInList } from '../page-allocator/buddy.ts';
import { orderCount } from '../page-allocator/free-blocks.ts';
import { migratetypeCount } from '../page-allocator/gfp.ts';

/** Part of the free memory that no block of the order or above holds. */
export function unusableIndex(kernel: MemoryKernel): string {
  return zoneLines(kernel, (blocks, order) => {
    const free = pagesIn(blocks, 0);
    return free === 0 ? 1000 : Math.floor((1000 * (free - pagesIn(blocks, order))) / free);
  });
}

/** -1: a block of the order is free; towards 0: memory is short; towards 1: it is in pieces. */
export function fragmentationIndex(kernel: MemoryKernel): string {
  return zoneLines(kernel, (blocks, order) => {
    const total = blocks.reduce((sum, count) => sum + count, 0);
    if (total === 0) return 0;
    if (blocks.slice(order).some((count) => count > 0)) return -1000;
    return 1000 - Math.floor((1000 + Math.floor((1000 * pagesIn(blocks, 0)) / 2 ** order)) / total);
  });
}

function pagesIn(blocks: readonly number[], from: number): number {
  return blocks.reduce((sum, count, order) => sum + (order < from ? 0 : count * 2 ** order), 0);
}

/** `index`: in thousandths, of the zone's free blocks by order. */
function zoneLines(
  { pageAllocator }: MemoryKernel,
  index: (blocks: readonly number[], order: number) => number,
): string {
  const types = Array.from({ length: migratetypeCount }, (_, type) => type);
  const orders = Array.from({ length: orderCount }, (_, order) => order);
  return pageAllocator.zones
    .filter(({ present }) => present > 0)
    .map((zone) => {
      const blocks = orders.map((order) =>
        types.reduce((sum, type) => sum + blocksInList(pageAllocator, zone, order, type), 0),
      );
      const columns = orders.map((order) => `${thousandths(index(blocks, order))} `);
      return `Node 0, zone ${zone.name.padStart(8)} ${columns.join('')}\n`;
    })
    .join('');
}

/** As the kernel prints `%d.%03d`, the sign before both. */
function thousandths(value: number): string {
  const whole = Math.trunc(value / 1000);
  return `${whole}.${String(Math.abs(value % 1000)).padStart(3, '0')}`;
}
