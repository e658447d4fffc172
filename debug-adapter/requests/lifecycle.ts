/** Requests from a session's birth to its end: initialize, launch, configurationDone, restart, terminate, disconnect. */
import { flag, object, optional, text } from '../arguments.ts';
import { halt, resume } from '../execution/run-loop.ts';
import { endRun, someTask } from '../execution/stops.ts';
import { readLaunchArguments } from '../launch/launch-arguments.ts';
import { launch, powerOn } from '../launch/launch.ts';
import { RequestError } from '../request-error.ts';
import { debuggeeOf, type Session } from '../session-state.ts';
import { capabilities } from './capabilities.ts';
import { request, type Requests } from './request.ts';

const initializeShape = object({
  linesStartAt1: optional(flag),
  columnsStartAt1: optional(flag),
  pathFormat: optional(text),
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
      understands: {
        invalidated: args.supportsInvalidatedEvent ?? false,
        memory: args.supportsMemoryEvent ?? false,
        progress: args.supportsProgressReporting ?? false,
        ansi: args.supportsANSIStyling ?? false,
      },
    };
    session.phase = 'initialized';
    return capabilities(session.door.recordFields);
  }),

  launch: request(anything, async (session, args) => {
    if (session.phase === 'new') throw new RequestError('notNow', "the first request must be 'initialize'");
    if (session.phase !== 'initialized')
      throw new RequestError('notNow', 'this session has launched a program already');
    await launch(session, readLaunchArguments(args));
  }),

  attach: request(anything, () => {
    throw new RequestError('notNow', "there is no running machine to attach to: a session begins with 'launch'", {
      showUser: true,
    });
  }),

  configurationDone: request(anything, (session) => {
    const debuggee = debuggeeOf(session);
    if (session.phase !== 'configuring') throw new RequestError('notNow', 'the program runs already');
    resume(session, debuggee, { kind: 'continue' });
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

  // The machine lives in this session: it cannot outlive it, so `terminateDebuggee` makes no difference.
  disconnect: request(anything, (session) => {
    halt(session);
    setImmediate(session.close);
  }),
};

/** A machine that cannot be built again leaves nothing to debug. */
async function restart(session: Session, powerOnAgain: () => Promise<void>): Promise<void> {
  const stoodAt = session.phase === 'stopped' ? someTask(session, debuggeeOf(session)) : null;
  halt(session);
  try {
    await powerOnAgain();
  } catch (error) {
    endRun(session, { exitCode: null });
    throw error;
  }
  if (stoodAt !== null) session.send('continued', { threadId: stoodAt, allThreadsContinued: true });
  resume(session, debuggeeOf(session), { kind: 'continue' });
}
