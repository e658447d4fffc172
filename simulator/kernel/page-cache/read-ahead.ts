/** Which pages a read brings beside the one that is wanted (mm/readahead.c, do_sync_mmap_readahead of Linux 6.1). */
import type { MemoryWorld } from '../memory-world.ts';
import { readBlocks } from './block-requests.ts';
import { pageBytes, type CachedFile } from './page-cache.ts';

/** read_ahead_kb 128. */
const mostAhead = 32;

/** A fault reads around the page. */
export function readAroundFault(world: MemoryWorld, file: CachedFile, index: number): void {
  const first = Math.max(0, index - mostAhead / 2);
  readPages(world, file, index, first, first + mostAhead);
}

/** read(): sequential reading makes the window grow to its most, anything else reads what is asked for. */
export function readForCall(world: MemoryWorld, file: CachedFile, index: number, wanted: number): void {
  const sequential = index === file.nextRead;
  const first = Math.min(mostAhead, 4 * wanted);
  file.readWindow = !sequential ? wanted : file.readWindow === 0 ? first : Math.min(mostAhead, 2 * file.readWindow);
  readPages(world, file, index, index, index + Math.max(file.readWindow, 1));
  file.nextRead = index + Math.max(file.readWindow, 1);
}

/** MADV_WILLNEED. */
export function readFilePages(world: MemoryWorld, file: CachedFile, first: number, end: number): void {
  readPages(world, file, first, first, end);
}

/** Requests for what is missing of [first, end), one for each run of blocks that stand together; the wanted page's first. */
function readPages(world: MemoryWorld, file: CachedFile, wanted: number, first: number, end: number): void {
  const last = Math.min(end, Math.ceil(file.size / pageBytes));
  const missing = (index: number): boolean =>
    file.blocks.has(index) && !file.pages.has(index) && !file.reading.has(index);
  for (let index = first; index < last; index++) {
    if (!missing(index)) continue;
    let count = 1;
    while (index + count < last && missing(index + count) && follows(file, index + count)) count++;
    world.kernel.addressSpaces.events.readAheadPages += count - (wanted >= index && wanted < index + count ? 1 : 0);
    readBlocks(world, file, index, count);
    index += count - 1;
  }
}

function follows({ blocks }: CachedFile, index: number): boolean {
  return blocks.get(index) === blocks.get(index - 1)! + 1;
}
