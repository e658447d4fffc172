/** Every buffer that a device was given: who may touch it now, where it was mapped, how long it lived, what was left behind. */
import { css, html, nothing, svg, type TemplateResult } from 'lit';
import type { MappingsView, MappingView } from '../../../simulator/inspect/view-models.ts';
import { ViewElement } from '../page/view-element.ts';
import { bytes, counted, microseconds, oneWord } from '../page/words.ts';

const owners: Readonly<Record<MappingView['owner'], string>> = {
  device: 'device',
  cpu: 'CPU',
  split: 'CPU and device, in parts',
  shared: 'both',
  gone: 'ended',
};
const directions = { 'to-device': 'memory → device', 'from-device': 'device → memory', both: 'both ways' } as const;
const barWidth = 170;

class MappingsPage extends ViewElement<MappingsView> {
  static override styles = [
    ViewElement.styles,
    css`
      tr.gone td {
        color: var(--vscode-descriptionForeground);
      }
      svg {
        vertical-align: middle;
        overflow: visible;
      }
      .life {
        fill: var(--vscode-charts-blue);
      }
      .life.ended {
        fill: color-mix(in srgb, var(--vscode-foreground) 35%, transparent);
      }
      .life.leaked {
        fill: var(--vscode-errorForeground);
      }
      .track {
        stroke: var(--line);
      }
      .use {
        stroke: var(--vscode-foreground);
      }
    `,
  ];
  private withEnded = this.connection.loadState({ withEnded: true }).withEnded;
  private onlyLeaked = false;

  protected load(): Promise<MappingsView> {
    return this.connection.request('dma/mappings', {});
  }

  protected renderData(view: MappingsView): TemplateResult {
    const shown = view.mappings.filter(
      ({ owner, leaked }) => (this.withEnded || owner !== 'gone') && (leaked || !this.onlyLeaked || view.leaked === 0),
    );
    const devices = new Set(shown.map(({ device }) => device));
    const begin = Math.min(view.now, ...shown.map(({ mappedAt }) => mappedAt ?? view.now));
    return html`
      <div class="toolbar">
        <span id="mapped"
          >${counted(view.live, 'buffer')} mapped or allocated,
          ${bytes(view.liveBytes)}${
            view.leaked > 0
              ? html`; <strong class="problem">${view.leaked.toLocaleString('en')} left behind by the driver</strong>`
              : nothing
          }${devices.size === 1 ? `; all of ${[...devices][0]}` : nothing}.</span
        >
        <label
          ><input type="checkbox" .checked=${this.withEnded} @change=${this.#choose} /> show those that have
          ended</label
        >
        ${view.leaked > 0 ? html`<label><input type="checkbox" .checked=${this.onlyLeaked} @change=${this.#chooseLeaked} /> only those left behind</label>` : nothing}
      </div>
      ${
        shown.length === 0
          ? html`<p class="hint">
              ${
                view.mappings.length > 0
                  ? 'No buffer is mapped now; some were, and have ended.'
                  : 'No buffer is mapped: the driver has called none of the DMA API’s functions that give one to a device.'
              }
            </p>`
          : this.renderTable(shown, begin, view.now, devices.size > 1)
      }
      ${view.liveLeftOut > 0 ? html`<p class="hint">${view.liveLeftOut.toLocaleString('en')} more are mapped and not listed.</p>` : nothing}
      ${this.withEnded && view.endedLeftOut > 0 ? html`<p class="hint">${view.endedLeftOut.toLocaleString('en')} older ones have ended and are not listed.</p>` : nothing}
    `;
  }

  readonly #choose = (event: Event): void => {
    this.withEnded = (event.target as HTMLInputElement).checked;
    this.connection.saveState({ withEnded: this.withEnded });
    this.changes.othersShown();
    this.requestUpdate();
  };

  readonly #chooseLeaked = (event: Event): void => {
    this.onlyLeaked = (event.target as HTMLInputElement).checked;
    this.changes.othersShown();
    this.requestUpdate();
  };

  private renderTable(rows: readonly MappingView[], begin: number, now: number, withDevice: boolean): TemplateResult {
    return html`<table class="stacked broad" aria-label="DMA mappings">
      <thead>
        <tr>
          ${withDevice ? html`<th>Device</th>` : nothing}
          <th>Bus address</th>
          <th class="number">Size</th>
          <th>Kind</th>
          <th>Owner now</th>
          <th title="A bar from mapping to end; a stroke is a transfer">
            Life, ${microseconds(begin)} … ${microseconds(now)}
          </th>
          <th>Mapped by</th>
          <th>Memory</th>
          <th>Ended by</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => this.renderRow(row, begin, now, withDevice))}
      </tbody>
    </table>`;
  }

  private renderRow(row: MappingView, begin: number, now: number, withDevice: boolean): TemplateResult {
    const { id, owner } = row;
    return html`<tr class=${owner === 'gone' ? 'gone' : ''} data-mapping=${row.handle}>
      ${withDevice ? html`<td>${row.device}</td>` : nothing}
      <td class="mono ${this.changes.mark(`${id} handle`, row.handle)}" data-address="bus:${row.handle}">
        ${row.handle}
      </td>
      <td class="number ${this.changes.mark(`${id} bytes`, row.bytes)}">${bytes(row.bytes)}</td>
      <td>${row.kind}, ${directions[row.direction]}</td>
      <td class="fold ${this.changes.mark(`${id} owner`, row.ownerText)}">
        <span class="owner ${owner}" title=${row.ownerText}>${owners[owner]}</span>
        ${row.leaked ? html`<strong class="problem">left behind</strong>` : nothing}
        ${row.written ? html`<span class="hint ${this.changes.mark(`${id} written`, row.written)}">${oneWord(`${bytes(row.written)} written`)}</span>` : nothing}
      </td>
      <td>${renderLife(row, begin, now)}</td>
      <td data-label="Mapped by">${this.sourceLink(row.place)}</td>
      <td data-label="Memory">
        ${this.memoryLink(row.physical, owner === 'gone' ? '' : 'scattered')}${
          row.bounce === null ? nothing : html` via bounce buffer ${this.memoryLink(row.bounce)}`
        }
      </td>
      ${row.endPlace ? html`<td data-label="Ended by">${this.sourceLink(row.endPlace)}</td>` : html`<td></td>`}
    </tr>`;
  }
}

/** A bar from mapping to end, with a stroke for each transfer. */
function renderLife(row: MappingView, begin: number, now: number): TemplateResult {
  const scale = (at: number): number => (now === begin ? 0 : ((at - begin) / (now - begin)) * barWidth);
  const from = scale(row.mappedAt ?? begin);
  const to = scale(row.endedAt ?? now);
  const kind = row.leaked ? 'leaked' : row.endedAt === null ? '' : 'ended';
  return html`<svg width=${barWidth} height="12" role="img" aria-label=${lifeText(row)}>
    <title>${lifeText(row)}</title>
    <line class="track" x1="0" x2=${barWidth} y1="6" y2="6"></line>
    <rect class="life ${kind}" x=${from} y="2" width=${Math.max(2, to - from)} height="8"></rect>
    ${row.transfers.map((at) => svg`<line class="use" x1=${scale(at)} x2=${scale(at)} y1="0" y2="12"></line>`)}
  </svg>`;
}

function lifeText({ mappedAt, endedAt, transfers }: MappingView): string {
  const from = mappedAt === null ? 'mapped before the journal begins' : `mapped at ${microseconds(mappedAt)}`;
  const to = endedAt === null ? 'still there' : `ended at ${microseconds(endedAt)}`;
  return `${from}, ${to}, ${transfers.length} transfer${transfers.length === 1 ? '' : 's'}`;
}
customElements.define('dma-view', MappingsPage);
