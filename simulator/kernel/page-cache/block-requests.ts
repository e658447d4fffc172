/** Requests to the block device: made, served one after the other on the virtual clock, and completed, unless the power fails before. */
import { schedule } from '../../pending-events.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { costOf } from '../process/charges.ts';
import { leaveSwapCache, pageOf } from '../process/user-frames.ts';
import type { BlockRequest } from './disk.ts';
import { pageBytes, type CachedFile } from './page-cache.ts';
import { addPage, cachedFrame, pageContent } from './pages.ts';

type NewRequest = Omit<BlockRequest, 'number'>;

/** Reads pages [first, first + count) of a file, which stand in consecutive blocks. */
export function readBlocks(world: MemoryWorld, file: CachedFile, first: number, count: number): void {
  for (let index = first; index < first + count; index++) file.reading.add(index);
  const at = { first: file.blocks.get(first)!, area: 'file-system' as const, count };
  submit(world, { ...at, write: false, content: [], file: file.number, page: first });
}

/** Writes cached pages [first, first + count) of a file as they are now. They are under writeback until it is done. */
export function writeBlocks(world: MemoryWorld, file: CachedFile, first: number, count: number): void {
  const content: Uint8Array[] = [];
  for (let index = first; index < first + count; index++) {
    const frame = cachedFrame(file, index)!;
    pageOf(world, frame)!.writeback = true;
    content.push(pageContent(world, frame));
  }
  world.kernel.pageCache.writebackPages += count;
  const at = { first: file.blocks.get(first)!, area: 'file-system' as const, count };
  submit(world, { ...at, write: true, content, file: file.number, page: first });
}

export function readSlots(world: MemoryWorld, first: number, count: number): void {
  submit(world, { first, area: 'swap', count, write: false, content: [], file: null, page: 0 });
}

export function writeSlot(world: MemoryWorld, slot: number, frame: number): void {
  pageOf(world, frame)!.writeback = true;
  const content = [pageContent(world, frame)];
  submit(world, { first: slot, area: 'swap', count: 1, write: true, content, file: null, page: 0 });
}

function submit(world: MemoryWorld, request: NewRequest): void {
  const { disk } = world.kernel.pageCache;
  const { events } = world.kernel.addressSpaces;
  const number = disk.nextRequest++;
  // Swap stands behind everything else of the device: an area of its own for the head.
  const place = request.area === 'swap' ? 2 ** 40 + request.first : request.first;
  const rotational = request.area === 'swap' ? world.kernel.swap.rotational : disk.rotational;
  disk.busyUntil =
    Math.max(disk.busyUntil, world.now) + serviceTime(world, rotational, place === disk.head, request.count);
  disk.head = place + request.count;
  disk.inFlight.set(number, { ...request, number });
  if (request.write) events.diskWrites++;
  else events.diskReads++;
  schedule(world.pending, disk.busyUntil, { kind: 'block-complete', request: number });
}

/** Virtual ns from the start of service to completion. A rotational device seeks where its head does not stand. */
function serviceTime(world: MemoryWorld, rotational: boolean, headStands: boolean, pages: number): number {
  if (!rotational) return costOf(world, 'solidStateRequest') + pages * costOf(world, 'solidStatePage');
  return (headStands ? 0 : costOf(world, 'rotationalSeek')) + pages * costOf(world, 'rotationalPage');
}

/** The device is done with a request. Whoever waits looks again. */
export function completeRequest(world: MemoryWorld, number: number): void {
  const { disk } = world.kernel.pageCache;
  const request = disk.inFlight.get(number);
  if (!request || !disk.powered) return;
  disk.inFlight.delete(number);
  const { events } = world.kernel.addressSpaces;
  const sectors = request.count * (pageBytes / 512);
  if (request.write) events.sectorsWritten += sectors;
  else events.sectorsRead += sectors;
  if (request.area === 'swap') completeSwap(world, request);
  else if (request.write) completeWrite(world, request);
  else completeRead(world, request);
}

function completeWrite(world: MemoryWorld, { first, page, content, file: number }: BlockRequest): void {
  const { disk, files } = world.kernel.pageCache;
  const reached = pagesThatReach(world, content.length);
  content.slice(0, reached).forEach((bytes, index) => disk.blocks.set(first + index, bytes));
  world.kernel.pageCache.writebackPages -= content.length;
  world.kernel.addressSpaces.events.pagesWrittenBack += reached;
  const file = number === null ? undefined : files.get(number);
  if (!file) return;
  content.forEach((_, index) => {
    const frame = cachedFrame(file, page + index);
    const known = frame === null ? null : pageOf(world, frame);
    if (known) known.writeback = false;
  });
  file.sizeOnDisk = Math.max(file.sizeOnDisk, Math.min(file.size, (page + reached) * pageBytes));
}

/** The power may fail in the middle of a request. */
function pagesThatReach(world: MemoryWorld, pages: number): number {
  const { pageCache } = world.kernel;
  if (pageCache.pagesUntilPowerCut === null) return pages;
  const reached = Math.min(pages, pageCache.pagesUntilPowerCut);
  pageCache.pagesUntilPowerCut -= reached;
  if (pageCache.pagesUntilPowerCut > 0) return reached;
  pageCache.disk.powered = false;
  schedule(world.pending, world.now, { kind: 'power-cut' });
  return reached;
}

/** A page that the file lost meanwhile, or for which there is no memory, is left out. */
function completeRead(world: MemoryWorld, { first, page, count, file: number }: BlockRequest): void {
  const { disk, files } = world.kernel.pageCache;
  const file = number === null ? undefined : files.get(number);
  if (!file) return;
  for (let index = page; index < page + count; index++) {
    file.reading.delete(index);
    if (cachedFrame(file, index) !== null || file.blocks.get(index) !== first + index - page) continue;
    addPage(world, file, index, disk.blocks.get(first + index - page) ?? new Uint8Array(pageBytes), 0);
  }
}

function completeSwap(world: MemoryWorld, request: BlockRequest): void {
  const { swap } = world.kernel;
  if (request.write) {
    const used = swap.used.get(request.first);
    if (!used) return;
    used.content = request.content[0]!;
    const page = used.frame === null ? null : pageOf(world, used.frame);
    if (page) page.writeback = false;
    // Nobody came back for it: the frame is what reclaim wanted.
    if (page && used.frame !== null && page.mapCount === 0) leaveSwapCache(world, used.frame, 0);
    return;
  }
  for (let slot = request.first; slot < request.first + request.count; slot++) swap.arrived.push(slot);
}
