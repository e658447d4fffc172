/** Declarations: at file scope and in blocks, with their initialisers; and function definitions on the way. */
import { isComplete } from '../layout.ts';
import { integerTypes, unqualified } from '../type-operations/basic-types.ts';
import { quoteType } from '../type-operations/description.ts';
import { isVariableLength, isVariablyModified } from '../type-operations/predicates.ts';
import type { Place } from '../source.ts';
import type { Attribute, VariableSymbol } from '../syntax.ts';
import type { CType } from '../types.ts';
import { alignmentFrom, applyMode, hasAttribute, parseAttributes } from './attributes.ts';
import { parseAsmLabel, parseFileAsm } from './assembly.ts';
import { toValue } from './nodes.ts';
import { parseDeclarator, type Declarator } from './declarators.ts';
import { isQuiet, reportError } from './diagnostics.ts';
import { parseAssignment } from './expressions.ts';
import { parseFunctionBody } from './functions.ts';
import { parseInitializer } from './initializers.ts';
import { expectSemicolon, lacksDeclarator, skipTo } from './recovery.ts';
import { parseSpecifiers, type Specifiers, reportUnknownMacro, skipUnknownMacros } from './specifiers.ts';
import { accept, advance, peek, type Mutable, type Parser } from './state.ts';
import { parseStaticAssert } from './static-assert.ts';
import { declareExternal, declareFunction, declareLocal, declareTypedef, type Declaration } from './symbols.ts';
import { bindLengths } from './variable-lengths.ts';

/** One declaration or definition at file scope, or a stray `;`. */
export function parseExternalDeclaration(parser: Parser): void {
  if (accept(parser, ';')) return;
  if (parser.kind === '_Static_assert') return parseStaticAssert(parser);
  if (parser.kind === 'asm') return parseFileAsm(parser);
  if (reportMacroLikeCall(parser)) return;
  parseDeclaration(parser);
}

function reportMacroLikeCall(parser: Parser): boolean {
  if (
    parser.kind !== 'identifier' ||
    peek(parser) !== '(' ||
    parser.fileScope.ordinary.get(parser.token.text)?.symbol === 'typedef'
  )
    return false;
  reportUnknownMacro(parser);
  skipTo(parser, ';');
  accept(parser, ';');
  return true;
}

/** A declaration with its `;`, in a block or at file scope. Returns the automatic variables, in order. */
export function parseDeclaration(parser: Parser): readonly VariableSymbol[] {
  const specifiers = parseSpecifiers(parser, 'declaration');
  if (!specifiers) {
    recover(parser);
    return [];
  }
  const variables: VariableSymbol[] = [];
  if (parser.kind === ';') {
    advance(parser);
    return variables;
  }
  if (lacksDeclarator(parser)) return variables;
  do {
    const attributes: Attribute[] = [...specifiers.attributes];
    parseAttributes(parser, attributes);
    const declarator = parseDeclarator(parser, specifiers.type, 'named');
    if (!declarator.name) break;
    attributes.push(...declarator.attributes);
    const isFunction = declarator.type.kind === 'function' && specifiers.storage !== 'typedef';
    if (isFunction && declarator.parameters && (parser.kind === '{' || declarator.parameters.names.length > 0)) {
      parseFunctionBody(parser, specifiers, declarator, attributes);
      return variables;
    }
    parseAsmLabel(parser, attributes, specifiers);
    parseAttributes(parser, attributes);
    skipUnknownMacros(parser);
    // Those of the specifiers have had their effect on the type already.
    const type = applyMode(parser, declarator.type, attributes.slice(specifiers.attributes.length));
    declareOne(parser, specifiers, { ...declarator, type }, attributes, variables);
  } while (accept(parser, ','));
  expectSemicolon(parser);
  return variables;
}

/** Skips what no declaration can be read from: to behind a `;` or a balanced `{…}`. */
function recover(parser: Parser): void {
  const before = parser.index;
  skipTo(parser, ';');
  accept(parser, ';');
  if (parser.index === before && parser.kind !== '}') advance(parser);
}

function declareOne(
  parser: Parser,
  specifiers: Specifiers,
  declarator: Declarator,
  attributes: readonly Attribute[],
  variables: VariableSymbol[],
): void {
  const { text: name, place } = declarator.name!;
  const alignedTo = Math.max(specifiers.alignedTo, alignmentFrom(parser, attributes));
  if (specifiers.storage === 'typedef') {
    const type = bindLengths(parser, declarator.type, name);
    takeLengths(parser, variables);
    declareTypedef(parser, { name, type, place, attributes }, alignedTo);
    return;
  }
  if (declarator.type.kind === 'function') {
    const storage = specifiers.storage === 'static' ? 'static' : 'global';
    if (parser.kind === '=')
      reportError(parser, 'bad-initializer', `function '${name}' is initialized like a variable`, parser.token.place);
    declareFunction(parser, { name, type: declarator.type, place, attributes }, storage, specifiers.inline);
    if (accept(parser, '=')) parseAssignment(parser);
    return;
  }
  if (specifiers.inline) reportError(parser, 'bad-inline', `variable '${name}' declared 'inline'`, place);
  if (specifiers.autoType)
    declareAutoType(parser, specifiers, { name, type: declarator.type, place, attributes }, variables);
  else declareVariable(parser, specifiers, { name, type: declarator.type, place, attributes }, alignedTo, variables);
}

/** `__auto_type x = value;`: the name is not in scope in its initialiser. */
function declareAutoType(
  parser: Parser,
  specifiers: Specifiers,
  declaration: Declaration,
  variables: VariableSymbol[],
): void {
  if (!accept(parser, '=')) {
    reportError(
      parser,
      'bad-initializer',
      `'__auto_type' requires that '${declaration.name}' is initialized`,
      declaration.place,
    );
    declareVariable(parser, specifiers, declaration, 0, variables);
    return;
  }
  const value = toValue(parseAssignment(parser));
  const typed = { ...declaration, type: unqualified(value.type) };
  const symbol = declareObject(parser, specifiers, typed, 0, false);
  symbol.initializer = { leaves: [{ offset: 0, bitField: null, type: typed.type, value }], place: value.place };
  if (symbol.storage === 'automatic') variables.push(symbol);
}

function declareVariable(
  parser: Parser,
  specifiers: Specifiers,
  declaration: Declaration,
  alignedTo: number,
  variables: VariableSymbol[],
): void {
  const initialized = parser.kind === '=';
  const { name, place } = declaration;
  const type = checkedObjectType(parser, specifiers, declaration.type, name, place, initialized);
  const bound = parser.function ? bindLengths(parser, type, name) : type;
  takeLengths(parser, variables);
  const symbol = declareObject(parser, specifiers, { ...declaration, type: bound }, alignedTo, initialized);
  if (hasAttribute(symbol.attributes, 'cleanup')) symbol.addressTaken = true;
  if (initialized) parseVariableInitializer(parser, symbol, specifiers, declaration.place);
  if (symbol.storage === 'automatic') {
    variables.push(symbol);
    if (!isComplete(symbol.type)) reportIncomplete(parser, symbol.type, name, place);
  }
}

function takeLengths(parser: Parser, variables: VariableSymbol[]): void {
  if (parser.pendingLengths.length === 0) return;
  variables.push(...parser.pendingLengths);
  parser.pendingLengths = [];
}

function declareObject(
  parser: Parser,
  specifiers: Specifiers,
  declaration: Declaration,
  alignedTo: number,
  initialized: boolean,
): VariableSymbol {
  const { storage, thread } = specifiers;
  const atFileScope = parser.scope === parser.fileScope;
  if (storage === 'extern' && !(initialized && atFileScope))
    return declareExternal(parser, declaration, 'extern', alignedTo);
  if (atFileScope)
    return declareExternal(
      parser,
      declaration,
      thread ? 'thread' : storage === 'static' ? 'static' : 'global',
      alignedTo,
    );
  return declareLocal(
    parser,
    declaration,
    thread ? 'thread' : storage === 'static' ? 'static' : 'automatic',
    alignedTo,
  );
}

function parseVariableInitializer(
  parser: Parser,
  symbol: VariableSymbol,
  specifiers: Specifiers,
  declared: Place,
): void {
  const { place } = advance(parser);
  if (specifiers.storage === 'extern' && parser.scope !== parser.fileScope) {
    reportError(parser, 'bad-initializer', `'${symbol.name}' has both 'extern' and initializer`, place);
  }
  if (symbol.initializer) {
    const notes = [{ message: `previous definition of '${symbol.name}'`, place: symbol.place }];
    reportError(parser, 'redefinition', `redefinition of '${symbol.name}'`, declared, notes);
  }
  if (isVariableLength(symbol.type) && parser.kind === '{' && peek(parser) !== '}') {
    reportError(
      parser,
      'bad-initializer',
      'variable-sized object may not be initialized except with an empty initializer',
      place,
    );
  }
  const constant = symbol.storage !== 'automatic';
  const { initializer, type } = parseInitializer(parser, symbol.type, constant, place);
  symbol.initializer = initializer;
  symbol.type = type;
  (symbol as Mutable<VariableSymbol>).defined = true;
}

/** The type, or the error type after a message: objects need a complete one, at the latest after their initialiser. */
function checkedObjectType(
  parser: Parser,
  specifiers: Specifiers,
  type: CType,
  name: string,
  place: Place,
  initialized: boolean,
): CType {
  if (isQuiet(type)) return type;
  if (type.kind === 'void' && specifiers.storage !== 'extern') {
    reportError(parser, 'void-variable', `variable or field '${name}' declared void`, place);
    return { ...integerTypes.int };
  }
  const atFileScope = parser.scope === parser.fileScope;
  if (!atFileScope && specifiers.storage === 'static' && isVariablyModified(type)) {
    reportError(parser, 'variable-length', `storage size of '${name}' is not constant`, place);
  }
  if (initialized && type.kind === 'record' && !isComplete(type)) {
    reportError(
      parser,
      'incomplete-type',
      `variable '${name}' has initializer but incomplete type ${quoteType(type)}`,
      place,
    );
    return { kind: 'error', qualifiers: type.qualifiers, typedefName: null, alignedTo: 0 };
  }
  return type;
}

export function reportIncomplete(parser: Parser, type: CType, name: string, place: Place): void {
  if (isQuiet(type)) return;
  const message =
    type.kind === 'array'
      ? `array size missing in '${name}'`
      : `storage size of '${name}' isn't known: its type ${quoteType(type)} is incomplete`;
  reportError(parser, 'incomplete-type', message, place);
}
