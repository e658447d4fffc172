/** What a path needs beside calls that fail: values that registers have to read, and module parameters have to have, for its conditions to come out as it takes them. */
import { integerOperation, isBinaryOperator } from '../c-language/constant-arithmetic.ts';
import type { Place } from '../c-language/source.ts';
import { registerReads } from './dma-functions.ts';
import type { Step } from './state.ts';
import type { Term } from './terms.ts';

/** Values as C writes them. */
export type Forced =
  | { readonly kind: 'read'; readonly place: Place; /** In turn, the last one for good. */ readonly values: readonly string[] }
  | { readonly kind: 'parameter'; readonly place: Place; readonly name: string; readonly value: string }; // prettier-ignore

interface Condition {
  readonly term: Term;
  readonly truth: boolean;
  readonly place: Place;
}

/** Of the conditions that ask for one such value and nothing else that is unknown. */
export function forcedOf(trail: Step | null): readonly Forced[] {
  const asked = new Map<string, { readonly value: Term; readonly conditions: Condition[] }>();
  for (const condition of conditionsOf(trail)) {
    const unknown = unknownsOf(condition.term);
    const [value] = unknown.values();
    if (unknown.size !== 1 || !value) continue;
    const known = asked.get(value.key);
    if (known) known.conditions.push(condition);
    else asked.set(value.key, { value, conditions: [condition] });
  }
  return [...asked.values()].flatMap(({ value, conditions }) => forced(value, conditions) ?? []);
}

function conditionsOf(trail: Step | null): readonly Condition[] {
  const found: Condition[] = [];
  for (let at = trail; at; at = at.before) if (at.value) found.push({ term: at.value, truth: at.truth, place: at.place }); // prettier-ignore
  return found.reverse();
}

function forced(value: Term, conditions: readonly Condition[]): Forced | null {
  const { file } = conditions[0]!.place;
  const read = value.kind === 'symbol' ? readAt(value.key) : null;
  if (read) {
    const values = rounds(conditions).map((round) => solution(value.key, round));
    const place = { file, ...read, length: 1, expansion: null };
    return values.some((each) => each === null) ? null : { kind: 'read', place, values: values.map((each) => `0x${each!.toString(16)}`) }; // prettier-ignore
  }
  if (value.kind !== 'initial' || value.location.kind !== 'variable') return null;
  const { name, type, place } = value.location.symbol;
  if (type.kind !== 'integer' || !isParameter(name, place)) return null;
  const found = solution(value.key, conditions);
  return found === null ? null : { kind: 'parameter', place, name, value: found.toString() };
}

const reads: ReadonlySet<string> = new Set(registerReads.filter((name) => !/^in|be$/.test(name)));

/** Where a value was read from a register; null for anything else. */
function readAt(key: string): { readonly line: number; readonly column: number } | null {
  const [, name, line, column] = /^\?(\w+)\/(?:.*<)?(\d+):(\d+)$/.exec(key) ?? [];
  return name && (reads.has(name) || /^__io_read\d+$/.test(name)) ? { line: Number(line), column: Number(column) } : null; // prettier-ignore
}

function isParameter(name: string, { file }: Place): boolean {
  return new RegExp(`^\\s*module_param\\(\\s*${name}\\s*,`, 'm').test(file.text);
}

/** What is asked at one place again is asked of the next read. */
function rounds(conditions: readonly Condition[]): readonly (readonly Condition[])[] {
  const found: Condition[][] = [];
  for (const condition of conditions) {
    const last = found.at(-1);
    const isNext = !last || last.some(({ place }) => place.line === condition.place.line && place.column === condition.place.column); // prettier-ignore
    if (isNext) found.push([condition]);
    else last.push(condition);
  }
  return found;
}

/** A value for which all conditions come out right, the plainest there is; null: none was found. */
function solution(key: string, conditions: readonly Condition[]): bigint | null {
  const constants = conditions.flatMap(({ term }) => numbersIn(term));
  const all = constants.reduce((one, other) => one | other, 0n);
  const near = constants.flatMap((each) => [each, each & -each, each - 1n, each + 1n, each ^ all]);
  // Such as the value of a field behind others, and bits of two conditions.
  const shifted = constants.filter((each) => each >= 0n && each < 64n).flatMap((by) => constants.map((each) => each << by)); // prettier-ignore
  const some = [...near, ...shifted];
  const both = some.flatMap((one) => some.map((other) => one | other));
  const candidates = new Set([0n, 1n, ...some, all, 0xffff_ffffn, ...(some.length < 60 ? both : [])]);
  return (
    [...candidates]
      .filter((each) => each >= 0n && each < 1n << 64n)
      .find((each) => conditions.every(({ term, truth }) => truthOf(term, key, each) === truth)) ?? null
  );
}

function truthOf(term: Term, key: string, value: bigint): boolean | null {
  const found = valueOf(term, key, value);
  return found === null ? null : found !== 0n;
}

function valueOf(term: Term, key: string, value: bigint): bigint | null {
  if (term.key === key) return value;
  if (term.kind === 'number') return term.value;
  if (term.kind !== 'operation') return null;
  const { operator, operands } = term;
  const [left, right] = operands.map((each) => valueOf(each, key, value));
  if (left === undefined || left === null || right === null || operands.length > 2) return null;
  if (right === undefined) return unary(operator, left);
  return isBinaryOperator(operator) ? integerOperation(operator, left, right, { bits: 128 }) : null;
}

function unary(operator: string, value: bigint): bigint | null {
  if (operator === '!') return value === 0n ? 1n : 0n;
  if (operator === '-') return -value;
  return operator === '~' ? ~value : null;
}

function unknownsOf(term: Term, found = new Map<string, Term>()): ReadonlyMap<string, Term> {
  if (term.kind === 'operation') for (const each of term.operands) unknownsOf(each, found);
  else if (term.kind !== 'number') found.set(term.key, term);
  return found;
}

function numbersIn(term: Term): readonly bigint[] {
  if (term.kind === 'number') return [term.value];
  return term.kind === 'operation' ? term.operands.flatMap(numbersIn) : [];
}
