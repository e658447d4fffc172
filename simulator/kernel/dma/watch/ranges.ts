/** Sets of offsets as ascending lists of half-open ranges. */
import type { Range } from './state.ts';

export function addRange(ranges: readonly Range[], [from, to]: Range): Range[] {
  const apart = ranges.filter(([start, end]) => end < from || start > to);
  const joined = ranges.filter(([start, end]) => end >= from && start <= to);
  const whole: Range = [
    Math.min(from, ...joined.map(([start]) => start)),
    Math.max(to, ...joined.map(([, end]) => end)),
  ];
  return [...apart, whole].sort(([a], [b]) => a - b);
}

export function removeRange(ranges: readonly Range[], [from, to]: Range): Range[] {
  return ranges.flatMap(([start, end]): Range[] => {
    if (end <= from || start >= to) return [[start, end]];
    return [[start, Math.min(end, from)] as const, [Math.max(start, to), end] as const].filter(([a, b]) => a < b);
  });
}

export function holdsRange(ranges: readonly Range[], [from, to]: Range): boolean {
  return ranges.some(([start, end]) => start <= from && end >= to);
}
