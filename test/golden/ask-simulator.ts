/** Runs `ask.c` on a simulated machine, as `dma-debugger run test/golden/ask.c --machine FILE` does. */
import { allRecords } from '../../simulator/journal.ts';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from '../../simulator/compile.ts';
import { createSimulation } from '../../simulator/create-simulation.ts';
import { parseMachine } from '../../simulator/machine-file/parse-machine.ts';
import { rowsOf } from './rows.ts';
import type { Row } from './rows.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const read = (name: string): string => readFileSync(`${here}${name}`, 'utf8');

export function askSimulator(machineText: string, groups = ''): Row[] {
  const { machine, diagnostics: mistakes } = parseMachine(machineText, 'machine.json');
  if (!machine) throw new Error(mistakes.map(({ message }) => message).join('\n'));
  const request = {
    machine,
    driver: [{ path: 'ask.c', text: read('ask.c') }],
    app: null,
    findInclude: (name: string) => (name.startsWith('ask-') ? { path: name, text: read(name) } : null),
    defines: [],
    parameters: groups ? { only: groups } : {},
    arguments: [],
    files: {},
  };
  const { program, diagnostics } = build(request);
  if (!program)
    throw new Error(diagnostics.map(({ place, message }) => `${place.file.path}:${place.line}: ${message}`).join('\n'));
  const simulation = createSimulation(program, request);
  let stop = null;
  for (let turns = 0; turns < 200 && !stop; turns++)
    stop = simulation.run({ kind: 'continue' }, { statements: 1_000_000 });
  if (stop?.kind !== 'rest')
    throw new Error(stop ? `${stop.kind} ${'description' in stop ? stop.description : ''}` : 'still running');
  return rowsOf(allRecords(simulation.world.journal).flatMap((record) => (record.kind === 'log' ? [record.text] : [])));
}
