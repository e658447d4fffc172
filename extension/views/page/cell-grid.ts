/**
 * A grid of many cells drawn with one pixel each and scaled up, with a cursor moved by mouse or keys and told in words. The picture is canvas; what it
 * says is in `describe`, so that a screen reader hears what others see.
 */
import { css, html, LitElement, type TemplateResult } from 'lit';

export interface Cell {
  /** CSS colour of the theme, resolved. */
  readonly color: readonly [number, number, number];
  /** Drawn with a dark or light mark in its middle, so that it is told apart without colour. */
  readonly marked: boolean;
}

const largestScale = 16;

export class CellGrid extends LitElement {
  static override properties = {
    cells: { attribute: false },
    columns: { type: Number },
    label: { type: String },
    describe: { attribute: false },
    cursor: { state: true },
    scale: { type: Number },
  };
  static override styles = css`
    canvas {
      image-rendering: pixelated;
      display: block;
      max-width: 100%;
      border: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
    }
    .frame {
      position: relative;
      display: inline-block;
      outline-offset: 2px;
    }
    .frame:focus-visible {
      outline: 1px solid var(--vscode-focusBorder);
    }
    .cursor {
      position: absolute;
      box-sizing: border-box;
      border: 2px solid var(--vscode-focusBorder);
      pointer-events: none;
    }
    .said {
      min-height: 1.4em;
      color: var(--vscode-descriptionForeground);
      font-size: 0.95em;
    }
  `;
  declare cells: readonly Cell[];
  declare columns: number;
  declare label: string;
  declare describe: (index: number) => string;
  declare scale: number;
  declare private cursor: number;

  constructor() {
    super();
    this.cells = [];
    this.columns = 64;
    this.label = '';
    this.describe = () => '';
    this.scale = 4;
    this.cursor = -1;
  }

  private get rows(): number {
    return Math.max(1, Math.ceil(this.cells.length / this.columns));
  }

  override updated(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const context = canvas?.getContext('2d');
    if (canvas && context) draw(context, this.cells, this.columns, this.scale);
  }

  override render(): TemplateResult {
    const scale = Math.min(largestScale, this.scale);
    const [width, height] = [this.columns * scale, this.rows * scale];
    const x = (this.cursor % this.columns) * scale;
    const y = Math.floor(this.cursor / this.columns) * scale;
    return html`
      <div
        class="frame"
        role="application"
        aria-roledescription="grid of cells"
        aria-label=${this.label}
        tabindex="0"
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
        ${this.cursor < 0 ? '' : html`<div class="cursor" style="left:${x}px;top:${y}px;width:${scale + 2}px;height:${scale + 2}px"></div>`}
      </div>
      <div class="said" aria-live="polite">${this.cursor < 0 ? this.label : this.describe(this.cursor)}</div>
    `;
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
    else if (event.key === 'End') this.#moveTo(this.cells.length - 1);
    else if (event.key in steps) this.#moveTo(Math.max(0, this.cursor) + steps[event.key]!);
    else return;
    event.preventDefault();
  };

  #moveTo(index: number): void {
    if (index >= 0 && index < this.cells.length) this.cursor = index;
  }
}

function draw(context: CanvasRenderingContext2D, cells: readonly Cell[], columns: number, scale: number): void {
  const rows = Math.ceil(cells.length / columns);
  const image = context.createImageData(columns * scale, Math.max(1, rows) * scale);
  const { data, width } = image;
  cells.forEach(({ color, marked }, index) => {
    const left = (index % columns) * scale;
    const top = Math.floor(index / columns) * scale;
    const gap = scale > 3 ? 1 : 0;
    for (let y = 0; y < scale - gap; y++) {
      for (let x = 0; x < scale - gap; x++) {
        const at = ((top + y) * width + left + x) * 4;
        const inverse = marked && (x + y) % 3 === 0;
        data[at] = inverse ? 255 - color[0] : color[0];
        data[at + 1] = inverse ? 255 - color[1] : color[1];
        data[at + 2] = inverse ? 255 - color[2] : color[2];
        data[at + 3] = 255;
      }
    }
  });
  context.putImageData(image, 0, 0);
}

/** A CSS colour (also a `var(--…)` of the theme or a mixture) as red, green, blue. */
export function resolveColor(element: Element, color: string): readonly [number, number, number] {
  const probe = document.createElement('span');
  probe.style.color = color;
  element.append(probe);
  const computed = getComputedStyle(probe).color;
  probe.remove();
  const parts = /(-?[\d.]+(?:e-?\d+)?)[, ]+(-?[\d.]+(?:e-?\d+)?)[, ]+(-?[\d.]+(?:e-?\d+)?)/.exec(computed);
  // Mixtures come as `color(srgb 0.1 0.2 0.3)`, plain colours as `rgb(25, 51, 76)`.
  const scale = computed.startsWith('color(') ? 255 : 1;
  const channel = (text: string): number => Math.round(Math.min(255, Math.max(0, Number(text) * scale)));
  return parts ? [channel(parts[1]!), channel(parts[2]!), channel(parts[3]!)] : [128, 128, 128];
}

if (!customElements.get('cell-grid')) customElements.define('cell-grid', CellGrid);
