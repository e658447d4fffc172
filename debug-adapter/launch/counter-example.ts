/** A session of a finding: the run that shows it is looked for before the machine is powered on, and what it is given is told. */
import type { CounterExample } from '../../simulator/index.ts';
import type { LaunchArguments } from '../custom-requests.ts';
import { RequestError } from '../request-error.ts';
import type { Session } from '../session-state.ts';
import { buildPlan } from './build.ts';
import type { LaunchPlan } from './launch-plan.ts';
import { withProgress } from './progress.ts';

type Wanted = NonNullable<LaunchArguments['counterExample']>;

/** Throws `BuildFailure` for a driver that cannot be run. */
export async function lookForCounterExample(
  session: Session,
  plan: LaunchPlan,
  { rule, line }: Wanted,
): Promise<CounterExample> {
  // prettier-ignore
  const { door } = session;
  const [driver] = plan.request.driver;
  if (!driver) throw new RequestError('badArguments', "'counterExample' is about a driver, and there is none");
  buildPlan(door, plan);
  const search = door.findCounterExample(plan.request, { path: driver.path, rule, line });
  let own: string | null = null;
  const begin = (progressId: string): void => void (session.searching = own = progressId);
  const found = await withProgress(session, `Looking for a run that shows ${rule}`, () => finish(session, search, () => session.searching === own), begin); // prettier-ignore
  return tell(session, { rule, line }, found);
}

async function finish<T>(session: Session, search: Iterator<void, T>, isWanted: () => boolean): Promise<T> {
  const { turn } = session;
  for (;;) {
    const { done, value } = stepFor(search, longestStep);
    if (done) return value;
    await new Promise((resolve) => setImmediate(resolve));
    if (session.turn !== turn) throw new RequestError('notNow', 'the session ended while a run was looked for');
    if (!isWanted()) throw new RequestError('notNow', 'the search for a run was cancelled', { showUser: true });
  }
}

/** Milliseconds in which the client waits for answers. */
const longestStep = 25;

function stepFor<T>(search: Iterator<void, T>, time: number): IteratorResult<void, T> {
  const end = performance.now() + time;
  for (;;) {
    const step = search.next();
    if (step.done || performance.now() >= end) return step;
  }
}

function tell(session: Session, { rule, line }: Wanted, found: CounterExample): CounterExample {
  const { stop, given, reason, request } = found;
  const about = `${rule} on line ${line}`;
  const head = stop ? `Counter-example of ${about}: this run goes the way that the finding tells.` : `No run was found that shows ${about}: ${reason}.`; // prettier-ignore
  const what = given.length === 0 ? (stop ? ['Nothing has to be given for it: the driver goes it by itself.'] : []) : ['What is given in this run:', ...given.map((each) => `  - ${each}`)]; // prettier-ignore
  const program = request.app && request.app.path.endsWith('counter-example.c') ? ['The program that asks for it:', ...request.app.text.trimEnd().split('\n').map((each) => `    ${each}`)] : []; // prettier-ignore
  session.send('output', {
    category: stop ? 'console' : 'important',
    output: `${[head, ...what, ...program].join('\n')}\n`,
  });
  return found;
}
