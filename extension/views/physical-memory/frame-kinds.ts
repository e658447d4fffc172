/** How each kind of page frame is shown: a colour of the theme and a word. */
import type { FrameKind } from '../../../simulator/inspect/view-models.ts';
import type { CellLook } from '../page/cell-grid.ts';

export const kindLooks: Readonly<Record<FrameKind, CellLook>> = {
  free: {
    word: 'free',
    color: 'color-mix(in srgb, var(--vscode-foreground) 12%, var(--vscode-editor-background))',
    pattern: 'plain',
  },
  'cma-free': {
    word: 'CMA, free',
    color: 'color-mix(in srgb, var(--vscode-charts-green) 45%, var(--vscode-editor-background))',
    pattern: 'plain',
  },
  'cma-used': { word: 'CMA, in use', color: 'var(--vscode-charts-green)', pattern: 'stripes' },
  'kernel-image': { word: 'kernel image', color: 'var(--vscode-charts-purple)', pattern: 'dots' },
  reserved: {
    word: 'reserved',
    color: 'color-mix(in srgb, var(--vscode-foreground) 40%, var(--vscode-editor-background))',
    pattern: 'dots',
  },
  'page-table': { word: 'page tables', color: 'var(--vscode-charts-yellow)', pattern: 'cross' },
  slab: { word: 'slab', color: 'var(--vscode-charts-blue)', pattern: 'plain' },
  'kernel-pages': {
    word: 'kernel pages',
    color: 'color-mix(in srgb, var(--vscode-charts-blue) 60%, var(--vscode-charts-purple))',
    pattern: 'dots',
  },
  'dma-coherent': { word: 'coherent DMA buffer', color: 'var(--device)', pattern: 'stripes' },
  user: {
    word: 'user memory',
    color: 'color-mix(in srgb, var(--vscode-charts-blue) 50%, var(--vscode-charts-green))',
    pattern: 'dots',
  },
  'page-cache': {
    word: 'page cache',
    color: 'color-mix(in srgb, var(--vscode-charts-yellow) 50%, var(--vscode-charts-green))',
    pattern: 'stripes',
  },
  'kernel-stack': {
    word: 'kernel stack',
    color: 'color-mix(in srgb, var(--vscode-charts-red) 40%, var(--vscode-charts-blue))',
    pattern: 'cross',
  },
  vmalloc: {
    word: 'vmalloc',
    color: 'color-mix(in srgb, var(--vscode-charts-purple) 60%, var(--vscode-editor-background))',
    pattern: 'stripes',
  },
  other: { word: 'other', color: 'var(--vscode-descriptionForeground)', pattern: 'plain' },
};

/** What the last transfer did to a frame, drawn over its kind. */
export const transferLooks = {
  changed: { word: 'changed by the last transfer', color: 'var(--vscode-charts-red)', pattern: 'cross' },
  read: {
    word: 'read by the last transfer',
    color: 'color-mix(in srgb, var(--vscode-charts-red) 55%, var(--vscode-charts-yellow))',
    pattern: 'dots',
  },
  intended: { word: 'the buffer that was meant', color: 'var(--device)', pattern: 'frame' },
} as const satisfies Readonly<Record<string, CellLook>>;

/** All of them in one list: a cell is told by its place in it. */
export const frameLooks: readonly CellLook[] = [...Object.values(kindLooks), ...Object.values(transferLooks)];

export function lookOf(look: CellLook): number {
  return frameLooks.indexOf(look);
}
