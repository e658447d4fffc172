/** What an experiment counted, as text to read, as JSON and as comma-separated values. */
import { exactQuantity, shortQuantity, withUnit } from '../charts/index.ts';
import type { Experiment, ExperimentResult, Measure } from '../../simulator/index.ts';
import type { SimulatorDoor } from '../simulator-door.ts';
import { wrap } from './pictures/text.ts';

type Variant = Experiment['variants'][number];

export function experimentText(door: SimulatorDoor, result: ExperimentResult): string {
  const { experiment } = result;
  const tables = experiment.variants.flatMap((variant) =>
    experiment.measures.map((measure) => table(door, result, variant, measure)),
  );
  return [
    `${experiment.title}\n${wrap(experiment.question, '  ')}\n`,
    ...tables,
    `${wrap(experiment.answer, '')}\n`,
    costs(door, result),
  ].join('\n');
}

function table(door: SimulatorDoor, result: ExperimentResult, variant: Variant, measure: Measure): string {
  const { experiment } = result;
  const cells = experiment.series.map(({ name, title }) => [
    title,
    ...sizesOf(result).map((x) => exactQuantity(valueAt(door, result, variant, name, x, measure))),
  ]);
  const first = [
    withUnit(experiment.x.title, 'count'),
    ...sizesOf(result).map((x) => shortQuantity(x, experiment.x.unit)),
  ];
  const widths = [first, ...cells].map((column) => Math.max(...column.map((text) => text.length)));
  const lines = first.map((head, row) =>
    [head.padEnd(widths[0]!), ...cells.map((column, at) => column[row]!.padStart(widths[at + 1]!))].join('  '),
  );
  return `${variant.title}: ${withUnit(measure.title, measure.unit)}\n${lines.map((each) => `  ${each}\n`).join('')}`;
}

function costs(door: SimulatorDoor, { experiment, points, costs: used }: ExperimentResult): string {
  if (!experiment.measures.some(({ name }) => name === 'time')) return '';
  const took = (name: string): boolean => points.some(({ charges }) => name in charges);
  const listed = door.costsOf(experiment).filter(({ name }) => took(name));
  const rows = listed.map(({ name, value, source }) => {
    const changed = Math.abs(used[name]! - value) > 1 / 1024;
    const told = changed ? `asked for; without it ${shortCost(value)}: ${source}` : source;
    return `  ${shortCost(used[name]!).padStart(9)}  ${name.padEnd(20)}  ${told}\n`;
  });
  return `Virtual time is the counts above and below times these costs (ns; --cost NAME=NS changes one):\n${rows.join('')}`;
}

function shortCost(value: number): string {
  return String(Number(value.toPrecision(4)));
}

export function experimentJson(door: SimulatorDoor, result: ExperimentResult): string {
  const { id, title, question, source, answer, x, variants, series, measures } = result.experiment;
  const points = result.points.map((point) => ({
    variant: point.variant,
    series: point.series,
    x: point.x,
    counts:
      point.counts &&
      Object.fromEntries(measures.map((measure) => [measure.name, door.measured(point, measure, result.costs)])),
    work: point.charges,
  }));
  const whole = { id, title, question, source, answer, x, variants, series, measures, costs: result.costs, points };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

export function experimentCsv(door: SimulatorDoor, result: ExperimentResult): string {
  const { measures } = result.experiment;
  const head = ['variant', 'series', 'x', ...measures.map(({ name }) => name)].join(',');
  const lines = result.points.map((point) =>
    [
      point.variant,
      point.series,
      point.x,
      ...measures.map((measure) => door.measured(point, measure, result.costs) ?? ''),
    ].join(','),
  );
  return `${[head, ...lines].join('\n')}\n`;
}

function sizesOf({ points }: ExperimentResult): number[] {
  return [...new Set(points.map(({ x }) => x))].sort((a, b) => a - b);
}

function valueAt(
  door: SimulatorDoor,
  { points, costs: used }: ExperimentResult,
  variant: Variant,
  series: string,
  x: number,
  measure: Measure,
): number | null {
  const found = points.find((each) => each.variant === variant.name && each.series === series && each.x === x);
  return found ? door.measured(found, measure, used) : null;
}
