/** Machines that outlive the session that launched them, for others to attach to. A server keeps them; an adapter with one session in its process cannot. */
import { setNoStops } from './breakpoints/set-stops.ts';
import type { Debuggee } from './session-state.ts';

export interface KeptMachine {
  readonly name: string;
  readonly debuggee: Debuggee;
  /** Nobody looks, and it goes on all the same; it stands still once somebody attaches. */
  runs: boolean;
}
/** The oldest first. */
export type KeptMachines = KeptMachine[];

/** One more is kept by letting go of the oldest. */
const most = 4;
/** Wall time in ms of one slice of a machine that nobody looks at; others wait as long. */
const sliceTime = 6;
const portion = 20_000;

export function keepMachine(machines: KeptMachines, debuggee: Debuggee, runs: boolean): KeptMachine {
  const kept = { name: freeName(machines, debuggee), debuggee, runs };
  machines.push(kept);
  for (const dropped of machines.splice(0, machines.length - most)) dropped.runs = false;
  disarm(debuggee);
  if (runs) setImmediate(() => runOn(machines, kept));
  return kept;
}

/** null: there is none of that name, or, without one, not exactly one. */
export function takeMachine(machines: KeptMachines, name: string | null): Debuggee | null {
  const found = name === null && machines.length === 1 ? machines[0] : machines.find((each) => each.name === name);
  if (!found) return null;
  machines.splice(machines.indexOf(found), 1);
  found.runs = false;
  return found.debuggee;
}

function freeName(machines: KeptMachines, { plan: { title } }: Debuggee): string {
  let name = title;
  for (let number = 2; machines.some((each) => each.name === name); number++) name = `${title} ${number}`;
  return name;
}

/** Nobody is there to be told of stops. */
function disarm({ simulation }: Debuggee): void {
  simulation.cancelStep();
  simulation.timeline.cancel();
  simulation.holdOthers(null);
  simulation.stopOnEntry = false;
  setNoStops(simulation);
}

/** Until it ends, stands still by itself, or somebody attaches. One that has ended is let go of. */
function runOn(machines: KeptMachines, kept: KeptMachine): void {
  const end = performance.now() + sliceTime;
  while (kept.runs && performance.now() < end) {
    const stop = kept.debuggee.simulation.run({ kind: 'continue' }, { statements: portion });
    if (!stop) continue;
    kept.runs = false;
    if (stop.kind === 'rest') machines.splice(machines.indexOf(kept), 1);
  }
  if (kept.runs) setImmediate(() => runOn(machines, kept));
}
