/** The charts of an experiment as one SVG picture, for files and for the view: a row for each measure, a column for each machine. Needs no DOM. */
import type { ExperimentResult, Measure } from '../../simulator/index.ts';
import { escape, markOf, panel, panelHeight, panelWidth, type PanelData } from './panel.ts';
import { style } from './style.ts';

export { exactQuantity, shortQuantity, withUnit } from './units.ts';

/** How a point's value is read: `measured` of the simulator, which this room does not run itself. */
export type ReadValue = (point: ExperimentResult['points'][number], measure: Measure) => number | null;

const side = 10;

export function drawCharts(result: ExperimentResult, valueOf: ReadValue): string {
  const { experiment } = result;
  const measures = experiment.measures.filter(({ tableOnly }) => !tableOnly);
  const width = side * 2 + panelWidth * Math.max(2, experiment.variants.length);
  const ways = experiment.series.map(({ title }) => title);
  const places = legendPlaces(ways, width);
  const top = places.at(-1)!.y + 18;
  const height = top + (panelHeight + side) * measures.length;
  const panels = measures.flatMap((measure, row) =>
    experiment.variants.map((variant, column) => {
      const place = `translate(${side + column * panelWidth} ${top + row * (panelHeight + side)})`;
      return `<g transform="${place}">${panel(dataOf(result, measure, variant, valueOf))}</g>`;
    }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" class="dma-chart" role="img" aria-labelledby="dma-chart-title dma-chart-text" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<title id="dma-chart-title">${escape(experiment.title)}</title>
<desc id="dma-chart-text">${escape(experiment.answer)}</desc>
<style>${style}</style>
<rect class="paper" width="100%" height="100%"/>
<text class="title" x="${side}" y="24">${escape(experiment.title)}</text>
${legend(ways, places)}
${panels.join('\n')}
</svg>
`;
}

function dataOf(
  { experiment, points }: ExperimentResult,
  measure: Measure,
  { name, title }: ExperimentResult['experiment']['variants'][number],
  valueOf: ReadValue,
): PanelData {
  const range = points.flatMap((point) => valueOf(point, measure) ?? []);
  const lines = experiment.series.map((series) => ({
    title: series.title,
    points: points
      .filter(({ variant, series: way }) => variant === name && way === series.name)
      .map((point): [number, number | null] => [point.x, valueOf(point, measure)]),
  }));
  return { title, x: experiment.x, y: measure, range, lines };
}

const letter = 6.6; // pixels: about what a letter of the legend takes
const legendRow = 20;

/** Places of its entries, in as many rows as they need. */
function legendPlaces(titles: readonly string[], width: number): { x: number; y: number }[] {
  let [x, y] = [side, 46];
  return titles.map((title) => {
    const wide = 52 + title.length * letter;
    if (x > side && x + wide > width) [x, y] = [side, y + legendRow];
    const place = { x, y };
    x += wide;
    return place;
  });
}

function legend(titles: readonly string[], places: readonly { x: number; y: number }[]): string {
  return titles
    .map((title, index) => {
      const { x, y } = places[index]!;
      return `<g class="series s${index}" transform="translate(${x.toFixed(0)} ${y})"><path class="line" d="M0,0H26"/><path class="mark" d="${markOf(index)}" transform="translate(13 0)"/><text class="tick" x="32" dy="0.32em">${escape(title)}</text></g>`;
    })
    .join('');
}
