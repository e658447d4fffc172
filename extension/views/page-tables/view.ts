/** Page tables: the walk of one address down the four levels, each CPU's TLB beside it, and the tables of an address space as a tree. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type {
  AddressSpaceView,
  PageTableNodeView,
  PageWalkView,
  TlbView,
} from '../../../simulator/inspect/view-models.ts';
import { ViewElement, type LiveBuffer } from '../page/view-element.ts';
import { renderWalkSteps, walkStyles } from '../page/walk-steps.ts';
import { bytes } from '../page/words.ts';

interface PageTablesData {
  readonly spaces: readonly AddressSpaceView[];
  readonly current: number;
  readonly walk: PageWalkView | null;
  readonly walkProblem: string | null;
  readonly tlbs: readonly TlbView[];
  readonly buffers: readonly LiveBuffer[];
}
interface Choice {
  readonly expression: string;
  /** null: the address space of the task that stopped. */
  readonly space: number | null;
}

const mostAreas = 200;
const nextLevel = { PGD: 'PUD', PUD: 'PMD', PMD: 'PTE' } as const;

class PageTablesPage extends ViewElement<PageTablesData> {
  static override styles = [
    ViewElement.styles,
    walkStyles,
    css`
      ul.tree {
        padding-left: 18px;
        margin: 2px 0;
      }
    `,
  ];
  static override properties = { ...ViewElement.properties, nodes: { state: true } };

  /** Opened tables by their key; asked for again at each stop. */
  declare private nodes: ReadonlyMap<string, PageTableNodeView>;
  private choice: Choice = this.connection.loadState<Choice>({ expression: '', space: null });

  constructor() {
    super();
    this.nodes = new Map();
    this.connection.onShow((expression) => this.choose({ ...this.choice, expression }));
  }

  protected async load(): Promise<PageTablesData> {
    const [{ spaces, current }, { tlbs }] = await Promise.all([
      this.connection.request('dma/addressSpaces', {}),
      this.connection.request('dma/tlb', {}),
    ]);
    this.nodes = new Map();
    const space = this.choice.space ?? undefined;
    const frameId = this.frameId;
    let walk: PageWalkView | null = null;
    let walkProblem: string | null = null;
    if (this.choice.expression !== '') {
      try {
        walk = await this.connection.request('dma/pageWalk', {
          expression: this.choice.expression,
          ...(space === undefined ? {} : { addressSpace: space }),
          ...(frameId === undefined ? {} : { frameId }),
        });
      } catch (error) {
        walkProblem = error instanceof Error ? error.message : String(error);
      }
    }
    const buffers = this.choice.expression === '' ? await this.liveBuffers() : [];
    return { spaces, current, walk, walkProblem, tlbs, buffers };
  }

  private choose(choice: Choice): void {
    this.choice = choice;
    this.connection.saveState(choice);
    void this.reload();
  }

  protected renderData(data: PageTablesData): TemplateResult {
    return html`
      ${this.renderForm(data)}
      ${data.walkProblem === null ? nothing : html`<p class="problem" role="alert">${data.walkProblem}</p>`}
      ${data.walk ? this.renderWalk(data.walk) : html`<p class="hint">Type an address (0x…) or a C expression, such as <code>&amp;variable</code>, to see how it is translated.</p>`}
      ${data.buffers.length === 0 ? nothing : this.renderBuffers(data.buffers, ({ physical }) => this.choose({ ...this.choice, expression: `phys:${physical}` }))}
      <div class="columns">
        <section>
          <h4>Address spaces</h4>
          <ul class="tree">
            ${data.spaces.map((space) => this.renderSpace(space, space.id === data.current))}
          </ul>
        </section>
        <section>${data.tlbs.map(renderTlb)}</section>
      </div>
    `;
  }

  private renderForm({ spaces }: PageTablesData): TemplateResult {
    const submit = (event: Event): void => {
      event.preventDefault();
      const input = this.renderRoot.querySelector('input')!;
      this.choose({ ...this.choice, expression: input.value.trim() });
    };
    const changeSpace = (event: Event): void => {
      const { value } = event.target as HTMLSelectElement;
      this.choose({ ...this.choice, space: value === '' ? null : Number(value) });
    };
    return html`<form @submit=${submit}>
      <label>Address <input .value=${this.choice.expression} placeholder="an address or a C expression" /></label>
      <label
        >in
        <select @change=${changeSpace}>
          <option value="" ?selected=${this.choice.space === null}>the stopped task</option>
          ${spaces.map((space) => html`<option value=${space.id} ?selected=${this.choice.space === space.id}>${space.name}</option>`)}
        </select>
      </label>
      <button class="action" type="submit">Walk</button>
    </form>`;
  }

  private renderWalk(walk: PageWalkView): TemplateResult {
    return html`
      ${renderWalkSteps(
        `Walk of ${walk.address}`,
        walk.levels.map(({ name, index, entryAddress, entry, flags }) => ({
          title: `${name}[${index}]`,
          where: entryAddress,
          entryAddress,
          entry,
          changed: this.changes.mark(`walk ${entryAddress}`, entry),
          flags,
          empty: 'not present',
          absent: !flags.includes('present'),
        })),
        walk.result && this.renderPage(walk.result),
        walk.failure,
      )}
      <p>
        ${walk.tlb.map(
          ({ cpu, entry, stale }) =>
            html`<span class=${this.changes.mark(`tlb ${cpu} ${walk.address}`, `${entry?.physical} ${stale}`)}></span
              >CPU ${cpu}'s TLB:
              ${entry ? html`<code>${entry.virtual} → ${entry.physical}</code> (${entry.flags.join(', ')})` : 'no entry'}${stale ? html` <span class="stale">⚠ stale: the tables say otherwise</span>` : nothing}<br />`,
        )}
      </p>
    `;
  }

  private renderPage(page: NonNullable<PageWalkView['result']>): TemplateResult {
    const expression = `phys:${page.physical}`;
    return html`<strong>page of ${bytes(page.pageBytes)}</strong><br /><span id="walk-physical"
        >${this.memoryLink(page.physical)}</span
      ><br />${page.permissions}<br />${page.owner}<br />
      <button @click=${() => this.connection.send({ kind: 'showElsewhere', view: 'cacheLines', expression })}>
        cache line
      </button>`;
  }

  private renderSpace(space: AddressSpaceView, current: boolean): TemplateResult {
    const key = `${space.id}:${space.root}`;
    return html`<li>
      <details @toggle=${(event: Event) => void this.openTable(event, key, space.id, null)}>
        <summary>
          ${current ? html`<strong>${space.name}</strong> (stopped here)` : space.name}, root <code>${space.root}</code>
        </summary>
        <ul class="tree">
          ${space.areas.slice(0, mostAreas).map((area) => html`<li class="mono" data-address="virtual:${area.start}">${area.start}–${area.end} ${area.permissions} ${area.what} <button @click=${() => this.choose({ expression: area.start, space: space.id })}>walk</button></li>`)}
        </ul>
        ${space.areas.length > mostAreas ? html`<p class="hint">${space.areas.length - mostAreas} more areas.</p>` : nothing}
        ${this.renderNode(key, space.id)}
      </details>
    </li>`;
  }

  private renderNode(key: string, space: number): TemplateResult | typeof nothing {
    const node = this.nodes.get(key);
    if (!node) return nothing;
    return html`<ul class="tree">
      ${node.entries.map((entry) => {
        const range = entry.count > 1 ? `${entry.index}–${entry.index + entry.count - 1}` : String(entry.index);
        const text = html`<span class="mono">${node.level}[${range}] ${entry.virtual} → ${entry.target}</span>
          ${entry.leaf ? `${entry.count} × ${bytes(entry.pageBytes)}` : ''}
          <span class="hint">${entry.flags.join(', ')}</span>`;
        if (entry.leaf) return html`<li>${text}</li>`;
        const below = `${space}:${entry.target}:${entry.virtual}`;
        const level = nextLevel[node.level as keyof typeof nextLevel];
        return html`<li>
          <details
            @toggle=${(event: Event) => void this.openTable(event, below, space, { table: entry.target, virtual: entry.virtual, level })}
          >
            <summary>${text}</summary>
            ${this.renderNode(below, space)}
          </details>
        </li>`;
      })}
    </ul>`;
  }

  private async openTable(
    event: Event,
    key: string,
    addressSpace: number,
    at: { table: string; virtual: string; level: string } | null,
  ): Promise<void> {
    event.stopPropagation();
    if (!(event.currentTarget as HTMLDetailsElement).open || this.nodes.has(key)) return;
    const node = await this.connection.request('dma/pageTable', { addressSpace, ...at });
    this.nodes = new Map(this.nodes).set(key, node);
  }
}

function renderTlb(tlb: TlbView): TemplateResult {
  return html`<details>
    <summary>TLB of CPU ${tlb.cpu}: ${tlb.entries.length} of ${tlb.sets * tlb.ways} entries</summary>
    <table>
      <thead>
        <tr>
          <th>Set</th>
          <th>Way</th>
          <th>ASID</th>
          <th>Virtual</th>
          <th>Physical</th>
          <th>Page</th>
          <th>Flags</th>
          <th title="0 is the one used last of its set">Age</th>
        </tr>
      </thead>
      <tbody>
        ${tlb.entries.map(
          (entry) =>
            html`<tr>
              <td>${entry.set}</td>
              <td>${entry.way}</td>
              <td>${entry.asid}</td>
              <td class="mono" data-address="virtual:${entry.virtual}">${entry.virtual}</td>
              <td class="mono">${entry.physical}</td>
              <td>${bytes(entry.pageBytes)}</td>
              <td>${entry.flags.join(', ')}</td>
              <td>${entry.age}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}
customElements.define('dma-view', PageTablesPage);
