/** Interrupts as the controller has them, and every register access and interrupt in order: the trace of what CPU and device told each other. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { InterruptsView, InterruptView, TraceView } from '../../../simulator/inspect/view-models.ts';
import { ViewElement } from '../page/view-element.ts';
import { alikeTogether, type Alike } from './alike.ts';
import { counted, microseconds } from '../page/words.ts';

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
      @container (max-width: 620px) {
        .wide {
          display: none;
        }
      }
      input[type='search'] {
        max-width: 100%;
        width: 19em;
      }
    `,
  ];
  private choice: Choice = this.connection.loadState<Choice>({ device: '', text: '' });

  protected async load(): Promise<Data> {
    const { device } = this.choice;
    const [view, { devices }] = await Promise.all([
      this.connection.request('dma/interrupts', device === '' ? {} : { device }),
      this.connection.request('dma/devices', { parts: false }),
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
    return html`<table class="stacked" aria-label="Interrupts">
        <thead>
          <tr>
            <th class="number">Number</th>
            <th>Kind</th>
            <th>Handled by</th>
            <th class="number">CPU</th>
            <th class="number">Raised</th>
            <th>State</th>
          </tr>
        </thead>
        <tbody>
          ${interrupts.map(
            (each) =>
              html`<tr data-irq=${each.irq}>
                <td class="number" data-label="Interrupt">${each.irq}</td>
                <td>${each.kind === 'edge' ? 'message' : 'line'}</td>
                <td data-label="for">${each.handlers || html`<span class="hint">nobody</span>`}</td>
                <td class="number" data-label="CPU">${each.cpu}</td>
                <td class="number ${this.changes.mark(`${each.irq} raised`, each.raised)}" data-label="raised">
                  ${each.raised}${each.merged > 0 ? ` (${each.merged} merged)` : ''}
                </td>
                <td class=${this.changes.mark(`${each.irq} state`, stateText(each))}>${stateText(each)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      ${spuriousMessages > 0 ? html`<p class="problem">${counted(spuriousMessages, 'message', 'messages')} came for numbers that nobody had set up: lost.</p>` : nothing}`;
  }

  private renderTrace({ trace, traceLeftOut }: InterruptsView, devices: readonly string[]): TemplateResult {
    const wanted = this.choice.text.toLowerCase();
    const found = trace.filter((each) =>
      `${each.what} ${each.subject} ${each.fields} ${each.value ?? ''}`.toLowerCase().includes(wanted),
    );
    const shown = alikeTogether(found);
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
          ? html`<p class="hint">
              ${
                trace.length === 0 && this.choice.device === ''
                  ? 'No register was touched and no interrupt raised yet.'
                  : 'Nothing of that kind has happened.'
              }
              ${this.choice.text !== '' || this.choice.device !== '' ? html`<button @click=${() => this.choose({ device: '', text: '' })}>Show all</button>` : nothing}
            </p>`
          : html`<table class="stacked" aria-label="Trace of registers and interrupts">
              <thead>
                <tr>
                  <th>Time</th>
                  <th class="wide">By</th>
                  <th>What</th>
                  <th title="Name, then its offset in the BAR and the bits accessed">Register</th>
                  <th title="The value, then its fields that are not zero">Value</th>
                  <th>Source</th>
                  ${devices.length > 1 ? html`<th>Device</th>` : nothing}
                </tr>
              </thead>
              <tbody>
                ${shown.map((each) => this.renderRow(each, devices.length > 1))}
              </tbody>
            </table>`
      }
      ${traceLeftOut > 0 ? html`<p class="hint">${counted(traceLeftOut, 'older one is', 'older ones are')} not shown.</p>` : nothing}
    `;
  }

  private renderRow({ row, count, first }: Alike, withDevice: boolean): TemplateResult {
    const { what, cpu, offset, size } = row;
    return html`<tr class="${what} ${this.changes.mark(`trace ${row.sequence}`, count)}" data-trace=${row.sequence}>
      <td class="mono">${count > 1 ? `${microseconds(first)} … ` : nothing}${microseconds(row.at)}</td>
      <td class="wide">${what === 'delivered' ? 'controller' : cpu === null ? 'device' : `CPU ${cpu}`}</td>
      <td>
        ${signs[what]}${what === 'delivered' && cpu !== null ? ` to CPU ${cpu}` : nothing}${
          count > 1 ? html` <strong>${count} times</strong>` : nothing
        }
      </td>
      <td>
        ${row.subject}${offset === null ? nothing : html` <span class="hint mono wide">+0x${offset.toString(16)}, ${8 * (size ?? 0)} bit</span>`}
      </td>
      <td class="mono value">${row.value ?? ''} <span class="hint">${row.fields}</span></td>
      <td>${this.sourceLink(row.place)}</td>
      ${withDevice ? html`<td>${row.device}</td>` : nothing}
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
