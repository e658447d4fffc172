/** Physical memory as a map: zones, who owns which page frames, CMA's bitmap, and what the last DMA transfer touched. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { CmaAreaView, PhysicalMemoryView, ZoneView } from '../../../simulator/inspect/view-models.ts';
import type { CellLook } from '../page/cell-grid.ts';
import '../page/cell-grid.ts';
import { renderLegend } from '../page/legend.ts';
import { ViewElement } from '../page/view-element.ts';
import { bytes, pages } from '../page/words.ts';
import { frameLooks, kindLooks, lookOf, transferLooks } from './frame-kinds.ts';
import { bitmapBits, frames, framesPerCell, mapCells, transferIn, type MapCell } from './memory-map.ts';

const mapSize = 4096;
const hex = (frame: number): string => `0x${(frame * 4096).toString(16)}`;

class PhysicalMemoryPage extends ViewElement<PhysicalMemoryView> {
  static override styles = [
    ViewElement.styles,
    css`
      .legend {
        max-width: 560px;
      }
    `,
  ];

  protected load(): Promise<PhysicalMemoryView> {
    return this.connection.request('dma/physicalMemory', {});
  }

  protected renderData(view: PhysicalMemoryView): TemplateResult {
    const perCell = framesPerCell(view, mapSize);
    const cells = mapCells(view, perCell);
    return html`
      ${this.renderLastTransfer(view)}
      <div class="columns">
        <section>
          <h4>RAM, ${bytes(view.totalBytes)}: one cell is ${bytes(perCell * 4096)}</h4>
          ${renderLegend(looksIn(cells))}
          <cell-grid
            .kinds=${Uint8Array.from(cells, (each) => lookOf(each.transfer ? transferLooks[each.transfer] : kindLooks[each.kind]))}
            .looks=${frameLooks}
            .columns=${128}
            .scale=${5}
            .label=${'Map of physical memory'}
            .describe=${(i: number) => describeCell(cells[i]!)}
            .address=${(i: number) => `phys:${hex(cells[i]!.first)}`}
          ></cell-grid>
        </section>
        ${view.cma.map((area) => this.renderCma(area, view))}
        <section>
          <h4>Zones</h4>
          ${renderZones(view.zones)}
        </section>
      </div>
      ${renderOwners(view)}
    `;
  }

  private renderLastTransfer({ lastTransfer }: PhysicalMemoryView): TemplateResult | typeof nothing {
    if (!lastTransfer) return nothing;
    const { touched, changed, intended } = lastTransfer;
    const verb = lastTransfer.direction === 'to-device' ? 'read' : 'wrote to';
    const where = (ranges: typeof touched): string =>
      ranges
        .map((range) => hex(range.first))
        .slice(0, 3)
        .join(', ');
    return html`<p id="last-transfer">
      Last transfer (#${lastTransfer.transfer}, ${lastTransfer.device}) ${verb}
      ${pages(frames(touched))}${touched.length > 0 ? html` from <code>${where(touched)}</code>` : nothing}${
        lastTransfer.direction === 'from-device' ? html` and changed ${pages(frames(changed))}` : nothing
      };
      the buffer that was meant:
      ${intended.length > 0 ? html`${pages(frames(intended))} from <code>${where(intended)}</code>` : 'none'}.
    </p>`;
  }

  private renderCma(area: CmaAreaView, view: PhysicalMemoryView): TemplateResult {
    const perBit = 2 ** area.orderPerBit;
    const bits = bitmapBits(area.bitmap, Math.ceil(area.frames / perBit));
    const kinds = Uint8Array.from(bits, (used, i) => {
      const transfer = transferIn(view, area.baseFrame + i * perBit, perBit);
      return lookOf(
        transfer === 'changed' || transfer === 'read'
          ? transferLooks[transfer]
          : kindLooks[used ? 'cma-used' : 'cma-free'],
      );
    });
    const owner = (frame: number): string =>
      area.owners.find((run) => frame >= run.first && frame < run.first + run.count)?.owner ?? 'free';
    return html`<section>
      <h4>CMA area “${area.name}” at <code>${hex(area.baseFrame)}</code></h4>
      <p id="cma-occupancy">${area.usedFrames} of ${area.frames} pages in use, longest free run ${area.maxChunk}</p>
      <cell-grid
        .kinds=${kinds}
        .looks=${frameLooks}
        .columns=${256}
        .scale=${1 + Number(bits.length <= 65536)}
        .label=${`Bitmap of CMA area ${area.name}`}
        .address=${(i: number) => `phys:${hex(area.baseFrame + i * perBit)}`}
        .describe=${(i: number) => `${hex(area.baseFrame + i * perBit)}: ${bits[i] ? `in use by ${owner(area.baseFrame + i * perBit)}` : 'free'}`}
      ></cell-grid>
      ${
        area.owners.length === 0
          ? nothing
          : html`<ul>
              ${area.owners.slice(0, 20).map((run) => html`<li><code>${hex(run.first)}</code> ${pages(run.count)}: ${run.owner}</li>`)}
            </ul>`
      }
    </section>`;
  }
}

function looksIn(cells: readonly MapCell[]): CellLook[] {
  const kinds = [...new Set(cells.map((each) => each.kind))].map((kind) => kindLooks[kind]);
  const transfers = [...new Set(cells.flatMap((each) => each.transfer ?? []))].map((each) => transferLooks[each]);
  return [...transfers, ...kinds];
}

function describeCell(cell: MapCell): string {
  const owners = cell.runs
    .slice(0, 4)
    .map((run) => `${run.owner || kindLooks[run.kind].word} (${pages(run.count)} from ${hex(run.first)})`);
  const more = cell.runs.length > 4 ? ` and ${cell.runs.length - 4} more` : '';
  const transfer = cell.transfer ? ` — ${transferLooks[cell.transfer].word}` : '';
  return `${hex(cell.first)}: ${owners.join('; ')}${more}${transfer}`;
}

function renderZones(zones: readonly ZoneView[]): TemplateResult {
  return html`<table>
    <thead>
      <tr>
        <th>Zone</th>
        <th>From</th>
        <th>Present</th>
        <th>Free</th>
        <th>Free blocks of order 0 … 10</th>
      </tr>
    </thead>
    <tbody>
      ${zones.map(
        (zone) =>
          html`<tr>
            <td>${zone.name}</td>
            <td class="number">${hex(zone.firstFrame)}</td>
            <td class="number">${bytes(zone.presentFrames * 4096)}</td>
            <td class="number">${bytes(zone.freeFrames * 4096)}</td>
            <td class="number">${zone.freeByOrder.join(' ')}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** The map as a table: for those who read rather than look, and for searching. */
function renderOwners(view: PhysicalMemoryView): TemplateResult {
  const used = view.runs.filter((run) => run.kind !== 'free' && run.kind !== 'cma-free');
  return html`<details>
    <summary>All page frames in use, as a table (${used.length} runs)</summary>
    <table>
      <thead>
        <tr>
          <th>From</th>
          <th>Pages</th>
          <th>Kind</th>
          <th>Owner</th>
        </tr>
      </thead>
      <tbody>
        ${used.slice(0, 1000).map(
          (run) =>
            html`<tr>
              <td class="number">${hex(run.first)}</td>
              <td class="number">${run.count}</td>
              <td>${kindLooks[run.kind].word}</td>
              <td>${run.owner}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}
customElements.define('dma-view', PhysicalMemoryPage);
