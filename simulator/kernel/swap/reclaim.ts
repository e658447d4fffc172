/**
 * Getting memory back: pages that nobody used since the last look are dropped if a disk has them, and written to swap if none has (mm/vmscan.c of
 * Linux 6.1, in its simplest form: one list in order of last use, each page with a second chance).
 *
 * Not modelled: active and inactive lists, refault distances, memory control groups, tmpfs pages in swap, shrinkers, reclaim of slab.
 */
import { pte } from '../../hardware/mmu.ts';
import { schedule } from '../../pending-events.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { writeSlot } from '../page-cache/block-requests.ts';
import { removePage } from '../page-cache/pages.ts';
import { writeDirtyPages } from '../page-cache/writeback.ts';
import type { UserPage } from '../process/address-space.ts';
import { changeEntry, clearAccessed, mappingsOf } from '../process/reverse-map.ts';
import type { Recorder } from '../process/tlb-shootdown.ts';
import { dropReference, leaveSwapCache, referencesOf, takeReference } from '../process/user-frames.ts';
import { vm } from '../process/vma.ts';
import { swapEntry, takeSlot } from './swap-space.ts';

export interface Reclaimed {
  readonly freed: number;
  /** Pages on their way to a disk, which are free when they are there. */
  readonly writing: number;
}

/** Looks at pages from the least recently used on until `wanted` are free or on their way, each at most twice. */
export function reclaimPages(world: MemoryWorld, wanted: number, cpu: number, record: Recorder): Reclaimed {
  const { pages, events } = world.kernel.addressSpaces;
  let freed = 0;
  let writing = 0;
  const candidates = [...pages];
  for (const [frame, page] of [...candidates, ...candidates]) {
    if (freed + writing >= wanted) break;
    if (pages.get(frame) !== page) continue;
    events.pagesScanned++;
    if (page.writeback) {
      continue;
    }
    const used = clearAccessed(world, frame);
    if (used || page.referenced) {
      page.referenced = false;
      pages.delete(frame);
      pages.set(frame, page);
      continue;
    }
    const outcome = evict(world, frame, page, cpu, record);
    if (outcome === 'freed') freed++;
    if (outcome === 'writing') writing++;
  }
  events.pagesReclaimed += freed;
  return { freed, writing };
}

function evict(
  world: MemoryWorld,
  frame: number,
  page: UserPage,
  cpu: number,
  record: Recorder,
): 'freed' | 'writing' | 'kept' {
  const holders = page.mapCount + (page.file !== null || page.swapSlot >= 0 ? 1 : 0);
  if (referencesOf(world.kernel.pageAllocator, frame) > holders) return 'kept';
  if (mappingsOf(world, frame).some(({ area }) => area.flags & vm.LOCKED)) return 'kept';
  return page.file === null
    ? swapOut(world, frame, page, cpu, record)
    : dropFilePage(world, frame, page, page.file, cpu, record);
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

/** kswapd is woken when a zone falls below its low watermark. */
export function wakeKswapd(world: MemoryWorld): void {
  const { pageCache, pageAllocator } = world.kernel;
  if (pageCache.kswapdAwake || pageMissing(world, 'low') === 0 || pageAllocator.zones.length === 0) return;
  pageCache.kswapdAwake = true;
  schedule(world.pending, world.now, { kind: 'kswapd' });
}

/** kswapd's turn: back to the high watermark. It sleeps when it gets nowhere. */
export function runKswapd(world: MemoryWorld, record: Recorder): void {
  const { pageCache } = world.kernel;
  pageCache.kswapdAwake = false;
  const missing = pageMissing(world, 'high');
  if (missing > 0) reclaimPages(world, Math.min(missing, 256), 0, record);
}

/** Pages that all zones together lack to a watermark. */
function pageMissing({ kernel }: MemoryWorld, mark: 'low' | 'high'): number {
  const zones = kernel.pageAllocator.zones.filter(({ managed }) => managed > 0);
  return zones.reduce((sum, { watermark, free }) => sum + Math.max(0, watermark[mark] - free), 0);
}
