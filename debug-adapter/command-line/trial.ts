/** One run of a program to its end or the end of its budget, for comparing runs with and without a failure. */
import { allRecords, recordsOfKind } from '../../simulator/index.ts';
import type {
  FaultPlan,
  FaultPoint,
  Finding,
  JournalRecord,
  Leftover,
  Program,
  RunRequest,
} from '../../simulator/index.ts';
import { placeOfCause, placeOfStack } from '../record-place.ts';
import type { SimulatorDoor } from '../simulator-door.ts';

export interface Trial {
  readonly end: 'rest' | 'deadlock' | 'budget';
  /** Findings in words, each once: `file:line: message [code]`. */
  readonly findings: readonly TrialFinding[];
  readonly leftovers: readonly Leftover[];
  readonly points: readonly FaultPoint[];
  readonly calls: number;
  /** The kernel's line about a probe that failed, if there was one. */
  readonly probeFailure: string | null;
  /** Portions of work that it took. */
  readonly portions: number;
}
export interface TrialFinding {
  readonly code: string;
  readonly severity: Finding['severity'];
  readonly text: string;
  /** The same for the same finding of another run. */
  readonly key: string;
}

/** Statements, or events that count for a hundred. */
const portion = 100_000;

export function runTrial(
  door: SimulatorDoor,
  program: Program,
  request: RunRequest,
  plan: FaultPlan,
  most: number,
): Trial {
  const simulation = door.createSimulation(program, { ...request, faults: plan, followErrors: true });
  let end: Trial['end'] = 'budget';
  let portions = 0;
  while (end === 'budget' && portions < most) {
    const stop = simulation.run({ kind: 'continue' }, { statements: portion });
    portions++;
    if (stop?.kind === 'rest' || stop?.kind === 'deadlock') end = stop.kind;
  }
  simulation.tellIgnoredErrors();
  const { journal, faults } = simulation.world;
  const findings = recordsOfKind(journal, 'finding').flatMap((each) =>
    each.code !== 'not-modelled' ? [describe(program, journal, each)] : [],
  );
  return {
    end,
    findings,
    leftovers: door.leftovers(simulation),
    points: faults.points,
    calls: faults.calls,
    probeFailure: probeFailureIn(allRecords(journal)),
    portions,
  };
}

function describe(
  program: Program,
  journal: Parameters<typeof placeOfCause>[1],
  record: JournalRecord & Finding,
): TrialFinding {
  const { code, severity } = record;
  const place = placeOfCause(program, journal, record) ?? placeOfStack(program, record.related?.[0]?.stack ?? []);
  const where = place ? `${place.path}:${place.line}: ` : '';
  const text = `${where}${record.message.split('\n')[0]} [${code}]`;
  return { code, severity, text, key: `${code} ${where}` };
}

function probeFailureIn(records: readonly JournalRecord[]): string | null {
  for (const each of records) {
    const error = each.kind === 'log' ? /probe of \S+ failed with error (-\d+)/.exec(each.text)?.[1] : undefined;
    if (error !== undefined) return `probe fails with error ${error}`;
  }
  return null;
}
