/** Cache lines: sets × ways of every cache with their states, one set in full, and one line of memory as each CPU, the caches, RAM and devices see it. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { CacheLineView, CacheSetView, CachesView, CacheView } from '../../../simulator/inspect/view-models.ts';
import type { CellLook } from '../page/cell-grid.ts';
import '../page/cell-grid.ts';
import { renderLegend } from '../page/legend.ts';
import { ViewElement, type LiveBuffer } from '../page/view-element.ts';
import { bytes, counted } from '../page/words.ts';

interface CacheLinesData {
  readonly caches: CachesView;
  readonly line: CacheLineView | null;
  readonly lineProblem: string | null;
  readonly set: CacheSetView | null;
  readonly buffers: readonly LiveBuffer[];
}
interface Choice {
  readonly expression: string;
  readonly cache: string;
  readonly set: number;
}

const states = {
  M: { word: 'Modified: newer than memory', color: 'var(--vscode-charts-red)', pattern: 'stripes' },
  E: { word: 'Exclusive: the only copy, clean', color: 'var(--vscode-charts-blue)', pattern: 'plain' },
  S: { word: 'Shared: clean, others may have it', color: 'var(--vscode-charts-green)', pattern: 'dots' },
  I: {
    word: 'Invalid: empty',
    color: 'color-mix(in srgb, var(--vscode-foreground) 10%, var(--vscode-editor-background))',
    pattern: 'plain',
  },
} as const satisfies Readonly<Record<string, CellLook>>;
type State = keyof typeof states;
const stateLetters = Object.keys(states) as State[];
const looks = stateLetters.map((state) => ({ ...states[state], word: `${state} ${states[state].word}` }));

class CacheLinesPage extends ViewElement<CacheLinesData> {
  static override styles = [
    ViewElement.styles,
    css`
      form label {
        max-width: 100%;
      }
      input {
        width: 28em;
        max-width: 100%;
        box-sizing: border-box;
      }
      .bytes {
        white-space: normal;
        min-width: 26ch;
      }
      .group {
        display: inline-block;
        white-space: pre;
      }
      /* Eight bytes of the sixteen. */
      @container (max-width: 480px) {
        .group {
          white-space: pre-wrap;
          max-width: 24ch;
        }
      }
      /* Bytes stand below each other in all rows, also where they need several lines. */
      table.line td {
        vertical-align: baseline;
      }
      .differs {
        color: var(--vscode-errorForeground);
        font-weight: 700;
        text-decoration: underline;
      }
    `,
  ];

  /** Sets that were pointed at since the machine stopped, by cache and number: what is in their lines. */
  #sets = new Map<string, CacheSetView | null>();
  #pointed: readonly [Pick<CacheView, 'name' | 'ways'>, number] | null = null;
  private choice: Choice = this.connection.loadState<Choice>({ expression: '', cache: '', set: -1 });

  constructor() {
    super();
    this.connection.onShow((expression) => this.choose({ ...this.choice, expression }));
  }

  protected async load(): Promise<CacheLinesData> {
    const caches = await this.connection.request('dma/caches', {});
    this.#sets = new Map();
    if (this.#pointed) void this.lookUp(...this.#pointed);
    const { expression, cache, set } = this.choice;
    const frameId = this.frameId;
    let line: CacheLineView | null = null;
    let lineProblem: string | null = null;
    if (expression !== '') {
      try {
        line = await this.connection.request('dma/cacheLine', {
          expression,
          ...(frameId === undefined ? {} : { frameId }),
        });
      } catch (error) {
        lineProblem = error instanceof Error ? error.message : String(error);
      }
    }
    const chosenSet = set >= 0 ? await this.connection.request('dma/cacheSet', { cache, set }) : null;
    const buffers = expression === '' ? await this.liveBuffers() : [];
    return { caches, line, lineProblem, set: chosenSet, buffers };
  }

  private lineAt({ name, ways }: CacheView, cell: number): CacheSetView['lines'][number] | undefined {
    return this.#sets.get(`${name} ${Math.floor(cell / ways)}`)?.lines[cell % ways];
  }

  /** Looks up what the line holds; the cell's words follow. */
  private async lookUp({ name, ways }: Pick<CacheView, 'name' | 'ways'>, cell: number): Promise<void> {
    this.#pointed = [{ name, ways }, cell];
    const set = Math.floor(cell / ways);
    const [key, sets] = [`${name} ${set}`, this.#sets];
    if (sets.has(key)) return;
    sets.set(key, null);
    try {
      sets.set(key, await this.connection.request('dma/cacheSet', { cache: name, set }));
      this.requestUpdate();
    } catch {
      // The program runs on: the next stop asks anew.
    }
  }

  private describe(cache: CacheView, cell: number): string {
    const place = `set ${Math.floor(cell / cache.ways)}, way ${cell % cache.ways}`;
    const state = states[cache.states[cell] as State].word;
    const line = this.lineAt(cache, cell);
    return line?.physical ? `${place}: ${line.physical}, ${line.owner}; ${state}` : `${place}: ${state}`;
  }

  protected override readsFrame(): boolean {
    return this.choice.expression !== '';
  }

  private choose(choice: Choice): void {
    this.choice = choice;
    this.connection.saveState(choice);
    void this.reload();
  }

  protected renderData(data: CacheLinesData): TemplateResult {
    const submit = (event: Event): void => {
      event.preventDefault();
      this.choose({ ...this.choice, expression: this.renderRoot.querySelector('input')!.value.trim() });
    };
    return html`
      <form @submit=${submit}>
        <label>Address <input .value=${this.choice.expression} placeholder="an address or a C expression" /></label>
        <button class="action" type="submit">Show line</button>
      </form>
      ${data.lineProblem === null ? nothing : html`<p class="problem" role="alert">${data.lineProblem}</p>`}
      ${data.line ? this.renderLine(data.line, data.caches) : html`<p class="hint">Type an address (0x…, phys:0x…) or a C expression to see its cache line as the CPUs, the caches, memory and devices see it; or point at a cell.</p>`}
      ${data.buffers.length === 0 ? nothing : this.renderBuffers(data.buffers, ({ physical }) => this.choose({ ...this.choice, expression: `phys:${physical}` }))}
      ${renderLegend(looks)}
      <div class="columns">
        ${data.caches.caches.map((cache) => this.renderCache(cache))} ${data.set ? this.renderSet(data.set) : nothing}
      </div>
    `;
  }

  private renderLine(line: CacheLineView, { coherent }: CachesView): TemplateResult {
    const rows: (readonly [string, string])[] = [
      ...line.seenByCpus.map(({ cpu, bytes: seen }) => [`a load by CPU ${cpu}`, seen] as const),
      ...line.copies.map(
        (copy) =>
          [
            `${copy.cache} (set ${copy.set}, way ${copy.way}): ${copy.state}${copy.dirty ? ', dirty' : ''}`,
            copy.bytes,
          ] as const,
      ),
      ['memory', line.memory],
      [`a device's read${coherent ? ' (snooped)' : ' (not snooped)'}`, line.seenByDevices],
    ];
    return html`
      <p>
        Line at physical
        <span id="line-physical">${this.memoryLink(line.physical)}</span
        >${line.virtual ? html`, virtual <code>${line.virtual}</code>` : nothing}: ${line.owner}
      </p>
      <table class="line stacked" aria-label="The line's bytes as each sees them">
        <thead>
          <tr>
            <th>Seen by</th>
            <th>Bytes 0 … 63 (those that differ from memory are underlined)</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([who, seen]) =>
              html`<tr>
                <td>
                  ${who}${seen === line.memory || who === 'memory' ? nothing : html` <strong class="problem">differs</strong>`}
                </td>
                <td class=${this.changes.mark(`line ${line.physical} ${who}`, seen)}>
                  <div class="mono bytes">${compared(seen, line.memory)}</div>
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
      ${line.copies.length === 0 ? html`<p class="hint">No cache holds this line.</p>` : nothing}
    `;
  }

  private renderCache(cache: CacheView): TemplateResult {
    const kinds = Uint8Array.from([...cache.states], (state) => stateLetters.indexOf(state as State));
    const setsPerRow = Math.max(1, Math.floor(128 / cache.ways));
    return html`<section>
      <h4>
        ${cache.name}: ${bytes(cache.sets * cache.ways * cache.lineBytes)}, ${cache.sets} sets × ${cache.ways} ways
      </h4>
      <p>
        <span class=${this.changes.mark(`${cache.name} valid`, cache.valid)}
          >${counted(cache.valid, 'line')} of ${(cache.sets * cache.ways).toLocaleString('en')} valid</span
        >,
        <strong class=${this.changes.mark(`${cache.name} dirty`, cache.dirty)}
          >${cache.dirty.toLocaleString('en')} dirty</strong
        >
      </p>
      <cell-grid
        .kinds=${kinds}
        .looks=${looks}
        .columns=${setsPerRow * cache.ways}
        .scale=${kinds.length > 4096 ? 2 : 4}
        .label=${`Lines of ${cache.name}, a set is ${cache.ways} cells`}
        .describe=${(i: number) => this.describe(cache, i)}
        .address=${(i: number) => addressOf(this.lineAt(cache, i))}
        @point=${(event: CustomEvent<number>) => void this.lookUp(cache, event.detail)}
        @choose=${(event: CustomEvent<number>) => this.choose({ ...this.choice, cache: cache.name, set: Math.floor(event.detail / cache.ways) })}
      ></cell-grid>
    </section>`;
  }

  private renderSet(set: CacheSetView): TemplateResult {
    return html`<section>
      <h4>
        ${set.cache}, set ${set.set}
        <button @click=${() => this.choose({ ...this.choice, set: -1 })}>close</button>
      </h4>
      <table class="stacked" aria-label="Lines of ${set.cache}, set ${set.set}">
        <thead>
          <tr>
            <th class="number">Way</th>
            <th>State</th>
            <th>Physical</th>
            <th class="number" title="0 is the one used last of its set; the highest is given up next">Age</th>
            <th>Owner</th>
          </tr>
        </thead>
        <tbody>
          ${set.lines.map(
            (line) =>
              html`<tr>
                <td class="number" data-label="way">${line.way}</td>
                <td class=${this.changes.mark(`${set.cache} ${set.set} ${line.way}`, `${line.state} ${line.physical}`)}>
                  ${line.state}${line.dirty ? ' dirty' : ''}
                </td>
                <td class="mono" data-address=${addressOf(line) ?? nothing}>
                  ${
                    line.physical
                      ? html`<button
                          class="mono"
                          title="Show this line"
                          @click=${() => this.choose({ ...this.choice, expression: `phys:${line.physical}` })}
                        >
                          ${line.physical}
                        </button>`
                      : ''
                  }
                </td>
                <td class="number" data-label=${line.physical ? 'age' : nothing}>${line.physical ? line.age : ''}</td>
                <td class="wrap">${line.owner}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </section>`;
  }
}

const groupDigits = 32;

/** Bytes in groups of sixteen that stay together where a line is too narrow for all; the differing ones marked. */
function compared(seen: string, memory: string): TemplateResult[] {
  const groups: TemplateResult[] = [];
  for (let from = 0; from < seen.length; from += groupDigits) {
    const parts: (string | TemplateResult)[] = [];
    for (let i = from; i < from + groupDigits && i < seen.length; i += 2) {
      const byte = seen.slice(i, i + 2);
      const gap = i % 16 === 14 ? '  ' : ' ';
      parts.push(byte === memory.slice(i, i + 2) ? `${byte}${gap}` : html`<span class="differs">${byte}</span>${gap}`);
    }
    groups.push(html`<span class="group">${parts}</span>`);
  }
  return groups;
}

function addressOf(line: CacheSetView['lines'][number] | undefined): string | null {
  return line?.physical ? `phys:${line.physical}` : null;
}
customElements.define('dma-view', CacheLinesPage);
