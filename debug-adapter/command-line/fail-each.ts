/** `dma-debugger run --fail-each`: every fallible call of a run fails once, in a run of its own, and what becomes of the driver is one line. */
import type { FaultPoint, Leftover, Program } from '../../simulator/index.ts';
import type { LaunchArguments } from '../custom-requests.ts';
import type { FileAccess } from '../files.ts';
import { buildPlan } from '../launch/build.ts';
import { planLaunch } from '../launch/launch-plan.ts';
import { placeOfStack } from '../record-place.ts';
import type { SimulatorDoor } from '../simulator-door.ts';
import { tellDiagnostics } from './run.ts';
import { exitStatus, type ExitStatus, type Terminal } from './terminal.ts';
import { runTrial, type Trial } from './trial.ts';

export interface FailEach {
  /** Points beyond are left out, with a word. */
  readonly limit: number;
  /** The command that replays one, without `--fail N`. */
  readonly replay: string;
}

export const defaultLimit = 200;
const noFailure = { fail: [], loseInterrupts: [], delayInterrupts: [], stopTransfers: [], unplug: [] };
/** 100 million statements for the run without a failure. */
const mostPortions = 1000;

/** Throws `RequestError` and `BuildFailure` for what cannot be run. Status 1 when any call's failure, or none, is not survived well. */
export function failEach(
  door: SimulatorDoor,
  files: FileAccess,
  launch: LaunchArguments,
  { limit, replay }: FailEach,
  terminal: Terminal,
): ExitStatus {
  const plan = planLaunch(door, files, launch);
  const { program, warnings } = buildPlan(door, plan);
  tellDiagnostics(door, warnings, terminal);
  const base = runTrial(door, program, plan.request, noFailure, mostPortions);
  const known = judge(program, base, null);
  if (known) terminal.out(`without a failure: ${known}\n`);
  const points = base.points.slice(0, limit);
  let bad = 0;
  for (const point of points) {
    terminal.err(`${point.number} of ${points.length}: ${nameOf(program, point)}\n`);
    // A failure may lead to other paths, but seldom to ones that are four times as long.
    const trial = runTrial(door, program, plan.request, { ...noFailure, fail: [point.number] }, 4 * base.portions + 30);
    const wrong = judge(program, trial, base);
    if (wrong) bad++;
    terminal.out(
      `${nameOf(program, point)}: ${wrong ?? `ok: ${wellEnded(trial)}`}${wrong ? `\n    ${replay} --fail ${point.number}` : ''}\n`,
    );
  }
  terminal.out(summary(base, points.length, bad));
  return bad > 0 || known ? exitStatus.findings : exitStatus.nothingFound;
}

/** `driver.c:12: kmalloc (call 3 gives NULL)`. */
function nameOf(program: Program, { number, call, gives, stack }: FaultPoint): string {
  const place = placeOfStack(program, stack);
  const where = place ? `${place.path}:${place.line}: ` : '';
  const { statements, functions } = program;
  const at = stack.findIndex((each) => !functions[statements[each]!.function]!.builtIn);
  const outer = at > 0 ? functions[statements[stack[at - 1]!]!.function]!.name : call;
  return `${where}${outer === call ? call : `${call} in ${outer}`} (call ${number} gives ${gives})`;
}

/** What is wrong with a run beside what was wrong with `base`, in words; null: nothing. */
function judge(program: Program, trial: Trial, base: Trial | null): string | null {
  const before = new Set(base?.findings.map(({ key }) => key));
  const fresh = trial.findings.filter(({ key }) => !before.has(key));
  // What is lost is told below, by where it was given.
  const faults = fresh.filter(({ code }) => code !== 'memory-leak').map(({ text }) => text);
  if (trial.end === 'budget') faults.unshift('hang: it goes on and on');
  if (trial.end === 'deadlock' && base?.end !== 'deadlock') faults.unshift('hang: a task waits for ever');
  for (const left of leaks(trial.leftovers, base?.leftovers ?? [])) faults.push(leakText(program, left));
  return faults.length === 0 ? null : [...new Set(faults)].slice(0, 5).join('; ');
}

function leaks(now: readonly Leftover[], before: readonly Leftover[]): Leftover[] {
  return now.filter((each) => {
    const same = before.find(({ call, statement }) => call === each.call && statement === each.statement);
    return each.count > (same?.count ?? 0);
  });
}

function leakText(program: Program, { call, statement, count, bytes }: Leftover): string {
  const place = placeOfStack(program, [statement]);
  const times = count === 1 ? '' : `, ${count} times`;
  return `leak: what ${call} gave at ${place?.path}:${place?.line} is never given back (${bytes} bytes${times})`;
}

function wellEnded({ probeFailure }: Trial): string {
  return probeFailure ? `${probeFailure}, nothing is left behind` : 'the driver goes on, nothing is left behind';
}

function summary({ calls }: Trial, tried: number, bad: number): string {
  const left = calls > tried ? ` (the first ${tried} of ${calls}: --fail-limit N tries more)` : '';
  return `${tried} fallible call${tried === 1 ? '' : 's'}${left}: ${bad === 0 ? 'each failure is survived' : `${bad} not survived well`}\n`;
}
