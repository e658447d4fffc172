/**
 * The buddy algorithm of one zone (Linux 6.1, mm/page_alloc.c): smallest block first, split with the upper halves given back, merge on free,
 * and what is taken from pageblocks of another mobility when a list is empty.
 *
 * Not modelled: watermark boost.
 */
import { orderOf, ownerOf } from './blocks.ts';
import {
  addBlock,
  firstOf,
  listIndex,
  listOf,
  migratetypeOfList,
  orderOfList,
  removeBlock,
  topOrder,
} from './free-blocks.ts';
import type { FreeBlocks } from './free-blocks.ts';
import { forEachFrameWord } from './frame-table.ts';
import { mergeableMigratetypes, migratetype } from './gfp.ts';
import { isMovable } from './owners.ts';
import type { Owners } from './owners.ts';
import type { Zone } from './zones.ts';

export const pageblockOrder = 9;
export const pageblockFrames = 1 << pageblockOrder;
const topFrames = 1 << topOrder;

/** What the buddy works on: part of the page allocator's state. */
export interface Buddy {
  readonly zones: Zone[];
  readonly blocks: FreeBlocks;
  /** By `frame / 512`; all others are movable, as at boot. */
  readonly pageblockTypes: Map<number, number>;
  readonly owners: Owners;
}

/** Whom to ask when a list is empty. CMA lends to nobody here. */
const fallbacks: readonly (readonly number[])[] = [
  [migratetype.reclaimable, migratetype.movable],
  [migratetype.reclaimable, migratetype.unmovable],
  [migratetype.unmovable, migratetype.movable],
];

export function pageblockType(buddy: Buddy, frame: number): number {
  return buddy.pageblockTypes.get(Math.floor(frame / pageblockFrames)) ?? migratetype.movable;
}

export function setPageblockType(buddy: Buddy, frame: number, type: number): void {
  const block = Math.floor(frame / pageblockFrames);
  if (type === migratetype.movable) buddy.pageblockTypes.delete(block);
  else buddy.pageblockTypes.set(block, type);
}

/** Blocks in a list, the untouched ones included. */
export function blocksInList(buddy: Buddy, zone: Zone, order: number, type: number): number {
  const listed = buddy.blocks.counts[listIndex(zone.index, order, type)]!;
  return order === topOrder && type === migratetype.movable ? listed + untouchedBlocks(zone) : listed;
}

export function untouchedBlocks(zone: Zone): number {
  return zone.untouched.reduce((sum, [first, end]) => sum + (end - first) / topFrames, 0);
}

/** The smallest block of at least this order on the type's lists, cut down to it; -1 where there is none. */
export function takeSmallest(buddy: Buddy, zone: Zone, order: number, type: number): number {
  for (let current = order; current <= topOrder; current++) {
    const frame = takeFirst(buddy, zone, current, type);
    if (frame < 0) continue;
    giveBackUpperHalves(buddy, zone, frame, order, current, type);
    return frame;
  }
  return -1;
}

/**
 * Takes blocks of another mobility, the largest first, so that `takeSmallest` finds something. `smallestOrder` is 9 where mixing pageblocks is
 * to be avoided as long as another zone may help. False: there is nothing to take.
 */
export function stealBlock(buddy: Buddy, zone: Zone, order: number, type: number, smallestOrder: number): boolean {
  for (let current = topOrder; current >= Math.max(order, smallestOrder); current--) {
    const lender = fallbacks[type]?.find((other) => blocksInList(buddy, zone, current, other) > 0);
    if (lender === undefined) continue;
    const canTakeAll = current >= pageblockOrder / 2 || type !== migratetype.movable;
    if (!canTakeAll && current > order) return stealSmallest(buddy, zone, order, type);
    steal(buddy, zone, current, lender, type, canTakeAll);
    return true;
  }
  return false;
}

/** Where a movable page gains nothing from a large block of another type, the smallest will do. */
function stealSmallest(buddy: Buddy, zone: Zone, order: number, type: number): boolean {
  for (let current = order; current <= topOrder; current++) {
    const lender = fallbacks[type]!.find((other) => blocksInList(buddy, zone, current, other) > 0);
    if (lender === undefined) continue;
    steal(buddy, zone, current, lender, type, false);
    return true;
  }
  return false;
}

function steal(buddy: Buddy, zone: Zone, order: number, from: number, to: number, whole: boolean): void {
  const frame = takeFirst(buddy, zone, order, from);
  const reserved = pageblockType(buddy, frame) === migratetype.highAtomic;
  if (order >= pageblockOrder && !reserved) {
    for (let block = frame; block < frame + 2 ** order; block += pageblockFrames) setPageblockType(buddy, block, to);
  } else if (whole && !reserved) {
    addBlock(buddy.blocks, listIndex(zone.index, order, from), frame, false);
    countFree(zone, 2 ** order, from);
    claimPageblock(buddy, zone, frame, to);
    return;
  }
  addBlock(buddy.blocks, listIndex(zone.index, order, to), frame, false);
  countFree(zone, 2 ** order, to);
}

/** Moves all free blocks of a pageblock to another type's lists; the pageblock changes its type if at least half of it is free or alike. */
function claimPageblock(buddy: Buddy, zone: Zone, frame: number, to: number): void {
  const first = frame - (frame % pageblockFrames);
  const before = pageblockType(buddy, first);
  const free = moveFreeBlocks(buddy, zone, first, to);
  const movable = movableFrames(buddy, first);
  const lendersOwn = before === migratetype.movable ? pageblockFrames - (free + movable) : 0;
  const alike = to === migratetype.movable ? movable : lendersOwn;
  if (free + alike >= pageblockFrames / 2) setPageblockType(buddy, first, to);
}

/** All free blocks of a pageblock to the tails of another type's lists (`move_freepages_block`). Returns how many frames that were. */
export function moveFreeBlocks(buddy: Buddy, zone: Zone, first: number, to: number): number {
  let free = 0;
  for (let at = first; at < first + pageblockFrames;) {
    const list = listOf(buddy.blocks, at);
    if (list < 0) {
      at++;
      continue;
    }
    const order = orderOfList(list);
    removeBlock(buddy.blocks, at);
    countFree(zone, -(2 ** order), migratetypeOfList(list));
    putBlock(buddy, zone, at, order, to, true);
    free += 2 ** order;
    at += 2 ** order;
  }
  return free;
}

/** Frames of a pageblock that user memory holds: they could move. */
function movableFrames(buddy: Buddy, first: number): number {
  let count = 0;
  forEachFrameWord(buddy.blocks.frames, first, first + pageblockFrames, (_, word) => {
    if (word >= 0) return;
    const record = -1 - word;
    if (isMovable(ownerOf(buddy, record))) count += 2 ** orderOf(record);
  });
  return count;
}

/** Puts a block back, merged with its free buddies. Returns nothing: where it ends up is the lists' business. */
export function giveBack(buddy: Buddy, zone: Zone, frame: number, order: number, toTail = false): void {
  const { blocks } = buddy;
  const type = pageblockType(buddy, frame);
  let first = frame;
  let current = order;
  while (current < topOrder) {
    const other = buddyOf(first, current);
    const list = listOf(blocks, other);
    if (list < 0 || orderOfList(list) !== current) break;
    // Blocks of a whole pageblock and more may differ in type; only the mergeable types mix.
    if (current >= pageblockOrder && !mayMerge(type, pageblockType(buddy, other))) break;
    removeBlock(blocks, other);
    countFree(zone, -(2 ** current), migratetypeOfList(list));
    first = Math.min(first, other);
    current++;
  }
  addBlock(blocks, listIndex(zone.index, current, type), first, toTail || mergesSoon(blocks, first, current));
  countFree(zone, 2 ** current, type);
}

function mayMerge(one: number, other: number): boolean {
  return one === other || (one < mergeableMigratetypes && other < mergeableMigratetypes);
}

/** If the next larger pair waits for this block's buddy alone, the block goes to the tail, to stay free longer. */
function mergesSoon(blocks: FreeBlocks, frame: number, order: number): boolean {
  if (order >= topOrder - 1) return false;
  const parent = Math.min(frame, buddyOf(frame, order));
  const list = listOf(blocks, buddyOf(parent, order + 1));
  return list >= 0 && orderOfList(list) === order + 1;
}

export function buddyOf(frame: number, order: number): number {
  const size = 2 ** order;
  return Math.floor(frame / size) % 2 === 0 ? frame + size : frame - size;
}

/** Takes a given free block, wherever it stands in its list. */
export function takeBlock(buddy: Buddy, zone: Zone, frame: number): void {
  const list = listOf(buddy.blocks, frame);
  removeBlock(buddy.blocks, frame);
  countFree(zone, -(2 ** orderOfList(list)), migratetypeOfList(list));
}

/** Adds a block as it is. For boot and for the edges of contiguous ranges. */
export function putBlock(buddy: Buddy, zone: Zone, frame: number, order: number, type: number, toTail: boolean): void {
  addBlock(buddy.blocks, listIndex(zone.index, order, type), frame, toTail);
  countFree(zone, 2 ** order, type);
}

function takeFirst(buddy: Buddy, zone: Zone, order: number, type: number): number {
  const listed = firstOf(buddy.blocks, listIndex(zone.index, order, type));
  if (listed >= 0) {
    removeBlock(buddy.blocks, listed);
    countFree(zone, -(2 ** order), type);
    return listed;
  }
  const range = order === topOrder && type === migratetype.movable ? zone.untouched[0] : undefined;
  if (!range) return -1;
  const frame = range[0];
  range[0] += topFrames;
  if (range[0] === range[1]) zone.untouched.shift();
  countFree(zone, -topFrames, type);
  return frame;
}

function giveBackUpperHalves(buddy: Buddy, zone: Zone, frame: number, low: number, high: number, type: number): void {
  for (let order = high - 1; order >= low; order--) putBlock(buddy, zone, frame + 2 ** order, order, type, false);
}

/** Isolated blocks count as taken. */
export function countFree(zone: Zone, frames: number, type: number): void {
  if (type === migratetype.isolate) return;
  zone.free += frames;
  if (type === migratetype.cma) zone.freeCma += frames;
}

/** Lists the untouched top blocks that overlap a range, so that they can be taken one by one. */
export function listUntouched(buddy: Buddy, zone: Zone, first: number, end: number): void {
  const from = Math.floor(first / topFrames) * topFrames;
  const to = Math.ceil(end / topFrames) * topFrames;
  zone.untouched = zone.untouched.flatMap(([start, stop]): [number, number][] => {
    for (let frame = Math.max(start, from); frame < Math.min(stop, to); frame += topFrames) {
      addBlock(buddy.blocks, listIndex(zone.index, topOrder, migratetype.movable), frame, true);
    }
    const rest: [number, number][] = [
      [start, Math.min(stop, Math.max(start, from))],
      [Math.max(start, Math.min(stop, to)), stop],
    ];
    return rest.filter(([one, other]) => one < other);
  });
}
