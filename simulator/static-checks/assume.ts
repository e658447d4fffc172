/** What a condition that holds (or does not) tells of values; false where the path cannot be taken. */
import type { Place } from '../c-language/source.ts';
import { change, type Fact, type State } from './state.ts';
import { number, operation, zero, type Term } from './terms.ts';
import { failure, step, tell, type Walk } from './walk.ts';

const anything: Fact = { low: null, high: null, nonzero: false };
const reversed: Readonly<Record<string, string>> = {
  '<': '>',
  '>': '<',
  '<=': '>=',
  '>=': '<=',
  '==': '==',
  '!=': '!=',
};
const negated: Readonly<Record<string, string>> = {
  '<': '>=',
  '>': '<=',
  '<=': '>',
  '>=': '<',
  '==': '!=',
  '!=': '==',
};

export function assume(walk: Walk, term: Term, truth: boolean, place: Place): boolean {
  if (term.kind === 'number') return (term.value !== 0n) === truth;
  if (term.kind === 'address') return truth;
  if (term.kind !== 'operation') return compare(walk, truth ? '!=' : '==', term, zero, place);
  const { operator, operands } = term;
  if (operator === '!') return assume(walk, operands[0]!, !truth, place);
  if (operator === 'ERR_PTR') return truth;
  const holds = truth ? operator : negated[operator];
  if (negated[operator] !== undefined && operands.length === 2)
    return compare(walk, holds!, operands[0]!, operands[1]!, place);
  return compare(walk, truth ? '!=' : '==', term, zero, place);
}

/** `left operator right` holds. */
export function compare(walk: Walk, operator: string, left: Term, right: Term, place: Place): boolean {
  if (left.kind === 'number' && right.kind !== 'number') return compare(walk, reversed[operator]!, right, left, place);
  tell(walk, 'compared', operator, left, right);
  const { state } = walk;
  if (left.kind === 'operation' && right.kind === 'number') {
    if (left.operator === 'ERR_PTR' && right.value === 0n) return operator === '!=';
    const inner = throughNegation(operator, left, right);
    if (inner !== null) return assume(walk, left.operands[0]!, inner, place);
    const moved = withoutAddend(left, right);
    if (moved) {
      // The sum itself may be what the next round of a loop begins with.
      if (operator === '!=' && right.value === 0n) state.facts.set(left.key, { low: null, high: null, nonzero: true });
      return compare(walk, operator, moved[0], moved[1], place);
    }
  }
  if (left.key === right.key) return operator === '==' || operator === '<=' || operator === '>=';
  if (right.kind !== 'number') return relate(walk.state, operator, left, right);
  // A driver that asks whether there is a handle takes 0 for none: one that was mapped is there.
  const isHandle = left.kind === 'resource' && left.aspect === 'handle';
  if (isHandle && operator === '==' && right.value === 0n && state.resources.get(left.resource)?.proven) return false;
  if (left.kind === 'resource' && left.aspect === 'handle' && isAllOnes(right)) {
    if (operator === '!=') return succeeds(walk, left.resource);
  }
  if (!narrow(walk.state, operator, left, right.value)) return false;
  if (left.kind === 'resource') return settle(walk, left, place);
  return left.kind !== 'address' || operator !== '==' || right.value !== 0n;
}

/** `!x == 0` and the like, and comparisons of comparisons: whether x is true; null for anything else. */
function throughNegation(
  operator: string,
  { operator: inner, operands }: Extract<Term, { kind: 'operation' }>,
  right: Extract<Term, { kind: 'number' }>,
): boolean | null {
  // prettier-ignore
  if (right.value !== 0n || (operator !== '==' && operator !== '!=')) return null;
  if (inner === '!' && operands.length === 1) return operator === '==';
  return null;
}

/** `x + 1 < 5` is `x < 4`. */
function withoutAddend(
  left: Extract<Term, { kind: 'operation' }>,
  right: Extract<Term, { kind: 'number' }>,
): [Term, Term] | null {
  const [base, added] = left.operands;
  if (left.operator !== '+' || added?.kind !== 'number') return null;
  return [base!, number(right.value - added.value)];
}

/** Two values that are both unknown: what was said of them before is not contradicted. */
function relate(state: State, operator: string, left: Term, right: Term): boolean {
  const equality = operator === '==' || operator === '!=';
  const flipped = equality && left.key > right.key;
  const [first, second] = flipped ? [right, left] : [left, right];
  const base = operator === '!=' ? '==' : operator === '>=' ? '<' : operator === '>' ? '<=' : operator;
  const holds = base === operator;
  const key = operation(base, first, second).key;
  const known = state.facts.get(key);
  if (known) return (known.low === 1n) === holds;
  const value = holds ? 1n : 0n;
  state.facts.set(key, { low: value, high: value, nonzero: holds });
  return true;
}

export function factOf(state: State, term: Term): Fact {
  if (term.kind === 'number') return { low: term.value, high: term.value, nonzero: term.value !== 0n };
  return state.facts.get(term.key) ?? anything;
}

/** Takes the values away for which the comparison does not hold; false when none are left. */
function narrow(state: State, operator: string, term: Term, value: bigint): boolean {
  let { low, high, nonzero } = factOf(state, term);
  switch (operator) {
    case '==':
      if ((low !== null && value < low) || (high !== null && value > high) || (nonzero && value === 0n)) return false;
      low = high = value;
      break;
    case '!=':
      if (low === value && high === value) return false;
      if (value === 0n) nonzero = true;
      if (low === value) low++;
      if (high === value) high--;
      break;
    case '<':
      high = least(high, value - 1n);
      break;
    case '<=':
      high = least(high, value);
      break;
    case '>':
      low = greatest(low, value + 1n);
      break;
    case '>=':
      low = greatest(low, value);
      break;
  }
  if (low !== null && high !== null && low > high) return false;
  if (nonzero && low === 0n && high === 0n) return false;
  if ((low !== null && low > 0n) || (high !== null && high < 0n)) nonzero = true;
  state.facts.set(term.key, { low, high, nonzero });
  return true;
}

function least(known: bigint | null, value: bigint): bigint {
  return known === null || value < known ? value : known;
}

function greatest(known: bigint | null, value: bigint): bigint {
  return known === null || value > known ? value : known;
}

const allOnes = 2n ** 64n - 1n;

/** A test that tells whether a mapping or an allocation failed. */
function settle(walk: Walk, { aspect, resource }: Extract<Term, { kind: 'resource' }>, place: Place): boolean {
  const { state } = walk;
  const known = state.resources.get(resource);
  if (!known || known.released) return true;
  const outcome = outcomeOf(state, aspect, resource);
  if (outcome === null) return true;
  if (outcome === 'failed') {
    if (known.proven) return false;
    if (!known.failed) step(walk, failure, true, known.place);
    change(state, resource, { failed: true });
    return true;
  }
  return succeeds(walk, resource);
}

function succeeds({ state }: Walk, resource: string): boolean {
  if (state.resources.get(resource)?.failed) return false;
  change(state, resource, { proven: true });
  return true;
}

function outcomeOf(state: State, aspect: string, resource: string): 'failed' | 'done' | null {
  const { low, high, nonzero } = state.facts.get(`${aspect}:${resource}`)!;
  const isZero = low === 0n && high === 0n;
  switch (aspect) {
    case 'memory':
      return isZero ? 'failed' : nonzero ? 'done' : null;
    case 'count':
      if (high !== null && high <= 0n) return 'failed';
      return nonzero || (low !== null && low > 0n) ? 'done' : null;
    case 'status':
    case 'check':
      // 0, or a negative errno.
      if (low !== null && low >= 0n) return nonzero ? 'failed' : 'done';
      return nonzero ? 'failed' : null;
    case 'handle':
      return low === high && (low === allOnes || low === -1n) ? 'failed' : null;
    default:
      return null;
  }
}

/** `handle != DMA_MAPPING_ERROR` says as much as dma_mapping_error(). */
export function isAllOnes(term: Term): boolean {
  return term.kind === 'number' && (term.value === allOnes || term.value === -1n);
}
