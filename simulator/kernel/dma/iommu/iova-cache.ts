/**
 * Caches of freed IOVA ranges of one size (Linux 6.1, drivers/iommu/iova.c: iova_rcache): each CPU has two magazines, full ones go to a depot that
 * all share. The last range freed is the first taken, unless it lies above the caller's limit.
 */
export interface RangeCache {
  readonly cpus: CpuMagazines[];
  /** Full magazines. */
  readonly depot: number[][];
}
/** First pages of ranges, the last freed at the end. */
export interface CpuMagazines {
  loaded: number[];
  previous: number[];
}

const magazineSize = 127;
const depotSize = 32;

export function createRangeCaches(count: number, cpus: number): RangeCache[] {
  return Array.from({ length: count }, () => ({
    cpus: Array.from({ length: cpus }, () => ({ loaded: [], previous: [] })),
    depot: [],
  }));
}

/** Returns ranges for which there is no room: they go back to the tree. */
export function putIntoCache({ cpus, depot }: RangeCache, cpu: number, page: number): readonly number[] {
  const magazines = cpus[cpu]!;
  let excess: readonly number[] = [];
  if (magazines.loaded.length === magazineSize) {
    if (magazines.previous.length < magazineSize) swap(magazines);
    else {
      if (depot.length < depotSize) depot.push(magazines.loaded);
      else excess = magazines.loaded;
      magazines.loaded = [];
    }
  }
  magazines.loaded.push(page);
  return excess;
}

/** A first page of at most `limit`, or 0. */
export function takeFromCache({ cpus, depot }: RangeCache, cpu: number, limit: number): number {
  const magazines = cpus[cpu]!;
  if (magazines.loaded.length === 0) {
    if (magazines.previous.length > 0) swap(magazines);
    else if (depot.length > 0) magazines.loaded = depot.pop()!;
    else return 0;
  }
  const { loaded } = magazines;
  let at = loaded.length - 1;
  while (at >= 0 && loaded[at]! > limit) at--;
  if (at < 0) return 0;
  const page = loaded[at]!;
  const last = loaded.pop()!;
  if (at < loaded.length) loaded[at] = last;
  return page;
}

/** Gives everything back: first each CPU's magazines, then the depot. */
export function drainRangeCaches({ cpus, depot }: RangeCache, give: (page: number) => void): void {
  for (const magazines of cpus) {
    for (const page of magazines.loaded.splice(0)) give(page);
    for (const page of magazines.previous.splice(0)) give(page);
  }
  for (const magazine of depot.splice(0)) for (const page of magazine) give(page);
}

function swap(magazines: CpuMagazines): void {
  const { loaded } = magazines;
  magazines.loaded = magazines.previous;
  magazines.previous = loaded;
}
