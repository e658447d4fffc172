/** Devices as they stand: registers with their fields, rings and lists of descriptors with their owners and the memory they name, pictures. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type {
  DescriptorBufferView,
  DescriptorEntryView,
  DescriptorTableView,
  DeviceView,
} from '../../../simulator/inspect/view-models.ts';
import type { DeviceSent, PictureSent } from '../../../debug-adapter/custom-requests.ts';
import { ViewElement } from '../page/view-element.ts';
import { bytes, counted } from '../page/words.ts';
import { alikeTogether } from './alike.ts';
import './pixel-picture.ts';

type Register = DeviceView['registers'][number];

class DevicesPage extends ViewElement<readonly DeviceSent[]> {
  static override styles = [
    ViewElement.styles,
    css`
      .columns > section {
        min-width: 200px;
      }
      td.fields {
        white-space: normal;
      }
      .field {
        margin-right: 6px;
        white-space: nowrap;
      }
      .field.set {
        font-weight: 600;
      }
      .mark {
        border: 1px solid var(--vscode-charts-blue);
        border-radius: 3px;
        padding: 0 4px;
        margin-right: 3px;
      }
      .pictures {
        display: flex;
        flex-wrap: wrap;
        gap: 12px;
      }
      figure {
        margin: 4px 0;
        width: min(240px, 100%);
      }
      .pictures {
        align-items: end;
      }
      td.memory {
        white-space: normal;
        min-width: min(26em, 25cqw);
      }
      td.alike {
        color: var(--vscode-descriptionForeground);
        font-style: italic;
      }
      @container (max-width: 620px) {
        .meaning {
          display: none;
        }
      }
      /* Where there is no room beside them, fields stand below their register. */
      @container (max-width: 480px) {
        .registers tr {
          display: grid;
          grid-template-columns: 4.4em 1fr auto;
        }
        .registers th:nth-child(4) {
          display: none;
        }
        .registers td.fields {
          grid-column: 2 / -1;
        }
      }
      table.registers td {
        vertical-align: baseline;
      }
    `,
  ];

  /** By digest: of the last answer. */
  private pictures = new Map<string, string>();

  protected async load(): Promise<readonly DeviceSent[]> {
    const had = this.pictures;
    const asked = { known: [...had.keys()], opened: [...this.turned] };
    const { devices } = await this.connection.request('dma/devices', asked);
    const pictures = new Map<string, string>();
    const whole = (image: PictureSent): PictureSent => {
      if (image.digest === null) return image;
      const pixels = image.pixels ?? had.get(image.digest)!;
      pictures.set(image.digest, pixels);
      return { ...image, pixels };
    };
    const shown = devices.map((device) => ({ ...device, images: device.images.map(whole) }));
    this.pictures = pictures;
    return shown;
  }

  /** Tables behind entries come with their entries once they are open. */
  protected override sectionTurned(key: string): void {
    if (this.turned.has(key)) void this.reload();
  }

  protected renderData(devices: readonly DeviceSent[]): TemplateResult {
    if (devices.length === 0)
      return html`<p class="hint">
        This machine has no device that is modelled: the machine file’s <code>devices</code> lists them.
      </p>`;
    return html`${devices.map((device) =>
      this.section(
        device.name,
        html`<strong>${device.name}</strong> ${device.model}`,
        () => this.renderDevice(device),
        { open: true },
      ),
    )}`;
  }

  private renderDevice(device: DeviceSent): TemplateResult {
    const { name, registers, tables, images, limitations, configuration } = device;
    return html`
      <p class="hint">${device.description}</p>
      ${this.section(`${name} registers`, `Registers (${registers.length})`, () => this.renderRegisters(name, registers), { open: registers.length <= 16 })}
      ${tables.map((table) => this.renderTable(`${name} ${table.name}`, table, true))}
      ${
        images.length === 0
          ? nothing
          : this.section(
              `${name} pictures`,
              'Pictures',
              () => html`<div class="pictures">${images.map((each) => renderImage(each))}</div>`,
              { open: true },
            )
      }
      ${this.section(
        `${name} about`,
        'Configuration and what is not modelled',
        () => html`
          <table aria-label="Configuration of ${name}">
            ${configuration.map(
              (each) =>
                html`<tr title=${each.meaning}>
                  <td class="told" title=${each.meaning}>${each.name}</td>
                  <td class="mono">${each.value}</td>
                  <td class="wrap hint meaning">${each.meaning}</td>
                </tr>`,
            )}
          </table>
          <ul>
            ${limitations.map((each) => html`<li>${each}</li>`)}
          </ul>
        `,
      )}
    `;
  }

  private renderRegisters(device: string, registers: readonly Register[]): TemplateResult {
    return html`<table class="registers" aria-label="Registers of ${device}">
      <thead>
        <tr>
          <th>Offset</th>
          <th>Register</th>
          <th>Value</th>
          <th>Fields</th>
          <th class="meaning">Meaning</th>
        </tr>
      </thead>
      <tbody>
        ${registers.map(
          (each) =>
            html`<tr data-register=${each.name}>
              <td class="mono">${each.bar > 0 ? `BAR ${each.bar} ` : ''}0x${each.offset.toString(16)}</td>
              <td>${each.name}</td>
              <td class="mono ${this.changes.mark(`${device} ${each.name}`, each.value)}">${each.value}</td>
              <td class="fields">
                ${each.fields.map(({ name, value, meaning }) => html`<span class="field ${value === '0x0' ? '' : 'set'}" title=${meaning}>${name}&nbsp;${value}</span> `)}
              </td>
              <td class="wrap hint meaning">${each.meaning}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  private renderTable(key: string, table: DescriptorTableView, open: boolean): TemplateResult {
    const place = table.address === null ? 'on board' : table.address;
    const theirs = table.entries.filter(({ owner }) => owner === 'device').length;
    const whose =
      theirs > 0 && table.entries.length === table.count ? `, ${counted(theirs, 'entry', 'entries')} the device’s` : '';
    const summary = html`${table.name}: ${table.shape} of ${table.count} × ${bytes(table.entryBytes)} at
      <span class="mono">${place}</span>${whose}`;
    return this.section(key, summary, () => this.renderEntries(key, table), { open });
  }

  private renderEntries(key: string, table: DescriptorTableView): TemplateResult {
    const { entries, columns, marks, physical, address, count } = table;
    const where =
      address === null
        ? nothing
        : html`<p>
            ${physical === null ? html`<span class="problem">Nothing answers at ${address}.</span>` : html`In memory at ${this.memoryLink(physical)}.`}
          </p>`;
    const withOwner = entries.some(({ owner }) => owner !== null);
    return html`${where}
      <table class="stacked" aria-label=${table.name}>
        <thead>
          <tr>
            <th>#</th>
            ${withOwner ? html`<th>Owner</th>` : nothing}
            ${columns.map(({ name, meaning }) => html`<th title=${meaning}>${name}</th>`)}
            <th>Memory</th>
          </tr>
        </thead>
        <tbody>
          ${alikeTogether(entries, marks).map(({ entry, last }) =>
            last === null
              ? this.renderEntry(key, entry, table, withOwner)
              : html`<tr class=${entry.owner ?? ''}>
                  <td class="mono">${entry.index} – ${last}</td>
                  ${withOwner ? html`<td>${renderOwner(entry)}</td>` : nothing}
                  <td class="alike" colspan=${columns.length + 1}>the same as ${entry.index - 1}</td>
                </tr>`,
          )}
        </tbody>
      </table>
      ${entries.length > 0 && entries.length < count ? html`<p class="hint">${counted(count - entries.length, 'entry', 'entries')} away from the marks are not shown.</p>` : nothing}`;
  }

  private renderEntry(
    key: string,
    entry: DescriptorEntryView,
    { marks, columns }: DescriptorTableView,
    withOwner: boolean,
  ): TemplateResult {
    const own = marks.filter(({ index }) => index === entry.index);
    const id = `${key} ${entry.index}`;
    return html`<tr class=${entry.owner ?? ''} data-entry=${entry.index}>
        <td
          class="mono"
          title=${entry.physical === null ? '' : `In memory at ${entry.physical}`}
          data-address=${entry.physical === null ? nothing : `phys:${entry.physical}`}
        >
          ${own.map(({ name, meaning }) => html`<span class="mark" title=${meaning}>${name}</span>`)}${entry.index}
        </td>
        ${withOwner ? html`<td class=${this.changes.mark(`${id} owner`, entry.owner ?? '')}>${renderOwner(entry)}</td>` : nothing}
        ${entry.values.map(
          (value, column) =>
            html`<td
              class="mono ${this.changes.mark(`${id} ${column}`, value)}"
              data-label=${value === '' ? nothing : columns[column]!.name}
            >
              ${value}
            </td>`,
        )}
        ${entry.buffers.length === 0 ? html`<td></td>` : html`<td class="memory whole">${entry.buffers.map((buffer) => this.renderBuffer(buffer))}</td>`}
      </tr>
      ${
        entry.tables.length === 0
          ? nothing
          : html`<tr>
              <td class="whole" colspan=${columns.length + 2 + Number(withOwner)}>
                ${entry.tables.map((table) => this.renderTable(`${id} ${table.name}`, table, false))}
              </td>
            </tr>`
      }`;
  }

  private renderBuffer({
    what,
    address,
    bytes: size,
    physical,
    buffer,
    owner,
    place,
  }: DescriptorBufferView): TemplateResult {
    return html`<div title="${buffer}; memory of: ${owner}">
      ${what} <span class="mono" data-address="bus:${address}">${address}</span> ${bytes(size)} →
      ${physical === null ? html`<span class="problem">nothing</span>` : this.memoryLink(physical)}
      <span class="hint">${owner}</span> ${this.sourceLink(place)}
    </div>`;
  }
}

function renderOwner({ owner }: DescriptorEntryView): TemplateResult | typeof nothing {
  return owner === null ? nothing : html`<span class="owner ${owner}">${owner}</span>`;
}

function renderImage(image: PictureSent): TemplateResult {
  const { name, meaning, width, height, step } = image;
  const empty = image.pixels !== null && /^A*=*$/.test(image.pixels);
  return html`<figure>
    <figcaption>
      <span class="told" title=${meaning}>${name}</span>, ${width} ×
      ${height}${
        step > 1 ? html`<span class="hint">, one pixel of ${step * step}</span>` : nothing
      }${empty ? html`<span class="hint">, all zeros</span>` : nothing}
    </figcaption>
    ${
      image.pixels === null
        ? html`<p class="problem">Nothing answers where it should stand.</p>`
        : html`<pixel-picture
            .pixels=${image.pixels}
            .width=${image.shownWidth}
            .height=${image.shownHeight}
            .label="${name}: ${meaning}"
          ></pixel-picture>`
    }
  </figure>`;
}
customElements.define('dma-view', DevicesPage);
