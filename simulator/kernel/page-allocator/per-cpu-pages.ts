/** The per-CPU lists in front of the buddy: small blocks, last freed first given (Linux 6.1: rmqueue_bulk, free_pcppages_bulk, nr_pcp_free). */
import { blocksInList, giveBack, pageblockType, stealBlock, takeSmallest } from './buddy.ts';
import type { Buddy } from './buddy.ts';
import { topOrder } from './free-blocks.ts';
import { mergeableMigratetypes, migratetype } from './gfp.ts';
import { perCpuOrders } from './zones.ts';
import type { PerCpuPages, Zone } from './zones.ts';

/** Which pageblocks an allocation may use beside those of its own type. */
export interface TakeRules {
  /** Movable pages may go to CMA. */
  readonly cma: boolean;
  /** 9: whole pageblocks of another type only; 0: anything. */
  readonly smallestSteal: number;
}

/** CONFIG_PCP_BATCH_SCALE_MAX of 6.1.192. */
const mostBatchShift = 5;

/** A block from the buddy by all its rules, -1 where there is none. */
export function takeFromBuddy(buddy: Buddy, zone: Zone, order: number, type: number, rules: TakeRules): number {
  if (rules.cma && zone.freeCma > zone.free / 2) {
    const borrowed = takeSmallest(buddy, zone, order, migratetype.cma);
    if (borrowed >= 0) return borrowed;
  }
  for (;;) {
    const own = takeSmallest(buddy, zone, order, type);
    if (own >= 0) return own;
    const borrowed = rules.cma ? takeSmallest(buddy, zone, order, migratetype.cma) : -1;
    if (borrowed >= 0) return borrowed;
    if (!stealBlock(buddy, zone, order, type, rules.smallestSteal)) return -1;
  }
}

/** A block from this CPU's list, filled up from the buddy when empty. */
export function takeFromCpu(
  buddy: Buddy,
  zone: Zone,
  cpu: number,
  order: number,
  type: number,
  rules: TakeRules,
): number {
  const pages = zone.perCpu[cpu]!;
  const list = pages.lists[order * mergeableMigratetypes + type]!;
  pages.freeFactor >>= 1;
  if (list.length === 0) {
    // Of a small zone, whose batch is 1, nothing is taken in advance.
    const wanted = zone.batch > 1 ? Math.max(zone.batch >> order, 2) : 1;
    for (let i = 0; i < wanted; i++) {
      const frame = takeFromBuddy(buddy, zone, order, type, rules);
      if (frame < 0) break;
      list.push(frame);
    }
    pages.count += list.length * 2 ** order;
    list.reverse();
  }
  const frame = list.pop();
  if (frame === undefined) return -1;
  pages.count -= 2 ** order;
  return frame;
}

export function giveToCpu(buddy: Buddy, zone: Zone, cpu: number, frame: number, order: number): void {
  const own = pageblockType(buddy, frame);
  if (own === migratetype.isolate) return giveBack(buddy, zone, frame, order);
  const type = own < mergeableMigratetypes ? own : migratetype.movable;
  const pages = zone.perCpu[cpu]!;
  pages.lists[order * mergeableMigratetypes + type]!.push(frame);
  pages.count += 2 ** order;
  const drainAll = pages.freeFactor > 0 && order > 0;
  const limit = drainAll ? 0 : zone.high;
  if (pages.count >= limit) drain(buddy, zone, pages, toFree(zone, pages, drainAll), order, type);
}

function toFree(zone: Zone, pages: PerCpuPages, all: boolean): number {
  if (all) return pages.count;
  if (zone.high < zone.batch) return 1;
  const most = zone.high - zone.batch;
  const wanted = zone.batch << pages.freeFactor;
  if (wanted < most && pages.freeFactor < mostBatchShift) pages.freeFactor++;
  return Math.max(Math.min(wanted, most), Math.min(zone.batch, most));
}

/** Frees at least so many pages, the longest unused first, beginning with one list. */
function drain(buddy: Buddy, zone: Zone, pages: PerCpuPages, count: number, order: number, type: number): void {
  let left = Math.min(count, pages.count);
  for (let step = 0; left > 0; step++) {
    const index = (order * mergeableMigratetypes + type + step) % pages.lists.length;
    const list = pages.lists[index]!;
    const size = 2 ** Math.floor(index / mergeableMigratetypes);
    const number = Math.min(list.length, Math.ceil(left / size));
    for (const frame of list.splice(0, number)) giveBack(buddy, zone, frame, Math.log2(size));
    pages.count -= number * size;
    left -= number * size;
  }
}

/** Empties the per-CPU lists of a zone, as before a range is made contiguous and when memory is short. */
export function drainZone(buddy: Buddy, zone: Zone): void {
  for (const pages of zone.perCpu) {
    for (let order = 0; order < perCpuOrders; order++) {
      for (let type = 0; type < mergeableMigratetypes; type++) {
        const list = pages.lists[order * mergeableMigratetypes + type]!;
        for (const frame of list.splice(0)) giveBack(buddy, zone, frame, order);
      }
    }
    pages.count = 0;
  }
}

/** Whether any list that this request may use has a block of at least this order. */
export function hasBlock(buddy: Buddy, zone: Zone, order: number, cma: boolean, urgent: boolean): boolean {
  for (let current = order; current <= topOrder; current++) {
    for (let type = 0; type < mergeableMigratetypes; type++) {
      if (blocksInList(buddy, zone, current, type) > 0) return true;
    }
    if (cma && blocksInList(buddy, zone, current, migratetype.cma) > 0) return true;
    if (urgent && blocksInList(buddy, zone, current, migratetype.highAtomic) > 0) return true;
  }
  return false;
}
