/** The power fails: nothing runs any more, nothing reaches the disk, and what stands on it can be looked at. */
import { contentOnDisk, cutPower } from './kernel/page-cache/power.ts';
import { schedule } from './pending-events.ts';
import { record, type Runtime } from './runtime.ts';
import type { World } from './world.ts';

/** Arranges for what the machine file says. */
export function planPowerCut(world: World): void {
  const { powerCut } = world.machine;
  if (!powerCut) return;
  if (powerCut.kind === 'pages' && powerCut.at > 0) world.kernel.pageCache.pagesUntilPowerCut = powerCut.at;
  else schedule(world.pending, powerCut.kind === 'time' ? powerCut.at : 0, { kind: 'power-cut' });
}

export function failPower(runtime: Runtime): void {
  const { world } = runtime;
  const { pageCache, tasks } = world.kernel;
  const inFlight = [...pageCache.disk.inFlight.values()].filter(({ write, area }) => write && area === 'file-system');
  const pagesInFlight = inFlight.reduce((sum, { count }) => sum + count, 0);
  record(runtime, { kind: 'power-cut', dirtyPages: pageCache.dirtyPages, pagesInFlight });
  cutPower(pageCache, world.machine.seed);
  world.pending.queue.length = 0;
  for (const task of tasks.byPid.values()) if (task.kind !== 'idle') task.state = 'dead';
  for (const queue of tasks.runQueues) queue.length = 0;
  tasks.current.fill(null);
  world.phase.name = 'rest';
  world.phase.task = null;
  world.phase.loading = null;
}

export interface DiskFile {
  readonly path: string;
  readonly content: Uint8Array;
}

/** The files with names as the disk has them now: after a power cut, what a reboot would find. */
export function filesOnDisk(world: World): DiskFile[] {
  return [...world.kernel.files.names].flatMap(([path, number]) => {
    const content = contentOnDisk(world.kernel.pageCache, number);
    return content ? [{ path, content }] : [];
  });
}
