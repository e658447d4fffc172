/** Sets of offsets as ascending lists of half-open ranges. */
import type { Range } from './state.ts';

export function addRange(ranges: readonly Range[], [from, to]: Range): Range[] {
  const result: Range[] = [];
  let [low, high] = [from, to];
  for (const range of ranges) {
    if (range[1] < from || range[0] > to) result.push(range);
    else [low, high] = [Math.min(low, range[0]), Math.max(high, range[1])];
  }
  result.push([low, high]);
  return result.length === 1 ? result : result.sort(([a], [b]) => a - b);
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
