/** How each kind of page frame is shown: a colour of the theme and a word. */
import type { FrameKind } from '../../../simulator/inspect/view-models.ts';

export interface KindLook {
  readonly word: string;
  readonly color: string;
  readonly marked: boolean;
}

export const kindLooks: Readonly<Record<FrameKind, KindLook>> = {
  free: {
    word: 'free',
    color: 'color-mix(in srgb, var(--vscode-foreground) 12%, var(--vscode-editor-background))',
    marked: false,
  },
  'cma-free': {
    word: 'CMA, free',
    color: 'color-mix(in srgb, var(--vscode-charts-green) 45%, var(--vscode-editor-background))',
    marked: false,
  },
  'cma-used': { word: 'CMA, in use', color: 'var(--vscode-charts-green)', marked: true },
  'kernel-image': { word: 'kernel image', color: 'var(--vscode-charts-purple)', marked: false },
  reserved: {
    word: 'reserved',
    color: 'color-mix(in srgb, var(--vscode-foreground) 40%, var(--vscode-editor-background))',
    marked: false,
  },
  'page-table': { word: 'page tables', color: 'var(--vscode-charts-yellow)', marked: false },
  slab: { word: 'slab', color: 'var(--vscode-charts-blue)', marked: false },
  'kernel-pages': {
    word: 'kernel pages',
    color: 'color-mix(in srgb, var(--vscode-charts-blue) 60%, var(--vscode-charts-purple))',
    marked: false,
  },
  'dma-coherent': { word: 'coherent DMA buffer', color: 'var(--vscode-charts-orange)', marked: false },
  user: {
    word: 'user memory',
    color: 'color-mix(in srgb, var(--vscode-charts-blue) 50%, var(--vscode-charts-green))',
    marked: false,
  },
  'page-cache': {
    word: 'page cache',
    color: 'color-mix(in srgb, var(--vscode-charts-yellow) 50%, var(--vscode-charts-green))',
    marked: false,
  },
  'kernel-stack': {
    word: 'kernel stack',
    color: 'color-mix(in srgb, var(--vscode-charts-red) 40%, var(--vscode-charts-blue))',
    marked: false,
  },
  vmalloc: {
    word: 'vmalloc',
    color: 'color-mix(in srgb, var(--vscode-charts-purple) 60%, var(--vscode-editor-background))',
    marked: false,
  },
  other: { word: 'other', color: 'var(--vscode-descriptionForeground)', marked: false },
};

/** What the last transfer did to a frame, drawn over its kind. */
export const transferLooks = {
  changed: { word: 'changed by the last transfer', color: 'var(--vscode-charts-red)', marked: true },
  read: {
    word: 'read by the last transfer',
    color: 'color-mix(in srgb, var(--vscode-charts-red) 55%, var(--vscode-charts-yellow))',
    marked: true,
  },
  intended: { word: 'the buffer that was meant', color: 'var(--vscode-charts-orange)', marked: true },
} as const;
