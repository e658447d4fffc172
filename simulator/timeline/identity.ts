/** What makes a stop the same in another run of nearly the same code: the n-th arrival at a statement, or the n-th record of its kind. */
import { recordsOfKind } from '../journal.ts';
import { frameAt, frameCount } from '../c-language/vm.ts';
import type { Runtime } from '../runtime.ts';
import { markStatements } from '../run-control/statement-stops.ts';
import type { StopIdentity, StopReason } from '../simulation.ts';
import { takeCheckpoint } from './checkpoint.ts';
import { approach, runForwards, settle, setQuiet, stand, type History } from './history.ts';
import { compareMoments, workUntil } from './moment.ts';

/** Longest history, in statements, in which arrivals are counted. */
const longestCount = 50_000_000;

/** null: there is nothing to tell it by, or history is too long to count in. `task`: whose place counts when no event stopped it. */
export function identifyStop(
  runtime: Runtime,
  history: History,
  stop: StopReason | null,
  task: number | null,
): StopIdentity | null {
  const { world } = runtime;
  if (stop?.kind === 'event') {
    const { kind } = stop.record;
    const device = deviceOf(stop.record);
    const same = recordsOfKind(world.journal, kind).filter((each) => deviceOf(each) === device);
    return { kind: 'record', filter: stop.filter, record: kind, device, occurrence: same.length };
  }
  const thread = task === null ? undefined : world.threads.get(task);
  if (!thread || frameCount(thread) === 0 || workUntil(world) > longestCount) return null;
  // The innermost frame of the user's own: what ships with the simulator is the same in both runs, and passed far more often.
  for (let depth = 0; depth < frameCount(thread); depth++) {
    const { functionIndex, statement } = frameAt(world.program, thread, depth);
    if (world.program.functions[functionIndex]!.builtIn) continue;
    return {
      kind: 'statement',
      statement,
      arrival: countArrivals(runtime, history, statement) + (depth === 0 ? 1 : 0),
    };
  }
  return null;
}

function deviceOf(record: object): string | null {
  return 'device' in record && typeof record.device === 'string' ? record.device : null;
}

/** Arrivals at a statement before now. */
function countArrivals(runtime: Runtime, { current }: History, statement: number): number {
  const { control } = runtime;
  const origin = takeCheckpoint(runtime);
  const changes = current.checkpoints.filter(
    (each) => each.intervention && compareMoments(each.moment, origin.moment) <= 0,
  );
  const awaited = { statement, record: null, device: null, filter: null, seen: 0, wanted: Infinity };
  control.awaited = awaited;
  stand(runtime, current.checkpoints[0]!);
  for (const change of changes) {
    approach(runtime, change.moment, Infinity);
    stand(runtime, change);
  }
  approach(runtime, origin.moment, Infinity);
  control.awaited = null;
  markStatements(runtime);
  stand(runtime, origin);
  settle(runtime);
  return awaited.seen;
}

/** Runs on until that stop comes; null: call again, or it has been passed by when the machine is at rest. */
export function runToStop(runtime: Runtime, history: History, identity: StopIdentity, work: number): StopReason | null {
  const { control } = runtime;
  if (!control.awaited) {
    const common = { seen: 0 };
    control.awaited =
      identity.kind === 'statement'
        ? {
            ...common,
            statement: identity.statement,
            wanted: identity.arrival,
            record: null,
            device: null,
            filter: null,
          }
        : {
            ...common,
            statement: null,
            wanted: identity.occurrence,
            record: identity.record,
            device: identity.device,
            filter: identity.filter,
          };
    setQuiet(runtime, true);
    markStatements(runtime);
  }
  const stop = runForwards(runtime, history, work);
  if (!stop) return null;
  control.awaited = null;
  setQuiet(runtime, false);
  markStatements(runtime);
  return stop;
}
