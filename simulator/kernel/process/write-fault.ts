/** A write to a page that is there and may not be written: copy, or reuse in place (do_wp_page of Linux 6.1). */
import { pte } from '../../hardware/mmu.ts';
import { hasMemory } from '../../hardware/physical-memory.ts';
import { frameBytes } from '../page-allocator.ts';
import { specialBit } from '../page-tables.ts';
import {
  flushPage,
  hexadecimal,
  installAnonymous,
  newPage,
  outOfMemory,
  refuse,
  type Fault,
  type FaultStep,
} from './fault.ts';
import { makeFilePageWritable } from './file-fault.ts';
import { leaveSwapCache, pageOf, referencesOf } from './user-frames.ts';
import { copyFrame, frameOfEntry, mapEntry, releaseEntry } from './user-pages.ts';
import { vm } from './vma.ts';

export function writeFault(fault: Fault, entry: bigint): FaultStep {
  if (fault.area.flags & vm.SHARED) return makeFilePageWritable(fault, entry);
  return mayReuse(fault, entry) ? reuse(fault, entry) : copy(fault, entry);
}

/** The page is this process' alone: exclusive, or nobody else holds a reference. */
function mayReuse({ world, cpu }: Fault, entry: bigint): boolean {
  if (entry & specialBit) return false;
  const frame = frameOfEntry(entry);
  const page = pageOf(world, frame);
  if (!page || page.file !== null) return false;
  if (page.exclusive) return true;
  const { pageAllocator } = world.kernel;
  if (referencesOf(pageAllocator, frame) > (page.swapSlot >= 0 ? 2 : 1)) return false;
  if (page.swapSlot >= 0 && !page.writeback) leaveSwapCache(world, frame, cpu);
  if (referencesOf(pageAllocator, frame) !== 1) return false;
  page.exclusive = true;
  return true;
}

function reuse(fault: Fault, entry: bigint): FaultStep {
  const { world, space, page, cpu } = fault;
  mapEntry(world, space, page, entry | pte.writable | pte.dirty | pte.accessed, cpu);
  const known = pageOf(world, frameOfEntry(entry));
  if (known) known.dirty = true;
  space.counters.reuseFaults++;
  world.kernel.addressSpaces.events.reuseFaults++;
  flushPage(fault);
  return null;
}

function copy(fault: Fault, entry: bigint): FaultStep {
  const { world, space, cpu } = fault;
  const source = frameOfEntry(entry);
  if (!hasMemory(world.hardware.memory, source * frameBytes, frameBytes)) {
    return refuse('SIGBUS', `device memory at ${hexadecimal(fault.page)} cannot be copied on write`);
  }
  const frame = newPage(fault);
  if (frame === null) return outOfMemory;
  copyFrame(world, source, frame, cpu);
  const failed = installAnonymous(fault, frame, true);
  if (failed) return failed;
  releaseEntry(world, space, entry, cpu);
  space.counters.copyFaults++;
  world.kernel.addressSpaces.events.copyFaults++;
  flushPage(fault);
  return null;
}
