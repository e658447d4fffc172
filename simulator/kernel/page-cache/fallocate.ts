/** Room for a file before it is written, and holes in it (fallocate(2); shmem_fallocate and truncate_pagecache_range of Linux 6.1, with ext4's unwritten blocks). */
import { coherentWrite } from '../../hardware/coherent-access.ts';
import { asOnePiece, piecesOf, workOfRow } from '../cut-work.ts';
import type { KernelContext } from '../kernel-context.ts';
import { findEntry } from '../page-tables.ts';
import type { AddressSpace } from '../process/address-space.ts';
import { pageOf } from '../process/user-frames.ts';
import { frameOfEntry, zapRange } from '../process/user-pages.ts';
import type { VmArea } from '../process/vma.ts';
import { dirtyPage, removePages } from './pages.ts';
import { pageBytes, type CachedFile } from './page-cache.ts';

/** Blocks for the pages of [start, end), bytes, that have none. What is not written reads as zeros, without the disk. False: the disk has no room for so many. */
export function reserveBlocks(context: KernelContext, file: CachedFile, start: number, end: number): boolean {
  if (file.inMemory) return true;
  const { disk } = context.world.kernel.pageCache;
  const pieces = piecesOf(context);
  const begin = Math.floor(start / pageBytes);
  const last = Math.ceil(end / pageBytes);
  if (!pieces(0, () => last - begin + file.reserved.size <= mostReserved)) return false;
  for (let first = begin; first < last; first += pagesOfPiece)
    pieces(workOfReserving, () => {
      for (let index = first; index < Math.min(last, first + pagesOfPiece); index++)
        if (!file.blocks.has(index) && !file.reserved.has(index)) file.reserved.set(index, disk.nextBlock++);
    });
  return true;
}

/** Of one file: 16 GiB. */
const mostReserved = 2 ** 22;
const pagesOfPiece = 8192;
/** What they count as, in bytes moved. */
const workOfReserving = 65_536;

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
  const pieces = piecesOf(context);
  pieces(0, () => partsOf(start, end).forEach((index) => zeroPart(context, file, index, start, end)));
  if (first >= last) return;
  for (const space of world.kernel.addressSpaces.spaces.values()) {
    for (const area of [...space.areas])
      if (area.file === file.number) asOnePiece(context, () => unmapHole(context, space, area, first, last));
  }
  removePages(world, file, first, last, cpu, pieces);
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
function unmapHole(context: KernelContext, space: AddressSpace, area: VmArea, first: number, last: number): void {
  const { world, cpu, record } = context;
  const addressOf = (index: number): bigint => area.start + BigInt(index - area.pageOffset) * BigInt(pageBytes);
  const start = addressOf(Math.max(first, area.pageOffset));
  const limit = addressOf(last);
  const end = limit < area.end ? limit : area.end;
  const pieces = piecesOf(context);
  const isOwn = (va: bigint): boolean => {
    const entry = findEntry(world.hardware, space.root, va)?.entry ?? 0n;
    return entry !== 0n && pageOf(world, frameOfEntry(entry))?.file === null;
  };
  for (let va = start; va < end;) {
    const from = va;
    const until = pieces(workOfRow, () => {
      let at = from;
      while (at < end && !isOwn(at)) at += BigInt(pageBytes);
      return at;
    });
    if (until > from)
      asOnePiece(context, () => zapRange(world, space, from, until, cpu, (entry) => void record(entry), pieces));
    va = until + BigInt(pageBytes);
  }
}
