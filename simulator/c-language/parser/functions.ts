/** Function definitions: the body, its labels, and what is kept of both. */
import { isComplete } from '../layout.ts';
import { hasEffect } from '../effects.ts';
import { quoteType } from '../type-operations/description.ts';
import { isShipped, type Diagnostic } from '../source.ts';
import type { Attribute, BlockStatement, FunctionDefinition, FunctionSymbol, Scope, Statement, VariableSymbol } from '../syntax.ts'; // prettier-ignore
import type { Token } from '../token.ts';
import type { CType, FunctionType } from '../types.ts';
import { hasAttribute } from './attributes.ts';
import type { Declarator } from './declarators.ts';
import { abandon, reportError } from './diagnostics.ts';
import { blockNode } from './nodes.ts';
import { parseOldStyleParameters } from './old-style-parameters.ts';
import type { ParameterList } from './parameters.ts';
import { closeScope } from './scope.ts';
import type { Specifiers } from './specifiers.ts';
import { advance, seek, type FunctionContext, type Mutable, type Parser } from './state.ts';
import { parseBlockBody } from './blocks.ts';
import { declareFunction } from './symbols.ts';
import { bindLengths } from './variable-lengths.ts';

/** At the `{` behind a function's declarator, or at the declarations of old-style parameters in front of it. */
export function parseFunctionBody(
  parser: Parser,
  specifiers: Specifiers,
  declarator: Declarator,
  attributes: readonly Attribute[],
): void {
  const name = declarator.name!;
  const type = declarator.type as FunctionType;
  const { list, conversions } = parseOldStyleParameters(parser, declarator.parameters!);
  if (parser.function)
    reportError(parser, 'nested-function', `nested function '${name.text}' is not supported`, name.place);
  const defined = type.oldStyle ? definedOldStyle(type, list) : type;
  const storage = specifiers.storage === 'static' ? 'static' : 'global';
  withdrawReplaceable(parser, name.text);
  const declaration = { name: name.text, type: defined, place: name.place, attributes };
  const symbol = declareFunction(parser, declaration, storage, specifiers.inline);
  checkDefinition(parser, symbol, declarator, list);
  (symbol as Mutable<FunctionSymbol>).place = name.place;
  const outer = parser.function;
  const context = createContext(symbol, type);
  parser.function = context;
  for (const { variables } of conversions) context.locals.push(...variables);
  const first = [...conversions, ...lengthsOfParameters(parser, list)];
  const close = first.length === 0 && !outer ? skippedTo(parser, symbol) : 0;
  const definition =
    close > 0 ? putOffBody(parser, symbol, list, context, close) : readDefinition(parser, symbol, list, context, first);
  parser.function = outer;
  if (symbol.definition) return;
  symbol.definition = definition;
  parser.functions.push(definition);
}

/** Lengths in the parameters' types that do something are worked out once, where the function begins. */
function lengthsOfParameters(parser: Parser, { symbols, lengths }: ParameterList): Statement[] {
  const first: Statement[] = [];
  for (const symbol of symbols as readonly Mutable<VariableSymbol>[]) {
    if (!lengthHasEffect(symbol.type)) continue;
    symbol.type = bindLengths(parser, symbol.type, symbol.name);
    const variables = parser.pendingLengths;
    parser.pendingLengths = [];
    first.push({ kind: 'declaration', variables, place: symbol.place, end: symbol.place });
  }
  for (const expression of lengths)
    first.push({ kind: 'expression', expression, place: expression.place, end: expression.end });
  return first;
}

function lengthHasEffect(type: CType): boolean {
  if (type.kind === 'pointer') return lengthHasEffect(type.target);
  if (type.kind !== 'array') return false;
  return (type.variableLength && hasEffect(type.variableLength)) || lengthHasEffect(type.element);
}

/** A function that later kernels have and the reference kernel does not makes way for a driver's own of that name. */
function withdrawReplaceable(parser: Parser, name: string): void {
  const known = parser.functionSymbols.get(name);
  if (!known || !hasAttribute(known.attributes, 'replaceable')) return;
  parser.functionSymbols.delete(name);
  parser.scope.ordinary.delete(name);
  const at = parser.functions.findIndex(({ symbol }) => symbol === known);
  if (at >= 0) parser.functions.splice(at, 1);
}

/** Without parameters it is a prototype; with them, callers know no more than before of what to pass. */
function definedOldStyle(type: FunctionType, { names, symbols }: ParameterList): FunctionType {
  const parameters = symbols.map((symbol) => ({ name: symbol.name, type: symbol.type, place: symbol.place }));
  return { ...type, parameters, oldStyle: names.length > 0 };
}

export function createContext(symbol: FunctionSymbol, type: FunctionType): FunctionContext {
  return {
    symbol,
    result: type.result,
    locals: [],
    labels: new Map(),
    localLabels: [],
    undeclared: new Set(),
    measured: new Set(),
    doubtful: false,
    declaresFunctions: false,
    switch: null,
    continuable: 0,
    breakable: 0,
    blocks: 0,
    counter: 0,
  };
}

function checkDefinition(parser: Parser, symbol: FunctionSymbol, declarator: Declarator, list: ParameterList): void {
  const { text: name, place } = declarator.name!;
  if (symbol.definition) {
    const notes = [{ message: `previous definition of '${name}'`, place: symbol.definition.symbol.place }];
    reportError(parser, 'redefinition', `redefinition of '${name}'`, place, notes);
  }
  const { result } = declarator.type as FunctionType;
  if (result.kind !== 'void' && !isComplete(result) && result.kind !== 'error') {
    reportError(parser, 'incomplete-type', `return type of '${name}' is incomplete: ${quoteType(result)}`, place);
  }
  for (const parameter of list.symbols) {
    if (!isComplete(parameter.type) && parameter.type.kind !== 'error') {
      const message = `parameter ${parameter.name && `'${parameter.name}' `}has incomplete type ${quoteType(parameter.type)}`;
      reportError(parser, 'incomplete-type', message, parameter.place);
    }
  }
}

/** Parameters and the outermost block share one scope. */
function readDefinition(
  parser: Parser,
  symbol: FunctionSymbol,
  list: ParameterList,
  context: FunctionContext,
  first: readonly Statement[],
): FunctionDefinition {
  const { scope } = list;
  const parameters = adoptParameters(symbol, list, context);
  const place = parser.token.place;
  const block = readBlock(parser, scope, context);
  const body = first.length > 0 ? { ...block, statements: [...first, ...block.statements] } : block;
  const { locals, measured } = context;
  return {
    symbol,
    parameters,
    locals,
    body,
    scope,
    place,
    end: parser.previous.place,
    measured,
    doubtful: context.doubtful,
    declaresFunctions: context.declaresFunctions,
    readBody: null,
  };
}

/** Passes over the body from the current `{` to the `}` at `close`. */
function putOffBody(
  parser: Parser,
  symbol: FunctionSymbol,
  list: ParameterList,
  context: FunctionContext,
  close: number,
): FunctionDefinition {
  const { scope } = list;
  const parameters = adoptParameters(symbol, list, context);
  const { index, token } = parser;
  seek(parser, close);
  const end = advance(parser).place;
  closeScope(parser, scope);
  const body = blockNode([], scope, token.place, end);
  const readBody = (): readonly Diagnostic[] => (found ??= readLate(parser, definition, index, context));
  let found: readonly Diagnostic[] | null = null;
  const { locals, measured } = context;
  const definition = {
    symbol,
    parameters,
    locals,
    body,
    scope,
    place: token.place,
    end,
    measured,
    doubtful: false,
    readBody,
  };
  return definition;
}

/** Declarations behind the function are known by now; a unit without mistakes means the same with them. */
function readLate(
  parser: Parser,
  definition: Mutable<FunctionDefinition>,
  index: number,
  context: FunctionContext,
): readonly Diagnostic[] {
  const late: Parser = {
    ...parser,
    function: context,
    unevaluated: 0,
    depth: 0,
    abandoned: false,
    diagnostics: [],
    syntaxErrorIndex: -1,
    pendingLengths: [],
  };
  seek(late, index);
  try {
    definition.body = readBlock(late, definition.scope, context);
    definition.doubtful = context.doubtful;
    definition.declaresFunctions = context.declaresFunctions;
  } catch (failure) {
    if (!(failure instanceof RangeError)) throw failure;
    abandon(late, definition.place);
  }
  return late.diagnostics;
}

/** The index of the `}` that ends the body at the current token; 0 if the body is to be read now, as one that is not closed is. */
function skippedTo(parser: Parser, symbol: FunctionSymbol): number {
  const { putsOffShipped, putsOff, path, kind, token, tokens, index: open, fileScope: scope, records } = parser;
  if (kind !== '{' || symbol.definition) return 0;
  if (putsOffShipped && isShipped(token.place)) return closingBrace(tokens, open);
  if (token.place.file.path !== path || token.place.expansion) return 0;
  const close = closingBrace(tokens, open);
  return close > 0 && putsOff({ symbol, tokens, open, close, scope, records }) ? close : 0;
}

function closingBrace(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    const { text } = tokens[at]!;
    if (text === '{') depth++;
    else if (text === '}' && --depth === 0) return at;
  }
  return 0;
}

function adoptParameters(
  { name }: FunctionSymbol,
  { scope, symbols }: ParameterList,
  { locals }: FunctionContext,
): readonly VariableSymbol[] {
  scope.parent?.children.push(scope);
  for (const parameter of symbols as readonly Mutable<VariableSymbol>[]) {
    parameter.functionName = name;
    locals.push(parameter);
  }
  return symbols;
}

function readBlock(parser: Parser, scope: Scope, context: FunctionContext): BlockStatement {
  parser.scope = scope;
  const block = parseBlockBody(parser, scope);
  closeScope(parser, scope);
  finishLabels(parser, context);
  return block;
}

function finishLabels(parser: Parser, context: FunctionContext): void {
  for (const [name, { place, usedAt }] of context.labels) {
    if (place || !usedAt) continue;
    reportError(parser, 'undefined-label', `label '${spelling(name)}' used but not defined`, usedAt);
  }
}

/** A label of `__label__` is called `name.1` in the tree. */
function spelling(name: string): string {
  const dot = name.indexOf('.');
  return dot < 0 ? name : name.slice(0, dot);
}
