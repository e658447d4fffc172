/** The machine that a run has without a machine file. */
import { parseMachine } from '../../simulator/machine-file/parse-machine.ts';
import type { Machine } from '../../simulator/machine.ts';

export function defaultMachine(text: string | null = null): Machine {
  const { machine, diagnostics } = parseMachine(text, 'machine.json');
  if (!machine) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return machine;
}
