/** What `fs/ramfs.c` and `mm/filemap.c` ask for: bytes in and out of the page cache, pages for faults, and what fsync waits for. */
import { copyBulk } from '../../hardware/cpu-bulk.ts';
import { errno, type KernelContext, type KernelFunctions } from '../kernel-context.ts';
import { piecesOf } from '../cut-work.ts';
import { encodeUtf8, writeText } from '../format/guest-text.ts';
import { directAddress } from '../kernel-memory.ts';
import { allocateForFile } from './allocate.ts';
import { partsOf, punchHole, reserveBlocks } from './fallocate.ts';
import { readAroundFault, readForCall } from './read-ahead.ts';
import { isBeyondEnd, cachedFrame, dirtyPage } from './pages.ts';
import { pageBytes, type CachedFile } from './page-cache.ts';
import { truncateFile } from './truncate.ts';
import { sleepUntilComplete } from './wait.ts';
import { mustThrottle, writeDirtyPages } from './writeback.ts';

/** Of one file. */
const largestFile = 1n << 40n;

function fileOf(context: KernelContext, number: bigint): CachedFile | null {
  return context.world.kernel.pageCache.files.get(Number(number)) ?? null;
}

export const pageCacheFunctions: KernelFunctions = {
  /** Its path, as /proc/<pid>/fd tells it. */
  __ramfs_name(context: KernelContext, number: bigint, name: bigint, size: bigint) {
    const file = fileOf(context, number);
    const text = file ? file.name + (file.linked || file.name.endsWith(' (deleted)') ? '' : ' (deleted)') : '';
    writeText(context.port, name, `${encodeUtf8(text).slice(0, Number(size) - 1)}\0`);
  },
  __ramfs_size: (context: KernelContext, number: bigint): bigint => BigInt(fileOf(context, number)?.size ?? 0),
  /** 512-byte blocks that the file takes. */
  __ramfs_blocks(context: KernelContext, number: bigint): bigint {
    const file = fileOf(context, number);
    if (!file) return 0n;
    return (
      8n *
      BigInt(
        file.inMemory ? file.pages.size : new Set([...file.blocks.keys(), ...file.reserved.keys(), ...file.dirty]).size,
      )
    );
  },
  /** The last page is read first when a part of it goes. */
  __ramfs_truncate(context: KernelContext, number: bigint, size: bigint): bigint {
    const file = fileOf(context, number);
    if (!file) return BigInt(-errno.EBADF);
    if (size > largestFile) return BigInt(-errno.EFBIG);
    const last = Math.floor(Number(size) / pageBytes);
    if (Number(size) < file.size && Number(size) % pageBytes !== 0 && file.blocks.has(last)) {
      const frame = frameOrSleep(context, file, last, () => readForCall(context.world, file, last, 1));
      if (typeof frame === 'bigint') return frame;
    }
    truncateFile(context, file, Number(size));
    return 0n;
  },
  /** Mode 0 or 1 (the size stays): room; 3: a hole. Pages that keep a part of theirs are read first. */
  __ramfs_fallocate(context: KernelContext, number: bigint, mode: number, offset: bigint, length: bigint): bigint {
    const file = fileOf(context, number);
    if (!file) return BigInt(-errno.EBADF);
    const end = offset + length;
    if (end > largestFile) return BigInt(-errno.EFBIG);
    if (mode & 2) {
      for (const index of partsOf(Number(offset), Number(end))) {
        if (!file.blocks.has(index)) continue;
        const frame = frameOrSleep(context, file, index, () => readForCall(context.world, file, index, 1));
        if (typeof frame === 'bigint') return frame;
      }
      punchHole(context, file, Number(offset), Number(end));
      return 0n;
    }
    if (!reserveBlocks(context, file, Number(offset), Number(end))) return BigInt(-errno.ENOSPC);
    if (!(mode & 1)) file.size = Math.max(file.size, Number(end));
    return 0n;
  },
  /** Bytes copied into the kernel's buffer, within one page; 0 at the end; EIOCBQUEUED: schedule() and ask again. */
  __ramfs_read(context: KernelContext, number: bigint, buffer: bigint, count: bigint, position: bigint): bigint {
    const file = fileOf(context, number);
    if (!file) return BigInt(-errno.EBADF);
    if (position >= BigInt(file.size)) return 0n;
    const { index, offset, length } = pieceOf(position, count, BigInt(file.size) - position);
    const wanted = Math.ceil((offset + Number(count)) / pageBytes);
    const frame = frameOrSleep(context, file, index, () => readForCall(context.world, file, index, wanted));
    if (typeof frame === 'bigint') return frame;
    copyBulk(context.port, buffer, context.port, directAddress(frame * pageBytes + offset), length);
    return BigInt(length);
  },
  /** A page that is written in part is read first. */
  __ramfs_write(context: KernelContext, number: bigint, buffer: bigint, count: bigint, position: bigint): bigint {
    const file = fileOf(context, number);
    if (!file) return BigInt(-errno.EBADF);
    if (position + count > largestFile) return BigInt(-errno.EFBIG);
    const { index, offset, length } = pieceOf(position, count, count);
    const whole = length === pageBytes;
    const frame = frameOrSleep(context, file, index, () => readForCall(context.world, file, index, 1), whole);
    if (typeof frame === 'bigint') return frame;
    copyBulk(context.port, directAddress(frame * pageBytes + offset), context.port, buffer, length);
    file.size = Math.max(file.size, Number(position) + length);
    dirtyPage(context.world, file, index);
    return BigInt(length);
  },
  /** Has a writer to wait for the disk? EIOCBQUEUED: it has. */
  __balance_dirty_pages(context: KernelContext, number: bigint): bigint {
    const file = fileOf(context, number);
    if (!file || file.inMemory || !throttles(context)) return 0n;
    startWriteback(context, file, 0, Infinity);
    return sleepUntilComplete(context);
  },
  /** A page for a fault: 0: it is there, or will never be. */
  __filemap_fault(context: KernelContext, number: bigint, page: bigint): bigint {
    const file = fileOf(context, number);
    const index = Number(page);
    if (!file || isBeyondEnd(file, index)) return 0n;
    const frame = frameOrSleep(context, file, index, () => readAroundFault(context.world, file, index));
    return typeof frame === 'bigint' && frame !== BigInt(-errno.ENOMEM) ? frame : 0n;
  },
  /** Starts to write pages of bytes [start, end). */
  __filemap_fdatawrite_range(context: KernelContext, number: bigint, start: bigint, end: bigint) {
    const file = fileOf(context, number);
    if (file && !file.inMemory) startWriteback(context, file, firstPage(start), endPage(end));
  },
  /** EIOCBQUEUED while something of [start, end) is not on the disk. What became dirty since is not waited for a second time. */
  __filemap_fdatawait_range(context: KernelContext, number: bigint, start: bigint, end: bigint): bigint {
    const file = fileOf(context, number);
    if (!file || file.inMemory) return 0n;
    const { disk } = context.world.kernel.pageCache;
    const waiting = [...disk.inFlight.values()].some(
      ({ file: of, write, page, count }) =>
        of === file.number && write && page < endPage(end) && page + count > firstPage(start),
    );
    return waiting ? sleepUntilComplete(context) : 0n;
  },
};

/** When the call began: what it starts to write is not dirty any more. */
function throttles(context: KernelContext): boolean {
  return piecesOf(context)(0, () => mustThrottle(context.world));
}

function startWriteback(context: KernelContext, file: CachedFile, first: number, end: number): void {
  writeDirtyPages(
    context.world,
    file,
    first,
    end,
    context.cpu,
    (entry) => void context.record(entry),
    piecesOf(context),
  );
}

function firstPage(start: bigint): number {
  return Number(start / BigInt(pageBytes));
}

function endPage(end: bigint): number {
  return end >= largestFile ? Infinity : Math.ceil(Number(end) / pageBytes);
}

function pieceOf(position: bigint, count: bigint, available: bigint) {
  const offset = Number(position % BigInt(pageBytes));
  const most = count < available ? count : available;
  return { index: firstPage(position), offset, length: Math.min(pageBytes - offset, Number(most)) };
}

/** The frame of a page, or the answer for C. `overwritten`: what the disk has does not matter. */
function frameOrSleep(
  context: KernelContext,
  file: CachedFile,
  index: number,
  read: () => void,
  overwritten = false,
): number | bigint {
  const frame = cachedFrame(file, index);
  if (frame !== null) return frame;
  if (overwritten && !file.reading.has(index)) return allocateForFile(context, file, index) ?? BigInt(-errno.ENOMEM);
  if (!file.blocks.has(index)) return allocateForFile(context, file, index) ?? BigInt(-errno.ENOMEM);
  if (!file.reading.has(index)) read();
  return sleepUntilComplete(context);
}
