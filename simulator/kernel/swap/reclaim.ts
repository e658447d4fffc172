/**
 * Getting memory back: pages that nobody used since the last look are dropped if a disk has them, and written to swap if none has (mm/vmscan.c of
 * Linux 6.1, in its simplest form: one list in order of last use, each page with a second chance).
 *
 * Huge pages are taken apart first (no THP_SWAP).
 *
 * Not modelled: active and inactive lists, refault distances, memory control groups, tmpfs pages in swap, shrinkers, reclaim of slab.
 */
import { pte } from '../../hardware/mmu.ts';
import { schedule } from '../../pending-events.ts';
import { inOneGo, type InPieces } from '../cut-work.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { writeSlot } from '../page-cache/block-requests.ts';
import { dirtyPage, removePage } from '../page-cache/pages.ts';
import { writeDirtyPages } from '../page-cache/writeback.ts';
import { clearHugeAccessed, splitHugePage } from '../process/huge-entries.ts';
import type { UserPage } from '../process/address-space.ts';
import { changeEntry, clearAccessed, mappingsOf } from '../process/reverse-map.ts';
import type { Recorder } from '../process/tlb-shootdown.ts';
import { dropReference, leaveSwapCache, referencesOf, takeReference } from '../process/user-frames.ts';
import { vm } from '../process/vma.ts';
import { hasFreeSlot, swapEntry, takeSlot } from './swap-space.ts';

export interface Reclaimed {
  readonly freed: number;
  /** Pages on their way to a disk, which are free when they are there. */
  readonly writing: number;
}

/** Looks at pages from the least recently used on until `wanted` are free or on their way, each at most twice. */
export function reclaimPages(
  world: MemoryWorld,
  wanted: number,
  cpu: number,
  record: Recorder,
  pieces: InPieces = inOneGo,
): Reclaimed {
  const gained = pieces(0, () => splitBefore(world, cpu, record));
  let { freed, writing } = scanAll(world, wanted - gained, cpu, record, pieces);
  while (gained + freed + writing < wanted && pieces(0, () => splitForSwap(world, cpu, record))) {
    const more = scanAll(world, wanted - gained - freed - writing, cpu, record, pieces);
    freed += more.freed;
    writing += more.writing;
  }
  freed += gained;
  pieces(0, () => noteReclaimed(world, freed, writing));
  return { freed, writing };
}

function noteReclaimed({ kernel: { addressSpaces, pageCache } }: MemoryWorld, freed: number, writing: number): void {
  addressSpaces.events.pagesReclaimed += freed;
  if (freed + writing > 0) pageCache.kswapdFailures = 0;
}

/** Returns the pages that are free by that. */
function splitBefore(world: MemoryWorld, cpu: number, record: Recorder): number {
  const gained = splitDeferred(world, cpu, record);
  splitForSwap(world, cpu, record);
  return gained;
}

function splitForSwap(world: MemoryWorld, cpu: number, record: Recorder): boolean {
  return world.kernel.swap.slots > 0 && splitOldest(world, cpu, record);
}

/** The huge page that has been one for the longest, unless it was used since the last look: then it is the youngest from now on. False: there is none. */
function splitOldest(world: MemoryWorld, cpu: number, record: Recorder): boolean {
  const { hugePages } = world.kernel.addressSpaces;
  for (const [head, huge] of [...hugePages]) {
    if (huge.mapCount === 0) continue;
    if (!clearHugeAccessed(world, head)) {
      if (splitHugePage(world, head, cpu, record) !== null) return true;
      continue;
    }
    hugePages.delete(head);
    hugePages.set(head, huge);
    return true;
  }
  return false;
}

/** Huge pages of which parts are nobody's any more (deferred_split_scan). Returns the pages that are free by that. */
function splitDeferred(world: MemoryWorld, cpu: number, record: Recorder): number {
  let freed = 0;
  for (const [head, { deferred }] of [...world.kernel.addressSpaces.hugePages]) {
    if (deferred) freed += splitHugePage(world, head, cpu, record) ?? 0;
  }
  return freed;
}

/** All pages, as far as they are needed. */
function scanAll(world: MemoryWorld, wanted: number, cpu: number, record: Recorder, pieces: InPieces): Reclaimed {
  let [freed, writing, kept] = [0, 0, 0];
  for (let isOver = false; !isOver;) {
    const some = pieces(
      ({ looks }) => looks * workOfLook,
      () => scan(world, wanted - freed - writing, cpu, record, kept, looksAtOnce),
    );
    freed += some.freed;
    writing += some.writing;
    kept += some.kept;
    isOver = some.isOver;
  }
  return { freed, writing };
}

/** Pages that are looked at between two places where the call may be left. */
const looksAtOnce = 512;
/** What a look counts as, in bytes moved. */
const workOfLook = 128;

interface Scanned extends Reclaimed {
  /** Pages that stay where they stand in the list. */
  readonly kept: number;
  readonly looks: number;
  /** Enough is free or on its way, or the list is at its end. */
  readonly isOver: boolean;
}

/** Behind the first `skipped` pages of the list, at most `most` looks. A page that was used goes to the list's end, where it is looked at again. */
function scan(
  world: MemoryWorld,
  wanted: number,
  cpu: number,
  record: Recorder,
  skipped: number,
  most: number,
): Scanned {
  const { pages, events } = world.kernel.addressSpaces;
  const count = { freed: 0, writing: 0, kept: 0 };
  let looks = 0;
  let index = 0;
  for (const [frame, page] of pages) {
    if (index++ < skipped) continue;
    if (count.freed + count.writing >= wanted || looks === most) break;
    if (isOutOfReach(world, page)) {
      count.kept++;
      continue;
    }
    looks++;
    events.pagesScanned++;
    if (!page.writeback && wasUsed(world, frame, page)) {
      pages.delete(frame);
      pages.set(frame, page);
      continue;
    }
    const outcome = page.writeback ? 'kept' : evict(world, frame, page, cpu, record);
    if (outcome !== 'kept') count[outcome]++;
    if (outcome !== 'freed') count.kept++;
  }
  return { ...count, looks, isOver: looks < most || count.freed + count.writing >= wanted };
}

/** Anonymous memory while swap has no slot for it: nobody looks at it (can_reclaim_anon_pages). */
function isOutOfReach({ kernel: { swap } }: MemoryWorld, page: UserPage): boolean {
  return page.file === null && page.swapSlot < 0 && !page.lazyFree && !hasFreeSlot(swap);
}

/** Since the last look. */
function wasUsed(world: MemoryWorld, frame: number, page: UserPage): boolean {
  const used = clearAccessed(world, frame) || page.referenced;
  page.referenced = false;
  return used;
}

function evict(
  world: MemoryWorld,
  frame: number,
  page: UserPage,
  cpu: number,
  record: Recorder,
): 'freed' | 'writing' | 'kept' {
  if (splitHugePage(world, frame, cpu, record) === null) return 'kept';
  const holders = page.mapCount + (page.file !== null || page.swapSlot >= 0 ? 1 : 0);
  if (referencesOf(world.kernel.pageAllocator, frame) > holders) return 'kept';
  if (mappingsOf(world, frame).some(({ area }) => area.flags & vm.LOCKED)) return 'kept';
  if (page.lazyFree) {
    if (!wasWritten(world, frame)) return dropLazilyFreed(world, frame, page, cpu, record);
    page.lazyFree = false;
    page.dirty = true;
  }
  return page.file === null
    ? swapOut(world, frame, page, cpu, record)
    : dropFilePage(world, frame, page, page.file, cpu, record);
}

function wasWritten(world: MemoryWorld, frame: number): boolean {
  return mappingsOf(world, frame).some(({ entry }) => entry & pte.dirty);
}

/** The next touch finds zeros. */
function dropLazilyFreed(world: MemoryWorld, frame: number, page: UserPage, cpu: number, record: Recorder): 'freed' {
  for (const mapping of mappingsOf(world, frame)) {
    changeEntry(world, mapping, 0n, cpu, record);
    mapping.space.counters.anonymousPages--;
    page.mapCount--;
    dropReference(world.kernel.pageAllocator, frame, cpu);
  }
  world.kernel.addressSpaces.pages.delete(frame);
  return 'freed';
}

/** MADV_PAGEOUT: a page goes at once. One that no disk has, or not yet, is unmapped and stays in the cache. */
export function pageOut(world: MemoryWorld, frame: number, cpu: number, record: Recorder): void {
  const page = world.kernel.addressSpaces.pages.get(frame);
  if (!page || page.writeback) return;
  const file = page.file === null ? undefined : world.kernel.pageCache.files.get(page.file);
  const mappings = mappingsOf(world, frame);
  if (file && !file.inMemory && mappings.some(({ entry }) => entry & pte.dirty)) {
    dirtyPage(world, file, page.index);
  }
  if (!file || (!file.inMemory && !file.dirty.has(page.index))) {
    if (evict(world, frame, page, cpu, record) === 'freed') world.kernel.addressSpaces.events.pagesReclaimed++;
    return;
  }
  for (const mapping of mappings) {
    changeEntry(world, mapping, 0n, cpu, record);
    mapping.space.counters[file.inMemory ? 'sharedMemoryPages' : 'filePages']--;
    page.mapCount--;
    dropReference(world.kernel.pageAllocator, frame, cpu);
  }
}

function dropFilePage(
  world: MemoryWorld,
  frame: number,
  page: UserPage,
  number: number,
  cpu: number,
  record: Recorder,
): 'freed' | 'writing' | 'kept' {
  const file = world.kernel.pageCache.files.get(number);
  if (!file || file.inMemory) return 'kept';
  if (file.dirty.has(page.index)) {
    writeDirtyPages(world, file, page.index, page.index + 1, cpu, record);
    return 'writing';
  }
  for (const mapping of mappingsOf(world, frame)) {
    changeEntry(world, mapping, 0n, cpu, record);
    mapping.space.counters.filePages--;
    page.mapCount--;
    dropReference(world.kernel.pageAllocator, frame, cpu);
  }
  removePage(world, file, page.index, cpu);
  return 'freed';
}

/** All entries name the slot from now on; the frame is free when the content is on the device. */
function swapOut(
  world: MemoryWorld,
  frame: number,
  page: UserPage,
  cpu: number,
  record: Recorder,
): 'freed' | 'writing' | 'kept' {
  const { swap, addressSpaces, pageAllocator } = world.kernel;
  if (swap.slots === 0) return 'kept';
  const known = page.swapSlot >= 0;
  const slot = known ? page.swapSlot : takeSlot(swap, frame, page);
  if (slot === null) return 'kept';
  const used = swap.used.get(slot)!;
  if (!known) takeReference(pageAllocator, frame);
  page.swapSlot = slot;
  for (const mapping of mappingsOf(world, frame)) {
    changeEntry(world, mapping, swapEntry(slot), cpu, record);
    if (mapping.entry & pte.dirty) page.dirty = true;
    mapping.space.counters.anonymousPages--;
    mapping.space.counters.swapEntries++;
    used.entries++;
    page.mapCount--;
    dropReference(pageAllocator, frame, cpu);
  }
  if (used.content && !page.dirty) {
    leaveSwapCache(world, frame, cpu);
    return 'freed';
  }
  page.dirty = false;
  addressSpaces.events.swapOuts++;
  writeSlot(world, slot, frame);
  return 'writing';
}

/** MAX_RECLAIM_RETRIES: after so many turns without a page kswapd leaves it to those who need memory. */
const mostFailures = 16;

/** kswapd is woken when no zone that user memory may come from has more than its low watermark. */
export function wakeKswapd(world: MemoryWorld): void {
  const { pageCache } = world.kernel;
  if (pageCache.kswapdAwake || pageCache.kswapdFailures >= mostFailures || pagesMissing(world, 'low') === 0) return;
  callKswapd(world);
}

function callKswapd({ kernel, pending, now }: MemoryWorld): void {
  kernel.pageCache.kswapdAwake = true;
  schedule(pending, now, { kind: 'kswapd' });
}

/**
 * kswapd's turn, for at most 256 pages: until one zone is back at its high watermark. It sleeps when it gets nowhere, and until the disk has done something. After
 * `looksOfTurn` pages it goes on in another turn, which comes at once.
 */
export function runKswapd(world: MemoryWorld, record: Recorder): void {
  const { pageCache } = world.kernel;
  pageCache.kswapdAwake = false;
  const skipped = pageCache.kswapdSkipped;
  pageCache.kswapdSkipped = 0;
  const missing = pagesMissing(world, 'high');
  const wanted = Math.min(missing - pagesInFlight(world), 256);
  if (wanted <= 0) return;
  const gained = splitBefore(world, 0, record);
  const { freed, writing, kept, isOver } = scan(world, wanted - gained, 0, record, skipped, looksOfTurn);
  noteReclaimed(world, gained + freed, writing);
  const got = gained + freed + writing;
  if (!isOver || (got < wanted && splitForSwap(world, 0, record))) {
    pageCache.kswapdSkipped = isOver ? 0 : skipped + kept;
    callKswapd(world);
  } else pageCache.kswapdFailures = got > 0 ? 0 : pageCache.kswapdFailures + 1;
}

const looksOfTurn = 4096;

/** Pages that the zone nearest to its watermark lacks, what it keeps back from requests for higher zones included (pgdat_balanced). 0: it is there. */
function pagesMissing({ kernel }: MemoryWorld, mark: 'low' | 'high'): number {
  const zones = kernel.pageAllocator.zones.filter(({ managed }) => managed > 0);
  const highest = Math.max(...zones.map(({ index }) => index));
  return zones.reduce(
    (least, { watermark, protection, free }) =>
      Math.min(least, Math.max(0, watermark[mark] + protection[highest]! - free)),
    Infinity,
  );
}

/** Pages on their way to a disk: free memory soon. */
export function pagesInFlight({ kernel }: MemoryWorld): number {
  let pages = 0;
  for (const { write, count } of kernel.pageCache.disk.inFlight.values()) if (write) pages += count;
  return pages;
}
