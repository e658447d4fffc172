/** The picture for each view that a scenario's step points to. */
import { allRecords, recordsOfKind } from '../../../simulator/index.ts';
import type { Simulation } from '../../../simulator/index.ts';
import { lastBuffer } from '../../replay/outcome.ts';
import type { CValue, FrameOfTask, SimulatorDoor } from '../../simulator-door.ts';
import { endsOfJourney, journeyPicture, lastTransfer } from './journey.ts';
import { devicesPicture } from './devices.ts';
import { cmaMap, memoryMap } from './memory-map.ts';
import { columns } from './text.ts';
import { mappingsPicture } from './values.ts';

type Picture = (door: SimulatorDoor, simulation: Simulation) => string;

const pictures: Readonly<Record<string, Picture>> = {
  physicalMemory(door, simulation) {
    const memory = door.physicalMemory(simulation, null);
    return memoryMap(memory) + memory.cma.map(cmaMap).join('') + coherentMemory(simulation);
  },
  transfers(door, simulation) {
    const transfer = lastTransfer(door, simulation);
    return transfer ? journeyPicture(transfer) : '';
  },
  cacheLines: (door, simulation) =>
    columns([...endsOfJourney(door, simulation), ...holdersOfLine(door, simulation)], '     '),
  pageTables: walkPicture,
  iommu: iommuPicture,
  devices: devicesPicture,
  mappings: mappingsPicture,
};

export const picturedViews: readonly string[] = Object.keys(pictures);

/** The frame that expressions are of. */
export interface Place extends FrameOfTask {
  readonly addresses: readonly string[];
}

/** Empty for a view that has no picture in text. */
export function viewPicture(
  door: SimulatorDoor,
  simulation: Simulation,
  view: string,
  at: Place | null = null,
): string {
  if (view === 'pageTables' && at && at.addresses.length > 0) return walksOf(door, simulation, at);
  return Object.hasOwn(pictures, view) ? pictures[view]!(door, simulation) : '';
}

/** Each domain's mappings, what waits for invalidation, and the IOTLB. */
function iommuPicture(door: SimulatorDoor, simulation: Simulation): string {
  const { mode, domains, iotlb } = door.iommu(simulation, 32);
  const mappings = domains.flatMap((domain) => [
    ...domain.mappings.map((each) => [each.iova, `${each.bytes} bytes`, each.access, each.physical, each.buffer]),
    ...domain.waiting.map((each) => [each.start, `${each.bytes} bytes`, '', 'unmapped, not yet invalidated', '']),
  ]);
  const cached = iotlb.map((each) => [each.iova, each.access, each.physical, each.stale ? 'stale' : '']);
  const none = '       none\n';
  return `     IOMMU ${mode}; mappings:\n${mappings.length > 0 ? columns(mappings, '       ') : none}     in the IOTLB:\n${cached.length > 0 ? columns(cached, '       ') : none}`;
}

/** What coherent allocations that were not freed take. Empty where there is none. */
function coherentMemory({ world }: Simulation): string {
  const held = new Map<bigint, number>();
  for (const each of allRecords(world.journal))
    if (each.kind === 'coherent-alloc') held.set(each.handle, each.size);
    else if (each.kind === 'coherent-free') held.delete(each.handle);
  const pages = [...held.values()].reduce((sum, size) => sum + Math.ceil(size / 4096), 0);
  return held.size === 0 ? '' : `     coherent memory of devices: ${held.size} buffers, ${pages} pages\n`;
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
  const mapping = recordsOfKind(simulation.world.journal, 'mmap').at(-1);
  if (mapping?.kind !== 'mmap') return '';
  const { spaces } = door.addressSpaces(simulation);
  const space = spaces.find((each) => each.name.includes(`pid ${mapping.process}`));
  return space ? walkText(door, simulation, space, mapping.address) : '';
}

/** The walks of pointers that the step names, in the process that stands there. */
function walksOf(door: SimulatorDoor, simulation: Simulation, at: Place): string {
  const { spaces } = door.addressSpaces(simulation);
  const space = spaces.find(({ id }) => id === door.addressSpaceNumber(simulation, at.task));
  const texts = at.addresses.map((expression) => {
    const outcome = door.evaluate(simulation, at, `(unsigned long)(${expression})`, { sideEffects: false });
    const address = outcome.ok ? numberOf(door, simulation, outcome.value) : null;
    return space && address !== null ? `   ${expression}\n${walkText(door, simulation, space, address)}` : '';
  });
  return texts.join('');
}

function numberOf(door: SimulatorDoor, simulation: Simulation, { bytes, space, address }: CValue): bigint | null {
  const found = bytes ?? (address === null ? null : door.readMemory(simulation, space, address, 8).bytes);
  return found && found.length === 8 ? new DataView(found.buffer, found.byteOffset).getBigUint64(0, true) : null;
}

function walkText(
  door: SimulatorDoor,
  simulation: Simulation,
  space: { readonly id: number; readonly name: string },
  address: bigint,
): string {
  const walk = door.pageWalk(simulation, space.id, address);
  if (!walk) return '';
  const rows = walk.levels.map((level) => [level.name, `entry ${level.index}`, level.entry, level.flags.join(' ')]);
  const end = walk.result ? `physical ${walk.result.physical}, ${walk.result.owner}` : walk.failure;
  const tlbs = walk.tlb.flatMap(({ cpu, entry, stale }) =>
    entry ? [`          CPU ${cpu}'s TLB: physical ${entry.physical}${stale ? ', stale' : ''}\n`] : [],
  );
  return `     ${walk.address} in ${space.name}\n${columns(rows, '       ')}       => ${end}\n${tlbs.join('')}`;
}
