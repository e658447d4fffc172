/** What `mm/mmap.c` asks of TypeScript beyond mmap and munmap: rights, advice, locks, residency, msync, mremap, and pages in advance. */
import { doneBefore, noteMoved, piecesOf } from '../cut-work.ts';
import { pte } from '../../hardware/mmu.ts';
import { readBulk, writeBulk } from '../../hardware/cpu-bulk.ts';
import type { JournalEntry } from '../../journal.ts';
import { writeField } from '../c-struct.ts';
import { errno, type KernelContext, type KernelFunctions } from '../kernel-context.ts';
import type { AddressSpace } from './address-space.ts';
import type { WaitFault } from './fault.ts';
import { currentSpace, pageProtection } from './mmap-functions.ts';
import { mayLockAtAll } from './limits.ts';
import { pageAlign } from './mappings.ts';
import { beginRemap, continueRemap, finishRemap, undoRemap } from './mremap.ts';
import { populateRange, type PopulateMode } from './populate.ts';
import { advise } from './advice.ts';
import { lockAll, protect, residency, setLocked, unlockAll } from './protect.ts';
import { tellRefusedDuplicate, tellRefusedMemory } from './refusal-log.ts';
import type { Recorder } from './user-pages.ts';
import { findVma, nextVma, vm, vmasWithin } from './vma.ts';

type Functions = WaitFault['function'];
const waitKinds: Readonly<Record<Functions, number>> = {
  __do_read_fault: 1,
  __do_swap_fault: 2,
  __do_reclaim_fault: 3,
  __do_mmap_lock_fault: 0,
};
const mlockAllFlag = { CURRENT: 1, FUTURE: 2, ONFAULT: 4 } as const;
const msyncFlag = { INVALIDATE: 2, SYNC: 4 } as const;

export const areaFunctions: KernelFunctions = {
  /** 0, a negative errno, or the number of what has to be waited for, with its values. */
  __populate_range(context: KernelContext, start: bigint, end: bigint, mode: number, values: bigint): number {
    const space = currentSpace(context);
    if (!space) return 0;
    const found = populateAreas(context, space, start, end, (['areas', 'read', 'write'] as const)[mode]!);
    if (typeof found === 'number') return found;
    const words = new BigUint64Array(3);
    found.values.forEach((value, index) => (words[index] = value));
    writeBulk(context.port, values, new Uint8Array(words.buffer));
    return waitKinds[found.function];
  },
  __mmap_writer(context: KernelContext, locked: number) {
    const space = currentSpace(context);
    if (space) space.writer = locked ? context.task!.pid : null;
  },
  __protect_areas: (context: KernelContext, start: bigint, length: bigint, rights: bigint): bigint =>
    change(context, start, length, (space) =>
      protect(context.world, space, start, length, rights, context.cpu, recorderOf(context), piecesOf(context)),
    ),
  __advise_areas: (context: KernelContext, start: bigint, length: bigint, advice: number): bigint =>
    change(context, start, length, (space) =>
      advise(context.world, space, start, length, advice, context.cpu, recorderOf(context), piecesOf(context)),
    ),
  __lock_areas: (context: KernelContext, start: bigint, length: bigint, lock: number): bigint =>
    change(context, start, length, (space) =>
      setLocked(
        context.world,
        space,
        start,
        length,
        (lock & 1 ? vm.LOCKED : 0) | (lock & 2 ? vm.LOCKONFAULT : 0),
        context.cpu,
        recorderOf(context),
      ),
    ),
  /** 0: munlockall. */
  __lock_all_areas(context: KernelContext, flags: number): bigint {
    const space = currentSpace(context);
    const { CURRENT, FUTURE, ONFAULT } = mlockAllFlag;
    if (!space || flags & ~(CURRENT | FUTURE | ONFAULT) || flags === ONFAULT) return BigInt(-errno.EINVAL);
    if (flags !== 0 && !mayLockAtAll(space)) return BigInt(-errno.EPERM);
    const fits = space.mayLock || BigInt(space.mappedPages) <= space.limits.memlock >> 12n;
    if (flags & CURRENT && !fits) return BigInt(-errno.ENOMEM);
    const lock = vm.LOCKED | (flags & ONFAULT ? vm.LOCKONFAULT : 0);
    if (flags === 0) unlockAll(space);
    else lockAll(space, lock, (flags & CURRENT) !== 0, (flags & FUTURE) !== 0);
    writeFlags(context, space, 0n, 1n << 47n);
    return 0n;
  },
  __core_residency(context: KernelContext, start: bigint, pages: bigint, result: bigint): bigint {
    const space = currentSpace(context);
    const found = space && residency(context.world, space, start, Number(pages));
    if (!found) return BigInt(-errno.ENOMEM);
    writeBulk(context.port, result, found);
    return 0n;
  },
  /**
   * The next area of [*start, end), behind which *start is moved. `number` and `bytes`: what of which file has to be written, 0 for none.
   * -ENOMEM: there was a hole before it; -EBUSY: MS_INVALIDATE on locked memory.
   */
  __msync_range(
    context: KernelContext,
    startAt: bigint,
    end: bigint,
    flags: number,
    numberAt: bigint,
    bytesAt: bigint,
  ): bigint {
    const space = currentSpace(context);
    const start = readWord(context, startAt);
    const area = space && nextVma(space, start);
    writeWords(context, numberAt, [0n]);
    if (!area || area.start >= end) {
      writeWords(context, startAt, [end]);
      return BigInt(-errno.ENOMEM);
    }
    if (area.start > start) {
      writeWords(context, startAt, [area.start]);
      return BigInt(-errno.ENOMEM);
    }
    const stop = area.end < end ? area.end : end;
    if (flags & msyncFlag.INVALIDATE && area.flags & vm.LOCKED) return BigInt(-errno.EBUSY);
    writeWords(context, startAt, [stop]);
    if (!(flags & msyncFlag.SYNC) || area.file === null || !(area.flags & vm.SHARED)) return 0n;
    const first = BigInt(area.pageOffset) * 4096n + start - area.start;
    writeWords(context, numberAt, [BigInt(area.file)]);
    writeWords(context, bytesAt, [first, first + stop - start]);
    return 0n;
  },
  /** The next area of [*start, end) for MADV_REMOVE, behind which *start is moved. -ENOMEM: there was a hole before it. */
  __removed_range(context: KernelContext, startAt: bigint, end: bigint, numberAt: bigint, bytesAt: bigint): bigint {
    const space = currentSpace(context);
    const start = readWord(context, startAt);
    const area = space && nextVma(space, start);
    const hole = !area || area.start >= end ? end : area.start > start ? area.start : null;
    if (hole !== null) {
      writeWords(context, startAt, [hole]);
      return BigInt(-errno.ENOMEM);
    }
    if (area!.flags & vm.LOCKED || area!.file === null) return BigInt(-errno.EINVAL);
    if ((area!.flags & (vm.SHARED | vm.WRITE)) !== (vm.SHARED | vm.WRITE)) return BigInt(-errno.EACCES);
    const stop = area!.end < end ? area!.end : end;
    const first = BigInt(area!.pageOffset) * 4096n + start - area!.start;
    writeWords(context, startAt, [stop]);
    writeWords(context, numberAt, [BigInt(area!.file)]);
    writeWords(context, bytesAt, [first, first + stop - start]);
    return 0n;
  },
  /** An address or a negative errno; 0: a move has begun. */
  __begin_mremap(
    context: KernelContext,
    address: bigint,
    oldLength: bigint,
    newLength: bigint,
    flags: bigint,
    newAddress: bigint,
  ): bigint {
    const space = currentSpace(context);
    if (!space) return BigInt(-errno.EFAULT);
    const request = { address, oldLength, newLength, flags, newAddress };
    const plan = beginRemap(context.world, space, request, context.cpu, recorderOf(context), piecesOf(context));
    tellRefusedMemory(context);
    const area = findVma(space, address);
    const isPrivate = area !== null && !(area.flags & (vm.SHARED | vm.MAYSHARE));
    if (plan === BigInt(-errno.EINVAL) && oldLength === 0n && newLength > 0n && isPrivate && address % 4096n === 0n) {
      tellRefusedDuplicate(context);
    }
    if (typeof plan === 'bigint') return plan;
    space.move = plan;
    return 0n;
  },
  /** One extent. Other CPUs get their turn before the next. 0: nothing more moves. */
  __continue_mremap(context: KernelContext): number {
    const space = currentSpace(context);
    if (!space?.move) return 0;
    const outcome = continueRemap(context.world, space, space.move, context.cpu, recorderOf(context));
    if (outcome === 'no-memory') {
      const error = undoRemap(context.world, space, space.move, context.cpu, recorderOf(context));
      space.move = null;
      space.moveError = error;
      return 0;
    }
    context.leave();
    return outcome === 'again' ? 1 : 0;
  },
  /** `moved`: the C struct for the new place, or NULL. */
  __finish_mremap(context: KernelContext, moved: bigint): bigint {
    const space = currentSpace(context);
    const move = space?.move;
    if (!space || !move) return space?.moveError ?? BigInt(-errno.EFAULT);
    const area = findVma(space, move.to)!;
    if (moved !== 0n) {
      area.structAddress = moved;
      writeField(context.world, 'vm_area_struct', moved, 'vm_start', area.start);
      writeField(context.world, 'vm_area_struct', moved, 'vm_end', area.end);
    }
    // A driver's old area is unmapped in C, where the driver can be told.
    const keepOld = move.keepOld || moved !== 0n;
    const end = { ...move, keepOld };
    const result = finishRemap(context.world, space, end, context.cpu, recorderOf(context), piecesOf(context));
    space.move = null;
    return result;
  },
};

function recorderOf(context: KernelContext): Recorder {
  return (entry: JournalEntry) => void context.record(entry);
}

/** mmap and mlock go on behind a hole; the advices do not. Can be left between two pages, as a call that moves their bytes. */
function populateAreas(
  context: KernelContext,
  space: AddressSpace,
  start: bigint,
  end: bigint,
  mode: PopulateMode,
): WaitFault | number {
  const resumed = start + BigInt(doneBefore(context));
  const touched = (page: bigint): void => noteMoved(context, 4096, Number(page - start), Number(end - start));
  let at = resumed;
  for (let area = nextVma(space, resumed); area && area.start < end; area = nextVma(space, area.end)) {
    if (mode !== 'areas' && area.start > at) return -errno.ENOMEM;
    const from = area.start > resumed ? area.start : resumed;
    at = area.end < end ? area.end : end;
    const found = populateRange(context.world, context.cpu, space, area, from, at, mode, recorderOf(context), touched);
    if (found !== 0) return found;
  }
  return mode !== 'areas' && at < end ? -errno.ENOMEM : 0;
}

/** Drivers' structs get the flags that their areas have then. */
function change(context: KernelContext, start: bigint, length: bigint, step: (space: AddressSpace) => number): bigint {
  const space = currentSpace(context);
  if (!space) return BigInt(-errno.ENOMEM);
  const result = step(space);
  writeFlags(context, space, start, start + pageAlign(length));
  return BigInt(result);
}

function writeFlags({ world }: KernelContext, space: AddressSpace, start: bigint, end: bigint): void {
  for (const area of vmasWithin(space, start, end)) {
    if (area.structAddress === 0n) continue;
    writeField(world, 'vm_area_struct', area.structAddress, 'vm_flags', BigInt(area.flags));
    writeField(
      world,
      'vm_area_struct',
      area.structAddress,
      'vm_page_prot.pgprot',
      pageProtection(area.flags) | pte.accessed,
    );
  }
}

function readWord(context: KernelContext, address: bigint): bigint {
  return new DataView(readBulk(context.port, address, 8).buffer).getBigUint64(0, true);
}

function writeWords(context: KernelContext, address: bigint, words: readonly bigint[]): void {
  writeBulk(context.port, address, new Uint8Array(BigUint64Array.from(words).buffer));
}
