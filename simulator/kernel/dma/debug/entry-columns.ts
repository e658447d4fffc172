/** The entries of dma-debug themselves, in columns: a number for each, from a free list. 0 is none. */
import { fewestRows, giveRow, isFull, placeOfDevice, takeRow } from '../numbered-rows.ts';
import type { DebugEntry, EntryColumns, EntryOrigin } from './state.ts';

const isLive = 64;

export function createEntryColumns(): EntryColumns {
  return {
    ...columnsOf(fewestRows),
    free: 0,
    taken: 0,
    live: 0,
    devices: [],
    origins: [],
    latest: 0,
    placeOfOrigin: new Map(),
  };
}

type Columns = Pick<
  EntryColumns,
  'busAddress' | 'physical' | 'frame' | 'size' | 'listEntries' | 'mappedEntries' | 'origin' | 'device' | 'kind'
>;

function columnsOf(capacity: number): Columns {
  return {
    busAddress: new BigUint64Array(capacity),
    physical: new Float64Array(capacity),
    frame: new Float64Array(capacity),
    size: new Float64Array(capacity),
    listEntries: new Int32Array(capacity),
    mappedEntries: new Int32Array(capacity),
    origin: new Int32Array(capacity),
    device: new Uint16Array(capacity),
    kind: new Uint8Array(capacity),
  };
}

/** Its number. */
export function takeEntry(columns: EntryColumns, entry: DebugEntry): number {
  if (isFull(columns)) growColumns(columns);
  // Of a free entry, `origin` is the next free one.
  const slot = takeRow(columns, columns.origin);
  columns.busAddress[slot] = entry.busAddress;
  columns.physical[slot] = entry.physical;
  columns.frame[slot] = entry.frame;
  columns.size[slot] = entry.size;
  columns.listEntries[slot] = entry.listEntries;
  columns.mappedEntries[slot] = entry.mappedEntries;
  columns.origin[slot] = placeOfOrigin(columns, entry);
  columns.device[slot] = placeOfDevice(columns.devices, entry.device);
  columns.kind[slot] = isLive | (entry.mapError << 4) | (entry.direction << 2) | entry.type;
  return slot;
}

function growColumns(columns: EntryColumns): void {
  const longer = columnsOf(2 * columns.kind.length);
  longer.busAddress.set(columns.busAddress);
  for (const name of numeric) longer[name].set(columns[name]);
  Object.assign(columns, longer);
}

const numeric = ['physical', 'frame', 'size', 'listEntries', 'mappedEntries', 'origin', 'device', 'kind'] as const;

/** Most mappings are made at few places, many one after the other at one. */
function placeOfOrigin(columns: EntryColumns, { stack, through }: EntryOrigin): number {
  const { origins, latest } = columns;
  const likely = origins[latest];
  if (likely?.through === through && isSame(likely.stack, stack)) return latest;
  return (columns.latest = knownOrigin(columns, stack, through));
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((each, depth) => each === other[depth]);
}

function knownOrigin(
  { origins, placeOfOrigin }: EntryColumns,
  stack: EntryOrigin['stack'],
  through: EntryOrigin['through'],
): number {
  const key = `${through[0]} ${stack.join()}`;
  const known = placeOfOrigin.get(key);
  if (known !== undefined) return known;
  const place = origins.push({ stack, through }) - 1;
  placeOfOrigin.set(key, place);
  return place;
}

export function giveEntry(columns: EntryColumns, slot: number): void {
  giveRow(columns, columns.origin, slot);
}

/** The live ones move together. What each number has become. */
export function gatherEntries(columns: EntryColumns): Int32Array {
  const old = { ...columns };
  const numbers = new Int32Array(old.kind.length);
  Object.assign(columns, columnsOf(old.kind.length / 4));
  columns.taken = 0;
  columns.free = 0;
  for (let slot = 1; slot <= old.taken; slot++) {
    if (old.kind[slot] === 0) continue;
    const to = (numbers[slot] = ++columns.taken);
    for (const name of numeric) columns[name][to] = old[name][slot]!;
    columns.busAddress[to] = old.busAddress[slot]!;
  }
  return numbers;
}

export function deviceOfEntry({ devices, device }: EntryColumns, slot: number): bigint {
  return devices[device[slot]!]!;
}

export function typeOfEntry({ kind }: EntryColumns, slot: number): number {
  return kind[slot]! & 3;
}

export function directionOfEntry({ kind }: EntryColumns, slot: number): number {
  return (kind[slot]! >> 2) & 3;
}

export function mapErrorOfEntry({ kind }: EntryColumns, slot: number): number {
  return (kind[slot]! >> 4) & 3;
}

export function setMapError({ kind }: EntryColumns, slot: number, state: number): void {
  kind[slot] = (kind[slot]! & ~(3 << 4)) | (state << 4);
}

/** Made anew for whoever reads it. */
export function entryAt(columns: EntryColumns, slot: number): DebugEntry {
  const { busAddress, physical, frame, size, listEntries, mappedEntries, origins, origin } = columns;
  return {
    device: deviceOfEntry(columns, slot),
    busAddress: busAddress[slot]!,
    size: size[slot]!,
    type: typeOfEntry(columns, slot),
    direction: directionOfEntry(columns, slot),
    listEntries: listEntries[slot]!,
    physical: physical[slot]!,
    frame: frame[slot]!,
    mappedEntries: mappedEntries[slot]!,
    mapError: mapErrorOfEntry(columns, slot),
    ...origins[origin[slot]!]!,
  };
}
