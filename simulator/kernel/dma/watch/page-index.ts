/**
 * Mappings by page: a hash table with open addressing. A `Map` that gains and loses its few entries by the million spends more time making itself larger and
 * smaller than it spends on all the rest of a mapping.
 */
import type { MappingsOfPage, PageIndex, WatchedMapping } from './state.ts';

const smallest = 16; // a power of two, as every capacity

export function createPageIndex(): PageIndex {
  return {
    pages: new Float64Array(smallest),
    entries: new Array<MappingsOfPage | null>(smallest).fill(null),
    count: 0,
  };
}

export function entryAt({ pages, entries }: PageIndex, page: number): MappingsOfPage | null {
  const mask = entries.length - 1;
  for (let at = homeOf(page, mask); ; at = (at + 1) & mask) {
    const entry = entries[at]!;
    if (entry === null || pages[at] === page) return entry;
  }
}

export function setEntry(index: PageIndex, page: number, entry: MappingsOfPage): void {
  const mask = index.entries.length - 1;
  let at = homeOf(page, mask);
  while (index.entries[at] !== null && index.pages[at] !== page) at = (at + 1) & mask;
  if (index.entries[at] === null && ++index.count * 2 > index.entries.length) {
    grow(index);
    index.count--;
    return setEntry(index, page, entry);
  }
  index.pages[at] = page;
  index.entries[at] = entry;
}

/** Entries behind it that were pushed away from their homes move up, so that no gap parts them from there. */
export function deleteEntry(index: PageIndex, page: number): void {
  const { pages, entries } = index;
  const mask = entries.length - 1;
  let gap = homeOf(page, mask);
  while (entries[gap] !== null && pages[gap] !== page) gap = (gap + 1) & mask;
  if (entries[gap] === null) return;
  index.count--;
  for (let at = (gap + 1) & mask; entries[at] !== null; at = (at + 1) & mask) {
    const distance = (at - homeOf(pages[at]!, mask)) & mask;
    if (distance < ((at - gap) & mask)) continue;
    pages[gap] = pages[at]!;
    entries[gap] = entries[at]!;
    gap = at;
  }
  pages[gap] = 0;
  entries[gap] = null;
}

/** Every mapping once, however many pages it has, by ascending bus address. */
export function mappingsIn({ entries }: PageIndex): WatchedMapping[] {
  const all = [...new Set(entries.flatMap((entry) => entry ?? []))];
  return all.sort((a, b) => (a.handle < b.handle ? -1 : a.handle > b.handle ? 1 : 0));
}

function homeOf(page: number, mask: number): number {
  return (Math.imul(page, 0x9e37_79b1) >>> 8) & mask;
}

function grow(index: PageIndex): void {
  const { pages, entries } = index;
  const capacity = 2 * entries.length;
  index.pages = new Float64Array(capacity);
  index.entries = new Array<MappingsOfPage | null>(capacity).fill(null);
  index.count = 0;
  entries.forEach((entry, at) => entry && setEntry(index, pages[at]!, entry));
}
