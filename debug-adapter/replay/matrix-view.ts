/** A session's matrix: its words at once, each row's runs when somebody asks for them, in slices between which the session stays answerable. */
import type { ReplayMatrix } from '../custom-requests.ts';
import { RequestError } from '../request-error.ts';
import { debuggeeOf, type Debuggee, type Replay, type Session } from '../session-state.ts';
import { sliceTime } from '../slices.ts';
import { matrixOutcome, type MatrixOutcome } from './matrix.ts';

export function matrixView({ scenario: { matrix }, outcomes }: Replay): ReplayMatrix | null {
  if (!matrix) return null;
  return {
    facts: Object.entries(matrix.facts).map(([name, { title }]) => ({ name, title })),
    evidence: matrix.evidence,
    rows: matrix.rows.map(({ name, title, note, expected }) => {
      const outcome = outcomes.get(name);
      return { name, title, note, documented: expected, outcome: outcome ? shown(outcome) : null };
    }),
    conclusion: matrix.conclusion,
    questions: matrix.questions,
  };
}

type RowOutcome = NonNullable<ReplayMatrix['rows'][number]['outcome']>;

function shown({ reproduced, evidence }: MatrixOutcome): RowOutcome {
  return { reproduced, evidence };
}

/** Runs each of a row's cells from power-on to the end, with the code as it is debugged now. Throws `RequestError`. */
export async function runMatrixRow(session: Session, name: string): Promise<RowOutcome> {
  const debuggee = debuggeeOf(session);
  const { replay } = debuggee;
  const row = replay?.scenario.matrix?.rows.find((each) => each.name === name);
  if (!replay || !row) throw new RequestError('badArguments', `this session has no matrix with a row '${name}'`);
  const steps = matrixOutcome(session.door, codeOf(debuggee, replay), replay.scenario.matrix!, row);
  for (;;) {
    const end = performance.now() + sliceTime;
    while (performance.now() < end) {
      const step = steps.next();
      if (!step.done) continue;
      replay.outcomes.set(name, step.value);
      return shown(step.value);
    }
    await new Promise(setImmediate);
    if (session.debuggee?.replay !== replay)
      throw new RequestError('notNow', 'another program is debugged since this row was asked for');
  }
}

function codeOf({ plan, simulation }: Debuggee, { scenario, programs }: Replay): Parameters<typeof matrixOutcome>[1] {
  programs.set(plan.request.machine.arch, simulation.program);
  return { scenario, request: plan.request, programs };
}
