/**
 * Bus masters' way to RAM. On a coherent machine an access snoops every cache first; on another it does not, and whatever the caches hold
 * stays there: stale reads and lost writes then happen by themselves.
 */
import { lineBytes } from './cache.ts';
import { snoopForRead, snoopForWrite } from './coherence.ts';
import type { Hardware } from './hardware.ts';
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
