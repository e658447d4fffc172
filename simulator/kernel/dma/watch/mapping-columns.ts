/** The watched mappings themselves, in columns: a number for each, from a free list. 0 is none. What few of them have stands in maps beside. */
import { fewestRows, giveRow, isFull, placeOfDevice, takeRow } from '../numbered-rows.ts';
import type { MappingColumns, Range, WatchedMapping } from './state.ts';

const isLive = 8;
const singleBit = 4;
const directionBits = 3;

export function createMappingColumns(): MappingColumns {
  return { ...columnsOf(fewestRows), free: 0, taken: 0, live: 0, held: new Map(), written: new Map(), devices: [] };
}

type Columns = Pick<
  MappingColumns,
  'handle' | 'handleWords' | 'physical' | 'target' | 'size' | 'site' | 'device' | 'kind'
>;

function columnsOf(capacity: number): Columns {
  const handle = new BigUint64Array(capacity);
  return {
    handle,
    handleWords: new Uint32Array(handle.buffer),
    physical: new Float64Array(capacity),
    target: new Float64Array(capacity),
    size: new Float64Array(capacity),
    site: new Int32Array(capacity),
    device: new Uint16Array(capacity),
    kind: new Uint8Array(capacity),
  };
}

/** A new mapping's number. `target` and `site` as in `WatchedMapping`. */
export function takeSlot(
  columns: MappingColumns,
  device: string,
  handle: bigint,
  physical: number,
  target: number | null,
  single: boolean,
  size: number,
  direction: number,
  site: number | null,
): number {
  if (isFull(columns)) growColumns(columns);
  // Of a free mapping, `site` is the next free one.
  const slot = takeRow(columns, columns.site);
  columns.handle[slot] = handle;
  columns.physical[slot] = physical;
  columns.target[slot] = target ?? NaN;
  columns.size[slot] = size;
  columns.site[slot] = site ?? -1;
  columns.device[slot] = placeOfDevice(columns.devices, device);
  columns.kind[slot] = isLive | (single ? singleBit : 0) | direction;
  return slot;
}

function growColumns(columns: MappingColumns): void {
  const { handle, physical, target, size, site, device, kind } = columns;
  const longer = columnsOf(2 * kind.length);
  longer.handle.set(handle);
  longer.physical.set(physical);
  longer.target.set(target);
  longer.size.set(size);
  longer.site.set(site);
  longer.device.set(device);
  longer.kind.set(kind);
  Object.assign(columns, longer);
}

export function giveSlot(columns: MappingColumns, slot: number): void {
  giveRow(columns, columns.site, slot);
  if (columns.held.size > 0) columns.held.delete(slot);
  if (columns.written.size > 0) columns.written.delete(slot);
}

export function liveSlots({ kind, taken }: MappingColumns): number[] {
  const found: number[] = [];
  for (let slot = 1; slot <= taken; slot++) if (kind[slot] !== 0) found.push(slot);
  return found;
}

/** The live ones move together. What each number has become, for whoever knows the old ones. */
export function gatherSlots(columns: MappingColumns): Int32Array {
  const old = { ...columns };
  const numbers = new Int32Array(old.kind.length);
  Object.assign(columns, columnsOf(old.kind.length / 4));
  columns.taken = 0;
  columns.free = 0;
  for (let slot = 1; slot <= old.taken; slot++) {
    if (old.kind[slot] === 0) continue;
    const to = (numbers[slot] = ++columns.taken);
    for (const name of ['physical', 'target', 'size', 'site', 'device', 'kind'] as const)
      columns[name][to] = old[name][slot]!;
    columns.handle[to] = old.handle[slot]!;
  }
  columns.held = renumbered(old.held, numbers);
  columns.written = renumbered(old.written, numbers);
  return numbers;
}

function renumbered(ranges: MappingColumns['held'], numbers: Int32Array): MappingColumns['held'] {
  return new Map([...ranges].map(([slot, each]) => [numbers[slot]!, each]));
}

const noRanges: readonly Range[] = [];
const noStack: readonly number[] = [];

export function heldOf({ held }: MappingColumns, slot: number): readonly Range[] {
  return held.get(slot) ?? noRanges;
}

export function setHeld({ held }: MappingColumns, slot: number, ranges: readonly Range[]): void {
  if (ranges.length > 0) held.set(slot, ranges);
  else held.delete(slot);
}

export function writtenOf({ written }: MappingColumns, slot: number): readonly Range[] {
  return written.get(slot) ?? noRanges;
}

export function directionOf({ kind }: MappingColumns, slot: number): number {
  return kind[slot]! & directionBits;
}

export function isSingle({ kind }: MappingColumns, slot: number): boolean {
  return (kind[slot]! & singleBit) !== 0;
}

export function deviceOf({ devices, device }: MappingColumns, slot: number): string {
  return devices[device[slot]!]!;
}

/** Made anew for whoever reads it. */
export function mappingOf(columns: MappingColumns, slot: number): WatchedMapping {
  const { handle, physical, target, size, site } = columns;
  return {
    device: deviceOf(columns, slot),
    handle: handle[slot]!,
    physical: physical[slot]!,
    target: Number.isNaN(target[slot]!) ? null : target[slot]!,
    single: isSingle(columns, slot),
    size: size[slot]!,
    direction: directionOf(columns, slot),
    stack: site[slot]! < 0 ? noStack : [site[slot]!],
    held: heldOf(columns, slot),
    written: writtenOf(columns, slot),
  };
}
