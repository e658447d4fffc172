/**
 * RAM: sparse 4 KiB pages under a two-level directory, shared copy-on-write with snapshots. What a machine costs depends on the
 * pages it touched, not on its size.
 */
export const pageBytes = 4096;
const groupFrames = 512;

export interface PhysicalMemory {
  /** [start, end) byte ranges that are RAM, ascending, disjoint, whole 64-byte lines. */
  readonly ranges: readonly (readonly [number, number])[];
  /** Groups of 512 frames by `pfn / 512`. */
  directory: Map<number, FrameGroup>;
  /** Groups of an older generation belong to a snapshot and are copied before they change. */
  generation: number;
  /** The group that was looked up last, by its number: -1, null where none was, or it is not there. */
  latestNumber: number;
  latest: FrameGroup | null;
  /** Counts pages that were made, copied or restored: whoever keeps a page sees whether it may be another one now. */
  changes: number;
}
export interface FrameGroup {
  readonly generation: number;
  readonly pages: (Page | undefined)[];
  /** 1 where the page was made or copied since the last snapshot, and nobody else keeps it. */
  readonly own: Uint8Array;
}
/** Two views of one page. */
export interface Page {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
}
export interface MemorySnapshot {
  readonly generation: number;
  readonly directory: ReadonlyMap<number, FrameGroup>;
}

/** Thrown for an access by address to what is not RAM: whoever has an untrusted address asks `hasMemory` first. */
export class OutsideMemory extends Error {
  constructor(
    readonly address: number,
    readonly size: number,
  ) {
    super(`no RAM at 0x${address.toString(16)} (${size} bytes)`);
  }
}

const zeroPage = createPage();

/** Ranges are cut inwards to whole cache lines; adjacent ones are joined. */
export function createPhysicalMemory(ranges: readonly (readonly [number, number])[]): PhysicalMemory {
  const joined: [number, number][] = [];
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const range: [number, number] = [Math.ceil(start / 64) * 64, Math.floor(end / 64) * 64];
    const last = joined.at(-1);
    if (last && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]);
    else if (range[0] < range[1]) joined.push(range);
  }
  return { ranges: joined, directory: new Map(), generation: 0, latestNumber: -1, latest: null, changes: 0 };
}

/** Whether all of [address, address + length) is RAM. */
export function hasMemory(memory: PhysicalMemory, address: number, length: number): boolean {
  const { ranges } = memory;
  for (let index = 0; index < ranges.length; index++) {
    const range = ranges[index]!;
    if (address >= range[0] && address < range[1]) return address + length <= range[1];
  }
  return false;
}

/** A copy. Throws `OutsideMemory`. */
export function readPhysical(memory: PhysicalMemory, address: number, length: number): Uint8Array {
  requireMemory(memory, address, length);
  const result = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const at = address + done;
    const offset = at % pageBytes;
    const part = Math.min(length - done, pageBytes - offset);
    result.set(pageForReading(memory, (at - offset) / pageBytes).subarray(offset, offset + part), done);
    done += part;
  }
  return result;
}

/** Throws `OutsideMemory` before anything is written. */
export function writePhysical(memory: PhysicalMemory, address: number, bytes: Uint8Array): void {
  requireMemory(memory, address, bytes.length);
  for (let done = 0; done < bytes.length;) {
    const at = address + done;
    const offset = at % pageBytes;
    const part = Math.min(bytes.length - done, pageBytes - offset);
    pageForWriting(memory, (at - offset) / pageBytes).set(bytes.subarray(done, done + part), offset);
    done += part;
  }
}

/** Little-endian. Throws `OutsideMemory`. */
export function readPhysical64(memory: PhysicalMemory, address: number): bigint {
  const bytes = readPhysical(memory, address, 8);
  return new DataView(bytes.buffer).getBigUint64(0, true);
}

/** Little-endian, modulo 2^64. Throws `OutsideMemory`. */
export function writePhysical64(memory: PhysicalMemory, address: number, value: bigint): void {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  writePhysical(memory, address, bytes);
}

/** The page's bytes, not to be written: an untouched page is one shared page of zeros. */
export function pageForReading(memory: PhysicalMemory, pfn: number): Uint8Array {
  return readablePage(memory, pfn).bytes;
}

/** The page's bytes, private to this memory until the next snapshot: do not keep them longer. */
export function pageForWriting(memory: PhysicalMemory, pfn: number): Uint8Array {
  return writablePage(memory, pfn).bytes;
}

export function readablePage(memory: PhysicalMemory, pfn: number): Page {
  const number = Math.floor(pfn / groupFrames);
  if (memory.latestNumber !== number) {
    memory.latest = memory.directory.get(number) ?? null;
    memory.latestNumber = number;
  }
  return memory.latest?.pages[pfn & (groupFrames - 1)] ?? zeroPage;
}

export function writablePage(memory: PhysicalMemory, pfn: number): Page {
  const group = writableGroup(memory, Math.floor(pfn / groupFrames));
  const index = pfn & (groupFrames - 1);
  const page = group.pages[index];
  if (page && group.own[index]) return page;
  const copy = createPage();
  if (page) copy.words.set(page.words);
  group.pages[index] = copy;
  group.own[index] = 1;
  memory.changes++;
  return copy;
}

/** The page's bytes as they are, for whoever keeps them and never writes to them: this memory goes on with a copy once it writes there. */
export function keptPage(memory: PhysicalMemory, pfn: number): Uint8Array {
  const { bytes } = readablePage(memory, pfn);
  if (memory.latest?.generation === memory.generation) memory.latest.own[pfn & (groupFrames - 1)] = 0;
  return bytes;
}

/** Makes the whole page zeros. One that was never written stays so. */
export function clearPhysicalPage(memory: PhysicalMemory, pfn: number): void {
  if (isTouched(memory, pfn)) writablePage(memory, pfn).words.fill(0);
}

/** Whether the frame was ever written: if not, it holds zeros and costs nothing. */
export function isTouched(memory: PhysicalMemory, pfn: number): boolean {
  return readablePage(memory, pfn) !== zeroPage;
}

/** Frame numbers of all pages ever written, ascending. */
export function touchedPages(memory: Pick<PhysicalMemory, 'directory'> | MemorySnapshot): number[] {
  const frames: number[] = [];
  for (const [number, group] of memory.directory) {
    group.pages.forEach((page, index) => page && frames.push(number * groupFrames + index));
  }
  return frames.sort((a, b) => a - b);
}

/** Costs one map entry for each touched 2 MiB; the pages are shared until one side writes. */
export function snapshotMemory(memory: PhysicalMemory): MemorySnapshot {
  const snapshot = { generation: memory.generation, directory: new Map(memory.directory) };
  memory.generation += 1;
  return snapshot;
}

/** The snapshot stays usable, also for other memories. */
export function restoreMemory(memory: PhysicalMemory, snapshot: MemorySnapshot): void {
  memory.directory = new Map(snapshot.directory);
  memory.latestNumber = -1;
  memory.changes++;
  // Above both: no group that a snapshot can reach may look like this memory's own.
  memory.generation = Math.max(memory.generation, snapshot.generation) + 1;
}

/** Frames whose pages are not the same objects as in `before`: every frame written since, perhaps with equal bytes. Ascending. */
export function framesWrittenSince(memory: PhysicalMemory, before: MemorySnapshot): number[] {
  const frames: number[] = [];
  for (const [number, group] of memory.directory) {
    const old = before.directory.get(number);
    if (old === group) continue;
    group.pages.forEach((page, index) => page !== old?.pages[index] && frames.push(number * groupFrames + index));
  }
  return frames.sort((a, b) => a - b);
}

function writableGroup(memory: PhysicalMemory, number: number): FrameGroup {
  const group = memory.latestNumber === number ? memory.latest : memory.directory.get(number);
  if (group && group.generation === memory.generation) return group;
  const copy: FrameGroup = {
    generation: memory.generation,
    pages: group ? group.pages.slice() : new Array<Page | undefined>(groupFrames).fill(undefined),
    own: new Uint8Array(groupFrames),
  };
  memory.directory.set(number, copy);
  memory.latestNumber = number;
  memory.latest = copy;
  return copy;
}

function createPage(): Page {
  const bytes = new Uint8Array(pageBytes);
  return { bytes, words: new Int32Array(bytes.buffer) };
}

function requireMemory(memory: PhysicalMemory, address: number, length: number): void {
  if (!hasMemory(memory, address, length)) throw new OutsideMemory(address, length);
}
