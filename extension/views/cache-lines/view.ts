/** Cache lines: sets × ways of every cache with their states, one set in full, and one line of memory as each CPU, the caches, RAM and devices see it. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { CacheLineView, CacheSetView, CachesView, CacheView } from '../../../simulator/inspect/view-models.ts';
import type { CellLook } from '../page/cell-grid.ts';
import '../page/cell-grid.ts';
import { renderLegend } from '../page/legend.ts';
import { ViewElement } from '../page/view-element.ts';
import { bytes } from '../page/words.ts';

interface CacheLinesData {
  readonly caches: CachesView;
  readonly line: CacheLineView | null;
  readonly lineProblem: string | null;
  readonly set: CacheSetView | null;
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
      input {
        width: 28em;
        max-width: 100%;
      }
      .bytes {
        white-space: pre;
      }
      .differs {
        color: var(--vscode-errorForeground);
        font-weight: 700;
        text-decoration: underline;
      }
    `,
  ];

  private choice: Choice = this.connection.loadState<Choice>({ expression: '', cache: '', set: -1 });

  constructor() {
    super();
    this.connection.onShow((expression) => this.choose({ ...this.choice, expression }));
  }

  protected async load(): Promise<CacheLinesData> {
    const caches = await this.connection.request('dma/caches', {});
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
    return { caches, line, lineProblem, set: chosenSet };
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
        <label>Address <input .value=${this.choice.expression} placeholder="fpga->image, phys:0x430000000, …" /></label>
        <button type="submit">Show line</button>
      </form>
      ${data.lineProblem === null ? nothing : html`<p class="problem" role="alert">${data.lineProblem}</p>`}
      ${data.line ? this.renderLine(data.line, data.caches) : html`<p class="hint">Type an address or a C expression to see its cache line as the CPUs, the caches, memory and devices see it.</p>`}
      ${renderLegend(looks)}
      <div class="columns">
        ${data.caches.caches.map((cache) => this.renderCache(cache))} ${data.set ? renderSet(data.set) : nothing}
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
      <table aria-label="The line's bytes as each sees them">
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
                <td>${who}</td>
                <td class="mono bytes">${compared(seen, line.memory)}</td>
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
      <p>${cache.valid} lines valid, <strong>${cache.dirty} dirty</strong></p>
      <cell-grid
        .kinds=${kinds}
        .looks=${looks}
        .columns=${setsPerRow * cache.ways}
        .scale=${kinds.length > 4096 ? 2 : 4}
        .label=${`Lines of ${cache.name}, a set is ${cache.ways} cells`}
        .describe=${(i: number) => `set ${Math.floor(i / cache.ways)}, way ${i % cache.ways}: ${states[cache.states[i] as State].word}`}
        @choose=${(event: CustomEvent<number>) => this.choose({ ...this.choice, cache: cache.name, set: Math.floor(event.detail / cache.ways) })}
      ></cell-grid>
    </section>`;
  }
}

/** Bytes in groups of eight, the differing ones marked. */
function compared(seen: string, memory: string): TemplateResult[] {
  const parts: TemplateResult[] = [];
  for (let i = 0; i < seen.length; i += 2) {
    const byte = seen.slice(i, i + 2);
    const gap = i % 16 === 14 ? '  ' : ' ';
    parts.push(
      byte === memory.slice(i, i + 2) ? html`${byte}${gap}` : html`<span class="differs">${byte}</span>${gap}`,
    );
  }
  return parts;
}

function renderSet(set: CacheSetView): TemplateResult {
  return html`<section>
    <h4>${set.cache}, set ${set.set}</h4>
    <table>
      <thead>
        <tr>
          <th>Way</th>
          <th>State</th>
          <th>Physical</th>
          <th>Age (0 is the latest use)</th>
          <th>Owner</th>
        </tr>
      </thead>
      <tbody>
        ${set.lines.map(
          (line) =>
            html`<tr>
              <td>${line.way}</td>
              <td>${line.state}${line.dirty ? ' dirty' : ''}</td>
              <td class="mono">${line.physical ?? ''}</td>
              <td>${line.physical ? line.age : ''}</td>
              <td>${line.owner}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}
customElements.define('dma-view', CacheLinesPage);
