/**
 * Data breakpoints on physical memory, for the debugger: which bytes are watched, and who touched them since somebody looked. No part of
 * the simulated state: nothing in the machine behaves differently for being watched.
 */
import { dropFastLines } from './fast-table.ts';
import type { Hardware } from './hardware.ts';

export interface WatchUnit {
  /** Physical byte ranges, [start, end). */
  ranges: readonly WatchedRange[];
  /** Line numbers (address / 64) that hold any of them. Watched lines never enter the fast tables. */
  readonly lines: Set<number>;
  readonly hits: WatchHit[];
}
export interface WatchedRange {
  readonly start: number;
  readonly end: number;
  readonly reads: boolean;
  readonly writes: boolean;
}
export interface WatchHit {
  /**
   * `kernel`: the kernel model's own bookkeeping. Where devices do not snoop also what becomes of dirty lines: `eviction` for want of room, `clean` and
   * `invalidate` by cache maintenance.
   */
  readonly by: 'cpu' | 'device' | 'kernel' | 'eviction' | 'clean' | 'invalidate';
  readonly cpu: number | null;
  readonly device: string | null;
  readonly physical: number;
  readonly size: number;
  readonly write: boolean;
}

/** Of hits that nobody has looked at. */
const mostHits = 256;

export function createWatchUnit(): WatchUnit {
  return { ranges: [], lines: new Set(), hits: [] };
}

export function setWatchedRanges(hardware: Hardware, ranges: readonly WatchedRange[]): void {
  const { watch, cpus } = hardware;
  if (ranges.length === 0 && watch.ranges.length === 0) return;
  watch.ranges = ranges;
  watch.lines.clear();
  watch.hits.length = 0;
  for (const { start, end } of ranges)
    for (let line = Math.floor(start / 64); line * 64 < end; line++) watch.lines.add(line);
  for (const cpu of cpus) dropFastLines(cpu);
}

/** An access to these bytes is being made; whether it is one that is watched. */
export function noteAccess({ watch }: Hardware, hit: WatchHit): boolean {
  const { physical, size, write } = hit;
  const watched = watch.ranges.some(
    ({ start, end, reads, writes }) => physical < end && physical + size > start && (write ? writes : reads),
  );
  if (watched && watch.hits.length < mostHits) watch.hits.push(hit);
  return watched;
}
