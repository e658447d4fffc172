/**
 * Running backwards: history is run again in windows that end where the last one began, each larger than the one before, and the last stop
 * inside of a window is where the machine goes.
 */
import { advance, hasArrived } from '../advance.ts';
import type { RunningVm } from '../c-language/vm/execution.ts';
import type { Runtime } from '../runtime.ts';
import { allRecords } from '../journal.ts';
import { setWatchedRanges } from '../hardware/watch-unit.ts';
import { armWatch } from '../run-control/data-breakpoints.ts';
import { countedHits, createHits } from '../run-control/hits.ts';
import { awaitStop, foundRecord, stopRank, type RunControl } from '../run-control/run-control.ts';
import { markStatements } from '../run-control/statement-stops.ts';
import type { FindFrameEntry, FindWriter, Moment, RunCommand, StopReason } from '../simulation.ts';
import { checkpointBefore, interventionAfter, interventionAt, rememberNearby, type Branch } from './branch.ts';
import { takeCheckpoint, type Checkpoint } from './checkpoint.ts';
import { approach, setQuiet, settle, stand, type History } from './history.ts';
import { beginOf, createLineTrail, followTrail, type LineTrail, type StepBack } from './line-trail.ts';
import { compareMoments, momentOf } from './moment.ts';

export interface Search {
  readonly command: RunCommand | FindWriter | FindFrameEntry;
  /** Where it began: to return to when it is given up. */
  readonly origin: Checkpoint;
  /** Only stops before this moment count. */
  end: Moment;
  /** Rank of what it stood still for there; null: of nothing. */
  readonly told: number | null;
  /** Statements of the window. */
  size: number;
  phase: 'choose' | 'approach' | 'scan' | 'arrive' | 'entry';
  window: Checkpoint | null;
  trail: LineTrail | null;
  found: Stop | null;
  /** The user's own, while others stand in for them. */
  dataBreakpoints: RunControl['dataBreakpoints'] | null;
}
interface Stop {
  readonly stop: StopReason;
  readonly moment: Moment;
  /** Sequence of the first record of the same moment that stops behind it. */
  nextRecord?: number;
}

const firstWindow = 2_000;
const growth = 10;
/** What going to another checkpoint counts, in statements. */
const costOfRound = 10_000;

export function beginSearch(runtime: Runtime, command: RunCommand | FindWriter | FindFrameEntry): Search {
  const origin = takeCheckpoint(runtime);
  const { told } = runtime.control;
  const isHere = told !== null && compareMoments(told.moment, origin.moment) === 0;
  // A step back from a line goes to another one.
  const counts = isHere && (told.rank < Infinity || command.kind === 'continue');
  runtime.control.step = null;
  return {
    command,
    origin,
    end: origin.moment,
    told: counts ? told.rank : null,
    size: firstWindow,
    phase: 'choose',
    window: null,
    trail: null,
    found: null,
    dataBreakpoints: null,
  };
}

/** Works at most about `work`; null: call again. */
export function continueSearch(runtime: Runtime, history: History, search: Search, work: number): StopReason | null {
  const before = executedByAll(runtime);
  for (let left = work, rounds = 1; left > 0; rounds++) {
    const stop = phases[search.phase](runtime, history, search, left);
    if (stop) return stop;
    if (runtime.isOver?.()) return null;
    left = work - costOfRound * rounds - (executedByAll(runtime) - before);
  }
  return null;
}

/** Statements that this process has executed, those of histories left behind included. */
function executedByAll({ vms }: Runtime): number {
  return vms.reduce((sum, vm) => sum + vm.statementsExecuted, 0);
}

/** Back to where it began. */
export function giveUp(runtime: Runtime, history: History, search: Search): void {
  endScan(runtime, search);
  stand(runtime, search.origin, history);
  settle(runtime);
  if (search.told !== null) standFor(runtime, search.told, search.origin.moment);
}

type PhaseOfSearch = (runtime: Runtime, history: History, search: Search, work: number) => StopReason | null;

const phases: Readonly<Record<Search['phase'], PhaseOfSearch>> = {
  choose(runtime, history, search) {
    const { current } = history;
    // Earlier than the last window, whatever was left there: else a line that began before it is never seen.
    const before = checkpointBefore(current, search.window?.moment ?? search.end, true);
    const whole = before !== null && search.command.kind !== 'last-write' && isCountedFromLater(runtime, current);
    const base = whole ? current.checkpoints[0]! : before;
    if (!base) {
      search.phase = 'entry';
      stand(runtime, current.checkpoints[0]!, history);
      runtime.control.stopOnEntry = true;
      markStatements(runtime);
      return null;
    }
    stand(runtime, base, history);
    const far = base.moment.statements < search.end.statements - search.size;
    search.phase = far && !whole ? 'approach' : 'scan';
    if (search.phase === 'scan') beginScan(runtime, search, base);
    else setQuiet(runtime, true);
    return null;
  },

  approach(runtime, { current }, search, work) {
    const left = search.end.statements - search.size - runtime.world.statements;
    if (left > 0) {
      advance(runtime, Math.min(work, left));
      return null;
    }
    setQuiet(runtime, false);
    const window = takeCheckpoint(runtime);
    rememberNearby(current, window);
    beginScan(runtime, search, window);
    return null;
  },

  scan(runtime, history, search, work) {
    const { control } = runtime;
    const change = interventionAfter(history.current, momentOf(runtime));
    const changes = change !== null && compareMoments(change.moment, search.end) < 0;
    control.target = changes ? change.moment : search.end;
    const stop = advance(runtime, work);
    const arrived = hasArrived(runtime) && !control.stopRecord;
    control.target = null;
    const moment =
      stop?.kind === 'data' && search.command.kind === 'last-write' ? beforeWriter(runtime) : momentOf(runtime);
    // A frame that is begun again lies behind whatever stopped inside of it.
    const counts = search.command.kind !== 'frame-entry';
    if (stop && counts && isBefore(stop, moment, search)) search.found = { stop, moment };
    else if (stop?.kind === 'event') noteBehind(search, stop.record.sequence, moment);
    // What the debugger changed there happens again.
    if (arrived && changes) stand(runtime, interventionAt(history.current, change.moment)!, history);
    else if (arrived || stop?.kind === 'rest' || stop?.kind === 'deadlock') endWindow(runtime, history, search);
    return null;
  },

  arrive(runtime, _history, search, work) {
    const { stop, moment, nextRecord } = search.found!;
    if (!approach(runtime, moment, work)) return null;
    standFor(runtime, stopRank(stop), moment, nextRecord);
    return stop;
  },

  /** Nothing was found: the first statement of the user's own is as far back as one wants to go. */
  entry(runtime, history, search, work) {
    const stop = advance(runtime, work);
    if (!stop) return null;
    runtime.control.stopOnEntry = false;
    markStatements(runtime);
    if (compareMoments(momentOf(runtime), search.origin.moment) > 0) stand(runtime, search.origin, history);
    settle(runtime);
    return stop.kind === 'entry' ? stop : { kind: 'entry', task: search.origin.state.phase.task ?? 0 };
  },
};

/** Of several stops at one moment, those before the one that was told last are still to be gone back to. */
function isBefore(stop: StopReason, moment: Moment, { end, told }: Search): boolean {
  const order = compareMoments(moment, end);
  return order < 0 || (order === 0 && told !== null && stopRank(stop) < told);
}

/** Those behind it at the same moment are still to come: records, then the statement that is about to be executed. */
function standFor(runtime: Runtime, rank: number, moment: Moment, nextRecord = rank < 0 ? Infinity : rank + 1): void {
  const { control, world, vms } = runtime;
  control.told = { rank, moment };
  if (rank === Infinity) return;
  if (world.turn && !runtime.midStatement) (vms[world.turn.cpu] as RunningVm).reported = [];
  if (nextRecord === Infinity) return;
  for (const record of allRecords(world.journal, nextRecord)) {
    const found = foundRecord(control, record);
    if (found) awaitStop(control, found);
  }
}

function noteBehind({ found }: Search, sequence: number, moment: Moment): void {
  if (found && compareMoments(found.moment, moment) === 0) found.nextRecord ??= sequence;
}

/** The number of a hit counts from the beginning of history: where that is not known, all of it is one window. */
function isCountedFromLater({ control }: Runtime, { checkpoints }: Branch): boolean {
  return countedHits(control).some(({ from }) => from > checkpoints[0]!.moment.statements);
}

function noteAllCounted({ control }: Runtime, { checkpoints }: Branch): void {
  for (const hits of countedHits(control)) hits.from = checkpoints[0]!.moment.statements;
}

function beginScan(runtime: Runtime, search: Search, window: Checkpoint): void {
  const { control } = runtime;
  const { command } = search;
  search.phase = 'scan';
  search.window = window;
  search.found = null;
  control.silent = true;
  control.arrived = false;
  if (command.kind === 'last-write') watchOnly(runtime, search, command);
  else if (command.kind !== 'continue') {
    const trail = (search.trail = search.trail ?? trailAtOrigin(runtime, search, command));
    if (trail) {
      Object.assign(trail, { line: '', begin: null, first: false, previous: null });
      control.onArrival = (arrived, statement) => followTrail(runtime, trail, arrived, statement);
    }
  }
  markStatements(runtime);
}

/** Where the step begins is known from the origin's threads. */
function trailAtOrigin(runtime: Runtime, { origin }: Search, command: StepBack): LineTrail | null {
  return createLineTrail({ ...runtime, world: { ...runtime.world, threads: origin.state.threads } }, command);
}

/** Nothing but these bytes counts. */
function watchOnly(runtime: Runtime, search: Search, { ranges }: FindWriter): void {
  const { control, world } = runtime;
  const request = { id: 0, ranges, access: 'write', by: 'any', condition: null, hitCondition: null } as const;
  search.dataBreakpoints ??= control.dataBreakpoints;
  control.dataBreakpoints = [{ request, hits: createHits(world.statements) }];
  setQuiet(runtime, true);
  setWatchedRanges(
    world.hardware,
    ranges.map(([start, end]) => ({ start, end, reads: false, writes: true })),
  );
}

/** The beginning of the statement that has just run; where that is not known or nothing ran, here. */
function beforeWriter(runtime: Runtime): Moment {
  const { turn, statements } = runtime.world;
  const here = momentOf(runtime);
  if (!turn || runtime.midStatement || turn.from >= statements) return here;
  return { ...here, statements: statements - 1 };
}

function endScan(runtime: Runtime, search: Search): void {
  const { control } = runtime;
  if (search.dataBreakpoints) control.dataBreakpoints = search.dataBreakpoints;
  search.dataBreakpoints = null;
  control.onArrival = null;
  control.silent = false;
  control.target = null;
  setQuiet(runtime, false);
  markStatements(runtime);
  armWatch(runtime);
}

function endWindow(runtime: Runtime, history: History, search: Search): void {
  const { current } = history;
  endScan(runtime, search);
  const window = search.window!;
  if (window === current.checkpoints[0] && search.command.kind !== 'last-write') noteAllCounted(runtime, current);
  const line = lineFound(search);
  if (line && (!search.found || compareMoments(line.moment, search.found.moment) > 0)) search.found = line;
  if (search.found) {
    search.phase = 'arrive';
    const near = checkpointBefore(current, search.found.moment, false);
    stand(runtime, near && compareMoments(near.moment, window.moment) > 0 ? near : window, history);
    return;
  }
  // What lies in this window has been seen; a line that may have begun before it has not.
  if (!search.trail || window === current.checkpoints[0]) search.end = window.moment;
  search.size *= growth;
  search.phase = 'choose';
}

function lineFound({ trail, window, command, origin }: Search): Stop | null {
  const begin = trail && beginOf(trail, origin.moment);
  if (!begin || !('task' in command)) return null;
  const reachesBack = window!.moment.statements > 0 && trail.first;
  return reachesBack ? null : { stop: { kind: 'step', task: command.task }, moment: begin };
}
