/** Bringing dirty pages to the disk: by the flusher when they have been dirty for long or are many, and at once for fsync and msync (mm/page-writeback.c, fs/fs-writeback.c of Linux 6.1). */
import { schedule, type PagesOfFile } from '../../pending-events.ts';
import { inOneGo, type InPieces } from '../cut-work.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { centisecond } from '../process/memory-settings.ts';
import { cleanMappings } from '../process/reverse-map.ts';
import type { Recorder } from '../process/tlb-shootdown.ts';
import { writeBlocks } from './block-requests.ts';
import type { CachedFile } from './page-cache.ts';
import { armFlusher, cachedFrame, cleanPage } from './pages.ts';

/** Starts to write the dirty pages of [first, end) of a file. Entries are write-protected, so that the next store is noticed. */
export function writeDirtyPages(
  world: MemoryWorld,
  file: CachedFile,
  first: number,
  end: number,
  cpu: number,
  record: Recorder,
  pieces: InPieces = inOneGo,
): void {
  const dirty = pieces(0, () => dirtyWithin(file, first, end));
  startWriting(world, file, dirty, cpu, record, pieces);
}

/** Ascending. */
function dirtyWithin({ dirty }: CachedFile, first: number, end: number): number[] {
  const found: number[] = [];
  if (end - first > dirty.size) {
    for (const index of dirty) if (index >= first && index < end) found.push(index);
    return [...Float64Array.from(found).sort()];
  }
  for (let index = first; index < end; index++) if (dirty.has(index)) found.push(index);
  return found;
}

/** `dirty`: ascending. */
function startWriting(
  world: MemoryWorld,
  file: CachedFile,
  dirty: readonly number[],
  cpu: number,
  record: Recorder,
  pieces: InPieces,
): void {
  for (let start = 0; start < dirty.length; start += pagesOfPiece)
    pieces(workOfCleaning, () => {
      for (const index of dirty.slice(start, start + pagesOfPiece)) clean(world, file, index, cpu, record);
    });
  for (let start = 0; start < dirty.length;) {
    let count = 1;
    while (start + count < dirty.length && continues(file, dirty, start + count)) count++;
    const page = dirty[start]!;
    pieces(count * workOfWriting, () => writeBlocks(world, file, page, count));
    start += count;
  }
  if (file.dirty.size > 0) file.dirtiedAt = world.now;
}

const pagesOfPiece = 256;
/** What these count as, in bytes moved. */
const workOfCleaning = 65_536;
const workOfWriting = 64;

function clean(world: MemoryWorld, file: CachedFile, index: number, cpu: number, record: Recorder): void {
  cleanMappings(world, cachedFrame(file, index)!, cpu, record);
  cleanPage(world, file, index);
  if (!file.blocks.has(index))
    file.blocks.set(index, file.reserved.get(index) ?? world.kernel.pageCache.disk.nextBlock++);
  file.reserved.delete(index);
}

/** At most 256 pages a request. */
function continues({ blocks }: CachedFile, dirty: readonly number[], at: number): boolean {
  const [before, index] = [dirty[at - 1]!, dirty[at]!];
  return index === before + 1 && blocks.get(index) === blocks.get(before)! + 1 && at % 256 !== 0;
}

/** The flusher's turn: `mostPages` at a time, and at once again for what is left of it. It comes by and by while there is something dirty. */
export function runFlusher(world: MemoryWorld, left: readonly PagesOfFile[] = pagesDue(world), record: Recorder): void {
  const { pageCache } = world.kernel;
  const [first, ...others] = left;
  const file = first && pageCache.files.get(first.file);
  if (file) {
    const pages = first.pages.slice(0, mostPages).filter((index) => file.dirty.has(index));
    startWriting(world, file, pages, 0, record, inOneGo);
  }
  const rest = first && first.pages.length > mostPages ? [{ ...first, pages: first.pages.slice(mostPages) }] : [];
  if (rest.length + others.length > 0)
    return schedule(world.pending, world.now, { kind: 'writeback', left: [...rest, ...others] });
  pageCache.flusherArmed = false;
  if (pageCache.dirtyPages > 0) armFlusher(world);
}

/** MIN_WRITEBACK_PAGES: 4 MiB. A multiple of the pages of a request. */
const mostPages = 1024;

/** All dirty pages of files that have had one for long, or of all files where there are many. */
function pagesDue(world: MemoryWorld): PagesOfFile[] {
  const { pageCache, addressSpaces } = world.kernel;
  const { settings } = addressSpaces;
  const many = pageCache.dirtyPages > dirtyLimit(world, settings.dirty_background_ratio);
  const expires = settings.dirty_expire_centisecs * centisecond;
  return [...pageCache.files.values()]
    .filter(({ dirty, dirtiedAt }) => dirty.size > 0 && (many || world.now - dirtiedAt >= expires))
    .map((file) => ({ file: file.number, pages: dirtyWithin(file, 0, Infinity) }));
}

/** A writer has to wait for the disk (balance_dirty_pages). */
export function mustThrottle(world: MemoryWorld): boolean {
  const { dirtyPages, writebackPages } = world.kernel.pageCache;
  return dirtyPages + writebackPages > dirtyLimit(world, world.kernel.addressSpaces.settings.dirty_ratio);
}

/** Of what is free or in the page cache. */
function dirtyLimit({ kernel }: MemoryWorld, percent: number): number {
  const free = kernel.pageAllocator.zones.reduce((sum, zone) => sum + zone.free, 0);
  let cached = 0;
  for (const { pages, inMemory } of kernel.pageCache.files.values()) if (!inMemory) cached += pages.size;
  return Math.floor(((free + cached) * percent) / 100);
}
