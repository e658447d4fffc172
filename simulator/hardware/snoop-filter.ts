/**
 * Which lines no cache of the machine can have, without looking into each cache: how many cached lines there are with the same low bits of their number. Derived
 * from the caches' tags, by `setLine` and by whoever restores them.
 */
export type SnoopFilter = Uint16Array;

const counts = 65536;

export function createSnoopFilter(): SnoopFilter {
  return new Uint16Array(counts);
}

/** False: no cache has the line. True: one may have it. */
export function mayBeCached(filter: SnoopFilter, tag: number): boolean {
  return filter[tag & (counts - 1)] !== 0;
}

/** `tag`: -1 for an empty line. */
export function noteLineCame(filter: SnoopFilter, tag: number): void {
  if (tag >= 0) filter[tag & (counts - 1)]!++;
}

export function noteLineWent(filter: SnoopFilter, tag: number): void {
  if (tag >= 0) filter[tag & (counts - 1)]!--;
}
