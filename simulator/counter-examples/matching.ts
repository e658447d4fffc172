/** Whether a run goes the way that a finding tells: decisions of the run beside those of the route. */
import type { Program } from '../c-language/program.ts';
import type { Place } from '../c-language/source.ts';
import type { Expression } from '../c-language/syntax.ts';
import type { Decision } from '../c-language/vm/shadow-flow.ts';
import type { Shadow } from '../c-language/vm/shadows.ts';
import { placeKey } from '../static-checks/terms.ts';
import type { RouteStep } from '../static-checks/walk.ts';

/** A condition as it came out, and what it has to come out as. */
export interface Constraint {
  readonly step: RouteStep;
  readonly decision: Decision;
  /** null: it depends on nothing from outside. */
  readonly shadow: Shadow | null;
  readonly holds: (value: bigint) => boolean;
}

/** Where a step's decision may stand: conversions around it, and what it converts, are decided by the same instruction. */
export function placesOf({ expression, cases }: RouteStep): ReadonlySet<string> {
  const found = new Set<string>([keyOf(cases ? expression.start : expression.place)]);
  for (let at: Expression | null = expression; at; at = wrapped(at)) found.add(keyOf(at.place));
  return found;
}

function wrapped(expression: Expression): Expression | null {
  switch (expression.kind) {
    case 'cast':
    case 'load':
      return expression.operand;
    case 'intrinsic':
      return expression.name.startsWith('__builtin_expect') ? expression.arguments[0]! : null;
    default:
      return null;
  }
}

export function keyOf(place: Place): string {
  return `${place.file.path} ${placeKey(place)}`;
}

/** null: the decision is another one. */
export function constraintOf(
  program: Program,
  step: RouteStep,
  places: ReadonlySet<string>,
  decision: Decision,
): Constraint | null {
  // prettier-ignore
  const place = program.places[program.placeOfInstruction[decision.pc]!]!;
  if (step.cases) {
    const statement = program.statements[program.statementOfInstruction[decision.pc]!]!;
    if (keyOf(statement.place) !== keyOf(step.expression.start)) return null;
    return { step, decision, shadow: decision.asked, holds: (value) => step.cases!.some(({ low, high }) => inRange(value, low, high)) === step.truth }; // prettier-ignore
  }
  if (decision.truth === null || !places.has(keyOf(place))) return null;
  const wanted = step.truth !== program.falseJumps.has(decision.pc);
  return { step, decision, shadow: decision.shadow, holds: (value) => (value !== 0n) === wanted };
}

function inRange(value: bigint, low: bigint, high: bigint): boolean {
  // Both ways in which the number may stand in a register.
  return [low, BigInt.asUintN(32, low), BigInt.asUintN(64, low)].some((from) => value >= from && value <= from + (high - low)); // prettier-ignore
}

export function isMet({ step, holds, decision }: Constraint): boolean {
  return holds(step.cases ? decision.operand : decision.value);
}
