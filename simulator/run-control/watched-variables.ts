/**
 * Data breakpoints on variables that stand in registers: nothing but the code of their own function can change them, so they are looked at wherever one of its statements
 * begins, and a change stops there, behind the statement that made it.
 */
import { localNamed } from '../c-language/debug-info.ts';
import type { Program } from '../c-language/program.ts';
import type { ThreadState } from '../c-language/thread-state.ts';
import { frameAt, frameCount, readRegister } from '../c-language/vm.ts';
import type { Task } from '../kernel/tasks.ts';
import type { Runtime } from '../runtime.ts';
import type { WatchedVariable } from '../simulation.ts';
import { judgeAll, type Judged } from './breakpoint-conditions.ts';
import type { ActiveDataBreakpoint } from './data-breakpoints.ts';

/**
 * As they are now: the machine has become what it was at another time, or has run while nobody looked. What a statement has changed before a call that it makes, and that is under
 * way now, is not seen as a change.
 */
export function lookAtVariables({ world, control }: Runtime): void {
  for (const each of control.dataBreakpoints) {
    const { variable } = each.request;
    const thread = variable && world.threads.get(variable.task);
    each.seen = thread ? valueOf(world.program, thread, variable) : null;
  }
}

const nothing = { stopping: [], note: null, changed: null } as const;

/** A statement is about to be executed. `changed`: one sentence; null: nothing that stops. */
export function changedVariables(runtime: Runtime, task: Task): Judged & { readonly changed: string | null } {
  const { control, world } = runtime;
  const touched: ActiveDataBreakpoint[] = [];
  const sentences: string[] = [];
  for (const each of control.dataBreakpoints) {
    const { variable } = each.request;
    if (!variable || variable.task !== task.pid) continue;
    const thread = world.threads.get(task.pid)!;
    if (frameCount(thread) > variable.depth) continue;
    const [before, now] = [each.seen ?? null, valueOf(world.program, thread, variable)];
    each.seen = now;
    if (before === null || now === null || before === now) continue;
    touched.push(each);
    sentences.push(`${variable.name} was changed from ${before} to ${now}`);
  }
  if (touched.length === 0) return nothing;
  const judged = judgeAll(runtime, task, touched);
  return { ...judged, changed: judged.stopping.length > 0 ? sentences.join('; ') : null };
}

/** null: it has none, since the function is not called, has only just been, or is where the variable is not. */
function valueOf(
  program: Program,
  thread: ThreadState,
  { depth, function: name, name: wanted }: WatchedVariable,
): bigint | null {
  const above = frameCount(thread) - depth;
  if (above < 0) return null;
  const { functionIndex, pc, statement } = frameAt(program, thread, above);
  if (program.functions[functionIndex]!.name !== name || program.statements[statement]!.kind === 'entry') return null;
  const { location } = localNamed(program, pc, wanted) ?? {};
  return location?.kind === 'register' ? readRegister(thread, above, location.register) : null;
}
