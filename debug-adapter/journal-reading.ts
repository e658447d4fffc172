/** Reading the journal in portions: it drops its oldest records when it is full. */
import type { JournalRecord, World } from '../simulator/index.ts';

export interface JournalPortion {
  readonly records: readonly JournalRecord[];
  /** Records after `since` that had been dropped before anybody read them. */
  readonly lost: number;
}

export function recordsSince({ records }: World['journal'], since: number): JournalPortion {
  const first = records[0]?.sequence ?? since;
  const start = Math.max(0, since - first);
  return { records: start === 0 ? [...records] : records.slice(start), lost: Math.max(0, first - since) };
}
