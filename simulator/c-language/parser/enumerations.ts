/** `enum`: tags, enumerators and the integer type that gcc chooses for them. */
import { evaluateInteger } from '../constant-expression.ts';
import { fitsInteger } from '../type-operations/arithmetic.ts';
import { enumType, integerTypes } from '../type-operations/basic-types.ts';
import { quoteType } from '../type-operations/description.ts';
import type { Place } from '../source.ts';
import type { Attribute, EnumeratorSymbol } from '../syntax.ts';
import type { CType, EnumDeclaration, EnumType, IntegerName, IntegerType } from '../types.ts';
import { hasAttribute, parseAttributes } from './attributes.ts';
import { currentToken, reportError, reportSyntaxError } from './diagnostics.ts';
import { parseConditional } from './expressions.ts';
import { expect, skipTo } from './recovery.ts';
import { lookUpTag } from './scope.ts';
import { accept, advance, at, type Mutable, type Parser } from './state.ts';
import { reportWrongTag } from './records.ts';
import { claimOrdinaryName } from './symbols.ts';

/** At `enum`: a reference to a tag or a definition. */
export function parseEnum(parser: Parser): CType {
  const keyword = advance(parser);
  const attributes: Attribute[] = [];
  parseAttributes(parser, attributes);
  const name = parser.kind === 'identifier' ? advance(parser) : null;
  if (parser.kind !== '{') {
    if (name) return referToEnum(parser, name.text, name.place);
    reportSyntaxError(parser, 'expected-tag', `expected a tag or '{' after 'enum' before ${currentToken(parser)}`);
    return enumType(newEnum(null, keyword.place));
  }
  const type = name ? declareEnum(parser, name.text, name.place) : enumType(newEnum(null, keyword.place));
  parseEnumerators(parser, type);
  parseAttributes(parser, attributes);
  completeEnum(parser, type, hasAttribute(attributes, 'packed'));
  return type;
}

function newEnum(tag: string | null, place: Place): EnumDeclaration {
  return { tag, place, complete: false, underlying: integerTypes['unsigned int'], enumerators: [] };
}

function referToEnum(parser: Parser, tag: string, place: Place): CType {
  const known = lookUpTag(parser.scope, tag);
  if (known?.kind === 'enum') return known;
  if (known) reportWrongTag(parser, tag, place, known);
  const type = enumType(newEnum(tag, place));
  parser.scope.tags.set(tag, type);
  return type;
}

function declareEnum(parser: Parser, tag: string, place: Place): EnumType {
  const known = parser.scope.tags.get(tag);
  if (known) {
    if (known.kind !== 'enum') reportWrongTag(parser, tag, place, known);
    else if (!known.declaration.complete) return known;
    else {
      const notes = [{ message: 'originally defined here', place: known.declaration.place }];
      reportError(parser, 'redefinition', `redefinition of ${quoteType(known)}`, place, notes);
    }
  }
  const type = enumType(newEnum(tag, place));
  parser.scope.tags.set(tag, type);
  return type;
}

function parseEnumerators(parser: Parser, type: EnumType): void {
  const { place: opened } = advance(parser);
  if (parser.kind === '}') reportError(parser, 'empty-enum', 'empty enum is invalid', opened);
  let next = 0n;
  while (parser.kind !== '}' && parser.kind !== 'end') {
    if (parser.kind !== 'identifier') {
      reportSyntaxError(parser, 'expected-identifier', `expected an enumerator name before ${currentToken(parser)}`);
      skipTo(parser, '}');
      break;
    }
    const { text, place } = advance(parser);
    parseAttributes(parser, []);
    if (accept(parser, '=')) next = parseValue(parser, text) ?? next;
    declareEnumerator(parser, type, text, next, place);
    next += 1n;
    if (!accept(parser, ',') && !at(parser, '}')) {
      expect(parser, '}');
      skipTo(parser, '}');
      break;
    }
  }
  if (parser.kind === '}') advance(parser);
}

function parseValue(parser: Parser, name: string): bigint | null {
  const expression = parseConditional(parser);
  const value = evaluateInteger(expression);
  if (value === null && expression.type.kind !== 'error') {
    reportError(parser, 'not-constant', `enumerator value for '${name}' is not an integer constant`, expression.place);
  }
  return value;
}

/** An enumerator is an `int` if that holds it, else of the smallest type that does. */
function declareEnumerator(parser: Parser, type: EnumType, name: string, value: bigint, place: Place): void {
  type.declaration.enumerators.push({ name, value, place });
  const own = enumeratorTypes.map((each) => integerTypes[each]).find((each) => fitsInteger(value, each));
  const symbol: EnumeratorSymbol = {
    symbol: 'enumerator',
    name,
    type: own ?? integerTypes.__int128,
    place,
    attributes: [],
    value,
  };
  if (!claimOrdinaryName(parser, name, place, 'enumerator')) return;
  parser.scope.ordinary.set(name, symbol);
}
const enumeratorTypes: readonly IntegerName[] = ['int', 'unsigned int', 'long', 'unsigned long'];

const underlyingTypes: readonly IntegerName[] = ['unsigned int', 'int', 'unsigned long', 'long'];
const packedTypes: readonly IntegerName[] = [
  'unsigned char',
  'signed char',
  'unsigned short',
  'short',
  ...underlyingTypes,
];

function completeEnum(parser: Parser, type: EnumType, packed: boolean): void {
  const { declaration } = type;
  const values = declaration.enumerators.map(({ value }) => value);
  const holdsAll = (candidate: IntegerType): boolean => values.every((value) => fitsInteger(value, candidate));
  const candidates = (packed ? packedTypes : underlyingTypes).map((name) => integerTypes[name]);
  declaration.underlying = candidates.find(holdsAll) ?? integerTypes['unsigned long'];
  declaration.complete = true;
  widenEnumerators(parser, declaration);
}

/** Once the enum is complete, its enumerators that do not fit `int` have the enum's own integer type. */
function widenEnumerators(parser: Parser, declaration: EnumDeclaration): void {
  for (const { name, place } of declaration.enumerators) {
    const symbol = parser.scope.ordinary.get(name);
    if (symbol?.symbol !== 'enumerator' || symbol.place !== place || fitsInteger(symbol.value, integerTypes.int))
      continue;
    (symbol as Mutable<EnumeratorSymbol>).type = declaration.underlying;
  }
}
