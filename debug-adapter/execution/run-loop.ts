/** Runs the machine in short slices between which other requests are answered, until it stops or is told to. */
import type { FindFrameEntry, FindWriter, Moment, RunCommand, StopReason } from '../../simulator/index.ts';
import { asRequestError, RequestError } from '../request-error.ts';
import { endWay, wayToStep } from '../replay/replay.ts';
import type { Debuggee, Replay, Session } from '../session-state.ts';
import { setNoStops } from '../breakpoints/set-stops.ts';
import { reportJournal } from './journal-output.ts';
import { pacedWork, type Work } from './slice.ts';
import {
  announceArrival,
  announceCounterExample,
  announceFound,
  announcePause,
  announceStep,
  announceStop,
  endRun,
  someTask,
} from './stops.ts';

/** Wall time of one slice in ms: what a pause may have to wait. */
const sliceTime = 6;
/** Statements between two looks at the clock: enough that looking costs nothing. */
const portion = 2_000;
/** The same while history is run again: nobody looks at what happens there, and going in and out costs more. */
const travelPortion = 10_000;
/** A way through history that takes longer than this many ms shows itself. */
const patience = 150;

type Outcome = StopReason | 'arrived' | Announcement;
/** Tells the client that the machine stands still, in words of its own. */
type Announcement = () => void;

export function resume(session: Session, debuggee: Debuggee, command: RunCommand): void {
  const { simulation } = debuggee;
  begin(session, debuggee, (statements, isOver) => simulation.run(command, { statements, isOver }));
}

/** There is a place in the run of a counter-example to stand at first. */
export function leadsSomewhere({ counterExample, arguments: { noDebug, history } }: Debuggee): boolean {
  return !noDebug && (history ?? true) && (counterExample?.stop ?? counterExample?.left) != null;
}

/** To where the finding's way ends, or is left. */
export function resumeToCounterExample(session: Session, debuggee: Debuggee): void {
  const { stop, left } = debuggee.counterExample!;
  const { timeline } = debuggee.simulation;
  begin(session, debuggee, (statements, isOver) => {
    const arrival = timeline.runTo((stop ?? left)!, { statements, isOver });
    return arrival && (() => announceCounterExample(session, debuggee, arrival));
  });
}

/** Backwards in time, to the last stop before here. */
export function resumeBack(
  session: Session,
  debuggee: Debuggee,
  command: RunCommand | FindWriter | FindFrameEntry,
): void {
  const { timeline } = debuggee.simulation;
  beginTravel(session, debuggee, 'Searching backwards', (statements, isOver) => {
    const stop = timeline.runBack(command, { statements, isOver });
    const writer = command.kind === 'last-write' || (command.kind === 'frame-entry' && command.variable !== undefined);
    return stop && (() => announceFound(session, debuggee, stop, writer));
  });
}

/** To a moment of the recorded history. */
export function travel(session: Session, debuggee: Debuggee, moment: Moment): void {
  const { timeline } = debuggee.simulation;
  beginTravel(session, debuggee, 'Going to another moment', (statements, isOver) =>
    timeline.goTo(moment, { statements, isOver }) ? 'arrived' : null,
  );
  announceGoingOn(session, debuggee);
}

/** To a step of the replay: as many as there are, to the end of the run. */
export function travelToStep(session: Session, debuggee: Debuggee, replay: Replay, step: number): void {
  const way = wayToStep(session.door, debuggee.simulation, replay, step);
  setNoStops(debuggee.simulation);
  session.replaying = true;
  beginTravel(session, debuggee, `Going to step ${step + 1}`, (statements) => {
    const arrival = way(statements);
    if (!arrival) return null;
    leaveReplay(session, debuggee);
    return () => announceStep(session, debuggee, arrival);
  });
  announceGoingOn(session, debuggee);
}

function leaveReplay(session: Session, debuggee: Debuggee): void {
  if (session.replaying) endWay(session, debuggee);
  session.replaying = false;
}

/** To where a record of the current branch has just been written. Throws `RequestError` where history does not hold it. */
export function travelToRecord(session: Session, debuggee: Debuggee, sequence: number): void {
  const { timeline } = debuggee.simulation;
  if (!timeline.holdsRecord(sequence))
    throw new RequestError('badArguments', 'that was before the recorded history begins: nothing goes back there');
  beginTravel(session, debuggee, 'Going to another moment', (statements, isOver) =>
    timeline.goToRecord(sequence, { statements, isOver }) ? 'arrived' : null,
  );
  announceGoingOn(session, debuggee);
}

/** After a request of our own: of the protocol's own the client knows that they set the machine going, and forgets the last stop. */
export function announceGoingOn(session: Session, debuggee: Debuggee): void {
  session.send('continued', { threadId: someTask(session, debuggee) ?? 0, allThreadsContinued: true });
}

function beginTravel(session: Session, debuggee: Debuggee, title: string, work: Work<Outcome>): void {
  session.atEnd = false;
  begin(session, debuggee, work, travelPortion);
  showProgress(session, title);
}

/** Of the work that has just begun, once it takes long; `endProgress` ends it. */
export function showProgress(session: Session, title: string): void {
  const { turn, client } = session;
  if (!client.understands.progress) return;
  setTimeout(() => {
    if (session.turn !== turn || (session.phase !== 'running' && session.following !== turn)) return;
    session.travelling = `travel-${turn}`;
    session.send('progressStart', { progressId: session.travelling, title, cancellable: true });
  }, patience);
}

/** Tells the client that what it was shown as under way is over. */
export function endProgress(session: Session): void {
  if (session.travelling === null) return;
  session.send('progressEnd', { progressId: session.travelling });
  session.travelling = null;
}

function begin(session: Session, debuggee: Debuggee, work: Work<Outcome>, most = portion): void {
  debuggee.simulation.cancelStep();
  session.references.clear();
  session.stop = null;
  session.ahead = null;
  session.phase = 'running';
  const turn = ++session.turn;
  const workFor = pacedWork(work, most);
  setImmediate(() => slice(session, debuggee, workFor, turn));
}

function slice(session: Session, debuggee: Debuggee, workFor: (time: number) => Outcome | null, turn: number): void {
  if (session.turn !== turn) return;
  if (session.congested()) {
    setTimeout(() => slice(session, debuggee, workFor, turn), sliceTime);
    return;
  }
  try {
    const stop = workFor(sliceTime);
    if (stop) endProgress(session);
    reportJournal(session, debuggee, stop !== null);
    if (stop === 'arrived') announceArrival(session, debuggee);
    else if (typeof stop === 'function') stop();
    else if (stop) announceStop(session, debuggee, stop);
    else setImmediate(() => slice(session, debuggee, workFor, turn));
  } catch (error) {
    endRun(session, { exitCode: null, problem: asRequestError(error).message });
  }
}

/** Stands still between two slices. */
export function pause(session: Session, debuggee: Debuggee): void {
  stopRunning(session, debuggee);
  announcePause(session, debuggee);
}

export function stopRunning(session: Session, debuggee: Debuggee): void {
  endProgress(session);
  session.turn++;
  debuggee.simulation.timeline.cancel();
  debuggee.simulation.cancelStep();
  leaveReplay(session, debuggee);
}

/** The machine of before stays, and stands where it stood. */
export function endFollowing(session: Session): void {
  endProgress(session);
  session.following = null;
  session.turn++;
}

/** Nothing of the session runs any more; what was debugged can still be looked at. */
export function halt(session: Session): void {
  session.turn++;
  session.ahead = null;
  if (session.phase !== 'new') session.phase = 'ended';
}
