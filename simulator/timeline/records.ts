/** Journal records as places in history: going to one, and keeping those that the machine leaves behind when it goes back. */
import { allRecords, type JournalRecord } from '../journal.ts';
import type { Runtime } from '../runtime.ts';
import type { Moment } from '../simulation.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { History } from './history.ts';
import { compareMoments } from './moment.ts';

/** Records behind which the machine may stand that are remembered for each branch. */
const mostAhead = 20_000;

/** To be called before the machine goes back. */
export function rememberRecords({ world }: Runtime, { current, branches, ahead }: History): void {
  const { nextSequence } = world.journal;
  if (nextSequence <= endOf(ahead.get(current.id))) return;
  ahead.set(current.id, allRecords(world.journal, nextSequence - mostAhead));
  for (const id of ahead.keys()) if (!branches.some((branch) => branch.id === id)) ahead.delete(id);
}

/** What the current branch holds beyond where the machine stands, oldest first. */
export function recordsAhead({ world }: Runtime, { current, ahead }: History): JournalRecord[] {
  return (ahead.get(current.id) ?? []).filter(({ sequence }) => sequence >= world.journal.nextSequence);
}

/** Sequence behind the last one. */
function endOf(records: readonly JournalRecord[] | undefined): number {
  const last = records?.at(-1);
  return last ? last.sequence + 1 : 0;
}

/** The moment at which this record has just been written, wherever that is: what `approach` goes on to. */
export function momentOfRecord(sequence: number): Moment {
  return { moves: Infinity, statements: Infinity, at: Infinity, record: sequence };
}

/** The best place to come to a record from; null: history does not hold it. */
export function placeBeforeRecord(
  { world }: Runtime,
  { current, ahead }: History,
  sequence: number,
): Checkpoint | null {
  const end = Math.max(world.journal.nextSequence, endOf(ahead.get(current.id)));
  return sequence < end ? lastBefore([...current.checkpoints, ...current.nearby], sequence) : null;
}

function lastBefore(checkpoints: readonly Checkpoint[], sequence: number): Checkpoint | null {
  let best: Checkpoint | null = null;
  for (const each of checkpoints) {
    if (each.nextSequence > sequence) continue;
    const order = best ? compareMoments(each.moment, best.moment) : 1;
    // Of two at one moment the one after an intervention is the true one.
    if (order > 0 || (order === 0 && each.intervention)) best = each;
  }
  return best;
}
