/** Interrupts as the controller has them, and every register access and interrupt in order: the trace of what CPU and device told each other. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { InterruptsView, InterruptView, TraceView } from '../../../simulator/inspect/view-models.ts';
import { ViewElement } from '../page/view-element.ts';
import { microseconds } from '../page/words.ts';

interface Choice {
  readonly device: string;
  readonly text: string;
}
interface Data {
  readonly view: InterruptsView;
  readonly devices: readonly string[];
}

const signs: Readonly<Record<TraceView['what'], string>> = {
  read: '← read',
  write: '→ write',
  raised: '⚡ raised',
  delivered: '✓ delivered',
};

class InterruptsPage extends ViewElement<Data> {
  static override styles = [
    ViewElement.styles,
    css`
      tr.raised td,
      tr.delivered td {
        font-weight: 600;
      }
      td.value {
        white-space: normal;
      }
      input[type='search'] {
        width: 14em;
      }
    `,
  ];
  private choice: Choice = this.connection.loadState<Choice>({ device: '', text: '' });

  protected async load(): Promise<Data> {
    const { device } = this.choice;
    const [view, { devices }] = await Promise.all([
      this.connection.request('dma/interrupts', device === '' ? {} : { device }),
      this.connection.request('dma/devices', {}),
    ]);
    return { view, devices: devices.map(({ name }) => name) };
  }

  private choose(choice: Partial<Choice>): void {
    this.choice = { ...this.choice, ...choice };
    this.connection.saveState(this.choice);
    void this.reload();
  }

  protected renderData({ view, devices }: Data): TemplateResult {
    return html`
      ${this.section('interrupts', `Interrupts (${view.interrupts.length})`, () => this.renderInterrupts(view), { open: true })}
      ${this.section('trace', 'Registers and interrupts, newest first', () => this.renderTrace(view, devices), { open: true })}
    `;
  }

  private renderInterrupts({ interrupts, spuriousMessages }: InterruptsView): TemplateResult {
    if (interrupts.length === 0) return html`<p class="hint">No driver has asked for an interrupt yet.</p>`;
    return html`<table aria-label="Interrupts">
        <thead>
          <tr>
            <th>Number</th>
            <th>Kind</th>
            <th>Handled by</th>
            <th>CPU</th>
            <th>Raised</th>
            <th>State</th>
          </tr>
        </thead>
        <tbody>
          ${interrupts.map(
            (each) =>
              html`<tr data-irq=${each.irq}>
                <td class="number">${each.irq}</td>
                <td>${each.kind === 'edge' ? 'message' : 'line'}</td>
                <td>${each.handlers || html`<span class="hint">nobody</span>`}</td>
                <td class="number">${each.cpu}</td>
                <td class="number ${this.changes.mark(`${each.irq} raised`, each.raised)}">
                  ${each.raised}${each.merged > 0 ? ` (${each.merged} merged)` : ''}
                </td>
                <td class=${this.changes.mark(`${each.irq} state`, stateText(each))}>${stateText(each)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      ${spuriousMessages > 0 ? html`<p class="problem">${spuriousMessages} messages came for numbers that nobody had set up: they are lost.</p>` : nothing}`;
  }

  private renderTrace({ trace, traceLeftOut }: InterruptsView, devices: readonly string[]): TemplateResult {
    const wanted = this.choice.text.toLowerCase();
    const shown = trace.filter((each) =>
      `${each.what} ${each.subject} ${each.fields} ${each.value ?? ''}`.toLowerCase().includes(wanted),
    );
    return html`
      <div class="toolbar">
        <label
          >Device
          <select @change=${(event: Event) => this.choose({ device: (event.target as HTMLSelectElement).value })}>
            <option value="" ?selected=${this.choice.device === ''}>all</option>
            ${devices.map((name) => html`<option value=${name} ?selected=${this.choice.device === name}>${name}</option>`)}
          </select>
        </label>
        <label
          >Only
          <input
            type="search"
            placeholder="a register, read, write, raised …"
            .value=${this.choice.text}
            @input=${(event: Event) => this.choose({ text: (event.target as HTMLInputElement).value })}
          />
        </label>
      </div>
      ${
        shown.length === 0
          ? html`<p class="hint">Nothing of that kind has happened.</p>`
          : html`<table aria-label="Trace of registers and interrupts">
              <thead>
                <tr>
                  <th>Time</th>
                  <th>By</th>
                  <th>What</th>
                  <th>Register</th>
                  <th>Value</th>
                  <th>Source</th>
                  <th>Device</th>
                </tr>
              </thead>
              <tbody>
                ${shown.map((each) => this.renderRow(each))}
              </tbody>
            </table>`
      }
      ${traceLeftOut > 0 ? html`<p class="hint">${traceLeftOut} older ones are not shown.</p>` : nothing}
    `;
  }

  private renderRow(row: TraceView): TemplateResult {
    return html`<tr class=${row.what} data-trace=${row.sequence}>
      <td class="number">${microseconds(row.at)}</td>
      <td>${row.cpu === null ? 'device' : `CPU ${row.cpu}`}</td>
      <td>${signs[row.what]}</td>
      <td>
        ${row.subject}${row.offset === null ? nothing : html` <span class="hint mono">0x${row.offset.toString(16)}/${row.size}</span>`}
      </td>
      <td class="mono value">${row.value ?? ''} <span class="hint">${row.fields}</span></td>
      <td>${this.sourceLink(row.place)}</td>
      <td>${row.device}</td>
    </tr>`;
  }
}

function stateText({ masked, pending, inService, asserted }: InterruptView): string {
  const words = [
    masked ? 'masked' : '',
    pending ? 'pending' : '',
    inService ? 'in service' : '',
    asserted.length > 0 ? `held by ${asserted.join(', ')}` : '',
  ].filter((word) => word !== '');
  return words.join(', ') || 'quiet';
}
customElements.define('dma-view', InterruptsPage);
