/** From the result of an experiment to what its page shows, for any costs. Knows no VS Code. */
import { drawCharts, exactQuantity, shortQuantity, withUnit } from '../../debug-adapter/charts/index.ts';
import { costsOf, measured, type ExperimentResult } from '../../simulator/index.ts';
import type { ExperimentCost, ExperimentTable, ExperimentView } from '../views/experiment/messages.ts';

/** `changed`: costs, ns, that are not those the experiment ran with. */
export function experimentView(result: ExperimentResult, changed: Readonly<Record<string, number>>): ExperimentView {
  const { title, question, answer, source } = result.experiment;
  const costs = { ...result.costs, ...changed };
  const svg = drawCharts(result, (point, measure) => measured(point, measure, costs));
  return { title, question, answer, source, svg, tables: tables(result, costs), costs: costRows(result, costs) };
}

function costRows({ experiment, points }: ExperimentResult, costs: Readonly<Record<string, number>>): ExperimentCost[] {
  if (!experiment.measures.some(({ name }) => name === 'time')) return [];
  return costsOf(experiment)
    .filter(({ name }) => points.some(({ charges }) => name in charges))
    .map((each) => ({ ...each, used: costs[each.name]! }));
}

function tables({ experiment, points }: ExperimentResult, costs: Readonly<Record<string, number>>): ExperimentTable[] {
  const { x, variants, series, measures } = experiment;
  const sizes = [...new Set(points.map((point) => point.x))].sort((a, b) => a - b);
  return variants.flatMap((variant) =>
    measures.map((measure) => ({
      title: `${variant.title}: ${withUnit(measure.title, measure.unit)}`,
      head: [x.title, ...series.map((each) => each.title)],
      rows: sizes.map((size) => [
        shortQuantity(size, x.unit),
        ...series.map(({ name }) => {
          const point = points.find((each) => each.variant === variant.name && each.series === name && each.x === size);
          return exactQuantity(point ? measured(point, measure, costs) : null);
        }),
      ]),
    })),
  );
}
