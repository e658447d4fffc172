/**
 * Whether a driver looks at the errors it is given: each call of `ignored-errors.c` that says what is to come of it fails in a run of its own. That results are to be
 * looked at is Documentation/core-api/dma-api-howto.rst's word for masks and mappings, kernel-doc's for the rest.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { recordsOfKind } from '../../simulator/journal.ts';
import { createSimulation, type Simulation } from '../../simulator/index.ts';
import { finish, powerOn, requestOf } from '../support/simulated-run.ts';

const driver = readFileSync(new URL('ignored-errors.c', import.meta.url), 'utf8');
const machine =
  '{ "memory": "64M", "cma": "8M", "devices": [{ "model": "edu", "name": "0000:00:02.0", "dmaMask": 64 }] }';
const request = { ...requestOf({ driver, machine }), followErrors: true };
const { program } = powerOn(request);

const cases = driver.split('\n').flatMap((text, at) => {
  const fate = /\/\* fails: (.*) \*\//.exec(text)?.[1];
  return fate ? [{ line: at + 1, fate, call: text.trim() }] : [];
});

const none = { fail: [], loseInterrupts: [], delayInterrupts: [], stopTransfers: [], unplug: [] };
const undisturbed = createSimulation(program, { ...request, faults: none });
finish(undisturbed);

/** To the end, with the first call on that line of the driver failing. */
function runFailing(line: number, followErrors: boolean): Simulation {
  const { points } = undisturbed.world.faults;
  const { number } = points.find(({ stack }) =>
    stack.some(
      (each) =>
        program.statements[each]!.place.line === line && program.statements[each]!.place.file.path === 'driver.c',
    ),
  )!;
  const simulation = createSimulation(program, { ...request, followErrors, faults: { ...none, fail: [number] } });
  finish(simulation);
  return simulation;
}

test.each(cases)('line $line, $call', ({ line, fate }) => {
  const simulation = runFailing(line, true);
  simulation.tellIgnoredErrors();
  const findings = recordsOfKind(simulation.world.journal, 'finding').filter(({ code }) => code === 'error-ignored');
  const lines = findings.map(({ stack }) => stack.map((each) => program.statements[each]!.place.line).includes(line));
  expect(lines).toEqual(fate.startsWith('ignored') ? [true] : []);
});

test('the machine runs as it does without being followed', () => {
  const { line } = cases.find(({ fate }) => fate.includes('neighbour'))!;
  const [followed, alone] = [true, false].map((follow) => runFailing(line, follow).timeline.digest());
  expect(followed).toBe(alone);
});
