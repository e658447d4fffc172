/** Whether a breakpoint that was reached stops: its condition in C, and how often it was reached. What cannot be evaluated stops, and says why. */
import type { Task } from '../kernel/tasks.ts';
import type { Runtime } from '../runtime.ts';
import { conditionHolds } from './expressions.ts';
import { counts, numberOfHit, type Hits } from './hits.ts';

export interface Verdict {
  readonly stops: boolean;
  /** Why it stops though nobody knows whether it should. */
  readonly note: string | null;
}

/** `task` null: nothing runs whose frame a condition could be evaluated in. */
export function judgeHit(
  runtime: Runtime,
  task: Task | null,
  request: { readonly condition: string | null; readonly hitCondition: string | null },
  hits: Hits,
): Verdict {
  const condition = request.condition?.trim() ? request.condition : null;
  if (condition !== null) {
    const { value, error } = task
      ? conditionHolds(runtime, task, condition)
      : { value: false, error: 'no task runs that it could be evaluated in' };
    if (error !== null) return stopBecause(`the condition '${condition}' cannot be evaluated: ${error}`);
    if (!value) return { stops: false, note: null };
  }
  if (!counts(request)) return { stops: true, note: null };
  return judgeNumber(request.hitCondition!, numberOfHit(hits, runtime.world.statements));
}

/** Of several at one place: those that stop, by their ids, and the first reason that one of them gives. */
export interface Judged {
  readonly stopping: readonly number[];
  readonly note: string | null;
}

export function judgeAll(
  runtime: Runtime,
  task: Task | null,
  breakpoints: readonly {
    readonly request: Parameters<typeof judgeHit>[2] & { readonly id: number };
    readonly hits: Hits;
  }[],
): Judged {
  const verdicts = breakpoints.map(({ request, hits }) => ({
    id: request.id,
    ...judgeHit(runtime, task, request, hits),
  }));
  return {
    stopping: verdicts.filter(({ stops }) => stops).map(({ id }) => id),
    note: verdicts.find(({ note }) => note !== null)?.note ?? null,
  };
}

function judgeNumber(hitCondition: string, number: number): Verdict {
  const enough = hitConditionHolds(hitCondition, number);
  if (enough !== null) return { stops: enough, note: null };
  return stopBecause(`the hit condition '${hitCondition}' is not understood (write 5, >5, >=5, ==5, <5 or %5)`);
}

function stopBecause(note: string): Verdict {
  return { stops: true, note };
}

/** Whether a hit condition (`5`, `>5`, `>=5`, `==5`, `<5`, `<=5`, `%5`) lets the n-th hit stop; null: it is not understood. */
export function hitConditionHolds(text: string, hits: number): boolean | null {
  const match = /^\s*(>=|<=|==|>|<|%|)\s*(\d+)\s*$/.exec(text);
  if (!match) return null;
  const count = Number(match[2]);
  switch (match[1]) {
    case '>':
      return hits > count;
    case '<':
      return hits < count;
    case '<=':
      return hits <= count;
    case '%':
      return count > 0 && hits % count === 0;
    case '==':
      return hits === count;
    default:
      return hits >= count;
  }
}
