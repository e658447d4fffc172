/** Tells the client that the machine stands still, and why; or that everything has ended. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { StopReason } from '../../simulator/index.ts';
import { eventFilterLabel } from '../breakpoints/event-filters.ts';
import type { ReplayArrival } from '../replay/replay.ts';
import { announcePosition } from './position.ts';
import type { Debuggee, Session } from '../session-state.ts';
import { announceMemory } from '../shown-memory.ts';

type StoppedBody = DebugProtocol.StoppedEvent['body'];

export function announceStop(session: Session, debuggee: Debuggee, stop: StopReason): void {
  if (stop.kind === 'rest') return announceEnd(session, debuggee, stop.exitCode);
  stand(session, stop, stoppedBody(session, debuggee, stop));
}

/** What a search backwards has come to. The answer to who wrote something is also told in words: a client shows why it stands only by the way. */
export function announceFound(session: Session, debuggee: Debuggee, stop: StopReason, writer: boolean): void {
  if (stop.kind === 'rest') return announceEnd(session, debuggee, stop.exitCode);
  const body = stoppedBody(session, debuggee, stop);
  const begins = stop.kind === 'entry';
  const nothing = writer ? 'Nothing in the recorded history wrote it before' : 'Nothing before this stops';
  const inRegister = 'The statement that comes next, or the caller where it is the first of its function';
  const text = begins ? nothing : (body.text ?? (writer ? inRegister : undefined));
  if (writer) session.send('output', { category: 'console', output: `Who wrote this? ${text}.\n` });
  stand(session, stop, begins ? { ...body, description: nothing, text: nothing } : text ? { ...body, text } : body);
}

/** Everything has ended; where that was asked for, the machine stands there once before the session ends. */
function announceEnd(session: Session, debuggee: Debuggee, exitCode: number): void {
  const { stopAtEnd, noDebug } = debuggee.arguments;
  if (!stopAtEnd || noDebug || session.atEnd) return endRun(session, { exitCode });
  const description = `The run has ended with status ${exitCode}`;
  stand(session, null, { reason: 'pause', description, ...thread(someTask(session, debuggee)) });
  session.atEnd = true;
}

export function announcePause(session: Session, debuggee: Debuggee): void {
  stand(session, null, { reason: 'pause', ...thread(someTask(session, debuggee)) });
}

/** Where somebody asked to go in time. */
export function announceArrival(session: Session, debuggee: Debuggee): void {
  const description = 'At another moment';
  stand(session, null, { reason: 'goto', description, ...thread(someTask(session, debuggee)) });
}

/** A step of the replay; at the run's end the machine stays, to look at what came of it and to go back. */
export function announceStep(session: Session, debuggee: Debuggee, { kind, step, stop }: ReplayArrival): void {
  const known = stop && stop.kind !== 'rest' ? stop : null;
  const place = known ? stoppedBody(session, debuggee, known) : thread(someTask(session, debuggee));
  const over = kind === 'over' ? `The run ended before step ${step + 1}` : null;
  const description = over ?? (stop?.kind === 'rest' ? 'The run has ended' : `Step ${step + 1} of the replay`);
  stand(session, known, { ...place, reason: 'goto', description, hitBreakpointIds: [] });
}

/** Where a finding's way ends, or where the nearest run leaves it. */
export function announceCounterExample(session: Session, debuggee: Debuggee, stop: StopReason): void {
  if (stop.kind === 'rest') return announceEnd(session, debuggee, stop.exitCode);
  const { stop: end, reason } = debuggee.counterExample!;
  const { rule } = debuggee.arguments.counterExample!;
  const words = end ? `Counter-example of ${rule}: here it goes wrong` : `No counter-example of ${rule}: here the run leaves the way`; // prettier-ignore
  stand(session, stop, { ...stoppedBody(session, debuggee, stop), hitBreakpointIds: [], description: words, text: reason ?? words }); // prettier-ignore
}

/** Edited code stands where the old code stood; null: it is not known to. */
export function announceEdit(session: Session, debuggee: Debuggee, stop: StopReason | null): void {
  const body =
    stop && stop.kind !== 'rest' ? stoppedBody(session, debuggee, stop) : thread(someTask(session, debuggee));
  stand(session, stop, { ...body, reason: 'edit', description: 'Paused after an edit' });
  if (session.client.understands.invalidated) session.send('invalidated', { areas: ['all'] });
}

/** A restart came to nothing: the machine stands on where it stood, or, where it was running, got to. */
export function announceKept(session: Session, debuggee: Debuggee): void {
  const { stop } = session;
  const body =
    stop && stop.kind !== 'rest' ? stoppedBody(session, debuggee, stop) : thread(someTask(session, debuggee));
  stand(session, stop, { ...body, reason: 'pause', description: 'Not restarted' });
}

/** A task was made to go on elsewhere. */
export function announceJump(session: Session, task: number): void {
  session.references.clear();
  stand(session, null, { reason: 'goto', threadId: task });
}

function stand(session: Session, stop: StopReason | null, body: StoppedBody): void {
  session.phase = 'stopped';
  session.stop = stop;
  announceMemory(session);
  session.send('stopped', { ...body, allThreadsStopped: true });
  announcePosition(session);
  prepareForEdits(session);
}

/** ms without anything else to do, after which the next edit's build is begun. */
const idle = 200;

function prepareForEdits(session: Session): void {
  const { debuggee, turn } = session;
  setTimeout(() => {
    if (debuggee && session.debuggee === debuggee && session.phase === 'stopped' && session.turn === turn)
      session.door.prepareBuild(debuggee.simulation.program);
  }, idle).unref();
}

/** `exitCode` null: it was ended, it did not end. `problem`: why it could not go on. */
export function endRun(
  session: Session,
  { exitCode, problem }: { readonly exitCode: number | null; readonly problem?: string },
): void {
  session.turn++;
  session.phase = 'ended';
  if (problem !== undefined)
    session.send('output', {
      category: 'stderr',
      output: `${problem}
`,
    });
  if (exitCode !== null) tellIdleDriver(session);
  if (exitCode !== null) session.send('exited', { exitCode });
  session.send('terminated');
}

/** A run that was over before anything was seen. */
function tellIdleDriver({ door, debuggee, send }: Session): void {
  const devices = debuggee && door.devicesOfIdleDriver(debuggee.simulation);
  if (!devices) return;
  const output = `Nothing was seen of the driver's own code. Devices of this machine: ${devices.join(', ') || 'none'}. A driver for another device needs a machine file that has it: "machine" in launch.json.\n`;
  send('output', { category: 'important', output });
}

function whyOf({
  note,
  changed,
}: Extract<StopReason, { kind: 'breakpoint' }>): Pick<StoppedBody, 'description' | 'text'> {
  const text = [changed, note].filter((each) => each != null).join('; ');
  if (text === '') return {};
  return { description: `Paused on ${changed === undefined ? '' : 'data '}breakpoint`, text };
}

function stoppedBody(
  session: Session,
  debuggee: Debuggee,
  stop: Exclude<StopReason, { readonly kind: 'rest' }>,
): StoppedBody {
  switch (stop.kind) {
    case 'entry':
    case 'step':
      return { reason: stop.kind, ...thread(stop.task) };
    case 'breakpoint':
      return {
        reason: stop.changed === undefined ? 'breakpoint' : 'data breakpoint',
        ...thread(stop.task),
        hitBreakpointIds: [...stop.breakpoints],
        ...whyOf(stop),
      };
    case 'event':
      return {
        reason: 'exception',
        ...thread(stop.task ?? someTask(session, debuggee)),
        description: eventFilterLabel(stop.filter),
        text: stop.description,
      };
    case 'data':
      return {
        reason: 'data breakpoint',
        ...thread(stop.task ?? someTask(session, debuggee)),
        hitBreakpointIds: stop.breakpoints.filter((id) => id > 0),
        description: 'Paused on data breakpoint',
        text: stop.description,
      };
    case 'exception':
      return {
        reason: 'exception',
        ...thread(stop.task),
        description: `Paused on ${stop.code}`,
        text: stop.description,
      };
    case 'held':
      return {
        reason: 'pause',
        ...thread(someTask(session, debuggee)),
        description: 'Paused: all other threads are held',
        text: stop.description,
      };
    case 'deadlock':
      return {
        reason: 'exception',
        ...thread(someTask(session, debuggee)),
        description: 'Deadlock',
        text: stop.description,
      };
  }
}

function thread(task: number | null): { threadId?: number } {
  return task === null ? {} : { threadId: task };
}

/** The task that runs, else any. */
export function someTask({ door }: Session, { simulation }: Debuggee): number | null {
  const tasks = door.tasks(simulation);
  return (tasks.find((each) => each.state.startsWith('running')) ?? tasks[0])?.task ?? null;
}
