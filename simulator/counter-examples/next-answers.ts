/** By what a run left the way of a finding: who is to answer what otherwise in the next. */
import { sourcesOf } from '../c-language/vm/shadows.ts';
import { pointLimit } from '../faults/fault-plan.ts';
import type { Finding } from '../static-checks/walk.ts';
import type { Plan } from './plan.ts';
import type { Asking } from './program-text.ts';
import { settle, solve, type Answer } from './solve.ts';
import { readName } from './sources.ts';
import { furthest, lineOf, type Attempt, type Watching } from './watching.ts';

/** Calls that are there for what comes behind them are not to go the way themselves. */
function ofLast(attempts: readonly Attempt[], askings: readonly Asking[]): readonly Attempt[] {
  const behind = attempts.slice((askings.at(-1)?.round ?? 1) - 1);
  return behind.length > 0 ? behind : attempts;
}

/** Lines of the driver on which a call was made that can be made to fail; null: all of them. */
function fallible(watching: Watching): ReadonlySet<string> | null {
  const { program, runtime } = watching;
  const { points } = runtime.world.faults;
  if (points.length >= pointLimit) return null;
  const own = points.flatMap(({ stack }) => stack.find((each) => !program.functions[program.statements[each]!.function]!.builtIn) ?? []); // prettier-ignore
  return new Set(own.map((each) => lineOf({ program }, program.statements[each]!.pc)));
}

/** What is to be answered otherwise in the next run, that it may go further on the way; none: nothing is left to try. */
export function nextAnswers(
  watching: Watching,
  { answers, failing, askings }: Plan,
  tried: ReadonlySet<string>,
): readonly Answer[] {
  const { attempts, chosen, pointers, failed } = watching;
  const attempt = furthest(ofLast(attempts, askings));
  const hasPrelude = askings.length > 1;
  if (!attempt) return [];
  const lines = fallible(watching);
  const may = (id: string): boolean => {
    const { kind, at } = readName(id);
    if (kind === 'call')
      return !answers.has(id) && !failing.includes(at) && !failed.has(id) && (lines?.has(at) ?? true);
    return kind !== 'wait' || !answers.has(id);
  };
  for (const { id } of attempt.missed?.shadow ? sourcesOf(attempt.missed.shadow) : []) {
    const pointer = pointers.get(id);
    if (pointer && !answers.has(pointer)) return [{ id: pointer, bits: 64, pointer: true, value: 32768n + 4096n * BigInt(tried.size) }]; // prettier-ignore
  }
  for (const wanted of [attempt.missed, attempt.relapse]) {
    const found = wanted && solve(wanted, attempt.met, may);
    if (found && !tried.has(`${found.id} ${found.value}`)) return [found];
  }
  // With other numbers it may be that the call succeeds.
  const inCalls = attempt.missed?.shadow ? [...sourcesOf(attempt.missed.shadow)].flatMap(({ id }) => failed.get(id)?.by ?? []) : []; // prettier-ignore
  const other = [...new Set(inCalls)].filter((id) => chosen.has(id) && !answers.has(id));
  if (other.length > 0) return other.flatMap((id) => settle(id, chosen.get(id)!, attempt.met, usual) ?? []);
  if (watching.isCut) return [];
  // It came to nothing on the way: with whatever stood there by itself that is often so.
  // So with what was handed over by calls before this one, once it has returned.
  const free = [...chosen].filter(
    ([id]) => !answers.has(id) && (!attempt.over || (hasPrelude && /^user .*#1 /.test(id))),
  );
  return free.flatMap(([id, bits]) => settle(id, bits, attempt.met, usual) ?? []);
}

/** Numbers that most can do something with, and those that nobody expects. */
const usual = [64n, 1n, 16n, 4n];
const unexpected = [-1n, 0x7fff_ffffn, 0xffffn, 0xffn];

/** Of a value that the driver takes from a device as it is, one that does harm. */
export function harm(finding: Finding, { attempts, chosen }: Watching, { answers }: Plan): readonly Answer[] {
  if (finding.rule !== 'device-value-unchecked') return [];
  const free = [...chosen].filter(([id]) => readName(id).kind === 'memory' && !answers.has(id));
  return free.flatMap(([id, bits]) => settle(id, bits, furthest(attempts)!.met, unexpected) ?? []);
}
