/**
 * The buddy's free blocks: doubly linked lists through a pool of typed arrays, one list for each zone, order and migratetype, and an index by
 * first frame. Grows with the number of free blocks, which fragmentation bounds, and never with the size of the machine.
 */
import { frameWord, setFrameWord } from './frame-table.ts';
import type { FrameTable } from './frame-table.ts';
import { migratetypeCount } from './gfp.ts';

export const orderCount = 11;
export const topOrder = orderCount - 1;

export interface FreeBlocks {
  /** By node. A free node's `next` chains the unused nodes. */
  frame: Float64Array;
  next: Int32Array;
  previous: Int32Array;
  list: Int16Array;
  unused: number;
  readonly heads: Int32Array;
  readonly tails: Int32Array;
  /** Blocks in each list. */
  readonly counts: Int32Array;
  /** The allocator's: at the first frame of a free block the number of its node, plus 1. */
  readonly frames: FrameTable;
}

export function createFreeBlocks(zones: number, frames: FrameTable): FreeBlocks {
  const lists = zones * orderCount * migratetypeCount;
  const blocks: FreeBlocks = {
    frame: new Float64Array(0),
    next: new Int32Array(0),
    previous: new Int32Array(0),
    list: new Int16Array(0),
    unused: -1,
    heads: new Int32Array(lists).fill(-1),
    tails: new Int32Array(lists).fill(-1),
    counts: new Int32Array(lists),
    frames,
  };
  grow(blocks, 256);
  return blocks;
}

export function listIndex(zone: number, order: number, migratetype: number): number {
  return (zone * orderCount + order) * migratetypeCount + migratetype;
}

export function orderOfList(list: number): number {
  return Math.floor(list / migratetypeCount) % orderCount;
}

export function migratetypeOfList(list: number): number {
  return list % migratetypeCount;
}

/** First frame of the list's first block, or -1. */
export function firstOf(blocks: FreeBlocks, list: number): number {
  const node = blocks.heads[list]!;
  return node < 0 ? -1 : blocks.frame[node]!;
}

export function addBlock(blocks: FreeBlocks, list: number, frame: number, toTail: boolean): void {
  if (blocks.unused < 0) grow(blocks, blocks.frame.length * 2);
  const node = blocks.unused;
  blocks.unused = blocks.next[node]!;
  blocks.frame[node] = frame;
  blocks.list[node] = list;
  const neighbour = toTail ? blocks.tails[list]! : blocks.heads[list]!;
  blocks.next[node] = toTail ? -1 : neighbour;
  blocks.previous[node] = toTail ? neighbour : -1;
  if (neighbour < 0) {
    blocks.heads[list] = node;
    blocks.tails[list] = node;
  } else if (toTail) {
    blocks.next[neighbour] = node;
    blocks.tails[list] = node;
  } else {
    blocks.previous[neighbour] = node;
    blocks.heads[list] = node;
  }
  blocks.counts[list]!++;
  setFrameWord(blocks.frames, frame, node + 1);
}

/** The list of the free block that begins at this frame, or -1. */
export function listOf(blocks: FreeBlocks, frame: number): number {
  const word = frameWord(blocks.frames, frame);
  return word <= 0 ? -1 : blocks.list[word - 1]!;
}

/** The block must be free. */
export function removeBlock(blocks: FreeBlocks, frame: number): void {
  const node = frameWord(blocks.frames, frame) - 1;
  const list = blocks.list[node]!;
  const before = blocks.previous[node]!;
  const after = blocks.next[node]!;
  if (before < 0) blocks.heads[list] = after;
  else blocks.next[before] = after;
  if (after < 0) blocks.tails[list] = before;
  else blocks.previous[after] = before;
  blocks.counts[list]!--;
  setFrameWord(blocks.frames, frame, 0);
  blocks.next[node] = blocks.unused;
  blocks.unused = node;
}

function grow(blocks: FreeBlocks, size: number): void {
  const from = blocks.frame.length;
  blocks.frame = extended(new Float64Array(size), blocks.frame);
  blocks.next = extended(new Int32Array(size), blocks.next);
  blocks.previous = extended(new Int32Array(size), blocks.previous);
  blocks.list = extended(new Int16Array(size), blocks.list);
  for (let node = size - 1; node >= from; node--) {
    blocks.next[node] = blocks.unused;
    blocks.unused = node;
  }
}

function extended<Numbers extends Float64Array | Int32Array | Int16Array>(larger: Numbers, old: Numbers): Numbers {
  larger.set(old);
  return larger;
}
