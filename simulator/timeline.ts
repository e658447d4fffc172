/** The way through a machine's history: backwards to the last stop, to any moment, into another branch. Checkpoints and exact replay do the work. */
import type { Runtime } from './runtime.ts';
import { setDataBreakpoints } from './run-control/data-breakpoints.ts';
import { keepHits } from './run-control/hits.ts';
import type {
  DataBreakpointRequest,
  FindFrameEntry,
  FindWriter,
  HistoryView,
  Moment,
  RunCommand,
  RunLimit,
  StopReason,
  Timeline,
} from './simulation.ts';
import { createBranch } from './timeline/branch.ts';
import { digestWorld, takeCheckpoint } from './timeline/checkpoint.ts';
import {
  approach,
  approachWithLead,
  commonPast,
  keepMoment,
  createHistory,
  missHits,
  noteIntervention,
  prepareApproach,
  runForwards,
  settle,
  stand,
} from './timeline/history.ts';
import type { History } from './timeline/history.ts';
import { momentOfRecord, placeBeforeRecord, recordsAhead, rememberRecords } from './timeline/records.ts';
import { endWaiting, identifyStop, runToStop } from './timeline/identity.ts';
import { compareMoments, momentOf } from './timeline/moment.ts';
import type { RecordedRun } from './timeline/take-over.ts';
import { beginSearch, continueSearch, giveUp, type Search } from './timeline/search-back.ts';
import { advance } from './advance.ts';

/** The simulation's own side of it. */
export interface RecordedTimeline extends Timeline {
  /** Those of the user, also where a search has others in their place. */
  setDataBreakpoints(requests: readonly DataBreakpointRequest[]): void;
  /** As `advance`, and what it passes is kept. */
  runForwards(limit: RunLimit): StopReason | null;
}

/** What stands behind a timeline, for another machine that takes it over. */
const recorded = new WeakMap<Timeline, () => RecordedRun | null>();

/** null: no history is kept. */
export function recordedRun(timeline: Timeline): RecordedRun | null {
  return recorded.get(timeline)?.() ?? null;
}

/** `taken`: the history that the machine has already. */
export function createTimeline(runtime: Runtime, taken: History | null): RecordedTimeline {
  let history = taken;
  let search: Search | null = null;
  let target: Moment | number | null = null;
  const kept = (): History => {
    if (!history) throw new Error('no history is kept');
    return history;
  };
  const timeline: RecordedTimeline = {
    get moment() {
      return momentOf(runtime);
    },
    get history() {
      return history && viewOf(history);
    },
    keep() {
      history ??= createHistory(createBranch(1, null, runtime));
    },
    setDataBreakpoints(requests) {
      if (search?.dataBreakpoints)
        search.dataBreakpoints = keepHits(search.dataBreakpoints, requests, runtime.world.statements);
      else setDataBreakpoints(runtime, requests);
    },
    runForwards: ({ statements, isOver }) =>
      untilOver(runtime, isOver, () =>
        history ? runForwards(runtime, history, statements) : advance(runtime, statements),
      ),
    runBack(command: RunCommand | FindWriter | FindFrameEntry, { statements, isOver }) {
      if (!search) rememberRecords(runtime, kept());
      search ??= beginSearch(runtime, command);
      const searched = search;
      const stop = untilOver(runtime, isOver, () => continueSearch(runtime, kept(), searched, statements));
      if (stop) search = null;
      return stop;
    },
    goTo(moment, { statements, isOver }) {
      if (target !== moment) {
        target = moment;
        rememberRecords(runtime, kept());
        if (compareMoments(momentOf(runtime), moment) < 0) missHits(runtime, Infinity);
        if (!prepareApproach(runtime, kept(), moment)) throw new RangeError('history does not reach back so far');
      }
      const arrived = untilOver(runtime, isOver, () => approachWithLead(runtime, kept(), moment, statements));
      if (arrived) target = null;
      return arrived;
    },
    goToRecord(sequence, { statements, isOver }) {
      if (target !== sequence) {
        target = sequence;
        rememberRecords(runtime, kept());
        const place = placeBeforeRecord(runtime, kept(), sequence);
        if (!place) throw new RangeError('history does not hold that record');
        stand(runtime, place, kept());
      }
      const arrived = untilOver(runtime, isOver, () => approach(runtime, momentOfRecord(sequence), statements));
      if (arrived) target = null;
      return arrived;
    },
    holdsRecord: (sequence) => history !== null && placeBeforeRecord(runtime, history, sequence) !== null,
    recordsAhead: () => (history ? recordsAhead(runtime, history) : []),
    reaches(moment) {
      if (!history) return false;
      const { checkpoints, end } = history.current;
      return compareMoments(checkpoints[0]!.moment, moment) <= 0 && compareMoments(moment, end) <= 0;
    },
    enterBranch(id) {
      const branch = kept().branches.find((each) => each.id === id);
      if (!branch) throw new RangeError(`there is no branch ${id}`);
      rememberRecords(runtime, kept());
      if (branch !== kept().current) missHits(runtime, commonPast(branch, kept().current));
      kept().current = branch;
      stand(runtime, branch.checkpoints.at(-1)!, kept());
      settle(runtime);
      return branch.end;
    },
    cancel() {
      if (search) giveUp(runtime, kept(), search);
      search = null;
      target = null;
      endWaiting(runtime);
    },
    noteChange() {
      if (history) noteIntervention(runtime, history);
    },
    keepMoment() {
      if (history) keepMoment(runtime, history);
    },
    attempt(work) {
      const before = takeCheckpoint(runtime);
      const { stopRecord, laterRecords, told } = runtime.control;
      const outcome = work();
      if (outcome.ok) return outcome;
      stand(runtime, before);
      settle(runtime);
      Object.assign(runtime.control, { stopRecord, laterRecords, told });
      return outcome;
    },
    identify: (stop, task) => identifyStop(runtime, stop, task),
    runTo: (identity, { statements, isOver }) =>
      untilOver(runtime, isOver, () => runToStop(runtime, kept(), identity, statements)),
    digest: () => digestWorld(runtime.world),
  };
  recorded.set(timeline, () => history && { runtime, history });
  return timeline;
}

function untilOver<Outcome>(runtime: Runtime, isOver: RunLimit['isOver'], work: () => Outcome): Outcome {
  runtime.isOver = isOver ?? null;
  try {
    return work();
  } finally {
    runtime.isOver = null;
  }
}

function viewOf({ branches, current }: History): HistoryView {
  return {
    begin: current.checkpoints[0]!.moment,
    end: current.end,
    branch: current.id,
    branches: branches.map(({ id, parent, end }) => ({ id, parent, end })),
    checkpoints: current.checkpoints.length,
  };
}
