/** `dma-debugger experiment`: runs one and tells what was counted, as tables, as data, or as charts in a file. */
import { writeFileSync } from 'node:fs';
import { drawCharts } from '../charts/index.ts';
import type { Experiment, ExperimentResult } from '../../simulator/index.ts';
import { RequestError } from '../request-error.ts';
import type { SimulatorDoor } from '../simulator-door.ts';
import type { ExperimentWords } from './experiment-options.ts';
import { experimentCsv, experimentJson, experimentText } from './experiment-tables.ts';
import { wrap } from './pictures/text.ts';
import { exitStatus, type ExitStatus, type Terminal } from './terminal.ts';

/** Throws `RequestError` for an experiment that there is not, a cost that there is not, and a file that cannot be written. */
export function runExperiments(door: SimulatorDoor, command: ExperimentWords, terminal: Terminal): ExitStatus {
  if (command.id === null) return list(door, terminal);
  const experiment = door.experiments().find(({ id }) => id === command.id);
  if (!experiment)
    throw new RequestError(
      'badArguments',
      `there is no experiment '${command.id}': dma-debugger experiment lists them`,
    );
  checkCosts(door, command.costs);
  if (command.svg !== null) writeSvg(command.svg, ''); // that it cannot be written is told before all the work
  const result = runToEnd(door, experiment, command, terminal);
  const tell = { text: experimentText, json: experimentJson, csv: experimentCsv }[command.format];
  terminal.out(tell(door, result));
  if (command.svg !== null) writeChart(door, result, command.svg);
  return exitStatus.nothingFound;
}

function list(door: SimulatorDoor, terminal: Terminal): ExitStatus {
  for (const { id, title, question } of door.experiments())
    terminal.out(`${id}: ${title}\n${wrap(question, '    ')}\n`);
  terminal.out('dma-debugger experiment ID runs one; --svg FILE draws its charts.\n');
  return exitStatus.nothingFound;
}

function checkCosts(door: SimulatorDoor, costs: ExperimentWords['costs']): void {
  const names = Object.keys(door.costTable);
  const unknown = Object.keys(costs).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new RequestError('badArguments', `there is no cost '${unknown}': there are ${names.join(', ')}`);
}

/** A line for each machine and way on standard error, as they begin. */
function runToEnd(
  door: SimulatorDoor,
  experiment: Experiment,
  { most, costs }: ExperimentWords,
  terminal: Terminal,
): ExperimentResult {
  const steps = door.runExperiment(experiment, { most: limitOf(door, experiment, most), costs });
  let told = '';
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    const { done, total, what } = step.value;
    if (what !== told) terminal.err(`${done + 1} of ${total}: ${what}\n`);
    told = what;
  }
}

function limitOf(door: SimulatorDoor, { x }: Experiment, text: string | null): number {
  const limit = text === null ? Infinity : door.parseSize(text);
  if (limit === null) throw new RequestError('badArguments', `--most takes a size such as 64K, not '${text}'`);
  const [least] = x.values;
  if (limit < least!) throw new RequestError('badArguments', `--most leaves nothing: the smallest size is ${least}`);
  return limit;
}

function writeChart(door: SimulatorDoor, result: ExperimentResult, file: string): void {
  writeSvg(
    file,
    drawCharts(result, (point, measure) => door.measured(point, measure, result.costs)),
  );
}

function writeSvg(file: string, svg: string): void {
  try {
    writeFileSync(file, svg);
  } catch (error) {
    throw new RequestError('unusableInput', `'${file}' cannot be written: ${(error as Error).message}`);
  }
}
