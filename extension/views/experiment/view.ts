/** The page of an experiment: its charts, the table of costs beside them to be edited, and every number as a table. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { unsafeSVG } from 'lit/directives/unsafe-svg.js';
import type { ExperimentHostMessage, ExperimentPageMessage, ExperimentTable, ExperimentView } from './messages.ts';

declare function acquireVsCodeApi(): { postMessage(message: ExperimentPageMessage): void };

class ExperimentPage extends LitElement {
  static override properties = { view: { state: true } };
  static override styles = css`
    :host {
      display: block;
      padding: 4px 14px 24px;
      color: var(--vscode-foreground);
      font: var(--vscode-font-size, 13px) / 1.45 var(--vscode-font-family, sans-serif);
    }
    h1 {
      font-size: 1.4em;
      margin: 8px 0 4px;
    }
    h2 {
      font-size: 1.1em;
      margin: 18px 0 4px;
    }
    p {
      max-width: 90ch;
    }
    .hint {
      color: var(--vscode-descriptionForeground);
    }
    .picture {
      overflow-x: auto;
    }
    .picture svg {
      max-width: 100%;
      height: auto;
    }
    table {
      border-collapse: collapse;
      margin-bottom: 14px;
    }
    caption {
      text-align: left;
      font-weight: 600;
      padding: 6px 0 2px;
    }
    th {
      text-align: left;
      font-weight: 600;
    }
    th,
    td {
      padding: 1px 14px 1px 0;
      border-bottom: 1px solid var(--vscode-editorWidget-border, transparent);
    }
    td.number,
    th.number {
      text-align: right;
      font-variant-numeric: tabular-nums;
    }
    input {
      font: inherit;
      width: 9ch;
      text-align: right;
      color: var(--vscode-input-foreground);
      background: var(--vscode-input-background);
      border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, transparent));
    }
    input.changed {
      font-weight: 600;
      border-color: var(--vscode-focusBorder);
    }
    button {
      font: inherit;
      color: var(--vscode-button-foreground);
      background: var(--vscode-button-background);
      border: none;
      padding: 3px 10px;
      cursor: pointer;
    }
    :focus-visible {
      outline: 1px solid var(--vscode-focusBorder);
      outline-offset: 1px;
    }
    summary {
      cursor: pointer;
    }
  `;
  declare private view: ExperimentView | null;
  readonly #api = acquireVsCodeApi();

  constructor() {
    super();
    this.view = null;
    window.addEventListener('message', ({ data }: MessageEvent<ExperimentHostMessage>) => (this.view = data.view));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#api.postMessage({ kind: 'ready' });
  }

  override render(): TemplateResult {
    const { view } = this;
    if (!view) return html`<p class="hint">The charts are being drawn.</p>`;
    return html`<h1>${view.title}</h1>
      <p>${view.question}</p>
      <p><strong>${view.answer}</strong></p>
      <p class="hint">Source: ${view.source}.</p>
      <button @click=${() => this.#api.postMessage({ kind: 'saveSvg' })}>Save as SVG…</button>
      <div class="picture">${unsafeSVG(view.svg)}</div>
      ${view.costs.length > 0 ? this.renderCosts(view) : nothing}
      <details>
        <summary>Every number</summary>
        ${view.tables.map(renderTable)}
      </details>`;
  }

  private renderCosts({ costs }: ExperimentView): TemplateResult {
    return html`<h2>What the time is made of</h2>
      <p class="hint">
        Counts are the truth. Virtual time is each count times what one of it costs: change a cost, and times are told
        again.
      </p>
      <table aria-label="Costs in nanoseconds">
        <thead>
          <tr>
            <th>Cost</th>
            <th class="number">ns</th>
            <th>Where the figure is from</th>
          </tr>
        </thead>
        <tbody>
          ${costs.map(
            ({ name, value, used, source }) =>
              html`<tr>
                <td>${name}</td>
                <td class="number">
                  <input
                    type="number"
                    min="0"
                    step="any"
                    data-cost=${name}
                    aria-label="${name}, ns"
                    class=${Math.abs(used - value) > 1e-3 ? 'changed' : ''}
                    .value=${String(Number(used.toPrecision(4)))}
                    @change=${this.#edited}
                  />
                </td>
                <td>${source}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      <button @click=${() => this.#api.postMessage({ kind: 'costs', costs: {} })}>Back to the Table's Costs</button>`;
  }

  /** What is no number goes back to the table's. */
  readonly #edited = (): void => {
    const costs: Record<string, number> = {};
    for (const { name, value, used } of this.view?.costs ?? []) {
      const field = this.renderRoot.querySelector<HTMLInputElement>(`[data-cost="${name}"]`)!;
      const shown = String(Number(used.toPrecision(4)));
      const typed = field.value === '' || Number(field.value) < 0 ? value : Number(field.value);
      costs[name] = field.value === shown ? used : typed;
    }
    this.#api.postMessage({ kind: 'costs', costs });
  };
}

function renderTable({ title, head, rows }: ExperimentTable): TemplateResult {
  return html`<table>
    <caption>
      ${title}
    </caption>
    <thead>
      <tr>
        ${head.map((each, index) => html`<th class=${index > 0 ? 'number' : ''} scope="col">${each}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([first, ...others]) =>
          html`<tr>
            <th scope="row">${first}</th>
            ${others.map((each) => html`<td class="number">${each}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

customElements.define('dma-view', ExperimentPage);
