/** The journal of DMA transfers as a table: what was programmed, where it really went, what came of it. A row leads to source and memory. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { FindingView, TransfersView, TransferView } from '../../../simulator/inspect/view-models.ts';
import { ViewElement } from '../page/view-element.ts';
import { bytes, microseconds } from '../page/words.ts';

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

  protected load(): Promise<TransfersView> {
    return this.connection.request('dma/transfers', {});
  }

  protected renderData({ transfers, dropped, findings }: TransfersView): TemplateResult {
    return html`
      ${transfers.length === 0 ? html`<p class="hint">No device has moved data yet.</p>` : this.renderTable(transfers)}
      ${dropped > 0 ? html`<p class="hint">${dropped} older transfers are not shown.</p>` : nothing}
      ${
        findings.length === 0
          ? nothing
          : html`<h4>Findings</h4>
              <ul>
                ${findings.map((each) => this.renderFinding(each))}
              </ul>`
      }
    `;
  }

  private renderTable(transfers: readonly TransferView[]): TemplateResult {
    return html`<table aria-label="DMA transfers, newest first">
      <thead>
        <tr>
          <th>#</th>
          <th>Device</th>
          <th>Direction</th>
          <th>Bytes</th>
          <th>Programmed → driven → memory</th>
          <th>Status</th>
          <th>Pages changed</th>
          <th>Source</th>
          <th>Hit</th>
          <th>Meant</th>
          <th>Time</th>
        </tr>
      </thead>
      <tbody>
        ${[...transfers].reverse().map((each) => this.renderRow(each))}
      </tbody>
    </table>`;
  }

  private renderRow(row: TransferView): TemplateResult {
    const status = row.wrongTarget ? html`<strong>⚠ wrong target</strong>, ${row.status}` : row.status;
    return html`<tr class=${row.wrongTarget ? 'wrong' : ''} data-transfer=${row.transfer}>
      <td>${row.transfer}</td>
      <td>${row.device}</td>
      <td title=${row.purpose}>${row.direction === 'to-device' ? 'memory → device' : 'device → memory'}</td>
      <td class="number">${bytes(row.bytesMoved)}${row.bytesMoved === row.length ? '' : ` of ${bytes(row.length)}`}</td>
      <td class="mono">${this.renderWay(row)}</td>
      <td>${status}</td>
      <td class="number">${row.direction === 'from-device' ? row.framesChanged.toLocaleString('en') : ''}</td>
      <td>${this.sourceLink(row.place)}</td>
      <td>${row.hit}</td>
      <td>${row.intended}</td>
      <td class="number">
        ${microseconds(row.startedAt)}${row.endedAt === null ? '' : ` + ${microseconds(row.endedAt - row.startedAt)}`}
      </td>
    </tr>`;
  }

  private renderWay(row: TransferView): TemplateResult {
    const arrow = html`<span class="arrow"> → </span>`;
    const driven = row.driven === row.programmed ? '=' : html`<span class="cut">${row.driven}</span>`;
    if (row.physical === null) return html`${row.programmed}${arrow}${driven}${arrow}refused`;
    const memory = this.memoryLink(row.physical);
    return html`<span data-address="bus:${row.programmed}">${row.programmed}</span>${arrow}${driven}${arrow}${memory}`;
  }

  private renderFinding(finding: FindingView): TemplateResult {
    return html`<li class="problem">
      ${finding.message}
      <span class="hint"
        >(${finding.origin === 'kernel' ? 'the kernel says so' : 'seen by the simulator; a real kernel cannot'})</span
      >
      ${this.sourceLink(finding.place)}
    </li>`;
  }
}
customElements.define('dma-view', TransfersPage);
