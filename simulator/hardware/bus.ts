/**
 * Bus masters' way to RAM. On a coherent machine an access snoops every cache first; on another it does not, and whatever the caches hold
 * stays there: stale reads and lost writes then happen by themselves.
 */
import { lineBytes } from './cache.ts';
import { prefetchLine, snoopForRead, snoopForWrite } from './coherence.ts';
import type { Hardware } from './hardware.ts';
import { noteOverwritten } from './load-ahead.ts';
import { hasMemory, pageBytes, pageForReading, pageForWriting, readPhysical } from './physical-memory.ts';

/** null: not all of it is RAM, and nothing answers. */
export function busRead(hardware: Hardware, physical: number, length: number): Uint8Array | null {
  if (!hasMemory(hardware.memory, physical, length)) return null;
  if (hardware.coherent) {
    const end = physical + length;
    for (let tag = Math.floor(physical / lineBytes); tag * lineBytes < end; tag++) snoopForRead(hardware, tag);
  }
  hardware.counters.dmaBytesRead += length;
  return readPhysical(hardware.memory, physical, length);
}

/** `framesChanged`: frames of RAM whose content is not what it was, ascending. null: not all of it is RAM, and nothing was written. */
export function busWrite(hardware: Hardware, physical: number, bytes: Uint8Array): { framesChanged: number[] } | null {
  if (!hasMemory(hardware.memory, physical, bytes.length)) return null;
  if (hardware.coherent) snoopLinesForWrite(hardware, physical, bytes.length);
  else {
    if (hardware.speculation !== null) speculate(hardware, hardware.speculation, physical, bytes.length);
    noteOverwritten(hardware, physical, bytes.length);
  }
  hardware.counters.dmaBytesWritten += bytes.length;
  const framesChanged: number[] = [];
  for (let done = 0; done < bytes.length;) {
    const offset = (physical + done) % pageBytes;
    const frame = (physical + done - offset) / pageBytes;
    const part = bytes.subarray(done, done + pageBytes - offset);
    if (differs(pageForReading(hardware.memory, frame), offset, part)) {
      pageForWriting(hardware.memory, frame).set(part, offset);
      framesChanged.push(frame);
    }
    done += part.length;
  }
  return { framesChanged };
}

/** One line in so many is refilled before the device overwrites it. */
const speculationRate = 4;

/** Some CPU reads ahead, of its own accord, what a device is about to write: the copy it has then is old. The same seed, the same lines. */
function speculate(hardware: Hardware, seed: number, physical: number, length: number): void {
  const { cpus, counters } = hardware;
  for (let tag = Math.floor(physical / lineBytes); tag * lineBytes < physical + length; tag++) {
    const chance = scramble(seed, tag, counters.dmaBytesWritten);
    if (chance % speculationRate === 0)
      prefetchLine(hardware, Math.floor(chance / speculationRate) % cpus.length, tag * lineBytes);
  }
}

/** An unsigned number that looks like none of those it is made of. */
function scramble(...numbers: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const number of numbers) {
    hash = Math.imul(hash ^ ((number % 2 ** 32) | 0), 0x01000193);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x2c1b3c6d);
    hash ^= hash >>> 12;
  }
  return hash >>> 0;
}

function snoopLinesForWrite(hardware: Hardware, physical: number, length: number): void {
  const end = physical + length;
  for (let tag = Math.floor(physical / lineBytes); tag * lineBytes < end; tag++) {
    const whole = tag * lineBytes >= physical && (tag + 1) * lineBytes <= end;
    snoopForWrite(hardware, tag, whole);
  }
}

function differs(page: Uint8Array, offset: number, bytes: Uint8Array): boolean {
  for (let index = 0; index < bytes.length; index++) if (page[offset + index] !== bytes[index]) return true;
  return false;
}
