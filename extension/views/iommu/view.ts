/** What stands between devices and memory: each domain's mappings, the IOTLB with what is stale in it, faults, and the walk of one bus address. */
import { html, nothing, type TemplateResult } from 'lit';
import type {
  IommuDomainView,
  IommuMappingView,
  IommuView,
  IommuWalkView,
  IotlbEntryView,
} from '../../../simulator/inspect/view-models.ts';
import '../page/cell-grid.ts';
import { renderLegend } from '../page/legend.ts';
import { ViewElement } from '../page/view-element.ts';
import { renderWalkSteps, walkStyles } from '../page/walk-steps.ts';
import { bytes, counted, microseconds } from '../page/words.ts';
import { describeIova, iovaLooks, iovaMap, iovaOf } from './iova-map.ts';

interface IommuData {
  readonly iommu: IommuView;
  readonly walk: IommuWalkView | null;
  readonly walkProblem: string | null;
}

const modes: Readonly<Record<IommuView['mode'], string>> = {
  off: 'This machine has no IOMMU: a bus address is a physical address.',
  passthrough: 'The IOMMU lets everything pass: a bus address is a physical address.',
  strict: 'Strict: the IOTLB is invalidated at each unmapping.',
  lazy: 'Lazy: the IOTLB is invalidated up to 10 ms after an unmapping; until then a device may still reach the memory.',
};

class IommuPage extends ViewElement<IommuData> {
  static override styles = [ViewElement.styles, walkStyles];
  private expression = this.connection.loadState({ expression: '' }).expression;

  protected async load(): Promise<IommuData> {
    const iommu = await this.connection.request('dma/iommu', {});
    if (this.expression === '' || iommu.mode === 'off') return { iommu, walk: null, walkProblem: null };
    const frameId = this.frameId;
    try {
      const given = { expression: this.expression, ...(frameId === undefined ? {} : { frameId }) };
      return { iommu, walk: await this.connection.request('dma/iommuWalk', given), walkProblem: null };
    } catch (error) {
      return { iommu, walk: null, walkProblem: error instanceof Error ? error.message : String(error) };
    }
  }

  constructor() {
    super();
    this.connection.onShow((expression) => this.walk(expression));
  }

  protected override readsFrame(): boolean {
    return this.expression !== '';
  }

  private choose(event: Event): void {
    event.preventDefault();
    this.walk(this.renderRoot.querySelector('input')?.value.trim() ?? '');
  }

  private walk(expression: string): void {
    this.expression = expression;
    this.connection.saveState({ expression });
    void this.reload();
  }

  protected renderData({ iommu, walk, walkProblem }: IommuData): TemplateResult {
    if (iommu.mode === 'off')
      return html`<p class="hint">
        ${modes.off} What devices were given stands in ${this.viewLink('mappings', 'DMA Mappings')}. A machine file with
        <code>"iommu": "strict"</code> or <code>"lazy"</code> has one: a device then reaches what is mapped for it
        alone.
      </p>`;
    const { counters } = iommu;
    return html`
      <p>
        ${modes[iommu.mode]} IOTLB:
        <span class=${this.changes.mark('hits', counters.hits)}>${counted(counters.hits, 'hit')}</span>,
        <span class=${this.changes.mark('misses', counters.misses)}>${counted(counters.misses, 'miss', 'misses')}</span
        >,
        <span class=${this.changes.mark('invalidations', counters.invalidations)}
          >${counted(counters.invalidations, 'invalidation')}</span
        >
        that dropped ${counted(counters.entriesDropped, 'entry', 'entries')};
        <span class=${this.changes.mark('faults', counters.faults)}>${counted(counters.faults, 'fault')}</span>.
      </p>
      <form @submit=${(event: Event) => this.choose(event)}>
        <label
          >Bus address
          <input .value=${this.expression} placeholder="an address or a C expression, e.g. handle" />
        </label>
        <button class="action" type="submit">Walk</button>
      </form>
      ${walkProblem === null ? nothing : html`<p class="problem" role="alert">${walkProblem}</p>`}
      ${walk === null ? nothing : this.renderWalk(walk)}
      <div class="columns">
        <div>${iommu.domains.map((each) => this.renderDomain(each, iommu.iotlb))}</div>
        <div>
          <h4>IOTLB</h4>
          ${this.renderIotlb(iommu.iotlb)}
          <h4>Faults</h4>
          ${this.renderFaults(iommu)}
        </div>
      </div>
    `;
  }

  private renderWalk(walk: IommuWalkView): TemplateResult {
    const { result, iotlb } = walk;
    return html`
      ${renderWalkSteps(
        `Walk of ${walk.address} for ${walk.device}`,
        walk.levels.map(({ level, table, index, entry, flags }) => ({
          title: `Level ${level}`,
          where: `${table}[${index}]`,
          entry,
          changed: this.changes.mark(`walk ${table}[${index}]`, entry),
          flags,
          empty: 'empty',
        })),
        result &&
          html`${this.memoryLink(result.physical)}<br />${bytes(result.pageBytes)}, ${result.access}<br /><span
              class="hint"
              >${result.owner}</span
            >`,
        walk.failure,
      )}
      <p>
        Address of: ${walk.buffer}.
        ${
          iotlb === null
            ? 'The IOTLB has no entry for it.'
            : html`The IOTLB says <span class="mono">${iotlb.physical}</span>,
                ${iotlb.access}${iotlb.stale ? html`: <span class="stale">stale</span>` : ''}.`
        }
      </p>
    `;
  }

  private renderMap(domain: IommuDomainView, iotlb: readonly IotlbEntryView[]): TemplateResult | typeof nothing {
    const map = iovaMap(domain, iotlb);
    if (!map) return nothing;
    return html`<p>From 0x${map.first.toString(16)}, one cell is ${bytes(Number(map.cellBytes))}:</p>
      <cell-grid
        .kinds=${map.kinds}
        .looks=${iovaLooks}
        .columns=${Math.min(128, map.kinds.length)}
        .scale=${map.kinds.length > 4096 ? 3 : map.kinds.length > 64 ? 8 : 16}
        .label=${`Addresses of domain ${domain.id}`}
        .describe=${(cell: number) => describeIova(map, domain, cell)}
        .address=${(cell: number) => `bus:${iovaOf(map, cell)}`}
        @choose=${(event: CustomEvent<number>) => this.walk(iovaOf(map, event.detail))}
      ></cell-grid>
      ${renderLegend(iovaLooks)}`;
  }

  private renderDomain(domain: IommuDomainView, iotlb: readonly IotlbEntryView[]): TemplateResult {
    const waiting = domain.waiting.reduce((sum, each) => sum + each.bytes, 0);
    return html`
      <h4>Domain ${domain.id}: ${domain.devices.join(', ')}</h4>
      ${this.renderMap(domain, iotlb)}
      ${
        domain.mappings.length === 0
          ? html`<p class="hint">${domain.type === 'passthrough' ? 'Not translated.' : 'Nothing is mapped.'}</p>`
          : html`<table class="stacked broad" aria-label="Mappings of domain ${domain.id}">
              <thead>
                <tr>
                  <th>Bus address</th>
                  <th class="number">Size</th>
                  <th>Memory</th>
                  <th
                    title="What the tables let the device do. Linux’s VT-d driver lets it read whatever is mapped, also what is mapped for writing alone"
                  >
                    Access
                  </th>
                  <th>Buffer</th>
                  <th>Owner</th>
                  <th>Source</th>
                </tr>
              </thead>
              <tbody>
                ${domain.mappings.map((each) => this.renderMapping(each))}
              </tbody>
            </table>`
      }
      ${domain.mappingsLeftOut > 0 ? html`<p class="hint">${counted(domain.mappingsLeftOut, 'more is', 'more are')} not shown.</p>` : nothing}
      ${
        domain.waiting.length > 0
          ? html`<p class="stale">
              Unmapped and waiting for the IOTLB's invalidation: ${domain.waiting.length}
              range${domain.waiting.length === 1 ? '' : 's'}, ${bytes(waiting)}.
            </p>`
          : nothing
      }
      ${domain.cachedRanges > 0 ? html`<p class="hint">${counted(domain.cachedRanges, 'freed range of addresses is', 'freed ranges of addresses are')} kept for reuse.</p>` : nothing}
    `;
  }

  private walkLink(iova: string): TemplateResult {
    return html`<button
      class="mono"
      title="Show its way through the tables"
      data-address="bus:${iova}"
      @click=${() => this.walk(iova)}
    >
      ${iova}
    </button>`;
  }

  private renderMapping(mapping: IommuMappingView): TemplateResult {
    const { place } = mapping;
    return html`<tr>
      <td
        class="mono ${this.changes.mark(`iova ${mapping.iova}`, `${mapping.physical} ${mapping.bytes} ${mapping.access}`)}"
      >
        ${this.walkLink(mapping.iova)}
      </td>
      <td class="number">${bytes(mapping.bytes)}</td>
      <td class="mono" data-label="→">${this.memoryLink(mapping.physical)}</td>
      <td>${mapping.access}${mapping.pageBytes > 4096 ? ` (${bytes(mapping.pageBytes)} pages)` : ''}</td>
      <td class="wrap">${mapping.buffer}</td>
      <td class="wrap" data-label="of">${mapping.owner}</td>
      <td>${this.sourceLink(place)}</td>
    </tr>`;
  }

  private renderIotlb(entries: readonly IotlbEntryView[]): TemplateResult {
    if (entries.length === 0) return html`<p class="hint">The IOTLB is empty.</p>`;
    return html`<table class="stacked" aria-label="IOTLB">
      <thead>
        <tr>
          <th>Set/way</th>
          <th>Domain</th>
          <th>Bus address</th>
          <th>Memory</th>
          <th>Access</th>
          <th>State</th>
        </tr>
      </thead>
      <tbody>
        ${entries.map(
          (each) =>
            html`<tr>
              <td class="mono ${this.changes.mark(`iotlb ${each.set} ${each.way}`, `${each.iova} ${each.physical}`)}">
                ${each.set}/${each.way}
              </td>
              <td class="number" data-label="domain">${each.domain}</td>
              <td>${this.walkLink(each.iova)}</td>
              <td data-label="→">${this.memoryLink(each.physical)}</td>
              <td>${each.access}</td>
              <td>${each.stale ? html`<span class="stale">stale</span>` : ''}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  private renderFaults({ faults }: IommuView): TemplateResult {
    if (faults.length === 0) return html`<p class="hint">No fault.</p>`;
    return html`<table class="stacked" aria-label="Faults, newest first">
      <thead>
        <tr>
          <th>Time</th>
          <th>Device</th>
          <th>Access</th>
          <th>Bus address</th>
          <th>Reason</th>
        </tr>
      </thead>
      <tbody>
        ${[...faults].reverse().map(
          (each) =>
            html`<tr>
              <td class="mono ${this.changes.mark(`fault ${each.sequence}`, each.text)}">${microseconds(each.at)}</td>
              <td>${each.device}</td>
              <td>${each.direction === 'to-device' ? 'read' : 'write'}</td>
              <td>${this.walkLink(each.address)}</td>
              <td class="wrap">
                ${each.text}${each.hint === null ? nothing : html`<br /><strong class="problem">${each.hint}</strong>`}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}
customElements.define('dma-view', IommuPage);
