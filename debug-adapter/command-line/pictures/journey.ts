/** The way of a transfer's address from the driver to memory, and what stands at both ends. */
import type { Simulation, TransferView } from '../../../simulator/index.ts';
import { lastBuffer } from '../../replay/outcome.ts';
import type { SimulatorDoor } from '../../simulator-door.ts';
import { bytesText, columns } from './text.ts';

export function lastTransfer(door: SimulatorDoor, simulation: Simulation): TransferView | null {
  return door.transfers(simulation, 1).transfers.at(-1) ?? null;
}

/** One row a station; a mark where the address changes on the way. */
export function journeyPicture(transfer: TransferView): string {
  const what = transfer.direction === 'to-device' ? 'reads from' : 'writes to';
  const stations: readonly (readonly [string, string | null, string])[] = [
    ['driver programs', transfer.programmed, transfer.intended],
    ['device drives', transfer.driven, 'on its own address lines'],
    ['bridge passes', transfer.bridged, 'on the bus'],
    ['memory sees', transfer.physical, transfer.hit],
  ];
  const rows = stations.map(([station, address, note], index) => {
    const before = stations[index - 1]?.[1] ?? address;
    return [station, address ?? 'refused', address === before ? ' ' : '!', note];
  });
  return `   transfer ${transfer.transfer}: ${transfer.device} ${what} memory, ${transfer.length} bytes, ${transfer.status}\n${columns(rows, '     ')}`;
}

/** The first bytes of the buffer beside those of the memory that was hit; a row each. */
export function endsOfJourney(door: SimulatorDoor, simulation: Simulation): (readonly string[])[] {
  const buffer = lastBuffer(simulation);
  const physical = lastTransfer(door, simulation)?.physical ?? null;
  if (!buffer || physical === null) return [];
  const bytesAt = (address: bigint): string => bytesText(door.readMemory(simulation, 'physical', address, 16).bytes);
  const own = BigInt(buffer.physical);
  const rows = [['the buffer', `0x${own.toString(16)}`, bytesAt(own)]];
  if (BigInt(physical) !== own) rows.push(['the memory hit', physical, bytesAt(BigInt(physical))]);
  return rows;
}
