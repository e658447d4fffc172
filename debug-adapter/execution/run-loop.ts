/** Runs the machine in short slices between which other requests are answered, until it stops or is told to. */
import type { RunCommand } from '../../simulator/index.ts';
import { asRequestError } from '../request-error.ts';
import type { Debuggee, Session } from '../session-state.ts';
import { reportJournal } from './journal-output.ts';
import { announceStop, announcePause, endRun } from './stops.ts';

/** Wall time of one slice in ms: what a pause may have to wait, and long enough that the turn-around costs nothing. */
const sliceTime = 6;
const fewestStatements = 500;
const mostStatements = 4_000_000;

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
  try {
    const started = performance.now();
    const stop = debuggee.simulation.run(command, { statements: session.statementsPerSlice });
    adaptSlice(session, performance.now() - started);
    reportJournal(session, debuggee);
    if (stop) announceStop(session, debuggee, stop);
    else setImmediate(() => slice(session, debuggee, command, turn));
  } catch (error) {
    endRun(session, { exitCode: null, problem: asRequestError(error).message });
  }
}

/** The next slice shall take about `sliceTime`; a single odd one changes little. */
function adaptSlice(session: Session, elapsed: number): void {
  const factor = Math.min(2, Math.max(0.25, sliceTime / Math.max(elapsed, 0.1)));
  session.statementsPerSlice = Math.round(
    Math.min(mostStatements, Math.max(fewestStatements, session.statementsPerSlice * factor)),
  );
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
