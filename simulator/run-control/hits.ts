/** How often a breakpoint was hit up to a place in history, also when that place is passed again. */

export interface Hits {
  /** Positions (statements executed since power-on), ascending. */
  positions: number[];
  /** Earlier ones that are counted, not kept. */
  dropped: number;
}

const mostKept = 1_000_000;

export function createHits(): Hits {
  return { positions: [], dropped: 0 };
}

/** The requests with their hits; those whose id was there before keep what they had. */
export function keepHits<Request extends { readonly id: number }>(
  before: readonly { readonly request: Request; readonly hits: Hits }[],
  requests: readonly Request[],
): { readonly request: Request; readonly hits: Hits }[] {
  const known = new Map(before.map(({ request, hits }) => [request.id, hits]));
  return requests.map((request) => ({ request, hits: known.get(request.id) ?? createHits() }));
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
