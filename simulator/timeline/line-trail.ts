/** What a step back looks for: the beginning of the line that a task executed last. */
import { localNamed } from '../c-language/debug-info.ts';
import { outermostPlace } from '../c-language/source.ts';
import type { ThreadState } from '../c-language/thread-state.ts';
import { frameAt, frameCount, readRegister } from '../c-language/vm.ts';
import type { Runtime } from '../runtime.ts';
import type { FindFrameEntry, Moment, RunCommand } from '../simulation.ts';
import { momentOf } from './moment.ts';

export type StepBack = Extract<RunCommand, { readonly task: number }> | FindFrameEntry;

export interface LineTrail {
  readonly kind: StepBack['kind'];
  readonly task: number;
  /** Back to the last statement, also on the same line. */
  readonly statement: boolean;
  /** Frames on the thread where the step begins. */
  readonly depth: number;
  /** The line that was executed last so far, in its frame; where it began. */
  line: string;
  begin: Moment | null;
  /** Nothing relevant came before it since the search began: it may have begun earlier still. */
  first: boolean;
  /** What a register of the frame holds where the step begins, and what it held at the last arrival. */
  readonly register: { readonly number: number; readonly now: bigint } | null;
  value: bigint | null;
  previous: Moment | null;
}

export function createLineTrail(runtime: Runtime, command: StepBack): LineTrail | null {
  const { kind, task } = command;
  const thread = runtime.world.threads.get(task);
  if (!thread || frameCount(thread) === 0) return null;
  const statement = command.kind === 'step-instruction' || ('statement' in command && command.statement === true);
  const depth = frameCount(thread) - (command.kind === 'frame-entry' ? command.depth : 0);
  const register = command.kind === 'frame-entry' ? registerOf(runtime, thread, command) : null;
  return { kind, task, statement, depth, line: '', begin: null, first: false, register, value: null, previous: null };
}

function registerOf(
  { world: { program } }: Runtime,
  thread: ThreadState,
  { depth, variable }: FindFrameEntry,
): LineTrail['register'] {
  if (variable === undefined) return null;
  const { location } = localNamed(program, frameAt(program, thread, depth).pc, variable) ?? {};
  if (location?.kind !== 'register') return null;
  return { number: location.register, now: readRegister(thread, depth, location.register) };
}

/** Of a register the statement that has just run may be the one; who stands before a frame's first statement is there. `here`: where the step begins. */
export function beginOf({ kind, line, register, value, previous, begin }: LineTrail, here: Moment): Moment | null {
  if (kind === 'frame-entry' && line === 'entered') return here;
  return register && previous && value !== register.now ? previous : begin;
}

/** Told of each arrival at a statement of the user's own, in order. */
export function followTrail(runtime: Runtime, trail: LineTrail, task: number, statement: number): void {
  if (task !== trail.task) return;
  const { program, threads } = runtime.world;
  const info = program.statements[statement]!;
  const depth = frameCount(threads.get(task)!);
  if (trail.kind === 'frame-entry') return noteFrame(runtime, trail, depth, info.kind === 'entry');
  if (info.kind === 'entry' || !counts(runtime, trail, depth)) return;
  const { line, file } = outermostPlace(info.place);
  const name = trail.statement ? '' : `${depth} ${info.function} ${line} ${file.path}`;
  if (name !== '' && name === trail.line) return;
  trail.first = trail.begin === null;
  trail.line = name;
  trail.begin = momentOf(runtime);
}

/** The first statement behind the entry of a function at that depth: the last one seen is the frame's own. */
function noteFrame(runtime: Runtime, trail: LineTrail, depth: number, entry: boolean): void {
  if (depth !== trail.depth) return;
  if (!entry && trail.line === 'entered') trail.begin = momentOf(runtime);
  if (trail.register) noteRegister(runtime, trail, trail.register.number, entry);
  trail.line = entry ? 'entered' : 'inside';
}

function noteRegister(runtime: Runtime, trail: LineTrail, register: number, entry: boolean): void {
  const value = readRegister(runtime.world.threads.get(trail.task)!, 0, register);
  if (trail.line !== 'entered' && trail.previous && value !== trail.value) trail.begin = trail.previous;
  trail.value = value;
  trail.previous = entry ? null : momentOf(runtime);
}

function counts(
  { world: { program, threads } }: Runtime,
  { kind, task, depth: own }: LineTrail,
  depth: number,
): boolean {
  if (kind === 'step-over') return depth <= own;
  if (kind === 'step-out') return depth < own;
  return depth <= own || !frameAt(program, threads.get(task)!, 0).interrupt;
}
