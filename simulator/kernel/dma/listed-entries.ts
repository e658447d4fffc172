/**
 * What devices were given that is no buffer mapped by itself (those are in `DmaWatchState`): entries of scatterlists as the device is given them, resources, pages. By the
 * page of bus addresses in which they begin, with bits that lead from any page down to the next one where an entry does.
 */
import type { StreamingMapping } from './dma-state.ts';

/** Of one device. */
export interface ListedEntries {
  /** By page: the newest that begins there, which leads to the others. */
  readonly newest: Map<number, StreamingMapping>;
  /** By page / 32: a bit for each of these pages where an entry begins. */
  readonly begun: Map<number, number>;
}

const blockPages = 32;

export function createListedEntries(): ListedEntries {
  return { newest: new Map(), begun: new Map() };
}

/** null: none begins there any more. */
export function setNewest({ newest, begun }: ListedEntries, page: number, entry: StreamingMapping | null): void {
  const block = Math.floor(page / blockPages);
  const bit = 1 << (page & (blockPages - 1));
  const bits = begun.get(block) ?? 0;
  if (entry) {
    newest.set(page, entry);
    begun.set(block, bits | bit);
    return;
  }
  newest.delete(page);
  if ((bits & ~bit) === 0) begun.delete(block);
  else begun.set(block, bits & ~bit);
}

/** The highest page from `page` down to `first` where an entry begins; -1: there is none. */
export function pageBegunBefore({ begun }: ListedEntries, page: number, first: number): number {
  let block = Math.floor(page / blockPages);
  let bits = (begun.get(block) ?? 0) & (-1 >>> (blockPages - 1 - (page & (blockPages - 1))));
  while (bits === 0) {
    if (--block * blockPages + blockPages <= first) return -1;
    bits = begun.get(block) ?? 0;
  }
  const found = block * blockPages + blockPages - 1 - Math.clz32(bits);
  return found >= first ? found : -1;
}
