/** Begins a step: notes where the task stands now, so that the next statement that differs ends it. */
import { outermostPlace } from '../c-language/source.ts';
import { frameAt, frameCount } from '../c-language/vm.ts';
import type { Runtime } from '../runtime.ts';
import type { RunCommand } from '../simulation.ts';
import { beginInstructionStep } from './instruction-stops.ts';
import { markStatements } from './statement-stops.ts';

/** A step of a task that has no frames any more is a plain *continue*. */
export function beginStep(runtime: Runtime, command: Exclude<RunCommand, { readonly kind: 'continue' }>): void {
  const { world, control } = runtime;
  const thread = world.threads.get(command.task);
  if (!thread || frameCount(thread) === 0) return;
  if (command.kind === 'step-instruction') return beginInstructionStep(runtime, command.task, command.over);
  const frame = frameAt(world.program, thread, 0);
  const place = outermostPlace(world.program.statements[frame.statement]!.place);
  control.step = {
    kind: command.kind,
    task: command.task,
    depth: frameCount(thread),
    line: place.line,
    path: place.file.path,
    function: frame.functionIndex,
    statement: command.statement ?? false,
    into: command.into ?? null,
  };
  markStatements(runtime);
}
