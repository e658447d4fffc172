/** A page that went to swap comes back (do_swap_page of Linux 6.1): from the swap cache at once, else its slot is read first. */
import { pte } from '../../hardware/mmu.ts';
import { releaseSlot } from '../swap/swap-space.ts';
import { areaRights, flushPage, outOfMemory, prepareAnonymous, type Fault, type FaultStep } from './fault.ts';
import { countMapping, leaveSwapCache, pageOf, takeReference } from './user-frames.ts';
import { entryBits, mapEntry } from './user-pages.ts';

export function swapFault(fault: Fault, slot: number): FaultStep {
  const { world, space, area, cpu, page, write } = fault;
  const { swap, addressSpaces, pageAllocator } = world.kernel;
  const used = swap.used.get(slot);
  const frame = used?.frame ?? null;
  if (!used || frame === null) {
    return { kind: 'wait', function: '__do_swap_fault', values: [BigInt(slot), BigInt(space.id), page] };
  }
  const known = pageOf(world, frame)!;
  if (used.readAhead) swap.hits++;
  used.readAhead = false;
  const alone = used.entries === 1 && !known.writeback;
  takeReference(pageAllocator, frame);
  const exclusive = used.exclusive && known.mapCount === 0;
  // A read leaves it read-only: the next write is a fault of its own, which finds the page exclusive.
  const writable = areaRights(area).writable && exclusive && alone && write;
  const entry = (BigInt(frame) << 12n) | entryBits({ ...areaRights(area), writable, dirty: write && writable });
  if (!mapEntry(world, space, page, entry, cpu)) return outOfMemory;
  prepareAnonymous(world, space, area);
  known.exclusive = exclusive;
  known.referenced = true;
  countMapping(world, space, frame);
  space.counters.swapEntries--;
  addressSpaces.events.swapFaults++;
  releaseSlot(swap, slot);
  if (alone) leaveSwapCache(world, frame, cpu);
  if (entry & pte.writable) flushPage(fault);
  return null;
}
