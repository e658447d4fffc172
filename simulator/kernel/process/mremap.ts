/** mremap: its rules and errors, in the order of Linux 6.1 (mm/mremap.c). What has to be moved is moved by `move-entries.ts`, one extent a step. */
import { inOneGo, type InPieces } from '../cut-work.ts';
import { errno } from '../kernel-context.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { userEnd, type AddressSpace, type VmArea } from './address-space.ts';
import { mayExpand, mayMapLocked } from './limits.ts';
import { account, maySpend, pageAlign, unmapRange } from './mappings.ts';
import { moveExtent, type EntryMove } from './move-entries.ts';
import { flushUserRange, type Recorder } from './user-pages.ts';
import { specialFlags, chooseMmapAddress, findVma, insertVma, mergeAround, nextVma, splitVma, vm } from './vma.ts';

export const mremapFlag = { MAYMOVE: 1n, FIXED: 2n, DONTUNMAP: 4n } as const;

export interface RemapRequest {
  readonly address: bigint;
  readonly oldLength: bigint;
  readonly newLength: bigint;
  readonly flags: bigint;
  readonly newAddress: bigint;
}
/** What moves where; `keepOld`: MREMAP_DONTUNMAP. */
export interface RemapMove extends EntryMove {
  readonly newLength: bigint;
  readonly keepOld: boolean;
}
/** A number is the answer: an address, or a negative errno. */
export type RemapPlan = bigint | RemapMove;

/** Checks, and does what needs no move. */
export function beginRemap(
  world: MemoryWorld,
  space: AddressSpace,
  request: RemapRequest,
  cpu: number,
  record: Recorder,
  pieces: InPieces = inOneGo,
): RemapPlan {
  const { address, flags } = request;
  const { MAYMOVE, FIXED, DONTUNMAP } = mremapFlag;
  if (flags & ~(MAYMOVE | FIXED | DONTUNMAP)) return fail('EINVAL');
  if (flags & (FIXED | DONTUNMAP) && !(flags & MAYMOVE)) return fail('EINVAL');
  if (flags & DONTUNMAP && request.oldLength !== request.newLength) return fail('EINVAL');
  if (address % 4096n !== 0n) return fail('EINVAL');
  const oldLength = BigInt.asUintN(64, pageAlign(request.oldLength));
  const newLength = BigInt.asUintN(64, pageAlign(request.newLength));
  if (newLength === 0n) return fail('EINVAL');
  if (!findVma(space, address)) return fail('EFAULT');
  const aligned = { ...request, oldLength, newLength };
  if (flags & (FIXED | DONTUNMAP)) return remapTo(world, space, aligned, cpu, record, pieces);
  if (oldLength >= newLength) {
    unmapRange(world, space, address + newLength, address + oldLength, cpu, record, pieces);
    return address;
  }
  const area = areaToResize(world, space, aligned);
  if (typeof area === 'bigint') return area;
  if (oldLength === area.end - address && isExpandable(space, area, newLength - oldLength)) {
    // What it grows by is merged with it, or it is not to be had, even where it could be moved.
    if (area.flags & specialFlags) return fail('ENOMEM');
    account(world, area.flags, newLength - oldLength);
    area.end += newLength - oldLength;
    space.mappedPages += Number((newLength - oldLength) >> 12n);
    mergeAround(space, area);
    return address;
  }
  if (!(flags & MAYMOVE)) return fail('ENOMEM');
  const place = chooseMmapAddress(space, 0n, newLength);
  return place === null ? fail('ENOMEM') : beginMove(world, space, area, aligned, place);
}

/** mremap_to: MREMAP_FIXED and MREMAP_DONTUNMAP. */
function remapTo(
  world: MemoryWorld,
  space: AddressSpace,
  request: RemapRequest,
  cpu: number,
  record: Recorder,
  pieces: InPieces,
): RemapPlan {
  const { address, newLength, newAddress, flags } = request;
  let { oldLength } = request;
  if (newAddress % 4096n !== 0n) return fail('EINVAL');
  if (newLength > userEnd || newAddress > userEnd - newLength) return fail('EINVAL');
  if (address + oldLength > newAddress && newAddress + newLength > address) return fail('EINVAL');
  if (space.areas.length + 2 >= world.kernel.addressSpaces.settings.max_map_count - 3) return fail('ENOMEM');
  if (flags & mremapFlag.FIXED) unmapRange(world, space, newAddress, newAddress + newLength, cpu, record, pieces);
  if (oldLength > newLength) {
    unmapRange(world, space, address + newLength, address + oldLength, cpu, record, pieces);
    oldLength = newLength;
  }
  const area = areaToResize(world, space, { ...request, oldLength });
  if (typeof area === 'bigint') return area;
  if (flags & mremapFlag.DONTUNMAP && !mayExpand(world, space, area.flags, oldLength >> 12n)) return fail('ENOMEM');
  const place = flags & mremapFlag.FIXED ? newAddress : chooseMmapAddress(space, newAddress, newLength);
  return place === null ? fail('ENOMEM') : beginMove(world, space, area, { ...request, oldLength }, place);
}

/** vma_to_resize. */
function areaToResize(
  world: MemoryWorld,
  space: AddressSpace,
  { address, oldLength, newLength, flags }: RemapRequest,
): VmArea | bigint {
  const area = findVma(space, address);
  if (!area) return fail('EFAULT');
  if (oldLength === 0n && !(area.flags & (vm.SHARED | vm.MAYSHARE))) return fail('EINVAL');
  const fixed = area.flags & (vm.DONTEXPAND | vm.PFNMAP);
  if (flags & mremapFlag.DONTUNMAP && fixed) return fail('EINVAL');
  if (oldLength > area.end - address) return fail('EFAULT');
  if (newLength === oldLength) return area;
  if (fixed) return fail('EFAULT');
  const more = newLength - oldLength;
  if (!mayMapLocked(space, area.flags, more)) return fail('EAGAIN');
  if (!mayExpand(world, space, area.flags, more >> 12n)) return fail('ENOMEM');
  if (area.flags & vm.ACCOUNT && !maySpend(world, space, (newLength - oldLength) >> 12n)) return fail('ENOMEM');
  return area;
}

function isExpandable(space: AddressSpace, area: VmArea, more: bigint): boolean {
  const end = area.end + more;
  if (end > userEnd) return false;
  const next = nextVma(space, area.end);
  return !next || next.start >= end;
}

/** The new area (copy_vma). Memory that was never touched counts its pages anew; any other keeps their numbers. */
function beginMove(
  world: MemoryWorld,
  space: AddressSpace,
  area: VmArea,
  { address, oldLength, newLength, flags }: RemapRequest,
  to: bigint,
): RemapPlan {
  if (space.areas.length >= world.kernel.addressSpaces.settings.max_map_count - 3) return fail('ENOMEM');
  account(world, area.flags, newLength);
  const untouched = area.file === null && area.anonymousId === 0;
  const pageOffset = untouched ? Number(to >> 12n) : area.pageOffset + Number((address - area.start) >> 12n);
  insertVma(space, { ...area, start: to, end: to + newLength, pageOffset });
  return {
    from: address,
    to,
    length: oldLength,
    done: 0n,
    late: false,
    newLength,
    keepOld: (flags & mremapFlag.DONTUNMAP) !== 0n,
  };
}

/** The next extent. `again`: more is left. */
export function continueRemap(
  world: MemoryWorld,
  space: AddressSpace,
  move: RemapMove,
  cpu: number,
  record: Recorder,
): 'again' | 'done' | 'no-memory' {
  if (move.done >= move.length) return 'done';
  const more = moveExtent(world, space, move, cpu, record);
  if (more === null) return 'no-memory';
  return more ? 'again' : 'done';
}

/** The old area goes, or stays empty. Returns the new address. */
export function finishRemap(
  world: MemoryWorld,
  space: AddressSpace,
  move: RemapMove,
  cpu: number,
  record: Recorder,
  pieces: InPieces = inOneGo,
): bigint {
  const { from, to, length } = move;
  const end = from + length;
  if (move.late) pieces(0, () => flushUserRange(world, space, from, end, cpu, record));
  if (!move.keepOld) {
    unmapRange(world, space, from, end, cpu, record, pieces);
    return to;
  }
  // Locked no more, and without anonymous pages if all of it has moved.
  splitVma(space, from);
  splitVma(space, end);
  const old = findVma(space, from)!;
  old.flags &= ~(vm.LOCKED | vm.LOCKONFAULT);
  old.anonymousId = 0;
  old.forked = false;
  if (old.file === null) old.pageOffset = Number(old.start >> 12n);
  return to;
}

/** A table could not be had: what has moved goes back, and the new area goes (move_vma's error path). */
export function undoRemap(
  world: MemoryWorld,
  space: AddressSpace,
  move: RemapMove,
  cpu: number,
  record: Recorder,
): bigint {
  const back: EntryMove = { from: move.to, to: move.from, length: move.done, done: 0n, late: false };
  while (back.done < back.length && moveExtent(world, space, back, cpu, record) !== null);
  unmapRange(world, space, move.to, move.to + move.newLength, cpu, record);
  return fail('ENOMEM');
}

function fail(name: 'EINVAL' | 'EFAULT' | 'ENOMEM' | 'EAGAIN'): bigint {
  return BigInt(-errno[name]);
}
