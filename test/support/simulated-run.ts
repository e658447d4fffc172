/** Small machines that run C text through the simulator's door, and what they left behind. */
import { recordsOfKind } from '../../simulator/journal.ts';
import type { RecordOfKind } from '../../simulator/journal.ts';
import {
  build,
  createSimulation,
  parseMachine,
  renderDiagnostic,
  resolveLine,
  type BreakpointRequest,
  type EventFilterName,
  type JournalRecord,
  type Machine,
  type RunCommand,
  type RunRequest,
  type Simulation,
  type StopReason,
} from '../../simulator/index.ts';

export interface Sources {
  readonly driver?: string;
  readonly app?: string;
  /** Text of a machine file. */
  readonly machine?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly arguments?: readonly string[];
}

/** Two CPUs and 64 MiB: powered on in no time. */
export const smallMachine = '{ "memory": "64M", "cma": "8M", "cpus": 2 }';

export function requestOf({ driver, app, machine = smallMachine, ...rest }: Sources): RunRequest {
  return {
    machine: machineOf(machine),
    driver: driver === undefined ? [] : [{ path: 'driver.c', text: driver }],
    app: app === undefined ? null : { path: 'app.c', text: app },
    findInclude: () => null,
    defines: [],
    parameters: {},
    arguments: [],
    files: {},
    ...rest,
  };
}

export function machineOf(text: string): Machine {
  const { machine, diagnostics } = parseMachine(text, 'machine.json');
  if (!machine) throw new Error(diagnostics.map((each) => renderDiagnostic(each)).join('\n'));
  return machine;
}

/** A machine powered on, or where it has come to what `before` did; throws with the compiler's words when the text does not compile. */
export function powerOn(sources: Sources | RunRequest, before: Simulation | null = null): Simulation {
  const request = 'findInclude' in sources ? sources : requestOf(sources);
  const { program, diagnostics } = build(request);
  if (!program) throw new Error(diagnostics.map((each) => renderDiagnostic(each)).join('\n'));
  return createSimulation(program, request, before);
}

/** The same program from power-on again. */
export function again({ program, request }: Simulation): Simulation {
  return createSimulation(program, request);
}

/** Runs until something stops; `slice` is how many statements one call may take. */
export function proceed(
  simulation: Simulation,
  command: RunCommand = { kind: 'continue' },
  slice = 2_000_000,
  most = 60_000_000,
): StopReason {
  for (let left = most; left > 0; left -= slice) {
    const stop = simulation.run(command, { statements: slice });
    if (stop) return stop;
  }
  throw new Error(`nothing stopped within ${most} statements`);
}

/** Runs to the end and returns its exit code; throws when it stops before. */
export function finish(simulation: Simulation, slice?: number): number {
  const stop = proceed(simulation, undefined, slice);
  if (stop.kind !== 'rest') throw new Error(`stopped: ${JSON.stringify(stop, plainBigints)}`);
  return stop.exitCode;
}

export function plainBigints(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `0x${value.toString(16)}` : value;
}

export function recordsOf<Kind extends JournalRecord['kind']>({ world }: Simulation, kind: Kind): RecordOfKind<Kind>[] {
  return recordsOfKind(world.journal, kind);
}

export function outputOf(simulation: Simulation): string {
  return recordsOf(simulation, 'output')
    .map(({ text }) => text)
    .join('');
}

/** The kernel's log from the moment the module is loaded. */
export function logOf(simulation: Simulation): string[] {
  return recordsOf(simulation, 'log').flatMap(({ task, text }) => (task === null ? [] : [text]));
}

/** The 1-based line that holds `part` (once, or the first of them). */
export function lineOf(text: string, part: string): number {
  const index = text.split('\n').findIndex((line) => line.includes(part));
  if (index < 0) throw new Error(`there is no line with ${part}`);
  return index + 1;
}

/** Statements of the line of the driver or app that holds `part`. */
export function statementsAt(simulation: Simulation, part: string): readonly number[] {
  const { app, driver } = simulation.request;
  const source = [...driver, ...(app ? [app] : [])].find(({ text }) => text.includes(part));
  if (!source) throw new Error(`no source has ${part}`);
  const resolved = resolveLine(simulation.program, source.path, lineOf(source.text, part));
  if (!resolved) throw new Error(`no code at ${part}`);
  return resolved.statements;
}

/** One breakpoint at the line that holds `part`. */
export function breakAt(
  simulation: Simulation,
  part: string,
  rest: Partial<Pick<BreakpointRequest, 'condition' | 'hitCondition' | 'logMessage'>> = {},
): void {
  const statements = statementsAt(simulation, part);
  simulation.setBreakpoints([{ id: 1, statements, condition: null, hitCondition: null, logMessage: null, ...rest }]);
}

export function stopAtEvents(simulation: Simulation, filter: EventFilterName, condition: string | null = null): void {
  const [result] = simulation.setEventFilters([{ filter, condition }]);
  if (result?.error) throw new Error(result.error);
}
