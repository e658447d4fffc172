/**
 * The links between free objects, in the objects themselves: written when an object is freed, looked at when it is given out again. What a use
 * after free or a device overwrites there, a real kernel follows.
 *
 * Memory that nobody ever wrote gets no link, so that what costs nothing goes on costing nothing: it shows zeros where a real kernel shows the address
 * of the next free object.
 */
import { coherentRead64, coherentWrite64, isCached } from '../../hardware/coherent-access.ts';
import { lineBytes } from '../../hardware/cache.ts';
import { isTouched } from '../../hardware/physical-memory.ts';
import { directAddress } from '../kernel-memory.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { frameBytes } from '../page-allocator.ts';
import { noObject, objectAddress, objectState } from './state.ts';
import type { KmemCache, SlabPage } from './state.ts';

export function writeLink({ hardware }: MemoryWorld, cache: KmemCache, page: SlabPage, index: number): void {
  const place = objectAddress(cache, page, index) + cache.linkOffset;
  // What was written may not have reached memory yet.
  const isWritten = isTouched(hardware.memory, Math.floor(place / frameBytes));
  if (!isWritten && !isCached(hardware, Math.floor(place / lineBytes))) return;
  coherentWrite64(hardware, place, linkOf(cache, page, index));
  page.states[index]! |= objectState.linked;
}

/** The link as it stands in memory where it is not what it should be; null where all is well. The object has just been taken from its list. */
export function takeLink({ hardware }: MemoryWorld, cache: KmemCache, page: SlabPage, index: number): bigint | null {
  if (!(page.states[index]! & objectState.linked)) return null;
  page.states[index]! &= ~objectState.linked;
  const found = coherentRead64(hardware, objectAddress(cache, page, index) + cache.linkOffset);
  return found === linkOf(cache, page, index) ? null : found;
}

function linkOf(cache: KmemCache, page: SlabPage, index: number): bigint {
  const next = page.next[index]!;
  return next === noObject ? 0n : directAddress(objectAddress(cache, page, next));
}
