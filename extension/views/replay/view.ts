/** The documented bug that is debugged, as a guided replay: its steps, forwards and back, what to look at, and at the end what came of it. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { ReplayView } from '../../../debug-adapter/custom-requests.ts';
import { ViewElement } from '../page/view-element.ts';
import { matrixStyles, renderMatrix, type MatrixActions } from './matrix.ts';

type Replayed = Extract<ReplayView, { readonly outcome: unknown }>;
type Step = Replayed['steps'][number];
type Outcome = NonNullable<Replayed['outcome']>;

/** As the titles of the views have them. */
const viewTitles: Readonly<Record<string, string>> = {
  physicalMemory: 'Physical Memory',
  pageTables: 'Page Tables',
  cacheLines: 'Cache Lines',
  iommu: 'IOMMU',
  transfers: 'DMA Transfers',
  devices: 'Devices',
  mappings: 'DMA Mappings',
};

class ReplayPage extends ViewElement<ReplayView> {
  static override properties = { ...ViewElement.properties, running: { state: true } };
  /** Rows of the matrix that run now, the first, or are still to come. */
  declare private running: readonly string[];
  static override styles = [
    ViewElement.styles,
    matrixStyles,
    css`
      h2 {
        font-size: 1.1em;
        margin: 4px 0;
      }
      ol {
        list-style: none;
        margin: 6px 0;
        padding: 0;
      }
      li {
        border-left: 3px solid var(--line);
        padding: 3px 0 3px 8px;
      }
      li.current {
        border-left-color: var(--vscode-focusBorder);
        background: var(--vscode-list-inactiveSelectionBackground);
      }
      li.passed > button::after {
        content: ' ✓';
        color: var(--vscode-charts-green);
      }
      li.impossible > button {
        color: var(--vscode-descriptionForeground);
      }
      .step {
        text-align: left;
        white-space: normal;
      }
      .words {
        margin: 4px 0;
      }
      .differs {
        color: var(--vscode-errorForeground);
      }
      #outcome th {
        position: static;
        background: none;
        min-width: 7em;
        white-space: normal;
        font-weight: normal;
      }
      #outcome td,
      #outcome td span {
        white-space: pre-line;
      }
      @container (max-width: 480px) {
        #outcome :is(th, td) {
          display: block;
        }
      }
      button:disabled {
        color: var(--vscode-disabledForeground, var(--vscode-descriptionForeground));
        text-decoration: none;
        cursor: default;
      }
      select {
        max-width: 100%;
      }
    `,
  ];
  /** The step that was last stood at: where *next* and *previous* count from when one has stepped off it. */
  #last = -1;

  constructor() {
    super();
    this.running = [];
  }

  protected async load(): Promise<ReplayView> {
    const view = await this.connection.request('dma/replay', {});
    if (view.scenario !== null && view.current !== null) this.#last = view.current;
    else if (view.scenario !== null && !view.steps.some(({ passed }) => passed)) this.#last = -1;
    return view;
  }

  protected renderData(view: ReplayView): TemplateResult {
    if (view.scenario === null)
      return html`<p class="hint">
        This session replays no documented bug.
        <button @click=${() => this.connection.send({ kind: 'openDocumentedBug' })}>Open a Documented Bug…</button>
      </p>`;
    return html`
      <h2 id="title">${view.scenario.title}</h2>
      ${view.cell === null ? nothing : html`<p id="cell"><strong>${view.cell.name}</strong>: ${view.cell.title}</p>`}
      ${this.section('question', 'What was asked', () => html`<p class="words">${view.scenario.question}</p>`)}
      ${this.renderVariants(view)} ${this.renderButtons(view)}
      <ol aria-label="Steps of the replay">
        ${view.steps.map((step, index) => this.renderStep(view, step, index))} ${this.renderEnd(view)}
      </ol>
      ${view.matrix === null ? nothing : renderMatrix(view.matrix, this.matrixActions(view.scenario.id))}
    `;
  }

  private matrixActions(scenario: string): MatrixActions {
    const [row, ...left] = this.running;
    return {
      run: (rows) => void this.runRows(rows),
      giveUp: () => (this.running = this.running.slice(0, 1)),
      debug: (cell) => this.connection.send({ kind: 'startReplay', scenario, variant: '', cell }),
      running: row === undefined ? null : { row, left: left.length },
    };
  }

  private async runRows(rows: readonly string[]): Promise<void> {
    this.running = rows;
    try {
      for (let row = this.running[0]; row !== undefined; row = this.running[0]) {
        await this.connection.request('dma/matrixRow', { row });
        this.running = this.running.slice(1);
        await this.reload();
      }
    } catch (error) {
      this.running = [];
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  private renderVariants({ scenario, variant, variants }: Replayed): TemplateResult {
    const choose = (event: Event): void => {
      const chosen = (event.target as HTMLSelectElement).value;
      if (chosen !== variant)
        this.connection.send({ kind: 'startReplay', scenario: scenario.id, variant: chosen, cell: null });
    };
    return html`<label
      >Code
      <select @change=${choose} aria-label="The code as it was, or fixed">
        ${variants.map(
          ({ name, title }) =>
            html`<option value=${name} ?selected=${name === variant}>
              ${name === '' ? 'as it was' : `fixed (${name}): ${title}`}
            </option>`,
        )}
      </select></label
    >`;
  }

  private renderButtons({ steps }: Replayed): TemplateResult {
    const stands = this.session.kind === 'stopped';
    const next = this.#last + 1;
    const go = (step: number) => () => void this.travel('dma/replayStep', { step });
    return html`<div class="toolbar" role="toolbar" aria-label="Replay">
      <button id="previous" ?disabled=${!stands || this.#last <= 0} @click=${go(this.#last - 1)}>◀ Previous</button>
      <button id="next" ?disabled=${!stands || next > steps.length} @click=${go(next)}>
        ${next >= steps.length ? 'To the end ▶' : `Step ${next + 1} ▶`}
      </button>
    </div>`;
  }

  private renderStep(view: Replayed, step: Step, index: number): TemplateResult {
    const here = view.current === index;
    const kind = [here ? 'current' : '', step.passed ? 'passed' : '', step.possible ? '' : 'impossible'].join(' ');
    return html`<li class=${kind} aria-current=${here ? 'step' : 'false'}>
      <button
        class="step"
        ?disabled=${this.session.kind !== 'stopped' || !step.possible}
        title=${step.possible ? 'Go there' : 'This code has no such line'}
        @click=${() => void this.travel('dma/replayStep', { step: index })}
      >
        ${index + 1}. ${step.title}
      </button>
      ${here ? this.renderSight(view, step) : nothing}
    </li>`;
  }

  /** What one sees is said of the code as it was; of a fix one looks oneself. */
  private renderSight(view: Replayed, { view: key, look, see }: Step): TemplateResult {
    return html`<p class="words">Look at ${this.renderLook(key, look)}</p>
      ${view.variant === '' ? html`<p class="words" id="see">${see}</p>` : nothing}`;
  }

  /** Where the words begin with the view's title, that is the link to it; else they are about something beside it. */
  private renderLook(key: string, look: string): TemplateResult {
    const title = viewTitles[key] ?? key;
    const named = look.toLowerCase().startsWith(title.toLowerCase());
    const open = () => this.connection.send({ kind: 'openView', view: key });
    const link = html`<button id="look" @click=${open}>${title}</button>`;
    return named ? html`${link}${look.slice(title.length)}` : html`${look}; beside it ${link}`;
  }

  private renderEnd(view: Replayed): TemplateResult {
    const here = view.current === view.steps.length;
    return html`<li class=${here ? 'current' : ''} aria-current=${here ? 'step' : 'false'}>
      <button
        class="step"
        ?disabled=${this.session.kind !== 'stopped'}
        @click=${() => void this.travel('dma/replayStep', { step: view.steps.length })}
      >
        What came of it
      </button>
      ${view.outcome === null ? nothing : renderOutcome(view.outcome)}
    </li>`;
  }
}

function renderOutcome(outcome: Outcome): TemplateResult {
  if (outcome.length === 0) return html`<p class="words">The catalogue says nothing of this variant.</p>`;
  return html`<table id="outcome" aria-label="Expected and actual">
    <tbody>
      ${outcome.map(
        ({ name, expected, actual, same }) =>
          html`<tr>
            <th scope="row">
              ${name}
              <span class=${same ? 'hint' : 'differs'}>${same ? '✓ as documented' : '✗ differs'}</span>
            </th>
            <td>${same ? actual : renderDifference(expected, actual)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function renderDifference(expected: string, actual: string): TemplateResult {
  return html`<div><strong>Documented:</strong> <span>${expected}</span></div>
    <div class="differs"><strong>This run:</strong> <span>${actual}</span></div>`;
}
customElements.define('dma-view', ReplayPage);
