/** A picture from bytes: red, green, blue for each pixel. Drawn anew only when its bytes have changed. */
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';

export class PixelPicture extends LitElement {
  static override properties = {
    pixels: { type: String },
    width: { type: Number },
    height: { type: Number },
    label: { type: String },
  };
  static override styles = css`
    canvas {
      image-rendering: pixelated;
      width: 192px;
      border: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
    }
  `;
  /** Base64. */
  declare pixels: string;
  declare width: number;
  declare height: number;
  declare label: string;

  override updated(changed: PropertyValues): void {
    if (!changed.has('pixels') && !changed.has('width')) return;
    const context = this.renderRoot.querySelector('canvas')?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(this.width, this.height);
    const bytes = atob(this.pixels);
    for (let i = 0; i < this.width * this.height; i++) {
      for (let channel = 0; channel < 3; channel++) image.data[4 * i + channel] = bytes.charCodeAt(3 * i + channel);
      image.data[4 * i + 3] = 255;
    }
    context.putImageData(image, 0, 0);
  }

  override render(): TemplateResult {
    return html`<canvas width=${this.width} height=${this.height} role="img" aria-label=${this.label}></canvas>`;
  }
}
customElements.define('pixel-picture', PixelPicture);
