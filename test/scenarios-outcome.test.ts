/** Every documented bug by its own `expected.json`: each row's facts, findings above all, come out of the run, and each step of the replay is reached and shows what it says. */
import { describe, expect, test } from 'vitest';
import { viewPicture } from '../debug-adapter/command-line/pictures/views.ts';
import { outcomeOf } from '../debug-adapter/command-line/replay-all.ts';
import { buildPlan } from '../debug-adapter/launch/build.ts';
import { planLaunch } from '../debug-adapter/launch/launch-plan.ts';
import { nodeFiles } from '../debug-adapter/files.ts';
import { simulator } from '../debug-adapter/simulator-binding.ts';
import type { SimulatorDoor } from '../debug-adapter/simulator-door.ts';
import type { EventFilterName, Moment, Simulation, Timeline } from '../simulator/index.ts';
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
/** What was built last, by all that goes into it: the rows of a variant, and its replay, are runs of one program. */
let lastBuilt: { readonly key: string; readonly result: ReturnType<SimulatorDoor['build']> } | null = null;
const door: SimulatorDoor = {
  ...simulator,
  build(request) {
    const { machine, driver, app, moreApps, defines, module } = request;
    const key = JSON.stringify([machine, driver, app, moreApps, defines, module], (_, value: unknown) =>
      typeof value === 'bigint' ? `${value}n` : value,
    );
    if (lastBuilt?.key !== key) lastBuilt = { key, result: simulator.build(request) };
    return lastBuilt.result;
  },
};
const here = door.scenarios().filter(({ id }) => !measuredElsewhere.includes(id));

function powerOn(scenario: string): Simulation {
  const plan = planLaunch(door, nodeFiles, { scenario, fixed: '' });
  return door.createSimulation(buildPlan(door, plan).program, plan.request);
}

function goTo(timeline: Timeline, moment: Moment): void {
  for (let calls = 0; !timeline.goTo(moment, { statements: 1_000_000 }); calls++)
    if (calls > 10_000) throw new Error('never arrived');
}

test.each(measuredElsewhere)('%s is still there', (id) =>
  expect(door.scenarios().map((each) => each.id)).toContain(id),
);

describe.each(here)('$id', (each) => {
  test.each(Object.keys(each.expected))('%s comes out as documented', (row) => {
    const outcome = outcomeOf(door, nodeFiles, each, row);
    expect(Object.keys(each.expected[row]!)).toContain('findings');
    expect(Object.fromEntries(outcome.map(({ name, actual }) => [name, actual]))).toEqual(each.expected[row]);
  });
  test('every fix has a row, and no finding in it', () => {
    for (const { name, title } of each.variants) {
      expect(each.expected).toHaveProperty([name || 'buggy']);
      if (name && !title.startsWith('Not a fix')) expect(each.expected[name]!['findings']).toEqual([]);
    }
  });
  test('each step is reached and shows what it says, and backwards all is as it was', () => {
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
    for (const { moment, digest } of [...passed.slice().reverse(), passed.at(-1)!]) {
      goTo(timeline, moment);
      expect(timeline.digest()).toBe(digest);
    }
  });
});
