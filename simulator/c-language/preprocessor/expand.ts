/**
 * Macro expansion: read, replace, rescan. As gcc and clang do it, and not with Prosser's hide sets on every token: a macro
 * is inactive for as long as its own replacement is being read, and a name met meanwhile is marked for good (C11
 * 6.10.3.4p2). The two differ for calls that are deferred on purpose, which hide sets would forbid.
 */
import type { Expansion } from '../source.ts';
import { outermostPlace } from '../source.ts';
import type { HideSet, Token } from '../token.ts';
import { collectArguments } from './arguments.ts';
import { expandDynamicMacro, expandOperator } from './dynamic-macros.ts';
import type { MacroDefinition } from './macro-definition.ts';
import type { Preprocessor } from './state.ts';
import { limits, report, stopExpansion } from './state.ts';
import { substitute } from './substitute.ts';
import type { TokenStream } from './token-stream.ts';
import { opensArguments, pushTokens, readToken, streamOf, unfinishedList } from './token-stream.ts';

/** Appends to `output` what `token`, just read from `stream`, stands for, or has it read next from the stream. */
export function expandToken(preprocessor: Preprocessor, stream: TokenStream, token: Token, output: Token[]): void {
  const macro = token.kind === 'identifier' ? preprocessor.macros.get(token.text) : undefined;
  if (macro === undefined) {
    if (preprocessor.evaluating && token.text === 'defined') output.push(expandOperator(preprocessor, stream, token));
    else output.push(token);
  } else if (preprocessor.expansionStopped || token.hideSet !== null) {
    output.push(token);
  } else if (preprocessor.active.has(macro)) {
    output.push({ ...token, hideSet: hidden(macro) });
  } else if (macro.dynamic !== null) {
    const answer = expandDynamicMacro(preprocessor, stream, token, macro.dynamic, expandList);
    if (answer !== null) output.push(answer);
  } else if (macro.parameters === null) {
    replace(preprocessor, stream, macro, token, []);
  } else if (opensArguments(preprocessor, stream)) {
    const call = collectArguments(preprocessor, stream, macro, token);
    if (call === null) output.push(token);
    else replace(preprocessor, stream, macro, token, call.arguments);
  } else output.push(token);
}

/** A token is only ever hidden from the macro of its own name. */
function hidden(macro: MacroDefinition): HideSet {
  return { macro: macro.name, rest: null };
}

/** The full expansion of a list of tokens by itself: a directive's line, or an argument. */
export function expandList(preprocessor: Preprocessor, tokens: readonly Token[]): Token[] {
  const stream = streamOf(tokens);
  const output: Token[] = [];
  for (let token = readToken(preprocessor, stream); token !== null; token = readToken(preprocessor, stream)) {
    const length = output.length;
    expandToken(preprocessor, stream, token, output);
    if (output.length === length && token.spaceBefore) keepSpace(preprocessor, stream);
  }
  return output;
}

/** White space before a macro that vanished, or whose body comes next, is seen by `#` before the token that follows. */
function keepSpace(preprocessor: Preprocessor, stream: TokenStream): void {
  const list = unfinishedList(preprocessor, stream);
  const next = list?.tokens[list.index];
  if (!list || !next || next.spaceBefore) return;
  list.index++;
  pushTokens(preprocessor, stream, [{ ...next, spaceBefore: true }], null);
}

function replace(
  preprocessor: Preprocessor,
  stream: TokenStream,
  macro: MacroDefinition,
  name: Token,
  actual: readonly (readonly Token[])[],
): void {
  const expansion: Expansion = { macro: macro.name, place: name.place, definition: macro.place };
  const expandArgument = (tokens: readonly Token[]): readonly Token[] => {
    const expanded = expandNested(preprocessor, tokens, name);
    // What grew beyond all bounds inside must not be multiplied by the calls around it.
    return preprocessor.expansionStopped ? tokens : expanded;
  };
  const result = substitute({ preprocessor, macro, name, actual, expansion, expandArgument });
  preprocessor.expandedTokens += result.length + 1;
  if (preprocessor.expandedTokens > limits.expandedTokens) stopExpansion(preprocessor, name.place);
  pushTokens(preprocessor, stream, result, macro);
}

function expandNested(preprocessor: Preprocessor, tokens: readonly Token[], name: Token): readonly Token[] {
  if (!tokens.some((token) => token.kind === 'identifier' && preprocessor.macros.has(token.text))) return tokens;
  if (preprocessor.argumentNesting === limits.argumentNesting) {
    const message = `calls of macros are nested more than ${limits.argumentNesting} deep in one another's arguments`;
    preprocessor.expansionStopped = true;
    report(preprocessor, 'error', 'macro-nesting-too-deep', message, outermostPlace(name.place));
    return tokens;
  }
  preprocessor.argumentNesting++;
  const expanded = expandList(preprocessor, tokens);
  preprocessor.argumentNesting--;
  return expanded;
}
