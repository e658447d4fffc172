/** The parameters of a function: each a variable in the scope of the prototype, with arrays and functions adjusted. */
import { errorType, pointerTo } from '../type-operations/basic-types.ts';
import { hasEffect } from '../effects.ts';
import { travelsByAddress } from '../type-operations/predicates.ts';
import type { Place } from '../source.ts';
import type { Attribute, Expression, Scope, VariableSymbol } from '../syntax.ts';
import type { Token } from '../token.ts';
import type { CType } from '../types.ts';
import { parseAttributes } from './attributes.ts';
import { parseDeclarator } from './declarators.ts';
import { reportError } from './diagnostics.ts';
import { expect, expectClosing, skipTo } from './recovery.ts';
import { createScope } from './scope.ts';
import { parseSpecifiers } from './specifiers.ts';
import { accept, advance, at, peek, type Parser } from './state.ts';
import { claimOrdinaryName } from './symbols.ts';
import { isTypeKeyword } from './token-kinds.ts';
import { startsTypeName } from './type-names.ts';

export interface ParameterList {
  readonly symbols: readonly VariableSymbol[];
  readonly types: readonly CType[];
  /** Lengths of arrays among them that do something when they are worked out, which is where a definition begins. */
  readonly lengths: readonly Expression[];
  readonly variadic: boolean;
  readonly oldStyle: boolean;
  /** Of a definition in the old style, `int f(a, b) int a; char *b; { … }`; their declarations follow. */
  readonly names: readonly Token[];
  /** Holds the symbols and the tags declared between the parentheses; becomes the function's scope if it is defined. */
  readonly scope: Scope;
}

/** Behind the `(`; consumes the `)`. */
export function parseParameters(parser: Parser): ParameterList {
  const scope = createScope(parser.scope, parser.previous.place);
  if (accept(parser, ')'))
    return { symbols: [], types: [], lengths: [], variadic: false, oldStyle: true, names: [], scope };
  if (parser.kind === 'void' && peek(parser) === ')') {
    advance(parser);
    advance(parser);
    return { symbols: [], types: [], lengths: [], variadic: false, oldStyle: false, names: [], scope };
  }
  if (parser.kind === 'identifier' && listsNames(parser)) {
    const names = readNames(parser);
    return { symbols: [], types: [], lengths: [], variadic: false, oldStyle: true, names, scope };
  }
  const { scope: outer, parameterScope: outerList } = parser;
  parser.scope = scope;
  parser.parameterScope = scope;
  const symbols: VariableSymbol[] = [];
  const lengths: Expression[] = [];
  const variadic = parseList(parser, symbols, lengths);
  parser.scope = outer;
  parser.parameterScope = outerList;
  expectClosing(parser, ')');
  return { symbols, types: symbols.map(({ type }) => type), lengths, variadic, oldStyle: false, names: [], scope };
}

/** Whether there are names only, and a definition follows: elsewhere they are types that somebody misspelt. */
function listsNames(parser: Parser): boolean {
  if (startsTypeName(parser)) return false;
  let ahead = 0;
  while (peek(parser, ahead) === 'identifier' && peek(parser, ahead + 1) === ',') ahead += 2;
  if (peek(parser, ahead) !== 'identifier' || peek(parser, ahead + 1) !== ')') return false;
  const next = peek(parser, ahead + 2);
  return next === '{' || next === 'identifier' || next === 'register' || next === 'const' || isTypeKeyword(next);
}

function readNames(parser: Parser): Token[] {
  const names: Token[] = [];
  do names.push(advance(parser));
  while (accept(parser, ','));
  expectClosing(parser, ')');
  return names;
}

/** Returns whether the list ends with `...`. */
function parseList(parser: Parser, symbols: VariableSymbol[], lengths: Expression[]): boolean {
  do {
    if (accept(parser, '...')) return true;
    const before = parser.index;
    const symbol = parseParameter(parser, symbols.length + 1, lengths);
    if (symbol) symbols.push(symbol);
    if (parser.kind !== ',' && parser.kind !== ')') {
      expect(parser, ')');
      while (!at(parser, ',') && !at(parser, ')') && !at(parser, 'end')) {
        const skippedFrom = parser.index;
        skipTo(parser, ',');
        if (parser.index === skippedFrom) break;
      }
    }
    if (parser.index === before) return false;
  } while (accept(parser, ','));
  return false;
}

function parseParameter(parser: Parser, number: number, lengths: Expression[]): VariableSymbol | null {
  const specifiers = parseSpecifiers(parser, 'parameter');
  if (!specifiers) return null;
  if (specifiers.storage !== null && specifiers.storage !== 'register') {
    reportError(parser, 'storage-class', 'storage class specified for a parameter', specifiers.start);
  }
  const declarator = parseDeclarator(parser, specifiers.type, 'either');
  const attributes: Attribute[] = [...specifiers.attributes, ...declarator.attributes];
  parseAttributes(parser, attributes);
  const { type: declared } = declarator;
  if (declared.kind === 'array' && declared.variableLength && hasEffect(declared.variableLength))
    lengths.push(declared.variableLength);
  const name = declarator.name?.text ?? '';
  const type = adjusted(parser, declarator.type, name || `parameter ${number}`, declarator.place);
  const symbol: VariableSymbol = {
    symbol: 'variable',
    name,
    type,
    place: declarator.place,
    attributes,
    storage: 'parameter',
    functionName: null,
    addressTaken: travelsByAddress(type) || type.qualifiers.volatile,
    alignedTo: 0,
    initializer: null,
    defined: true,
    addressSpace: null,
  };
  if (name !== '' && claimOrdinaryName(parser, name, declarator.place, 'parameter'))
    parser.scope.ordinary.set(name, symbol);
  return symbol;
}

/** Arrays become pointers to their elements, functions pointers to themselves (C11 6.7.6.3). */
export function adjusted(parser: Parser, type: CType, name: string, place: Place): CType {
  if (type.kind === 'array') return pointerTo(type.element);
  if (type.kind === 'function') return pointerTo(type);
  if (type.kind !== 'void') return type;
  reportError(parser, 'void-parameter', `'${name}' has type 'void'`, place);
  return errorType;
}
