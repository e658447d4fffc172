/** The initial content of compiled objects with static storage: runs of bytes that are not zero, and addresses. */
import type { DataRelocation } from '../link/image-linker.ts';
import { readNumber, readSigned, writeNumber, writeSigned, type NumberReader } from './numbers.ts';

/** `writeReference` writes what a relocation points to. */
export function writeContent(
  bytes: Uint8Array,
  relocations: readonly DataRelocation[],
  writeReference: (out: string[], target: DataRelocation['target']) => void,
): string {
  const out: string[] = [];
  const runs = runsOf(bytes);
  writeNumber(out, runs.length);
  let at = 0;
  for (const [start, end] of runs) {
    writeNumber(out, start - at);
    writeNumber(out, end - start);
    for (let i = start; i < end; i++) writeNumber(out, bytes[i]!);
    at = end;
  }
  writeNumber(out, relocations.length);
  for (const { offset, target, addend, minus } of relocations) {
    if (minus) throw new Error('differences of labels in shipped data are not embedded');
    writeNumber(out, offset);
    writeSigned(out, Number(addend));
    writeReference(out, target);
  }
  return out.join('');
}

function runsOf(bytes: Uint8Array): [number, number][] {
  const runs: [number, number][] = [];
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === 0) continue;
    const start = at;
    while (at < bytes.length && bytes[at] !== 0) at++;
    runs.push([start, at]);
  }
  return runs;
}

export function readBytes(reader: NumberReader, bytes: Uint8Array): void {
  let at = 0;
  for (let runs = readNumber(reader); runs > 0; runs--) {
    at += readNumber(reader);
    for (let count = readNumber(reader); count > 0; count--) bytes[at++] = readNumber(reader);
  }
}

/** To be called when the bytes have been read. */
export function readRelocations(
  reader: NumberReader,
  readTarget: (reader: NumberReader) => DataRelocation['target'],
): DataRelocation[] {
  return Array.from({ length: readNumber(reader) }, () => {
    const offset = readNumber(reader);
    const addend = BigInt(readSigned(reader));
    return { offset, addend, target: readTarget(reader) };
  });
}
