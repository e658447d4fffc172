/** Axes: logarithmic where values span much, with a row of its own for zero; a step for each CPU where x counts something. */
import { scaleLinear, scaleLog } from 'd3-scale';
import type { Unit } from './units.ts';

export interface Scale {
  /** Pixels. */
  at(value: number): number;
  readonly ticks: readonly number[];
}

/** From what factor between the largest and the smallest value on an axis is logarithmic. */
const wide = 30;
const zeroRow = 14; // pixels between the row of zero and the smallest value

/** `top` and `bottom` in pixels. */
export function valueScale(values: readonly number[], unit: Unit, top: number, bottom: number): Scale {
  const positive = values.filter((value) => value > 0);
  const [least, most] = [Math.min(...positive), Math.max(...positive)];
  if (positive.length === 0) return { at: () => bottom, ticks: [0] };
  if (most / least < wide) {
    const linear = scaleLinear().domain([0, most]).range([bottom, top]).nice(5);
    return { at: linear, ticks: linear.ticks(5) };
  }
  const hasZero = positive.length < values.length;
  const base = unit === 'bytes' ? 2 : 10;
  const log = scaleLog()
    .base(base)
    .domain([base ** Math.floor(logOf(least, base)), most])
    .range([hasZero ? bottom - zeroRow : bottom, top]);
  const ticks = powersWithin(log.domain() as [number, number], base, 6);
  return { at: (value) => (value > 0 ? log(value) : bottom), ticks: hasZero ? [0, ...ticks] : ticks };
}

export function sizeScale(values: readonly number[], unit: Unit, left: number, right: number): Scale {
  const [first, last] = [values[0]!, values.at(-1)!];
  if (unit === 'count' || first === last) {
    const linear = scaleLinear().domain([first, last]).range([left, right]);
    return { at: linear, ticks: values };
  }
  const log = scaleLog().base(2).domain([first, last]).range([left, right]);
  const powers = powersWithin([first, last], 2, 6);
  return { at: log, ticks: powers };
}

function logOf(value: number, base: number): number {
  return Math.log(value) / Math.log(base);
}

/** Whole powers of the base, evenly chosen, at most `most` of them. */
function powersWithin([first, last]: [number, number], base: number, most: number): number[] {
  const from = Math.ceil(logOf(first, base) - 1e-9);
  const to = Math.floor(logOf(last, base) + 1e-9);
  const step = Math.max(1, Math.ceil((to - from + 1) / most));
  const ticks: number[] = [];
  for (let power = from; power <= to; power += step) ticks.push(base ** power);
  return ticks;
}
