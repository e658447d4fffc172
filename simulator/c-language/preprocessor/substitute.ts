/** Substitution: a macro's body with arguments in place of parameters, `#` and `##` done (C11 6.10.3.1 to 6.10.3.3). */
import type { Expansion, Place } from '../source.ts';
import type { Token } from '../token.ts';
import type { MacroDefinition, ReplacementPart } from './macro-definition.ts';
import { paste } from './paste.ts';
import { expandedPlace, graft } from './provenance.ts';
import type { Preprocessor } from './state.ts';
import { limits, stopExpansion } from './state.ts';
import { stringise } from './stringise.ts';

export interface Substitution {
  readonly preprocessor: Preprocessor;
  readonly macro: MacroDefinition;
  readonly name: Token;
  /** Unexpanded; that of a rest parameter may be missing. */
  readonly actual: readonly (readonly Token[])[];
  readonly expansion: Expansion;
  readonly expandArgument: (tokens: readonly Token[]) => readonly Token[];
}

/** The tokens that replace the macro, to be rescanned. */
export function substitute(substitution: Substitution): Token[] {
  const { macro, name } = substitution;
  const result = macro.plain
    ? macro.body.map((token) => bodyToken(substitution, token))
    : substituteParts({ ...substitution, placed: [], expanded: [] }, macro.replacement);
  const first = result[0];
  if (first !== undefined) result[0] = withSpace(first, name.spaceBefore, name.startsLine);
  return result;
}

/** The arguments as they are prepared, each when it is first needed. */
interface Work extends Substitution {
  readonly placed: (readonly Token[])[];
  readonly expanded: (readonly Token[])[];
}

function substituteParts(work: Work, parts: readonly ReplacementPart[]): Token[] {
  const result: Token[] = [];
  let joins = false; // `##` stands before this part
  let empty = true; // the left operand of that `##` is a placemarker
  let space = false; // white space before parts that vanished
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index]!;
    const tokens = partTokens(work, part, joins || part.pasted);
    if (result.length + tokens.length > limits.expandedTokens) {
      stopExpansion(work.preprocessor, work.name.place);
      return [];
    }
    if (!joins) space ||= part.token.spaceBefore;
    if (joins && !empty && isRestAfterComma(work, part, result[result.length - 1]))
      joinRestToComma(work, tokens, result);
    else if (joins && !empty && tokens.length > 0) joinTokens(work, tokens, result);
    else append(result, tokens, space);
    empty = tokens.length === 0 && (empty || !joins);
    if (!empty) space = false;
    joins = part.pasted;
  }
  return result;
}

function append(result: Token[], tokens: readonly Token[], space: boolean): void {
  const first = tokens[0];
  if (first === undefined) return;
  result.push(first.spaceBefore === space ? first : withSpace(first, space, false));
  for (let index = 1; index < tokens.length; index++) result.push(tokens[index]!);
}

function withSpace({ kind, text, place, hideSet }: Token, spaceBefore: boolean, startsLine: boolean): Token {
  return { kind, text, place, spaceBefore, startsLine, hideSet };
}

function partTokens(work: Work, part: ReplacementPart, operand: boolean): readonly Token[] {
  switch (part.kind) {
    case 'token':
      return [bodyToken(work, part.token)];
    case 'parameter': {
      if (part.stringised) return [stringised(work, part.token, work.actual[part.index] ?? [])];
      return operand ? placedArgument(work, part.index) : expandedArgument(work, part.index);
    }
    case 'optional': {
      const present = expandedArgument(work, work.macro.parameters!.length - 1).length > 0;
      const tokens = present ? substituteParts(work, part.parts) : [];
      return part.stringised ? [stringised(work, part.token, tokens)] : tokens;
    }
  }
}

function bodyToken(substitution: Substitution, token: Token): Token {
  const { kind, text, spaceBefore } = token;
  const place = expandedPlace(token.place, substitution.expansion);
  return { kind, text, place, spaceBefore, startsLine: false, hideSet: null };
}

function stringised(work: Work, operator: Token, tokens: readonly Token[]): Token {
  const text = stringise(work.preprocessor, tokens, work.name.place);
  return { ...bodyToken(work, operator), kind: 'string', text };
}

/** The argument as written, with this expansion in the chain of its places. */
function placedArgument(work: Work, index: number): readonly Token[] {
  const known = work.placed[index];
  if (known !== undefined) return known;
  const chain = graft(work.expansion);
  const tokens = (work.actual[index] ?? []).map((token) => placedToken(token, chain(token.place)));
  work.placed[index] = tokens;
  return tokens;
}

function placedToken({ kind, text, spaceBefore, hideSet }: Token, place: Place): Token {
  return { kind, text, place, spaceBefore, startsLine: false, hideSet };
}

function expandedArgument(work: Work, index: number): readonly Token[] {
  const known = work.expanded[index];
  if (known !== undefined) return known;
  const tokens = work.expandArgument(placedArgument(work, index));
  work.expanded[index] = tokens;
  return tokens;
}

/** As gcc has it, the comma may also be the end of an argument. */
function isRestAfterComma(work: Work, part: ReplacementPart, left: Token | undefined): boolean {
  if (!work.macro.variadic || part.kind !== 'parameter' || part.stringised || part.pasted) return false;
  return part.index === work.macro.parameters!.length - 1 && left?.text === ',';
}

/** GNU `, ## rest`: nothing is pasted, and the comma goes when the call left the rest out (not when it is just empty). */
function joinRestToComma(work: Work, tokens: readonly Token[], result: Token[]): void {
  if (work.actual.length < work.macro.parameters!.length) result.pop();
  else append(result, tokens, tokens[0]?.spaceBefore ?? false);
}

function joinTokens(work: Work, tokens: readonly Token[], result: Token[]): void {
  const left = result.pop()!;
  const right = tokens[0]!;
  const place: Place = left.place;
  const pasted = paste(work.preprocessor, left, right, work.name.place);
  if (pasted === null) result.push(left, right);
  else {
    const { kind, text } = pasted;
    result.push({ kind, text, place, spaceBefore: left.spaceBefore, startsLine: false, hideSet: null });
  }
  for (let index = 1; index < tokens.length; index++) result.push(tokens[index]!);
}
