/** What tables in columns have in common: a number for each row, from a free list; 0 is none. One of the columns, `links`, has of a free row the next free one. */

export interface NumberedRows {
  free: number;
  /** The highest number that was ever given. */
  taken: number;
  live: number;
  /** 0 of a free row. */
  readonly kind: Uint8Array;
}

export const fewestRows = 16;
/** What is smaller is not worth being made anew. */
const fewestToShrink = 16384;

/** Then the columns have to grow before a row is taken. */
export function isFull({ free, taken, kind }: NumberedRows): boolean {
  return free === 0 && taken + 1 >= kind.length;
}

export function takeRow(rows: NumberedRows, links: Int32Array): number {
  rows.live++;
  const { free } = rows;
  if (free === 0) return ++rows.taken;
  rows.free = links[free]!;
  return free;
}

export function giveRow(rows: NumberedRows, links: Int32Array, row: number): void {
  rows.live--;
  rows.kind[row] = 0;
  links[row] = rows.free;
  rows.free = row;
}

export function isSparse({ live, kind: { length } }: NumberedRows): boolean {
  return live * 16 < length && length >= fewestToShrink;
}

/** Devices are few: a row has the place of its own. */
export function placeOfDevice<Device>(devices: Device[], device: Device): number {
  const known = devices.indexOf(device);
  return known >= 0 ? known : devices.push(device) - 1;
}
