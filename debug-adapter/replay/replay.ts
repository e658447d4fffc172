/** A guided replay in a debug session: forwards from step to step, back to those that were passed, and at the end what came of it. */
import type { Moment, Scenario, StopReason } from '../../simulator/index.ts';
import { outcomeRows } from '../command-line/pictures/outcome.ts';
import type { ReplayView } from '../custom-requests.ts';
import { aimAtStep, hasPlace, replayedScenario } from './steps.ts';
import type { Debuggee, Session } from '../session-state.ts';

export function replayView({ door }: Session, debuggee: Debuggee): ReplayView {
  const found = replayedScenario(door, debuggee.arguments);
  if (!found) return { scenario: null };
  const { scenario, variant } = found;
  const { simulation, replay } = debuggee;
  const here = replay.moments.findIndex((moment) => moment !== null && sameMoment(moment, simulation.timeline.moment));
  return {
    scenario: { id: scenario.id, title: scenario.title, question: scenario.question },
    variant,
    variants: scenario.variants.map(({ name, title }) => ({ name, title })),
    steps: scenario.steps.map((step, index) => ({
      title: step.title,
      view: step.view,
      look: step.look,
      see: step.see,
      possible: hasPlace(door, simulation, step),
      passed: replay.moments[index] != null,
    })),
    current: here < 0 ? null : here,
    outcome: hasEnded(debuggee) ? outcomeOf({ door }, debuggee, scenario, variant) : null,
  };
}

function outcomeOf(
  { door }: Pick<Session, 'door'>,
  { simulation }: Debuggee,
  scenario: Scenario,
  variant: string,
): NonNullable<Extract<ReplayView, { readonly outcome: unknown }>['outcome']> {
  return outcomeRows(door, simulation, scenario, variant === '' ? 'buggy' : variant)
    .filter(({ actual }) => actual !== null)
    .map(({ name, expected, actual, same }) => ({ name, expected: shown(expected), actual: shown(actual), same }));
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(String).join('\n');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, each]) => `${name} ${String(each)}`)
    .join(', ');
}

export function hasEnded({ simulation }: Debuggee): boolean {
  return simulation.world.phase.name === 'rest';
}

function sameMoment(a: Moment, b: Moment): boolean {
  return a.moves === b.moves && a.statements === b.statements && a.record === b.record;
}

/** What a way to a step came to. */
export type ReplayArrival =
  | { readonly kind: 'arrived'; readonly step: number; readonly stop: StopReason | null }
  /** The run ended, or can go no further, before that step came. */
  | { readonly kind: 'over'; readonly step: number; readonly stop: StopReason };

/** The way to a step (as many as there are: the end of the run): to be called until it gives something. Others' breakpoints are aside meanwhile. */
export function wayToStep(
  { door }: Session,
  debuggee: Debuggee,
  wanted: number,
): (statements: number) => ReplayArrival | null {
  const { simulation, replay } = debuggee;
  const { scenario } = replayedScenario(door, debuggee.arguments)!;
  const { timeline } = simulation;
  const known = (index: number): boolean => replay.moments[index] != null && timeline.reaches(replay.moments[index]);
  // From the last step before it that history still has; from power-on, if none is.
  let next = wanted;
  while (next > 0 && !known(next)) next--;
  let from = known(next) ? replay.moments[next]! : timeline.history!.begin;
  if (known(next)) next++;
  let aimed = -1;
  let travelling = !sameMoment(from, timeline.moment);
  return (statements) => {
    if (travelling) {
      if (!timeline.goTo(from, { statements })) return null;
      travelling = false;
    }
    if (next > wanted) return { kind: 'arrived', step: wanted, stop: null };
    if (aimed !== next && !aim(next)) {
      next++;
      return next > wanted ? { kind: 'arrived', step: next - 1, stop: null } : null;
    }
    const stop = simulation.run({ kind: 'continue' }, { statements });
    if (!stop || (stop.kind === 'exception' && next === scenario.steps.length)) return null;
    if (stop.kind === 'rest') replay.moments[scenario.steps.length] = timeline.moment;
    if (stop.kind === 'rest' || stop.kind === 'deadlock')
      return next === scenario.steps.length
        ? { kind: 'arrived', step: next, stop }
        : { kind: 'over', step: next, stop };
    replay.moments[next] = timeline.moment;
    next++;
    return next > wanted ? { kind: 'arrived', step: wanted, stop } : null;
  };

  function aim(index: number): boolean {
    aimed = index;
    const step = scenario.steps[index];
    if (step) return aimAtStep(door, simulation, step);
    simulation.setBreakpoints([]);
    simulation.setEventFilters([]);
    return true;
  }
}

/** The user's own breakpoints and filters again. */
export function endWay(session: Session, { simulation }: Debuggee): void {
  simulation.setBreakpoints(session.breakpoints.requests());
  simulation.setEventFilters(session.eventFilters);
}
