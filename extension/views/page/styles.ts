/** Looks that all views share: colours of the theme alone, patterns beside colours, and nothing that moves for those who do not want it. */
import { css, unsafeCSS, type CSSResult } from 'lit';

const stacked = (tables: string): CSSResult =>
  unsafeCSS(`
    /* A row becomes a few lines of its own, each cell with the name of its column where that is not plain. */
    ${tables},
    ${tables} > tbody {
      display: block;
    }
    ${tables} > thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    ${tables} > tbody > tr {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 0 10px;
      padding: 2px 0;
      border-top: 1px solid var(--line);
    }
    ${tables} > tbody > tr > td {
      padding: 0;
      white-space: normal;
      min-width: 0;
      text-align: left;
    }
    ${tables} > tbody > tr > td:empty {
      display: none;
    }
    ${tables} > tbody > tr > td[data-label]::before {
      content: attr(data-label) ' ';
      font-family: var(--vscode-font-family, sans-serif);
      color: var(--vscode-descriptionForeground);
    }
    ${tables} > tbody > tr > td.whole {
      flex-basis: 100%;
    }
  `);

export const sharedStyles = css`
  :host {
    display: block;
    height: 100%;
    box-sizing: border-box;
    padding: 6px 10px;
    overflow: auto;
    container-type: inline-size;
    color: var(--vscode-foreground);
    font: var(--vscode-font-size, 13px) / 1.4 var(--vscode-font-family, sans-serif);
    --here: var(--vscode-panel-background, var(--vscode-sideBar-background, var(--vscode-editor-background)));
    /* The theme's own orange is half transparent in some themes and not there with high contrast: package.json brings one. */
    --device: var(--vscode-dma-deviceOwned, #d8892b);
    --line: var(--vscode-panel-border, var(--vscode-contrastBorder, currentColor));
  }
  /* Not at each short step. */
  .running {
    opacity: 0.6;
    transition: opacity 0.1s 0.2s;
  }
  .hint {
    color: var(--vscode-descriptionForeground);
  }
  .problem,
  .stale {
    color: var(--vscode-errorForeground);
  }
  .stale {
    font-weight: 600;
  }
  h4 {
    margin: 8px 0 4px;
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
    background: var(--here);
  }
  th,
  td {
    padding: 1px 12px 1px 0;
    white-space: nowrap;
    vertical-align: top;
  }
  td.number,
  th.number {
    text-align: right;
  }
  p {
    margin: 4px 0;
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
  button.action {
    color: var(--vscode-button-secondaryForeground, var(--vscode-foreground));
    background: var(--vscode-button-secondaryBackground, var(--vscode-input-background));
    border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent));
    border-radius: 2px;
    padding: 2px 10px;
    text-decoration: none;
  }
  button.action:hover {
    background: var(--vscode-button-secondaryHoverBackground, var(--vscode-input-background));
  }
  /* What a column or register means is told by hovering. */
  th[title],
  td[title].told,
  .told[title] {
    cursor: help;
    text-decoration: underline dotted;
    text-underline-offset: 3px;
  }
  td.wrap {
    white-space: normal;
    min-width: 12em;
  }
  /* Beside a side bar the panel is about this wide. */
  @container (max-width: 1200px) {
    .fold {
      white-space: normal;
    }
    .fold .hint {
      display: inline-block;
    }
  }
  @container (max-width: 480px) {
    th,
    td {
      padding-right: 6px;
    }
    details > :not(summary) {
      margin-left: 6px;
    }
  }
  @container (max-width: 480px) {
    ${stacked('.stacked')}
  }
  /* What is too broad for a zoomed panel. */
  @container (max-width: 860px) {
    ${stacked('.stacked.broad')}
  }
  .owner {
    border: 1px solid var(--line);
    border-radius: 3px;
    padding: 0 5px;
  }
  .owner.device,
  .owner.split {
    border-color: var(--device);
    background-image: repeating-linear-gradient(
      45deg,
      transparent 0 4px,
      color-mix(in srgb, var(--device) 35%, transparent) 4px 6px
    );
  }
  .owner.cpu,
  .owner.driver {
    border-color: var(--vscode-charts-blue);
  }
  .owner.shared {
    border-color: var(--vscode-charts-green);
    border-style: double;
    border-width: 3px;
    padding: 0 3px;
  }
  button:focus-visible,
  summary:focus-visible,
  [tabindex]:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 1px;
  }
  input,
  select {
    font: inherit;
    color: var(--vscode-input-foreground);
    background: var(--vscode-input-background);
    border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, transparent));
    padding: 2px 6px;
  }
  select {
    color: var(--vscode-dropdown-foreground);
    background: var(--vscode-dropdown-background);
    border-color: var(--vscode-dropdown-border, var(--vscode-contrastBorder, transparent));
  }
  input:focus,
  select:focus {
    outline: 1px solid var(--vscode-focusBorder);
  }
  form,
  .toolbar {
    display: flex;
    gap: 4px 12px;
    margin-bottom: 6px;
    flex-wrap: wrap;
    align-items: baseline;
  }
  .columns {
    display: flex;
    gap: 8px 28px;
    flex-wrap: wrap;
    align-items: flex-start;
  }
  .columns > * {
    min-width: 0;
    max-width: 100%;
  }
  [hidden] {
    display: none !important;
  }
  .swatch {
    display: inline-block;
    width: 10px;
    height: 10px;
    margin-right: 5px;
    border: 1px solid var(--vscode-foreground);
  }
  @media (forced-colors: active) {
    .swatch,
    .owner {
      forced-color-adjust: none;
    }
    .owner {
      color: CanvasText;
    }
  }
  .swatch.stripes {
    background-image: repeating-linear-gradient(45deg, transparent 0 2px, var(--vscode-foreground) 2px 3px);
  }
  .swatch.dots {
    background-image: radial-gradient(var(--vscode-foreground) 25%, transparent 26%);
    background-size: 4px 4px;
  }
  .swatch.frame {
    box-shadow:
      inset 0 0 0 2px var(--here),
      inset 0 0 0 3px var(--vscode-foreground);
  }
  .swatch.cross {
    background-image:
      repeating-linear-gradient(45deg, transparent 0 3px, var(--vscode-foreground) 3px 4px),
      repeating-linear-gradient(-45deg, transparent 0 3px, var(--vscode-foreground) 3px 4px);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 14px;
    margin: 4px 0 6px;
  }
  summary {
    cursor: pointer;
  }
  details > :not(summary) {
    margin-left: 14px;
  }
  .changed-0 {
    animation: changed-0 1.6s ease-out;
  }
  .changed-1 {
    animation: changed-1 1.6s ease-out;
  }
  .changed-0,
  .changed-1 {
    box-shadow: inset 2px 0 var(--vscode-editorGutter-modifiedBackground, var(--vscode-charts-blue));
    padding-left: 4px;
  }
  @keyframes changed-0 {
    from {
      background: var(
        --vscode-editor-findMatchHighlightBackground,
        color-mix(in srgb, var(--vscode-charts-yellow) 30%, transparent)
      );
    }
  }
  @keyframes changed-1 {
    from {
      background: var(
        --vscode-editor-findMatchHighlightBackground,
        color-mix(in srgb, var(--vscode-charts-yellow) 30%, transparent)
      );
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .changed-0,
    .changed-1 {
      animation: none;
    }
  }
  :host-context(.vscode-reduce-motion) .changed-0,
  :host-context(.vscode-reduce-motion) .changed-1 {
    animation: none;
  }
`;
