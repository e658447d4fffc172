/** A run that takes long: what it is at is shown while it goes on, and a key ends it with the place and the stacks of what runs. */
import type { FrameInfo, Simulation } from '../../simulator/index.ts';
import type { SimulatorDoor } from '../simulator-door.ts';
import type { Interruption, Terminal } from './terminal.ts';

/** ms */
const untilShown = 3000;
const betweenShows = 1000;
/** Where nobody looks at the moment, but somebody may read it later. */
const betweenLines = 10_000;
const betweenLooks = 100;
/** Frames of a task that are told. */
const mostFrames = 12;

/** Works until it ends; null: it was interrupted, and that has been told. */
export async function goOn<End>(
  work: () => End | null,
  door: SimulatorDoor,
  simulation: Simulation,
  terminal: Terminal,
  interruption: Interruption,
): Promise<End | null> {
  const begun = performance.now();
  const { watched } = interruption;
  const between = watched ? betweenShows : betweenLines;
  let shown = watched ? begun + untilShown - between : begun;
  for (let looked = begun; ;) {
    const end = work();
    if (end !== null) {
      interruption.show('');
      return end;
    }
    const now = performance.now();
    if (now - looked < betweenLooks) continue;
    looked = now;
    if (now - shown >= between) {
      if (watched) interruption.show(`${progress(door, simulation)}; Ctrl+C: stacks`);
      else terminal.err(`${progress(door, simulation)}\n`);
      shown = now;
    }
    if (await interruption.asked()) break;
  }
  interruption.show('');
  terminal.err(`${whereItStands(door, simulation)}\n`);
  return null;
}

/** Of the machine's own clock. */
function clock({ world }: Simulation): string {
  return `${(world.now / 1e9).toFixed(3)} s of the machine's time`;
}

function work({ world }: Simulation): string {
  return `${(world.statements / 1e6).toFixed(0)} million statements, ${(world.now / 1e9).toFixed(3)} s of its time`;
}

function progress(door: SimulatorDoor, simulation: Simulation): string {
  const running = door.tasks(simulation).find(({ state }) => state.startsWith('running'));
  const frames = running ? door.stackTrace(simulation, running.task) : [];
  const frame = frames.find(({ builtIn }) => !builtIn) ?? frames[0];
  return `${frame ? `in ${placeOf(frame)}, ` : ''}${work(simulation)}`;
}

/** Every task with its stack, those that run first. */
function whereItStands(door: SimulatorDoor, simulation: Simulation): string {
  const tasks = [...door.tasks(simulation)].sort((a, b) => rank(a.state) - rank(b.state));
  const told = tasks.flatMap(({ task, name, state }) => {
    const frames = door.stackTrace(simulation, task);
    if (!state.startsWith('running') && frames.every(({ builtIn }) => builtIn)) return [];
    return [`${name} (${task}), ${state}:`, ...frames.slice(0, mostFrames).map((each) => `  ${placeOf(each)}`)];
  });
  return [`interrupted after ${clock(simulation)}`, ...told].join('\n');
}

function rank(state: string): number {
  return state.startsWith('running') ? 0 : 1;
}

function placeOf({ function: name, path, line }: FrameInfo): string {
  return `${name} at ${path}:${line}`;
}
