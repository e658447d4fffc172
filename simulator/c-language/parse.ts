/** The parser's door: tokens in, a typed tree with resolved names and every conversion explicit out. */
import { createFileScope } from './parser/built-in-scope.ts';
import { isComplete } from './layout.ts';
import { intType, functionOf, voidType } from './type-operations/basic-types.ts';
import { parseExternalDeclaration, reportIncomplete } from './parser/declarations.ts';
import { abandon, currentToken, reportSyntaxError, reportWarning } from './parser/diagnostics.ts';
import { parseExpression as readExpression } from './parser/expressions.ts';
import { createContext } from './parser/functions.ts';
import { createScope } from './parser/scope.ts';
import { advance, createParser, seek, type Mutable, type ParseOptions, type Parser } from './parser/state.ts';
import { parseTypeNameType, startsTypeName } from './parser/type-names.ts';
import type { Diagnostic } from './source.ts';
import type { Expression, FunctionSymbol, Scope, TranslationUnit, VariableSymbol } from './syntax.ts';
import type { Token } from './token.ts';
import type { CType } from './types.ts';

export type { BodyAhead, ParseOptions } from './parser/state.ts';

export interface ParseResult {
  readonly unit: TranslationUnit;
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses a preprocessed translation unit. Never throws: what is wrong is in the diagnostics, and the tree is as whole as it can be. */
export function parse(path: string, tokens: readonly Token[], options?: ParseOptions): ParseResult {
  return readAll(createParser(path, tokens, createFileScope(), options));
}

function readAll(parser: Parser): ParseResult {
  guarded(parser, () => {
    parseDeclarations(parser);
    completeTentative(parser);
  });
  const unit: TranslationUnit = {
    path: parser.path,
    functions: parser.functions,
    variables: parser.statics.filter((symbol) => symbol.storage !== 'extern' || parser.mentioned.has(symbol)),
    functionSymbols: [...parser.functionSymbols.values()],
    scope: parser.fileScope,
    macros: new Map(),
    inactiveRegions: [],
    designations: parser.designations,
  };
  return { unit, diagnostics: parser.diagnostics };
}

function guarded(parser: Parser, action: () => void): void {
  try {
    action();
  } catch (failure) {
    // Types may be nested through any number of typedefs; whoever gets the better of the stack has earned this message.
    if (!(failure instanceof RangeError)) throw failure;
    abandon(parser, parser.token.place);
  }
}

/** Declarations in front of a text that is read again and again, such as those of its headers. */
export interface ParsedBeginning {
  readonly parser: Parser;
  /** How many tokens they are. */
  readonly length: number;
  /** What a text behind may change of them, as it was. */
  readonly symbols: readonly (readonly [object, object])[];
}

/** Null where they are not right, or not complete, by themselves. */
export function parseBeginning(path: string, tokens: readonly Token[], options: ParseOptions): ParsedBeginning | null {
  const parser = createParser(path, tokens, createFileScope(), options);
  guarded(parser, () => parseDeclarations(parser));
  if (parser.abandoned || parser.diagnostics.some(({ severity }) => severity === 'error')) return null;
  const changeable = new Set<object>([...parser.functionSymbols.values(), ...parser.statics]);
  for (const type of parser.fileScope.tags.values()) {
    if ((type.kind === 'record' || type.kind === 'enum') && !type.declaration.complete)
      changeable.add(type.declaration);
  }
  return { parser, length: tokens.length, symbols: [...changeable].map((each) => [each, { ...each }]) };
}

/**
 * As `parse`, for tokens that begin with those of the beginning. The unit shares its symbols with those that were parsed behind it before: they are not to be
 * used any more.
 */
export function parseBehind(
  { parser: before, length, symbols }: ParsedBeginning,
  tokens: readonly Token[],
  options: Omit<ParseOptions, 'putsOffShipped'>,
): ParseResult {
  // prettier-ignore
  for (const [symbol, saved] of symbols) Object.assign(symbol, saved);
  const { fileScope } = before;
  const scope = { ...fileScope, ordinary: new Map(fileScope.ordinary), tags: new Map(fileScope.tags), children: [...fileScope.children] }; // prettier-ignore
  const parser = createParser(before.path, tokens, scope, { ...options, putsOffShipped: before.putsOffShipped });
  seek(parser, length);
  return readAll({
    ...parser,
    diagnostics: [...before.diagnostics],
    functions: [...before.functions],
    statics: [...before.statics],
    mentioned: new Set(before.mentioned),
    functionSymbols: new Map(before.functionSymbols),
    blockExterns: new Map(before.blockExterns),
  });
}

function parseDeclarations(parser: Parser): void {
  while (parser.kind !== 'end') {
    const before = parser.index;
    parseExternalDeclaration(parser);
    parser.scope = parser.fileScope;
    if (parser.index !== before) continue;
    reportSyntaxError(parser, 'expected-declaration', `expected a declaration before ${currentToken(parser)}`);
    advance(parser);
  }
}

/** At the end of the unit, `int a[];` is one element long, and objects of types never completed are mistakes. */
function completeTentative(parser: Parser): void {
  for (const symbol of parser.statics as Mutable<VariableSymbol>[]) {
    if (!symbol.defined || isComplete(symbol.type)) continue;
    if (symbol.type.kind === 'array' && symbol.type.length === null && isComplete(symbol.type.element)) {
      reportWarning(parser, 'tentative-array', `array '${symbol.name}' assumed to have one element`, symbol.place);
      symbol.type = { ...symbol.type, length: 1 };
    } else reportIncomplete(parser, symbol.type, symbol.name, symbol.place);
  }
}

export interface ExpressionOptions {
  /** Further type names, e.g. those of another unit. */
  readonly extraTypedefs?: ReadonlyMap<string, CType>;
}

/**
 * Parses one expression in an existing scope, for the debugger: names resolve as at that place. A type name gives null
 * without a message; `parseTypeName` reads those. The scope is not changed.
 */
export function parseExpression(
  tokens: readonly Token[],
  scope: Scope,
  options: ExpressionOptions = {},
): { expression: Expression | null; diagnostics: readonly Diagnostic[] } {
  const parser = createGuestParser(tokens, scope, options.extraTypedefs);
  if (startsTypeName(parser)) return { expression: null, diagnostics: [] };
  const expression = readExpression(parser);
  if (parser.kind !== 'end') {
    reportSyntaxError(parser, 'unexpected-token', `unexpected ${currentToken(parser)} after the expression`);
  }
  return { expression: expression.kind === 'error' ? null : expression, diagnostics: parser.diagnostics };
}

/** Parses `struct device *` and the like in an existing scope; null if the tokens are no type name. */
export function parseTypeName(tokens: readonly Token[], scope: Scope): CType | null {
  const parser = createGuestParser(tokens, scope);
  if (!startsTypeName(parser)) return null;
  const type = parseTypeNameType(parser);
  const failed =
    parser.kind !== 'end' || type.kind === 'error' || parser.diagnostics.some(({ severity }) => severity === 'error');
  return failed ? null : type;
}

/** A parser whose current scope is a new one inside of `scope`, which does not know of it. */
function createGuestParser(tokens: readonly Token[], scope: Scope, typedefs?: ReadonlyMap<string, CType>): Parser {
  const inner = createScope(scope, null);
  let fileScope = scope;
  while (fileScope.parent) fileScope = fileScope.parent;
  const outermost = createScope(fileScope, null);
  const parser = createParser('<expression>', tokens, outermost);
  parser.scope = inner;
  for (const [name, type] of typedefs ?? []) {
    inner.ordinary.set(name, { symbol: 'typedef', name, type, place: parser.token.place, attributes: [] });
  }
  for (const [name, symbol] of fileScope.ordinary)
    if (symbol.symbol === 'function') parser.functionSymbols.set(name, symbol);
  parser.function = createContext(guestFunction(parser), functionOf(voidType, []));
  return parser;
}

/** Statement expressions need a function around them. */
function guestFunction(parser: Parser): FunctionSymbol {
  return {
    symbol: 'function',
    name: '<expression>',
    type: functionOf(intType, []),
    place: parser.token.place,
    attributes: [],
    storage: 'static',
    inline: false,
    definition: null,
    used: true,
  };
}
