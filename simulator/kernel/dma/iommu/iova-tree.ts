/**
 * The ranges of an IOVA space that are taken, in order: what a red-black tree is in the kernel. Sorted blocks of at most `blockLimit` ranges, so
 * that inserting and removing stay cheap with a million of them and the state is plain data. Ranges are page frame numbers, both ends inclusive.
 */
export interface IovaTree {
  /** Ascending; no block is empty. */
  readonly blocks: IovaBlock[];
}
export interface IovaBlock {
  readonly lows: number[];
  readonly highs: number[];
}
export interface IovaRange {
  readonly low: number;
  readonly high: number;
}

/** Above everything that can be taken: the kernel's anchor node. */
export const anchor = Infinity;
const blockLimit = 512;

export function createIovaTree(): IovaTree {
  return { blocks: [] };
}

/** The range that holds a page, or null. */
export function findRange(tree: IovaTree, page: number): IovaRange | null {
  const block = blockFor(tree, page);
  if (!block) return null;
  const index = lastAtMost(block.lows, page);
  return index >= 0 && block.highs[index]! >= page ? { low: block.lows[index]!, high: block.highs[index]! } : null;
}

/** The range before the one that begins at `low` (or before the anchor); null at the start. */
export function previousRange(tree: IovaTree, low: number): IovaRange | null {
  const number = blockNumber(tree, low);
  const block = tree.blocks[number];
  if (!block) return null;
  const index = firstAtLeast(block.lows, low) - 1;
  if (index >= 0) return { low: block.lows[index]!, high: block.highs[index]! };
  const before = tree.blocks[number - 1];
  return before ? { low: before.lows.at(-1)!, high: before.highs.at(-1)! } : null;
}

/** Where the first range at or above `low` begins; the anchor when there is none. */
export function firstFrom(tree: IovaTree, low: number): number {
  const number = blockNumber(tree, low);
  const block = tree.blocks[number];
  if (!block) return anchor;
  const index = firstAtLeast(block.lows, low);
  return block.lows[index] ?? tree.blocks[number + 1]?.lows[0] ?? anchor;
}

/** The range must overlap none. */
export function insertRange(tree: IovaTree, { low, high }: IovaRange): void {
  const number = blockNumber(tree, low);
  const block = tree.blocks[number];
  if (!block) {
    tree.blocks.push({ lows: [low], highs: [high] });
    return;
  }
  const index = firstAtLeast(block.lows, low);
  block.lows.splice(index, 0, low);
  block.highs.splice(index, 0, high);
  if (block.lows.length <= blockLimit) return;
  const half = blockLimit / 2;
  tree.blocks.splice(number + 1, 0, { lows: block.lows.splice(half), highs: block.highs.splice(half) });
}

/** Returns false where no range begins at `low`. */
export function removeRange(tree: IovaTree, low: number): boolean {
  const number = blockNumber(tree, low);
  const block = tree.blocks[number];
  const index = block ? firstAtLeast(block.lows, low) : -1;
  if (!block || block.lows[index] !== low) return false;
  block.lows.splice(index, 1);
  block.highs.splice(index, 1);
  if (block.lows.length === 0) tree.blocks.splice(number, 1);
  return true;
}

export function* rangesOf(tree: IovaTree): Iterable<IovaRange> {
  for (const { lows, highs } of tree.blocks) for (const [i, low] of lows.entries()) yield { low, high: highs[i]! };
}

function blockFor(tree: IovaTree, page: number): IovaBlock | null {
  return tree.blocks[blockNumber(tree, page)] ?? null;
}

/** The last block that begins at or below `low`, else the first. */
function blockNumber({ blocks }: IovaTree, low: number): number {
  let first = 0;
  let end = blocks.length;
  while (end - first > 1) {
    const middle = (first + end) >>> 1;
    if (blocks[middle]!.lows[0]! <= low) first = middle;
    else end = middle;
  }
  return first;
}

function firstAtLeast(lows: readonly number[], low: number): number {
  let first = 0;
  let end = lows.length;
  while (first < end) {
    const middle = (first + end) >>> 1;
    if (lows[middle]! < low) first = middle + 1;
    else end = middle;
  }
  return first;
}

function lastAtMost(lows: readonly number[], page: number): number {
  const index = firstAtLeast(lows, page);
  return lows[index] === page ? index : index - 1;
}
