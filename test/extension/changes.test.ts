/** Marks of what changed between two stops, also by a page that was made anew in between. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Changes } from '../../extension/views/page/changes.ts';
import { cellsBefore, cellsGone, cellsShown, keptCells, recallCells } from '../../extension/views/page/shown-cells.ts';

/** Which of the values are marked when they are shown at a new stop. */
function markedAt(changes: Changes, values: Readonly<Record<string, string>>): string[] {
  changes.nextStop();
  return Object.entries(values).flatMap(([name, value]) => (changes.mark(name, value) === '' ? [] : [name]));
}

test('what differs from the stop before is marked, and nothing at the first one', () => {
  const changes = new Changes();
  expect(markedAt(changes, { a: '1', b: '1' })).toEqual([]);
  expect(markedAt(changes, { a: '1', b: '2' })).toEqual(['b']);
});

test('a page that was hidden marks the same again at the same stop, and at a later one what differs from what it showed', () => {
  const changes = new Changes();
  markedAt(changes, { a: '1', b: '1' });
  markedAt(changes, { a: '1', b: '2' });
  const { before, now } = changes.shown();
  const sameStop = new Changes();
  sameStop.recall(before);
  expect(markedAt(sameStop, { a: '1', b: '2' })).toEqual(['b']);
  const laterStop = new Changes();
  laterStop.recall(now);
  expect(markedAt(laterStop, { a: '3', b: '2' })).toEqual(['a']);
});

test('so does a grid of cells', () => {
  const [before, now] = [Uint8Array.of(0, 0, 1, 1, 1), Uint8Array.of(0, 2, 1, 1, 1)];
  cellsShown('zone DMA', before, now);
  cellsShown('zone Normal', null, now);
  const kept = JSON.parse(JSON.stringify(keptCells())) as ReturnType<typeof keptCells>;
  recallCells(kept, true);
  expect([cellsBefore('zone DMA'), cellsBefore('zone Normal')]).toEqual([before, null]);
  recallCells(kept, false);
  expect([cellsBefore('zone DMA'), cellsBefore('zone Normal'), cellsBefore('CMA')]).toEqual([now, now, null]);
  // A picture without any runs is as large as itself.
  cellsShown(
    'zone DMA',
    before,
    Uint8Array.from({ length: 400_000 }, (_, i) => i % 251),
  );
  expect(keptCells()).toEqual([]);
  cellsGone('zone DMA');
  expect(keptCells()).toHaveLength(1);
  cellsGone('zone Normal');
});

test('cells of every kind and number are the same again; 16 kinds take four bits a cell in base64', () => {
  const cells = fc.uint8Array({ maxLength: 300, max: 20 });
  const repeated = fc.tuple(cells, fc.integer({ min: 1, max: 200 }));
  fc.assert(
    fc.property(repeated, ([some, times]) => {
      const now = Uint8Array.from(some, (kind) => kind);
      const long = Uint8Array.from({ length: now.length * times }, (_, i) => now[Math.floor(i / times)]!);
      for (const each of [now, long]) {
        cellsShown('grid', null, each);
        recallCells(JSON.parse(JSON.stringify(keptCells())) as ReturnType<typeof keptCells>, false);
        expect(cellsBefore('grid')).toEqual(each);
      }
    }),
    { numRuns: 60 },
  );
  cellsShown(
    'grid',
    null,
    Uint8Array.from({ length: 65_536 }, (_, i) => i % 16),
  );
  expect(keptCells()[0]![2].length).toBeLessThan((65_536 * 4 * 4) / 24 + 20);
  cellsGone('grid');
});
