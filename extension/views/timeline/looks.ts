/** What the timeline's colours and shapes mean, and how the page is laid out. */
import { css, html, svg, type TemplateResult } from 'lit';
import type { TimelineView } from '../../../simulator/inspect/view-models.ts';
import { graveShapes, kindLooks, lookOfKind, otherLook, shapePaths, type KindLook } from './kinds.ts';

export function renderKinds({ events }: TimelineView): TemplateResult {
  const shown = new Set(events.filter(({ severity }) => severity === 'plain').map(({ what }) => what));
  const kinds = Object.keys(kindLooks).filter((what) => shown.has(what));
  const others = [...shown].filter((what) => !(what in kindLooks)).map(inWords);
  const grave = (severity: string): boolean => events.some((event) => event.severity === severity);
  return html`<div class="legend">
    ${kinds.map((what) => entry(lookOfKind(what), lookOfKind(what).word))}
    ${others.map((word) => entry(otherLook, word))}
    ${grave('warning') ? entry({ color: 'dma-deviceOwned', shape: graveShapes.warning }, 'warning') : ''}
    ${grave('error') ? entry({ color: 'errorForeground', shape: graveShapes.error }, 'fault or finding') : ''}
  </div>`;
}

function entry({ color, shape }: Pick<KindLook, 'color' | 'shape'>, word: string): TemplateResult {
  const path = svg`<path d=${shapePaths[shape]} fill-rule="evenodd" style="fill:var(--vscode-${color})"></path>`;
  return html`<span><svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">${path}</svg> ${word}</span>`;
}

function inWords(kind: string): string {
  return kind.replaceAll('-', ' ');
}

export const timelineStyles = css`
  .timeline {
    display: flex;
  }
  .names {
    width: clamp(96px, 28%, 150px);
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
  @container (max-width: 480px) {
    .names div {
      font-size: 0.8em;
    }
  }
  .lanes {
    position: relative;
    flex: 1;
    min-width: 120px;
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
