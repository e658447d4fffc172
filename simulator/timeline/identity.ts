/** What makes a stop the same in another run of nearly the same code: the n-th arrival at a statement, or the n-th record of its kind. */
import { recordsOfKind, type Journal, type JournalRecord } from '../journal.ts';
import { beginsStatement, frameAt, frameCount } from '../c-language/vm.ts';
import type { Runtime } from '../runtime.ts';
import { markStatements } from '../run-control/statement-stops.ts';
import type { StopIdentity, StopReason } from '../simulation.ts';
import { runForwards, setQuiet, type History } from './history.ts';

/** null: there is nothing to tell it by. `task`: whose place counts when no event stopped it. */
export function identifyStop({ world }: Runtime, stop: StopReason | null, task: number | null): StopIdentity | null {
  const { journal, program, arrivals } = world;
  // Of records that the journal has dropped nobody knows how many were of this kind.
  if (stop?.kind === 'event' && journal.dropped === 0) {
    const { kind } = stop.record;
    const device = deviceOf(stop.record);
    return {
      kind: 'record',
      filter: stop.filter,
      record: kind,
      device,
      occurrence: recordsLike(journal, kind, device),
    };
  }
  const thread = task === null ? undefined : world.threads.get(task);
  if (!thread) return null;
  // The innermost frame of the user's own: what ships with the simulator is the same in both runs, and passed far more often.
  for (let depth = 0; depth < frameCount(thread); depth++) {
    const { functionIndex, statement, pc } = frameAt(program, thread, depth);
    if (program.functions[functionIndex]!.builtIn) continue;
    const toCome = depth === 0 && beginsStatement(program, pc) ? 1 : 0;
    return { kind: 'statement', statement, arrival: arrivals[statement]! + toCome };
  }
  return null;
}

function recordsLike(journal: Journal, kind: JournalRecord['kind'], device: string | null): number {
  return recordsOfKind(journal, kind).filter((each) => deviceOf(each) === device).length;
}

function deviceOf(record: object): string | null {
  return 'device' in record && typeof record.device === 'string' ? record.device : null;
}

/** From power-on, or from what was taken over of another run, until that stop comes; null: call again, or it has been passed by when the machine is at rest. */
export function runToStop(runtime: Runtime, history: History, identity: StopIdentity, work: number): StopReason | null {
  const { control } = runtime;
  if (!control.awaited) {
    const { arrivals, journal } = runtime.world;
    control.awaited =
      identity.kind === 'statement'
        ? {
            seen: arrivals[identity.statement]!,
            statement: identity.statement,
            wanted: identity.arrival,
            record: null,
            device: null,
            filter: null,
          }
        : {
            seen: recordsLike(journal, identity.record, identity.device),
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
  if (stop) endWaiting(runtime);
  return stop;
}

/** Nobody waits for that stop any more: the user's own stops count again. */
export function endWaiting(runtime: Runtime): void {
  if (!runtime.control.awaited) return;
  runtime.control.awaited = null;
  setQuiet(runtime, false);
  markStatements(runtime);
}
