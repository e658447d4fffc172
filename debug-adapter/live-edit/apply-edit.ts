/**
 * Edits while the machine stands still: the changed text is built, the new machine runs to the same stop, and takes the old one's place. What
 * does not compile changes nothing.
 */
import type {
  Diagnostic,
  RunRequest,
  Simulation,
  SourceText,
  StopIdentity,
  StopReason,
} from '../../simulator/index.ts';
import type { EditResult } from '../custom-requests.ts';
import type { LaunchPlan } from '../launch/launch-plan.ts';
import { arm } from '../launch/launch.ts';
import { pacedWork } from '../execution/slice.ts';
import { endProgress, showProgress } from '../execution/run-loop.ts';
import { announceEdit, someTask } from '../execution/stops.ts';
import { freshReplay } from '../replay/steps.ts';
import { RequestError } from '../request-error.ts';
import { toldUpTo, type Debuggee, type Session } from '../session-state.ts';
import type { SimulatorDoor } from '../simulator-door.ts';
import { sliceTime } from '../slices.ts';
import { firstDifference, type Difference } from './first-difference.ts';
import { mapLine } from './line-mapping.ts';

/** Statements between two looks at the clock. */
const portion = 10_000;
/** How much longer than the old one the new run may take to the stop. */
const patience = { statements: 5_000_000, work: 20_000_000 };
/** Work between two looks at whether it has gone past where the old one stood. */
const lookEvery = 500_000;

export async function applyEdit(session: Session, debuggee: Debuggee, edited: SourceText): Promise<EditResult> {
  const { door } = session;
  const nothing = { problems: 0, difference: null };
  const before = textOf(debuggee.plan.request, edited.path);
  if (before === null) return { outcome: 'not-part', ...nothing };
  if (before === edited.text) return { outcome: 'same', ...nothing };
  const plan = { ...debuggee.plan, request: withText(debuggee.plan.request, edited) };
  const { program, diagnostics } = door.build(plan.request, debuggee.simulation.program);
  if (!program) return refused(session, diagnostics);
  const identity = debuggee.simulation.timeline.identify(session.stop, someTask(session, debuggee));
  const simulation = door.createSimulation(program, plan.request);
  simulation.timeline.keep();
  const wanted = identity && inNewProgram(door, debuggee, simulation, plan, identity, { before, edited });
  const turn = ++session.turn;
  const way = ended(debuggee) ? toTheEnd(simulation) : wanted && toStop(simulation, wanted);
  session.following = turn;
  showProgress(session, 'Following the edit');
  const common = simulation.timeline.takeOver(debuggee.simulation.timeline);
  const since = common ? simulation.world.journal.nextSequence : 0;
  const stop = common === 'here' ? 'same' : way && (await follow(session, debuggee, simulation, way, turn));
  simulation.timeline.cancel();
  if (session.following === turn) session.following = null;
  if (session.travelling === `travel-${turn}`) endProgress(session);
  if (session.turn !== turn || session.debuggee !== debuggee)
    throw new RequestError('notNow', 'the edit was not followed to the end: the machine went on, or a pause ended it');
  session.breakpoints.moveLines(edited.path, (line) => mapLine(before, edited.text, line));
  return replace(session, debuggee, { plan, simulation, stop, since });
}

function refused(session: Session, diagnostics: readonly Diagnostic[]): EditResult {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  session.send('dma/edit', { compiles: false });
  return { outcome: 'does-not-compile', problems: errors.length, difference: null };
}

function sourcesOf({ driver, app, moreApps }: RunRequest): readonly SourceText[] {
  return [...driver, ...(app ? [app] : []), ...(moreApps ?? [])];
}

function textOf(request: RunRequest, path: string): string | null {
  return sourcesOf(request).find((each) => each.path === path)?.text ?? null;
}

function withText(request: RunRequest, { path, text }: SourceText): RunRequest {
  const changed = <Source extends SourceText>(source: Source): Source =>
    source.path === path ? { ...source, text } : source;
  return {
    ...request,
    driver: request.driver.map(changed),
    app: request.app && changed(request.app),
    ...(request.moreApps ? { moreApps: request.moreApps.map(changed) } : {}),
  };
}

/** The same stop, by the new program's statements; null: its line has no statement any more. */
function inNewProgram(
  door: SimulatorDoor,
  { simulation: old }: Debuggee,
  { program }: Simulation,
  { request }: LaunchPlan,
  identity: StopIdentity,
  { before, edited }: { readonly before: string; readonly edited: SourceText },
): StopIdentity | null {
  if (identity.kind === 'record') return identity;
  const { path, line, column } = place(door, old, identity.statement);
  const mapped = path === edited.path ? mapLine(before, edited.text, line) : line;
  if (textOf(request, path) === null) return null;
  const resolved = door.resolveLine(program, path, mapped);
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

type Way = (statements: number) => StopReason | null;

function toStop({ timeline }: Simulation, identity: StopIdentity): Way {
  return (statements) => timeline.runTo(identity, { statements });
}

/** Whatever happens before: a crash of one task is not the end of all. */
function toTheEnd(simulation: Simulation): Way {
  return (statements) => {
    const stop = simulation.run({ kind: 'continue' }, { statements });
    return stop?.kind === 'rest' || stop?.kind === 'deadlock' ? stop : null;
  };
}

function ended({ simulation: { world } }: Debuggee): boolean {
  return world.phase.name === 'rest';
}

/** null: it has not come. Where the new run then stands depends on no clock. */
async function follow(
  session: Session,
  { simulation: old }: Debuggee,
  simulation: Simulation,
  way: Way,
  turn: number,
): Promise<StopReason | null> {
  let look = workOf(old) + lookEvery;
  const workFor = pacedWork<StopReason | 'look'>((most) => {
    const left = look - workOf(simulation);
    return left > 0 ? way(Math.min(most, left)) : 'look';
  }, portion);
  while (session.turn === turn) {
    const stop = workFor(sliceTime);
    if (stop === 'look') {
      if (isTooFar(old, simulation) || hasGonePast(old, simulation)) return null;
      look += lookEvery;
    } else if (stop) return stop;
    await new Promise(setImmediate);
  }
  return null;
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

interface Replacement {
  readonly plan: LaunchPlan;
  readonly simulation: Simulation;
  /** 'same': nothing that has run was changed. null: it is not known where to stop, or it has not come; the machine stands where the search ended. */
  readonly stop: StopReason | 'same' | null;
  /** The journals' records before that sequence are the same ones. */
  readonly since: number;
}

function replace(session: Session, debuggee: Debuggee, { plan, simulation, stop, since }: Replacement): EditResult {
  const [before, after] = [debuggee.simulation.world.journal, simulation.world.journal];
  const difference = stop === 'same' ? null : firstDifference(before, after, since);
  const next = {
    ...debuggee,
    plan,
    simulation,
    replay: debuggee.replay && freshReplay(debuggee.replay),
    told: toldUpTo(simulation.world.journal.nextSequence),
  };
  session.debuggee = next;
  session.references.clear();
  arm(session, next, false);
  const same = stop === 'same';
  const found = same || (stop !== null && (stop.kind === 'rest' ? ended(debuggee) : stop.kind !== 'deadlock'));
  announceEdit(session, next, same ? session.stop : found ? stop : null);
  session.atEnd = same ? session.atEnd : stop?.kind === 'rest';
  tell(session, found, difference);
  return { outcome: found ? 'replaced' : 'elsewhere', problems: 0, difference };
}

function tell(session: Session, found: boolean, difference: Difference | null): void {
  const where = found ? 'The edited code stands at the same stop' : 'The edited code has not come to this stop';
  const what = difference
    ? `; first difference: ${difference.after ?? 'nothing'} (before: ${difference.before ?? 'nothing'})`
    : '; everything up to here happened as before';
  session.send('output', { category: 'console', output: `${where}${what}.\n` });
}
