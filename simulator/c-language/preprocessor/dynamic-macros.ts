/** The macros whose meaning depends on where they are used, and the operators that only `#if` knows. */
import type { Place } from '../source.ts';
import type { Token, TokenKind } from '../token.ts';
import { isKnownAttribute, isKnownBuiltin } from './feature-names.ts';
import { findInclude, readHeaderName } from './header-name.ts';
import type { DynamicMacro } from './macro-definition.ts';
import { obeyPragma } from './pragmas.ts';
import type { Preprocessor } from './state.ts';
import { report } from './state.ts';
import { tokenizeText } from './text-tokens.ts';
import type { TokenStream } from './token-stream.ts';
import { opensArguments, readToken } from './token-stream.ts';

export const dynamicMacros: readonly (readonly [name: string, meaning: DynamicMacro])[] = [
  ['__FILE__', 'file'],
  ['__FILE_NAME__', 'file-name'],
  ['__BASE_FILE__', 'base-file'],
  ['__LINE__', 'line'],
  ['__COUNTER__', 'counter'],
  ['__INCLUDE_LEVEL__', 'include-level'],
  ['_Pragma', 'pragma'],
  ['__has_include', 'has-include'],
  ['__has_include_next', 'has-include-next'],
  ['__has_attribute', 'has-attribute'],
  ['__has_builtin', 'has-builtin'],
];

/** Full expansion of a list of tokens by itself. */
export type ExpandList = (preprocessor: Preprocessor, tokens: readonly Token[]) => Token[];

/** The token that the macro stands for; null when it vanishes. */
export function expandDynamicMacro(
  preprocessor: Preprocessor,
  stream: TokenStream,
  token: Token,
  macro: DynamicMacro,
  expandList: ExpandList,
): Token | null {
  const { file } = preprocessor;
  switch (macro) {
    case 'file':
      return answer(token, 'string', quoted(file.presumedPath));
    case 'file-name':
      return answer(token, 'string', quoted(file.presumedPath.replace(/^.*\//, '')));
    case 'base-file':
      return answer(token, 'string', quoted(preprocessor.mainFile.path));
    case 'line':
      return answer(token, 'number', String(writtenLine(preprocessor, token.place) + file.lineOffset));
    case 'counter':
      return answer(token, 'number', String(preprocessor.counter++));
    case 'include-level':
      return answer(token, 'number', String(file.depth));
    case 'pragma':
      return obeyPragmaOperator(preprocessor, stream, token);
    default:
      return preprocessor.evaluating ? expandFeatureTest(preprocessor, stream, token, macro, expandList) : token;
  }
}

/** As gcc counts: an argument's own line, not that of the call; of a macro's body, the line where the macro is used. */
function writtenLine(preprocessor: Preprocessor, place: Place): number {
  let { expansion } = place;
  for (let at = place; expansion !== null; expansion = expansion.place.expansion) {
    const { line, column, file } = at;
    const body = preprocessor.macros.get(expansion.macro)?.body ?? [];
    const fromBody = body.some(({ place: own }) => own.line === line && own.column === column && own.file === file);
    if (fromBody) at = expansion.place;
    if (expansion.place.expansion === null) return at.line;
  }
  return place.line;
}

/** `defined X` and `defined(X)`, whose operand is not expanded. */
export function expandOperator(preprocessor: Preprocessor, stream: TokenStream, operator: Token): Token {
  const parenthesised = opensArguments(preprocessor, stream);
  if (parenthesised) readToken(preprocessor, stream);
  const name = readToken(preprocessor, stream);
  const isName = name !== null && name.kind === 'identifier';
  const closed = !parenthesised || (isName && readToken(preprocessor, stream)?.text === ')');
  if (!isName || !closed) {
    report(preprocessor, 'error', 'invalid-condition', `'defined' takes a macro's name`, operator.place);
  }
  return answer(operator, 'number', isName && preprocessor.macros.has(name.text) ? '1' : '0');
}

function expandFeatureTest(
  preprocessor: Preprocessor,
  stream: TokenStream,
  operator: Token,
  macro: 'has-include' | 'has-include-next' | 'has-attribute' | 'has-builtin',
  expandList: ExpandList,
): Token {
  const operand = readOperand(preprocessor, stream);
  const asksForHeader = macro === 'has-include' || macro === 'has-include-next';
  if (operand === null || operand.length === 0) {
    report(
      preprocessor,
      'error',
      'invalid-condition',
      `'${operator.text}' needs an operand in parentheses`,
      operator.place,
    );
    return answer(operator, 'number', '0');
  }
  if (asksForHeader) {
    const header = readHeaderName(operand) ?? readHeaderName(expandList(preprocessor, operand));
    const found = header !== null && findInclude(preprocessor, header, macro === 'has-include-next') !== null;
    return answer(operator, 'number', found ? '1' : '0');
  }
  const name = operand.map((token) => token.text).join('');
  const known = macro === 'has-attribute' ? isKnownAttribute(name) : isKnownBuiltin(name);
  return answer(operator, 'number', known ? '1' : '0');
}

/** The tokens in parentheses after an operator, unexpanded; null when there are none or the last is missing. */
function readOperand(preprocessor: Preprocessor, stream: TokenStream): Token[] | null {
  if (!opensArguments(preprocessor, stream)) return null;
  const operand: Token[] = [];
  for (let depth = 0; ;) {
    const token = readToken(preprocessor, stream);
    if (token === null) return null;
    if (token.text === '(') depth++;
    else if (token.text === ')') depth--;
    if (depth === 0) return operand.slice(1);
    operand.push(token);
  }
}

function obeyPragmaOperator(preprocessor: Preprocessor, stream: TokenStream, operator: Token): null {
  const operand = readOperand(preprocessor, stream);
  const literal = operand?.[0];
  if (operand?.length !== 1 || literal?.kind !== 'string') {
    report(
      preprocessor,
      'error',
      'invalid-pragma-operator',
      `'_Pragma' takes one string literal in parentheses`,
      operator.place,
    );
    return null;
  }
  const text = literal.text.replace(/^[^"]*"|"$/g, '').replace(/\\(["\\])/g, '$1');
  obeyPragma(preprocessor, tokenizeText(text, operator.place), operator.place);
  return null;
}

function answer(token: Token, kind: TokenKind, text: string): Token {
  const place: Place = { ...token.place, expansion: { macro: token.text, place: token.place, definition: null } };
  return { kind, text, place, spaceBefore: token.spaceBefore, startsLine: token.startsLine, hideSet: null };
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
