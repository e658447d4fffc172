/** Positions in the history of a machine. The same run passes the same moments, however it is cut into slices and wherever it was stopped. */
import { pcOf } from '../run-control/instruction-stops.ts';
import type { Runtime } from '../runtime.ts';
import type { Moment } from '../simulation.ts';
import type { World } from '../world.ts';

/** Where the machine stands. */
export function momentOf({ world, midStatement }: Runtime): Moment {
  const { moves, statements, now, journal } = world;
  if (!midStatement) return { moves, statements, at: now, record: null };
  const pc = nextInstruction(world);
  const piece = piecesDone(world);
  const inside = { ...(pc === null ? {} : { pc }), ...(piece === 0 ? {} : { piece }) };
  return { moves, statements, at: now, record: journal.nextSequence - 1, ...inside };
}

/** Of the call that the running thread has not completed. */
export function piecesDone({ turn, threads }: World): number {
  return (turn ? threads.get(turn.task) : undefined)?.unfinished.at(-1)?.pieces.length ?? 0;
}

/** The pc at which the task whose turn it is stands; null: none is. */
export function nextInstruction({ turn, threads, program }: World): number | null {
  const thread = turn ? threads.get(turn.task) : undefined;
  return thread ? pcOf(program, thread) : null;
}

/** Negative: `a` is earlier. Inside of one statement records, then time, then places in the code order the moments, and the statement's end comes last. */
export function compareMoments(a: Moment, b: Moment): number {
  return (
    a.moves - b.moves ||
    a.statements - b.statements ||
    (a.record ?? afterAllRecords) - (b.record ?? afterAllRecords) ||
    (a.record === null ? 0 : a.at - b.at || (a.pc ?? 0) - (b.pc ?? 0) || (a.piece ?? 0) - (b.piece ?? 0))
  );
}

const afterAllRecords = 2 ** 53;

/** How far a moment is from power-on, as the work it takes to get there: statements, and 100 of them for each move. */
export function workUntil({ statements, moves }: Pick<Moment, 'statements' | 'moves'>): number {
  return statements + 100 * moves;
}
