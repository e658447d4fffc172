/** A machine file's `costs`: virtual nanoseconds by the names of the table in hardware/costs.ts. */
import { costTable, type CostName, type Costs } from '../hardware/costs.ts';
import type { JsonNode } from './json-places.ts';
import { readFields, report, type Check } from './read-fields.ts';

const largestCost = 1e9; // ns

export function readCosts(node: JsonNode, check: Check): Partial<Costs> {
  const costs: Partial<Record<CostName, number>> = {};
  const reader = (name: CostName) => (each: JsonNode) => {
    if (each.kind === 'number' && each.value >= 0 && each.value <= largestCost) costs[name] = each.value;
    else report(check, each.place, `costs.${name} is a number of ns from 0 to ${largestCost}`);
  };
  const names = Object.keys(costTable) as CostName[];
  readFields(node, Object.fromEntries(names.map((name) => [name, reader(name)])), 'costs', check);
  return costs;
}
