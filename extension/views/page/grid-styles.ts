/** Looks of the grid of cells. */
import { css } from 'lit';

export const gridStyles = css`
  :host {
    display: block;
  }
  /* As wide as the grid would be if there is place. */
  .room {
    max-width: 100%;
  }
  canvas {
    image-rendering: pixelated;
    display: block;
    max-width: 100%;
  }
  .frame {
    position: relative;
    display: inline-block;
    outline-offset: 2px;
    border: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
  }
  .frame:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  canvas.changes {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    pointer-events: none;
    opacity: 0;
  }
  canvas.fading-0,
  canvas.fading-1 {
    opacity: 0.25;
  }
  canvas.fading-0 {
    animation: fading-0 1.8s ease-out;
  }
  canvas.fading-1 {
    animation: fading-1 1.8s ease-out;
  }
  @keyframes fading-0 {
    0%,
    25% {
      opacity: 0.9;
    }
    100% {
      opacity: 0.25;
    }
  }
  @keyframes fading-1 {
    0%,
    25% {
      opacity: 0.9;
    }
    100% {
      opacity: 0.25;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    canvas.fading-0,
    canvas.fading-1 {
      animation: none;
      opacity: 0.45;
    }
  }
  :host-context(.vscode-reduce-motion) canvas.fading-0,
  :host-context(.vscode-reduce-motion) canvas.fading-1 {
    animation: none;
    opacity: 0.45;
  }
  .cursor {
    position: absolute;
    box-sizing: border-box;
    border: 2px solid var(--vscode-focusBorder);
    pointer-events: none;
  }
  .said,
  details {
    min-height: 1.4em;
    color: var(--vscode-descriptionForeground);
    font-size: 0.95em;
  }
  summary {
    cursor: pointer;
  }
  table {
    border-collapse: collapse;
  }
  th,
  td {
    text-align: left;
    padding: 0 10px 0 0;
  }
  .swatch {
    display: inline-block;
    width: 10px;
    height: 10px;
    margin-right: 5px;
    border: 1px solid var(--vscode-foreground);
  }
`;
