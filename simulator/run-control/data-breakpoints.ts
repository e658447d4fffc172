/** Data breakpoints: watched bytes of physical memory, and which accesses to them stop the machine. */
import { setWatchedRanges, type WatchHit } from '../hardware/watch-unit.ts';
import type { Runtime } from '../runtime.ts';
import type { DataBreakpointRequest, StopReason } from '../simulation.ts';
import { walk } from '../hardware/mmu.ts';
import { rootOf } from '../inspect/memory.ts';
import type { World } from '../world.ts';
import { judgeAll } from './breakpoint-conditions.ts';
import type { RunControl } from './run-control.ts';
import { keepHits, type Hits } from './hits.ts';
import { markStatements } from './statement-stops.ts';
import { lookAtVariables } from './watched-variables.ts';

export interface ActiveDataBreakpoint {
  readonly request: DataBreakpointRequest;
  readonly hits: Hits;
  /** Of `variable`, the value at the last look; null: it had none. */
  seen?: bigint | null;
  /** Where the bytes of a process are now, and the table entries that say so. */
  found?: {
    readonly ranges: DataBreakpointRequest['ranges'];
    readonly entries: readonly { readonly start: number; readonly end: number }[];
  };
}

/** Replaces all; those that stay keep their hit counts. */
export function setDataBreakpoints(runtime: Runtime, requests: readonly DataBreakpointRequest[]): void {
  const { control } = runtime;
  control.dataBreakpoints = keepHits(control.dataBreakpoints, requests, runtime.world.statements);
  armWatch(runtime);
  lookAtVariables(runtime);
  markStatements(runtime);
}

/** Tells the hardware what is watched: nothing while history is run again just to get somewhere. */
export function armWatch({ world, control }: Runtime): void {
  const active = control.quiet ? [] : control.dataBreakpoints;
  for (const each of active) if (each.request.virtual) each.found = find(world, each.request.virtual);
  const ranges = active.flatMap(({ request: { ranges, access }, found }) =>
    (found?.ranges ?? ranges).map(([start, end]) => ({
      start,
      end,
      reads: access !== 'write',
      writes: access !== 'read',
    })),
  );
  const entries = active.flatMap(({ found }) => found?.entries ?? []);
  setWatchedRanges(world.hardware, [...ranges, ...entries.map((each) => ({ ...each, reads: false, writes: true }))]);
}

/** The machine has become what it was at another time. */
export function armWatchAnew(runtime: Runtime): void {
  if (runtime.control.dataBreakpoints.some(({ request }) => request.virtual)) armWatch(runtime);
}

/** A task is about to run: what is watched of a process that had no tables yet may be there now. */
export function armWatchOfNew(runtime: Runtime): void {
  const { quiet, dataBreakpoints } = runtime.control;
  if (!quiet && dataBreakpoints.some(({ found }) => found?.entries.length === 0)) armWatch(runtime);
}

const pageBytes = 4096n;

/** Pages that are not there (yet, or swapped out) have none. */
function find(
  world: World,
  { task, address, length }: NonNullable<DataBreakpointRequest['virtual']>,
): NonNullable<ActiveDataBreakpoint['found']> {
  const ranges: [number, number][] = [];
  const entries: { start: number; end: number }[] = [];
  const { addressSpace = 0 } = world.kernel.tasks.byPid.get(task) ?? {};
  const root = addressSpace === 0 ? null : rootOf(world, task);
  const end = address + BigInt(length);
  for (let at = address; root !== null && at < end;) {
    const next = (at / pageBytes + 1n) * pageBytes;
    const { levels, outcome } = walk(world.hardware, root, at);
    for (const { entryAddress } of levels) entries.push({ start: entryAddress, end: entryAddress + 8 });
    const count = Number((next < end ? next : end) - at);
    if (outcome.kind === 'page') ranges.push([outcome.physical, outcome.physical + count]);
    at = next;
  }
  return { ranges, entries };
}

/** A table on the way to watched bytes has changed: they may be elsewhere now. */
function hasMoved({ dataBreakpoints }: RunControl, { write, physical, size }: WatchHit): boolean {
  return (
    write &&
    dataBreakpoints.some(({ found }) =>
      found?.entries.some(({ start, end }) => physical < end && physical + size > start),
    )
  );
}

/** The first access since the last look that a breakpoint wants, or null. `taskOfDevice`: whom to show where no CPU made the access. */
export function stopForWatch(runtime: Runtime, taskOfDevice: () => number | null): StopReason | null {
  const { watch } = runtime.world.hardware;
  const { tasks } = runtime.world.kernel;
  if (watch.hits.length === 0) return null;
  const hits = watch.hits.splice(0);
  const touchedBy = hits.map((hit) => runtime.control.dataBreakpoints.filter((each) => isTouched(each, hit)));
  if (hits.some((hit) => hasMoved(runtime.control, hit))) armWatch(runtime);
  for (const [index, hit] of hits.entries()) {
    const touched = touchedBy[index]!;
    // An idle CPU's task, too: interrupts run on it.
    const task = (hit.cpu === null ? null : tasks.current[hit.cpu]) ?? taskOfDevice();
    const running = task === null ? null : (tasks.byPid.get(task) ?? null);
    const { stopping, note } = judgeAll(runtime, running, touched);
    const description = describeAccess(hit) + (note === null ? '' : `; ${note}`);
    if (stopping.length > 0) return { kind: 'data', task, breakpoints: stopping, access: hit, description };
  }
  return null;
}

function isTouched({ request: { ranges, access, by }, found }: ActiveDataBreakpoint, hit: WatchHit): boolean {
  if (access !== 'readWrite' && (access === 'write') !== hit.write) return false;
  if (by !== 'any' && by !== (hit.by === 'device' ? 'device' : 'cpu')) return false;
  return (found?.ranges ?? ranges).some(([start, end]) => hit.physical < end && hit.physical + hit.size > start);
}

/** One sentence: who touched what. */
export function describeAccess({ by, cpu, device, physical, size, write }: WatchHit): string {
  const bytes = `${size} byte${size === 1 ? '' : 's'} at 0x${physical.toString(16)}`;
  switch (by) {
    case 'cpu':
      return `CPU ${cpu} ${write ? 'wrote' : 'read'} ${bytes}`;
    case 'device':
      return `${device} ${write ? 'wrote' : 'read'} ${bytes} by DMA`;
    case 'kernel':
      return `the kernel or a page walk changed ${bytes}`;
    case 'eviction':
      return `a dirty cache line made room for another and was written back over ${bytes}`;
    case 'clean':
      return `cache maintenance wrote a dirty cache line back over ${bytes}`;
    case 'invalidate':
      return `a dirty cache line was invalidated: what a CPU had written to ${bytes} is lost`;
  }
}
