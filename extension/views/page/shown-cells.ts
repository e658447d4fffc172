/** What the grids of a page show, by label: kept for the page that is made anew where this one was hidden. */
import { runsOf } from './paint-cells.ts';

/** kind, count, kind, count … */
type Runs = readonly number[];
export type KeptCells = readonly (readonly [label: string, before: Runs | null, now: Runs])[];

/** Of all grids together; with more, what has changed is not known to the next page. */
const mostRuns = 4_000;
const shown = new Map<string, { readonly before: Uint8Array | null; readonly now: Uint8Array }>();
let recalled: ReadonlyMap<string, Uint8Array> = new Map();

export function cellsShown(label: string, before: Uint8Array | null, now: Uint8Array): void {
  shown.set(label, { before, now });
}

export function cellsGone(label: string): void {
  shown.delete(label);
}

/** Of a grid that has just been made; null: nothing is known. */
export function cellsBefore(label: string): Uint8Array | null {
  return recalled.get(label) ?? null;
}

export function keptCells(): KeptCells {
  const kept = [...shown].map(([label, { before, now }]) => [label, before && packed(before), packed(now)] as const);
  const runs = kept.reduce((sum, [, before, now]) => sum + ((before?.length ?? 0) + now.length) / 2, 0);
  return runs > mostRuns ? [] : kept;
}

/** `sameStop`: what changed is to be marked once more; otherwise what differs from what was shown last. */
export function recallCells(kept: KeptCells, sameStop: boolean): void {
  recalled = new Map(
    kept.flatMap(([label, before, now]) => {
      const cells = sameStop ? before : now;
      return cells ? [[label, unpacked(cells)] as const] : [];
    }),
  );
}

function packed(cells: Uint8Array): Runs {
  return runsOf(cells).flatMap(({ kind, count }) => [kind, count]);
}

function unpacked(runs: Runs): Uint8Array {
  const cells = new Uint8Array(runs.reduce((sum, each, at) => (at % 2 === 0 ? sum : sum + each), 0));
  for (let at = 0, first = 0; at < runs.length; at += 2) cells.fill(runs[at]!, first, (first += runs[at + 1]!));
  return cells;
}
