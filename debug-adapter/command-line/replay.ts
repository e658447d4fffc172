/** `dma-debugger replay`: tells a documented bug in the terminal, step by step, with what the views would show as text. */
import type { Scenario, ScenarioStep, Simulation, StopReason } from '../../simulator/index.ts';
import type { FileAccess } from '../files.ts';
import { recordsSince } from '../journal-reading.ts';
import { buildPlan } from '../launch/build.ts';
import { findScenario } from '../launch/launch-files.ts';
import { planLaunch } from '../launch/launch-plan.ts';
import { countedRepeats, isRepeat, type Repeats } from '../repeats.ts';
import { aimAtEnd, aimAtStep } from '../replay/steps.ts';
import type { SimulatorDoor } from '../simulator-door.ts';
import { matrixOutcomes, matrixPicture } from './matrix.ts';
import { outcomeTable } from './pictures/outcome.ts';
import { wrap } from './pictures/text.ts';
import { valuesPicture } from './pictures/values.ts';
import { viewPicture } from './pictures/views.ts';
import { findingLine, outputText } from './record-lines.ts';
import { exitStatus, type ExitStatus, type Terminal } from './terminal.ts';

const portion = 100_000; // statements

export function listScenarios(door: SimulatorDoor, terminal: Terminal): ExitStatus {
  for (const { id, title, question, variants } of door.scenarios()) {
    const fixes = variants
      .filter((each) => each.name !== '')
      .map((each) => `    --fixed ${each.name}: ${each.title}\n`);
    terminal.out(`${id}: ${title}\n${wrap(question, '    ')}${fixes.join('')}\n`);
  }
  terminal.out('dma-debugger replay ID tells one step by step.\n');
  return exitStatus.nothingFound;
}

/** `fixed`: null the bug itself, empty its first fix. */
export function replay(
  door: SimulatorDoor,
  files: FileAccess,
  id: string,
  fixed: string | null,
  terminal: Terminal,
): ExitStatus {
  const scenario = findScenario(door, id);
  const variant = fixed === '' ? (scenario.variants.find((each) => each.name !== '')?.name ?? '') : (fixed ?? '');
  const plan = planLaunch(door, files, { scenario: id, fixed: variant });
  const { program } = buildPlan(door, plan);
  const simulation = door.createSimulation(program, plan.request);
  const story: Story = {
    door,
    scenario,
    simulation,
    terminal,
    buggy: variant === '',
    told: 0,
    findings: 0,
    repeats: new Map(),
  };
  terminal.out(`${scenario.title}\n${'='.repeat(scenario.title.length)}\n\n${wrap(scenario.question, '')}\n`);
  if (variant !== '') terminal.out(`Fixed (${variant}): ${plan.title}\n\n`);
  tellStory(story);
  terminal.out(outcomeTable(door, simulation, scenario, variant));
  if (scenario.matrix)
    terminal.out(`\n${matrixPicture(scenario.matrix, matrixOutcomes(door, files, scenario, scenario.matrix))}`);
  if (scenario.experiment !== undefined)
    terminal.out(`\nAgainst size, as charts: dma-debugger experiment ${scenario.experiment} --svg FILE\n`);
  return story.findings > 0 ? exitStatus.findings : exitStatus.nothingFound;
}

interface Story {
  readonly door: SimulatorDoor;
  readonly scenario: Scenario;
  readonly simulation: Simulation;
  readonly terminal: Terminal;
  /** What a step says one sees is about the bug. */
  readonly buggy: boolean;
  told: number;
  findings: number;
  readonly repeats: Repeats;
}

function tellStory(story: Story): void {
  const { scenario, simulation, terminal } = story;
  for (const [index, step] of scenario.steps.entries()) {
    if (!aimAtStep(story.door, simulation, step)) continue;
    const stop = runOn(story);
    if (stop.kind === 'rest' || stop.kind === 'deadlock') {
      terminal.out(`(The run ended before step ${index + 1}: ${step.title}.)\n\n`);
      return;
    }
    tellStep(story, index + 1, step, stop);
  }
  aimAtEnd(simulation);
  while (runOn(story).kind === 'exception');
  terminal.out('\n');
}

function runOn(story: Story): StopReason {
  for (;;) {
    const stop = story.simulation.run({ kind: 'continue' }, { statements: portion });
    tellJournal(story, stop !== null);
    if (stop) return stop;
  }
}

/** The kernel log and the program's output, set apart from the story. */
function tellJournal(story: Story, stands: boolean): void {
  const { journal } = story.simulation.world;
  const { records } = recordsSince(journal, story.told);
  story.told = journal.nextSequence;
  const lines = records.flatMap((record) => {
    const finding = findingLine(story.simulation, record);
    if (finding !== null) story.findings++;
    if (finding !== null && isRepeat(story.repeats, finding)) return [];
    return finding ?? outputText(record) ?? [];
  });
  const text = [...lines, ...(stands ? countedRepeats(story.repeats) : [])].join('');
  if (text !== '') story.terminal.out(text.replace(/\n$/, '').replace(/^/gm, '  | ') + '\n');
}

function tellStep(story: Story, number: number, step: ScenarioStep, stop: StopReason): void {
  const { door, simulation, terminal, buggy } = story;
  const task = 'task' in stop ? stop.task : null;
  const frame = task === null ? undefined : door.stackTrace(simulation, task).find((each) => !each.builtIn);
  const where = frame ? `\n   at ${frame.path}:${frame.line}, in ${frame.function}` : '';
  terminal.out(`\n${number}. ${step.title}${where}\n`);
  const at = task !== null && frame ? { task, depth: frame.depth, addresses: step.addresses ?? [] } : null;
  if ('description' in stop) terminal.out(wrap(stop.description, '   '));
  // A step about variables shows these; the view is only where one stands.
  const values = at ? valuesPicture(door, simulation, at, step.look) : '';
  terminal.out(`\n${values || viewPicture(door, simulation, step.view, at)}`);
  if (buggy) terminal.out(`\n${wrap(step.see, '   ')}`);
  terminal.out('\n');
}
