/** Divides RAM into the cells of the map and says what each holds: pure arithmetic over the view's data. */
import type { FrameKind, FrameRange, FrameRun, PhysicalMemoryView } from '../../../simulator/inspect/view-models.ts';

export interface MapCell {
  readonly first: number;
  readonly count: number;
  /** The most telling kind in it: anything in use beats free memory. */
  readonly kind: FrameKind;
  readonly runs: readonly FrameRun[];
  readonly transfer: 'changed' | 'read' | 'intended' | null;
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

/** Frames each cell stands for, so that all of RAM fits into about `cells`. */
export function framesPerCell(view: PhysicalMemoryView, cells: number): number {
  const frames = view.zones.reduce((sum, zone) => sum + zone.endFrame - zone.firstFrame, 0);
  return 2 ** Math.max(0, Math.ceil(Math.log2(frames / cells)));
}

export function mapCells(view: PhysicalMemoryView, perCell: number): MapCell[] {
  const cells: MapCell[] = [];
  let run = 0;
  const end = Math.max(0, ...view.runs.map((each) => each.first + each.count));
  for (let first = 0; first < end; first += perCell) {
    while (run < view.runs.length && view.runs[run]!.first + view.runs[run]!.count <= first) run++;
    const inside: FrameRun[] = [];
    for (let i = run; i < view.runs.length && view.runs[i]!.first < first + perCell; i++) inside.push(view.runs[i]!);
    if (inside.length === 0) continue;
    cells.push({
      first,
      count: perCell,
      kind: mostTelling(inside),
      runs: inside,
      transfer: transferIn(view, first, perCell),
    });
  }
  return cells;
}

function mostTelling(runs: readonly FrameRun[]): FrameKind {
  return telling.find((kind) => runs.some((run) => run.kind === kind)) ?? 'other';
}

export function transferIn({ lastTransfer }: PhysicalMemoryView, first: number, count: number): MapCell['transfer'] {
  if (!lastTransfer) return null;
  const touches = (ranges: readonly FrameRange[]): boolean =>
    ranges.some((range) => range.first < first + count && first < range.first + range.count);
  if (touches(lastTransfer.changed)) return 'changed';
  if (touches(lastTransfer.touched)) return 'read';
  return touches(lastTransfer.intended) ? 'intended' : null;
}

export function frames(ranges: readonly FrameRange[]): number {
  return ranges.reduce((sum, range) => sum + range.count, 0);
}

/** Bits of a base64 bitmap, one for each page group of a CMA area. */
export function bitmapBits(base64: string, bits: number): boolean[] {
  const bytes = atob(base64);
  return Array.from({ length: bits }, (_, i) => ((bytes.charCodeAt(i >> 3) >> (i & 7)) & 1) === 1);
}
