/** Who waits for whom: cycles of tasks and locks, and tasks that nobody can wake, told with the stacks of all of them. */
import type { Program } from '../c-language/program.ts';
import { outermostPlace } from '../c-language/source.ts';
import { frameAt, frameCount } from '../c-language/vm.ts';
import type { World } from '../world.ts';
import type { HeldLock, Task } from './tasks.ts';

const mostFrames = 12;
const mostTasks = 8;

/** The cycle that this task has closed by what it waits for, in words; null where there is none. */
export function deadlockOf(world: World, task: Task): string | null {
  const cycle = cycleFrom(world, task);
  if (!cycle) return null;
  if (cycle.length === 1) return null;
  const names = cycle.map(({ name, pid }) => `${name} (pid ${pid})`);
  const chain = names.map((name, i) => `${name} waits for ${names[(i + 1) % names.length]!}`).join(', ');
  return `deadlock: ${chain}\n${cycle.map((each) => describeTask(world, each)).join('\n')}`;
}

function cycleFrom(world: World, start: Task): Task[] | null {
  const cycle: Task[] = [];
  for (let task: Task | null = start; task; task = ownerOf(world, task)) {
    if (cycle.includes(task)) return task === start ? cycle : null;
    cycle.push(task);
  }
  return null;
}

/** The task that must do something before this one goes on; null: none, or unknown. */
export function ownerOf(world: World, { waitsFor }: Task): Task | null {
  if (!waitsFor) return null;
  const { byPid } = world.kernel.tasks;
  if (waitsFor.kind === 'thread')
    return [...byPid.values()].find(({ structAddress }) => structAddress === waitsFor.address) ?? null;
  const holds = ({ address }: HeldLock): boolean => address === waitsFor.address;
  return [...byPid.values()].find((task) => task.state !== 'dead' && task.locks.some(holds)) ?? null;
}

/** Name, what it waits for and holds, and its stack: several lines. */
export function describeTask(world: World, task: Task): string {
  const { waitsFor, locks } = task;
  const owner = ownerOf(world, task);
  const wait = waitsFor
    ? ` waits for a ${waitsFor.kind} at ${hexadecimal(waitsFor.address)}${owner && owner !== task ? ` of ${owner.name} (pid ${owner.pid})` : ''}`
    : ` ${task.state === 'running' ? 'runs' : 'waits'}`;
  const held = locks.map(
    ({ kind, address, statement }) =>
      `  holds a ${kind} at ${hexadecimal(address)}${statement === null ? '' : `, taken at ${placeOf(world.program, statement)}`}`,
  );
  return [`${task.name} (pid ${task.pid})${wait}`, ...held, ...stackOf(world, task)].join('\n');
}

/** Tasks that wait and that are neither of the kernel's own idle threads. */
export function waitingTasks({ kernel, threads, program }: World): Task[] {
  const own = (task: Task): boolean => {
    const thread = threads.get(task.pid)!;
    for (let i = 0; i < frameCount(thread); i++) {
      const { functionIndex } = frameAt(program, thread, i);
      if (!program.functions[functionIndex]!.builtIn) return true;
    }
    return false;
  };
  return [...kernel.tasks.byPid.values()].filter(
    (task) => task.kind !== 'idle' && (task.state === 'interruptible' || task.state === 'uninterruptible') && own(task),
  );
}

/** All that wait, with their stacks. */
export function describeWaiting(world: World): string {
  const tasks = waitingTasks(world);
  const shown = tasks.slice(0, mostTasks).map((task) => describeTask(world, task));
  return [...shown, ...(tasks.length > mostTasks ? [`and ${tasks.length - mostTasks} more`] : [])].join('\n');
}

function stackOf({ program, threads }: World, { pid }: Task): string[] {
  const thread = threads.get(pid);
  if (!thread) return [];
  const depth = Math.min(frameCount(thread), mostFrames);
  return Array.from({ length: depth }, (_, i) => {
    const { functionIndex, statement } = frameAt(program, thread, i);
    return `    ${program.functions[functionIndex]!.name} at ${placeOf(program, statement)}`;
  });
}

export function placeOf(program: Program, statement: number): string {
  const { file, line } = outermostPlace(program.statements[statement]!.place);
  return `${file.path}:${line}`;
}

function hexadecimal(address: bigint): string {
  return `0x${address.toString(16)}`;
}
