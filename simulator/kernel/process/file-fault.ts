/** Faults in mappings of files: pages of the cache are mapped, read-only until they are written, with their neighbours (mm/memory.c, mm/filemap.c of Linux 6.1). */
import { pte } from '../../hardware/mmu.ts';
import { cachedFrame, dirtyPage, isBeyondEnd, pageWithoutDisk } from '../page-cache/pages.ts';
import type { CachedFile } from '../page-cache/page-cache.ts';
import {
  areaRights,
  flushPage,
  hexadecimal,
  installAnonymous,
  newPage,
  outOfMemory,
  pageIndex,
  refuse,
  type Fault,
  type FaultStep,
} from './fault.ts';
import { countMapping, pageOf, takeReference } from './user-frames.ts';
import { copyFrame, entryBits, frameOfEntry, mapEntry, rawEntry } from './user-pages.ts';
import { vm } from './vma.ts';

/** fault_around_bytes, in pages. */
const aroundPages = 16;
const tablePages = 512;

export function fileFault(fault: Fault, file: CachedFile): FaultStep {
  const { world, space, area, cpu, write } = fault;
  const index = pageIndex(fault);
  if (isBeyondEnd(file, index)) {
    return refuse('SIGBUS', `${hexadecimal(fault.page)} is beyond the end of ${area.what} (${file.size} bytes)`);
  }
  let frame = cachedFrame(file, index);
  if (frame === null) {
    const made = pageWithoutDisk(world, file, index, cpu);
    if (made === 'no-memory') return outOfMemory;
    if (made === 'on-disk')
      return { kind: 'wait', function: '__do_read_fault', values: [BigInt(file.number), BigInt(index)] };
    frame = made;
  }
  space.counters.fileFaults++;
  world.kernel.addressSpaces.events.fileFaults++;
  const page = pageOf(world, frame);
  if (page) page.referenced = true;
  if (write && !(area.flags & vm.SHARED)) return privateWrite(fault, frame);
  return mapCached(fault, file, frame);
}

/** do_cow_fault: the page of the cache is never mapped. */
function privateWrite(fault: Fault, source: number): FaultStep {
  const frame = newPage(fault);
  if (frame === null) return outOfMemory;
  copyFrame(fault.world, source, frame, fault.cpu);
  const failed = installAnonymous(fault, frame, true);
  if (failed) return failed;
  fault.space.counters.copyFaults++;
  fault.world.kernel.addressSpaces.events.copyFaults++;
  return null;
}

/** The page itself; of a read fault, also those around it that are cached already (do_fault_around). */
function mapCached(fault: Fault, file: CachedFile, frame: number): FaultStep {
  const { world, write } = fault;
  if (write) {
    const failed = mapFileFrame(fault, file, frame, true);
    if (!failed) dirtyPage(world, file, pageIndex(fault));
    return failed;
  }
  const failed = mapFileFrame(fault, file, frame, false);
  if (failed) return failed;
  mapAround(fault, file);
  return null;
}

function mapAround(fault: Fault, file: CachedFile): void {
  const { world, space, area, page } = fault;
  const window = BigInt(aroundPages * 4096);
  const table = BigInt(tablePages * 4096);
  const aligned = page & ~(window - 1n);
  const first = aligned > area.start ? aligned : area.start;
  const ends = [first + window, area.end, (page & ~(table - 1n)) + table];
  const end = ends.reduce((least, each) => (each < least ? each : least));
  for (let va = first; va < end; va += 4096n) {
    const index = pageIndex({ area, page: va });
    const frame = cachedFrame(file, index);
    if (frame === null || isBeyondEnd(file, index) || rawEntry(world, space, va) !== 0n) continue;
    if (mapFileFrame({ ...fault, page: va }, file, frame, false)) return;
    world.kernel.addressSpaces.events.faultAroundEntries++;
  }
}

/** Files on a disk are mapped read-only until the write that makes the page dirty (vma_wants_writenotify). */
function mapFileFrame(fault: Fault, file: CachedFile, frame: number, write: boolean): FaultStep {
  const { world, space, area, cpu, page } = fault;
  const rights = areaRights(area);
  const shared = (area.flags & vm.SHARED) !== 0;
  const writable = rights.writable && shared && (write || file.inMemory);
  const entry = (BigInt(frame) << 12n) | entryBits({ ...rights, writable, dirty: write });
  if (!mapEntry(world, space, page, entry, cpu)) return outOfMemory;
  takeReference(world.kernel.pageAllocator, frame);
  countMapping(world, space, frame);
  return null;
}

/** The first write to a page of a shared mapping since it was last clean (wp_page_shared, page_mkwrite). A driver's page simply becomes writable. */
export function makeFilePageWritable(fault: Fault, entry: bigint): FaultStep {
  const { world, space, area, page, cpu } = fault;
  mapEntry(world, space, page, entry | pte.writable | pte.dirty | pte.accessed, cpu);
  const file = area.file === null ? null : world.kernel.pageCache.files.get(area.file);
  const known = pageOf(world, frameOfEntry(entry));
  if (file && known) {
    dirtyPage(world, file, known.index);
    world.kernel.addressSpaces.events.writeProtectFaults++;
  }
  flushPage(fault);
  return null;
}
