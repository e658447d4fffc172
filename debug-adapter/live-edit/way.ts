/** The machine of edited code on its way to where the old one stands: built, taken over as far as both ran alike, and run on in slices. */
import type { Diagnostic, Simulation, SourceText, StopIdentity, StopReason } from '../../simulator/index.ts';
import { pacedWork, type Work } from '../execution/slice.ts';
import { someTask } from '../execution/stops.ts';
import type { LaunchPlan } from '../launch/launch-plan.ts';
import type { Debuggee, Session } from '../session-state.ts';
import type { SimulatorDoor } from '../simulator-door.ts';
import { sliceTime } from '../slices.ts';
import { textOf, withTexts } from './edited-plan.ts';
import { mapLine } from './line-mapping.ts';

export interface Way {
  /** The newest edit. */
  readonly edited: SourceText;
  /** By path, all that is edited and that the old machine does not run. */
  readonly texts: ReadonlyMap<string, string>;
  /** The old machine. */
  readonly debuggee: Debuggee;
  readonly plan: LaunchPlan;
  readonly simulation: Simulation;
  /** The journals' records before that sequence are the same ones. */
  readonly since: number;
  /** The turn of the session in which it is wanted. */
  turn: number;
  /** 'none': the stop has not come. null: on its way, or left there; the machine stands where that ended. */
  arrival: Arrival | null;
  ended: Promise<void>;
}
/** 'same': nothing that has run was changed. */
export type Arrival = StopReason | 'same' | 'none';

/** Statements between two looks at the clock. */
const portion = 10_000;
/** How much longer than the old one the new run may take to the stop. */
const patience = { statements: 5_000_000, work: 20_000_000 };
/** Work between two looks at whether it has gone past where the old one stood. */
const lookEvery = 500_000;

/** What was edited before and is not followed yet comes with it. `refused`: it does not compile. */
export function beginWay(
  session: Session,
  debuggee: Debuggee,
  edited: SourceText,
  turn: number,
): Way | { readonly refused: readonly Diagnostic[] } | 'same' | 'not-part' {
  const { door } = session;
  const { plan: old, simulation: running, unfollowed } = debuggee;
  if (textOf(old, edited.path) === null) return 'not-part';
  const texts = new Map(
    [...new Map([...unfollowed, [edited.path, edited.text]])].filter(([path, text]) => textOf(old, path) !== text),
  );
  if (texts.size === 0) return 'same';
  const plan = withTexts(old, texts);
  const { program, diagnostics } = door.build(plan.request, running.program);
  if (!program) return { refused: diagnostics };
  const identity = running.timeline.identify(session.stop, someTask(session, debuggee));
  const simulation = door.createSimulation(program, plan.request, running);
  simulation.timeline.keep();
  const wanted = identity && inNewProgram(door, debuggee, simulation, plan, identity);
  const run = hasEnded(debuggee) ? toTheEnd(simulation) : wanted && toStop(simulation, wanted);
  const way: Way = {
    edited,
    texts,
    debuggee,
    plan,
    simulation,
    since: simulation.takenOver ? simulation.world.journal.nextSequence : 0,
    turn,
    arrival: simulation.takenOver === 'here' ? 'same' : run ? null : 'none',
    ended: Promise.resolve(),
  };
  if (way.arrival === null) way.ended = follow(session, way, run!);
  return way;
}

/** The same stop, by the new program's statements; null: its line has no statement any more. */
function inNewProgram(
  door: SimulatorDoor,
  { simulation: old, plan: before }: Debuggee,
  { program }: Simulation,
  plan: LaunchPlan,
  identity: StopIdentity,
): StopIdentity | null {
  if (identity.kind === 'record') return identity;
  const { path, line, column } = place(door, old, identity.statement);
  const [text, edited] = [textOf(before, path), textOf(plan, path)];
  if (text === null || edited === null) return null;
  const resolved = door.resolveLine(program, path, text === edited ? line : mapLine(text, edited, line));
  if (!resolved) return null;
  const onLine = program.statements.find((each) => {
    if (program.functions[each.function]!.builtIn || each.kind === 'entry') return false;
    const at = door.outermostPlace(each.place);
    return at.file.path === path && at.line === resolved.line && at.column === column;
  });
  return { ...identity, statement: (onLine?.index ?? resolved.statements[0])! };
}

function place(
  door: SimulatorDoor,
  { program }: Simulation,
  statement: number,
): { path: string; line: number; column: number } {
  const { file, line, column } = door.outermostPlace(program.statements[statement]!.place);
  return { path: file.path, line, column };
}

type Run = Work<StopReason>;

function toStop({ timeline }: Simulation, identity: StopIdentity): Run {
  return (statements, isOver) => timeline.runTo(identity, { statements, isOver });
}

/** Whatever happens before: a crash of one task is not the end of all. */
function toTheEnd(simulation: Simulation): Run {
  return (statements, isOver) => {
    const stop = simulation.run({ kind: 'continue' }, { statements, isOver });
    return stop?.kind === 'rest' || stop?.kind === 'deadlock' ? stop : null;
  };
}

export function hasEnded({ simulation: { world } }: Debuggee): boolean {
  return world.phase.name === 'rest';
}

/** Where the new run stands when the stop has not come depends on no clock. */
async function follow(session: Session, way: Way, run: Run): Promise<void> {
  const { simulation } = way;
  const old = way.debuggee.simulation;
  let look = workOf(old) + lookEvery;
  const workFor = pacedWork<StopReason | 'look'>((most, isOver) => {
    const left = look - workOf(simulation);
    return left > 0 ? run(Math.min(most, left), isOver) : 'look';
  }, portion);
  while (session.turn === way.turn && way.arrival === null) {
    const stop = workFor(sliceTime);
    if (stop === 'look') {
      if (isTooFar(old, simulation) || hasGonePast(old, simulation)) way.arrival = 'none';
      look += lookEvery;
    } else if (stop) way.arrival = stop;
    else await new Promise(setImmediate);
  }
}

function isTooFar(old: Simulation, now: Simulation): boolean {
  return (
    now.world.statements - old.world.statements >= patience.statements || workOf(now) - workOf(old) >= patience.work
  );
}

/** As the timeline has it: an event, or the beginning of a turn, counts as 100 statements. */
function workOf({ timeline: { moment } }: Simulation): number {
  return moment.statements + 100 * moment.moves;
}

/** More than twice as much has happened by now as in the old run: it is no loop of a few statements that keeps the stop from coming. */
function hasGonePast(old: Simulation, now: Simulation): boolean {
  return old.world.phase.name !== 'rest' && now.world.journal.nextSequence > 2 * old.world.journal.nextSequence;
}
