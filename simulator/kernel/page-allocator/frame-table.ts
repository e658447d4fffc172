/**
 * One number for every page frame, 0 until it is set: what begins at the frame. Chunks of 16 MiB of RAM, made when first written, so that a
 * machine's size costs nothing.
 */

export interface FrameTable {
  /** By `frame / 4096`. */
  readonly chunks: (Int32Array | undefined)[];
}

const chunkFrames = 4096;

export function createFrameTable(): FrameTable {
  return { chunks: [] };
}

export function frameWord(table: FrameTable, frame: number): number {
  const chunk = table.chunks[Math.floor(frame / chunkFrames)];
  return chunk === undefined ? 0 : chunk[frame & (chunkFrames - 1)]!;
}

export function setFrameWord(table: FrameTable, frame: number, word: number): void {
  const index = Math.floor(frame / chunkFrames);
  let chunk = table.chunks[index];
  if (chunk === undefined) {
    if (word === 0) return;
    chunk = new Int32Array(chunkFrames);
    table.chunks[index] = chunk;
  }
  chunk[frame & (chunkFrames - 1)] = word;
}

/** Frames of [first, end) whose word is not 0, ascending. */
export function forEachFrameWord(
  table: FrameTable,
  first: number,
  end: number,
  visit: (frame: number, word: number) => void,
): void {
  for (const key of Object.keys(table.chunks)) {
    const base = Number(key) * chunkFrames;
    const chunk = table.chunks[Number(key)];
    if (!chunk || base >= end || base + chunkFrames <= first) continue;
    const stop = Math.min(chunkFrames, end - base);
    for (let index = Math.max(0, first - base); index < stop; index++) {
      if (chunk[index] !== 0) visit(base + index, chunk[index]!);
    }
  }
}
