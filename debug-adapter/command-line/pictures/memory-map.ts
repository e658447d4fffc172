/** RAM as one line of characters: where the buffer lies, and what the last transfer touched and changed. */
import type { CmaAreaView, FrameRange, PhysicalMemoryView } from '../../../simulator/index.ts';

const cells = 80;
const pageBytes = 4096;

export function memoryMap(memory: PhysicalMemoryView): string {
  const { lastTransfer } = memory;
  const end = Math.max(...memory.zones.map((zone) => zone.endFrame));
  const line: string[] = Array.from({ length: cells }, (_, cell) => (isRam(memory, cell, end) ? '.' : ' '));
  const mark = (ranges: readonly FrameRange[], sign: string): void => {
    for (const { first, count } of ranges)
      for (let cell = cellOf(first, end); cell <= cellOf(first + count - 1, end); cell++) line[cell] = sign;
  };
  for (const area of memory.cma) mark([{ first: area.baseFrame, count: area.frames }], 'c');
  if (lastTransfer) {
    mark(lastTransfer.intended, 'B');
    mark(lastTransfer.touched, 'x');
    mark(lastTransfer.changed, 'X');
  }
  const legend = [
    '. RAM',
    'c CMA',
    ...(lastTransfer ? ['B the buffer meant', 'x touched', 'X changed by the last transfer'] : []),
  ];
  return `     0 |${line.join('')}| ${((end * pageBytes) / 2 ** 30).toFixed(1)} GiB\n       ${legend.join('   ')}\n${changes(memory)}`;
}

function cellOf(frame: number, end: number): number {
  return Math.min(cells - 1, Math.floor((frame * cells) / end));
}

function isRam({ runs }: PhysicalMemoryView, cell: number, end: number): boolean {
  const first = (cell * end) / cells;
  const last = ((cell + 1) * end) / cells;
  return runs.some((run) => run.first < last && run.first + run.count > first);
}

function changes({ lastTransfer }: PhysicalMemoryView): string {
  if (!lastTransfer) return '';
  const total = (ranges: readonly FrameRange[]): number => ranges.reduce((sum, each) => sum + each.count, 0);
  const inside = lastTransfer.changed.flatMap((each) => lastTransfer.intended.map((meant) => overlap(each, meant)));
  const changed = total(lastTransfer.changed);
  const hit = inside.reduce((sum, each) => sum + each, 0);
  return `     page frames: ${total(lastTransfer.touched)} touched, ${changed} changed: ${hit} of the buffer's, ${changed - hit} of others\n`;
}

function overlap(a: FrameRange, b: FrameRange): number {
  return Math.max(0, Math.min(a.first + a.count, b.first + b.count) - Math.max(a.first, b.first));
}

/** Each character is an equal share of the area: free, partly or wholly in use. */
export function cmaMap(area: CmaAreaView): string {
  const bitmap = Buffer.from(area.bitmap, 'base64');
  const bits = area.frames >> area.orderPerBit;
  const isUsed = (bit: number): boolean => ((bitmap[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
  const share = Math.max(1, Math.ceil(bits / cells));
  let line = '';
  for (let from = 0; from < bits; from += share) {
    let used = 0;
    for (let bit = from; bit < Math.min(bits, from + share); bit++) if (isUsed(bit)) used++;
    line += used === 0 ? '.' : used < Math.min(share, bits - from) ? '+' : '#';
  }
  const base = `0x${(area.baseFrame * pageBytes).toString(16)}`;
  return `     ${area.name} at ${base}: ${area.usedFrames} of ${area.frames} pages in use\n       |${line}|\n`;
}
