/** How the timeline shows each kind of event: a colour of the theme and a shape, so that they are told apart without colours too. */

/** Of a mark 10 pixels high; what lasts is drawn as a bar instead. */
export type Shape =
  'bar' | 'hollow' | 'left' | 'right' | 'up' | 'down' | 'diamond' | 'circle' | 'cross' | 'step' | 'frame' | 'octagon';

export interface KindLook {
  /** Name of a theme colour, without `--vscode-`. */
  readonly color: string;
  readonly shape: Shape;
  readonly word: string;
}

const faint = 'descriptionForeground';

export const kindLooks: Readonly<Record<string, KindLook>> = {
  runs: { color: 'charts-blue', shape: 'step', word: 'a task runs' },
  task: { color: faint, shape: 'bar', word: 'task created, woken, blocked' },
  log: { color: 'foreground', shape: 'hollow', word: 'kernel log' },
  output: { color: 'charts-green', shape: 'hollow', word: 'program output' },
  'interrupt-delivered': { color: 'charts-yellow', shape: 'down', word: 'interrupt delivered' },
  mmap: { color: 'charts-green', shape: 'circle', word: 'memory mapped into a process' },
  munmap: { color: faint, shape: 'circle', word: 'memory taken from a process' },
  'register-read': { color: 'charts-blue', shape: 'left', word: 'register read' },
  'register-write': { color: 'charts-purple', shape: 'right', word: 'register written' },
  'interrupt-raised': { color: 'charts-yellow', shape: 'up', word: 'interrupt raised' },
  'dma-start': { color: 'dma-deviceOwned', shape: 'bar', word: 'DMA transfer' },
  'coherent-alloc': { color: 'charts-green', shape: 'diamond', word: 'coherent memory allocated' },
  'coherent-free': { color: faint, shape: 'diamond', word: 'coherent memory freed' },
  'dma-map': { color: 'charts-green', shape: 'down', word: 'mapped for a device' },
  'dma-unmap': { color: faint, shape: 'up', word: 'unmapped' },
  'iommu-map': { color: 'charts-blue', shape: 'right', word: 'entered in the IOMMU’s tables' },
  'iommu-unmap': { color: faint, shape: 'left', word: 'taken from the IOMMU’s tables' },
  'cma-alloc': { color: 'charts-blue', shape: 'circle', word: 'taken from CMA' },
  'cma-release': { color: faint, shape: 'circle', word: 'given back to CMA' },
  'dma-sync': { color: 'charts-blue', shape: 'diamond', word: 'synchronised' },
  bounce: { color: 'dma-deviceOwned', shape: 'circle', word: 'copied through a bounce buffer' },
  'tlb-flush': { color: 'charts-purple', shape: 'cross', word: 'TLB flushed' },
  'iotlb-invalidation': { color: 'charts-purple', shape: 'hollow', word: 'IOTLB invalidated' },
  'page-fault': { color: 'charts-blue', shape: 'cross', word: 'page fault' },
  'fault-injected': { color: 'dma-deviceOwned', shape: 'cross', word: 'fault on demand' },
  'disk-complete': { color: 'charts-green', shape: 'bar', word: 'disk request' },
};
export const otherLook: KindLook = { color: 'foreground', shape: 'bar', word: 'other' };

/** Each shape as a path in a square of 10, drawn on the canvas and in the legend alike. */
export const shapePaths: Readonly<Record<Shape, string>> = {
  bar: 'M3.5 0h3v10h-3z',
  hollow: 'M2.5 0h5v10h-5zM4 1.5v7h2v-7z',
  left: 'M8 0v10L1 5z',
  right: 'M2 0v10l7-5z',
  up: 'M5 1l4.5 8h-9z',
  down: 'M5 9L.5 1h9z',
  diamond: 'M5 0l4 5-4 5-4-5z',
  circle: 'M5 1a4 4 0 1 1 0 8a4 4 0 1 1 0-8z',
  frame: 'M5 .5l4.8 9H.2zM5 4L2.8 8h4.4z',
  octagon: 'M3 .2h4L9.8 3v4L7 9.8H3L.2 7V3z',
  cross: 'M3.8 0h2.4v3.8h3.3v2.4H6.2V10H3.8V6.2H.5V3.8h3.3z',
  step: 'M0 6h10v4H0z',
};

/** Where something is wrong: another shape than what merely happens has. */
export const graveShapes = { warning: 'frame', error: 'octagon' } as const;

export function lookOfKind(what: string): KindLook {
  return kindLooks[what] ?? otherLook;
}
