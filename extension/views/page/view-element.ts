/** What all views have in common: they ask anew at every stop, keep what they show while the program runs, and say so when there is nothing to show. */
import { css, html, LitElement, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import type { SessionState } from '../messages.ts';
import { connect, type Connection } from './connection.ts';

export abstract class ViewElement<Data> extends LitElement {
  static override properties = { data: { state: true }, problem: { state: true }, session: { state: true } };
  static override styles: CSSResultGroup = css`
    :host {
      display: block;
      height: 100%;
      box-sizing: border-box;
      padding: 6px 10px;
      overflow: auto;
      color: var(--vscode-foreground);
      font: var(--vscode-font-size, 13px) / 1.4 var(--vscode-font-family, sans-serif);
    }
    .running {
      opacity: 0.6;
    }
    .hint {
      color: var(--vscode-descriptionForeground);
    }
    .problem {
      color: var(--vscode-errorForeground);
    }
    code,
    .mono,
    td.number {
      font-family: var(--vscode-editor-font-family, monospace);
      font-size: var(--vscode-editor-font-size, 12px);
    }
    table {
      border-collapse: collapse;
    }
    th {
      text-align: left;
      font-weight: 600;
      position: sticky;
      top: -6px;
      background: var(--vscode-panel-background, var(--vscode-editor-background));
    }
    th,
    td {
      padding: 1px 12px 1px 0;
      white-space: nowrap;
    }
    button,
    .link {
      font: inherit;
      color: var(--vscode-textLink-foreground);
      background: none;
      border: none;
      padding: 0;
      cursor: pointer;
      text-decoration: underline;
    }
    button:focus-visible,
    [tabindex]:focus-visible {
      outline: 1px solid var(--vscode-focusBorder);
      outline-offset: 1px;
    }
    input {
      font: inherit;
      color: var(--vscode-input-foreground);
      background: var(--vscode-input-background);
      border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, transparent));
      padding: 2px 6px;
    }
    input:focus {
      outline: 1px solid var(--vscode-focusBorder);
    }
  `;

  declare protected data: Data | null;
  declare protected problem: string | null;
  declare protected session: SessionState;
  protected readonly connection: Connection = connect();

  constructor() {
    super();
    this.data = null;
    this.problem = null;
    this.session = { kind: 'none' };
    this.connection.onSession((state) => this.#follow(state));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.connection.send({ kind: 'ready' });
  }

  /** Asks the debug adapter for what the view shows. */
  protected abstract load(): Promise<Data>;
  protected abstract renderData(data: Data): TemplateResult;

  /** To be called whenever what is asked for changes. A slow answer to an older question is dropped. */
  protected async reload(): Promise<void> {
    const question = ++this.#questions;
    try {
      const data = await this.load();
      if (question !== this.#questions) return;
      this.data = data;
      this.problem = null;
    } catch (error) {
      if (question === this.#questions) this.problem = error instanceof Error ? error.message : String(error);
    }
  }
  #questions = 0;
  #stop = -1;

  get frameId(): number | undefined {
    return this.session.kind === 'stopped' ? (this.session.frameId ?? undefined) : undefined;
  }

  #follow(state: SessionState): void {
    this.session = state;
    if (state.kind === 'none') this.data = null;
    if (state.kind !== 'stopped' || state.stop === this.#stop) return;
    this.#stop = state.stop;
    void this.reload();
  }

  override render(): TemplateResult {
    if (this.session.kind === 'none')
      return html`<p class="hint">Start a DMA Debugger session (F5) to see this view.</p>`;
    const running = this.session.kind === 'running';
    return html`
      ${this.problem === null ? nothing : html`<p class="problem" role="alert">${this.problem}</p>`}
      ${running && !this.data ? html`<p class="hint">The program is running; the view fills when it stops.</p>` : nothing}
      <div class=${running ? 'running' : ''} aria-busy=${running}>
        ${this.data ? this.renderData(this.data) : nothing}
      </div>
    `;
  }
}
