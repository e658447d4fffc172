/** Running, stepping, pausing, threads, and why the machine stands still. */
import { flag, integer, list, object, oneOf, optional, text } from '../arguments.ts';
import { describeException } from '../execution/exception-info.ts';
import { endFollowing, pause, resume, resumeBack } from '../execution/run-loop.ts';
import type { RunCommand } from '../../simulator/index.ts';
import { RequestError } from '../request-error.ts';
import { debuggeeOf, stoppedDebuggee, type Debuggee, type Session } from '../session-state.ts';
import { request, type Requests } from './request.ts';

const threadShape = object({ threadId: integer });
const granularity = optional(oneOf('statement', 'line', 'instruction'));
const stepShape = object({ threadId: integer, granularity, targetId: optional(integer), singleThread: optional(flag) });
const anything = (value: unknown): unknown => value;

function step(kind: 'step-into' | 'step-over' | 'step-out'): Requests[string] {
  return request(stepShape, (session, args) => {
    const debuggee = standing(session);
    requireTask(session, args.threadId);
    requireStepTarget(session, debuggee, args);
    debuggee.simulation.holdOthers(args.singleThread ? args.threadId : null);
    resume(session, debuggee, stepCommand(kind, args));
  });
}

/** Targets are the calls of the line that is about to run. */
function requireStepTarget({ door }: Session, { simulation }: Debuggee, { threadId, targetId }: StepArguments): void {
  if (targetId === null || door.callsOfLine(simulation, threadId, 0).some(({ index }) => index === targetId)) return;
  throw new RequestError(
    'stale',
    `no call of this line has the number ${targetId}: targets are what stepInTargets gives`,
  );
}

type StepArguments = ReturnType<typeof stepShape>;
type Step = Exclude<RunCommand, { readonly kind: 'continue' }>;

function stepCommand(
  kind: 'step-into' | 'step-over' | 'step-out',
  { threadId, granularity, targetId }: ReturnType<typeof stepShape>,
): Step {
  if (granularity === 'instruction' && kind !== 'step-out')
    return { kind: 'step-instruction', task: threadId, over: kind === 'step-over' };
  return {
    kind,
    task: threadId,
    ...(granularity === 'statement' ? { statement: true } : {}),
    ...(targetId === null ? {} : { into: targetId }),
  };
}

export const executionRequests: Requests = {
  continue: request(
    object({ threadId: optional(integer), singleThread: optional(flag) }),
    (session, { threadId, singleThread }) => {
      const debuggee = standing(session);
      const alone = singleThread ? threadId : null;
      if (threadId !== null) requireSomeTask(session, threadId);
      debuggee.simulation.holdOthers(alone);
      resume(session, debuggee, { kind: 'continue' });
      return { allThreadsContinued: alone === null };
    },
  ),
  next: step('step-over'),
  stepIn: step('step-into'),
  stepOut: step('step-out'),
  stepBack: request(stepShape, (session, args) => {
    const debuggee = withHistory(session);
    requireTask(session, args.threadId);
    resumeBack(session, debuggee, stepCommand('step-over', args));
  }),
  reverseContinue: request(object({ threadId: optional(integer) }), (session, { threadId }) => {
    const debuggee = withHistory(session);
    if (threadId !== null) requireSomeTask(session, threadId);
    resumeBack(session, debuggee, { kind: 'continue' });
  }),

  terminateThreads: request(object({ threadIds: optional(list(integer)) }), (session, { threadIds }) => {
    const { simulation } = standing(session);
    const problems = (threadIds ?? []).flatMap((task) => simulation.killProcess(task) ?? []);
    if (problems.length > 0) throw new RequestError('notNow', problems.join('; '));
  }),

  pause: request(anything, (session) => {
    const debuggee = debuggeeOf(session);
    if (session.following === session.turn) return endFollowing(session);
    if (session.phase !== 'running') throw new RequestError('notNow', 'the machine is not running');
    setImmediate(() => {
      if (session.phase === 'running') pause(session, debuggee);
    });
  }),

  // Other requests are answered before a cancellation could be read.
  cancel: request(object({ progressId: optional(text), requestId: optional(integer) }), (session, { progressId }) => {
    if (progressId !== null && progressId === session.searching) session.searching = null;
    if (progressId === null || progressId !== session.travelling) return;
    if (session.following === session.turn) return endFollowing(session);
    const debuggee = debuggeeOf(session);
    setImmediate(() => {
      if (session.phase === 'running') pause(session, debuggee);
    });
  }),

  threads: request(anything, (session) => {
    const tasks = session.debuggee ? session.door.tasks(session.debuggee.simulation) : [];
    const held = (state: string): string => (state.startsWith('held') ? ', held' : '');
    return {
      threads: tasks.map(({ task, name, cpu, state }) => ({
        id: task,
        name: `${name} (pid ${task}, CPU ${cpu}${held(state)})`,
      })),
    };
  }),

  exceptionInfo: request(threadShape, (session, { threadId }) =>
    describeException(session, stoppedDebuggee(session), threadId),
  ),
};

/** Between `launch` and `configurationDone` there is nothing to go on with. */
function standing(session: Session): ReturnType<typeof stoppedDebuggee> {
  const debuggee = stoppedDebuggee(session);
  if (session.phase !== 'stopped') throw new RequestError('notNow', "the program starts with 'configurationDone'");
  return debuggee;
}

/** The debuggee, when it stands still and can be taken back in time. */
export function withHistory(session: Session): Debuggee {
  const debuggee = standing(session);
  if (debuggee.simulation.timeline.history) return debuggee;
  throw new RequestError('notNow', 'no history is kept: launch without "history": false');
}

/** All go on together, whichever is named; where all have ended, the client can only name one of those. */
function requireSomeTask(session: Session, task: number): void {
  if (session.debuggee && session.door.tasks(session.debuggee.simulation).length > 0) requireTask(session, task);
}

export function requireTask({ door, debuggee }: Session, task: number): void {
  const known = debuggee ? door.tasks(debuggee.simulation) : [];
  if (!known.some((each) => each.task === task)) throw new RequestError('stale', `there is no thread ${task}`);
}
