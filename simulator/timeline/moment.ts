/** Positions in the history of a machine. The same run passes the same moments, however it is cut into slices and wherever it was stopped. */
import type { Runtime } from '../runtime.ts';
import type { Moment } from '../simulation.ts';

/** Where the machine stands. */
export function momentOf({ world, midStatement }: Runtime): Moment {
  const { moves, statements, now, journal } = world;
  return { moves, statements, at: now, record: midStatement ? journal.nextSequence - 1 : null };
}

/** Negative: `a` is earlier. Inside of one statement records and then time order the moments, and the statement's end comes last. */
export function compareMoments(a: Moment, b: Moment): number {
  return (
    a.moves - b.moves ||
    a.statements - b.statements ||
    (a.record ?? afterAllRecords) - (b.record ?? afterAllRecords) ||
    (a.record === null ? 0 : a.at - b.at)
  );
}

const afterAllRecords = 2 ** 53;

/** How far a moment is from power-on, as the work it takes to get there: statements, and 100 of them for each move. */
export function workUntil({ statements, moves }: Pick<Moment, 'statements' | 'moves'>): number {
  return statements + 100 * moves;
}
