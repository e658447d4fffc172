/** What came of a replay beside what is documented, as a table. */
import type { Scenario, Simulation } from '../../../simulator/index.ts';
import { factName, factText, outcomeRows } from '../../replay/outcome.ts';
import type { SimulatorDoor } from '../../simulator-door.ts';
import { columns } from './text.ts';

export function outcomeTable(door: SimulatorDoor, simulation: Simulation, scenario: Scenario, variant: string): string {
  const rows = outcomeRows(door, simulation, scenario, variant === '' ? 'buggy' : variant)
    .filter(({ actual }) => actual !== null)
    .map(({ name, expected, actual, same }) => [
      factName(name),
      shown(expected, actual),
      shown(actual, expected),
      same ? 'as expected' : 'DIFFERS',
    ]);
  return rows.length === 0 ? '' : `Outcome\n${columns([['', 'documented', 'this run', ''], ...rows], '   ')}`;
}

/** Of many lines only their number, or the first that is not as in `other`. */
function shown(value: unknown, other: unknown): string {
  if (Array.isArray(value)) {
    const text = factText(value);
    if (text.length <= 48) return text;
    const at = value.findIndex((each, i) => each !== (other as unknown[])[i]);
    return at < 0 ? `${value.length} lines` : `line ${at + 1}: ${String(value[at])}`;
  }
  return factText(value);
}
