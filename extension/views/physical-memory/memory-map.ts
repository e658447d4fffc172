/** Divides RAM into the cells of the map and says what each holds: arithmetic over the view's data, in typed arrays, because there are many cells. */
import type {
  CmaAreaView,
  FrameKind,
  FrameRange,
  FrameRun,
  PhysicalMemoryView,
} from '../../../simulator/inspect/view-models.ts';
import { kindLooks, lookOf, transferLooks } from './frame-kinds.ts';

export interface MemoryMap {
  /** Frames that a cell stands for. */
  readonly perCell: number;
  /** Look of each cell: what the last transfer did, else the most telling kind in it, in which anything in use beats free memory. */
  readonly kinds: Uint8Array;
  /** First frame of each cell: cells where there is no RAM are left out. */
  readonly firsts: Float64Array;
}

const telling: readonly FrameKind[] = [
  'cma-used',
  'dma-coherent',
  'user',
  'page-cache',
  'kernel-image',
  'page-table',
  'kernel-pages',
  'slab',
  'vmalloc',
  'kernel-stack',
  'reserved',
  'other',
  'cma-free',
  'free',
];
const ranks: Readonly<Record<string, number>> = Object.fromEntries(telling.map((kind, rank) => [kind, rank]));
const lookOfRank = Uint8Array.from(telling, (kind) => lookOf(kindLooks[kind]));
const noRam = 255;

/** Frames each cell stands for, so that all of RAM fits into about `cells`. */
function framesPerCell({ runs }: PhysicalMemoryView, cells: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(frames(runs) / cells)));
}

/** `runs` of the view ascend. */
export function memoryMap(view: PhysicalMemoryView, cells: number): MemoryMap {
  const perCell = framesPerCell(view, cells);
  const last = view.runs.at(-1);
  const found = new Uint8Array(last ? Math.ceil((last.first + last.count) / perCell) : 0).fill(noRam);
  for (const { first, count, kind } of view.runs) {
    const rank = ranks[kind] ?? ranks['other']!;
    const end = Math.ceil((first + count) / perCell);
    for (let cell = Math.floor(first / perCell); cell < end; cell++) if (rank < found[cell]!) found[cell] = rank;
  }
  const there = found.reduce((sum, rank) => sum + Number(rank !== noRam), 0);
  const kinds = new Uint8Array(there);
  const firsts = new Float64Array(there);
  const transfers = looksOfTransfer(view, found.length, 0, perCell, true);
  for (let cell = 0, at = 0; cell < found.length; cell++) {
    if (found[cell] === noRam) continue;
    kinds[at] = transfers[cell] === noRam ? lookOfRank[found[cell]!]! : transfers[cell]!;
    firsts[at++] = cell * perCell;
  }
  return { perCell, kinds, firsts };
}

/** For each cell the look of what the last transfer did to it; `noRam` where it did nothing. */
function looksOfTransfer(
  { lastTransfer }: PhysicalMemoryView,
  cells: number,
  base: number,
  perCell: number,
  withIntended: boolean,
): Uint8Array {
  const looks = new Uint8Array(cells).fill(noRam);
  if (!lastTransfer) return looks;
  const mark = (ranges: readonly FrameRange[], look: number): void => {
    for (const { first, count } of ranges)
      looks.fill(
        look,
        Math.max(0, Math.floor((first - base) / perCell)),
        Math.max(0, Math.ceil((first - base + count) / perCell)),
      );
  };
  // What is told last is the gravest.
  if (withIntended) mark(lastTransfer.intended, lookOf(transferLooks.intended));
  mark(lastTransfer.touched, lookOf(transferLooks.read));
  mark(lastTransfer.changed, lookOf(transferLooks.changed));
  return looks;
}

/** What of RAM a cell of the map stands for. */
export function runsIn({ runs }: PhysicalMemoryView, first: number, count: number): readonly FrameRun[] {
  return runs.filter((run) => run.first < first + count && run.first + run.count > first);
}

/** Cells of a CMA area: a bit of its bitmap each. */
export function cmaKinds(view: PhysicalMemoryView, area: CmaAreaView): Uint8Array {
  const perBit = 2 ** area.orderPerBit;
  const cells = Math.ceil(area.frames / perBit);
  const [used, free] = [lookOf(kindLooks['cma-used']), lookOf(kindLooks['cma-free'])];
  const kinds = looksOfTransfer(view, cells, area.baseFrame, perBit, false);
  const bits = atob(area.bitmap);
  for (let cell = 0; cell < cells; cell++)
    if (kinds[cell] === noRam) kinds[cell] = (bits.charCodeAt(cell >> 3) >> (cell & 7)) & 1 ? used : free;
  return kinds;
}

export function frames(ranges: readonly FrameRange[]): number {
  return ranges.reduce((sum, range) => sum + range.count, 0);
}
