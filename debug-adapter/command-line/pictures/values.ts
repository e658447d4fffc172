/** Values and mappings as text: what a step points at beside the machine's own pictures. */
import type { Simulation } from '../../../simulator/index.ts';
import { valueText } from '../../presentation/value-text.ts';
import type { FrameOfTask, SimulatorDoor } from '../../simulator-door.ts';
import { columns } from './text.ts';

/** A line for each expression of a `look` such as `Variables: first, second`; empty where it names none. */
export function valuesPicture(door: SimulatorDoor, simulation: Simulation, at: FrameOfTask, look: string): string {
  const named = /^(?:Variables?|Expression): ([^;]+)/.exec(look)?.[1] ?? '';
  const source = {
    read: (...where: [Parameters<SimulatorDoor['readMemory']>[1], bigint, number]) =>
      door.readMemory(simulation, ...where).bytes,
    symbolAt: () => null,
    memoryOfHandle: () => null,
  };
  const lines = named
    .split(', ')
    .filter((expression) => expression !== '')
    .map((expression) => {
      const outcome = door.evaluate(simulation, at, expression, { sideEffects: false });
      return `     ${expression} = ${outcome.ok ? valueText(source, outcome.value, { hex: false }) : outcome.message}\n`;
    });
  return lines.join('');
}

/** What the device was given and still has. */
export function mappingsPicture(door: SimulatorDoor, simulation: Simulation): string {
  const { mappings } = door.mappings(simulation);
  const live = mappings.filter(({ owner }) => owner !== 'gone');
  const rows = live.map(({ handle, bytes, kind, direction, physical, bounce, ownerText }) => [
    handle,
    `${bytes} bytes`,
    kind,
    direction,
    bounce === null ? (physical ?? '') : `${physical ?? ''} by the bounce buffer at ${bounce}`,
    ownerText,
  ]);
  return rows.length === 0 ? '     no buffer is mapped\n' : columns(rows, '     ');
}
