/** The pixels of a grid of cells: each look drawn once as a tile, then copied. Plain arithmetic over arrays, so that 65,536 cells take a few milliseconds. */

export type Pattern = 'plain' | 'stripes' | 'dots' | 'cross' | 'frame';
export interface TileLook {
  /** Red, green, blue. */
  readonly color: readonly [number, number, number];
  /** Tells cells apart without colour. */
  readonly pattern: Pattern;
}
/** Pixels of all tiles, one after the other: `scale` rows of `scale` little-endian RGBA words each. */
export interface Tiles {
  readonly scale: number;
  readonly pixels: Uint32Array;
}

/** `last`: of a cell's rows and columns. */
const marks: Readonly<Record<Pattern, (x: number, y: number, last: number) => boolean>> = {
  plain: () => false,
  stripes: (x, y) => (x + y) % 3 === 0,
  dots: (x, y) => x % 2 === 0 && y % 2 === 0,
  cross: (x, y) => (x + y) % 4 === 0 || (x - y + 64) % 4 === 0,
  frame: (x, y, last) => x === 0 || y === 0 || x === last || y === last,
};

export function makeTiles(looks: readonly TileLook[], scale: number): Tiles {
  const pixels = new Uint32Array(looks.length * scale * scale);
  // Cells that are large enough have a gap between them.
  const drawn = scale > 3 ? scale - 1 : scale;
  looks.forEach(({ color, pattern }, index) => {
    const plain = wordOf(color);
    const marked = wordOf(contrasting(color));
    for (let y = 0; y < drawn; y++)
      for (let x = 0; x < drawn; x++)
        pixels[(index * scale + y) * scale + x] = marks[pattern](x, y, drawn - 1) ? marked : plain;
  });
  return { scale, pixels };
}

/** Little-endian RGBA, opaque. */
export function wordOf([red, green, blue]: readonly [number, number, number]): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

function contrasting(color: readonly [number, number, number]): readonly [number, number, number] {
  const [red, green, blue] = color;
  const target = red * 0.3 + green * 0.59 + blue * 0.11 > 128 ? 0 : 255;
  const mixed = (channel: number): number => Math.round(channel * 0.3 + target * 0.7);
  return [mixed(red), mixed(green), mixed(blue)];
}

/** Draws all cells; `target` is `columns * scale` pixels wide. */
export function paintCells(target: Uint32Array, kinds: Uint8Array, columns: number, { scale, pixels }: Tiles): void {
  const width = columns * scale;
  for (let first = 0, row = 0; first < kinds.length; first += columns, row++) {
    const end = Math.min(first + columns, kinds.length);
    for (let y = 0; y < scale; y++) {
      let at = (row * scale + y) * width;
      // The largest grids are of this size: without a loop for two pixels they take half the time.
      if (scale === 2)
        for (let cell = first; cell < end; cell++, at += 2) {
          const from = kinds[cell]! * 4 + y * 2;
          target[at] = pixels[from]!;
          target[at + 1] = pixels[from + 1]!;
        }
      else
        for (let cell = first; cell < end; cell++) {
          let from = (kinds[cell]! * scale + y) * scale;
          for (const stop = from + scale; from < stop;) target[at++] = pixels[from++]!;
        }
    }
  }
}

/** Draws some cells; returns the rows of cells they lie in, first and last. */
export function paintSome(
  target: Uint32Array,
  kinds: Uint8Array,
  columns: number,
  { scale, pixels }: Tiles,
  cells: Uint32Array,
): readonly [number, number] {
  const width = columns * scale;
  let [top, bottom] = [Infinity, -1];
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index]!;
    const row = Math.floor(cell / columns);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row);
    const left = (cell - row * columns) * scale;
    for (let y = 0; y < scale; y++) {
      const at = (row * scale + y) * width + left;
      const from = (kinds[cell]! * scale + y) * scale;
      for (let x = 0; x < scale; x++) target[at + x] = pixels[from + x]!;
    }
  }
  return [top, bottom];
}

/** Marks some cells with one word, of a picture with a pixel a cell; what was marked before is cleared. */
export function markCells(target: Uint32Array, before: Uint32Array, cells: Uint32Array, word: number): void {
  for (let index = 0; index < before.length; index++) target[before[index]!] = 0;
  for (let index = 0; index < cells.length; index++) target[cells[index]!] = word;
}

/** Cells that look different, ascending; null: the two are of different shape, or most cells differ. */
export function changedCells(before: Uint8Array | null, now: Uint8Array): Uint32Array | null {
  if (!before || before.length !== now.length) return null;
  let count = 0;
  for (let cell = 0; cell < now.length; cell++) if (before[cell] !== now[cell]) count++;
  if (count * 2 > now.length) return null;
  const changed = new Uint32Array(count);
  for (let cell = 0, at = 0; at < count; cell++) if (before[cell] !== now[cell]) changed[at++] = cell;
  return changed;
}

/** `cells`: ascending. */
export function includesCell(cells: Uint32Array, cell: number): boolean {
  let [low, high] = [0, cells.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cells[middle]! < cell) low = middle + 1;
    else high = middle;
  }
  return cells[low] === cell;
}

/** Neighbours that look the same, as runs: what the table beside the picture lists. */
export function runsOf(kinds: Uint8Array): { readonly first: number; readonly count: number; readonly kind: number }[] {
  const runs: { first: number; count: number; kind: number }[] = [];
  for (let cell = 0; cell < kinds.length; cell++) {
    const last = runs.at(-1);
    if (last && last.kind === kinds[cell]) last.count++;
    else runs.push({ first: cell, count: 1, kind: kinds[cell]! });
  }
  return runs;
}
