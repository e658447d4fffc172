/** The picture for each view that a scenario's step points to. */
import type { Simulation } from '../../../simulator/index.ts';
import type { SimulatorDoor } from '../../simulator-door.ts';
import { endsOfJourney, journeyPicture, lastBuffer, lastTransfer } from './journey.ts';
import { cmaMap, memoryMap } from './memory-map.ts';
import { columns } from './text.ts';

type Picture = (door: SimulatorDoor, simulation: Simulation) => string;

const pictures: Readonly<Record<string, Picture>> = {
  physicalMemory(door, simulation) {
    const memory = door.physicalMemory(simulation, null);
    return memoryMap(memory) + memory.cma.map(cmaMap).join('');
  },
  transfers(door, simulation) {
    const transfer = lastTransfer(door, simulation);
    return transfer ? journeyPicture(transfer) : '';
  },
  cacheLines: (door, simulation) =>
    columns([...endsOfJourney(door, simulation), ...holdersOfLine(door, simulation)], '     '),
  pageTables: walkPicture,
};

/** Empty for a view that has no picture in text. */
export function viewPicture(door: SimulatorDoor, simulation: Simulation, view: string): string {
  return Object.hasOwn(pictures, view) ? pictures[view]!(door, simulation) : '';
}

/** Who holds the first line of the buffer, and whether they agree. */
function holdersOfLine(door: SimulatorDoor, simulation: Simulation): (readonly string[])[] {
  const buffer = lastBuffer(simulation);
  const line = buffer ? door.cacheLine(simulation, 'physical', BigInt(buffer.physical)) : null;
  if (!line) return [];
  const start = (hex: string): string => hex.slice(0, 32).replace(/../g, '$& ').trimEnd();
  return [
    ['its first line in memory', '', start(line.memory)],
    ...line.copies.map((copy) => [`  in ${copy.cache}`, copy.state, start(copy.bytes)]),
    ['  as a device sees it', '', start(line.seenByDevices)],
  ];
}

/** The walk of the program's last mapping. */
function walkPicture(door: SimulatorDoor, simulation: Simulation): string {
  const mapping = [...simulation.world.journal.records].reverse().find((each) => each.kind === 'mmap');
  if (mapping?.kind !== 'mmap') return '';
  const { spaces } = door.addressSpaces(simulation);
  const space = spaces.find((each) => each.name.includes(`pid ${mapping.process}`));
  const walk = space ? door.pageWalk(simulation, space.id, mapping.address) : null;
  if (!walk) return '';
  const rows = walk.levels.map((level) => [level.name, `entry ${level.index}`, level.entry, level.flags.join(' ')]);
  const end = walk.result ? `physical ${walk.result.physical}, ${walk.result.owner}` : walk.failure;
  return `     ${walk.address} in ${space!.name}\n${columns(rows, '       ')}       => ${end}\n`;
}
