/** Labels of `goto`: they have names of their own in each function, and are told by the words around them. */
import type { Place } from '../c-language/source.ts';
import type { FunctionDefinition } from '../c-language/syntax.ts';
import type { Token } from '../c-language/token.ts';
import { holds, type Analysis, type Position } from './analysis.ts';

export interface Label {
  readonly name: string;
  /** Of its definition; null while it is only used. */
  readonly place: Place | null;
  readonly definition: FunctionDefinition;
}

export function labelOf(analysis: Analysis, word: Token): Label | null {
  const definition = definitionAround(analysis, word.place);
  if (!definition) return null;
  const index = analysis.tokens.indexOf(word);
  const isUse = analysis.tokens[index - 1]?.text === 'goto';
  if (!isUse && !isLabelAt(analysis, index)) return null;
  return labelsIn(analysis, definition).find(({ name }) => name === word.text) ?? (isUse ? { name: word.text, place: null, definition } : null); // prettier-ignore
}

/** Those that are defined in the function around a position. */
export function labelsAround(analysis: Analysis, at: Position): readonly Label[] {
  const definition = definitionAround(analysis, at);
  return definition ? labelsIn(analysis, definition) : [];
}

function labelsIn(analysis: Analysis, definition: FunctionDefinition): readonly Label[] {
  const { place } = definition.scope;
  return analysis.tokens.flatMap((token, index) =>
    token.kind === 'identifier' && place && holds(place, token.place) && isLabelAt(analysis, index)
      ? [{ name: token.text, place: token.place, definition }]
      : [],
  );
}

function isLabelAt({ tokens }: Analysis, index: number): boolean {
  return tokens[index + 1]?.text === ':' && /^[;{}:]$/.test(tokens[index - 1]?.text ?? '') && tokens[index]!.text !== 'default'; // prettier-ignore
}

function definitionAround({ unit, file }: Analysis, at: Position): FunctionDefinition | null {
  const around = unit.functions.find(
    ({ scope: { place } }) => place !== null && place.start.file.path === file.path && holds(place, at),
  );
  return around ?? null;
}
