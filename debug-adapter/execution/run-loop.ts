/** Runs the machine in short slices between which other requests are answered, until it stops or is told to. */
import type { RunCommand, StopReason } from '../../simulator/index.ts';
import { asRequestError } from '../request-error.ts';
import type { Debuggee, Session } from '../session-state.ts';
import { reportJournal } from './journal-output.ts';
import { announceStop, announcePause, endRun } from './stops.ts';

/** Wall time of one slice in ms: what a pause may have to wait. */
const sliceTime = 6;
/** Statements between two looks at the clock: well below a slice, whatever they do, and enough that looking costs nothing. */
const portion = 2_000;

export function resume(session: Session, debuggee: Debuggee, command: RunCommand): void {
  debuggee.simulation.cancelStep();
  session.references.clear();
  session.stop = null;
  session.phase = 'running';
  const turn = ++session.turn;
  setImmediate(() => slice(session, debuggee, command, turn));
}

function slice(session: Session, debuggee: Debuggee, command: RunCommand, turn: number): void {
  if (session.turn !== turn) return;
  if (session.congested()) {
    setTimeout(() => slice(session, debuggee, command, turn), sliceTime);
    return;
  }
  try {
    const stop = runFor(debuggee, command, sliceTime);
    reportJournal(session, debuggee);
    if (stop) announceStop(session, debuggee, stop);
    else setImmediate(() => slice(session, debuggee, command, turn));
  } catch (error) {
    endRun(session, { exitCode: null, problem: asRequestError(error).message });
  }
}

/** null: nothing stopped it in this time. */
function runFor({ simulation }: Debuggee, command: RunCommand, time: number): StopReason | null {
  const end = performance.now() + time;
  let stop: StopReason | null = null;
  while (!stop && performance.now() < end) stop = simulation.run(command, { statements: portion });
  return stop;
}

/** Stands still between two slices. */
export function pause(session: Session, debuggee: Debuggee): void {
  session.turn++;
  debuggee.simulation.cancelStep();
  announcePause(session, debuggee);
}

/** Nothing of the session runs any more; what was debugged can still be looked at. */
export function halt(session: Session): void {
  session.turn++;
  if (session.phase !== 'new') session.phase = 'ended';
}
