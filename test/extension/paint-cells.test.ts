/** The grid's pixels: drawing only what has changed gives the picture that drawing everything gives. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  changedCells,
  makeTiles,
  markCells,
  paintCells,
  paintSome,
  runsOf,
  wordOf,
  type TileLook,
} from '../../extension/views/page/paint-cells.ts';

const looks: readonly TileLook[] = [
  { color: [10, 20, 30], pattern: 'plain' },
  { color: [250, 240, 230], pattern: 'stripes' },
  { color: [0, 128, 0], pattern: 'dots' },
  { color: [128, 0, 0], pattern: 'cross' },
  { color: [0, 0, 128], pattern: 'frame' },
];
const kindsOf = (length: number) =>
  fc
    .array(fc.nat({ max: looks.length - 1 }), { minLength: length, maxLength: length })
    .map((all) => Uint8Array.from(all));
const grids = fc
  .record({
    columns: fc.integer({ min: 1, max: 9 }),
    cells: fc.integer({ min: 1, max: 60 }),
    scale: fc.integer({ min: 1, max: 6 }),
  })
  .chain((shape) => fc.tuple(fc.constant(shape), kindsOf(shape.cells), kindsOf(shape.cells)));

test('what has changed, drawn over the picture before, is the picture after', () => {
  fc.assert(
    fc.property(grids, ([{ columns, cells, scale }, before, after]) => {
      const tiles = makeTiles(looks, scale);
      const pixels = columns * scale * Math.ceil(cells / columns) * scale;
      const [drawn, wanted] = [new Uint32Array(pixels), new Uint32Array(pixels)];
      paintCells(drawn, before, columns, tiles);
      const changed = changedCells(before, after);
      if (changed) paintSome(drawn, after, columns, tiles, changed);
      else paintCells(drawn, after, columns, tiles);
      paintCells(wanted, after, columns, tiles);
      expect(drawn).toEqual(wanted);
    }),
  );
});

test('the rows that were touched are told', () => {
  const tiles = makeTiles(looks, 1);
  expect(paintSome(new Uint32Array(12), new Uint8Array(12), 4, tiles, Uint32Array.of(5, 6, 11))).toEqual([1, 2]);
});

test('patterns tell cells apart without colour, once there is room for one', () => {
  const grey = looks.map(({ pattern }) => ({ color: [100, 100, 100] as const, pattern }));
  const { pixels } = makeTiles(grey, 4);
  const tiles = grey.map((_, index) => pixels.slice(index * 16, index * 16 + 16).join());
  expect(new Set(tiles).size).toBe(looks.length);
});

test('marks on some cells, and none any more on those before', () => {
  const target = new Uint32Array(4);
  markCells(target, Uint32Array.of(), Uint32Array.of(0, 2), 9);
  expect([...target]).toEqual([9, 0, 9, 0]);
  markCells(target, Uint32Array.of(0, 2), Uint32Array.of(2, 3), 8);
  expect([...target]).toEqual([0, 0, 8, 8]);
});

test.each([
  [null, [1, 2], null],
  [[1], [1, 2], null],
  [[1, 2, 3], [1, 5, 3], [1]],
  [[1], [1], []],
  [[1, 2, 3], [1, 5, 6], null],
] as const)('from %j to %j: %j', (before, now, expected) => {
  const changed = changedCells(before && Uint8Array.from(before), Uint8Array.from(now));
  expect(changed && [...changed]).toEqual(expected);
});

test('runs of cells that look the same; a word is red, green, blue, opaque', () => {
  expect(runsOf(Uint8Array.of(1, 1, 2))).toEqual([
    { first: 0, count: 2, kind: 1 },
    { first: 2, count: 1, kind: 2 },
  ]);
  expect(wordOf([0x11, 0x22, 0x33])).toBe(0xff332211);
});
