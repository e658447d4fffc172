/** Room for a file before it is written, and holes in it (fallocate(2); shmem_fallocate and truncate_pagecache_range of Linux 6.1, with ext4's unwritten blocks). */
import { coherentWrite } from '../../hardware/coherent-access.ts';
import type { KernelContext } from '../kernel-context.ts';
import { findEntry } from '../page-tables.ts';
import type { AddressSpace } from '../process/address-space.ts';
import { pageOf } from '../process/user-frames.ts';
import { frameOfEntry, zapRange } from '../process/user-pages.ts';
import type { VmArea } from '../process/vma.ts';
import { dirtyPage, freeBlock, removePage } from './pages.ts';
import { pageBytes, type CachedFile, type PageCache } from './page-cache.ts';

/** Blocks for the pages of [start, end), bytes, that have none. What is not written reads as zeros, without the disk. */
export function reserveBlocks(cache: PageCache, file: CachedFile, start: number, end: number): void {
  if (file.inMemory) return;
  for (let index = Math.floor(start / pageBytes); index * pageBytes < end; index++) {
    if (!file.blocks.has(index) && !file.reserved.has(index)) file.reserved.set(index, cache.disk.nextBlock++);
  }
}

/** Pages that [start, end) holds a part of only; their rest stays, so they have to be in the cache. */
export function partsOf(start: number, end: number): number[] {
  const parts = [start, end].filter((at) => at % pageBytes !== 0).map((at) => Math.floor(at / pageBytes));
  return [...new Set(parts)];
}

/** Whole pages go with their blocks, parts become zeros. Private copies of programs stay. */
export function punchHole(context: KernelContext, file: CachedFile, start: number, end: number): void {
  const { world, cpu } = context;
  const first = Math.ceil(start / pageBytes);
  const last = Math.floor(end / pageBytes);
  for (const index of partsOf(start, end)) zeroPart(context, file, index, start, end);
  if (first >= last) return;
  for (const space of world.kernel.addressSpaces.spaces.values()) {
    for (const area of [...space.areas]) if (area.file === file.number) unmapHole(context, space, area, first, last);
  }
  for (const index of [...file.pages.keys()]) if (index >= first && index < last) removePage(world, file, index, cpu);
  for (const index of [...file.blocks.keys()]) if (index >= first && index < last) freeBlock(world, file, index);
  for (const index of [...file.reserved.keys()]) if (index >= first && index < last) file.reserved.delete(index);
}

function zeroPart({ world }: KernelContext, file: CachedFile, index: number, start: number, end: number): void {
  const frame = file.pages.get(index);
  if (frame === undefined) return;
  const from = Math.max(0, start - index * pageBytes);
  const to = Math.min(pageBytes, end - index * pageBytes);
  coherentWrite(world.hardware, frame * pageBytes + from, new Uint8Array(to - from));
  dirtyPage(world, file, index);
}

/** Runs of entries that lead to the file itself, with a flush for each. */
function unmapHole(
  { world, cpu, record }: KernelContext,
  space: AddressSpace,
  area: VmArea,
  first: number,
  last: number,
): void {
  const addressOf = (index: number): bigint => area.start + BigInt(index - area.pageOffset) * BigInt(pageBytes);
  const start = addressOf(Math.max(first, area.pageOffset));
  const limit = addressOf(last);
  const end = limit < area.end ? limit : area.end;
  const isOwn = (va: bigint): boolean => {
    const entry = findEntry(world.hardware, space.root, va)?.entry ?? 0n;
    return entry !== 0n && pageOf(world, frameOfEntry(entry))?.file === null;
  };
  for (let va = start; va < end;) {
    let until = va;
    while (until < end && !isOwn(until)) until += BigInt(pageBytes);
    if (until > va) zapRange(world, space, va, until, cpu, (entry) => void record(entry));
    va = until + BigInt(pageBytes);
  }
}
