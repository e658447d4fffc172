/** Physical memory as a map: zones, who owns which page frames, CMA's bitmap, and what the last DMA transfer touched. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { CmaAreaView, FrameRun, PhysicalMemoryView, ZoneView } from '../../../simulator/inspect/view-models.ts';
import type { CellLook } from '../page/cell-grid.ts';
import '../page/cell-grid.ts';
import { renderLegend } from '../page/legend.ts';
import { ViewElement } from '../page/view-element.ts';
import { bytes, pages } from '../page/words.ts';
import { frameLooks, kindLooks, lookOf, transferLooks } from './frame-kinds.ts';
import { cmaKinds, frames, memoryMap, runsIn, type MemoryMap } from './memory-map.ts';

const mapSize = 4096;
const mostListed = 1000;
const hex = (frame: number): string => `0x${(frame * 4096).toString(16)}`;
const cmaLooks = [kindLooks['cma-used'], kindLooks['cma-free']];

/** Made once for each answer, however often that is drawn. */
interface Pictures {
  readonly of: PhysicalMemoryView;
  readonly map: MemoryMap;
  readonly cma: readonly Uint8Array[];
}

class PhysicalMemoryPage extends ViewElement<PhysicalMemoryView> {
  static override properties = { ...ViewElement.properties, chosen: { state: true } };
  static override styles = [
    ViewElement.styles,
    css`
      .legend {
        max-width: 560px;
      }
      td.wrap {
        white-space: normal;
        min-width: 12em;
      }
    `,
  ];
  #pictures: Pictures | null = null;
  /** First frame of the cell of the map that is looked into; -1: none. */
  declare private chosen: number;

  constructor() {
    super();
    this.chosen = this.connection.loadState({ chosen: -1 }).chosen;
  }

  protected load(): Promise<PhysicalMemoryView> {
    return this.connection.request('dma/physicalMemory', {});
  }

  private picturesOf(view: PhysicalMemoryView): Pictures {
    if (this.#pictures?.of !== view)
      this.#pictures = { of: view, map: memoryMap(view, mapSize), cma: view.cma.map((area) => cmaKinds(view, area)) };
    return this.#pictures;
  }

  private choose(frame: number): void {
    this.chosen = this.chosen === frame ? -1 : frame;
    this.connection.saveState({ chosen: this.chosen });
  }

  protected renderData(view: PhysicalMemoryView): TemplateResult {
    const { map, cma } = this.picturesOf(view);
    return html`
      ${this.renderLastTransfer(view)}
      <div class="columns">
        <section>
          <h4>RAM, ${bytes(view.totalBytes)}: one cell is ${bytes(map.perCell * 4096)}</h4>
          ${renderLegend(looksIn(map.kinds))}
          <cell-grid
            .kinds=${map.kinds}
            .looks=${frameLooks}
            .columns=${128}
            .scale=${5}
            .label=${'Map of physical memory'}
            .describe=${(i: number) => describeCell(view, map.firsts[i]!, map)}
            .address=${(i: number) => `phys:${hex(map.firsts[i]!)}`}
            @choose=${(event: CustomEvent<number>) => this.choose(map.firsts[event.detail]!)}
          ></cell-grid>
          ${this.renderChosen(view, map)}
        </section>
        ${view.cma.map((area, index) => this.renderCma(area, cma[index]!))}
        <section>
          <h4>Zones</h4>
          ${this.renderZones(view.zones)}
        </section>
      </div>
      ${this.renderOwners(view)} ${this.renderWindows(view)}
    `;
  }

  private renderLastTransfer({ lastTransfer }: PhysicalMemoryView): TemplateResult | typeof nothing {
    if (!lastTransfer) return nothing;
    const { touched, changed, intended, transfer, device, direction } = lastTransfer;
    const where = (ranges: typeof touched): TemplateResult =>
      html`${pages(frames(ranges))} from
      ${this.memoryLink(hex(ranges[0]!.first))}${ranges.length > 1 ? ` in ${ranges.length} pieces` : nothing}`;
    const did =
      touched.length === 0
        ? 'has not touched memory yet'
        : html`${direction === 'to-device' ? 'read' : 'wrote to'}
          ${where(touched)}${direction === 'from-device' ? ` and changed ${pages(frames(changed))}` : nothing}`;
    return html`<p id="last-transfer">
      Last transfer (#${transfer}, ${device}) ${did}; the buffer that was meant:
      ${intended.length > 0 ? where(intended) : 'not mapped now, or not in one piece'}.
    </p>`;
  }

  /** What is in the cell that was chosen. */
  private renderChosen(view: PhysicalMemoryView, { perCell }: MemoryMap): TemplateResult | typeof nothing {
    if (this.chosen < 0) return nothing;
    return html`<h4>
        From ${hex(this.chosen)}, ${bytes(perCell * 4096)}
        <button @click=${() => this.choose(this.chosen)}>close</button>
      </h4>
      ${this.renderRuns(runsIn(view, this.chosen, perCell), `What is in memory from ${hex(this.chosen)}`)}`;
  }

  private renderCma(area: CmaAreaView, kinds: Uint8Array): TemplateResult {
    const perBit = 2 ** area.orderPerBit;
    const frameOf = (cell: number): number => area.baseFrame + cell * perBit;
    const owner = (frame: number): string =>
      area.owners.find((run) => frame >= run.first && frame < run.first + run.count)?.owner ?? '';
    const describe = (cell: number): string =>
      `${hex(frameOf(cell))}: ${owner(frameOf(cell)) === '' ? 'free' : `in use by ${owner(frameOf(cell))}`}`;
    const { usedFrames, maxChunk } = area;
    return html`<section>
      <h4>CMA area “${area.name}” at <code>${hex(area.baseFrame)}</code>: one cell is ${bytes(perBit * 4096)}</h4>
      <p id="cma-occupancy">
        <span class=${this.changes.mark(`cma ${area.name}`, usedFrames)}
          >${usedFrames.toLocaleString('en')} of ${pages(area.frames)} in use</span
        >, longest free run <span class=${this.changes.mark(`run ${area.name}`, maxChunk)}>${pages(maxChunk)}</span>
      </p>
      ${renderLegend([...cmaLooks, ...looksIn(kinds).filter((look) => !cmaLooks.includes(look))])}
      <cell-grid
        .kinds=${kinds}
        .looks=${frameLooks}
        .columns=${256}
        .scale=${1 + Number(kinds.length <= 65536)}
        .label=${`Bitmap of CMA area ${area.name}`}
        .address=${(i: number) => `phys:${hex(frameOf(i))}`}
        .describe=${describe}
      ></cell-grid>
      ${
        area.owners.length === 0
          ? nothing
          : this.section(
              `cma ${area.name}`,
              `In use (${area.owners.length})`,
              () => this.renderRuns(area.owners, `Owners in CMA area ${area.name}`),
              { open: area.owners.length <= 20 },
            )
      }
    </section>`;
  }

  private renderZones(zones: readonly ZoneView[]): TemplateResult {
    return html`<table class="stacked" aria-label="Zones">
      <thead>
        <tr>
          <th>Zone</th>
          <th>From</th>
          <th class="number">Present</th>
          <th class="number">Free</th>
          <th class="number">Free pages</th>
          <th>Free blocks of order 0 … 10</th>
        </tr>
      </thead>
      <tbody>
        ${zones.map(
          ({ name, firstFrame, presentFrames, freeFrames, freeByOrder }) =>
            html`<tr>
              <td>${name}</td>
              <td class="mono">${hex(firstFrame)}</td>
              <td class="number" data-label="present">${bytes(presentFrames * 4096)}</td>
              <td class="number" data-label="free">${bytes(freeFrames * 4096)}</td>
              <td class="number ${this.changes.mark(`zone ${name}`, freeFrames)}" data-label="pages">
                ${freeFrames.toLocaleString('en')}
              </td>
              <td class="mono" data-label="blocks by order">${freeByOrder.join(' ')}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  /** The map as a table: for those who read rather than look, and for searching. */
  private renderOwners({ runs }: PhysicalMemoryView): TemplateResult {
    const used = runs.filter((run) => run.kind !== 'free' && run.kind !== 'cma-free');
    return this.section('owners', `All page frames in use, as a table (${used.length} runs)`, () =>
      this.renderRuns(used, 'Page frames in use'),
    );
  }

  private renderRuns(runs: readonly FrameRun[], label: string): TemplateResult {
    return html`<table class="stacked" aria-label=${label}>
        <thead>
          <tr>
            <th>From</th>
            <th class="number">Pages</th>
            <th>Kind</th>
            <th>Owner</th>
            <th>Source</th>
          </tr>
        </thead>
        <tbody>
          ${runs.slice(0, mostListed).map(
            (run) =>
              html`<tr>
                <td>${this.memoryLink(hex(run.first))}</td>
                <td class="number" data-label="pages">${run.count.toLocaleString('en')}</td>
                <td>${kindLooks[run.kind].word}</td>
                <td class="wrap">${run.owner}</td>
                <td>${this.sourceLink(run.place)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      ${runs.length > mostListed ? html`<p class="hint">${runs.length - mostListed} more are not shown.</p>` : nothing}`;
  }

  /** Where addresses lead to devices instead of RAM. */
  private renderWindows({ mmio }: PhysicalMemoryView): TemplateResult | typeof nothing {
    if (mmio.length === 0) return nothing;
    return this.section(
      'windows',
      `Windows of devices (${mmio.length})`,
      () =>
        html`<table aria-label="Windows of devices">
          <thead>
            <tr>
              <th>From</th>
              <th class="number">Size</th>
              <th>Device</th>
              <th>BAR</th>
            </tr>
          </thead>
          <tbody>
            ${mmio.map(
              ({ device, bar, start, bytes: size }) =>
                html`<tr>
                  <td class="mono">${start}</td>
                  <td class="number">${bytes(size)}</td>
                  <td>${device}</td>
                  <td>${bar}</td>
                </tr>`,
            )}
          </tbody>
        </table>`,
    );
  }
}

/** Looks that a picture really shows, what the transfer did first. */
function looksIn(kinds: Uint8Array): CellLook[] {
  const shown = new Uint8Array(frameLooks.length);
  for (const kind of kinds) shown[kind] = 1;
  const transfers: readonly CellLook[] = Object.values(transferLooks);
  return [...transfers, ...Object.values(kindLooks)].filter((look) => shown[lookOf(look)] === 1);
}

function describeCell(view: PhysicalMemoryView, first: number, { perCell, kinds, firsts }: MemoryMap): string {
  const runs = runsIn(view, first, perCell);
  const owners = runs
    .slice(0, 4)
    .map((run) => `${run.owner || kindLooks[run.kind].word} (${pages(run.count)} from ${hex(run.first)})`);
  const more = runs.length > 4 ? ` and ${runs.length - 4} more` : '';
  const look = frameLooks[kinds[firsts.indexOf(first)]!]!;
  const transfers: readonly CellLook[] = Object.values(transferLooks);
  return `${hex(first)}: ${owners.join('; ')}${more}${transfers.includes(look) ? ` — ${look.word}` : ''}`;
}
customElements.define('dma-view', PhysicalMemoryPage);
