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
const mostTables = 500;
const nextLevel = { PGD: 'PUD', PUD: 'PMD', PMD: 'PTE' } as const;

/** Which table: without `table` the top one of the address space. */
interface TableAsked {
  readonly addressSpace: number;
  readonly table?: string;
  readonly virtual?: string;
  readonly level?: string;
}
interface KnownTable {
  /** Of which load of the view; what an older one said may not be true any more. */
  readonly answer: number;
  /** null: it could not be had. */
  readonly node: PageTableNodeView | null;
}

class PageTablesPage extends ViewElement<PageTablesData> {
  static override styles = [
    ViewElement.styles,
    walkStyles,
    css`
      ul.tree {
        list-style: none;
        padding-left: 14px;
        margin: 2px 0;
      }
    `,
  ];
  /** Tables that are or were open, by their key; asked for again at each stop, shown as they were until the answer comes. */
  #tables = new Map<string, KnownTable>();
  readonly #asked = new Set<string>();
  #answers = 0;
  private choice: Choice = this.connection.loadState<Choice>({ expression: '', space: null });

  constructor() {
    super();
    this.connection.onShow((expression) => this.choose({ ...this.choice, expression }));
  }

  protected async load(): Promise<PageTablesData> {
    const [{ spaces, current }, { tlbs }] = await Promise.all([
      this.connection.request('dma/addressSpaces', {}),
      this.connection.request('dma/tlb', {}),
    ]);
    this.#answers++;
    if (this.#tables.size > mostTables) this.#tables = new Map();
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

  protected override readsFrame(): boolean {
    return this.choice.expression !== '';
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
        <section>${data.tlbs.map((tlb) => this.renderTlb(tlb))}</section>
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
    const { id, areas } = space;
    return html`<li>
      ${this.section(
        key,
        html`${current ? html`<strong>${space.name}</strong> (stopped here)` : space.name}, root
          <code>${space.root}</code>`,
        () =>
          html`<ul class="tree">
              ${areas.slice(0, mostAreas).map(
                ({ start, end, permissions, what }) =>
                  html`<li class="mono" data-address="virtual:${start}">
                    ${start}–${end} ${permissions} ${what}
                    <button @click=${() => this.choose({ expression: start, space: id })}>walk</button>
                  </li>`,
              )}
            </ul>
            ${areas.length > mostAreas ? html`<p class="hint">${areas.length - mostAreas} more areas.</p>` : nothing}
            ${this.renderTable(key, { addressSpace: id })}`,
      )}
    </li>`;
  }

  private renderTable(key: string, asked: TableAsked): TemplateResult | typeof nothing {
    const known = this.#tables.get(key);
    if (known?.answer !== this.#answers) void this.ask(key, asked);
    if (!known?.node) return nothing;
    const { node } = known;
    return html`<ul class="tree">
      ${node.entries.map((entry) => {
        const range = entry.count > 1 ? `${entry.index}–${entry.index + entry.count - 1}` : String(entry.index);
        const says = `${entry.target} ${entry.count} ${entry.flags.join()}`;
        const text = html`<span class="mono ${this.changes.mark(`table ${node.table}[${entry.index}]`, says)}"
            >${node.level}[${range}] ${entry.virtual} → ${entry.target}</span
          >
          ${entry.leaf ? `${entry.count} × ${bytes(entry.pageBytes)}` : ''}
          <span class="hint">${entry.flags.join(', ')}</span>`;
        if (entry.leaf) return html`<li data-address="virtual:${entry.virtual}">${text}</li>`;
        const below = `${asked.addressSpace}:${entry.target}:${entry.virtual}`;
        const level = nextLevel[node.level as keyof typeof nextLevel];
        return html`<li>
          ${this.section(below, text, () =>
            this.renderTable(below, { ...asked, table: entry.target, virtual: entry.virtual, level }),
          )}
        </li>`;
      })}
    </ul>`;
  }

  private async ask(key: string, asked: TableAsked): Promise<void> {
    if (this.#asked.has(key)) return;
    this.#asked.add(key);
    const answer = this.#answers;
    try {
      this.#tables.set(key, { answer, node: await this.connection.request('dma/pageTable', { ...asked }) });
    } catch {
      // The space is gone, or the program runs: the next stop asks anew.
      this.#tables.set(key, { answer, node: null });
    }
    this.#asked.delete(key);
    this.requestUpdate();
  }

  private renderTlb(tlb: TlbView): TemplateResult {
    return this.section(
      `tlb ${tlb.cpu}`,
      `TLB of CPU ${tlb.cpu}: ${tlb.entries.length} of ${tlb.sets * tlb.ways} entries`,
      () => renderTlbEntries(tlb),
    );
  }
}

function renderTlbEntries(tlb: TlbView): TemplateResult {
  return html`<table class="stacked" aria-label="TLB of CPU ${tlb.cpu}">
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
            <td data-label="set">${entry.set}</td>
            <td data-label="way">${entry.way}</td>
            <td data-label="ASID">${entry.asid}</td>
            <td class="mono" data-address="virtual:${entry.virtual}">${entry.virtual}</td>
            <td class="mono" data-label="→">${entry.physical}</td>
            <td>${bytes(entry.pageBytes)}</td>
            <td>${entry.flags.join(', ')}</td>
            <td data-label="age">${entry.age}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
customElements.define('dma-view', PageTablesPage);
