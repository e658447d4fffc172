/** Reads the arguments of a function-like macro's call, unexpanded. */
import type { Token } from '../token.ts';
import type { MacroDefinition } from './macro-definition.ts';
import type { OpenFile, Preprocessor } from './state.ts';
import { limits, report } from './state.ts';
import type { TokenStream } from './token-stream.ts';
import { pushTokens, readToken } from './token-stream.ts';

export interface MacroCall {
  /** One for each parameter; that of a rest parameter is missing where the call left it out entirely. */
  readonly arguments: readonly (readonly Token[])[];
  readonly close: Token;
}

/** `name` was read, `(` comes next. null when the call is wrong, which has been reported: the name is then no call. */
export function collectArguments(
  preprocessor: Preprocessor,
  stream: TokenStream,
  macro: MacroDefinition,
  name: Token,
): MacroCall | null {
  const startedIn = preprocessor.file;
  const open = readToken(preprocessor, stream)!;
  const everything = [open];
  const given: Token[][] = [[]];
  const restIndex = macro.variadic ? macro.parameters!.length - 1 : Infinity;
  for (let depth = 0; ;) {
    const token = readAcrossFiles(preprocessor, stream, startedIn);
    if (token === null) {
      rejectUnclosedCall(preprocessor, stream, name, everything);
      return null;
    }
    everything.push(token);
    if (token.text === '(') depth++;
    else if (token.text === ')' && depth-- === 0) return checkCount(preprocessor, macro, name, given, token);
    else if (token.text === ',' && depth === 0 && given.length - 1 < restIndex) {
      given.push([]);
      continue;
    }
    given[given.length - 1]!.push(token);
  }
}

/** A file that is included among the arguments may end there, but not the one in which the call began. */
function readAcrossFiles(preprocessor: Preprocessor, stream: TokenStream, startedIn: OpenFile): Token | null {
  for (;;) {
    const token = readToken(preprocessor, stream);
    if (token !== null || stream.files === null) return token;
    if (preprocessor.file === startedIn || !stream.files.close(preprocessor)) return null;
  }
}

/** The text swallowed is read again without the call, so that one forgotten `)` does not hide the rest of a file. */
function rejectUnclosedCall(preprocessor: Preprocessor, stream: TokenStream, name: Token, everything: Token[]): void {
  report(
    preprocessor,
    'error',
    'unterminated-macro-call',
    `the call of macro '${name.text}' is not closed`,
    name.place,
  );
  if (preprocessor.unclosedCalls++ < limits.unclosedCalls) pushTokens(preprocessor, stream, everything, null);
}

function checkCount(
  preprocessor: Preprocessor,
  macro: MacroDefinition,
  name: Token,
  given: Token[][],
  close: Token,
): MacroCall | null {
  const wanted = macro.parameters!.length;
  const none = given.length === 1 && given[0]!.length === 0;
  if (wanted === 0 && none) return { arguments: [], close };
  // GNU: `f()` of a macro with only a rest parameter leaves it out, as `f(x)` does for `f(x, ...)`.
  if (macro.variadic && wanted === 1 && none) return { arguments: [], close };
  if (given.length === wanted || (macro.variadic && given.length === wanted - 1)) return { arguments: given, close };
  const least = macro.variadic ? wanted - 1 : wanted;
  const message = `macro '${macro.name}' takes ${macro.variadic ? 'at least ' : ''}${least} argument${least === 1 ? '' : 's'}, but ${none ? 0 : given.length} given`;
  const note = { message: `'${macro.name}' is defined here`, place: macro.place };
  report(preprocessor, 'error', 'macro-argument-count', message, name.place, [note]);
  return null;
}
