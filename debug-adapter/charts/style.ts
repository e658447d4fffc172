/** Colours of charts: VS Code's theme where there is one, else light or dark as the reader's system is. */

const series = ['blue', 'orange', 'green', 'purple', 'red'];
const light = { ink: '#24292f', muted: '#57606a', grid: '#d8dee4', paper: '#ffffff', series: ['#0969da', '#bc4c00', '#1a7f37', '#8250df', '#cf222e'] }; // prettier-ignore
const dark = { ink: '#e6edf3', muted: '#9da7b1', grid: '#30363d', paper: '#0d1117', series: ['#58a6ff', '#f0883e', '#3fb950', '#bc8cff', '#ff7b72'] }; // prettier-ignore
const dashes = ['none', '7 3', '2 3', '9 3 2 3', '5 5'];

const variables = ({ ink, muted, grid, paper, series: colors }: typeof light): string =>
  `.dma-chart{--ink:var(--vscode-foreground,${ink});--muted:var(--vscode-descriptionForeground,${muted});--grid:var(--vscode-editorWidget-border,${grid});--paper:var(--vscode-editor-background,${paper});` +
  `${colors.map((color, index) => `--s${index}:var(--vscode-charts-${series[index]},${color});`).join('')}}`;

export const style = [
  variables(light),
  `@media (prefers-color-scheme:dark){${variables(dark)}}`,
  '.dma-chart{font:12px system-ui,sans-serif}',
  '.dma-chart .paper{fill:var(--paper)}.dma-chart text{fill:var(--ink)}.dma-chart .title{font-size:16px;font-weight:600}.dma-chart .head{font-weight:600}',
  '.dma-chart .tick{font-size:11px;fill:var(--muted)}.dma-chart .grid{stroke:var(--grid)}',
  ...dashes.map(
    (dash, index) =>
      `.dma-chart .s${index} .line{fill:none;stroke:var(--s${index});stroke-dasharray:${dash};stroke-width:${3 - index * 0.45}}.dma-chart .s${index} .mark{fill:var(--s${index});stroke:var(--paper);stroke-width:.8}`,
  ),
].join('');
