/** Runs what a command line asks for; every refusal is one line on standard error and status 2. */
import { isAbsolute, join, normalize } from 'node:path';
import { nodeFiles, type FileAccess } from '../files.ts';
import { BuildFailure } from '../launch/launch-plan.ts';
import { asRequestError } from '../request-error.ts';
import { serveStreams, serveTcp } from '../serve.ts';
import type { SimulatorDoor } from '../simulator-door.ts';
import { check } from './check/check.ts';
import { readCommand, type Command } from './options.ts';
import { runExperiments } from './experiment.ts';
import { failEach } from './fail-each.ts';
import { replayAll } from './replay-all.ts';
import { listScenarios, replay } from './replay.ts';
import { runProgram, tellDiagnostics } from './run.ts';
import { exitStatus, type ExitStatus, type Terminal } from './terminal.ts';
import { usage } from './usage.ts';
import { version } from './version.ts';

/** Paths stay as they were typed, so that messages show them so. */
const files: FileAccess = {
  ...nodeFiles,
  resolve: (folder, path) => (isAbsolute(path) || folder === '.' ? normalize(path) : join(folder, path)),
};

/** Of what can be interrupted, it comes later. null: a server was started, which ends the process itself. */
type Outcome = ExitStatus | Promise<ExitStatus> | null;

/** The exit status; at once where nobody sits before it who could interrupt. */
export function runCommandLine(
  door: SimulatorDoor,
  words: readonly string[],
  terminal: Terminal & { readonly interruptible?: never },
): ExitStatus | null;
export function runCommandLine(door: SimulatorDoor, words: readonly string[], terminal: Terminal): Outcome;
export function runCommandLine(door: SimulatorDoor, words: readonly string[], terminal: Terminal): Outcome {
  const refuse = (error: unknown): ExitStatus => {
    if (error instanceof BuildFailure) tellDiagnostics(door, error.diagnostics, terminal);
    else terminal.err(`dma-debugger: ${asRequestError(error).message}\n`);
    return exitStatus.unusableInput;
  };
  try {
    const outcome = runCommand(door, readCommand(words), terminal);
    return outcome instanceof Promise ? outcome.catch(refuse) : outcome;
  } catch (error) {
    return refuse(error);
  }
}

function runCommand(door: SimulatorDoor, command: Command, terminal: Terminal): Outcome {
  switch (command.kind) {
    case 'help':
      terminal.out(usage);
      return exitStatus.nothingFound;
    case 'version':
      terminal.out(`${version}\n`);
      return exitStatus.nothingFound;
    case 'check':
      return check(door, files, command, terminal);
    case 'run':
      return command.failEach
        ? failEach(door, files, command.launch, command.failEach, terminal)
        : runProgram(door, files, command.launch, command.json, command.extra, terminal);
    case 'replay-all':
      return replayAll(door, files, terminal);
    case 'replay':
      return command.id === null
        ? listScenarios(door, terminal)
        : replay(door, files, command.id, command.fixed, terminal);
    case 'experiment':
      return runExperiments(door, command.experiment, terminal);
    case 'adapter':
      return serve(door, command.port, terminal);
  }
}

function serve(door: SimulatorDoor, port: number | null, terminal: Terminal): null {
  if (port === null)
    serveStreams(door, process.stdin, process.stdout, () => process.stdout.write('', () => process.exit(0)));
  else
    serveTcp(door, port, (opened) => terminal.err(`listening on 127.0.0.1:${opened}\n`)).on('error', (error) => {
      terminal.err(`dma-debugger: port ${port} cannot be opened: ${error.message}\n`);
      process.exitCode = exitStatus.unusableInput;
    });
  return null;
}
