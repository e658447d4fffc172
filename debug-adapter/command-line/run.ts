/** `dma-debugger run`: builds, boots, runs to rest, and tells what happened as it happens. */
import type { Diagnostic, JournalRecord, Simulation, StopReason } from '../../simulator/index.ts';
import { recordsSince } from '../journal-reading.ts';
import type { LaunchArguments } from '../custom-requests.ts';
import type { FileAccess } from '../files.ts';
import { buildPlan } from '../launch/build.ts';
import { planLaunch } from '../launch/launch-plan.ts';
import type { SimulatorDoor } from '../simulator-door.ts';
import { findingLine, jsonLine, outputText } from './record-lines.ts';
import { countedRepeats, isRepeat, type Repeats } from '../repeats.ts';
import type { RunExtras } from './options.ts';
import { tellExtras, withExtras } from './run-extras.ts';
import { aimAtShown, tellShown } from './show.ts';
import { goOn } from './long-run.ts';
import { exitStatus, type ExitStatus, type Terminal } from './terminal.ts';

/** Statements between two looks at the journal: short enough that none of its records is dropped unread. */
const portion = 100_000;

/** Throws `RequestError` and `BuildFailure` for what cannot be run. */
export function runProgram(
  door: SimulatorDoor,
  files: FileAccess,
  launch: LaunchArguments,
  json: boolean,
  extra: RunExtras,
  terminal: Terminal,
): ExitStatus | Promise<ExitStatus> {
  const plan = withExtras(door, planLaunch(door, files, launch), extra);
  const { program, warnings } = buildPlan(door, plan);
  tellDiagnostics(door, warnings, terminal);
  const simulation = door.createSimulation(program, { ...plan.request, followErrors: true });
  aimAtShown(door, simulation, extra.show);
  let findings = 0;
  const repeats: Repeats = new Map();
  const tell = (record: JournalRecord): void => {
    const text = json ? jsonLine(program, record) : isBootLine(record) ? null : outputText(record);
    if (text !== null) terminal.out(text);
    const finding = findingLine(simulation, record);
    if (finding !== null) findings++;
    if (finding !== null && !isRepeat(repeats, finding)) terminal.err(finding);
    if (record.kind === 'fault-injected') terminal.err(`on demand: ${record.what}\n`);
  };
  const tellEnd = (end: End): ExitStatus => {
    countedRepeats(repeats).forEach(terminal.err);
    const ofApp = simulation.world.phase.failed === 'app';
    if (end.kind === 'rest' && ofApp) terminal.err(`${plan.title} ended with status ${end.exitCode}\n`);
    if (end.kind === 'deadlock') terminal.err(`${end.description}\n`);
    tellShown(door, simulation, extra.show, null, terminal);
    tellExtras(door, simulation, extra, terminal);
    return findings > 0 || end.kind === 'deadlock' ? exitStatus.findings : exitStatus.nothingFound;
  };
  const stopped = (stop: StopReason): void => {
    if (stop.kind === 'breakpoint') tellShown(door, simulation, extra.show, stop, terminal);
  };
  const work = portions(simulation, tell, stopped, terminal);
  const interruption = terminal.interruptible?.();
  if (!interruption) return tellEnd(toItsEnd(work));
  return goOn(work, door, simulation, terminal, interruption)
    .then((end) => (end ? tellEnd(end) : exitStatus.interrupted))
    .finally(() => interruption.end());
}

/** What the kernel logged before the machine had a task to run: not the driver's doing. */
function isBootLine(record: JournalRecord): boolean {
  return record.kind === 'log' && record.at === 0;
}

export function tellDiagnostics(door: SimulatorDoor, diagnostics: readonly Diagnostic[], terminal: Terminal): void {
  for (const diagnostic of diagnostics) terminal.err(`${door.renderDiagnostic(diagnostic)}\n`);
}

type End = Extract<StopReason, { readonly kind: 'rest' | 'deadlock' }>;

/** What does a portion of work each time, and gives the end. A task that cannot go on is told by its finding; the others go on. */
function portions(
  simulation: Simulation,
  tell: (record: JournalRecord) => void,
  stopped: (stop: StopReason) => void,
  terminal: Terminal,
): () => End | null {
  let told = 0;
  return () => {
    const stop = simulation.run({ kind: 'continue' }, { statements: portion });
    const rest = stop?.kind === 'rest' || stop?.kind === 'deadlock' ? stop : null;
    if (rest) simulation.tellIgnoredErrors();
    const { records, lost } = recordsSince(simulation.world.journal, told);
    if (lost > 0) terminal.err(`${lost} records of the journal were lost\n`);
    for (const record of records) tell(record);
    told = simulation.world.journal.nextSequence;
    if (stop) stopped(stop);
    return rest;
  };
}

function toItsEnd(work: () => End | null): End {
  for (;;) {
    const end = work();
    if (end) return end;
  }
}
