/** A trace with its repetitions told once. */
import type { TraceView } from '../../../simulator/inspect/view-models.ts';

export interface Alike {
  /** The newest of them. */
  readonly row: TraceView;
  count: number;
  /** When the oldest of them was, in virtual ns. */
  first: number;
}

/** Neighbours that say the same, such as a loop that waits for a bit, as one. `trace` newest first. */
export function alikeTogether(trace: readonly TraceView[]): Alike[] {
  const groups: Alike[] = [];
  const sameAs = (a: TraceView, b: TraceView): boolean =>
    a.what === b.what &&
    a.subject === b.subject &&
    a.value === b.value &&
    a.device === b.device &&
    a.cpu === b.cpu &&
    a.place?.line === b.place?.line;
  for (const row of trace) {
    const last = groups.at(-1);
    if (last && sameAs(last.row, row)) {
      last.count++;
      last.first = row.at;
    } else groups.push({ row, count: 1, first: row.at });
  }
  return groups;
}
