/** How often a breakpoint was hit up to a place in history, also when that place is passed again. */

import type { RunControl } from './run-control.ts';

export interface Hits {
  /** Positions (statements executed since power-on), ascending. */
  positions: number[];
  /** Earlier ones that are counted, not kept. */
  dropped: number;
  /** The position from which on all are known: where it was set, or the beginning of history once that has been searched. */
  from: number;
}

const mostKept = 1_000_000;

/** `from`: the position at which it is set. */
export function createHits(from: number): Hits {
  return { positions: [], dropped: 0, from };
}

/** Hits are counted where their number matters. */
export function counts({ hitCondition }: { readonly hitCondition: string | null }): boolean {
  return hitCondition !== null && hitCondition.trim() !== '';
}

/** The requests with their hits; those whose id was there before, and were counted, keep what they had. */
export function keepHits<Request extends { readonly id: number; readonly hitCondition: string | null }>(
  before: readonly { readonly request: Request; readonly hits: Hits }[],
  requests: readonly Request[],
  from: number,
): { readonly request: Request; readonly hits: Hits }[] {
  const known = new Map(before.flatMap(({ request, hits }) => (counts(request) ? [[request.id, hits]] : [])));
  return requests.map((request) => ({ request, hits: known.get(request.id) ?? createHits(from) }));
}

/** Notes a hit and returns its number, from 1 on. One that was noted before keeps its number. */
export function numberOfHit(hits: Hits, position: number): number {
  const { positions } = hits;
  const before = countBefore(positions, position);
  if (positions[before] !== position) positions.splice(before, 0, position);
  if (positions.length > mostKept) {
    hits.dropped += mostKept / 2;
    hits.positions = positions.slice(mostKept / 2);
  }
  return hits.dropped + countBefore(hits.positions, position) + 1;
}

/** What lies behind `position` has not happened. */
export function forgetHitsAfter(hits: Hits, position: number): void {
  hits.positions.length = countBefore(hits.positions, position);
}

/** Of all breakpoints at which hits are counted. */
export function countedHits({
  breakpoints,
  dataBreakpoints,
  instructionBreakpoints,
}: Pick<RunControl, 'breakpoints' | 'dataBreakpoints' | 'instructionBreakpoints'>): Hits[] {
  return [...breakpoints, ...dataBreakpoints, ...instructionBreakpoints].flatMap(({ request, hits }) =>
    counts(request) ? [hits] : [],
  );
}

function countBefore(positions: readonly number[], position: number): number {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (positions[middle]! < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
