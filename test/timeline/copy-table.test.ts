/** Copies of a table share the records that have not changed since the copy before, and no others. */
import { expect, test } from 'vitest';
import { copyTable, type Table } from '../../simulator/timeline/copy-state.ts';

test('a record that changed, gained or lost a field is copied anew', () => {
  const table = new Map<number, Record<string, unknown>>([
    [7, { mapCount: 1, dirty: false }],
    [3, { mapCount: 1, dirty: false, lazyFree: true }],
    [5, { mapCount: 2, dirty: true }],
    [9, { mapCount: 1, dirty: false }],
  ]);
  const first = copyTable(table, null);
  table.get(7)!['mapCount'] = 2;
  table.set(3, { mapCount: 1, dirty: false });
  table.get(5)!['lazyFree'] = false;
  const second = copyTable(table, first);
  const plain = (of: Table): unknown[] => [...of].map(([frame, page]) => [frame, { ...page }]);
  expect(plain(second)).toEqual(plain(table));
  expect(plain(first)[0]).toEqual([7, { mapCount: 1, dirty: false }]);
  expect([...second.keys()].filter((frame) => second.get(frame) === first.get(frame))).toEqual([9]);
  expect([...second.keys()].filter((frame) => second.get(frame) === table.get(frame))).toEqual([]);
});
