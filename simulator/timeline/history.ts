/** The recorded history of a running machine: its branches, and the run forwards that adds to them or passes again what they hold. */
import { advance, hasArrived, standsAtEnd } from '../advance.ts';
import { passStatement } from '../c-language/vm.ts';
import type { Runtime } from '../runtime.ts';
import { regainRecords, type JournalRecord } from '../journal.ts';
import { armWatch, armWatchAnew } from '../run-control/data-breakpoints.ts';
import { armInstructions, passInstruction } from '../run-control/instruction-stops.ts';
import { countedHits, forgetHitsAfter } from '../run-control/hits.ts';
import { markStatements } from '../run-control/statement-stops.ts';
import { lookAtVariables } from '../run-control/watched-variables.ts';
import type { Moment, StopReason } from '../simulation.ts';
import type { Phase } from '../world.ts';
import {
  checkpointBefore,
  interventionAfter,
  interventionAt,
  keepCheckpoint,
  rememberNearby,
  workToNextCheckpoint,
  type Branch,
} from './branch.ts';
import { restoreCheckpoint, takeCheckpoint, type Checkpoint } from './checkpoint.ts';
import { compareMoments, momentOf, workUntil } from './moment.ts';

export interface History {
  readonly branches: Branch[];
  current: Branch;
  /** By branch: its last records, as far as it was run. */
  readonly ahead: Map<number, readonly JournalRecord[]>;
  /** Somebody is to come back to these. */
  kept: { readonly branch: number; readonly moment: Moment }[];
}

export function createHistory(first: Branch): History {
  return { branches: [first], current: first, ahead: new Map(), kept: [] };
}

/** Runs forwards; what the debugger changed in the past happens again where it did. */
export function runForwards(runtime: Runtime, history: History, work: number): StopReason | null {
  const { current } = history;
  for (let left = work; left > 0;) {
    const before = momentOf(runtime);
    const { movingWork } = runtime;
    const due = Math.max(1, workToNextCheckpoint(current, before));
    const inPast = compareMoments(before, current.end) < 0;
    runtime.control.endsOfPhases = inPast ? none : unkeptPhases(runtime, current);
    const stop = advanceTo(
      runtime,
      interventionAfter(current, before)?.moment ?? null,
      inPast ? left : Math.min(left, due),
    );
    const now = momentOf(runtime);
    const intervention = interventionAt(current, now);
    if (intervention && compareMoments(before, now) < 0) stand(runtime, intervention);
    noteProgress(runtime, current, now);
    if (!stop && standsAtEnd(runtime)) keepCheckpoint(current, runtime, { endsPhase: true });
    runtime.control.endsOfPhases = none;
    if (stop) return stop;
    left -= Math.max(1, workUntil(now) - workUntil(before)) + runtime.movingWork - movingWork;
    if (runtime.isOver?.()) return null;
  }
  return null;
}

function noteProgress(runtime: Runtime, branch: Branch, now: Moment): void {
  if (compareMoments(now, branch.end) <= 0) return;
  branch.end = now;
  if (workToNextCheckpoint(branch, now) <= 0) keepCheckpoint(branch, runtime);
}

const none: readonly Phase['name'][] = [];

/** What has run when the kernel has booted, or the driver is there, is the same for many an edit of what comes behind. */
function unkeptPhases({ world: { phase } }: Runtime, { checkpoints }: Branch): readonly Phase['name'][] {
  if (phase.name !== 'boot' && phase.name !== 'insmod') return none;
  const kept = checkpoints.flatMap(({ endsPhase, state }) => (endsPhase ? [state.phase.name] : []));
  return (['boot', 'insmod'] as const).filter((name) => !kept.includes(name));
}

/** null: it has arrived, or the work is done. */
function advanceTo(runtime: Runtime, target: Moment | null, work: number): StopReason | null {
  const { control } = runtime;
  control.target = target;
  control.arrived = false;
  const stop = advance(runtime, work);
  control.target = null;
  return stop;
}

/** Makes the machine what it was. Going on from here does not stop where it stands already. `history`: where it may lie ahead. */
export function stand(runtime: Runtime, checkpoint: Checkpoint, history: History | null = null): void {
  const { control } = runtime;
  if (history)
    regainRecords(runtime.world.journal, checkpoint.nextSequence, history.ahead.get(history.current.id) ?? []);
  restoreCheckpoint(runtime, checkpoint);
  runtime.world.hardware.watch.hits.length = 0;
  control.stopRecord = null;
  control.laterRecords = [];
  control.step = null;
  control.instructionStep = null;
  control.passing.clear();
  armWatchAnew(runtime);
  lookAtVariables(runtime);
}

/** Goes on towards a moment of the current branch for at most `work`; whether it has arrived. `from`: where to begin. */
export function approach(runtime: Runtime, moment: Moment, work: number): boolean {
  const { control } = runtime;
  setQuiet(runtime, true);
  control.target = moment;
  control.arrived = false;
  let left = work;
  while (left > 0 && !hasArrived(runtime)) {
    const before = workUntil(runtime.world) + runtime.movingWork;
    const stop = advance(runtime, left);
    left -= Math.max(1, workUntil(runtime.world) + runtime.movingWork - before);
    if (stop?.kind === 'rest' || stop?.kind === 'deadlock') break;
    if (runtime.isOver?.()) left = 0;
  }
  const arrived = hasArrived(runtime) || left > 0;
  control.target = null;
  setQuiet(runtime, false);
  if (arrived) settle(runtime);
  return arrived;
}

/** Work before the moment that somebody goes to at which a checkpoint is left: from there they will step back. */
const lead = 1_800;

/** As `approach`. */
export function approachWithLead(runtime: Runtime, history: History, moment: Moment, work: number): boolean {
  const far = workUntil(moment) - workUntil(runtime.world) - lead;
  if (far <= 0) return approach(runtime, moment, work);
  if (approach(runtime, moment, Math.min(far, work))) return true;
  if (far <= work && !runtime.isOver?.()) rememberNearby(history.current, takeCheckpoint(runtime));
  return false;
}

export function setQuiet(runtime: Runtime, quiet: boolean): void {
  if (runtime.control.quiet === quiet) return;
  runtime.control.quiet = quiet;
  if (!quiet) lookAtVariables(runtime);
  markStatements(runtime);
  armWatch(runtime);
  armInstructions(runtime);
}

/** The debugger stands here: what is marked here has been told. */
export function settle(runtime: Runtime): void {
  const { world, midStatement, control } = runtime;
  control.stopRecord = null;
  control.laterRecords = [];
  if (!world.turn) return;
  const thread = world.threads.get(world.turn.task)!;
  passInstruction(runtime, thread);
  if (!midStatement) passStatement(runtime.vms[world.turn.cpu]!, thread);
}

/** Puts the machine at the best place to reach `moment` from. False: history does not reach back so far. */
export function prepareApproach(runtime: Runtime, history: History, moment: Moment): boolean {
  const base = checkpointBefore(history.current, moment, false);
  if (!base) return false;
  const now = momentOf(runtime);
  const ahead = compareMoments(now, moment) <= 0 && compareMoments(base.moment, now) <= 0;
  if (!ahead) stand(runtime, base, history);
  return true;
}

/** The debugger has changed the machine: from here on history is another one. In the past that begins a branch. */
export function noteIntervention(runtime: Runtime, history: History): void {
  const now = momentOf(runtime);
  const { current } = history;
  const isKept = history.kept.some(({ branch, moment }) => branch === current.id && compareMoments(moment, now) === 0);
  if (isKept || compareMoments(now, current.end) < 0) fork(history, now);
  history.current.nearby = [];
  keepCheckpoint(history.current, runtime, { intervention: true });
  history.current.end = now;
  for (const hits of countedHits(runtime.control)) forgetHitsAfter(hits, now.statements);
}

const mostKept = 100;

export function keepMoment(runtime: Runtime, history: History): void {
  history.kept = [...history.kept.slice(1 - mostKept), { branch: history.current.id, moment: momentOf(runtime) }];
}

/** The machine goes to where nobody has counted the hits on the way. */
export function missHits({ control }: Runtime, after: number): void {
  for (const hits of countedHits(control)) {
    forgetHitsAfter(hits, after);
    hits.from = Infinity;
  }
}

/** How far, in statements, two branches have the same past. */
export function commonPast(one: Branch, other: Branch): number {
  const forks = [one, other].flatMap(({ parent }) => (parent ? [parent.at.statements] : []));
  const related = one.parent?.branch === other.id || other.parent?.branch === one.id;
  return related || one.parent?.branch === other.parent?.branch ? Math.min(...forks) : 0;
}

const mostBranches = 16;

function fork(history: History, at: Moment): void {
  const { current, branches } = history;
  const id = Math.max(...branches.map((each) => each.id)) + 1;
  const checkpoints = current.checkpoints.filter((each) => compareMoments(each.moment, at) <= 0);
  history.current = { id, parent: { branch: current.id, at }, checkpoints, nearby: [], end: at };
  branches.push(history.current);
  if (branches.length > mostBranches)
    branches.splice(
      branches.findIndex((each) => each !== current && each.id !== 1),
      1,
    );
}
