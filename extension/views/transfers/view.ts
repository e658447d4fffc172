/** The journal of DMA transfers as a table: what was programmed, where it really went, what came of it. A row leads to source and memory. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { FindingView, TransfersView, TransferView } from '../../../simulator/inspect/view-models.ts';
import { ViewElement } from '../page/view-element.ts';
import { bytes, microseconds, oneWord } from '../page/words.ts';

/** Of those that say something, which are shown. */
interface Columns {
  readonly source: boolean;
  readonly device: boolean;
}

/** Rows that are asked for at first, and when the user wants the older ones too. */
const [fewRows, manyRows] = [50, 500];

class TransfersPage extends ViewElement<TransfersView> {
  static override styles = [
    ViewElement.styles,
    css`
      tr.wrong td {
        color: var(--vscode-errorForeground);
      }
      .arrow {
        color: var(--vscode-descriptionForeground);
      }
      .cut {
        font-weight: 700;
      }
      ul {
        margin: 8px 0;
        padding-left: 18px;
      }
    `,
  ];

  private limit = fewRows;

  protected load(): Promise<TransfersView> {
    return this.connection.request('dma/transfers', { limit: this.limit });
  }

  protected renderData({ transfers, dropped, findings, findingsDropped }: TransfersView): TemplateResult {
    return html`
      ${
        transfers.length === 0
          ? html`<p class="hint">
              No device has moved data yet. Tick <em>DMA transfer starts</em> in the Breakpoints view to stop at the
              first; ${this.viewLink('mappings', 'DMA Mappings')} shows what devices were given.
            </p>`
          : this.renderTable(transfers)
      }
      ${this.renderRest(dropped, 'transfers')}
      ${
        findings.length === 0
          ? nothing
          : html`<h4>Findings</h4>
              <ul>
                ${findings.map((each) => this.renderFinding(each))}
              </ul>
              ${this.renderRest(findingsDropped, 'findings')}`
      }
    `;
  }

  private renderRest(count: number, what: string): TemplateResult | typeof nothing {
    if (count === 0) return nothing;
    const more = (): void => {
      this.limit = manyRows;
      void this.reload();
    };
    return html`<p class="hint">
      ${count.toLocaleString('en')} older ${what} are not shown.
      ${this.limit < manyRows ? html`<button class="action" @click=${more}>Show more</button>` : nothing}
    </p>`;
  }

  private renderTable(transfers: readonly TransferView[]): TemplateResult {
    const columns = {
      source: transfers.some(({ place }) => place !== null),
      device: transfers.some(({ device }) => device !== transfers[0]?.device),
    };
    return html`${columns.device ? nothing : html`<p class="hint">All by ${transfers[0]?.device}, newest first.</p>`}
      <table class="stacked broad" aria-label="DMA transfers, newest first">
        <thead>
          <tr>
            <th class="number">#</th>
            ${columns.device ? html`<th>Device</th>` : nothing}
            <th>Direction</th>
            <th class="number">Bytes</th>
            <th
              title="The address the driver gave, the one that left the device and its bridge, and where in memory it arrived; = is the same as before"
            >
              Programmed → driven → memory
            </th>
            <th>Status</th>
            <th title="Whose memory was hit, and what for">Memory</th>
            <th class="number" title="Pages of memory that look different since">Changed</th>
            ${columns.source ? html`<th title="The statement that started it, and the register write that led the device to it">Source</th>` : nothing}
            <th class="fold">Begin + duration</th>
          </tr>
        </thead>
        <tbody>
          ${[...transfers].reverse().map((each) => this.renderRow(each, columns))}
        </tbody>
      </table>`;
  }

  private renderRow(row: TransferView, columns: Columns): TemplateResult {
    const { transfer, bytesMoved, length, wrongTarget, direction } = row;
    const mark = (name: string, value: string | number): string => this.changes.mark(`${transfer} ${name}`, value);
    const status = wrongTarget ? html`<strong>⚠ wrong target</strong>, ${row.status}` : row.status;
    const moved = bytesMoved === length ? bytes(length) : `${bytes(bytesMoved)} of ${bytes(length)}`;
    const aside = wrongTarget || row.physical === null;
    return html`<tr class=${wrongTarget ? 'wrong' : ''} data-transfer=${transfer}>
      <td class="number ${mark('is', transfer)}" data-label="#">${transfer}</td>
      ${columns.device ? html`<td>${row.device}</td>` : nothing}
      <td class="fold">${direction === 'to-device' ? 'memory → device' : 'device → memory'}</td>
      <td class="number ${mark('moved', bytesMoved)}">${moved}</td>
      <td class="mono">${this.renderWay(row)}</td>
      <td class="fold ${mark('status', row.status)}">${status}</td>
      <td class="wrap" data-label="Memory:" title="meant: ${row.intended}">
        ${row.hit}${aside ? html`; <strong>meant</strong>: ${row.intended}` : nothing}
        ${row.purpose ? html`<br /><span class="hint">${row.purpose}</span>` : nothing}
      </td>
      ${direction === 'from-device' ? html`<td class="number" data-label="Pages changed">${row.framesChanged.toLocaleString('en')}</td>` : html`<td></td>`}
      ${
        columns.source
          ? html`<td>
              ${this.sourceLink(row.place)}${row.begunBy ? html`<br /><span class="hint mono">${row.begunBy}</span>` : nothing}
            </td>`
          : nothing
      }
      <td class="mono fold">
        ${oneWord(microseconds(row.startedAt))}${row.endedAt === null ? '' : ` +\u00a0${oneWord(microseconds(row.endedAt - row.startedAt))}`}
      </td>
    </tr>`;
  }

  private renderWay(row: TransferView): TemplateResult {
    const arrow = html`<span class="arrow"> → </span>`;
    const driven = row.driven === row.programmed ? '=' : html`<span class="cut">${row.driven}</span>`;
    if (row.physical === null)
      return html`<span data-address="bus:${row.programmed}">${row.programmed}</span>${arrow}${driven}${arrow}refused`;
    const memory = this.memoryLink(row.physical);
    return html`<span data-address="bus:${row.programmed}">${row.programmed}</span>${arrow}${driven}${arrow}${memory}`;
  }

  private renderFinding(finding: FindingView): TemplateResult {
    return html`<li class="problem ${this.changes.mark(`finding ${finding.sequence}`, finding.message)}">
      ${finding.message}
      <span class="hint"
        >(${finding.origin === 'kernel' ? 'the kernel says so' : 'seen by the simulator; a real kernel cannot'})</span
      >
      ${this.sourceLink(finding.place)}
    </li>`;
  }
}
customElements.define('dma-view', TransfersPage);
