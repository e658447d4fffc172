/** Reads the line of a `#define` and prepares the macro's body for substitution. */
import type { Place } from '../source.ts';
import type { Token } from '../token.ts';
import type { MacroDefinition, ReplacementPart } from './macro-definition.ts';
import { sameDefinition } from './macro-definition.ts';
import type { Preprocessor } from './state.ts';
import { limits, report } from './state.ts';

/** `line` is what follows `define`; a wrong definition is reported and not made. Null unless there was nothing at all to say of it. */
export function obeyDefine(
  preprocessor: Preprocessor,
  line: readonly Token[],
  directive: Token,
): MacroDefinition | null {
  const messages = preprocessor.diagnostics.length;
  const name = macroName(preprocessor, line, directive);
  const definition = name && readDefinition(preprocessor, name, line);
  if (definition === null) return null;
  const silent = preprocessor.diagnostics.length === messages && messages <= limits.diagnostics;
  defineMacro(preprocessor, definition);
  return silent ? definition : null;
}

export function defineMacro(preprocessor: Preprocessor, definition: MacroDefinition): void {
  warnOfRedefinition(preprocessor, definition);
  preprocessor.macros.set(definition.name, definition);
}

/** `line` is what follows `undef`. */
export function obeyUndefine(preprocessor: Preprocessor, line: readonly Token[], directive: Token): void {
  const name = macroName(preprocessor, line, directive);
  if (name === null) return;
  const known = preprocessor.macros.get(name.text);
  if (known?.dynamic) warnOfBuiltIn(preprocessor, name, 'taken away');
  preprocessor.macros.delete(name.text);
}

/** The name that a directive is about, or null after a report. */
export function macroName(preprocessor: Preprocessor, line: readonly Token[], directive: Token): Token | null {
  const name = line[0];
  if (name === undefined) {
    report(preprocessor, 'error', 'missing-macro-name', `'#${directive.text}' needs a macro's name`, directive.place);
    return null;
  }
  if (
    name.kind !== 'identifier' ||
    name.text === 'defined' ||
    name.text === '__VA_ARGS__' ||
    name.text === '__VA_OPT__'
  ) {
    report(preprocessor, 'error', 'invalid-macro-name', `'${name.text}' cannot be a macro's name`, name.place);
    return null;
  }
  return name;
}

function warnOfRedefinition(preprocessor: Preprocessor, definition: MacroDefinition): void {
  const { name, place } = definition;
  const earlier = preprocessor.macros.get(name);
  if (earlier === undefined || earlier === definition || sameDefinition(earlier, definition)) return;
  const note = { message: 'it was defined here before', place: earlier.place };
  const message = `macro '${name}' is defined again, differently`;
  report(preprocessor, 'warning', 'macro-redefined', message, place, earlier.dynamic ? [] : [note]);
}

function warnOfBuiltIn(preprocessor: Preprocessor, name: Token, what: string): void {
  report(preprocessor, 'warning', 'builtin-macro', `the built-in macro '${name.text}' is ${what}`, name.place);
}

interface Parameters {
  readonly names: readonly string[];
  readonly variadic: boolean;
  /** Index of the first token of the body. */
  readonly end: number;
}

function readDefinition(preprocessor: Preprocessor, name: Token, line: readonly Token[]): MacroDefinition | null {
  const open = line[1];
  const functionLike = open !== undefined && open.text === '(' && !open.spaceBefore;
  const parameters = functionLike ? readParameters(preprocessor, line) : null;
  if (functionLike && parameters === null) return null;
  const body = line.slice(parameters === null ? 1 : parameters.end);
  const reader: BodyReader = {
    preprocessor,
    parameters: new Map(parameters?.names.map((parameter, index) => [parameter, index])),
    functionLike,
    variadic: parameters?.variadic ?? false,
  };
  const replacement = readParts(reader, body);
  if (replacement === null) return null;
  return {
    name: name.text,
    place: name.place,
    parameters: parameters?.names ?? null,
    variadic: reader.variadic,
    body,
    replacement,
    plain: replacement.every((part) => part.kind === 'token' && !part.pasted),
    dynamic: null,
  };
}

/** `( a, b, ... )` from line[1] on; null after a report. */
function readParameters(preprocessor: Preprocessor, line: readonly Token[]): Parameters | null {
  const names: string[] = [];
  let index = 2;
  if (line[index]?.text === ')') return { names, variadic: false, end: 3 };
  for (;;) {
    const token = line[index];
    const rest = token?.text === '...';
    if (token === undefined || (!rest && token.kind !== 'identifier')) break;
    const name = rest ? '__VA_ARGS__' : token.text;
    if (names.includes(name) || (!rest && name === '__VA_ARGS__')) {
      report(preprocessor, 'error', 'invalid-parameter', `'${name}' cannot be a parameter here`, token.place);
      return null;
    }
    names.push(name);
    index++;
    const namedRest = !rest && line[index]?.text === '...'; // GNU `args...`
    if (namedRest) index++;
    if (line[index]?.text === ')') return { names, variadic: rest || namedRest, end: index + 1 };
    if (line[index]?.text !== ',' || rest || namedRest) break;
    index++;
  }
  const place = (line[index] ?? line.at(-1)!).place;
  report(preprocessor, 'error', 'invalid-parameter-list', `this macro's parameter list is not well formed`, place);
  return null;
}

interface BodyReader {
  readonly preprocessor: Preprocessor;
  readonly parameters: ReadonlyMap<string, number>;
  readonly functionLike: boolean;
  readonly variadic: boolean;
}

function readParts(reader: BodyReader, body: readonly Token[]): ReplacementPart[] | null {
  const parts: ReplacementPart[] = [];
  for (let index = 0; index < body.length;) {
    if (isPaste(body[index]!)) return reject(reader, `'##' needs an operand on each side`, body[index]!.place);
    const read = readPart(reader, body, index);
    if (read === null) return null;
    index = read.end;
    let pasted = false;
    for (; index < body.length && isPaste(body[index]!); index++) pasted = true; // several in a row count once, as in gcc
    if (pasted && index === body.length)
      return reject(reader, `'##' needs an operand on each side`, body[index - 1]!.place);
    parts.push(pasted ? { ...read.part, pasted } : read.part);
  }
  return parts;
}

interface ReadPart {
  readonly part: ReplacementPart;
  /** Index of the token after it. */
  readonly end: number;
}

function readPart(reader: BodyReader, body: readonly Token[], index: number): ReadPart | null {
  const token = body[index]!;
  const stringised = reader.functionLike && (token.text === '#' || token.text === '%:');
  const operand = stringised ? body[index + 1] : token;
  if (operand === undefined) return reject(reader, `'#' must stand before a parameter`, token.place);
  const at = stringised ? index + 1 : index;
  if (operand.kind === 'identifier') {
    const parameter = reader.parameters.get(operand.text);
    if (parameter !== undefined) {
      return { part: { kind: 'parameter', token, index: parameter, stringised, pasted: false }, end: at + 1 };
    }
    if (operand.text === '__VA_OPT__' && reader.variadic) return readOptional(reader, body, at, token, stringised);
    warnOfMisplacedRest(reader, operand);
  }
  if (stringised) return reject(reader, `'#' must stand before a parameter`, token.place);
  return { part: { kind: 'token', token, pasted: false }, end: index + 1 };
}

function readOptional(
  reader: BodyReader,
  body: readonly Token[],
  at: number,
  token: Token,
  stringised: boolean,
): ReadPart | null {
  if (body[at + 1]?.text !== '(') return reject(reader, `'__VA_OPT__' needs parentheses`, token.place);
  let depth = 0;
  let end = at + 1;
  for (; end < body.length; end++) {
    if (body[end]!.text === '(') depth++;
    else if (body[end]!.text === ')' && --depth === 0) break;
    else if (body[end]!.text === '__VA_OPT__') return reject(reader, `'__VA_OPT__' cannot be nested`, body[end]!.place);
  }
  if (end === body.length) return reject(reader, `'__VA_OPT__' is not closed`, token.place);
  const parts = readParts(reader, body.slice(at + 2, end));
  if (parts === null) return null;
  return { part: { kind: 'optional', token, parts, stringised, pasted: false }, end: end + 1 };
}

function warnOfMisplacedRest(reader: BodyReader, token: Token): void {
  if (token.text !== '__VA_ARGS__' && token.text !== '__VA_OPT__') return;
  const message = `'${token.text}' has a meaning only in the body of a variadic macro`;
  report(reader.preprocessor, 'warning', 'misplaced-va-args', message, token.place);
}

function isPaste(token: Token): boolean {
  return token.kind === 'punctuator' && (token.text === '##' || token.text === '%:%:');
}

function reject(reader: BodyReader, message: string, place: Place): null {
  report(reader.preprocessor, 'error', 'invalid-macro-body', message, place);
  return null;
}
