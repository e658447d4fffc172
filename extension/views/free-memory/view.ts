/** What memory is free and how it lies: the buddy's lists by zone, order and migrate type, slab caches, the slots of the bounce buffers. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type {
  FreeMemoryView,
  FreeZoneView,
  SlabCacheView,
  SwiotlbView,
} from '../../../simulator/inspect/view-models.ts';
import type { CellLook } from '../page/cell-grid.ts';
import '../page/cell-grid.ts';
import { renderLegend } from '../page/legend.ts';
import { ViewElement } from '../page/view-element.ts';
import { bytes, counted, pages } from '../page/words.ts';

const mostSlots = 500;
const orders = Array.from({ length: 11 }, (_, order) => order);
const slotLooks: readonly CellLook[] = [
  {
    word: 'free',
    color: 'color-mix(in srgb, var(--vscode-foreground) 12%, var(--vscode-editor-background))',
    pattern: 'plain',
  },
  { word: 'taken', color: 'var(--device)', pattern: 'stripes' },
  { word: 'taken, the next mapping', color: 'var(--vscode-charts-yellow)', pattern: 'dots' },
];

class FreeMemoryPage extends ViewElement<FreeMemoryView> {
  static override styles = [
    ViewElement.styles,
    css`
      td.block {
        text-align: right;
        min-width: 2.6em;
        --share: 0%;
        background: linear-gradient(
          to top,
          color-mix(in srgb, var(--vscode-charts-blue) 45%, transparent) var(--share),
          transparent var(--share)
        );
      }
      td.none {
        color: var(--vscode-descriptionForeground);
      }
      .blocks th:not(:first-child) {
        text-align: right;
      }
      .blocks :is(th, td):not(:first-child) {
        padding-left: 4px;
        padding-right: 4px;
      }
      @container (max-width: 480px) {
        .blocks :is(th, td),
        .blocks :is(th, td):not(:first-child) {
          padding: 1px 2px;
          font-size: 11px;
        }
        td.block {
          min-width: 1em;
        }
      }
      .filled {
        display: inline-block;
        width: 90px;
        height: 8px;
        border: 1px solid var(--line);
        background: linear-gradient(to right, var(--vscode-charts-blue) var(--share), transparent var(--share));
      }
    `,
  ];

  protected load(): Promise<FreeMemoryView> {
    return this.connection.request('dma/freeMemory', {});
  }

  protected renderData(view: FreeMemoryView): TemplateResult {
    return html`
      <p class="hint">
        Free blocks by migrate type (rows) and order (columns: blocks of 2<sup>order</sup> pages); a bar is the share
        that they have of the zone’s largest.
      </p>
      ${view.zones.map((zone) =>
        this.section(
          `zone ${zone.name}`,
          html`Zone <strong>${zone.name}</strong>: ${bytes(zone.freePages * 4096)} of ${bytes(zone.managedPages * 4096)}
            free
            <span class="hint ${this.changes.mark(`zone ${zone.name}`, zone.freePages)}"
              >${pages(zone.freePages)}</span
            >`,
          () => this.renderZone(zone, view.migrateTypes),
          { open: true },
        ),
      )}
      ${this.section('slab', `Slab caches (${view.slabs.length})`, () => this.renderSlabs(view), { open: true })}
      ${this.section(
        'swiotlb',
        view.swiotlb
          ? `Bounce buffers (swiotlb): ${view.swiotlb.used.toLocaleString('en')} of ${counted(view.swiotlb.slots, 'slot')} taken`
          : 'Bounce buffers (swiotlb): none',
        () =>
          view.swiotlb
            ? this.renderSwiotlb(view.swiotlb)
            : html`<p class="hint">
                This machine has no swiotlb; the machine file’s <code>"swiotlb": "force"</code> bounces every mapping.
              </p>`,
        { open: view.swiotlb !== null && view.swiotlb.used > 0 },
      )}
    `;
  }

  private renderZone(zone: FreeZoneView, types: readonly string[]): TemplateResult {
    const { watermark, perCpuPages, freeCmaPages, name, freeByType } = zone;
    const most = Math.max(1, ...freeByType.flatMap((blocks) => blocks.map((count, order) => count * 2 ** order)));
    const shown = types.map((type, index) => ({ type, blocks: freeByType[index] ?? [] }));
    return html`
      <p class="hint">
        <span class="told" title="Below low kswapd is woken; below min only allocations that may use reserves succeed"
          >Watermarks</span
        >
        min ${watermark.min}, low ${watermark.low}, high ${watermark.high} pages; ${pages(perCpuPages)} on the CPUs’ own
        lists${freeCmaPages > 0 ? `; ${pages(freeCmaPages)} of it in CMA` : ''}.
      </p>
      <table class="blocks" aria-label="Free blocks of zone ${name} by migrate type and order">
        <thead>
          <tr>
            <th>Order</th>
            ${orders.map((order) => html`<th scope="col" title="${bytes(4096 * 2 ** order)} a block">${order}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${shown
            .filter(({ blocks }) => blocks.some((count) => count > 0))
            .map(
              ({ type, blocks }) =>
                html`<tr>
                  <td>${type}</td>
                  ${orders.map((order) => this.renderBlocks(`${name} ${type} ${order}`, blocks[order] ?? 0, order, most))}
                </tr>`,
            )}
        </tbody>
      </table>
    `;
  }

  private renderBlocks(key: string, count: number, order: number, most: number): TemplateResult {
    const share = `${Math.round((100 * count * 2 ** order) / most)}%`;
    return html`<td
      class="number block ${count === 0 ? 'none' : ''} ${this.changes.mark(key, count)}"
      style="--share:${share}"
      title="${count} free blocks of ${bytes(4096 * 2 ** order)}: ${bytes(count * 4096 * 2 ** order)}"
    >
      ${count}
    </td>`;
  }

  private renderSlabs({ slabs, large }: FreeMemoryView): TemplateResult {
    return html`<table class="stacked" aria-label="Slab caches">
        <thead>
          <tr>
            <th>Cache</th>
            <th class="number">Object</th>
            <th class="number">In use</th>
            <th class="number" title="Objects that its slabs have room for">Of</th>
            <th class="number" title="Slabs of so many pages each">Slabs × pages</th>
            <th>Filled</th>
          </tr>
        </thead>
        <tbody>
          ${slabs.map((cache) => this.renderSlab(cache))}
        </tbody>
      </table>
      ${large.count > 0 ? html`<p>kmalloc beyond 8 KiB, straight from the page allocator: ${counted(large.count, 'block')}, ${bytes(large.bytes)}.</p>` : nothing}`;
  }

  private renderSlab(cache: SlabCacheView): TemplateResult {
    const { name, objectBytes, objects, capacity, slabs, slabPages, partial } = cache;
    return html`<tr data-cache=${name}>
      <td>${name}</td>
      <td class="number" data-label="objects of">${bytes(objectBytes)}</td>
      <td class="number ${this.changes.mark(`slab ${name}`, objects)}" data-label="in use">${objects}</td>
      <td class="number" data-label="of">${capacity}</td>
      <td
        title="${slabs} slabs of ${pages(slabPages)}, ${partial} of them partly free and no CPU’s"
        class="number"
        data-label="slabs × pages"
      >
        ${slabs} × ${slabPages}
      </td>
      <td>
        <span
          class="filled"
          role="img"
          aria-label="${Math.round((100 * objects) / Math.max(1, capacity))}% filled"
          style="--share:${Math.round((100 * objects) / Math.max(1, capacity))}%"
        ></span>
      </td>
    </tr>`;
  }

  private renderSwiotlb(view: SwiotlbView): TemplateResult {
    const kinds = new Uint8Array(view.slots);
    view.taken.forEach(({ first, count }, index) => kinds.fill(1 + (index % 2), first, first + count));
    const describe = (slot: number): string => {
      const run = view.taken.find(({ first, count }) => slot >= first && slot < first + count);
      const place = `slot ${slot} at 0x${(Number(view.start) + slot * view.slotBytes).toString(16)}`;
      return run
        ? `${place}: ${bytes(run.bytes)} of the buffer at ${run.original}, ${run.owner}, slots ${run.first}–${run.first + run.count - 1}`
        : `${place}: free`;
    };
    return html`
      <p>
        ${view.slots.toLocaleString('en')} slots of ${bytes(view.slotBytes)} from ${this.memoryLink(view.start)}, in
        ${view.areas.length} area${view.areas.length === 1 ? '' : 's'}
        (${view.areas.map(({ used, slots }) => `${used} of ${slots}`).join(', ')}
        taken)${view.force ? '; every mapping is bounced' : ''}.
      </p>
      <cell-grid
        .kinds=${kinds}
        .looks=${slotLooks}
        .columns=${256}
        .scale=${kinds.length > 16384 ? 2 : 3}
        .label=${'Slots of the bounce buffers'}
        .address=${(slot: number) => `phys:0x${(Number(view.start) + slot * view.slotBytes).toString(16)}`}
        .describe=${describe}
      ></cell-grid>
      ${renderLegend(slotLooks)}
      ${
        view.taken.length === 0
          ? nothing
          : html`<table class="stacked" aria-label="Taken slots">
              <thead>
                <tr>
                  <th class="number">Slots</th>
                  <th class="number">Bytes</th>
                  <th>Buffer</th>
                  <th>Owner</th>
                </tr>
              </thead>
              <tbody>
                ${view.taken.slice(0, mostSlots).map(
                  ({ first, count, bytes: size, original, owner }) =>
                    html`<tr>
                      <td class="number">${first}${count > 1 ? `–${first + count - 1}` : ''}</td>
                      <td class="number">${bytes(size)}</td>
                      <td>${this.memoryLink(original)}</td>
                      <td>${owner}</td>
                    </tr>`,
                )}
              </tbody>
            </table>`
      }
      ${view.taken.length > mostSlots ? html`<p class="hint">${counted(view.taken.length - mostSlots, 'more mapping is', 'more mappings are')} in the picture, not in the table.</p>` : nothing}
    `;
  }
}
customElements.define('dma-view', FreeMemoryPage);
