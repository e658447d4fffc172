/** Requests from a session's birth to its end: initialize, launch, configurationDone, restart, terminate, disconnect. */
import { flag, object, optional, text } from '../arguments.ts';
import { halt, leadsSomewhere, resume, resumeToCounterExample, stopRunning } from '../execution/run-loop.ts';
import { announceKept, announcePause, endRun, someTask } from '../execution/stops.ts';
import { keepMachine, takeMachine, type KeptMachines } from '../kept-machines.ts';
import { readLaunchArguments } from '../launch/launch-arguments.ts';
import { arm, launch, powerOn } from '../launch/launch.ts';
import { asRequestError, RequestError } from '../request-error.ts';
import { debuggeeOf, type Debuggee, type Session } from '../session-state.ts';
import { capabilities } from './capabilities.ts';
import { request, type Requests } from './request.ts';

const initializeShape = object({
  linesStartAt1: optional(flag),
  columnsStartAt1: optional(flag),
  pathFormat: optional(text),
  clientID: optional(text),
  supportsInvalidatedEvent: optional(flag),
  supportsMemoryEvent: optional(flag),
  supportsProgressReporting: optional(flag),
  supportsANSIStyling: optional(flag),
});
const anything = (value: unknown): unknown => value;

export const lifecycleRequests: Requests = {
  initialize: request(initializeShape, (session, args) => {
    if (session.phase !== 'new') throw new RequestError('notNow', 'the session has been initialized already');
    session.client = {
      firstLine: args.linesStartAt1 === false ? 0 : 1,
      firstColumn: args.columnsStartAt1 === false ? 0 : 1,
      pathsAreUris: args.pathFormat === 'uri',
      selectsFrames: args.clientID === 'vscode',
      understands: {
        invalidated: args.supportsInvalidatedEvent ?? false,
        memory: args.supportsMemoryEvent ?? false,
        progress: args.supportsProgressReporting ?? false,
        ansi: args.supportsANSIStyling ?? false,
      },
    };
    session.phase = 'initialized';
    return capabilities(session);
  }),

  launch: request(anything, async (session, args) => {
    requireInitialized(session);
    await launch(session, readLaunchArguments(args));
  }),

  attach: request(object({ machine: optional(text) }), (session, { machine }) => {
    requireInitialized(session);
    const debuggee = takeMachine(session.keptMachines ?? [], machine);
    if (!debuggee) throw new RequestError('notNow', describeKept(session.keptMachines, machine), { showUser: true });
    session.debuggee = debuggee;
    session.attached = true;
    arm(session, debuggee, false);
    session.phase = 'configuring';
    session.send('initialized');
  }),

  configurationDone: request(anything, (session) => {
    const debuggee = debuggeeOf(session);
    if (session.phase !== 'configuring') throw new RequestError('notNow', 'the program runs already');
    if (session.attached) announcePause(session, debuggee);
    else begin(session, debuggee);
  }),

  restart: request(object({ arguments: optional(anything) }), async (session, args) => {
    const before = debuggeeOf(session);
    const changed = args.arguments === null ? before.arguments : readLaunchArguments(args.arguments);
    await restart(session, () => powerOn(session, changed));
  }),

  terminate: request(anything, (session) => {
    debuggeeOf(session);
    if (session.phase === 'ended') throw new RequestError('ended', 'the program has ended already');
    halt(session);
    setImmediate(() => endRun(session, { exitCode: null }));
  }),

  disconnect: request(
    object({ terminateDebuggee: optional(flag), suspendDebuggee: optional(flag) }),
    (session, { terminateDebuggee, suspendDebuggee }) => {
      const { phase, debuggee, keptMachines } = session;
      halt(session);
      const ends = terminateDebuggee ?? !session.attached;
      if (!ends && keptMachines && debuggee && phase !== 'ended') keepMachine(keptMachines, debuggee, !suspendDebuggee);
      setImmediate(session.close);
    },
  ),
};

function requireInitialized({ phase }: Session): void {
  if (phase === 'new') throw new RequestError('notNow', "the first request must be 'initialize'");
  if (phase !== 'initialized') throw new RequestError('notNow', 'this session has launched a program already');
}

function describeKept(kept: KeptMachines | null, wanted: string | null): string {
  if (!kept)
    return "this adapter has a process for each session, and no machine to attach to: a session begins with 'launch'";
  const names = kept.map(({ name }) => `'${name}'`).join(', ');
  if (names === '')
    return 'there is no machine to attach to: none was left by a session that disconnected without ending it';
  return wanted === null ? `"machine" must say which one: ${names}` : `there is no machine '${wanted}', only ${names}`;
}

/**
 * What cannot be built changes nothing: the machine stays where it stood, or, where it was running, got to. The request succeeds all the same, since VS Code
 * takes a session for lost whose restart is refused.
 */
async function restart(session: Session, powerOnAgain: () => Promise<void>): Promise<void> {
  const { phase } = session;
  const stoodAt = phase === 'stopped' ? someTask(session, debuggeeOf(session)) : null;
  halt(session);
  const { turn } = session;
  try {
    await powerOnAgain();
  } catch (error) {
    if (session.turn !== turn) throw error;
    session.phase = phase;
    if (phase !== 'stopped' && phase !== 'running') throw error;
    return keep(session, asRequestError(error).message);
  }
  session.atEnd = false;
  if (stoodAt !== null) session.send('continued', { threadId: stoodAt, allThreadsContinued: true });
  begin(session, debuggeeOf(session));
}

function begin(session: Session, debuggee: Debuggee): void {
  if (leadsSomewhere(debuggee)) resumeToCounterExample(session, debuggee);
  else resume(session, debuggee, { kind: 'continue' });
}

function keep(session: Session, problem: string): void {
  const debuggee = debuggeeOf(session);
  if (session.phase === 'running') stopRunning(session, debuggee);
  session.send('output', { category: 'important', output: `Not restarted, the machine stays as it was: ${problem}\n` });
  setImmediate(() => session.phase !== 'ended' && announceKept(session, debuggee));
}
