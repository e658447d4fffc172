/** The whole world at one moment, kept apart: what did not change is shared with other checkpoints and with the running machine. */
import { digestHardware } from '../hardware/digest-hardware.ts';
import { restoreHardware, snapshotHardware, type HardwareSnapshot } from '../hardware/snapshot-hardware.ts';
import { connectDevices } from '../device-links.ts';
import { forgetRecords } from '../journal.ts';
import type { RunningVm } from '../c-language/vm/execution.ts';
import type { ThreadState } from '../c-language/thread-state.ts';
import { liveFrames } from '../c-language/vm.ts';
import type { Runtime } from '../runtime.ts';
import type { Moment } from '../simulation.ts';
import type { World } from '../world.ts';
import { copyState, copyTable, digestState, type Table } from './copy-state.ts';
import { momentOf } from './moment.ts';

export interface Checkpoint {
  readonly moment: Moment;
  readonly hardware: HardwareSnapshot;
  readonly state: StateOfWorld;
  readonly nextSequence: number;
  readonly midStatement: boolean;
  /** What the running CPU was told and has not noticed yet. */
  readonly attention: readonly (readonly [kernel: number, user: number, leave: boolean])[];
  /** The debugger changed something here: the run up to this moment does not lead to this state. */
  readonly intervention: boolean;
}

/** All of the world but the hardware and the journal, which have copies of their own kind, and what never changes. */
type StateOfWorld = Omit<World, 'machine' | 'program' | 'hardware' | 'journal'>;

function stateOf(world: World): StateOfWorld {
  const { machine: _machine, program: _program, hardware: _hardware, journal: _journal, ...state } = world;
  return state;
}

function unchanging({ machine, program }: World): ReadonlySet<unknown> {
  return new Set<unknown>([machine, program]);
}

/** What copies share: what never changes, and what stands on disks, which is replaced there and never written to. */
function shared(world: World, { kernel }: StateOfWorld): ReadonlySet<unknown> {
  const found = new Set(unchanging(world));
  const { pageCache, swap } = kernel;
  for (const bytes of pageCache.disk.blocks.values()) found.add(bytes);
  for (const { content } of pageCache.disk.inFlight.values()) for (const bytes of content) found.add(bytes);
  for (const { content } of swap.used.values()) if (content) found.add(content);
  return found;
}

/** By a world's table of pages: the copy in its last checkpoint, whose records further ones share as far as they have not changed. */
const lastCopies = new WeakMap<object, Table>();
/** Tables of checkpoints, which nobody changes. */
const copiesTaken = new WeakSet<object>();

function copyOf(world: World, state: StateOfWorld, change: 'taken' | 'restored'): StateOfWorld {
  const pages = state.kernel.addressSpaces.pages as unknown as Table;
  const copy = copyTable(pages, change === 'taken' ? (lastCopies.get(pages) ?? null) : null);
  if (change === 'taken') {
    lastCopies.set(pages, copy);
    copiesTaken.add(copy);
  } else if (copiesTaken.has(pages)) lastCopies.set(copy, pages);
  return copyState(state, shared(world, state), new Map([[pages, copy]]));
}

export function takeCheckpoint(runtime: Runtime, intervention = false): Checkpoint {
  const checkpoint = borrowCheckpoint(runtime, intervention);
  return { ...checkpoint, state: copyOf(runtime.world, checkpoint.state, 'taken') };
}

/** Is one only until the machine goes on, whose own records it holds: to be restored at once. */
export function borrowCheckpoint(runtime: Runtime, intervention = false): Checkpoint {
  const { world } = runtime;
  return {
    moment: momentOf(runtime),
    hardware: snapshotHardware(world.hardware),
    state: stateOf(world),
    nextSequence: world.journal.nextSequence,
    midStatement: runtime.midStatement,
    attention: runtime.ports.map(({ kernel, user }, cpu) => [
      kernel.attention,
      user.attention,
      runtime.vms[cpu]!.leave,
    ]),
    intervention,
  };
}

/** The world becomes what it was; links to what was replaced are made again. The checkpoint stays usable. */
export function restoreCheckpoint(runtime: Runtime, checkpoint: Checkpoint): void {
  const { world } = runtime;
  restoreHardware(world.hardware, checkpoint.hardware);
  Object.assign(world, copyOf(world, checkpoint.state, 'restored'));
  forgetRecords(world.journal, checkpoint.nextSequence);
  runtime.midStatement = checkpoint.midStatement;
  runtime.turn = null;
  checkpoint.attention.forEach(([kernel, user, leave], cpu) => {
    const ports = runtime.ports[cpu]!;
    const vm = runtime.vms[cpu]! as RunningVm;
    ports.kernel.attention = kernel;
    ports.user.attention = user;
    vm.arrivals = world.arrivals;
    vm.leave = leave;
    vm.reported = [];
  });
  connectDevices(runtime);
}

/** Without the frames of calls that have returned: what stands there depends on where the debugger looked. */
function live(thread: ThreadState): ThreadState {
  return { ...thread, frames: liveFrames(thread) };
}

/** Equal for equal worlds: hardware with caches and counters, kernel, devices, threads, pending events. */
export function digestWorld(world: World): string {
  const state = digestState({ ...stateOf(world), threads: [...world.threads.values()].map(live) }, unchanging(world));
  return `${digestHardware(world.hardware)}-${state}-${world.journal.nextSequence}`;
}
