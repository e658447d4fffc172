/** Function definitions: the body, its labels, and what is kept of both. */
import { isComplete } from '../layout.ts';
import { quoteType } from '../type-operations/description.ts';
import type { Attribute, FunctionDefinition, FunctionSymbol, Scope, Statement, VariableSymbol } from '../syntax.ts'; // prettier-ignore
import type { FunctionType } from '../types.ts';
import type { Declarator } from './declarators.ts';
import { reportError } from './diagnostics.ts';
import { parseOldStyleParameters } from './old-style-parameters.ts';
import type { ParameterList } from './parameters.ts';
import { closeScope } from './scope.ts';
import type { Specifiers } from './specifiers.ts';
import type { FunctionContext, Mutable, Parser } from './state.ts';
import { parseBlockBody } from './blocks.ts';
import { declareFunction } from './symbols.ts';

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
  const declaration = { name: name.text, type: defined, place: name.place, attributes };
  const symbol = declareFunction(parser, declaration, storage, specifiers.inline);
  checkDefinition(parser, symbol, declarator, list);
  (symbol as Mutable<FunctionSymbol>).place = name.place;
  const outer = parser.function;
  const context = createContext(symbol, type);
  parser.function = context;
  for (const { variables } of conversions) context.locals.push(...variables);
  const definition = readBody(parser, symbol, list, context, conversions);
  parser.function = outer;
  if (symbol.definition) return;
  symbol.definition = definition;
  parser.functions.push(definition);
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
    switch: null,
    continuable: 0,
    breakable: 0,
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
function readBody(
  parser: Parser,
  symbol: FunctionSymbol,
  list: ParameterList,
  context: FunctionContext,
  conversions: readonly Statement[],
): FunctionDefinition {
  const { scope } = list;
  const parameters = list.symbols as readonly Mutable<VariableSymbol>[];
  for (const parameter of parameters) {
    parameter.functionName = symbol.name;
    context.locals.push(parameter);
  }
  adoptScope(parser, scope);
  const place = parser.token.place;
  const block = parseBlockBody(parser, scope);
  const body = conversions.length > 0 ? { ...block, statements: [...conversions, ...block.statements] } : block;
  closeScope(parser, scope);
  finishLabels(parser, context);
  return { symbol, parameters, locals: context.locals, body, scope, place, end: parser.previous.place };
}

function adoptScope(parser: Parser, scope: Scope): void {
  scope.parent?.children.push(scope);
  parser.scope = scope;
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
