/** Files as the kernel caches them: which pages of each stand in which frames, and where the disk has them. Operations are in the files beside this one. */
import { createDisk, type Disk } from './disk.ts';

export interface PageCache {
  /** By number (`i_ino`). */
  readonly files: Map<number, CachedFile>;
  nextNumber: number;
  readonly disk: Disk;
  /** Pages that the disk has not the content of, of all files. */
  dirtyPages: number;
  writebackPages: number;
  /** A `writeback` event is pending. */
  flusherArmed: boolean;
  /** A `kswapd` event is pending. */
  kswapdAwake: boolean;
  /** Its turns without a page since the last one that was reclaimed. */
  kswapdFailures: number;
  /** Pages at the head of the list that it has looked at already, where its turn was cut. */
  kswapdSkipped: number;
  /** Tasks that wait for a block request or for reclaim, by pid. */
  readonly waiters: number[];
  /** Pages that still reach the medium before the power fails; null: all. */
  pagesUntilPowerCut: number | null;
}

export interface CachedFile {
  readonly number: number;
  /** For people. */
  name: string;
  /** Permissions: kept for who asks, since root may do everything. */
  mode: number;
  size: number;
  /** Has a name in the tree. */
  linked: boolean;
  /** Open files. They keep it although it has no name, as mappings do. */
  holders: number;
  /** tmpfs: its pages are its only content, and writeback leaves them alone. */
  readonly inMemory: boolean;
  /** Frames by page of the file. */
  readonly pages: Map<number, number>;
  /** Pages of the file that are dirty. */
  readonly dirty: Set<number>;
  /** Virtual ns at which the oldest dirty page became so; only meaningful while there are dirty pages. */
  dirtiedAt: number;
  /** Block of the disk by page of the file; absent: a hole. */
  readonly blocks: Map<number, number>;
  /** The same for pages that have room and have not been written there yet. */
  readonly reserved: Map<number, number>;
  /** What the disk says the size is: after a power cut, this holds. */
  sizeOnDisk: number;
  /** Pages that a request in flight is going to bring. */
  readonly reading: Set<number>;
  /** Page after the last read, by which sequential reading is noticed, and how many pages are read ahead then. */
  nextRead: number;
  readWindow: number;
}

export const pageBytes = 4096;

export function createPageCache(disk: Parameters<typeof createDisk>[0]): PageCache {
  const counts = {
    dirtyPages: 0,
    writebackPages: 0,
    flusherArmed: false,
    kswapdAwake: false,
    kswapdFailures: 0,
    kswapdSkipped: 0,
  };
  return { files: new Map(), nextNumber: 1, disk: createDisk(disk), ...counts, waiters: [], pagesUntilPowerCut: null };
}

/** An empty file. */
export function addCachedFile(cache: PageCache, name: string, inMemory: boolean): CachedFile {
  const number = cache.nextNumber++;
  const file: CachedFile = {
    number,
    name,
    mode: 0o644,
    size: 0,
    linked: true,
    holders: 0,
    inMemory,
    pages: new Map(),
    dirty: new Set(),
    dirtiedAt: 0,
    blocks: new Map(),
    reserved: new Map(),
    sizeOnDisk: 0,
    reading: new Set(),
    nextRead: 0,
    readWindow: 0,
  };
  cache.files.set(number, file);
  return file;
}

/** Content that stands on the disk from the start. */
export function addFileOnDisk(cache: PageCache, name: string, content: Uint8Array): CachedFile {
  const file = addCachedFile(cache, name, false);
  file.size = file.sizeOnDisk = content.length;
  for (let at = 0; at < content.length; at += pageBytes) {
    const bytes = new Uint8Array(pageBytes);
    bytes.set(content.subarray(at, at + pageBytes));
    file.blocks.set(at / pageBytes, cache.disk.nextBlock);
    cache.disk.blocks.set(cache.disk.nextBlock++, bytes);
  }
  return file;
}
