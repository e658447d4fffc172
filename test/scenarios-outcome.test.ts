/** Every documented bug by its own `expected.json`: each row's facts, findings above all, come out of the run, and each step of the replay is reached and shows what it says. */
import { describe, expect, test } from 'vitest';
import { viewPicture } from '../debug-adapter/command-line/pictures/views.ts';
import { outcomeRows, type OutcomeRow } from '../debug-adapter/replay/outcome.ts';
import { outcomeOf } from '../debug-adapter/command-line/replay-all.ts';
import { buildPlan } from '../debug-adapter/launch/build.ts';
import { planLaunch } from '../debug-adapter/launch/launch-plan.ts';
import { nodeFiles } from '../debug-adapter/files.ts';
import { simulator } from '../debug-adapter/simulator-binding.ts';
import type { SimulatorDoor } from '../debug-adapter/simulator-door.ts';
import {
  renderDiagnostic,
  scenario,
  type EventFilterName,
  type Moment,
  type Simulation,
  type Timeline,
} from '../simulator/index.ts';
import { proceed, statementsAt } from './support/simulated-run.ts';

/** These ask more than one run can tell, in tests of their own. */
const measuredElsewhere = [
  'cma-writeback',
  'disk-backed-malloc',
  'fork-copy-on-write',
  'mremap-vs-copy',
  'shared-vs-private-file',
  'sparse-zero-page',
  'stale-tlb',
];
/** What was built last, by all that goes into it (of the machine, what the C front end knows of it): rows of the same sources are runs of one program. */
let lastBuilt: { readonly key: string; readonly result: ReturnType<SimulatorDoor['build']> } | null = null;
const door: SimulatorDoor = {
  ...simulator,
  build(request) {
    const { machine, driver, app, moreApps, defines, module } = request;
    const key = JSON.stringify([machine.arch, driver, app, moreApps, defines, module]);
    if (lastBuilt?.key !== key) lastBuilt = { key, result: simulator.build(request) };
    return lastBuilt.result;
  },
};
const here = door.scenarios().filter(({ id }) => !measuredElsewhere.includes(id));

function powerOn(id: string): Simulation {
  const plan = planLaunch(door, nodeFiles, { scenario: id, fixed: '' });
  return door.createSimulation(buildPlan(door, plan).program, plan.request);
}

function goTo(timeline: Timeline, moment: Moment): void {
  for (let calls = 0; !timeline.goTo(moment, { statements: 1_000_000 }); calls++)
    if (calls > 10_000) throw new Error('never arrived');
}

function expectNoWord(): void {
  expect(lastBuilt!.result.diagnostics.map((one) => renderDiagnostic(one))).toEqual([]);
}

test.each(measuredElsewhere)('%s is still there, and each variant compiles without a word', (id) => {
  for (const { name } of scenario(id)!.variants) {
    buildPlan(door, planLaunch(door, nodeFiles, { scenario: id, fixed: name }));
    expectNoWord();
  }
});

/** To the end of the run, whatever stops it on the way. */
function runOut(simulation: Simulation): void {
  simulation.setEventFilters([]);
  simulation.setBreakpoints([]);
  for (;;) {
    const stop = simulation.run({ kind: 'continue' }, { statements: 1_000_000 });
    if (stop && stop.kind !== 'exception') return;
  }
}

describe.each(here)('$id', (each) => {
  const compare = (row: string, outcome: readonly OutcomeRow[]): void => {
    expect(Object.keys(each.expected[row]!)).toContain('findings');
    expect(Object.fromEntries(outcome.map(({ name, actual }) => [name, actual]))).toEqual(each.expected[row]);
  };
  test('each step is reached and shows what it says, all comes out as documented, and is as it was when one goes back', () => {
    const simulation = powerOn(each.id);
    const { timeline } = simulation;
    timeline.keep();
    const passed: { moment: Moment; digest: string }[] = [];
    for (const { stop, view, shows = [], title } of each.steps) {
      const { filter, condition = null, line } = stop;
      simulation.setEventFilters(filter ? [{ filter: filter as EventFilterName, condition }] : []);
      const statements = line ? statementsAt(simulation, line) : [];
      simulation.setBreakpoints([{ id: 1, statements, condition: null, hitCondition: null, logMessage: null }]);
      expect([title, proceed(simulation, undefined, 100_003).kind]).toEqual([title, filter ? 'event' : 'breakpoint']);
      const picture = viewPicture(door, simulation, view).replace(/ +/g, ' ');
      for (const text of shows) expect(picture).toContain(text);
      passed.push({ moment: timeline.moment, digest: timeline.digest() });
    }
    runOut(simulation);
    expectNoWord();
    compare('buggy', outcomeRows(door, simulation, each, 'buggy'));
    // Back to the last, on to the first, and from there forwards again.
    for (const { moment, digest } of [passed.at(-1)!, ...passed.slice(0, 2)]) {
      goTo(timeline, moment);
      expect(timeline.digest()).toBe(digest);
    }
  });
  test.each(Object.keys(each.expected).filter((row) => row !== 'buggy'))(
    '%s compiles without a word and comes out as documented',
    (row) => {
      compare(row, outcomeOf(door, nodeFiles, each, row));
      expectNoWord();
    },
  );
  test('every fix has a row, and no finding in it', () => {
    for (const { name, title } of each.variants) {
      expect(each.expected).toHaveProperty([name || 'buggy']);
      if (name && !title.startsWith('Not a fix')) expect(each.expected[name]!['findings']).toEqual([]);
    }
  });
});
