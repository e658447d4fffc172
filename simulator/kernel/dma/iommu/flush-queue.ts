/**
 * Lazy invalidation (Linux 6.1, drivers/iommu/dma-iommu.c): unmapped ranges wait in a queue of their CPU until one command invalidates the whole
 * domain, after 10 ms or when a queue is full. Until then the IOTLB may still translate them, and nobody is given their addresses again.
 */
import { schedule } from '../../../pending-events.ts';
import type { PendingEvents } from '../../../pending-events.ts';
import { freeIova } from './iova.ts';
import type { IovaDomain } from './iova.ts';

export interface FlushQueue {
  readonly cpus: WaitingRange[][];
  /** Invalidations of the whole domain begun and finished. */
  started: number;
  finished: number;
  timerRuns: boolean;
}
export interface WaitingRange {
  readonly page: number;
  readonly pages: number;
  /** Frames of page tables that may be freed with it. */
  readonly tables: readonly number[];
  /** `started` when it was queued. */
  readonly counter: number;
}

/** One slot of the kernel's ring of 256 stays empty. */
const queueLimit = 255;
/** 10 ms in jiffies, and the one that a timer of the wheel's first level waits longer at most. */
const timeoutJiffies = 11;
const jiffy = 1_000_000;

/** What flushing needs from outside. */
export interface FlushLinks {
  readonly cpu: number;
  readonly iova: IovaDomain;
  invalidateDomain(): void;
  freeTables(frames: readonly number[]): void;
}

export function createFlushQueue(cpus: number): FlushQueue {
  return { cpus: Array.from({ length: cpus }, () => []), started: 0, finished: 0, timerRuns: false };
}

/** `queue_iova` */
export function queueRange(
  queue: FlushQueue,
  links: FlushLinks,
  { page, pages, tables }: Pick<WaitingRange, 'page' | 'pages' | 'tables'>,
): void {
  const waiting = queue.cpus[links.cpu]!;
  releaseFlushed(queue, waiting, links);
  if (waiting.length >= queueLimit) {
    flush(queue, links);
    releaseFlushed(queue, waiting, links);
  }
  waiting.push({ page, pages, tables, counter: queue.started });
}

/** As `queueRange` where nothing is to be flushed or released first. False: something is, and nothing was done. */
export function queueQuietly(
  { cpus, started, finished }: FlushQueue,
  cpu: number,
  page: number,
  pages: number,
  tables: readonly number[],
): boolean {
  const waiting = cpus[cpu]!;
  if (waiting.length >= queueLimit || (waiting.length > 0 && waiting[0]!.counter < finished)) return false;
  waiting.push({ page, pages, tables, counter: started });
  return true;
}

/** Unless it runs already. `domain`: whose queue it is. */
export function startFlushTimer(
  queue: FlushQueue,
  pending: PendingEvents,
  now: number,
  cpu: number,
  domain: number,
): void {
  if (queue.timerRuns) return;
  queue.timerRuns = true;
  const at = (Math.floor(now / jiffy) + timeoutJiffies) * jiffy;
  schedule(pending, at, { kind: 'iommu-flush', domain, cpu });
}

/** The timer's function: everything that waits on any CPU is released to this CPU's caches. */
export function flushTimeout(queue: FlushQueue, links: FlushLinks): void {
  queue.timerRuns = false;
  flush(queue, links);
  for (const waiting of queue.cpus) releaseFlushed(queue, waiting, links);
}

function flush(queue: FlushQueue, links: FlushLinks): void {
  queue.started++;
  links.invalidateDomain();
  queue.finished++;
}

function releaseFlushed({ finished }: FlushQueue, waiting: WaitingRange[], links: FlushLinks): void {
  let count = 0;
  while (count < waiting.length && waiting[count]!.counter < finished) count++;
  for (const { page, pages, tables } of waiting.splice(0, count)) {
    links.freeTables(tables);
    freeIova(links.iova, links.cpu, page, pages);
  }
}
