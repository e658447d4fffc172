/** Pages as letters, the way the debug adapter sends them, and how each letter looks. */
import type { CellLook } from '../page/cell-grid.ts';

type Letters = Readonly<Record<string, CellLook>>;

const nothing = 'color-mix(in srgb, var(--vscode-foreground) 10%, var(--vscode-editor-background))';

export const pageLetters = {
  '-': { word: 'nothing there yet', color: nothing, pattern: 'plain' },
  p: { word: 'present', color: 'var(--vscode-charts-blue)', pattern: 'plain' },
  d: { word: 'present and dirty', color: 'var(--device)', pattern: 'stripes' },
  h: { word: 'in a huge page', color: 'var(--vscode-charts-red)', pattern: 'stripes' },
  s: { word: 'in swap', color: 'var(--vscode-charts-purple)', pattern: 'cross' },
  m: { word: 'a driver’s page, or the page of zeros', color: 'var(--vscode-charts-green)', pattern: 'dots' },
} as const satisfies Letters;

export const fileLetters = {
  '-': { word: 'not cached', color: nothing, pattern: 'plain' },
  c: { word: 'cached', color: 'var(--vscode-charts-blue)', pattern: 'plain' },
  d: { word: 'dirty: newer than the disk', color: 'var(--device)', pattern: 'stripes' },
  r: { word: 'being read', color: 'var(--vscode-charts-green)', pattern: 'dots' },
} as const satisfies Letters;

export const swapLetters = {
  '-': { word: 'free', color: nothing, pattern: 'plain' },
  c: { word: 'its frame is still there', color: 'var(--vscode-charts-blue)', pattern: 'plain' },
  o: { word: 'on the device alone', color: 'var(--vscode-charts-purple)', pattern: 'cross' },
  r: { word: 'being read', color: 'var(--vscode-charts-green)', pattern: 'dots' },
} as const satisfies Letters;

export function kindsOf(letters: Letters, text: string): Uint8Array {
  const order = Object.keys(letters);
  return Uint8Array.from(text, (letter) => Math.max(0, order.indexOf(letter)));
}

/** One list for each table: a grid draws anew where it is given another. */
const lists = new Map<Letters, readonly CellLook[]>();

export function looksOf(letters: Letters): readonly CellLook[] {
  let list = lists.get(letters);
  if (!list) lists.set(letters, (list = Object.values(letters)));
  return list;
}
