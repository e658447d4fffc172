/** Declares names: one symbol an object or function, however often it is declared; contradictions are reported. */
import { compatible, compositeType, sameType } from '../type-operations/compatibility.ts';
import { quoteType } from '../type-operations/description.ts';
import { isVariableLength, travelsByAddress } from '../type-operations/predicates.ts';
import type { Place } from '../source.ts';
import type { Attribute, FunctionSymbol, OrdinarySymbol, TypedefSymbol, VariableSymbol } from '../syntax.ts';
import type { CType } from '../types.ts';
import { reportError } from './diagnostics.ts';
import type { Mutable, Parser } from './state.ts';

/** What a declaration says of a name. */
export interface Declaration {
  readonly name: string;
  readonly type: CType;
  readonly place: Place;
  readonly attributes: readonly Attribute[];
}

/** False, after a message, if the name already means something else in this scope. */
export function claimOrdinaryName(
  parser: Parser,
  name: string,
  place: Place,
  what: OrdinarySymbol['symbol'] | 'parameter',
): boolean {
  const known = parser.scope.ordinary.get(name);
  if (!known) return true;
  const same = known.symbol === what || (what === 'parameter' && known.symbol === 'variable');
  const message = same ? `redefinition of '${name}'` : `'${name}' redeclared as different kind of symbol`;
  reportError(parser, 'redefinition', message, place, [previous(known)]);
  return false;
}

function previous(symbol: OrdinarySymbol): { message: string; place: Place } {
  return {
    message: `previous declaration of '${symbol.name}' with type ${quoteType(symbol.type)}`,
    place: symbol.place,
  };
}

function reportConflict(parser: Parser, { name, type, place }: Declaration, known: OrdinarySymbol): void {
  reportError(parser, 'conflicting-types', `conflicting types for '${name}'; have ${quoteType(type)}`, place, [
    previous(known),
  ]);
}

export function declareTypedef(parser: Parser, declaration: Declaration, alignedTo: number): void {
  const { name, place, attributes } = declaration;
  const known = parser.scope.ordinary.get(name);
  if (known?.symbol === 'typedef') {
    if (!sameType(known.type, declaration.type) && known.type.kind !== 'error' && declaration.type.kind !== 'error') {
      reportConflict(parser, declaration, known);
    }
    return;
  }
  if (!claimOrdinaryName(parser, name, place, 'typedef')) return;
  const type = { ...declaration.type, typedefName: name, alignedTo: alignedTo || declaration.type.alignedTo };
  const symbol: TypedefSymbol = { symbol: 'typedef', name, type, place, attributes };
  parser.scope.ordinary.set(name, symbol);
}

/** The symbol of a function, new or declared before, in whatever scope the current one is. */
export function declareFunction(
  parser: Parser,
  declaration: Declaration,
  storage: 'static' | 'global',
  inline: boolean,
): FunctionSymbol {
  const { name, type, place, attributes } = declaration;
  if (parser.function && parser.scope !== parser.fileScope) parser.function.declaresFunctions = true;
  const here = parser.scope.ordinary.get(name);
  if (here && here.symbol !== 'function') claimOrdinaryName(parser, name, place, 'function');
  const known = parser.functionSymbols.get(name) as Mutable<FunctionSymbol> | undefined;
  if (known) {
    mergeFunction(parser, known, declaration, storage);
    known.inline ||= inline;
    if (!here) parser.scope.ordinary.set(name, known);
    return known;
  }
  const symbol: FunctionSymbol = {
    symbol: 'function',
    name,
    type,
    place,
    attributes,
    storage,
    inline,
    definition: null,
    used: false,
  };
  parser.functionSymbols.set(name, symbol);
  if (!here) parser.scope.ordinary.set(name, symbol);
  return symbol;
}

function mergeFunction(
  parser: Parser,
  known: Mutable<FunctionSymbol>,
  declaration: Declaration,
  storage: 'static' | 'global',
): void {
  const { name, type, place, attributes } = declaration;
  if (type.kind !== 'error' && known.type.kind !== 'error' && !compatible(known.type, type)) {
    reportConflict(parser, declaration, known);
    known.type = type;
  } else known.type = compositeType(known.type, type);
  if (storage === 'static' && known.storage === 'global') {
    if (known.place !== place && !known.attributes.some((attribute) => attribute.name === 'implicit')) {
      reportError(parser, 'linkage', `static declaration of '${name}' follows non-static declaration`, place, [
        previous(known),
      ]);
    }
    known.storage = 'static';
  }
  if (attributes.length > 0) known.attributes = [...known.attributes, ...attributes];
}

export type VariableStorage = VariableSymbol['storage'];

export function newVariable(
  declaration: Declaration,
  storage: VariableStorage,
  options: { readonly functionName?: string | null; readonly defined?: boolean; readonly alignedTo?: number } = {},
): VariableSymbol {
  const { name, type, place, attributes } = declaration;
  return {
    symbol: 'variable',
    name,
    type,
    place,
    attributes,
    storage,
    functionName: options.functionName ?? null,
    addressTaken: livesInMemory(type) || (storage !== 'automatic' && storage !== 'parameter'),
    alignedTo: options.alignedTo ?? 0,
    initializer: null,
    defined: options.defined ?? true,
    addressSpace: attributes.find((attribute) => attribute.name === 'address_space')?.words[0] ?? null,
  };
}

/** Aggregates, volatile objects and those of variable length never are in registers. */
export function livesInMemory(type: CType): boolean {
  return travelsByAddress(type) || type.kind === 'array' || type.qualifiers.volatile || isVariableLength(type);
}

/** An object at file scope, or an `extern` one in a block; tentative definitions and redeclarations are one symbol. */
export function declareExternal(
  parser: Parser,
  declaration: Declaration,
  storage: 'static' | 'global' | 'extern' | 'thread',
  alignedTo: number,
): VariableSymbol {
  const { name, place } = declaration;
  const here = parser.scope.ordinary.get(name);
  const known = (here ?? knownExternal(parser, name)) as Mutable<OrdinarySymbol> | null;
  if (known?.symbol === 'variable') {
    mergeVariable(parser, known, declaration, storage, alignedTo);
    if (!here) parser.scope.ordinary.set(name, known);
    return known;
  }
  const symbol = newVariable(declaration, storage, { defined: storage !== 'extern', alignedTo });
  if (!claimOrdinaryName(parser, name, place, 'variable')) return symbol;
  parser.scope.ordinary.set(name, symbol);
  if (parser.scope !== parser.fileScope) parser.blockExterns.set(name, symbol);
  parser.statics.push(symbol);
  return symbol;
}

function knownExternal(parser: Parser, name: string): VariableSymbol | null {
  const symbol = parser.fileScope.ordinary.get(name);
  return symbol?.symbol === 'variable' ? symbol : (parser.blockExterns.get(name) ?? null);
}

function mergeVariable(
  parser: Parser,
  known: Mutable<VariableSymbol>,
  declaration: Declaration,
  storage: VariableStorage,
  alignedTo: number,
): void {
  const { name, type, place, attributes } = declaration;
  if (known.storage === 'automatic' || known.storage === 'parameter') {
    reportError(parser, 'redefinition', `redeclaration of '${name}'`, place, [previous(known)]);
    return;
  }
  if (type.kind !== 'error' && known.type.kind !== 'error' && !compatible(known.type, type)) {
    reportConflict(parser, declaration, known);
    known.type = type;
  } else known.type = compositeType(known.type, type);
  if (storage === 'static' && known.storage !== 'static') {
    reportError(parser, 'linkage', `static declaration of '${name}' follows non-static declaration`, place, [
      previous(known),
    ]);
  } else if (storage === 'global' && known.storage === 'static') {
    reportError(parser, 'linkage', `non-static declaration of '${name}' follows static declaration`, place, [
      previous(known),
    ]);
  }
  known.alignedTo = Math.max(known.alignedTo, alignedTo);
  if (attributes.length > 0) known.attributes = [...known.attributes, ...attributes];
  if (storage === 'extern') return;
  if (known.storage === 'extern') known.storage = storage;
  if (!known.initializer) known.place = place;
  known.defined = true;
}

/** An automatic object, or a `static` one of a block. */
export function declareLocal(
  parser: Parser,
  declaration: Declaration,
  storage: 'automatic' | 'static' | 'thread',
  alignedTo: number,
): VariableSymbol {
  const functionName = parser.function?.symbol.name ?? null;
  const symbol = newVariable(declaration, storage, { functionName, alignedTo });
  if (claimOrdinaryName(parser, declaration.name, declaration.place, 'variable')) {
    parser.scope.ordinary.set(declaration.name, symbol);
  }
  if (storage === 'automatic') parser.function?.locals.push(symbol);
  else parser.statics.push(symbol);
  return symbol;
}
