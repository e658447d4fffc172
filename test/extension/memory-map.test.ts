/** The map of RAM: what a cell of many frames shows, where there is none, what the last transfer did, and CMA's bitmap bit by bit. */
import { expect, test } from 'vitest';
import { frameLooks } from '../../extension/views/physical-memory/frame-kinds.ts';
import { cmaKinds, memoryMap, runsIn } from '../../extension/views/physical-memory/memory-map.ts';
import type { CmaAreaView, FrameKind, FrameRun, PhysicalMemoryView } from '../../simulator/index.ts';

const run = (first: number, count: number, kind: FrameKind): FrameRun => ({ first, count, kind, owner: kind, place: null }); // prettier-ignore
const view = (runs: readonly FrameRun[], rest: Partial<PhysicalMemoryView> = {}): PhysicalMemoryView => ({
  totalBytes: 0,
  zones: [{ name: 'DMA', firstFrame: 0, endFrame: 16, presentFrames: 16, freeFrames: 0, freeByOrder: [] }],
  runs,
  cma: [],
  mmio: [],
  lastTransfer: null,
  ...rest,
});
const words = (kinds: Uint8Array): string[] => Array.from(kinds, (kind) => frameLooks[kind]!.word);
const transfer = { transfer: 1, device: 'x', direction: 'from-device' } as const;

test('a cell shows what is in use in it, however little, and holes have no cell', () => {
  const map = memoryMap(view([run(0, 3, 'free'), run(3, 1, 'user'), run(4, 4, 'free'), run(12, 4, 'slab')]), 4);
  expect(map.perCell).toBe(4);
  expect(words(map.kinds)).toEqual(['user memory', 'free', 'slab']);
  expect([...map.firsts]).toEqual([0, 4, 12]);
});

test('what the last transfer did stands above what is there, a change above a touch above what was meant', () => {
  const one = (first: number, count: number) => [{ first, count }];
  const lastTransfer = { ...transfer, intended: one(0, 12), touched: one(4, 6), changed: one(9, 1) };
  const { kinds } = memoryMap(view([run(0, 16, 'free')], { lastTransfer }), 4);
  const [read, changed] = ['read by the last transfer', 'changed by the last transfer'];
  expect(words(kinds)).toEqual(['the buffer that was meant', read, changed, 'free']);
});

test('a bitmap is read bit by bit, the lowest first; a transfer shows in the group of pages that it touched', () => {
  const area = { name: 'a', baseFrame: 8, frames: 12, orderPerBit: 1, bitmap: btoa('\u0005') } as CmaAreaView;
  const lastTransfer = { ...transfer, intended: [], touched: [{ first: 0, count: 11 }], changed: [] };
  const [used, free, read] = ['CMA, in use', 'CMA, free', 'read by the last transfer'];
  expect(words(cmaKinds(view([]), area))).toEqual([used, free, used, free, free, free]);
  expect(words(cmaKinds(view([], { lastTransfer }), area))).toEqual([read, read, used, free, free, free]);
});

test('runs that reach into a cell', () => {
  const runs = [run(0, 3, 'free'), run(3, 4, 'user'), run(9, 1, 'slab')];
  expect(runsIn(view(runs), 4, 4)).toEqual([runs[1]]);
  expect(runsIn(view(runs), 2, 2)).toEqual([runs[0], runs[1]]);
});
