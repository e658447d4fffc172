/**
 * A grid of many cells on a canvas, with a cursor moved by mouse or keys and told in words. Only what differs from before is drawn anew, and shown to
 * have changed. What it says is in `describe`, so that a screen reader hears what others see; the same as a table stands below.
 */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { gridStyles } from './grid-styles.ts';
import {
  changedCells,
  makeTiles,
  markCells,
  paintCells,
  paintSome,
  includesCell,
  runsOf,
  wordOf,
  type Pattern,
  type Tiles,
} from './paint-cells.ts';
import { cellsBefore, cellsGone, cellsShown } from './shown-cells.ts';
import { shownStop } from './shown-stop.ts';

/** How cells of one kind look, and what they are called. */
export interface CellLook {
  readonly word: string;
  /** A CSS colour of the theme. */
  readonly color: string;
  readonly pattern: Pattern;
}

const largestScale = 16;
const mostRows = 400;
const nothingChanged = new Uint32Array(0);

export class CellGrid extends LitElement {
  static override properties = {
    kinds: { attribute: false },
    looks: { attribute: false },
    columns: { type: Number },
    label: { type: String },
    describe: { attribute: false },
    address: { attribute: false },
    cursor: { state: true },
    scale: { type: Number },
    room: { state: true },
    listed: { state: true },
  };
  static override styles = gridStyles;
  /** A look's index for each cell. To be given anew where it differs, not written to. */
  declare kinds: Uint8Array;
  declare looks: readonly CellLook[];
  declare columns: number;
  declare label: string;
  declare describe: (index: number) => string;
  /** What a cell's menu is about: `phys:0x…`, `virtual:0x…`; null: nothing. */
  declare address: ((index: number) => string | null) | null;
  declare scale: number;
  /** Width that there is, in CSS pixels. */
  declare private room: number;
  declare private cursor: number;
  declare private listed: boolean;
  /** What the last drawing took, in ms: read by the test that measures it. */
  drawnIn = 0;
  #tiles: Tiles | null = null;
  #image: ImageData | null = null;
  #drawn: Uint8Array | null = null;
  /** As it was at the stop before, and what of it is different now. */
  #before: Uint8Array | null = null;
  #changed: Uint32Array | null = null;
  #stop = -1;
  #over: ImageData | null = null;
  /** Cells that are shown to have changed. */
  #marked: Uint32Array = nothingChanged;
  /** Colour of what has changed. */
  #highlight: number | null = null;
  #turn = 0;

  constructor() {
    super();
    this.kinds = new Uint8Array(0);
    this.looks = [];
    this.columns = 64;
    this.label = '';
    this.describe = () => '';
    this.address = null;
    this.scale = 4;
    this.room = Infinity;
    this.cursor = -1;
    this.listed = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // A change of theme changes the body's classes and with them every colour.
    this.#themes.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#themes.disconnect();
    cellsGone(this.label);
  }

  readonly #width = new ResizeObserver(([entry]) => (this.room = entry!.contentRect.width || Infinity));

  readonly #themes = new MutationObserver(() => {
    this.#tiles = null;
    this.#highlight = null;
    this.requestUpdate();
  });

  /** Pixels a cell: as many as were asked for, or fit. Cells of uneven width would look as if they differed. */
  private get side(): number {
    return Math.max(1, Math.min(largestScale, this.scale, Math.floor((this.room - 2) / this.columns)));
  }

  private get rows(): number {
    return Math.max(1, Math.ceil(this.kinds.length / this.columns));
  }

  override firstUpdated(): void {
    this.#width.observe(this.renderRoot.querySelector('.room')!);
  }

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('kinds')) return;
    if (!this.hasUpdated) this.#before = cellsBefore(this.label);
    // Another label: another thing, whose past is not known.
    else if (changed.has('label')) this.#before = null;
    else if (this.#stop !== shownStop()) this.#before = (changed.get('kinds') as Uint8Array | undefined) ?? null;
    this.#stop = shownStop();
    this.#changed = changedCells(this.#before, this.kinds);
    if (changed.has('label')) cellsGone(changed.get('label') as string);
    cellsShown(this.label, this.#before, this.kinds);
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('looks') || changed.has('scale') || changed.has('room') || changed.has('columns'))
      this.#tiles = null;
    if (this.#tiles && !changed.has('kinds')) return;
    const canvas = this.renderRoot.querySelector('canvas');
    const context = canvas?.getContext('2d');
    if (!context) return;
    const begun = performance.now();
    this.#draw(context);
    this.drawnIn = performance.now() - begun;
  }

  #draw(context: CanvasRenderingContext2D): void {
    const scale = this.side;
    const [width, height] = [this.columns * scale, this.rows * scale];
    const fresh = this.#tiles === null || this.#image?.width !== width || this.#image.height !== height;
    if (this.#image?.width !== width || this.#image.height !== height)
      this.#image = context.createImageData(width, height);
    // Colours are asked for only where they may be others: each makes the browser work out styles.
    this.#tiles ??= makeTiles(
      this.looks.map(({ color, pattern }) => ({ color: resolveColor(this, color), pattern })),
      scale,
    );
    const target = new Uint32Array(this.#image.data.buffer);
    const changed = this.#drawn === this.#before ? this.#changed : changedCells(this.#drawn, this.kinds);
    if (fresh || !changed) {
      paintCells(target, this.kinds, this.columns, this.#tiles);
      context.putImageData(this.#image, 0, 0);
    } else if (changed.length > 0) {
      const [top, bottom] = paintSome(target, this.kinds, this.columns, this.#tiles, changed);
      context.putImageData(this.#image, 0, 0, 0, top * scale, width, (bottom - top + 1) * scale);
    }
    // Where most has changed there is nothing to point out.
    this.#showChanged(this.#changed ?? nothingChanged);
    this.#drawn = this.kinds;
  }

  /** A second canvas over the first, a pixel a cell, which fades away: nothing is drawn while it does. */
  #showChanged(changed: Uint32Array): void {
    const overlay = this.renderRoot.querySelector<HTMLCanvasElement>('canvas.changes');
    const context = overlay?.getContext('2d');
    if (!overlay || !context) return;
    const { width, height } = overlay;
    if (this.#over?.width !== width || this.#over.height !== height) {
      this.#over = context.createImageData(width, height);
      this.#marked = nothingChanged;
    }
    if (changed.length === 0 && this.#marked.length === 0) return;
    this.#highlight ??= wordOf(resolveColor(this, 'var(--vscode-focusBorder, #08f)'));
    markCells(new Uint32Array(this.#over.data.buffer), this.#marked, changed, this.#highlight);
    this.#marked = changed;
    context.putImageData(this.#over, 0, 0);
    overlay.className = changed.length === 0 ? 'changes' : `changes fading-${(this.#turn = 1 - this.#turn)}`;
  }

  override render(): TemplateResult {
    const scale = this.side;
    const [width, height] = [this.columns * scale, this.rows * scale];
    // The canvas may be shown smaller than it is.
    const share = (part: number, whole: number): string => `${(100 * part) / whole}%`;
    const x = share(this.cursor % this.columns, this.columns);
    const y = share(Math.floor(this.cursor / this.columns), this.rows);
    return html`
      <div class="room" style="width:${this.columns * Math.min(largestScale, this.scale) + 2}px"></div>
      <div
        class="frame"
        role="application"
        aria-roledescription="grid of cells"
        aria-label="${this.label}: arrow keys move through its cells"
        tabindex="0"
        data-address=${(this.cursor < 0 ? null : this.address?.(this.cursor)) ?? nothing}
        @keydown=${this.#key}
      >
        <canvas
          width=${width}
          height=${height}
          role="img"
          aria-label=${this.label}
          @mousemove=${this.#point}
          @click=${this.#choose}
        ></canvas>
        <canvas class="changes" width=${this.columns} height=${this.rows} aria-hidden="true"></canvas>
        ${
          this.cursor < 0
            ? nothing
            : html`<div
                class="cursor"
                style="left:${x};top:${y};width:calc(${share(1, this.columns)} + 2px);height:calc(${share(1, this.rows)} + 2px)"
              ></div>`
        }
      </div>
      <div class="said" aria-live="polite">${this.#said()}</div>
      <details @toggle=${(event: Event) => (this.listed = (event.target as HTMLDetailsElement).open)}>
        <summary>As a table</summary>
        ${this.listed ? this.#table() : nothing}
      </details>
    `;
  }

  #said(): string {
    if (this.cursor >= 0 && this.cursor < this.kinds.length)
      return `${this.describe(this.cursor)}${includesCell(this.#changed ?? nothingChanged, this.cursor) ? '; changed since the last stop' : ''}`;
    const count = this.#changed?.length ?? 0;
    const changes = count === 0 ? '' : `: ${count.toLocaleString('en')} changed since the last stop`;
    return `${this.label}${changes}`;
  }

  #table(): TemplateResult {
    const runs = runsOf(this.kinds);
    return html`<table aria-label=${this.label}>
        <thead>
          <tr>
            <th>Cells</th>
            <th>What</th>
            <th>First of them</th>
          </tr>
        </thead>
        <tbody>
          ${runs.slice(0, mostRows).map(
            ({ first, count, kind }) =>
              html`<tr>
                <td>${first === first + count - 1 ? first : `${first}–${first + count - 1}`}</td>
                <td>${this.looks[kind]?.word}</td>
                <td>${this.describe(first)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      ${runs.length > mostRows ? html`<p>${runs.length - mostRows} more runs of cells.</p>` : nothing}`;
  }

  readonly #point = (event: MouseEvent): void => {
    const canvas = event.currentTarget as HTMLCanvasElement;
    const shown = canvas.getBoundingClientRect();
    const column = Math.floor(((event.clientX - shown.left) / shown.width) * this.columns);
    const row = Math.floor(((event.clientY - shown.top) / shown.height) * this.rows);
    this.#moveTo(row * this.columns + column);
  };

  readonly #choose = (): void => {
    if (this.cursor >= 0) this.dispatchEvent(new CustomEvent<number>('choose', { detail: this.cursor }));
  };

  readonly #key = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -this.columns,
      ArrowDown: this.columns,
      PageUp: -8 * this.columns,
      PageDown: 8 * this.columns,
    };
    if (event.key === 'Enter' || event.key === ' ') this.#choose();
    else if (event.key === 'Home') this.#moveTo(0);
    else if (event.key === 'End') this.#moveTo(this.kinds.length - 1);
    else if (event.key in steps) this.#moveTo(this.cursor < 0 ? 0 : this.cursor + steps[event.key]!);
    else return;
    event.preventDefault();
  };

  #moveTo(index: number): void {
    if (index < 0 || index >= this.kinds.length || index === this.cursor) return;
    this.cursor = index;
    // Who knows more about a cell than there is in the picture can look it up.
    this.dispatchEvent(new CustomEvent<number>('point', { detail: index }));
  }
}

/** A CSS colour (also a `var(--…)` of the theme or a mixture) as red, green, blue. */
function resolveColor(element: LitElement, color: string): readonly [number, number, number] {
  const probe = document.createElement('span');
  probe.style.color = color;
  element.renderRoot.append(probe);
  const computed = getComputedStyle(probe).color;
  probe.remove();
  const parts = /(-?[\d.]+(?:e-?\d+)?)[, ]+(-?[\d.]+(?:e-?\d+)?)[, ]+(-?[\d.]+(?:e-?\d+)?)/.exec(computed);
  // Mixtures come as `color(srgb 0.1 0.2 0.3)`, plain colours as `rgb(25, 51, 76)`.
  const scale = computed.startsWith('color(') ? 255 : 1;
  const channel = (text: string): number => Math.round(Math.min(255, Math.max(0, Number(text) * scale)));
  return parts ? [channel(parts[1]!), channel(parts[2]!), channel(parts[3]!)] : [128, 128, 128];
}

if (!customElements.get('cell-grid')) customElements.define('cell-grid', CellGrid);
