/** A value that one outside of the driver could have given, with which conditions come out as a path needs them. */
import { numbersOf, sourcesOf, valueWith, type Shadow } from '../c-language/vm/shadows.ts';
import type { Constraint } from './matching.ts';
import type { Given } from './program-text.ts';

export interface Answer extends Given {
  readonly id: string;
}

/** Of the last condition, with all the others that hang on the same source as they came out; null: there is no such value, or it is too hidden. */
export function solve(
  last: Constraint,
  others: readonly Constraint[],
  mayAnswer: (id: string) => boolean,
): Answer | null {
  // prettier-ignore
  if (!last.shadow) return null;
  let left = mostTried;
  for (const { id, bits } of distinct(last.shadow).slice(0, mostSources)) {
    if (!mayAnswer(id)) continue;
    const together = [last, ...others.filter((each) => each.shadow && distinct(each.shadow).some((one) => one.id === id))]; // prettier-ignore
    for (const value of candidates(together, bits)) {
      if ((left -= together.length) < 0) return null;
      const given = new Map([[id, value]]);
      if (together.every(({ shadow, holds }) => holds(valueWith(shadow!, given)))) return { id, value, bits };
    }
  }
  return null;
}

/** The first of these numbers that the conditions on it leave it free to be. */
export function settle(
  id: string,
  bits: number,
  others: readonly Constraint[],
  values: readonly bigint[],
): Answer | null {
  // prettier-ignore
  const together = others.filter(({ shadow }) => shadow && distinct(shadow).some((one) => one.id === id));
  const fitting = values.map((each) => BigInt.asUintN(bits, each)).find((each) => together.every(({ shadow, holds }) => holds(valueWith(shadow!, new Map([[id, each]]))))); // prettier-ignore
  return fitting === undefined ? null : { id, value: fitting, bits };
}

function distinct(shadow: Shadow): readonly Extract<Shadow, { kind: 'source' }>[] {
  return [...new Map([...sourcesOf(shadow)].map((each) => [each.id, each])).values()];
}

/** Conditions that are looked at with one value or another. */
const mostTried = 20_000;
/** That one condition is answered by, of those that it depends on. */
const mostSources = 6;
/** Of the conditions on one value, those of the last one first. */
const mostConstants = 16;

/** The plainest first. */
function candidates(constraints: readonly Constraint[], bits: number): ReadonlySet<bigint> {
  const asked = constraints.flatMap(({ shadow, step }) => [...numbersOf(shadow!), ...(step.cases ?? []).flatMap(({ low, high }) => [low, high])]); // prettier-ignore
  const every = [...new Set([...asked, ...constraints.flatMap(({ shadow }) => distinct(shadow!).map(({ value }) => value))])]; // prettier-ignore
  const constants = every.slice(0, mostConstants);
  const all = constants.reduce((one, other) => one | other, 0n);
  const near = constants.flatMap((each) => [each, each & -each, each - 1n, each + 1n, each ^ all, -each, ~each]);
  const shifts = constants.filter((each) => each >= 0n && each < 64n);
  const shifted = shifts.flatMap((by) => [...constants, 1n].flatMap((each) => [each << by, each >> by]));
  const some = [...new Set([0n, 1n, ...near, ...shifted, all, -1n, 1n << BigInt(bits - 1)])];
  const pairs = some.length < 48 ? some.flatMap((one) => some.map((other) => one | other)) : [];
  const swapped = some.map((each) => swap(each, bits));
  return new Set([...some, ...swapped, ...pairs].map((each) => BigInt.asUintN(bits, each)));
}

/** As a big-endian device would put it. */
function swap(value: bigint, bits: number): bigint {
  let left = BigInt.asUintN(bits, value);
  let found = 0n;
  for (let done = 0; done < bits; done += 8, left >>= 8n) found = (found << 8n) | (left & 0xffn);
  return found;
}
