/** Errors carried in pointers, ERR_PTR() and its like, as far as a path knows them. */
import { factOf } from './assume.ts';
import type { State } from './state.ts';
import { number, operation, zero, type Term } from './terms.ts';

const one = number(1n);

/** What such a function gives; null for every other. */
export function errorPointer(state: State, name: string | undefined, [value]: readonly Term[]): Term | null {
  if (!value) return null;
  switch (name) {
    case 'ERR_PTR':
      return operation('ERR_PTR', value);
    case 'ERR_CAST':
      return value;
    case 'PTR_ERR':
      return isError(value) ? value.operands[0]! : null;
    case 'IS_ERR':
      if (isError(value)) return one;
      // Whoever asked whether it is NULL knows that failure is told so.
      return isGot(state, value) ? zero : operation('IS_ERR', value);
    default:
      return null;
  }
}

export function isError(value: Term): value is Extract<Term, { kind: 'operation' }> {
  return value.kind === 'operation' && value.operator === 'ERR_PTR';
}

function isGot(state: State, value: Term): boolean {
  return (
    value.kind === 'address' || (value.kind === 'resource' && value.aspect === 'memory') || factOf(state, value).nonzero
  );
}
