/**
 * Values and places as a path through a function knows them, without running anything: `initial` is what stood somewhere when the function began, `symbol` is
 * what some place in the code gave. Two terms are the same value if their keys are the same.
 */
import { integerOperation, isBinaryOperator } from '../c-language/constant-arithmetic.ts';
import type { Place } from '../c-language/source.ts';
import type { VariableSymbol } from '../c-language/syntax.ts';
import type { CType, Member, RecordDeclaration } from '../c-language/types.ts';

/** What of a mapping or of memory that was asked for a value is. */
export type Aspect = 'handle' | 'memory' | 'count' | 'status' | 'check';

export type Term =
  | { readonly kind: 'number'; readonly key: string; readonly value: bigint }
  | { readonly kind: 'symbol'; readonly key: string }
  | { readonly kind: 'initial'; readonly key: string; readonly location: Location }
  /** Read from memory that a device writes. */
  | { readonly kind: 'device'; readonly key: string; readonly location: Location }
  | { readonly kind: 'address'; readonly key: string; readonly location: Location }
  | { readonly kind: 'operation'; readonly key: string; readonly operator: string; readonly operands: readonly Term[] }
  | { readonly kind: 'resource'; readonly key: string; readonly aspect: Aspect; readonly resource: string };

export type Location =
  | { readonly kind: 'variable'; readonly key: string; readonly symbol: VariableSymbol }
  | { readonly kind: 'text'; readonly key: string }
  | { readonly kind: 'target'; readonly key: string; readonly pointer: Term }
  | {
      readonly kind: 'member';
      readonly key: string;
      readonly base: Location;
      readonly member: Member;
      /** The record's tag, or where it is declared. */
      readonly record: string;
      readonly owner: Pick<RecordDeclaration, 'members'>;
    }
  | { readonly kind: 'element'; readonly key: string; readonly base: Location; readonly index: Term };

/** Longer ones are told apart no more: they stand for something unknown. */
const longestKey = 600;

export function number(value: bigint): Term {
  return { kind: 'number', key: `#${value}`, value };
}
export const zero = number(0n);

export function symbol(name: string): Term {
  return { kind: 'symbol', key: `?${name}` };
}

export function initial(location: Location): Term {
  return { kind: 'initial', key: `@${location.key}`, location };
}

export function deviceValue(location: Location, place: Place): Term {
  return { kind: 'device', key: `!${location.key}/${placeKey(place)}`, location };
}

export function resourceTerm(aspect: Aspect, resource: string): Term {
  return { kind: 'resource', key: `${aspect}:${resource}`, aspect, resource };
}

export function placeKey(place: Place): string {
  let key = `${place.line}:${place.column}`;
  for (let at = place.expansion; at; at = at.place.expansion) key += `<${at.place.line}:${at.place.column}`;
  return key;
}

export function operation(operator: string, ...operands: readonly Term[]): Term {
  const folded = fold(operator, operands);
  if (folded) return folded;
  const key = `(${operator} ${operands.map((each) => each.key).join(' ')})`;
  if (key.length > longestKey) return symbol(`long${hash(key)}`);
  return { kind: 'operation', key, operator, operands };
}

function hash(text: string): number {
  let value = 0;
  for (let at = 0; at < text.length; at++) value = (Math.imul(value, 31) + text.charCodeAt(at)) | 0;
  return value;
}

function fold(operator: string, [left, right]: readonly Term[]): Term | null {
  if (!left) return null;
  if (!right) return left.kind === 'number' ? foldUnary(operator, left.value) : null;
  if (left.kind === 'number' && right.kind === 'number') return foldBinary(operator, left.value, right.value);
  if (right.kind === 'number' && right.value === 0n && /^[-+|^]$|^<<$|^>>$/.test(operator)) return left;
  if (left.kind === 'number' && left.value === 0n && (operator === '+' || operator === '|')) return right;
  if (left.key === right.key && operator === '-') return zero;
  // Chains of constants, as of a counter: x + 1 + 1.
  if (operator === '+' || operator === '-') return foldSum(operator, left, right);
  return null;
}

function foldSum(operator: '+' | '-', left: Term, right: Term): Term | null {
  if (right.kind !== 'number') return null;
  const added = operator === '+' ? right.value : -right.value;
  if (left.kind !== 'operation' || left.operator !== '+') {
    return operator === '-' ? operation('+', left, number(added)) : null;
  }
  const [base, before] = left.operands;
  return before?.kind === 'number' ? operation('+', base!, number(before.value + added)) : null;
}

function foldUnary(operator: string, value: bigint): Term | null {
  if (operator === '-') return number(-value);
  if (operator === '~') return number(~value);
  return operator === '!' ? number(value === 0n ? 1n : 0n) : null;
}

/** Wider than what C computes with, so that nothing is cut off before it is compared. */
const exact = { bits: 128 };

function foldBinary(operator: string, left: bigint, right: bigint): Term | null {
  const value = isBinaryOperator(operator) ? integerOperation(operator, left, right, exact) : null;
  return value === null ? null : number(value);
}

// ---- Places ------------------------------------------------------------------------------------------------------

export function variableLocation(variable: VariableSymbol, frame: number): Location {
  const { name, place, storage } = variable;
  const outlives = storage !== 'automatic' && storage !== 'parameter';
  const key = outlives ? `g:${name}:${place.line}` : `v${frame}:${name}:${place.line}:${place.column}`;
  return { kind: 'variable', key, symbol: variable };
}

export function target(pointer: Term): Location {
  if (pointer.kind === 'address') return pointer.location;
  return { kind: 'target', key: `*${pointer.key}`, pointer };
}

export function addressOf(location: Location): Term {
  if (location.kind === 'target') return location.pointer;
  if (location.key.length > longestKey) return symbol(`far${hash(location.key)}`);
  return { kind: 'address', key: `&${location.key}`, location };
}

export function memberOf(
  base: Location,
  member: Member,
  record: string,
  owner: Pick<RecordDeclaration, 'members'>,
): Location {
  // Members of unions share their bytes, but seldom at the same time.
  if (member.name === null) return base;
  return { kind: 'member', key: `${base.key}.${member.name}`, base, member, record, owner };
}

export function elementOf(base: Location, index: Term): Location {
  if (base.kind === 'element' && base.index.kind === 'number' && base.index.value === 0n) {
    return { kind: 'element', key: `${base.base.key}[${index.key}]`, base: base.base, index };
  }
  return { kind: 'element', key: `${base.key}[${index.key}]`, base, index };
}

/** `pointer + index`, in elements. */
export function offsetPointer(pointer: Term, index: Term): Term {
  if (index.kind === 'number' && index.value === 0n) return pointer;
  if (pointer.kind === 'address' && pointer.location.kind === 'element') {
    const { base, index: before } = pointer.location;
    return addressOf(elementOf(base, operation('+', before, index)));
  }
  if (pointer.kind === 'number') return operation('+', pointer, index);
  return addressOf(elementOf(target(pointer), index));
}

/** The location and what it is part of, outwards. */
export function* enclosing(location: Location): Generator<Location> {
  for (let at = location; ; at = at.base) {
    yield at;
    if (at.kind !== 'member' && at.kind !== 'element') return;
  }
}

export function rootOf(location: Location): Location {
  let root = location;
  while (root.kind === 'member' || root.kind === 'element') root = root.base;
  return root;
}

/** Gone when its function returns. */
export function isLocal(location: Location): boolean {
  const root = rootOf(location);
  return root.kind === 'variable' && (root.symbol.storage === 'automatic' || root.symbol.storage === 'parameter');
}

/** `struct tag.member`, whatever object it is in; null for what is no member. Arrays of it are looked through. */
export function fieldName(location: Location): string | null {
  const at = location.kind === 'element' ? location.base : location;
  return at.kind === 'member' ? `${at.record}.${at.member.name}` : null;
}

/** The term and everything it is made of. */
export function* parts(term: Term): Generator<Term> {
  yield term;
  if (term.kind === 'operation') for (const each of term.operands) yield* parts(each);
}

export function typeOfLocation(location: Location): CType | null {
  if (location.kind === 'variable') return location.symbol.type;
  if (location.kind === 'member') return location.member.type;
  if (location.kind !== 'element') return null;
  const array = typeOfLocation(location.base);
  return array?.kind === 'array' ? array.element : null;
}
