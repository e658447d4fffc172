/** The zones of a machine: which frames they hold, how many they manage, their watermarks and per-CPU lists (Linux 6.1, arch/x86/mm/init.c, mm/page_alloc.c). */
import type { Architecture } from '../../machine.ts';

export type ZoneName = 'DMA' | 'DMA32' | 'Normal';

export interface Zone {
  readonly name: ZoneName;
  readonly index: number;
  readonly first: number; // frame
  readonly end: number; // frame, exclusive
  present: number;
  managed: number;
  /** As NR_FREE_PAGES: in the buddy's lists, those of CMA included, per-CPU lists not. */
  free: number;
  freeCma: number;
  readonly watermark: { min: number; low: number; high: number };
  /** By highest zone of the request: pages kept back from requests that could use a higher zone. */
  readonly protection: number[];
  /** Never used blocks of top order and movable type, as frame ranges, ascending: they stand behind that list's tail. */
  untouched: [number, number][];
  /** Per CPU. */
  readonly perCpu: PerCpuPages[];
  /** Frames of pageblocks kept for urgent callers who need contiguous memory. */
  reservedHighAtomic: number;
  /** Pages moved between a per-CPU list and the buddy at once, and what such a list may hold. */
  batch: number;
  high: number;
}
export interface PerCpuPages {
  count: number; // pages
  freeFactor: number;
  /** By `order * 3 + migratetype`: first frames; the last element is the list's head. */
  readonly lists: number[][];
}

export const perCpuOrders = 4;
const limits16M = 0x1000;
const limit4G = 0x10_0000;

export function createZones(architecture: Architecture, endFrame: number, cpus: number): Zone[] {
  // On arm64 the low 4 GiB are usually one ZONE_DMA (kernel-facts §1).
  const first = architecture === 'x86_64' ? [0, limits16M, limit4G] : [0, limit4G, limit4G];
  const names: readonly ZoneName[] = ['DMA', 'DMA32', 'Normal'];
  return names.map((name, index) => ({
    name,
    index,
    first: first[index]!,
    end: index < 2 ? first[index + 1]! : Math.max(endFrame, first[2]!),
    present: 0,
    managed: 0,
    free: 0,
    freeCma: 0,
    watermark: { min: 0, low: 0, high: 0 },
    protection: [0, 0, 0],
    untouched: [],
    perCpu: Array.from({ length: cpus }, () => ({
      count: 0,
      freeFactor: 0,
      lists: Array.from({ length: perCpuOrders * 3 }, () => []),
    })),
    reservedHighAtomic: 0,
    batch: 1,
    high: 0,
  }));
}

/**
 * Sets watermarks, protection and per-CPU sizes from the managed pages, as `init_per_zone_wmark_min` and `zone_batchsize` do. `freedLate`: pages by
 * zone that were not managed yet when that ran.
 */
export function setZoneLimits(zones: readonly Zone[], cpus: number, freedLate: readonly number[]): void {
  const managed = zones.map((zone, index) => zone.managed - freedLate[index]!);
  const total = managed.reduce((sum, count) => sum + count, 0);
  const kilobytes = Math.min(Math.max(Math.floor(Math.sqrt(total * 4 * 16)), 128), 262144);
  const minimum = kilobytes >>> 2;
  const reserveRatio = [256, 256, 32];
  for (const zone of zones) {
    const { watermark, index } = zone;
    const own = managed[index]!;
    watermark.min = total === 0 ? 0 : Math.floor((minimum * own) / total);
    const step = Math.max(watermark.min >>> 2, Math.floor(own / 1000));
    watermark.low = watermark.min + step;
    watermark.high = watermark.low + step;
    zone.batch = batchOf(own);
    zone.high = Math.max(Math.floor(watermark.low / cpus), zone.batch * 4);
    let above = 0;
    for (let higher = index + 1; higher < zones.length; higher++) {
      above += managed[higher]!;
      zone.protection[higher] = Math.floor(above / reserveRatio[index]!);
    }
  }
}

function batchOf(managed: number): number {
  const quarter = Math.max(Math.min(Math.floor(managed / 1024), 256) >>> 2, 1);
  return Math.max((1 << (31 - Math.clz32(quarter + (quarter >>> 1)))) - 1, 1);
}
