/** Labels: of functions, and those that `__label__` makes local to a block, which get names of their own in the tree. */
import type { Place } from '../source.ts';
import { reportError } from './diagnostics.ts';
import { expectSemicolon } from './recovery.ts';
import { accept, advance, at, type LabelState, type Parser } from './state.ts';

/** Reads `__label__ a, b;` lines at the start of a block; true if there were some, to be popped at its end. */
export function parseLocalLabels(parser: Parser): boolean {
  const context = parser.function;
  if (parser.kind !== '__label__' || !context) return false;
  const names = new Map<string, string>();
  while (accept(parser, '__label__')) {
    do {
      if (!at(parser, 'identifier')) break;
      const { text } = advance(parser);
      names.set(text, `${text}.${++context.counter}`);
    } while (accept(parser, ','));
    expectSemicolon(parser);
  }
  context.localLabels.push(names);
  return true;
}

/** What a label is called in the tree. */
export function labelName(parser: Parser, name: string): string {
  const scopes = parser.function?.localLabels ?? [];
  for (let index = scopes.length - 1; index >= 0; index--) {
    const local = scopes[index]!.get(name);
    if (local !== undefined) return local;
  }
  return name;
}

export function defineLabel(parser: Parser, spelled: string, place: Place): string {
  const name = labelName(parser, spelled);
  const state = stateOf(parser, name);
  if (state.place) {
    reportError(parser, 'redefinition', `duplicate label '${spelled}'`, place, [
      { message: `previous definition of '${spelled}'`, place: state.place },
    ]);
  }
  state.place = place;
  return name;
}

export function useLabel(parser: Parser, spelled: string, place: Place): string {
  const name = labelName(parser, spelled);
  stateOf(parser, name).usedAt ??= place;
  return name;
}

function stateOf(parser: Parser, name: string): LabelState {
  const labels = parser.function?.labels;
  let state = labels?.get(name);
  if (!state) {
    state = { place: null, usedAt: null };
    labels?.set(name, state);
  }
  return state;
}
