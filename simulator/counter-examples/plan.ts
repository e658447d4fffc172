/** From answers to a run in which they are given: faults on demand, parameters, and a program; and what is told of each. */
import type { FaultPlan } from '../faults/fault-plan.ts';
import type { RunRequest } from '../simulation.ts';
import type { Asking, Given } from './program-text.ts';
import { programFor } from './program-text.ts';
import { readName } from './sources.ts';

export interface Plan {
  /** `driver.c:42`: what is called there fails. */
  readonly failing: readonly string[];
  readonly answers: ReadonlyMap<string, Given>;
  readonly askings: readonly Asking[];
}

/** What a run showed by itself, by line: what is not answered stays so. */
export interface Natural {
  readonly reads: ReadonlyMap<string, readonly bigint[]>;
  readonly loads: ReadonlyMap<string, readonly bigint[]>;
}

const noFaults: FaultPlan = { fail: [], loseInterrupts: [], delayInterrupts: [], stopTransfers: [], unplug: [] };

/** Interrupts that a wait is left without. */
const mostLost = 200;

/** `texts`: how the driver names what stands in memory, by instruction; `about`: what the program is for. */
export function requestOf(
  request: RunRequest,
  plan: Plan,
  natural: Natural,
  texts: ReadonlyMap<string, string>,
  about: string,
): RunRequest {
  // prettier-ignore
  const { answers, failing, askings } = plan;
  const before = request.faults ?? noFaults;
  const calls = named(answers, 'call').map(({ at }) => at);
  const lost = named(answers, 'wait').length > 0 ? Array.from({ length: mostLost }, (_, index) => index + 1) : [];
  const parameters = named(answers, 'parameter').map(({ at, given }) => [at, String(BigInt.asIntN(given.bits, given.value))]); // prettier-ignore
  const words = named(answers, 'text').flatMap(({ at, what, given }) => (given.value === 0n ? [[at, what]] : []));
  const program = programFor(askings, answers, about);
  return {
    ...request,
    ...(program === null ? {} : { app: { path: programPath(request), text: program }, arguments: [] }),
    parameters: { ...request.parameters, ...Object.fromEntries([...parameters, ...words]) },
    faults: {
      ...before,
      failAt: [...new Set([...(before.failAt ?? []), ...failing, ...calls])],
      reads: [...(before.reads ?? []), ...turnsOf(answers, 'read', natural.reads).map(({ at, give }) => ({ at, give: give.map((each) => each ?? '0x0') }))], // prettier-ignore
      memory: [...(before.memory ?? []), ...turnsOf(answers, 'memory', natural.loads).flatMap(({ at, what, give }) => ({ at, what: texts.get(what) ?? '', give }))].filter(({ what }) => what !== ''), // prettier-ignore
      loseInterrupts: [...before.loseInterrupts, ...lost],
    },
  };
}

function programPath({ driver }: RunRequest): string {
  return `${(driver[0]?.path ?? '').replace(/[^\\/]*$/, '')}counter-example.c`;
}

interface Named extends ReturnType<typeof readName> {
  readonly given: Given;
}

function named(answers: Plan['answers'], kind: string): readonly Named[] {
  return [...answers].map(([id, given]) => ({ ...readName(id), given })).filter((each) => each.kind === kind);
}

/** Rounds that are not answered give what they gave by themselves; the last answer is for good. */
function turnsOf(
  answers: Plan['answers'],
  kind: 'read' | 'memory',
  natural: ReadonlyMap<string, readonly bigint[]>,
): { at: string; what: string; give: string[] }[] {
  // prettier-ignore
  const byLine = new Map<string, Named[]>();
  for (const each of named(answers, kind)) {
    const key = kind === 'read' ? each.at : `${each.at} ${each.what}`;
    byLine.set(key, [...(byLine.get(key) ?? []), each]);
  }
  return [...byLine].map(([key, own]) => {
    const last = Math.max(...own.map(({ round }) => round));
    const give = Array.from({ length: last }, (_, index) => {
      const value = own.find(({ round }) => round === index + 1)?.given.value ?? natural.get(key)?.[index] ?? 0n;
      return `0x${value.toString(16)}`;
    });
    return { at: own[0]!.at, what: own[0]!.what, give };
  });
}
