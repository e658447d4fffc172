/** What the grids of a page show, by label: kept for the page that is made anew where this one was hidden. */
import { runsOf } from './paint-cells.ts';

/** `kind,count,kind,count …`; or, where that is shorter, how many cells, how many bits each, and those in base64. */
type Packed = string;
export type KeptCells = readonly (readonly [label: string, before: Packed | null, now: Packed])[];

/** Letters, of all grids together; with more, what has changed is not known to the next page. */
const mostKept = 400_000;
const shown = new Map<string, { readonly before: Uint8Array | null; readonly now: Uint8Array }>();
let recalled: ReadonlyMap<string, Uint8Array> = new Map();

export function cellsShown(label: string, before: Uint8Array | null, now: Uint8Array): void {
  shown.set(label, { before, now });
}

export function cellsGone(label: string): void {
  shown.delete(label);
}

/** Of a grid that has just been made; null: nothing is known. */
export function cellsBefore(label: string): Uint8Array | null {
  return recalled.get(label) ?? null;
}

export function keptCells(): KeptCells {
  const kept = [...shown].map(([label, { before, now }]) => [label, before && packed(before), packed(now)] as const);
  const letters = kept.reduce((sum, [, before, now]) => sum + (before?.length ?? 0) + now.length, 0);
  return letters > mostKept ? [] : kept;
}

/** `sameStop`: what changed is to be marked once more; otherwise what differs from what was shown last. */
export function recallCells(kept: KeptCells, sameStop: boolean): void {
  recalled = new Map(
    kept.flatMap(([label, before, now]) => {
      const cells = sameStop ? before : now;
      return cells ? [[label, unpacked(cells)] as const] : [];
    }),
  );
}

function packed(cells: Uint8Array): Packed {
  const runs = runsOf(cells);
  const bits = 32 - Math.clz32(runs.reduce((most, { kind }) => Math.max(most, kind), 1));
  // A run takes some five letters.
  if (runs.length * 30 < cells.length * bits) return runs.map(({ kind, count }) => `${kind},${count}`).join();
  let [text, word, filled] = ['', 0, 0];
  for (let cell = 0; cell < cells.length; cell++) {
    word |= cells[cell]! << filled;
    for (filled += bits; filled >= 8 || (filled > 0 && cell === cells.length - 1); filled -= 8, word >>= 8)
      text += String.fromCharCode(word & 255);
  }
  return `${cells.length}:${bits}:${btoa(text)}`;
}

function unpacked(kept: Packed): Uint8Array {
  const [length, bits, text] = kept.split(':');
  if (text === undefined) return ofRuns(kept.split(',').map(Number));
  const cells = new Uint8Array(Number(length));
  const [size, bytes] = [Number(bits), atob(text)];
  for (let cell = 0, word = 0, filled = 0, at = 0; cell < cells.length; cell++, word >>= size, filled -= size) {
    for (; filled < size; filled += 8) word |= bytes.charCodeAt(at++) << filled;
    cells[cell] = word & ((1 << size) - 1);
  }
  return cells;
}

function ofRuns(runs: readonly number[]): Uint8Array {
  const cells = new Uint8Array(runs.reduce((sum, each, at) => (at % 2 === 0 ? sum : sum + each), 0));
  for (let at = 0, first = 0; at < runs.length; at += 2) cells.fill(runs[at]!, first, (first += runs[at + 1]!));
  return cells;
}
