/** Colours of the timeline's events, by the kind of their record, and what they mean. */
import { css, html, type TemplateResult } from 'lit';
import type { TimelineView } from '../../../simulator/inspect/view-models.ts';

/** Names of theme colours, without `--vscode-`. */
export const kindColors: Readonly<Record<string, { readonly color: string; readonly word: string }>> = {
  runs: { color: 'charts-blue', word: 'a task runs' },
  'dma-start': { color: 'charts-orange', word: 'DMA transfer' },
  'register-read': { color: 'charts-blue', word: 'register read' },
  'register-write': { color: 'charts-purple', word: 'register written' },
  'interrupt-raised': { color: 'charts-yellow', word: 'interrupt raised' },
  'interrupt-delivered': { color: 'charts-yellow', word: 'interrupt delivered' },
  'coherent-alloc': { color: 'charts-green', word: 'coherent memory allocated' },
  'dma-map': { color: 'charts-green', word: 'mapped' },
  'dma-unmap': { color: 'descriptionForeground', word: 'unmapped' },
  'coherent-free': { color: 'descriptionForeground', word: 'coherent memory freed' },
  'dma-sync': { color: 'charts-blue', word: 'synchronised' },
  bounce: { color: 'charts-orange', word: 'bounced' },
  'tlb-flush': { color: 'charts-purple', word: 'TLB flushed' },
  'iotlb-invalidation': { color: 'charts-purple', word: 'IOTLB invalidated' },
  'page-fault': { color: 'charts-blue', word: 'page fault' },
  'disk-complete': { color: 'charts-green', word: 'disk request' },
  log: { color: 'foreground', word: 'kernel log' },
  output: { color: 'charts-green', word: 'program output' },
  task: { color: 'descriptionForeground', word: 'task created, woken, blocked' },
};

export function renderKinds({ events }: TimelineView): TemplateResult {
  const kinds = [...new Set(events.map(({ what }) => what))].filter((what) => what in kindColors);
  const grave = events.some(({ severity }) => severity !== 'plain');
  return html`<div class="legend">
    ${kinds.map((what) => html`<span><span class="swatch" style="background:var(--vscode-${kindColors[what]!.color})"></span>${kindColors[what]!.word}</span>`)}
    ${grave ? html`<span>▲ fault or finding</span>` : ''}
  </div>`;
}

export const timelineStyles = css`
  .timeline {
    display: flex;
  }
  .names {
    width: 150px;
    flex: none;
    padding-top: 18px;
  }
  .names div {
    height: 22px;
    line-height: 22px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .lanes {
    position: relative;
    flex: 1;
    min-width: 200px;
    overflow: hidden;
  }
  canvas {
    display: block;
    touch-action: none;
    cursor: crosshair;
  }
  .mark {
    position: absolute;
    box-sizing: border-box;
    border: 2px solid var(--vscode-focusBorder);
    pointer-events: none;
  }
  .head {
    position: absolute;
    top: 0;
    bottom: 0;
    width: 0;
    border-left: 2px dashed var(--vscode-focusBorder);
    pointer-events: none;
  }
  .said {
    min-height: 1.4em;
    margin: 4px 0;
  }
`;
