/** Pages of files in the cache: finding, adding, removing them, what makes one dirty, and bytes in and out (mm/filemap.c of Linux 6.1). */
import { coherentPage, coherentWrite } from '../../hardware/coherent-access.ts';
import { schedule } from '../../pending-events.ts';
import { inOneGo, rowsInPieces, type InPieces } from '../cut-work.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { allocateFrame, describeFilePage, dropReference, pageOf } from '../process/user-frames.ts';
import { charge } from '../process/charges.ts';
import { pageBytes, type CachedFile } from './page-cache.ts';
import { centisecond } from '../process/memory-settings.ts';

const zeros = new Uint8Array(pageBytes);

export function cachedFrame(file: CachedFile, index: number): number | null {
  return file.pages.get(index) ?? null;
}

/** Pages from here on are no part of the file: touching them is SIGBUS. */
export function isBeyondEnd(file: CachedFile, index: number): boolean {
  return index >= Math.ceil(file.size / pageBytes);
}

/** A page that needs no disk: of tmpfs, or a hole. `on-disk`: it has to be read first. */
export function pageWithoutDisk(
  world: MemoryWorld,
  file: CachedFile,
  index: number,
  cpu: number,
): number | 'no-memory' | 'on-disk' {
  if (file.blocks.has(index)) return 'on-disk';
  return addPage(world, file, index, null, cpu) ?? 'no-memory';
}

/** Puts a page into the cache; `content` null: zeros. null: no memory. */
export function addPage(
  world: MemoryWorld,
  file: CachedFile,
  index: number,
  content: Uint8Array | null,
  cpu: number,
): number | null {
  const frame = allocateFrame(world, `page cache: ${file.name}`, cpu);
  if (frame === null) return null;
  coherentWrite(world.hardware, frame * pageBytes, content ?? zeros);
  if (!content) world.kernel.addressSpaces.events.pagesZeroed++;
  if (!content) charge(world, cpu, 'clearPage');
  file.pages.set(index, frame);
  describeFilePage(world, frame, file.number, index).dirty = file.inMemory;
  return frame;
}

/** Takes a page out of the cache. Whoever still maps or pins it keeps the frame. */
export function removePage(world: MemoryWorld, file: CachedFile, index: number, cpu: number): void {
  const frame = file.pages.get(index);
  if (frame === undefined) return;
  file.pages.delete(index);
  cleanPage(world, file, index);
  if ((pageOf(world, frame)?.mapCount ?? 0) === 0) world.kernel.addressSpaces.pages.delete(frame);
  dropReference(world.kernel.pageAllocator, frame, cpu);
}

/** The page has what the disk has not. The flusher comes for it by and by. */
export function dirtyPage(world: MemoryWorld, file: CachedFile, index: number): void {
  const frame = file.pages.get(index);
  const page = frame === undefined ? null : pageOf(world, frame);
  if (page) page.dirty = true;
  if (file.inMemory || file.dirty.has(index)) return;
  if (file.dirty.size === 0) file.dirtiedAt = world.now;
  file.dirty.add(index);
  world.kernel.pageCache.dirtyPages++;
  armFlusher(world);
}

/** Every dirty_writeback_centisecs; 0: nothing is written by itself. */
export function armFlusher(world: MemoryWorld): void {
  const { pageCache, addressSpaces } = world.kernel;
  const interval = addressSpaces.settings.dirty_writeback_centisecs * centisecond;
  if (pageCache.flusherArmed || !pageCache.disk.powered || interval <= 0) return;
  pageCache.flusherArmed = true;
  schedule(world.pending, world.now + interval, { kind: 'writeback' });
}

export function cleanPage(world: MemoryWorld, file: CachedFile, index: number): void {
  const frame = file.pages.get(index);
  const page = frame === undefined ? null : pageOf(world, frame);
  if (page && !file.inMemory) page.dirty = false;
  if (file.dirty.delete(index)) world.kernel.pageCache.dirtyPages--;
}

/** The bytes of a cached page as every CPU sees them, not to be written. */
export function pageContent(world: MemoryWorld, frame: number): Uint8Array {
  return coherentPage(world.hardware, frame);
}

/** Changes the size. Pages beyond the new end leave the cache and all mappings; the rest of the last one becomes zeros. */
export function setSize(
  world: MemoryWorld,
  file: CachedFile,
  size: number,
  unmap: (file: CachedFile, firstPage: number) => void,
  cpu: number,
  pieces: InPieces = inOneGo,
): void {
  const firstGone = Math.ceil(size / pageBytes);
  if (size < file.size) {
    unmap(file, firstGone);
    removePages(world, file, firstGone, Infinity, cpu, pieces);
    const last = file.pages.get(firstGone - 1);
    if (size % pageBytes !== 0 && last !== undefined) {
      coherentWrite(
        world.hardware,
        last * pageBytes + (size % pageBytes),
        new Uint8Array(pageBytes - (size % pageBytes)),
      );
      dirtyPage(world, file, firstGone - 1);
    }
    file.sizeOnDisk = Math.min(file.sizeOnDisk, size);
  }
  file.size = size;
}

/** Pages [first, end) leave the cache, with their blocks and the room that they have. */
export function removePages(
  world: MemoryWorld,
  file: CachedFile,
  first: number,
  end: number,
  cpu: number,
  pieces: InPieces,
): void {
  const inside = (of: ReadonlyMap<number, number>): number[] =>
    pieces(0, () => [...of.keys()].filter((index) => index >= first && index < end));
  rowsInPieces(pieces, inside(file.pages), (index) => removePage(world, file, index, cpu));
  rowsInPieces(pieces, inside(file.blocks), (index) => freeBlock(world, file, index));
  rowsInPieces(pieces, inside(file.reserved), (index) => void file.reserved.delete(index));
}

function freeBlock(world: MemoryWorld, file: CachedFile, index: number): void {
  world.kernel.pageCache.disk.blocks.delete(file.blocks.get(index)!);
  file.blocks.delete(index);
}

/** A file without a name, without anybody who has it open or mapped, is gone with its pages and blocks. */
export function forgetFile(world: MemoryWorld, file: CachedFile, cpu: number, pieces: InPieces = inOneGo): void {
  if (unneededFiles(world, new Set([file.number])).length > 0) dropFile(world, file, cpu, pieces);
}

export function dropFile(world: MemoryWorld, file: CachedFile, cpu: number, pieces: InPieces = inOneGo): void {
  setSize(world, file, 0, () => undefined, cpu, pieces);
  world.kernel.pageCache.files.delete(file.number);
}

/** Those of the files that have no name, and that nobody has open or mapped. */
export function unneededFiles({ kernel }: MemoryWorld, numbers: ReadonlySet<number | null>): number[] {
  const { files } = kernel.pageCache;
  const unneeded = new Set<number | null>();
  for (const number of numbers) {
    const file = number === null ? undefined : files.get(number);
    if (file && !file.linked && file.holders === 0) unneeded.add(number);
  }
  if (unneeded.size === 0) return [];
  for (const { areas } of kernel.addressSpaces.spaces.values()) for (const { file } of areas) unneeded.delete(file);
  return [...unneeded] as number[];
}
