/**
 * Which mappings touch a page: numbers by page, in a hash table with open addressing whose places lead to chains of nodes. All of it stands in typed arrays, so
 * that millions cost no object each and are copied as bytes. Node 0 is none.
 */
import type { PageIndex } from './state.ts';

const smallest = 16; // a power of two, as every capacity
/** What is smaller is not worth being made anew. */
const smallestToShrink = 16384;

export function createPageIndex(): PageIndex {
  return {
    pages: new Float64Array(smallest),
    heads: new Int32Array(smallest),
    count: 0,
    slots: new Int32Array(smallest),
    next: new Int32Array(smallest),
    freeNode: 0,
    nodesTaken: 0,
    live: 0,
  };
}

/** The node of what was added last; `slots` and `next` lead on. 0: none. */
export function newestNode(index: PageIndex, page: number): number {
  return index.heads[placeOf(index, page)]!;
}

/** In the order in which they were added. */
export function slotsOfPage(index: PageIndex, page: number): number[] {
  const found: number[] = [];
  addSlotsOfPage(index, page, found);
  return found.reverse();
}

/** The newest first. */
export function addSlotsOfPage(index: PageIndex, page: number, found: number[]): void {
  for (let node = newestNode(index, page); node !== 0; node = index.next[node]!) found.push(index.slots[node]!);
}

export function addSlot(index: PageIndex, page: number, slot: number): void {
  const node = takeNode(index);
  let place = placeOf(index, page);
  if (index.heads[place] === 0) {
    if (++index.count * 2 > index.heads.length) {
      moveTo(index, 2 * index.heads.length);
      place = placeOf(index, page);
    }
    index.pages[place] = page;
  }
  index.slots[node] = slot;
  index.next[node] = index.heads[place]!;
  index.heads[place] = node;
}

export function removeSlot(index: PageIndex, page: number, slot: number): void {
  const { heads, next, slots } = index;
  const place = placeOf(index, page);
  let newer = 0;
  let node = heads[place]!;
  while (node !== 0 && slots[node] !== slot) node = next[(newer = node)]!;
  if (node === 0) return;
  const older = next[node]!;
  if (newer !== 0) next[newer] = older;
  else if (older !== 0) heads[place] = older;
  else closeGap(index, place);
  giveNode(index, node);
}

export function renumberSlots({ heads, next, slots }: PageIndex, numbers: Int32Array): void {
  for (const head of heads) for (let node = head; node !== 0; node = next[node]!) slots[node] = numbers[slots[node]!]!;
}

/** Where it stands, or the free place where it is to stand. */
function placeOf({ pages, heads }: PageIndex, page: number): number {
  const mask = heads.length - 1;
  let at = homeOf(page, mask);
  while (heads[at] !== 0 && pages[at] !== page) at = (at + 1) & mask;
  return at;
}

/** Pages that follow each other have their homes together. */
function homeOf(page: number, mask: number): number {
  return (((Math.imul(page >>> 4, 0x9e37_79b1) >>> 4) & ~15) | (page & 15)) & mask;
}

/** Places behind it that were pushed away from their homes move up, so that no gap parts them from there. */
function closeGap(index: PageIndex, place: number): void {
  const { pages, heads } = index;
  const mask = heads.length - 1;
  let gap = place;
  for (let at = (gap + 1) & mask; heads[at] !== 0; at = (at + 1) & mask) {
    const distance = (at - homeOf(pages[at]!, mask)) & mask;
    if (distance < ((at - gap) & mask)) continue;
    pages[gap] = pages[at]!;
    heads[gap] = heads[at]!;
    gap = at;
  }
  pages[gap] = 0;
  heads[gap] = 0;
  if (--index.count * 16 < heads.length && heads.length >= smallestToShrink) moveTo(index, heads.length / 4);
}

function moveTo(index: PageIndex, capacity: number): void {
  const { pages, heads } = index;
  index.pages = new Float64Array(capacity);
  index.heads = new Int32Array(capacity);
  for (let from = 0; from < heads.length; from++) {
    if (heads[from] === 0) continue;
    const place = placeOf(index, pages[from]!);
    index.pages[place] = pages[from]!;
    index.heads[place] = heads[from]!;
  }
}

function takeNode(index: PageIndex): number {
  index.live++;
  const { freeNode } = index;
  if (freeNode !== 0) {
    index.freeNode = index.next[freeNode]!;
    return freeNode;
  }
  if (++index.nodesTaken >= index.next.length) {
    index.next = longer(index.next);
    index.slots = longer(index.slots);
  }
  return index.nodesTaken;
}

function longer(column: Int32Array): Int32Array {
  const copy = new Int32Array(2 * column.length);
  copy.set(column);
  return copy;
}

function giveNode(index: PageIndex, node: number): void {
  index.next[node] = index.freeNode;
  index.freeNode = node;
  if (--index.live * 16 < index.next.length && index.next.length >= smallestToShrink) gatherNodes(index);
}

/** Chains are written anew, one after the other. */
function gatherNodes(index: PageIndex): void {
  const { heads, next, slots } = index;
  const capacity = next.length / 4;
  index.next = new Int32Array(capacity);
  index.slots = new Int32Array(capacity);
  index.freeNode = 0;
  let taken = 0;
  for (let place = 0; place < heads.length; place++) {
    let node = heads[place]!;
    if (node !== 0) heads[place] = taken + 1;
    for (; node !== 0; node = next[node]!) {
      index.slots[++taken] = slots[node]!;
      index.next[taken] = next[node] === 0 ? 0 : taken + 1;
    }
  }
  index.nodesTaken = taken;
}
