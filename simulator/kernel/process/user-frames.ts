/** The kernel's word on frames of user memory: what each is, how many entries lead to it, who else holds it, and which counters it stands in. */
import type { MemoryWorld } from '../memory-world.ts';
import { allocatePages } from '../page-allocator.ts';
import { GFP_HIGHUSER_MOVABLE } from '../page-allocator/gfp.ts';
import { forgetCached, releaseSlot } from '../swap/swap-space.ts';
import { residentPages, type AddressSpace, type UserPage } from './address-space.ts';
import { dropReference } from '../page-allocator/references.ts';
import { deferSplit, hugeOf, hugePages } from './huge-frames.ts';

export { dropReference, referencesOf, takeReference } from '../page-allocator/references.ts';

/** A page for user memory, its bytes as they are, movable. null: no memory. `what` is for people. */
export function allocateFrame(world: MemoryWorld, what: string, cpu: number): number | null {
  const owner = { kind: 'user', what, statement: null } as const;
  return allocatePages(world.kernel.pageAllocator, { order: 0, gfp: GFP_HIGHUSER_MOVABLE, cpu, owner });
}

export function pageOf(world: MemoryWorld, frame: number): UserPage | null {
  return world.kernel.addressSpaces.pages.get(frame) ?? null;
}

/** A new anonymous page belongs to one process alone. */
export function describeAnonymous(world: MemoryWorld, frame: number, index: number): UserPage {
  return describe(world, frame, { file: null, index, exclusive: true });
}

export function describeFilePage(world: MemoryWorld, frame: number, file: number, index: number): UserPage {
  return describe(world, frame, { file, index, exclusive: false });
}

function describe(
  world: MemoryWorld,
  frame: number,
  { file, index, exclusive }: Pick<UserPage, 'file' | 'index' | 'exclusive'>,
): UserPage {
  const page: UserPage = {
    file,
    index,
    exclusive,
    mapCount: 0,
    dirty: false,
    writeback: false,
    referenced: true,
    swapSlot: -1,
  };
  world.kernel.addressSpaces.pages.set(frame, page);
  return page;
}

/** One more entry leads to the frame. The reference it holds is the caller's. */
export function countMapping(world: MemoryWorld, space: AddressSpace, frame: number): void {
  const page = pageOf(world, frame);
  if (page) page.mapCount++;
  space.counters[counterOf(world, page)]++;
  noteResident(space);
}

/** VmHWM. */
export function noteResident(space: AddressSpace): void {
  space.counters.mostResident = Math.max(space.counters.mostResident, residentPages(space));
}

/** One entry less, and the reference that it held. A page of anonymous memory that nobody maps any more is none. */
export function forgetMapping(world: MemoryWorld, space: AddressSpace, frame: number, cpu: number): void {
  const page = pageOf(world, frame);
  space.counters[counterOf(world, page)]--;
  if (page) page.mapCount--;
  const huge = page?.mapCount === 0 ? hugeOf(world, frame) : null;
  if (huge?.mapCount === 0) deferSplit(world, huge);
  const freed = dropReference(world.kernel.pageAllocator, frame, cpu);
  if (freed && huge) world.kernel.addressSpaces.hugePages.delete(frame - (frame % hugePages));
  if (!page || page.file !== null || page.mapCount > 0) return;
  if (page.swapSlot < 0) world.kernel.addressSpaces.pages.delete(frame);
  else if ((world.kernel.swap.used.get(page.swapSlot)?.entries ?? 0) === 0) leaveSwapCache(world, frame, cpu);
}

/** The frame no longer stands for its slot of swap. Without an entry that leads to it, it is free. */
export function leaveSwapCache(world: MemoryWorld, frame: number, cpu: number): void {
  const page = pageOf(world, frame);
  if (!page || page.swapSlot < 0) return;
  forgetCached(world.kernel.swap, page.swapSlot);
  page.swapSlot = -1;
  page.dirty = true;
  if (page.file === null && page.mapCount === 0) world.kernel.addressSpaces.pages.delete(frame);
  dropReference(world.kernel.pageAllocator, frame, cpu);
}

/** One entry less names the slot. */
export function releaseSwapEntry(world: MemoryWorld, slot: number, cpu: number): void {
  const { swap } = world.kernel;
  const frame = swap.used.get(slot)?.frame ?? null;
  releaseSlot(swap, slot);
  if (frame === null || (swap.used.get(slot)?.entries ?? 0) > 0) return;
  const page = pageOf(world, frame);
  if (page && page.mapCount === 0 && !page.writeback) leaveSwapCache(world, frame, cpu);
}

function counterOf(world: MemoryWorld, page: UserPage | null): 'anonymousPages' | 'filePages' | 'sharedMemoryPages' {
  if (!page) return 'filePages';
  if (page.file === null) return 'anonymousPages';
  return world.kernel.pageCache.files.get(page.file)?.inMemory ? 'sharedMemoryPages' : 'filePages';
}
