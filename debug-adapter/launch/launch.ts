/** Builds and powers on what is to be debugged, with signs of progress, and puts breakpoints and filters in place. */
import type { LaunchArguments } from '../custom-requests.ts';
import { RequestError } from '../request-error.ts';
import { toldUpTo, type Debuggee, type Session } from '../session-state.ts';
import { describePlacement } from '../breakpoints/placement-event.ts';
import { setStops } from '../breakpoints/set-stops.ts';
import { buildPlan, reportDiagnostics } from './build.ts';
import { lookForCounterExample } from './counter-example.ts';
import { BuildFailure, planLaunch } from './launch-plan.ts';
import { withCell } from '../replay/matrix.ts';
import { replayOf } from '../replay/steps.ts';
import { withProgress } from './progress.ts';

/** Ends with `initialized`: the client now sets its breakpoints and says `configurationDone`. */
export async function launch(session: Session, args: LaunchArguments): Promise<void> {
  session.phase = 'launching';
  try {
    await powerOn(session, args);
  } catch (error) {
    if (session.phase === 'launching') session.phase = 'initialized';
    throw error;
  }
  session.phase = 'configuring';
  session.send('initialized');
}

/** A machine as it is at power-on, with the session's breakpoints. A failure leaves the session as it was. */
export async function powerOn(session: Session, args: LaunchArguments): Promise<void> {
  try {
    const turn = session.turn;
    const debuggee = await withProgress(session, 'Building', () => create(session, args));
    if (session.turn !== turn) throw new RequestError('notNow', 'the session ended while the program was built');
    session.debuggee = debuggee;
    if (!args.noDebug) arm(session, debuggee);
  } catch (error) {
    if (!(error instanceof BuildFailure)) throw error;
    reportDiagnostics(session, error.diagnostics);
    throw new RequestError('doesNotCompile', error.message, { showUser: true });
  }
}

async function create(session: Session, args: LaunchArguments): Promise<Debuggee> {
  const { door, files } = session;
  const whole = planLaunch(door, files, withCell(door, args));
  const counterExample = args.counterExample ? await lookForCounterExample(session, whole, args.counterExample) : null;
  const plan = counterExample ? { ...whole, request: counterExample.request, launched: counterExample.request } : whole;
  const { program, warnings } = buildPlan(door, plan);
  const simulation = door.createSimulation(program, plan.request);
  const replay = replayOf(door, args);
  const debuggee: Debuggee = {
    arguments: args,
    plan,
    simulation,
    replay,
    counterExample,
    told: toldUpTo(0),
    repeats: new Map(),
    unfollowed: new Map(),
  };
  reportDiagnostics({ ...session, debuggee }, warnings);
  return debuggee;
}

/** Breakpoints and filters as the client has set them. `fresh`: the machine stands at power-on. */
export function arm(session: Session, { simulation, arguments: args }: Debuggee, fresh = true): void {
  if (args.history ?? true) simulation.timeline.keep();
  simulation.stopOnEntry = fresh && (args.stopOnEntry ?? false);
  for (const placed of session.breakpoints.placeAll(session.door, simulation.program))
    session.send('breakpoint', { reason: 'changed', breakpoint: describePlacement(session, placed) });
  setStops(session, simulation);
}
