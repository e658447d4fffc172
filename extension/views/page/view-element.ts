/** What all views have in common: they ask anew at every stop, keep what they show while the program runs, and say so when there is nothing to show. */
import { html, LitElement, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import type { CustomRequests } from '../../../debug-adapter/custom-requests.ts';
import type { SourcePlace } from '../../../simulator/inspect/view-models.ts';
import type { SessionState } from '../messages.ts';
import { Changes, type ShownValues } from './changes.ts';
import { connect, type Connection } from './connection.ts';
import { KeptFocus } from './kept-focus.ts';
import { keptCells, recallCells, type KeptCells } from './shown-cells.ts';
import { nextStopShown } from './shown-stop.ts';
import { sharedStyles } from './styles.ts';

/** What of a page outlives being hidden, beside what the view itself saves. */
interface PageState {
  readonly scroll: number;
  /** Keys of sections that the user has opened or closed against their default. */
  readonly turned: readonly string[];
  /** What was marked as changed, and the sections that were open for it. */
  readonly marked?: Marked;
}
interface Marked extends ShownValues {
  readonly session: string;
  readonly stop: number;
  readonly openBefore: readonly string[];
  readonly openNow: readonly string[];
  readonly cells: KeptCells;
}

export interface LiveBuffer {
  readonly handle: string;
  readonly physical: string;
  readonly bytes: number;
  readonly kind: string;
  readonly device: string;
}

export abstract class ViewElement<Data> extends LitElement {
  static override properties = {
    data: { state: true },
    problem: { state: true },
    session: { state: true },
    turned: { state: true },
  };
  static override styles: CSSResultGroup = sharedStyles;

  declare protected data: Data | null;
  declare protected problem: string | null;
  declare protected session: SessionState;
  /** Sections that are not as they are at first. */
  declare protected turned: ReadonlySet<string>;
  protected readonly connection: Connection = connect();
  protected readonly changes = new Changes();
  readonly #focus = new KeptFocus(() => this.connection.send({ kind: 'focus' }));
  #scroll: number;

  constructor() {
    super();
    const { scroll, turned, marked } = this.connection.loadState<PageState>({ scroll: 0, turned: [] });
    this.#marked = marked;
    this.data = null;
    this.problem = null;
    this.session = { kind: 'none' };
    this.turned = new Set(turned);
    this.#scroll = scroll;
    this.connection.onSession((state) => this.#follow(state));
    this.addEventListener('scroll', () => this.connection.saveState({ scroll: this.scrollTop }));
    this.addEventListener('contextmenu', (event) => this.#offer(event));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.connection.send({ kind: 'ready' });
  }

  /** Asks the debug adapter for what the view shows. */
  protected abstract load(): Promise<Data>;
  /** Whether what is shown depends on the stack frame that is chosen: names in an expression do. */
  protected readsFrame(): boolean {
    return false;
  }

  protected abstract renderData(data: Data): TemplateResult;

  /** To be called whenever what is asked for changes. A slow answer to an older question is dropped. */
  protected reload(): Promise<void> {
    return this.#ask(true);
  }

  /** `chosen`: by the user, while the machine stands where it stood. */
  async #ask(chosen: boolean): Promise<void> {
    const question = ++this.#questions;
    try {
      const data = await this.load();
      if (question !== this.#questions) return;
      if (this.#newStop) {
        this.changes.nextStop();
        nextStopShown();
        this.#openBefore = this.#openNow;
        this.#openNow = new Set();
      } else if (chosen) this.changes.othersShown();
      this.#newStop = false;
      this.data = data;
      this.problem = null;
      await this.#scrollBack();
      await this.#keepMarks();
    } catch (error) {
      if (question === this.#questions) this.problem = error instanceof Error ? error.message : String(error);
    }
  }
  #questions = 0;
  /** Sections that were open at the stop before, and are at this one. */
  #openBefore: ReadonlySet<string> = new Set();
  #openNow = new Set<string>();
  #stop = -1;
  /** Of the page before this one; used up by the first stop. */
  #marked: Marked | undefined;
  #frame: number | null = null;
  #newStop = false;
  /** The host has said whether there is a session: until then there is nothing to say. */
  #told = false;

  async #keepMarks(): Promise<void> {
    await this.updateComplete;
    await Promise.all(
      [...this.renderRoot.querySelectorAll<LitElement>('cell-grid')].map((each) => each.updateComplete),
    );
    const { session } = this;
    if (session.kind !== 'stopped' || session.stop !== this.#stop) return;
    const open = { openBefore: [...this.#openBefore], openNow: [...this.#openNow] };
    const cells = keptCells();
    const marked: Marked = { session: session.session, stop: session.stop, ...open, cells, ...this.changes.shown() };
    this.connection.saveState({ marked });
    recallCells([], false);
  }

  /** The page was hidden: what it showed at the stop before is compared with, or what it showed last, if the machine has gone on. */
  #recall({ session, stop }: Extract<SessionState, { kind: 'stopped' }>): void {
    const marked = this.#marked;
    this.#marked = undefined;
    if (!marked || marked.session !== session) return;
    const same = marked.stop === stop;
    this.changes.recall(same ? marked.before : marked.now);
    recallCells(marked.cells, same);
    this.#openNow = new Set(same ? marked.openBefore : marked.openNow);
  }

  async #scrollBack(): Promise<void> {
    if (this.#scroll === 0) return;
    await this.updateComplete;
    this.scrollTop = this.#scroll;
    this.#scroll = 0;
  }

  get frameId(): number | undefined {
    return this.session.kind === 'stopped' ? (this.session.frameId ?? undefined) : undefined;
  }

  #follow(state: SessionState): void {
    this.#told = true;
    this.session = state;
    if (state.kind === 'none') this.data = null;
    if (state.kind !== 'stopped') return;
    const otherFrame = state.frameId !== this.#frame && this.readsFrame();
    this.#frame = state.frameId;
    if (state.stop === this.#stop) return otherFrame ? void this.#ask(false) : undefined;
    this.#recall(state);
    void this.updateComplete.then(() => this.#focus.stopped());
    this.#stop = state.stop;
    this.#newStop = true;
    void this.reload();
  }

  /** Sends the machine elsewhere: the stop that follows refreshes all views, and the focus stays in this one. False: it was refused. */
  protected async travel<Name extends 'dma/goToRecord' | 'dma/replayStep'>(
    name: Name,
    given: CustomRequests[Name]['arguments'],
  ): Promise<boolean> {
    this.#focus.keep(this.shadowRoot?.activeElement ?? null);
    try {
      await this.connection.request(name, given);
      return true;
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
      return false;
    }
  }

  /** VS Code reads what its menu is about from an attribute; it does not see into a shadow tree, so the page's root says it. */
  #offer(event: Event): void {
    const address = event
      .composedPath()
      .map((each) => (each instanceof HTMLElement ? each.dataset['address'] : undefined))
      .find((each) => each !== undefined);
    // Elsewhere the menu is the usual one, with Copy and Paste.
    const about =
      address === undefined
        ? {}
        : { webviewSection: address.split(':')[0], address, preventDefaultContextMenuItems: true };
    this.dataset['vscodeContext'] = JSON.stringify(about);
  }

  /** A part of the view that can be folded up; whether it is open outlives the page. What is inside is made when it is open. */
  protected section(
    key: string,
    summary: unknown,
    inside: () => unknown,
    { open = false, label = null }: { readonly open?: boolean; readonly label?: string | null } = {},
  ): TemplateResult {
    const shown = this.turned.has(key) !== open;
    const toggled = (event: Event): void => {
      event.stopPropagation();
      if ((event.currentTarget as HTMLDetailsElement).open === shown) return;
      const turned = new Set(this.turned);
      if (!turned.delete(key)) turned.add(key);
      this.turned = turned;
      this.connection.saveState({ turned: [...turned] });
      this.sectionTurned(key);
    };
    return html`<details ?open=${shown} @toggle=${toggled} aria-label=${label ?? nothing}>
      <summary>${summary}</summary>
      ${shown ? html`<div>${this.#opened(key, inside)}</div>` : nothing}
    </details>`;
  }

  /** The user has opened or closed it. */
  protected sectionTurned(_key: string): void {}

  /** What has changed since the last stop is known of sections that were open then. */
  #opened(key: string, inside: () => unknown): unknown {
    this.#openNow.add(key);
    return this.#openBefore.has(key) ? inside() : this.changes.unseen(inside);
  }

  protected sourceLink(place: SourcePlace | null, text: string | null = null): TemplateResult | typeof nothing {
    if (!place) return nothing;
    return html`<button
      title="${place.path}:${place.line}"
      @click=${() => this.connection.send({ kind: 'openSource', place })}
    >
      ${text ?? `${place.function}:${place.line}`}
    </button>`;
  }

  /** Brings another view to the front, by its key in `register-views.ts`. */
  protected viewLink(view: string, text: string): TemplateResult {
    return html`<button @click=${() => this.connection.send({ kind: 'openView', view })}>${text}</button>`;
  }

  /** Where an address is asked for and none is known: the buffers that devices have now, to begin with. */
  protected async liveBuffers(): Promise<readonly LiveBuffer[]> {
    const { mappings } = await this.connection.request('dma/mappings', {});
    return mappings
      .filter(({ owner, physical }) => owner !== 'gone' && physical !== null)
      .slice(0, 6)
      .map(({ handle, physical, bytes, kind, device }) => ({ handle, physical: physical!, bytes, kind, device }));
  }

  protected renderBuffers(
    buffers: readonly LiveBuffer[],
    choose: (buffer: LiveBuffer) => void,
  ): TemplateResult | typeof nothing {
    if (buffers.length === 0) return nothing;
    return html`<p class="hint">
      Buffers that devices have now:
      ${buffers.map((each) => html`<button class="mono" @click=${() => choose(each)} title="${each.kind}, ${each.bytes} bytes, of ${each.device}">${each.handle}</button> `)}
    </p>`;
  }

  /** A physical address that leads to its bytes, and whose menu leads to its cache line and its last writer. */
  protected memoryLink(physical: string | null, absent = ''): TemplateResult | string {
    if (physical === null) return absent;
    const memoryReference = `phys:${physical}`;
    return html`<button
      class="mono"
      title="Open these bytes"
      data-address=${memoryReference}
      @click=${() => this.connection.send({ kind: 'openMemory', memoryReference, name: physical })}
    >
      ${physical}
    </button>`;
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.#told) return nothing;
    if (this.session.kind === 'none')
      return html`<p class="hint">
        Start a DMA Debugger session (F5) to see this view, or
        <button @click=${() => this.connection.send({ kind: 'openDocumentedBug' })}>open a documented bug</button>.
      </p>`;
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
