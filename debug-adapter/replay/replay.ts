/** A guided replay in a debug session: forwards from step to step, back to those that were passed, and at the end what came of it. */
import type { Moment, Simulation, StopReason } from '../../simulator/index.ts';
import { comparedWith, factName, factText, outcomeRows, type OutcomeRow } from './outcome.ts';
import { setStops } from '../breakpoints/set-stops.ts';
import type { ReplayView } from '../custom-requests.ts';
import type { Debuggee, Replay, Session } from '../session-state.ts';
import type { SimulatorDoor } from '../simulator-door.ts';
import { findCell } from './matrix.ts';
import { matrixView } from './matrix-view.ts';
import { aimAtEnd, aimAtStep, hasPlace } from './steps.ts';

export function replayView({ door }: Session, { simulation, replay }: Debuggee): ReplayView {
  if (!replay) return { scenario: null };
  const { scenario, variant, passed } = replay;
  const { timeline, world } = simulation;
  const here = passed.findIndex((place) => place && sameMoment(place.moment, timeline.moment));
  return {
    scenario: { id: scenario.id, title: scenario.title, question: scenario.question },
    variant,
    variants: scenario.variants.map(({ name, title }) => ({ name, title })),
    cell: replay.cell === null ? null : { name: replay.cell, title: findCell(scenario, replay.cell).row.title },
    matrix: matrixView(replay),
    steps: scenario.steps.map((step, index) => ({
      title: step.title,
      view: step.view,
      look: step.look,
      see: step.see,
      possible: hasPlace(door, simulation, step),
      passed: passed[index] !== undefined,
    })),
    current: here < 0 ? null : here,
    outcome: world.phase.name === 'rest' ? outcomeOf(door, simulation, replay) : null,
  };
}

type Outcome = Extract<ReplayView, { readonly outcome: unknown }>['outcome'];

function outcomeOf(door: SimulatorDoor, simulation: Simulation, replay: Replay): Outcome {
  return factsOf(door, simulation, replay)
    .filter(({ actual }) => actual !== null)
    .map(({ name, expected, actual, same }) => ({
      name: factName(name),
      expected: shown(expected),
      actual: shown(actual),
      same,
    }));
}

function factsOf(
  door: SimulatorDoor,
  simulation: Simulation,
  { scenario, variant, cell }: Replay,
): readonly OutcomeRow[] {
  if (cell === null) return outcomeRows(door, simulation, scenario, variant === '' ? 'buggy' : variant);
  const { is } = scenario.matrix!.facts[findCell(scenario, cell).fact]!;
  return comparedWith(door, simulation, is);
}

/** Lists have a line for each. */
function shown(value: unknown): string {
  if (Array.isArray(value) && value.length > 0) return value.map(String).join('\n');
  return typeof value === 'object' && value !== null ? factText(value).replaceAll(', ', '\n') : factText(value);
}

function sameMoment(a: Moment, b: Moment): boolean {
  return a.moves === b.moves && a.statements === b.statements && a.record === b.record;
}

/** What a way to a step came to. */
export interface ReplayArrival {
  /** `over`: the run ended, or can go no further, before that step came. */
  readonly kind: 'arrived' | 'over';
  readonly step: number;
  /** null: it has been there before. */
  readonly stop: StopReason | null;
}

/** The way to a step (as many as there are: the end of the run): to be called until it gives something. Others' breakpoints are aside meanwhile. */
export function wayToStep(
  door: SimulatorDoor,
  simulation: Simulation,
  { scenario: { steps }, passed }: Replay,
  wanted: number,
): (statements: number) => ReplayArrival | null {
  const { timeline } = simulation;
  const known = (index: number): Moment | null => {
    const place = passed[index];
    return place?.branch === timeline.history!.branch && timeline.reaches(place.moment) ? place.moment : null;
  };
  const pass = (index: number): void => {
    passed[index] = { moment: timeline.moment, branch: timeline.history!.branch };
  };
  // From the last step that this branch of history still has; from power-on, if it has none.
  let next = wanted;
  while (next > 0 && !known(next)) next--;
  const start = known(next);
  const from = start ?? timeline.history!.begin;
  if (start) next++;
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
      return null;
    }
    const stop = simulation.run({ kind: 'continue' }, { statements });
    if (!stop || (stop.kind === 'exception' && next === steps.length)) return null;
    if (stop.kind === 'rest') pass(steps.length);
    if (stop.kind === 'rest' || stop.kind === 'deadlock')
      return { kind: next === steps.length ? 'arrived' : 'over', step: next, stop };
    pass(next++);
    return next > wanted ? { kind: 'arrived', step: wanted, stop } : null;
  };

  function aim(index: number): boolean {
    aimed = index;
    const step = steps[index];
    if (step) return aimAtStep(door, simulation, step);
    aimAtEnd(simulation);
    return true;
  }
}

/** The user's own breakpoints and filters again. */
export function endWay(session: Session, { simulation }: Debuggee): void {
  setStops(session, simulation);
}
