/** Processes' memory: areas and what of them is there page by page, files in the page cache, the disk under them, swap. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type {
  AreaPagesView,
  CachedFileView,
  DiskView,
  ProcessAreaView,
  ProcessMemoryView,
  ProcessView,
  SwapView,
} from '../../../simulator/inspect/view-models.ts';
import '../page/cell-grid.ts';
import { renderLegend } from '../page/legend.ts';
import { ViewElement } from '../page/view-element.ts';
import { bytes, counted, microseconds, pages } from '../page/words.ts';
import { fileLetters, kindsOf, looksOf, pageLetters, swapLetters } from './page-letters.ts';

interface Data {
  readonly view: ProcessMemoryView;
  /** Of the area that is looked into. */
  readonly pages: AreaPagesView | null;
}
const columnNames = { resident: 'Resident', dirty: 'Dirty', shared: 'Shared', swap: 'Swap' } as const;

interface Choice {
  readonly space: number;
  /** Start of an area; empty: none. */
  readonly area: string;
}

class ProcessMemoryPage extends ViewElement<Data> {
  static override styles = [
    ViewElement.styles,
    css`
      tr.chosen td {
        background: var(--vscode-list-inactiveSelectionBackground);
      }
    `,
  ];
  private choice: Choice = this.connection.loadState<Choice>({ space: -1, area: '' });

  protected async load(): Promise<Data> {
    const view = await this.connection.request('dma/processMemory', {});
    const { space, area } = this.choice;
    const process = view.processes.find(({ id }) => id === space);
    const there = process?.areas.some(({ start }) => start === area) ?? false;
    const found = there ? await this.connection.request('dma/areaPages', { addressSpace: space, start: area }) : null;
    return { view, pages: found };
  }

  private choose(space: number, area: string): void {
    const same = this.choice.space === space && this.choice.area === area;
    this.choice = same ? { space: -1, area: '' } : { space, area };
    this.connection.saveState(this.choice);
    void this.reload();
  }

  protected renderData({ view, pages: shown }: Data): TemplateResult {
    return html`
      ${
        view.processes.length === 0
          ? html`<p class="hint">
              No program is running: none has been started yet, or all have ended. Continue to where
              <code>main</code> has begun, or go back there in the ${this.viewLink('timeline', 'DMA Timeline')}.
            </p>`
          : nothing
      }
      ${view.processes.map((each) =>
        this.section(
          `process ${each.name}`,
          html`<strong>${each.name}</strong> ${bytes(4096 * (each.anonymousPages + each.filePages))} resident`,
          () => this.renderProcess(each, shown),
          { open: true },
        ),
      )}
      ${this.section('files', `Page cache (${counted(view.files.length, 'file')})`, () => this.renderFiles(view), { open: true })}
      ${this.section('disk', html`Disk${view.disk.powered ? '' : html` <span class="stale">without power</span>`}`, () => renderDisk(view.disk), { open: view.disk.requests.length > 0 })}
      ${this.section('swap', view.swap ? `Swap: ${view.swap.used.toLocaleString('en')} of ${counted(view.swap.slots, 'slot')} taken` : 'Swap: none', () => renderSwap(view.swap))}
    `;
  }

  private renderProcess(process: ProcessView, shown: AreaPagesView | null): TemplateResult {
    const { id, name, areas, areasLeftOut, minorFaults, majorFaults, swapEntries } = process;
    const chosen = this.choice.space === id ? areas.find(({ start }) => start === this.choice.area) : undefined;
    return html`
      <p class="hint">
        <span class=${this.changes.mark(`minor ${id}`, minorFaults)}>${minorFaults.toLocaleString('en')} minor</span>
        and
        <span class=${this.changes.mark(`major ${id}`, majorFaults)}>${majorFaults.toLocaleString('en')} major</span>
        <span class="told" title="A major fault had to wait for the disk or for swap">faults</span
        >${swapEntries > 0 ? `; ${pages(swapEntries)} in swap` : ''}.
      </p>
      <table class="stacked" aria-label="Areas of ${name}">
        <thead>
          <tr>
            <th>From</th>
            <th class="number">Size</th>
            <th title="r, w, x: may be read, written, executed; s or p: shared with others, or private">Access</th>
            <th>What</th>
            <th class="number" title="In memory now">Resident</th>
            <th class="number">Dirty</th>
            <th class="number" title="Page frames that others have too">Shared</th>
            <th class="number">Swap</th>
          </tr>
        </thead>
        <tbody>
          ${areas.map((area) => this.renderArea(id, area, area === chosen))}
        </tbody>
      </table>
      ${areasLeftOut > 0 ? html`<p class="hint">${counted(areasLeftOut, 'more area is', 'more areas are')} not shown.</p>` : nothing}
      ${chosen && shown ? this.renderPages(chosen, shown) : nothing}
    `;
  }

  private renderArea(space: number, area: ProcessAreaView, chosen: boolean): TemplateResult {
    const count = (name: 'resident' | 'dirty' | 'shared' | 'swap'): TemplateResult =>
      html`<td
        class="number ${this.changes.mark(`${space} ${area.start} ${name}`, area[name])}"
        data-label=${area[name] === 0 ? nothing : columnNames[name]}
      >
        ${area[name] === 0 ? nothing : bytes(area[name])}
      </td>`;
    return html`<tr class=${chosen ? 'chosen' : ''} data-area=${area.start}>
      <td>
        <button
          class="mono"
          title="Page by page"
          aria-expanded=${chosen}
          data-address="virtual:${area.start}"
          @click=${() => this.choose(space, area.start)}
        >
          ${area.start}
        </button>
      </td>
      <td class="number">${bytes(area.bytes)}</td>
      <td class="mono">${area.permissions}</td>
      <td>${area.what}${area.locked > 0 ? html` <span class="hint">locked</span>` : nothing}</td>
      ${count('resident')}${count('dirty')}${count('shared')}${count('swap')}
    </tr>`;
  }

  private renderPages(area: ProcessAreaView, { pages: letters, left }: AreaPagesView): TemplateResult {
    const address = (page: number): string => `0x${(BigInt(area.start) + 4096n * BigInt(page)).toString(16)}`;
    return html`<h4>Pages of ${area.what} from <code>${area.start}</code></h4>
      <cell-grid
        .kinds=${kindsOf(pageLetters, letters)}
        .looks=${looksOf(pageLetters)}
        .columns=${64}
        .scale=${letters.length > 8192 ? 4 : 8}
        .label=${`Pages of ${area.what}`}
        .address=${(page: number) => `virtual:${address(page)}`}
        .describe=${(page: number) => `${address(page)}: ${pageLetters[letters[page] as keyof typeof pageLetters].word}`}
        @choose=${(event: CustomEvent<number>) => this.connection.send({ kind: 'showElsewhere', view: 'pageTables', expression: address(event.detail) })}
      ></cell-grid>
      ${renderLegend(looksOf(pageLetters))} ${left > 0 ? html`<p class="hint">${pages(left)} more.</p>` : nothing}`;
  }

  private renderFiles({ files, dirtyPages, writebackPages }: ProcessMemoryView): TemplateResult {
    return html`
      ${
        files.length === 0
          ? html`<p class="hint">
              No file has been opened: files of the machine file’s <code>files</code> and what programs create appear
              here.
            </p>`
          : nothing
      }
      <p ?hidden=${files.length === 0}>
        <span class=${this.changes.mark('dirty', dirtyPages)}>${pages(dirtyPages)} dirty</span>,
        ${pages(writebackPages)} being written.
      </p>
      <table class="stacked" aria-label="Files in the page cache" ?hidden=${files.length === 0}>
        <thead>
          <tr>
            <th>File</th>
            <th class="number">Size</th>
            <th class="number">On disk</th>
            <th class="number">Cached pages</th>
            <th class="number">Dirty pages</th>
          </tr>
        </thead>
        <tbody>
          ${files.map(
            (file) =>
              html`<tr>
                <td class="whole">${this.section(`file ${file.number}`, file.name, () => renderFilePages(file))}</td>
                <td class="number" data-label="Size">${bytes(file.bytes)}</td>
                <td class="number" data-label="On disk">
                  ${file.inMemory ? 'in memory alone' : bytes(file.onDiskBytes)}${file.linked ? '' : ', deleted'}
                </td>
                <td
                  class="number ${this.changes.mark(`cached ${file.number}`, file.cachedPages)}"
                  data-label="Cached pages"
                >
                  ${file.cachedPages}
                </td>
                <td
                  class="number ${this.changes.mark(`dirty ${file.number}`, file.dirtyPages)}"
                  data-label="Dirty pages"
                >
                  ${file.dirtyPages}
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    `;
  }
}

function renderFilePages({ name, pages: letters }: CachedFileView): TemplateResult {
  return html`<cell-grid
      .kinds=${kindsOf(fileLetters, letters)}
      .looks=${looksOf(fileLetters)}
      .columns=${64}
      .scale=${6}
      .label=${`Pages of ${name}`}
      .describe=${(page: number) => `page ${page}: ${fileLetters[letters[page] as keyof typeof fileLetters].word}`}
    ></cell-grid>
    ${renderLegend(looksOf(fileLetters))}`;
}

function renderDisk({ rotational, blocks, busyUntil, requests }: DiskView): TemplateResult {
  return html`<p>
      ${rotational ? 'Rotating' : 'Solid state'}, ${counted(blocks, 'block')}
      written${requests.length > 0 ? `, busy until ${microseconds(busyUntil)}` : ''}.
    </p>
    ${
      requests.length === 0
        ? html`<p class="hint">No request is under way.</p>`
        : html`<table aria-label="Requests under way">
            <tbody>
              ${requests.map(
                (each) =>
                  html`<tr>
                    <td>${each.write ? 'write' : 'read'}</td>
                    <td>${each.what}</td>
                    <td class="number">page ${each.page}, ${pages(each.pages)}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }`;
}

function renderSwap(swap: SwapView | null): TemplateResult {
  if (!swap) return html`<p class="hint">This machine has no swap; the machine file’s <code>swap</code> adds it.</p>`;
  return html`<cell-grid
      .kinds=${kindsOf(swapLetters, swap.map)}
      .looks=${looksOf(swapLetters)}
      .columns=${128}
      .scale=${swap.map.length > 16384 ? 2 : 4}
      .label=${'Slots of the swap device'}
      .describe=${(slot: number) => `slot ${slot}: ${swapLetters[swap.map[slot] as keyof typeof swapLetters].word}`}
    ></cell-grid>
    ${renderLegend(looksOf(swapLetters))}`;
}
customElements.define('dma-view', ProcessMemoryPage);
