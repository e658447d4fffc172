/** The run of an edited program begins where it first differs from the run before the edit: what came until then is taken over. */
import type { Program } from '../c-language/program.ts';
import type { ThreadState } from '../c-language/thread-state.ts';
import { withFunctions } from '../c-language/vm.ts';
import { firstSequence, newestFirst, type Journal } from '../journal.ts';
import { copyColumns } from '../journal-columns.ts';
import type { Runtime } from '../runtime.ts';
import type { RunRequest } from '../simulation.ts';
import type { KeptCheckpoint } from './branch.ts';
import { borrowCheckpoint, type Checkpoint } from './checkpoint.ts';
import { createHistory, settle, stand, type History } from './history.ts';
import { compareMoments, momentOf } from './moment.ts';
import { commonCode, isCommon, type CommonCode, type GivenState } from './same-run.ts';

export interface RecordedRun {
  readonly runtime: Runtime;
  readonly history: History;
}

type Standing = Pick<Checkpoint, 'nextSequence'> & { readonly state: GivenState };

/** What of a recorded run is a run of edited code as well. */
export interface SharedPast {
  readonly from: RecordedRun;
  /** The end of it. */
  readonly at: Checkpoint;
  /** It is where the recorded run stands now. */
  readonly here: boolean;
  /** Of the recorded run's functions their numbers in the edited program. */
  readonly functions: CommonCode['functions'];
  /** The checkpoints until there. */
  readonly kept: readonly KeptCheckpoint[];
}

/** Of a recorded run that may be changed by hand from some moment on; null: they have no more in common than power-on. */
export function sharedPast(program: Program, request: RunRequest, from: RecordedRun): SharedPast | null {
  const { world, request: own } = from.runtime;
  if (!isSameMachine(own, request)) return null;
  const common = commonCode(world.program, program);
  if (!common) return null;
  const told = common.linesMoved ? firstPlaceTold(world.journal) : Infinity;
  const byLines = goesByLines(own) || goesByLines(request);
  const isTheirs = ({ nextSequence, state }: Standing): boolean =>
    nextSequence <= told && (!byLines || state.phase.name === 'boot') && isCommon(world.program, common, state);
  const { kept, untouched } = untilChanged(from);
  const here = untouched && isTheirs({ nextSequence: world.journal.nextSequence, state: world });
  const at = here ? borrowCheckpoint(from.runtime) : ([...kept].reverse().find(isTheirs) ?? null);
  if (!at || at === kept[0]) return null;
  return {
    from,
    at,
    here,
    functions: common.functions,
    kept: kept.filter(({ moment }) => compareMoments(moment, at.moment) <= 0),
  };
}

/** The checkpoints up to now; `untouched`: the debugger has changed nothing until now. */
function untilChanged({ runtime, history }: RecordedRun): { kept: KeptCheckpoint[]; untouched: boolean } {
  const now = momentOf(runtime);
  const kept = history.current.checkpoints.filter(({ moment }) => compareMoments(moment, now) <= 0);
  const change = kept.findIndex(({ intervention }) => intervention);
  return change < 0 ? { kept, untouched: true } : { kept: kept.slice(0, change), untouched: false };
}

/** The machine, which has been given no state of its own yet, stands at the end of that past. Returns its history. */
export function takeOver(runtime: Runtime, { from, at, here, kept, functions }: SharedPast): History {
  copyJournal(from.runtime.world.journal, runtime.world.journal, at.nextSequence);
  const { length } = runtime.world.program.statements;
  stand(runtime, inProgram(at, length, functions));
  if (here) settle(runtime);
  return createHistory({
    id: 1,
    parent: null,
    checkpoints: kept.map((each) => inProgram(each, length, functions)),
    nearby: [],
    end: at.moment,
  });
}

/** In a program of so many statements, and with other numbers for its functions. */
function inProgram<Kept extends Checkpoint>(checkpoint: Kept, length: number, functions: Int32Array): Kept {
  const { arrivals, threads } = checkpoint.state;
  const sameLength = arrivals.length === length;
  const renumbered = functions.some((number, index) => number !== index);
  if (sameLength && !renumbered) return checkpoint;
  return {
    ...checkpoint,
    state: {
      ...checkpoint.state,
      arrivals: sameLength ? arrivals : withLength(arrivals, length),
      threads: renumbered ? renumberedThreads(threads, functions) : threads,
    },
  };
}

/** There was no arrival yet at statements that the other program has not. */
function withLength(arrivals: Uint32Array, length: number): Uint32Array {
  const all = new Uint32Array(length);
  all.set(arrivals.subarray(0, length));
  return all;
}

function renumberedThreads(
  threads: ReadonlyMap<number, ThreadState>,
  functions: Int32Array,
): Checkpoint['state']['threads'] {
  return new Map([...threads].map(([task, thread]) => [task, withFunctions(thread, functions)]));
}

/** Without the records from the sequence `end` on. */
function copyJournal(from: Journal, to: Journal, end: number): void {
  const first = firstSequence(from);
  to.slots.length = 0;
  for (const slot of from.slots.slice(0, Math.max(0, end - first))) to.slots.push(slot);
  to.nextSequence = end;
  to.dropped = from.dropped;
  if (from.columns) to.columns = copyColumns(from.columns, first, end, to.capacity);
}

/** Sequence of the first record that has a place in words; where records have been dropped, 0. */
function firstPlaceTold(journal: Journal): number {
  if (journal.dropped > 0) return 0;
  let first = Infinity;
  for (const record of newestFirst(journal, ['finding', 'log']))
    if (Object.values(record).some((each) => typeof each === 'string' && /\.\w+:\d/.test(each)))
      first = record.sequence;
  return first;
}

/** The same but for the text of sources. */
function isSameMachine(one: RunRequest, other: RunRequest): boolean {
  const fields = ['machine', 'module', 'parameters', 'arguments', 'allow', 'faults', 'files'] as const;
  return fields.every((field) => one[field] === other[field]);
}

/** What depends on lines of text and is not in the code: comments that allow findings, faults at lines. */
function goesByLines({ driver, app, moreApps, faults, machine }: RunRequest): boolean {
  return (
    [faults, machine.faults].some((plan) => [...(plan?.failAt ?? []), ...(plan?.reads ?? [])].length > 0) ||
    [...driver, ...(app ? [app] : []), ...(moreApps ?? [])].some(({ text }) => text.includes('dma-debugger:'))
  );
}
