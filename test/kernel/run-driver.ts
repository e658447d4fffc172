/** Builds and runs a driver, and perhaps a program, to the end: what they print, as the command line would show it. */
import { allRecords } from '../../simulator/journal.ts';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from '../../simulator/compile.ts';
import { createSimulation } from '../../simulator/create-simulation.ts';
import type { JournalRecord } from '../../simulator/journal.ts';
import { defaultMachine } from './default-machine.ts';

const drivers = fileURLToPath(new URL('./drivers/', import.meta.url));

export interface Run {
  readonly log: string[];
  readonly output: string;
  readonly findings: string[];
  readonly records: readonly JournalRecord[];
  /** How it ended: `rest 0`, or the stop's kind and description. */
  readonly end: string;
}

export function driverFile(name: string): string {
  return readFileSync(drivers + name, 'utf8');
}

export function runDriver(
  names: { readonly driver?: string; readonly app?: string },
  options: {
    readonly machine?: string;
    readonly arguments?: readonly string[];
    readonly parameters?: Readonly<Record<string, string>>;
    readonly files?: Readonly<Record<string, Uint8Array>>;
  } = {},
): Run {
  const source = (name: string) => ({ path: name, text: driverFile(name) });
  const request = {
    machine: defaultMachine(options.machine ?? null),
    driver: names.driver ? [source(names.driver)] : [],
    app: names.app ? source(names.app) : null,
    findInclude: () => null,
    defines: [],
    parameters: options.parameters ?? {},
    arguments: options.arguments ?? [],
    files: options.files ?? {},
  };
  const { program, diagnostics } = build(request);
  if (!program)
    throw new Error(diagnostics.map(({ place, message }) => `${place.file.path}:${place.line}: ${message}`).join('\n'));
  const simulation = createSimulation(program, request);
  let stop = null;
  for (let turns = 0; turns < 500 && !stop; turns++)
    stop = simulation.run({ kind: 'continue' }, { statements: 1_000_000 });
  const records = allRecords(simulation.world.journal);
  return {
    log: records.flatMap((record) => (record.kind === 'log' && record.task !== null ? [record.text] : [])),
    output: records.map((record) => (record.kind === 'output' ? record.text : '')).join(''),
    findings: records.flatMap((record) => (record.kind === 'finding' ? [record.code] : [])),
    records,
    end: !stop
      ? 'still running'
      : stop.kind === 'rest'
        ? `rest ${stop.exitCode}`
        : `${stop.kind} ${'description' in stop ? stop.description : ''}`,
  };
}
