/** What colours and patterns mean. */
import { html, type TemplateResult } from 'lit';
import type { CellLook } from './cell-grid.ts';

export function renderLegend(looks: readonly CellLook[]): TemplateResult {
  return html`<div class="legend">
    ${looks.map(
      ({ word, color, pattern }) =>
        html`<span><span class="swatch ${pattern}" style="background-color:${color}"></span>${word}</span>`,
    )}
  </div>`;
}
