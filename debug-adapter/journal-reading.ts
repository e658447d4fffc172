/** Reading the journal in portions: it drops its oldest records when it is full. */
import { firstSequence, allRecords } from '../simulator/index.ts';
import type { JournalRecord, World } from '../simulator/index.ts';

export interface JournalPortion {
  readonly records: readonly JournalRecord[];
  /** Records after `since` that had been dropped before anybody read them. */
  readonly lost: number;
}

export function recordsSince(journal: World['journal'], since: number): JournalPortion {
  return { records: allRecords(journal, since), lost: Math.max(0, firstSequence(journal) - since) };
}
