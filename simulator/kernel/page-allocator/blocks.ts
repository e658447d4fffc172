/** Which blocks are allocated, with what order and for whom: one number at each block's first frame. */
import type { PageAllocator } from '../page-allocator.ts';
import { forEachFrameWord, frameWord, setFrameWord } from './frame-table.ts';
import { topOrder } from './free-blocks.ts';
import { ownerNumber } from './owners.ts';
import type { Owner } from './owners.ts';

/** `order + 16 * compound + 32 * number of the owner`, and -1 - that in the frame table. */
export type BlockRecord = number;

export function markAllocated(
  allocator: PageAllocator,
  frame: number,
  order: number,
  owner: Owner,
  compound: boolean,
): void {
  setRecord(allocator, frame, order + (compound ? 16 : 0) + 32 * ownerNumber(allocator.owners, owner));
}

export function setRecord(allocator: PageAllocator, frame: number, record: BlockRecord): void {
  setFrameWord(allocator.frames, frame, -1 - record);
}

export function forgetRecord(allocator: PageAllocator, frame: number): void {
  setFrameWord(allocator.frames, frame, 0);
}

/** Of the allocated block that begins here; -1 where none does. */
export function recordAt(allocator: PageAllocator, frame: number): BlockRecord {
  const word = frameWord(allocator.frames, frame);
  return word < 0 ? -1 - word : -1;
}

export const orderOf = (record: BlockRecord): number => record & 15;
export const isCompound = (record: BlockRecord): boolean => (record & 16) !== 0;
export const ownerOf = ({ owners }: Pick<PageAllocator, 'owners'>, record: BlockRecord): Owner =>
  owners.list[record >>> 5]!;

export interface Block {
  readonly first: number;
  readonly order: number;
  readonly owner: Owner;
  /** Asked for with `__GFP_COMP`: its pages count as one. */
  readonly compound: boolean;
}

/** The allocated block that holds a frame. */
export function blockHolding(allocator: PageAllocator, frame: number): Block | null {
  let before = -1;
  for (let order = 0; order <= topOrder; order++) {
    const first = frame - (frame & ((1 << order) - 1));
    if (first === before) continue;
    const record = recordAt(allocator, (before = first));
    if (record < 0 || first + 2 ** orderOf(record) <= frame) continue;
    return { first, order: orderOf(record), owner: ownerOf(allocator, record), compound: isCompound(record) };
  }
  return null;
}

export function forEachAllocated(
  allocator: PageAllocator,
  first: number,
  end: number,
  visit: (frame: number, record: BlockRecord) => void,
): void {
  // A block that reaches into the range may begin before it.
  forEachFrameWord(allocator.frames, first - 2 ** topOrder, end, (frame, word) => {
    if (word < 0) visit(frame, -1 - word);
  });
}
