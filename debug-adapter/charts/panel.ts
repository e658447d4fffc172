/** One chart: a measure against size on one machine, a line for each way, as SVG elements. */
import { line, symbol, symbolCircle, symbolDiamond, symbolSquare, symbolTriangle, symbolWye } from 'd3-shape';
import { sizeScale, valueScale, type Scale } from './scales.ts';
import { exactQuantity, shortQuantity, type Unit } from './units.ts';

export interface PanelData {
  readonly title: string;
  readonly x: { readonly title: string; readonly unit: Unit };
  readonly y: { readonly title: string; readonly unit: Unit };
  /** Values of all charts that are compared with each other: their axes are the same. */
  readonly range: readonly number[];
  readonly lines: readonly { readonly title: string; readonly points: readonly (readonly [number, number | null])[] }[];
}

export const panelWidth = 380;
export const panelHeight = 250;
const margin = { left: 70, right: 14, top: 26, bottom: 44 };
const marks = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond, symbolWye];

export function panel(data: PanelData): string {
  const { x, y, lines } = data;
  const [right, bottom] = [panelWidth - margin.right, panelHeight - margin.bottom];
  const all = lines.flatMap(({ points }) => points);
  const sizes = [...new Set(all.map(([size]) => size))].sort((a, b) => a - b);
  const across = sizeScale(sizes, x.unit, margin.left + 8, right - 8);
  const up = valueScale(data.range, y.unit, margin.top, bottom);
  return `<g role="group" aria-label="${escape(`${data.title}: ${y.title}`)}">
<text class="head" x="${margin.left}" y="14">${escape(data.title)}</text>
${rows(up, y.unit, right)}${columns(across, x.unit, bottom)}
<text class="axis" x="${(margin.left + right) / 2}" y="${panelHeight - 8}" text-anchor="middle">${escape(axisTitle(x))}</text>
<text class="axis" transform="translate(12 ${(margin.top + bottom) / 2}) rotate(-90)" text-anchor="middle">${escape(axisTitle(y))}</text>
${lines.map((each, index) => lineOf(each, index, across, up, data)).join('\n')}
</g>`;
}

/** Ticks carry prefixes of it. */
function axisTitle({ title, unit }: PanelData['x']): string {
  return unit === 'count' ? title : `${title} (${unit === 'ns' ? 's' : 'B'})`;
}

function rows(up: Scale, unit: Unit, right: number): string {
  return up.ticks
    .map((value) => {
      const at = up.at(value).toFixed(1);
      return `<line class="grid" x1="${margin.left}" x2="${right}" y1="${at}" y2="${at}"/><text class="tick" x="${margin.left - 6}" y="${at}" dy="0.32em" text-anchor="end">${shortQuantity(value, unit)}</text>`;
    })
    .join('');
}

function columns(across: Scale, unit: Unit, bottom: number): string {
  return across.ticks
    .map((value) => {
      const at = across.at(value).toFixed(1);
      return `<line class="grid" x1="${at}" x2="${at}" y1="${bottom}" y2="${bottom + 4}"/><text class="tick" x="${at}" y="${bottom + 16}" text-anchor="middle">${shortQuantity(value, unit)}</text>`;
    })
    .join('');
}

/** What could not be done leaves a gap. */
function lineOf(
  { title, points }: PanelData['lines'][number],
  index: number,
  across: Scale,
  up: Scale,
  { x, y }: PanelData,
): string {
  const path = line<readonly [number, number | null]>()
    .defined(([, value]) => value !== null)
    .x(([size]) => across.at(size))
    .y(([, value]) => up.at(value!))
    .digits(1)([...points]);
  const dots = points.flatMap(([size, value]) => {
    if (value === null) return [];
    const told = `${title}, ${shortQuantity(size, x.unit)}: ${exactQuantity(value)}${y.unit === 'count' ? '' : ` ${y.unit}`}`;
    return `<path class="mark" d="${markOf(index)}" transform="translate(${across.at(size).toFixed(1)} ${up.at(value).toFixed(1)})"><title>${escape(told)}</title></path>`;
  });
  return `<g class="series s${index}"><path class="line" d="${path ?? ''}"/>${dots.join('')}</g>`;
}

/** Told apart without colour: each way has a mark of its own. */
export function markOf(index: number): string {
  return symbol()
    .type(marks[index % marks.length]!)
    .size(100 / (1 + index)) // what lies below another one is still seen
    .digits(1)()!;
}

export function escape(text: string): string {
  return text.replace(/[&<>"]/g, (each) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[each]!);
}
