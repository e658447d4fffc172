/** Places in a table of slots, by name: what one entry takes depends on its own name and size, and on few of the others. */

export interface Slots {
  /** Of the table. */
  readonly count: number;
  /** By entry: its first slot. */
  readonly starts: readonly number[];
  /** One that nothing has taken. */
  readonly free: number;
}

/** `sizes`: slots that each takes, in a row; `least`: a power of two; `most`: where a table would be larger, they stand one behind the other. */
export function slotsByName(
  names: readonly string[],
  sizes: readonly number[],
  { least, most = Infinity }: { readonly least: number; readonly most?: number },
): Slots {
  const hashes = names.map(hashOf);
  const order = names.map((_, index) => index).sort((a, b) => hashes[a]! - hashes[b]! || a - b);
  const needed = sizes.reduce((sum, size) => sum + size, 0);
  for (let count = Math.max(least, 2 ** Math.ceil(Math.log2(2 * needed + 2))); count <= most; count *= 2) {
    const found = place(hashes, sizes, order, count);
    if (found) return found;
  }
  return inOrder(sizes);
}

function inOrder(sizes: readonly number[]): Slots {
  let next = 0;
  const starts = sizes.map((size) => (next += size) - size);
  return { count: next + 1, starts, free: next };
}

/** null: what is free is too scattered. */
function place(
  hashes: readonly number[],
  sizes: readonly number[],
  order: readonly number[],
  count: number,
): Slots | null {
  const taken = new Uint8Array(count);
  const starts: number[] = new Array<number>(hashes.length).fill(0);
  for (const index of order) {
    const [size, wanted] = [sizes[index]!, hashes[index]! % count];
    let start = -1;
    for (let probe = 0; start < 0 && probe < count; probe++) {
      const at = (wanted + probe) % count;
      if (at + size <= count && isFree(taken, at, size)) start = at;
    }
    if (start < 0) return null;
    taken.fill(1, start, start + size);
    starts[index] = start;
  }
  return { count, starts, free: taken.indexOf(0) };
}

function isFree(taken: Uint8Array, at: number, size: number): boolean {
  for (let index = at; index < at + size; index++) if (taken[index] === 1) return false;
  return true;
}

/** FNV-1a, its upper bits mixed into the lower ones. */
function hashOf(name: string): number {
  let hash = 0x811c_9dc5;
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x0100_0193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
