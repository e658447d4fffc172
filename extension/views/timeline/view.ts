/** The run as lanes of time: CPUs, devices, bus, buffers, maintenance, faults. Dragged, it moves the whole machine; every event leads to its source. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { TimelineEvent, TimelineView } from '../../../simulator/inspect/view-models.ts';
import { ViewElement } from '../page/view-element.ts';
import {
  drawLanes,
  eventAt,
  eventBefore,
  laneHeight,
  neighbour,
  placeOf,
  rulerHeight,
  timeAt,
  timeText,
  type Colors,
} from './lane-picture.ts';
import { renderKinds, timelineStyles } from './looks.ts';

interface Range {
  /** null: all of it. */
  readonly from: number | null;
  readonly to: number | null;
}
const wholeRun: Range = { from: null, to: null };
const mostListed = 1000;
const closest = 200; // ns from edge to edge

class TimelinePage extends ViewElement<TimelineView> {
  static override properties = {
    ...ViewElement.properties,
    chosen: { state: true },
    dragged: { state: true },
    width: { state: true },
  };
  static override styles = [ViewElement.styles, timelineStyles];

  declare private chosen: TimelineEvent | null;
  /** Where the playhead is being dragged to, in virtual ns. */
  declare private dragged: number | null;
  declare private width: number;
  private range: Range = this.connection.loadState(wholeRun);

  constructor() {
    super();
    this.chosen = null;
    this.dragged = null;
    this.width = 600;
    new ResizeObserver(() => this.#fit()).observe(this);
    new MutationObserver(() => this.requestUpdate()).observe(document.body, { attributeFilter: ['class'] });
  }

  #fit(): void {
    const lanes = this.renderRoot.querySelector('.lanes');
    this.width = Math.max(200, Math.floor((lanes ?? this).clientWidth) - (lanes ? 0 : 160));
  }

  protected async load(): Promise<TimelineView> {
    const { from, to } = this.range;
    const given = { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) };
    const view = await this.connection.request('dma/timeline', given);
    // A part that the run is not in any more, or not yet: all of it instead.
    if (from === null || (view.now >= view.from && view.now <= view.to) || !this.#followed) return view;
    this.range = wholeRun;
    return this.connection.request('dma/timeline', {});
  }
  /** Set where the user has chosen a part by himself: then it is kept although the machine is elsewhere. */
  #followed = true;

  private look(range: Range): void {
    this.range = range;
    this.connection.saveState(range);
    // What is there already is shown at once in its new place.
    if (this.data) this.data = { ...this.data, ...this.shown(this.data) };
    this.#asked = true;
    if (this.#followed) void this.#ask();
  }

  /** Who turns the wheel fast is answered for where he has got to, not for each of its steps. */
  async #ask(): Promise<void> {
    this.#followed = false;
    while (this.#asked) {
      this.#asked = false;
      await this.reload();
    }
    this.#followed = true;
  }
  #asked = false;

  private shown({ begin, end }: TimelineView): { readonly from: number; readonly to: number } {
    return { from: this.range.from ?? begin, to: this.range.to ?? end };
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has('data')) {
      this.#fit();
      this.#arrived();
    }
    const context = this.renderRoot.querySelector('canvas')?.getContext('2d');
    if (!context || !this.data) return;
    const ratio = window.devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawLanes(context, this.data, this.width, this.#colors());
  }

  #colors(): Colors {
    const style = getComputedStyle(this);
    const theme = (name: string): string =>
      style.getPropertyValue(`--vscode-${name}`).trim() || style.getPropertyValue('--device').trim();
    return {
      foreground: theme('foreground'),
      faint: theme('descriptionForeground'),
      line: theme('panel-border'),
      past: theme('descriptionForeground'),
      focus: theme('focusBorder'),
      error: theme('errorForeground'),
      warning: theme('dma-deviceOwned'),
      theme,
    };
  }

  protected renderData(view: TimelineView): TemplateResult {
    const height = rulerHeight + view.lanes.length * laneHeight;
    const ratio = window.devicePixelRatio || 1;
    return html`
      ${this.renderToolbar(view)}
      <div class="timeline">
        <div class="names" aria-hidden="true">
          ${view.lanes.map(({ name }) => html`<div title=${name}>${name}</div>`)}
        </div>
        <div
          class="lanes"
          role="application"
          aria-roledescription="timeline"
          aria-label="Timeline: arrow keys move from event to event and from lane to lane, Enter takes the machine there, S shows the source, plus and minus zoom, Page Up and Page Down move to earlier and later times, Home shows all"
          tabindex="0"
          @keydown=${this.#key}
          @wheel=${this.#wheel}
        >
          <canvas
            width=${this.width * ratio}
            height=${height * ratio}
            style="width:${this.width}px;height:${height}px"
            role="img"
            aria-label="${view.events.length} events on ${view.lanes.length} lanes"
            @pointerdown=${this.#grab}
            @pointermove=${this.#move}
            @pointerup=${this.#drop}
            @pointercancel=${this.#drop}
            @dblclick=${() => this.chosen && this.go(this.chosen)}
          ></canvas>
          ${this.chosen ? this.renderMark(view, this.chosen) : nothing}
          ${this.dragged === null ? nothing : html`<div class="head" style="left:${placeOf(view, this.dragged, this.width)}px"></div>`}
        </div>
      </div>
      <p class="said" aria-live="polite">
        ${this.chosen ? this.renderChosen(view, this.chosen) : this.renderHint(view)}
      </p>
      ${renderKinds(view)} ${this.section('table', 'As a table', () => this.renderTable(view))}
    `;
  }

  private renderToolbar(view: TimelineView): TemplateResult {
    const past = view.end > view.now;
    return html`<div class="toolbar">
      <span id="now"
        >At
        ${timeText(view.now, 1)}${past ? html`, <strong>in the past</strong>: known up to ${timeText(view.end, 1)}` : nothing}</span
      >
      <button class="action" @click=${() => this.zoom(0.5, view.now)} aria-label="Zoom in" title="Zoom in (+)">
        +
      </button>
      <button class="action" @click=${() => this.zoom(2, view.now)} aria-label="Zoom out" title="Zoom out (−)">
        −
      </button>
      <button class="action" @click=${() => this.look(wholeRun)} title="Show all of it (Home)">whole run</button>
      <span class="hint">${timeText(view.from, 1)} … ${timeText(view.to, 1)}</span>
    </div>`;
  }

  private renderHint({ merged }: TimelineView): TemplateResult {
    return html`<span class="hint"
      >Drag in the ruler to move the machine; double-click an event to go there; the wheel zooms, with Shift it moves;
      arrow keys go from event to event, Enter takes the machine there.
      ${merged > 0 ? `${merged.toLocaleString('en')} events are too close to others to be shown: zoom in.` : ''}</span
    >`;
  }

  private renderMark(view: TimelineView, event: TimelineEvent): TemplateResult {
    const left = placeOf(view, event.at, this.width);
    const width = Math.max(6, placeOf(view, event.until ?? event.at, this.width) - left + 4);
    const top = rulerHeight + event.lane * laneHeight;
    return html`<div
      class="mark"
      style="left:${left - 2}px;top:${top}px;width:${width}px;height:${laneHeight - 2}px"
    ></div>`;
  }

  private renderChosen(view: TimelineView, event: TimelineEvent): TemplateResult {
    const { at, until, text, count, ahead } = event;
    const lasts = until === null || until === at ? '' : `, ${timeText(until - at, 1)} long`;
    return html`<strong>${view.lanes[event.lane]?.name}</strong> ${timeText(at, 1)}${lasts}: ${text}
      ${count > 1 ? html`<span class="hint">and ${count - 1} more right beside it</span>` : nothing}
      ${ahead ? html`<span class="hint">(ahead)</span>` : nothing} ${this.sourceLink(event.place)}
      <button id="go" @click=${() => this.go(event)}>go there</button>`;
  }

  private renderTable(view: TimelineView): TemplateResult {
    const inOrder = [...view.events].sort((a, b) => a.at - b.at || a.sequence - b.sequence);
    return html`${inOrder.length > mostListed ? html`<p class="hint">The first ${mostListed} of ${inOrder.length}: zoom in to see others.</p>` : nothing}
      <table class="stacked" aria-label="Events">
        <thead>
          <tr>
            <th>Time</th>
            <th>Lane</th>
            <th>What</th>
            <th>Source</th>
            <th>Machine</th>
          </tr>
        </thead>
        <tbody>
          ${inOrder.slice(0, mostListed).map(
            (event) =>
              html`<tr>
                <td class="number">${timeText(event.at, 1)}</td>
                <td>${view.lanes[event.lane]?.name}</td>
                <td>
                  ${event.text}${event.count > 1 ? html` <span class="hint">+ ${event.count - 1}</span>` : nothing}
                </td>
                <td>${this.sourceLink(event.place)}</td>
                <td><button @click=${() => this.go(event)}>go there</button></td>
              </tr>`,
          )}
        </tbody>
      </table>`;
  }

  private async go({ sequence }: TimelineEvent): Promise<void> {
    if (!(await this.travel('dma/goToRecord', { sequence }))) this.#onTheWay = false;
  }

  /** Where the machine was told to go while the playhead was dragged, and where it is still to go. */
  #toldTo = -1;
  #wanted: TimelineEvent | null = null;
  #onTheWay = false;

  /** It follows from moment to moment, as fast as it gets there. */
  private follow(target: TimelineEvent | null): void {
    this.#wanted = target;
    if (!target || this.#onTheWay || target.sequence === this.#toldTo) return;
    this.#toldTo = target.sequence;
    this.#onTheWay = true;
    void this.go(target);
  }

  #arrived(): void {
    if (!this.#onTheWay) return;
    this.#onTheWay = false;
    this.follow(this.#wanted);
  }

  /** Around a time, which stays where it is on the screen. */
  private zoom(factor: number, around: number): void {
    const { data } = this;
    if (!data) return;
    const span = Math.max(closest, (data.to - data.from) * factor);
    if (span >= data.end - data.begin) return this.look(wholeRun);
    const share = data.to === data.from ? 0.5 : Math.min(1, Math.max(0, (around - data.from) / (data.to - data.from)));
    const from = Math.max(data.begin, around - span * share);
    this.look({ from, to: from + span });
  }

  /** By a share of what is shown, and not beyond the run. */
  private pan(share: number): void {
    const { data } = this;
    if (!data) return;
    const wanted = share * (data.to - data.from);
    const by = Math.max(data.begin - data.from, Math.min(data.end - data.to, wanted));
    if (by !== 0) this.look({ from: data.from + by, to: data.to + by });
  }

  readonly #wheel = (event: WheelEvent): void => {
    const { data } = this;
    if (!data) return;
    event.preventDefault();
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      return this.pan((event.deltaX || event.deltaY) / this.width);
    }
    this.zoom(event.deltaY > 0 ? 1.4 : 1 / 1.4, timeAt(data, event.offsetX, this.width));
  };

  readonly #grab = (event: PointerEvent): void => {
    const { data } = this;
    if (!data) return;
    this.chosen = eventAt(data, event.offsetX, event.offsetY, this.width);
    const onHead = Math.abs(placeOf(data, data.now, this.width) - event.offsetX) < 6;
    if (!onHead && event.offsetY > rulerHeight) return;
    this.#toldTo = -1;
    this.dragged = timeAt(data, event.offsetX, this.width);
    (event.target as Element).setPointerCapture(event.pointerId);
  };

  readonly #move = (event: PointerEvent): void => {
    const { data } = this;
    if (!data) return;
    if (this.dragged === null) {
      // Hovering tells; what was chosen with the keyboard stays.
      if (event.buttons === 0) this.chosen = eventAt(data, event.offsetX, event.offsetY, this.width) ?? this.chosen;
      return;
    }
    this.dragged = Math.min(data.end, Math.max(data.begin, timeAt(data, event.offsetX, this.width)));
    this.chosen = eventBefore(data, this.dragged);
    this.follow(this.chosen);
  };

  readonly #drop = (): void => {
    const { data, dragged } = this;
    this.dragged = null;
    if (data && dragged !== null) this.follow(eventBefore(data, dragged));
  };

  readonly #key = (event: KeyboardEvent): void => {
    const { data } = this;
    if (!data) return;
    if (event.key === 'PageUp') this.pan(-0.5);
    else if (event.key === 'PageDown') this.pan(0.5);
    else if (event.key.startsWith('Arrow')) this.chosen = neighbour(data, this.chosen, event.key);
    else if (event.key === '+') this.zoom(0.5, this.chosen?.at ?? data.now);
    else if (event.key === '-') this.zoom(2, this.chosen?.at ?? data.now);
    else if (event.key === 'Home') this.look(wholeRun);
    else if (event.key === 'Enter' && this.chosen) void this.go(this.chosen);
    else if (event.key.toLowerCase() === 's' && this.chosen?.place)
      this.connection.send({ kind: 'openSource', place: this.chosen.place });
    else return;
    event.preventDefault();
  };
}
customElements.define('dma-view', TimelinePage);
