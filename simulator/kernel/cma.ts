/**
 * The contiguous memory allocator: an area reserved at boot whose free pages the buddy may lend to movable memory, with a bitmap of what is given
 * out (Linux 6.1, mm/cma.c). First fit from the start, exact page counts, alignment capped by the caller.
 *
 * Not modelled: NUMA areas.
 */
import { giveBackRange, takeRange } from './page-allocator/contiguous-range.ts';
import type { Migrate } from './page-allocator/contiguous-range.ts';
import { ownerNumber } from './page-allocator/owners.ts';
import type { Owner } from './page-allocator/owners.ts';
import type { PageAllocator } from './page-allocator.ts';

export interface CmaAreas {
  readonly areas: CmaArea[];
}
export interface CmaArea {
  readonly name: string;
  readonly baseFrame: number;
  readonly frames: number;
  readonly orderPerBit: number;
  /** Bit i (least significant first): the group of 2^orderPerBit frames i is given out. */
  readonly bitmap: Uint32Array;
  /** By first frame: how many frames were asked for together, and the number of their owner. */
  readonly given: Map<number, { readonly frames: number; readonly owner: number }>;
  /** Pages, as in sysfs. */
  successPages: number;
  failPages: number;
}

/** CONFIG_CMA_ALIGNMENT: alignment is to the size's order, but at most to 2^8 frames = 1 MiB. */
export const cmaAlignmentOrder = 8;

export function createCmaArea(name: string, baseFrame: number, frames: number, orderPerBit = 0): CmaArea {
  const bits = Math.ceil(frames / 2 ** orderPerBit);
  return {
    name,
    baseFrame,
    frames,
    orderPerBit,
    bitmap: new Uint32Array(Math.ceil(bits / 32)),
    given: new Map(),
    successPages: 0,
    failPages: 0,
  };
}

/** Why there is nothing: negative error numbers as `cma_alloc` logs them. `null`: more than the whole area was asked for, which it does not log. */
export type CmaOutcome = { readonly frame: number } | { readonly error: -12 | -16 | null };

/** `alignOrder`: the range begins at a multiple of 2^alignOrder frames. */
export function cmaAllocate(
  allocator: PageAllocator,
  area: CmaArea,
  frames: number,
  alignOrder: number,
  owner: Owner,
  migrate: Migrate | null = null,
): CmaOutcome {
  const wanted = Math.ceil(frames / 2 ** area.orderPerBit);
  const bits = Math.ceil(area.frames / 2 ** area.orderPerBit);
  if (frames <= 0 || wanted > bits) {
    area.failPages += frames;
    allocator.events.cmaAllocFail++;
    return { error: null };
  }
  const step = alignOrder > area.orderPerBit ? 2 ** (alignOrder - area.orderPerBit) : 1;
  const skew = Math.floor((area.baseFrame % 2 ** alignOrder) / 2 ** area.orderPerBit);
  let error: -12 | -16 = -12;
  for (let start = 0; ;) {
    const bit = findZeroRun(area.bitmap, bits, start, wanted, step, skew);
    if (bit < 0) break;
    const frame = area.baseFrame + bit * 2 ** area.orderPerBit;
    const taken = takeRange(allocator, frame, frame + frames, owner, migrate);
    if (taken === 'taken') {
      markBits(area.bitmap, bit, wanted, true);
      area.given.set(frame, { frames, owner: ownerNumber(allocator.owners, owner) });
      area.successPages += frames;
      allocator.events.cmaAllocSuccess++;
      return { frame };
    }
    error = taken === 'busy' ? -16 : -12;
    if (taken === 'no-memory') break;
    start = bit + step;
  }
  area.failPages += frames;
  allocator.events.cmaAllocFail++;
  return { error };
}

/**
 * How many of the pages somebody else still holds; null: the frame is not in the area. Another count than was given leaks bits or frees a
 * neighbour's, as in the kernel.
 */
export function cmaRelease(
  allocator: PageAllocator,
  area: CmaArea,
  frame: number,
  frames: number,
  cpu = 0,
): number | null {
  if (!holds(area, frame)) return null;
  const end = Math.min(frame + frames, area.baseFrame + area.frames);
  const first = Math.floor((frame - area.baseFrame) / 2 ** area.orderPerBit);
  const last = Math.ceil((end - area.baseFrame) / 2 ** area.orderPerBit);
  let held = 0;
  for (const [from, to] of usedRuns(area)) {
    if (from < end && to > frame) held += giveBackRange(allocator, Math.max(from, frame), Math.min(to, end), cpu);
  }
  markBits(area.bitmap, first, last - first, false);
  forgetGiven(area, frame, end);
  return held;
}

export function holds(area: CmaArea, frame: number): boolean {
  return frame >= area.baseFrame && frame < area.baseFrame + area.frames;
}

export function areaHolding(cma: CmaAreas, frame: number): CmaArea | null {
  return cma.areas.find((area) => holds(area, frame)) ?? null;
}

export interface CmaDescription {
  readonly usedFrames: number;
  /** Longest free run, in frames. */
  readonly maxChunk: number;
  readonly owners: readonly { readonly first: number; readonly end: number; readonly owner: Owner }[];
}

export function describeCma(allocator: PageAllocator, area: CmaArea): CmaDescription {
  const runs = freeRuns(area);
  const freeFrames = runs.reduce((sum, [first, end]) => sum + end - first, 0);
  return {
    usedFrames: area.frames - freeFrames,
    maxChunk: Math.max(0, ...runs.map(([first, end]) => end - first)),
    owners: givenRanges(allocator, area),
  };
}

/** What the area gave out, ascending. */
export function givenRanges(allocator: PageAllocator, area: CmaArea) {
  return [...area.given]
    .map(([first, { frames, owner }]) => ({ first, end: first + frames, owner: allocator.owners.list[owner]! }))
    .sort((a, b) => a.first - b.first);
}

/** Maximal runs of frames not given out, [first, end). */
export function freeRuns(area: CmaArea): [number, number][] {
  return runsOf(area, false);
}

function usedRuns(area: CmaArea): [number, number][] {
  return runsOf(area, true);
}

function runsOf(area: CmaArea, used: boolean): [number, number][] {
  const runs: [number, number][] = [];
  const group = 2 ** area.orderPerBit;
  const bits = Math.ceil(area.frames / group);
  for (let bit = 0; bit < bits;) {
    const word = area.bitmap[bit >>> 5]!;
    if ((bit & 31) === 0 && word === (used ? 0 : 0xffff_ffff)) bit += 32;
    else if (isSet(area.bitmap, bit) !== used) bit++;
    else {
      const from = bit;
      while (bit < bits && isSet(area.bitmap, bit) === used)
        bit += (bit & 31) === 0 && area.bitmap[bit >>> 5] === (used ? 0xffff_ffff : 0) ? 32 : 1;
      bit = Math.min(bit, bits);
      const end = Math.min(area.baseFrame + bit * group, area.baseFrame + area.frames);
      runs.push([area.baseFrame + from * group, end]);
    }
  }
  return runs;
}

/** First run of `wanted` zero bits at or after `start` whose position plus `skew` is a multiple of `step`; -1. */
function findZeroRun(
  bitmap: Uint32Array,
  bits: number,
  start: number,
  wanted: number,
  step: number,
  skew: number,
): number {
  for (let at = start; ;) {
    while (at < bits && isSet(bitmap, at)) at += (at & 31) === 0 && bitmap[at >>> 5] === 0xffff_ffff ? 32 : 1;
    const from = Math.ceil((at + skew) / step) * step - skew;
    if (from + wanted > bits) return -1;
    let next = from;
    while (next < from + wanted && !isSet(bitmap, next)) {
      next += (next & 31) === 0 && next + 32 <= from + wanted && bitmap[next >>> 5] === 0 ? 32 : 1;
    }
    if (next >= from + wanted) return from;
    at = next + 1;
  }
}

function isSet(bitmap: Uint32Array, bit: number): boolean {
  return (bitmap[bit >>> 5]! & (1 << (bit & 31))) !== 0;
}

function markBits(bitmap: Uint32Array, first: number, count: number, set: boolean): void {
  for (let bit = first; bit < first + count; bit++) {
    if (set) bitmap[bit >>> 5]! |= 1 << (bit & 31);
    else bitmap[bit >>> 5]! &= ~(1 << (bit & 31));
  }
}

/** What is released no longer has an owner; the parts of a larger range before and behind it keep theirs. */
function forgetGiven(area: CmaArea, first: number, end: number): void {
  for (const [start, { frames, owner }] of [...area.given]) {
    const stop = start + frames;
    if (stop <= first || start >= end) continue;
    area.given.delete(start);
    if (start < first) area.given.set(start, { frames: first - start, owner });
    if (stop > end) area.given.set(end, { frames: stop - end, owner });
  }
}
