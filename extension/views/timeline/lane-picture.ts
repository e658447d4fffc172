/** Lanes with their events on a canvas: pure drawing and finding, so that the page is only about what is chosen. */
import type { TimelineEvent, TimelineView } from '../../../simulator/inspect/view-models.ts';
import { graveShapes, lookOfKind, shapePaths, type Shape } from './kinds.ts';

export const laneHeight = 22;
export const rulerHeight = 18;
const smallest = 3;
/** Left and right of the times, so that what is at the very end is seen whole. */
export const margin = 8;

export interface Colors {
  readonly foreground: string;
  readonly faint: string;
  readonly line: string;
  readonly past: string;
  readonly focus: string;
  /** By its name without `--vscode-`. */
  readonly theme: (name: string) => string;
  readonly error: string;
  readonly warning: string;
}

export function timeAt({ from, to }: TimelineView, x: number, width: number): number {
  return from + ((x - margin) / (width - 2 * margin)) * (to - from);
}

export function placeOf({ from, to }: TimelineView, at: number, width: number): number {
  return to === from ? margin : margin + ((at - from) / (to - from)) * (width - 2 * margin);
}

export function drawLanes(context: CanvasRenderingContext2D, view: TimelineView, width: number, colors: Colors): void {
  const { lanes, events } = view;
  const height = rulerHeight + lanes.length * laneHeight;
  context.clearRect(0, 0, width, height);
  context.font = '11px sans-serif';
  drawRuler(context, view, width, height, colors);
  lanes.forEach((_, lane) => {
    line(context, colors, 0, rulerHeight + (lane + 1) * laneHeight - 1, width, 1);
  });
  for (const event of events) drawEvent(context, view, event, width, colors);
  context.fillStyle = colors.foreground;
  for (const event of events.filter(({ what }) => what === 'runs')) drawName(context, view, event, width);
  const now = placeOf(view, view.now, width);
  // What lies ahead has been left behind once already: hatched.
  hatch(context, now, Math.min(width, placeOf(view, view.end, width)), height, colors);
  context.fillStyle = colors.focus;
  context.fillRect(now - 1, 0, 2, height);
}

/** Lines stay behind what they divide, also where a theme has them in full contrast. */
function line(
  context: CanvasRenderingContext2D,
  colors: Colors,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  context.globalAlpha = 0.45;
  context.fillStyle = colors.line;
  context.fillRect(x, y, width, height);
  context.globalAlpha = 1;
}

function drawRuler(
  context: CanvasRenderingContext2D,
  view: TimelineView,
  width: number,
  height: number,
  colors: Colors,
): void {
  const step = niceStep((view.to - view.from) / Math.max(1, width / 110));
  for (let at = Math.ceil(view.from / step) * step; at <= view.to; at += step) {
    const x = placeOf(view, at, width);
    line(context, colors, x, 0, 1, height);
    context.fillStyle = colors.faint;
    context.fillText(timeText(at, step), x + 3, 12);
  }
}

/** 1, 2 or 5 times a power of ten. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1)));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= least) ?? 10);
}

const timeUnits = [
  ['s', 1e9],
  ['ms', 1e6],
  ['µs', 1e3],
] as const;

/** A time with as many digits as steps of this size need. */
export function timeText(ns: number, step = 1): string {
  const [unit, scale] = timeUnits.find(([, size]) => ns >= size) ?? (['ns', 1] as const);
  const digits = Math.max(0, Math.min(9, Math.ceil(-Math.log10(step / scale))));
  const text = (ns / scale).toFixed(digits);
  return `${text.includes('.') ? text.replace(/\.?0+$/, '') : text} ${unit}`;
}

function drawEvent(
  context: CanvasRenderingContext2D,
  view: TimelineView,
  event: TimelineEvent,
  width: number,
  colors: Colors,
): void {
  const x = placeOf(view, event.at, width);
  const end = placeOf(view, event.until ?? event.at, width);
  const top = rulerHeight + event.lane * laneHeight;
  context.fillStyle = colorOf(event, colors);
  if (event.what === 'runs') context.fillRect(x, top + 13, Math.max(smallest, end - x), 6);
  else if (end - x > 10) context.fillRect(x, top + 3, end - x, 14);
  else drawShape(context, shapeOf(event), x, top + 2);
}

/** Who runs, above the bar. */
function drawName(context: CanvasRenderingContext2D, view: TimelineView, event: TimelineEvent, width: number): void {
  const from = placeOf(view, event.at, width);
  const end = placeOf(view, event.until ?? event.at, width);
  const x = end - from > 60 ? namePlace(view, event, width, context.measureText(event.text).width) : null;
  if (x !== null) context.fillText(event.text, x, rulerHeight + event.lane * laneHeight + 10);
}

/** Where the name of a task that runs can be read beside the marks of its lane; null: nowhere. */
export function namePlace(view: TimelineView, event: TimelineEvent, width: number, room: number): number | null {
  const end = placeOf(view, event.until ?? event.at, width);
  const marks = view.events
    .filter(({ lane, what }) => lane === event.lane && what !== 'runs')
    .map(({ at }) => placeOf(view, at, width))
    .sort((a, b) => a - b);
  let x = placeOf(view, event.at, width) + 3;
  for (const mark of marks) if (mark > x - 7 && mark < x + room + 7) x = mark + 8;
  return x + room < end ? x : null;
}

function shapeOf({ what, severity }: TimelineEvent): Shape {
  return severity === 'plain' ? lookOfKind(what).shape : graveShapes[severity];
}

const paths = new Map<Shape, Path2D>();

/** `x`: of its middle. */
function drawShape(context: CanvasRenderingContext2D, shape: Shape, x: number, y: number): void {
  let path = paths.get(shape);
  if (!path) paths.set(shape, (path = new Path2D(shapePaths[shape])));
  context.save();
  context.translate(x - 5, y);
  context.fill(path, 'evenodd');
  context.restore();
}

export function colorOf({ what, severity }: TimelineEvent, colors: Colors): string {
  if (severity === 'error') return colors.error;
  if (severity === 'warning') return colors.warning;
  return colors.theme(lookOfKind(what).color);
}

function hatch(context: CanvasRenderingContext2D, from: number, to: number, height: number, colors: Colors): void {
  if (to - from < 1) return;
  context.save();
  context.beginPath();
  context.rect(from, 0, to - from, height);
  context.clip();
  context.globalAlpha = 0.35;
  context.strokeStyle = colors.past;
  context.beginPath();
  for (let x = from - height; x < to; x += 8) {
    context.moveTo(x, height);
    context.lineTo(x + height, 0);
  }
  context.stroke();
  context.restore();
}

/** The event under a point, the gravest and latest drawn first; null: none. */
export function eventAt(view: TimelineView, x: number, y: number, width: number): TimelineEvent | null {
  const lane = Math.floor((y - rulerHeight) / laneHeight);
  const near = view.events.filter((event) => {
    if (event.lane !== lane) return false;
    const from = placeOf(view, event.at, width) - 5;
    const to = Math.max(placeOf(view, event.until ?? event.at, width), from + smallest) + 5;
    return x >= from && x <= to;
  });
  const points = near.filter(({ what }) => what !== 'runs');
  const candidates = points.length > 0 ? points : near;
  const distance = ({ at }: TimelineEvent): number => Math.abs(placeOf(view, at, width) - x);
  return candidates.sort((a, b) => distance(a) - distance(b))[0] ?? null;
}

/** The last event at or before a time: where the machine goes when one lets go of it there. */
export function eventBefore({ events }: TimelineView, time: number): TimelineEvent | null {
  let found: TimelineEvent | null = null;
  for (const event of events) if (event.at <= time && (!found || event.at > found.at)) found = event;
  return found;
}

/** From one event to the next with the arrow keys: along its lane, or to the nearest of a lane above or below. */
export function neighbour(view: TimelineView, current: TimelineEvent | null, key: string): TimelineEvent | null {
  const { events, lanes } = view;
  // One comes in from either end: backwards from where the machine stands.
  if (!current) return (key === 'ArrowLeft' ? eventBefore(view, view.now) : null) ?? events[0] ?? null;
  const own = events.filter(({ lane }) => lane === current.lane);
  const index = own.findIndex(({ sequence, what }) => sequence === current.sequence && what === current.what);
  // At another stop events are merged otherwise: one that is not there any more still has a time.
  const behind = index < 0 ? own.filter(({ at }) => at <= current.at).length : index + 1;
  if (key === 'ArrowLeft') return own[(index < 0 ? behind : index) - 1] ?? current;
  if (key === 'ArrowRight') return own[behind] ?? current;
  const down = key === 'ArrowDown' ? 1 : -1;
  for (let lane = current.lane + down; lane >= 0 && lane < lanes.length; lane += down) {
    const there = events.filter((event) => event.lane === lane);
    if (there.length === 0) continue;
    return there.reduce((best, each) =>
      Math.abs(each.at - current.at) < Math.abs(best.at - current.at) ? each : best,
    );
  }
  return current;
}
