/** Every rule there is: a new family is a file in `rules/` and a line here. */
import { context } from './rules/context.ts';
import { deviceValues } from './rules/device-values.ts';
import { endianness } from './rules/endianness.ts';
import { handles } from './rules/handles.ts';
import { lifetime } from './rules/lifetime.ts';
import { mappingError } from './rules/mapping-error.ts';
import { masks } from './rules/masks.ts';
import { memory } from './rules/memory.ts';
import { ordering } from './rules/ordering.ts';
import { ownership } from './rules/ownership.ts';
import { polling } from './rules/polling.ts';
import { pool } from './rules/pool.ts';
import { scatter } from './rules/scatter.ts';
import { unmap } from './rules/unmap.ts';
import { earsOf, type Family, type Rule } from './walk.ts';

export const families: readonly Family[] = [
  mappingError,
  memory,
  unmap,
  ownership,
  handles,
  scatter,
  pool,
  context,
  masks,
  ordering,
  endianness,
  lifetime,
  polling,
  deviceValues,
];

export const rules: readonly Rule[] = families.flatMap((family) => family.rules);
const byId: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));

export function ruleOf(id: string): Rule | null {
  return byId.get(id) ?? null;
}

export const ears = earsOf(families);
