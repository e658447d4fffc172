/**
 * The prefetcher in front of RAM, as far as time goes: a line behind one that missed lately has been asked for already. It changes no cache, only what a miss
 * costs. Forwards only; a real one needs a few misses to begin and stops at a page's end.
 */
export interface Streams {
  /** The last line of each. */
  readonly lines: Float64Array;
  /** The one that gives way. */
  next: number;
}

/** As many as an Intel L2 follows forwards (optimisation manual, data prefetching: one stream of each direction in 32 pages). */
const streamCount = 32;

export function createStreams(): Streams {
  return { lines: new Float64Array(streamCount).fill(-1), next: 0 };
}

/** Notes a miss; true: the line was on its way. */
export function followStream(streams: Streams, tag: number): boolean {
  const { lines } = streams;
  for (let index = 0; index < streamCount; index++) {
    if (lines[index] !== tag - 1) continue;
    lines[index] = tag;
    return true;
  }
  lines[streams.next] = tag;
  streams.next = (streams.next + 1) % streamCount;
  return false;
}
