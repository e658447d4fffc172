/** Tasks and their stacks as a debugger lists them. */
import type { FunctionInfo, Program } from '../c-language/program.ts';
import { outermostPlace } from '../c-language/source.ts';
import { frameAt, frameCount } from '../c-language/vm.ts';
import { ownerOf } from '../kernel/deadlocks.ts';
import { isHeld, type Task } from '../kernel/tasks.ts';
import type { FrameInfo, Simulation, TaskInfo } from '../simulation.ts';
import type { World } from '../world.ts';

/** All tasks that have something on their stack, the one that runs (or ran last) on each CPU first. */
export function tasks({ world }: Simulation): TaskInfo[] {
  const { byPid, current } = world.kernel.tasks;
  const alive = [...byPid.values()].filter(
    (task) => task.state !== 'dead' && frameCount(world.threads.get(task.pid)!) > 0,
  );
  const rank = (task: Task): number => (current.includes(task.pid) ? 0 : 1);
  return alive
    .sort((a, b) => rank(a) - rank(b) || a.pid - b.pid)
    .map((task) => ({ task: task.pid, name: task.name, cpu: task.cpu, state: taskState(world, task) }));
}

export function taskState(world: World, task: Task): string {
  const { cpu, pid, hardIrqDepth, state, waitsFor } = task;
  if (isHeld(world.kernel.tasks, task)) return 'held by the debugger';
  if (world.kernel.tasks.current[cpu] === pid)
    return hardIrqDepth > 0 ? `in an interrupt on CPU ${cpu}` : `running on CPU ${cpu}`;
  if (state === 'running') return `runnable on CPU ${cpu}`;
  const owner = ownerOf(world, task);
  const what = waitsFor ? ` for a ${waitsFor.kind}${owner ? ` of ${owner.name} (pid ${owner.pid})` : ''}` : '';
  return `waiting${what} (${state})`;
}

/** Innermost frame first; empty for a task that is not there. */
export function stackTrace({ world }: Simulation, pid: number): FrameInfo[] {
  const thread = world.threads.get(pid);
  if (!thread) return [];
  return Array.from({ length: frameCount(thread) }, (_, depth) => {
    const { program } = world;
    const frame = frameAt(program, thread, depth);
    const statement = program.statements[frame.statement]!;
    const info = program.functions[frame.functionIndex]!;
    const start = outermostPlace(statement.place);
    const end = outermostPlace(statement.end);
    return {
      depth,
      function: info.name,
      functionIndex: info.index,
      pc: frame.pc,
      instructionAddress: instructionAddress(program, info, frame.pc),
      path: start.file.path,
      line: start.line,
      column: start.column,
      endLine: end.line,
      endColumn: end.column + end.length,
      builtIn: info.builtIn,
      mode: frame.mode,
      interrupt: frame.interrupt,
    };
  });
}

/** Each instruction takes 16 bytes of its image's text. */
function instructionAddress(program: Program, { image }: FunctionInfo, pc: number): bigint {
  const { textBase, firstInstruction } = program.images[image]!;
  return textBase + 16n * BigInt(pc - firstInstruction);
}
