/** Runs a driver of the folder, with the program beside it if there is one, past every stop to the end. */
import { allRecords } from '../../../simulator/journal.ts';
import { existsSync, readFileSync } from 'node:fs';
import type { Simulation, StopReason } from '../../../simulator/index.ts';
import { powerOn, recordsOf, requestOf } from '../../support/simulated-run.ts';

export interface FilesRun {
  /** The kernel log and what programs printed, in the order of time, from the loading of the module on. */
  readonly log: string[];
  readonly simulation: Simulation;
  readonly stops: readonly StopReason[];
}

const machine = '{ "memory": "64M", "cma": "8M", "cpus": 2, "devices": [{ "model": "edu", "name": "0000:00:02.0" }] }';

export function runFiles(folder: string, name: string): FilesRun {
  const source = (path: string) => ({ path, text: readFileSync(folder + path, 'utf8') });
  const app = `${name}-app.c`;
  const simulation = powerOn({
    ...requestOf({ driver: '', machine }),
    driver: [source(`${name}.c`)],
    app: existsSync(folder + app) ? source(app) : null,
  });
  const stops: StopReason[] = [];
  for (let turns = 0; turns < 40; turns++) {
    const stop = simulation.run({ kind: 'continue' }, { statements: 500_000 });
    if (stop) stops.push(stop);
    if (stop?.kind === 'rest' || stop?.kind === 'deadlock') break;
  }
  return { log: logWithOutput(simulation), simulation, stops };
}

function logWithOutput({ world }: Simulation): string[] {
  const texts = allRecords(world.journal).map((each) =>
    each.kind === 'log' && each.task !== null ? `${each.text}\n` : each.kind === 'output' ? each.text : '',
  );
  return texts.join('').trimEnd().split('\n');
}

export function findingsOf(simulation: Simulation, origin: 'kernel' | 'simulator'): string[] {
  return recordsOf(simulation, 'finding')
    .filter((each) => each.origin === origin)
    .map(({ code }) => code);
}
