/**
 * Loads of uncached RAM that a weakly ordered CPU makes ahead of their turn: one that stands behind another in the program may be given what was there before a device's last write, while
 * the other is given what the device wrote. A barrier of loads between them forbids it. Not modelled: that loads which depend on each other's value are in order without one.
 */
import type { Hardware } from './hardware.ts';
import { readPhysical } from './physical-memory.ts';
import { chooseLoad, type StoreBuffer } from './store-buffer.ts';

const wordBytes = 4;
/** Longer bursts are data, not words that somebody polls. */
const longestNoted = 16;
const mostPast = 16;

/** A device is about to write these bytes. */
export function noteOverwritten({ stores, memory, counters }: Hardware, physical: number, length: number): void {
  if (!stores || length > longestNoted) return;
  const write = counters.dmaBytesWritten + 1;
  for (let at = physical - (physical % wordBytes); at < physical + length; at += wordBytes) {
    const known = stores.past.findIndex((word) => word.physical === at);
    if (known >= 0) stores.past.splice(known, 1);
    stores.past.push({ physical: at, bytes: readPhysical(memory, at, wordBytes), write });
  }
  stores.past.splice(0, Math.max(0, stores.past.length - mostPast));
}

/** A barrier of loads: none is made before it. */
export function endLoadsAhead({ stores }: Pick<Hardware, 'stores'>): void {
  if (!stores) return;
  stores.past.length = 0;
  stores.seen = 0;
}

/**
 * What a load of `bytes`, as they are in memory, is given: these, or, made ahead, what was there before. `outOfOrder`: it is older than what a load before it was given.
 */
export function loadAhead(
  stores: StoreBuffer,
  physical: number,
  bytes: Uint8Array,
): { readonly bytes: Uint8Array; readonly outOfOrder: boolean } {
  const touched = stores.past.filter((word) => word.physical < physical + bytes.length && physical < word.physical + 4);
  if (touched.length === 0) return { bytes, outOfOrder: false };
  if (chooseLoad(stores)) {
    for (const word of touched) stores.past.splice(stores.past.indexOf(word), 1);
    stores.seen = Math.max(stores.seen, ...touched.map(({ write }) => write));
    return { bytes, outOfOrder: false };
  }
  const older = bytes.slice();
  for (const word of touched)
    for (let i = 0; i < wordBytes; i++) {
      const place = word.physical - physical + i;
      if (place >= 0 && place < older.length) older[place] = word.bytes[i]!;
    }
  return { bytes: older, outOfOrder: touched.some(({ write }) => write <= stores.seen) && !isEqual(older, bytes) };
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.every((byte, index) => byte === other[index]);
}
