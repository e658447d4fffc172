/** Future events as data, sorted by time and then by order of creation. The world's one clock takes them from the front. */

export type PendingEvent =
  | {
      readonly kind: 'device';
      readonly device: string;
      readonly name: string;
      readonly data: Readonly<Record<string, number | bigint | string>>;
      /** Sequence number of the register write that led to it, if one did. */
      readonly cause?: number;
    }
  /** An interrupt that the run's plan holds back. */
  | { readonly kind: 'late-interrupt'; readonly device: string; readonly irq: number; readonly message: boolean }
  /** A PCI function is pulled out of its slot; the kernel hears of it. */
  | { readonly kind: 'unplug'; readonly device: string }
  | { readonly kind: 'unplug-noticed'; readonly device: string }
  /** The flush timer of a lazily invalidated IOMMU domain, armed by a CPU. */
  | { readonly kind: 'iommu-flush'; readonly domain: number; readonly cpu: number }
  /** The CPU's local timer, which the kernel programs for its next timer. */
  | { readonly kind: 'timer-interrupt'; readonly cpu: number }
  /** Pools for atomic coherent memory grow in the background, on the CPU that asked. */
  | { readonly kind: 'atomic-pools'; readonly cpu: number }
  /** The disk has served a request. */
  | { readonly kind: 'block-complete'; readonly request: number }
  /** The flusher looks for pages that have been dirty for long, or goes on with those that it found. */
  | { readonly kind: 'writeback'; readonly left?: readonly PagesOfFile[] }
  | { readonly kind: 'kswapd' }
  | { readonly kind: 'power-cut' }
  /** A CPU has left its idle state, or its busy waiting is over. */
  | { readonly kind: 'cpu-ready'; readonly cpu: number };

/** Pages of a file of the page cache, ascending. */
export interface PagesOfFile {
  readonly file: number;
  readonly pages: readonly number[];
}

export interface Scheduled {
  readonly at: number; // virtual ns
  readonly order: number;
  readonly event: PendingEvent;
}
export interface PendingEvents {
  queue: Scheduled[];
  nextOrder: number;
}

export function createPendingEvents(): PendingEvents {
  return { queue: [], nextOrder: 0 };
}

export function schedule(pending: PendingEvents, at: number, event: PendingEvent): void {
  const scheduled = { at, order: pending.nextOrder++, event };
  let low = 0;
  let high = pending.queue.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (pending.queue[middle]!.at <= at) low = middle + 1;
    else high = middle;
  }
  pending.queue.splice(low, 0, scheduled);
}

/** Virtual ns of the next event; Infinity when nothing is pending. */
export function nextEventTime(pending: PendingEvents): number {
  return pending.queue[0]?.at ?? Infinity;
}

export function takeDueEvent(pending: PendingEvents, now: number): PendingEvent | null {
  const first = pending.queue[0];
  if (!first || first.at > now) return null;
  pending.queue.shift();
  return first.event;
}

/** A one-shot timer of a CPU: the last programming counts. `at` null: none. */
export function programTimer(pending: PendingEvents, cpu: number, at: number | null): void {
  pending.queue = pending.queue.filter(({ event }) => event.kind !== 'timer-interrupt' || event.cpu !== cpu);
  if (at !== null) schedule(pending, at, { kind: 'timer-interrupt', cpu });
}
