/** Data breakpoints: watched bytes of physical memory, and which accesses to them stop the machine. */
import { setWatchedRanges, type WatchHit } from '../hardware/watch-unit.ts';
import type { Runtime } from '../runtime.ts';
import type { DataBreakpointRequest, StopReason } from '../simulation.ts';
import { judgeAll } from './breakpoint-conditions.ts';
import { keepHits, type Hits } from './hits.ts';

export interface ActiveDataBreakpoint {
  readonly request: DataBreakpointRequest;
  readonly hits: Hits;
}

/** Replaces all; those that stay keep their hit counts. */
export function setDataBreakpoints(runtime: Runtime, requests: readonly DataBreakpointRequest[]): void {
  const { control } = runtime;
  control.dataBreakpoints = keepHits(control.dataBreakpoints, requests, runtime.world.statements);
  armWatch(runtime);
}

/** Tells the hardware what is watched: nothing while history is run again just to get somewhere. */
export function armWatch({ world, control }: Runtime): void {
  const active = control.quiet ? [] : control.dataBreakpoints;
  const ranges = active.flatMap(({ request: { ranges, access } }) =>
    ranges.map(([start, end]) => ({ start, end, reads: access !== 'write', writes: access !== 'read' })),
  );
  setWatchedRanges(world.hardware, ranges);
}

/** The first access since the last look that a breakpoint wants, or null. `taskOfDevice`: whom to show where no CPU made the access. */
export function stopForWatch(runtime: Runtime, taskOfDevice: () => number | null): StopReason | null {
  const { watch } = runtime.world.hardware;
  const { tasks } = runtime.world.kernel;
  if (watch.hits.length === 0) return null;
  for (const hit of watch.hits.splice(0)) {
    const touched = runtime.control.dataBreakpoints.filter(({ request }) => isTouched(request, hit));
    // An idle CPU's task, too: interrupts run on it.
    const task = (hit.cpu === null ? null : tasks.current[hit.cpu]) ?? taskOfDevice();
    const running = task === null ? null : (tasks.byPid.get(task) ?? null);
    const { stopping, note } = judgeAll(runtime, running, touched);
    const description = describeAccess(hit) + (note === null ? '' : `; ${note}`);
    if (stopping.length > 0) return { kind: 'data', task, breakpoints: stopping, access: hit, description };
  }
  return null;
}

function isTouched({ ranges, access, by }: DataBreakpointRequest, hit: WatchHit): boolean {
  if (access !== 'readWrite' && (access === 'write') !== hit.write) return false;
  if (by !== 'any' && by !== (hit.by === 'device' ? 'device' : 'cpu')) return false;
  return ranges.some(([start, end]) => hit.physical < end && hit.physical + hit.size > start);
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
