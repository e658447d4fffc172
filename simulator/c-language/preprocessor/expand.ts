/** Macro expansion by Prosser's algorithm: read, replace, rescan; hide sets keep a macro from replacing itself. */
import type { Expansion } from '../source.ts';
import type { HideSet, Token } from '../token.ts';
import { collectArguments } from './arguments.ts';
import { expandDynamicMacro, expandOperator } from './dynamic-macros.ts';
import { hides, intersection, withMacro } from './hide-set.ts';
import type { MacroDefinition } from './macro-definition.ts';
import type { Preprocessor } from './state.ts';
import { limits, report } from './state.ts';
import { substitute } from './substitute.ts';
import type { TokenStream } from './token-stream.ts';
import { opensArguments, pushTokens, readToken, streamOf } from './token-stream.ts';

/** Appends to `output` what `token`, just read from `stream`, stands for, or has it read next from the stream. */
export function expandToken(preprocessor: Preprocessor, stream: TokenStream, token: Token, output: Token[]): void {
  const macro = token.kind === 'identifier' ? preprocessor.macros.get(token.text) : undefined;
  if (macro === undefined) {
    if (preprocessor.evaluating && token.text === 'defined') output.push(expandOperator(preprocessor, stream, token));
    else output.push(token);
  } else if (preprocessor.expansionStopped || (token.hideSet !== null && hides(token.hideSet, macro.name))) {
    output.push(token);
  } else if (macro.dynamic !== null) {
    const answer = expandDynamicMacro(preprocessor, stream, token, macro.dynamic);
    if (answer !== null) output.push(answer);
  } else if (macro.parameters === null) {
    replace(preprocessor, stream, macro, token, token.hideSet, []);
  } else if (opensArguments(preprocessor, stream)) {
    expandCall(preprocessor, stream, macro, token, output);
  } else output.push(token);
}

/** The full expansion of a list of tokens by itself: a directive's line, or an argument. */
export function expandList(preprocessor: Preprocessor, tokens: readonly Token[]): Token[] {
  const stream = streamOf(tokens);
  const output: Token[] = [];
  for (let token = readToken(preprocessor, stream); token !== null; token = readToken(preprocessor, stream)) {
    const length = output.length;
    expandToken(preprocessor, stream, token, output);
    if (output.length === length && token.spaceBefore) keepSpace(stream);
  }
  return output;
}

/** White space before a macro that vanished, or whose body comes next, is seen by `#` before the token that follows. */
function keepSpace(stream: TokenStream): void {
  for (let level = stream.lists.length - 1; level >= 0; level--) {
    const list = stream.lists[level]!;
    const next = list.tokens[list.index];
    if (next === undefined) continue;
    if (next.spaceBefore) return;
    list.index++;
    stream.lists.push({ tokens: [{ ...next, spaceBefore: true }], index: 0 });
    return;
  }
}

function expandCall(
  preprocessor: Preprocessor,
  stream: TokenStream,
  macro: MacroDefinition,
  name: Token,
  output: Token[],
): void {
  const call = collectArguments(preprocessor, stream, macro, name);
  if (call === null) {
    output.push(name);
    return;
  }
  const hideSet = intersection(name.hideSet, call.close.hideSet);
  replace(preprocessor, stream, macro, name, hideSet, call.arguments);
}

function replace(
  preprocessor: Preprocessor,
  stream: TokenStream,
  macro: MacroDefinition,
  name: Token,
  hideSet: HideSet | null,
  actual: readonly (readonly Token[])[],
): void {
  const expansion: Expansion = { macro: macro.name, place: name.place, definition: macro.place };
  const hidden = withMacro(hideSet, macro.name);
  const expandArgument = (tokens: readonly Token[]) => expandNested(preprocessor, tokens, name);
  const result = substitute({ preprocessor, macro, name, actual, expansion, hideSet: hidden, expandArgument });
  preprocessor.expandedTokens += result.length + 1;
  if (preprocessor.expandedTokens > limits.expandedTokens) stopExpansion(preprocessor, name);
  pushTokens(stream, result);
}

function stopExpansion(preprocessor: Preprocessor, name: Token): void {
  if (preprocessor.expansionStopped) return;
  preprocessor.expansionStopped = true;
  const message = `macro expansion has produced more than ${limits.expandedTokens} tokens; macros are left alone from here on`;
  report(preprocessor, 'error', 'macro-expansion-too-large', message, name.place);
}

function expandNested(preprocessor: Preprocessor, tokens: readonly Token[], name: Token): readonly Token[] {
  if (!tokens.some((token) => token.kind === 'identifier' && preprocessor.macros.has(token.text))) return tokens;
  if (preprocessor.argumentNesting === limits.argumentNesting) {
    const message = `calls of macros are nested more than ${limits.argumentNesting} deep in one another's arguments`;
    preprocessor.expansionStopped = true;
    report(preprocessor, 'error', 'macro-nesting-too-deep', message, name.place);
    return tokens;
  }
  preprocessor.argumentNesting++;
  const expanded = expandList(preprocessor, tokens);
  preprocessor.argumentNesting--;
  return expanded;
}
