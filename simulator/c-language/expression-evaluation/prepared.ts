/** Expressions that are evaluated again and again at one place, such as a breakpoint's condition, are read and compiled once. */
import type { Program } from '../program.ts';
import type { Expression } from '../syntax.ts';
import { frameAt } from '../vm.ts';
import type { EvaluationFrame } from './evaluation.ts';
import type { FrameVariable } from './frame-variables.ts';
import type { GuestCode } from './guest-code.ts';

export interface Prepared {
  readonly expression: Expression;
  readonly variables: readonly FrameVariable[];
  /** Once it has been computed. */
  readonly compiled: { guest: GuestCode | null };
}
export interface PlaceOfEvaluation {
  readonly program: Program;
  readonly image: number;
  readonly frame: EvaluationFrame | null;
}

const known = new WeakMap<Program, Map<string, Prepared>>();
const mostKnown = 48;

/** null: it was not prepared at this place, or what it names stands elsewhere now. */
export function recall(place: PlaceOfEvaluation, text: string, variables: readonly FrameVariable[]): Prepared | null {
  const prepared = known.get(place.program)?.get(keyOf(place, text));
  return prepared && prepared.variables.every((each, i) => isSame(prepared, each, variables[i]!)) ? prepared : null;
}

export function remember(place: PlaceOfEvaluation, text: string, prepared: Prepared): void {
  const all = known.get(place.program) ?? new Map<string, Prepared>();
  if (all.size >= mostKnown) all.clear();
  known.set(place.program, all.set(keyOf(place, text), prepared));
}

/** Objects of each thread stand elsewhere. */
function keyOf({ program, image, frame }: PlaceOfEvaluation, text: string): string {
  return frame
    ? `${image} ${frameAt(program, frame.thread, frame.depth).pc} ${frame.thread.threadPointer} ${text}`
    : `${image} ${text}`;
}

/** What the code does not name may stand anywhere; a type may say how long an array is at the moment. */
function isSame({ compiled }: Prepared, before: FrameVariable, now: FrameVariable): boolean {
  if (before.symbol.type !== now.symbol.type) return false;
  if (before.location.kind !== 'memory' || now.location.kind !== 'memory') return true;
  if (compiled.guest && !compiled.guest.placed.has(before)) return true;
  return before.location.address === now.location.address;
}
