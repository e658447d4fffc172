/**
 * Edits while the machine stands still: the changed text is built, the new machine runs to the same stop, and takes the old one's place. What
 * does not compile changes nothing.
 */
import type { Diagnostic, SourceText } from '../../simulator/index.ts';
import type { EditResult } from '../custom-requests.ts';
import { arm } from '../launch/launch.ts';
import { endProgress, showProgress } from '../execution/run-loop.ts';
import { announceEdit } from '../execution/stops.ts';
import { freshReplay } from '../replay/steps.ts';
import { RequestError } from '../request-error.ts';
import { toldUpTo, type Debuggee, type Session } from '../session-state.ts';
import { textOf } from './edited-plan.ts';
import { firstDifference, type Difference } from './first-difference.ts';
import { mapLine } from './line-mapping.ts';
import { beginWay, hasEnded, type Arrival, type Way } from './way.ts';

const nothing = { problems: 0, difference: null };

/** While more may be typed: begins what `applyEdit` of the same text would do, and tells nothing of it. */
export function prepareEdit(session: Session, debuggee: Debuggee, edited: SourceText): void {
  if (session.following !== null || isBegun(session, debuggee, edited)) return;
  leaveAhead(session);
  const way = beginWay(session, debuggee, edited, session.turn);
  if (typeof way === 'object' && 'plan' in way) session.ahead = way;
}

export async function applyEdit(session: Session, debuggee: Debuggee, edited: SourceText): Promise<EditResult> {
  const begun = isBegun(session, debuggee, edited) ? session.ahead : null;
  if (!begun) leaveAhead(session);
  session.ahead = null;
  const turn = ++session.turn;
  if (begun) begun.turn = turn;
  const way = begun ?? beginWay(session, debuggee, edited, turn);
  if (way === 'same' || way === 'not-part') {
    debuggee.unfollowed.delete(edited.path);
    return { outcome: way, ...nothing };
  }
  debuggee.unfollowed.set(edited.path, edited.text);
  if ('refused' in way) return refused(session, way.refused);
  session.following = turn;
  if (way.arrival === null) showProgress(session, 'Following the edit');
  await way.ended;
  way.simulation.timeline.cancel();
  if (session.following === turn) session.following = null;
  if (session.travelling === `travel-${turn}`) endProgress(session);
  if (session.turn !== turn || session.debuggee !== debuggee)
    throw new RequestError('notNow', 'the edit was not followed to the end: the machine went on, or a pause ended it');
  return replace(session, way);
}

function isBegun({ ahead, turn }: Session, debuggee: Debuggee, { path, text }: SourceText): boolean {
  return (
    ahead !== null &&
    ahead.turn === turn &&
    ahead.debuggee === debuggee &&
    ahead.edited.path === path &&
    ahead.edited.text === text
  );
}

function leaveAhead(session: Session): void {
  if (session.ahead) session.ahead.turn = -1;
  session.ahead = null;
}

function refused(session: Session, diagnostics: readonly Diagnostic[]): EditResult {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  session.send('dma/edit', { compiles: false });
  return { outcome: 'does-not-compile', problems: errors.length, difference: null };
}

function replace(session: Session, { debuggee, plan, simulation, texts, since, arrival }: Way): EditResult {
  for (const [path, text] of texts) {
    const before = textOf(debuggee.plan, path)!;
    session.breakpoints.moveLines(path, (line) => mapLine(before, text, line));
  }
  const [before, after] = [debuggee.simulation.world.journal, simulation.world.journal];
  const same = arrival === 'same';
  const difference = same ? null : firstDifference(before, after, since);
  const next: Debuggee = {
    ...debuggee,
    plan,
    simulation,
    replay: debuggee.replay && freshReplay(debuggee.replay),
    told: toldUpTo(simulation.world.journal.nextSequence),
    unfollowed: new Map(),
  };
  session.debuggee = next;
  session.references.clear();
  arm(session, next, false);
  const stop = same ? session.stop : arrival === 'none' ? null : arrival;
  const found = hasArrived(debuggee, arrival);
  announceEdit(session, next, found ? stop : null);
  session.atEnd = same ? session.atEnd : stop?.kind === 'rest';
  tell(session, found, difference);
  return { outcome: found ? 'replaced' : 'elsewhere', problems: 0, difference };
}

/** At the stop that the old machine stands at. */
function hasArrived(old: Debuggee, arrival: Arrival | null): boolean {
  if (arrival === null || arrival === 'none') return false;
  return arrival === 'same' || (arrival.kind === 'rest' ? hasEnded(old) : arrival.kind !== 'deadlock');
}

function tell(session: Session, found: boolean, difference: Difference | null): void {
  const where = found ? 'The edited code stands at the same stop' : 'The edited code has not come to this stop';
  const what = difference
    ? `; first difference: ${difference.after ?? 'nothing'} (before: ${difference.before ?? 'nothing'})`
    : '; everything up to here happened as before';
  session.send('output', { category: 'console', output: `${where}${what}.\n` });
}
