/** The checkpoints of one line of history, and which of them to keep. */
import { framesWrittenSince } from '../hardware/physical-memory.ts';
import type { Runtime } from '../runtime.ts';
import type { Moment } from '../simulation.ts';
import { takeCheckpoint, type Checkpoint } from './checkpoint.ts';
import { compareMoments, workUntil } from './moment.ts';

export interface Branch {
  readonly id: number;
  /** The branch it forked off, and where; null for the run from power-on. */
  readonly parent: { readonly branch: number; readonly at: Moment } | null;
  /** Ascending; the first is the oldest that can be gone back to. */
  checkpoints: KeptCheckpoint[];
  /** Made while history was searched, near to where somebody looks. */
  nearby: Checkpoint[];
  /** The furthest moment that was reached. */
  end: Moment;
}
export interface KeptCheckpoint extends Checkpoint {
  /** Bytes that it adds to those before it, roughly. */
  readonly bytes: number;
  /** A phase has ended here: an edit of what comes behind begins here. */
  readonly endsPhase?: true;
}

/** Statements (a move counts as 100) between two checkpoints: few at first, since a short run is edited more often. */
const interval = 1_000_000;
const firstInterval = 500_000;
const firstUntil = 4_000_000;
const mostCheckpoints = 160;
const mostBytes = 200 * 1024 * 1024;
const mostNearby = 8;
/** What a checkpoint takes without RAM pages: kernel records, caches, device buffers. */
const bytesOfState = 1024 * 1024;

export function createBranch(id: number, parent: Branch['parent'], runtime: Runtime): Branch {
  const first = { ...takeCheckpoint(runtime), bytes: bytesOfState };
  return { id, parent, checkpoints: [first], nearby: [], end: first.moment };
}

/** Work that may be done before the next checkpoint is due. */
export function workToNextCheckpoint(branch: Branch, now: Moment): number {
  const last = workUntil(branch.checkpoints.at(-1)!.moment);
  return last + (last < firstUntil ? firstInterval : interval) - workUntil(now);
}

/** Takes one at the end of the branch and drops what is too much. */
export function keepCheckpoint(
  branch: Branch,
  runtime: Runtime,
  { intervention = false, endsPhase = false }: { readonly intervention?: boolean; readonly endsPhase?: boolean } = {},
): Checkpoint {
  const { checkpoints } = branch;
  const last = checkpoints.at(-1)!;
  const pages = framesWrittenSince(runtime.world.hardware.memory, last.hardware.memory).length;
  const checkpoint: KeptCheckpoint = {
    ...takeCheckpoint(runtime, intervention),
    bytes: bytesOfState + 4096 * pages,
    ...(endsPhase ? { endsPhase } : {}),
  };
  checkpoints.push(checkpoint);
  thinOut(branch);
  return checkpoint;
}

/** Old history keeps fewer checkpoints than what happened lately. */
function thinOut(branch: Branch): void {
  const { checkpoints } = branch;
  let bytes = checkpoints.reduce((sum, each) => sum + each.bytes, 0);
  while (checkpoints.length > mostCheckpoints || bytes > mostBytes) {
    const index = leastMissed(checkpoints);
    if (index < 0) return;
    bytes -= checkpoints[index]!.bytes;
    checkpoints.splice(index, 1);
  }
}

/** The one whose loss makes the smallest gap for its age; never the first, the last, an intervention, or the end of a phase. */
function leastMissed(checkpoints: readonly KeptCheckpoint[]): number {
  const now = workUntil(checkpoints.at(-1)!.moment);
  let found = -1;
  let smallest = Infinity;
  for (let index = 1; index < checkpoints.length - 1; index++) {
    if (checkpoints[index]!.intervention || checkpoints[index]!.endsPhase) continue;
    const gap = workUntil(checkpoints[index + 1]!.moment) - workUntil(checkpoints[index - 1]!.moment);
    const loss = gap / (now - workUntil(checkpoints[index]!.moment) + interval);
    if (loss >= smallest) continue;
    smallest = loss;
    found = index;
  }
  return found;
}

/** A place that is likely to be asked for again. */
export function rememberNearby(branch: Branch, checkpoint: Checkpoint): void {
  branch.nearby = [...branch.nearby.slice(1 - mostNearby), checkpoint];
}

/** The latest checkpoint that lies not behind `moment`, or `strictly` before it; null: history does not reach back so far. */
export function checkpointBefore(branch: Branch, moment: Moment, strictly: boolean): Checkpoint | null {
  let best: Checkpoint | null = null;
  for (const each of [...branch.checkpoints, ...branch.nearby]) {
    const order = compareMoments(each.moment, moment);
    if (order > 0 || (strictly && order === 0)) continue;
    if (best === null || isBetter(each, best)) best = each;
  }
  return best;
}

/** Of two at one moment the one after an intervention is the true one. */
function isBetter(one: Checkpoint, other: Checkpoint): boolean {
  const order = compareMoments(one.moment, other.moment);
  return order > 0 || (order === 0 && one.intervention);
}

/** The next moment after `now` at which the debugger changed something; with `at`, at `now` itself. */
export function interventionAfter({ checkpoints }: Branch, now: Moment): Checkpoint | null {
  return checkpoints.find((each) => each.intervention && compareMoments(each.moment, now) > 0) ?? null;
}

export function interventionAt({ checkpoints }: Branch, now: Moment): Checkpoint | null {
  return checkpoints.filter((each) => each.intervention && compareMoments(each.moment, now) === 0).at(-1) ?? null;
}
