/**
 * Accesses to uncached RAM where CPUs order them weakly (ARM). Stores on their way: a device may see a later one before an earlier one until a barrier. Loads made ahead of their turn
 * (load-ahead.ts). What CPUs have of each other's order is not modelled, nor that of cacheable accesses.
 */
import type { Hardware } from './hardware.ts';
import { writePhysical } from './physical-memory.ts';

export interface StoreBuffer {
  readonly seed: number;
  /** Choices made so far, for stores: the seed and this make the next one. */
  decisions: number;
  /** The same for loads made ahead. */
  loadDecisions: number;
  /** In program order; no two of the same byte. */
  readonly entries: BufferedStore[];
  /** What stood where devices have written since the last barrier of loads, the latest last. */
  readonly past: PastWord[];
  /** Of the latest of these writes that a CPU has seen; 0: of none. */
  seen: number;
}
export interface PastWord {
  /** A multiple of 4. */
  readonly physical: number;
  readonly bytes: Uint8Array;
  /** Number of the device's write. */
  readonly write: number;
}
export interface BufferedStore {
  readonly physical: number;
  readonly bytes: Uint8Array;
}

/** Stores that may be on their way at once. */
export const storeCapacity = 8;

export function createStoreBuffer(seed: number): StoreBuffer {
  return { seed, decisions: 0, loadDecisions: 0, entries: [], past: [], seen: 0 };
}

/** A store of bytes that are all RAM. */
export function bufferStore(hardware: Hardware, buffer: StoreBuffer, physical: number, bytes: Uint8Array): void {
  if (overlaps(buffer, physical, bytes.length)) drainStores(hardware);
  if (buffer.entries.length >= storeCapacity) drainOne(hardware, buffer);
  buffer.entries.push({ physical, bytes });
}

/** A barrier: every store is in RAM. */
export function drainStores(hardware: Hardware): void {
  const { stores } = hardware;
  if (!stores || stores.entries.length === 0) return;
  for (const { physical, bytes } of stores.entries) writePhysical(hardware.memory, physical, bytes);
  stores.entries.length = 0;
}

/** Time passes: about half of them get there, any of them. */
export function drainSomeStores(hardware: Hardware): void {
  const { stores } = hardware;
  if (!stores) return;
  for (let left = stores.entries.length; left > 0; left--) if (choose(stores, 2) === 0) drainOne(hardware, stores);
  if (stores.past.length > 0 && chooseLoad(stores)) stores.past.length = 0;
}

/** A CPU is about to read these bytes: what is on its way there arrives first. */
export function settleStores(hardware: Hardware, physical: number, size: number): void {
  const { stores } = hardware;
  if (stores && overlaps(stores, physical, size)) drainStores(hardware);
}

/** Puts what is on its way over bytes that were read from RAM; changes nothing else. */
export function overlayStores({ stores }: Hardware, physical: number, into: Uint8Array): void {
  for (const { physical: at, bytes } of stores?.entries ?? [])
    for (let index = 0; index < bytes.length; index++) {
      const place = at + index - physical;
      if (place >= 0 && place < into.length) into[place] = bytes[index]!;
    }
}

function drainOne(hardware: Hardware, buffer: StoreBuffer): void {
  const [entry] = buffer.entries.splice(choose(buffer, buffer.entries.length), 1);
  if (entry) writePhysical(hardware.memory, entry.physical, entry.bytes);
}

function overlaps({ entries }: StoreBuffer, physical: number, size: number): boolean {
  return entries.some(({ physical: at, bytes }) => at < physical + size && physical < at + bytes.length);
}

/** From 0 to `count` - 1; the same seed, the same choices. */
function choose(buffer: StoreBuffer, count: number): number {
  return scramble(buffer.seed, ++buffer.decisions) % count;
}

/** Of a load: whether it is made in its turn. */
export function chooseLoad(buffer: StoreBuffer): boolean {
  return scramble(~buffer.seed, ++buffer.loadDecisions) % 2 === 0;
}

function scramble(seed: number, decision: number): number {
  let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(decision, 0xc2b2ae35);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 13;
  return hash >>> 0;
}
