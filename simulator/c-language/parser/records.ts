/** `struct` and `union`: tags, bodies, members and bit-fields. */
import { evaluateInteger } from '../constant-expression.ts';
import { isComplete, layOutRecord, sizeOf, type MemberRequest } from '../layout.ts';
import { errorType, intType, recordType } from '../type-operations/basic-types.ts';
import { representation } from '../type-operations/arithmetic.ts';
import { quoteType } from '../type-operations/description.ts';
import { isInteger, isVariablyModified } from '../type-operations/predicates.ts';
import type { Place } from '../source.ts';
import type { Attribute } from '../syntax.ts';
import type { CType, RecordDeclaration, RecordType } from '../types.ts';
import { alignmentFrom, hasAttribute, parseAttributes } from './attributes.ts';
import { parseDeclarator } from './declarators.ts';
import { currentToken, enter, leave, reportError, reportSyntaxError, reportWarning } from './diagnostics.ts';
import { parseConditional } from './expressions.ts';
import { expect, expectSemicolon, lacksDeclarator, skipTo } from './recovery.ts';
import { lookUpTag } from './scope.ts';
import { parseSpecifiers, skipUnknownMacros, type Specifiers } from './specifiers.ts';
import { accept, advance, type Parser } from './state.ts';
import { parseStaticAssert } from './static-assert.ts';

/** At `struct` or `union`: a reference to a tag, its forward declaration, or a definition. */
export function parseRecord(parser: Parser): CType {
  const keyword = advance(parser);
  const union = keyword.text === 'union';
  const attributes: Attribute[] = [];
  parseAttributes(parser, attributes);
  const name = parser.kind === 'identifier' ? advance(parser) : null;
  if (name) parseAttributes(parser, attributes);
  if (parser.kind !== '{') {
    if (name) return referToRecord(parser, name.text, name.place, union);
    reportSyntaxError(
      parser,
      'expected-tag',
      `expected a tag or '{' after '${keyword.text}' before ${currentToken(parser)}`,
    );
    return recordType(newRecord(null, keyword.place, union));
  }
  const type = name
    ? declareRecord(parser, name.text, name.place, union)
    : recordType(newRecord(null, keyword.place, union));
  if (enter(parser)) parseBody(parser, type.declaration, attributes);
  leave(parser);
  return type;
}

function newRecord(tag: string | null, place: Place, union: boolean): RecordDeclaration {
  return { tag, union, place, complete: false, transparent: false, members: [], size: 0, alignment: 1 };
}

/** `struct s` without a body; `struct s;` alone declares a new one in this scope. */
function referToRecord(parser: Parser, tag: string, place: Place, union: boolean): CType {
  const known = parser.kind === ';' ? (parser.scope.tags.get(tag) ?? null) : lookUpTag(parser.scope, tag);
  if (known) {
    if (known.kind === 'record' && known.declaration.union === union) return known;
    reportWrongTag(parser, tag, place, known);
  }
  const type = recordType(newRecord(tag, place, union));
  const inParameters = parser.scope === parser.parameterScope;
  (inParameters && parser.lacksHeaders ? parser.fileScope : parser.scope).tags.set(tag, type);
  if (inParameters && !parser.lacksHeaders) {
    const message = `${quoteType(type)} declared inside parameter list will not be visible outside of this definition or declaration`;
    reportWarning(parser, 'local-tag', message, place);
  }
  return type;
}

export function reportWrongTag(parser: Parser, tag: string, place: Place, known: CType): void {
  const previous = known.kind === 'record' || known.kind === 'enum' ? known.declaration.place : place;
  const notes = [{ message: `originally declared as ${quoteType(known)} here`, place: previous }];
  reportError(parser, 'wrong-tag', `'${tag}' defined as wrong kind of tag`, place, notes);
}

function declareRecord(parser: Parser, tag: string, place: Place, union: boolean): RecordType {
  const known = parser.scope.tags.get(tag);
  if (known) {
    if (known.kind !== 'record' || known.declaration.union !== union) reportWrongTag(parser, tag, place, known);
    else if (!known.declaration.complete) {
      (known.declaration as { place: Place }).place = place;
      return known;
    } else {
      const notes = [{ message: 'originally defined here', place: known.declaration.place }];
      reportError(parser, 'redefinition', `redefinition of ${quoteType(known)}`, place, notes);
    }
  }
  const type = recordType(newRecord(tag, place, union));
  parser.scope.tags.set(tag, type);
  return type;
}

function parseBody(parser: Parser, record: RecordDeclaration, attributes: Attribute[]): void {
  advance(parser);
  const members: MemberRequest[] = [];
  const names = new Map<string, Place>();
  while (parser.kind !== '}' && parser.kind !== 'end') {
    const before = parser.index;
    parseMemberDeclaration(parser, record, members, names);
    if (parser.index === before) advance(parser);
  }
  const pack = packAt(parser, parser.index);
  expect(parser, '}');
  parseAttributes(parser, attributes);
  const packed = hasAttribute(attributes, 'packed');
  record.transparent = hasAttribute(attributes, 'transparent_union');
  layOutRecord(record, members, { packed, alignedTo: alignmentFrom(parser, attributes), pack });
  if (!parser.function) parser.records.push(record);
}

/** What `#pragma pack` says where the body ends, in bytes; 0 for nothing. */
function packAt({ packing }: Parser, index: number): number {
  let pack = 0;
  for (const change of packing) if (change.token <= index) pack = change.pack;
  return pack;
}

function parseMemberDeclaration(
  parser: Parser,
  record: RecordDeclaration,
  members: MemberRequest[],
  names: Map<string, Place>,
): void {
  if (accept(parser, ';')) return;
  if (parser.kind === '_Static_assert') {
    parseStaticAssert(parser);
    return;
  }
  const specifiers = parseSpecifiers(parser, 'member');
  if (!specifiers) {
    skipTo(parser, ';');
    accept(parser, ';');
    return;
  }
  if (specifiers.storage !== null) {
    reportError(parser, 'storage-class', 'storage class specified for a member', specifiers.start);
  }
  if (lacksDeclarator(parser)) return;
  if (parser.kind === ';') addUnnamedMember(parser, specifiers, members, names);
  else parseMembers(parser, record, specifiers, members, names);
  expectSemicolon(parser);
}

/** `struct { … };` inside a record: its members count as members of the record. */
function addUnnamedMember(
  parser: Parser,
  specifiers: Specifiers,
  members: MemberRequest[],
  names: Map<string, Place>,
): void {
  const { type } = specifiers;
  if (type.kind !== 'record' || (type.declaration.tag !== null && type.typedefName === null)) return;
  if (!type.declaration.complete) return;
  addNames(parser, type, names);
  members.push({
    name: null,
    type,
    place: type.declaration.place,
    bits: null,
    packed: hasAttribute(specifiers.attributes, 'packed'),
    alignedTo: Math.max(specifiers.alignedTo, alignmentFrom(parser, specifiers.attributes)),
  });
}

function addNames(parser: Parser, type: RecordType, names: Map<string, Place>): void {
  for (const member of type.declaration.members) {
    if (member.name !== null) claimName(parser, member.name, member.place, names);
    else if (member.type.kind === 'record') addNames(parser, member.type, names);
  }
}

function claimName(parser: Parser, name: string, place: Place, names: Map<string, Place>): void {
  const previous = names.get(name);
  if (previous) {
    const notes = [{ message: `previous declaration of '${name}'`, place: previous }];
    reportError(parser, 'duplicate-member', `duplicate member '${name}'`, place, notes);
  }
  names.set(name, place);
}

function parseMembers(
  parser: Parser,
  record: RecordDeclaration,
  specifiers: Specifiers,
  members: MemberRequest[],
  names: Map<string, Place>,
): void {
  do {
    const attributes = [...specifiers.attributes];
    parseAttributes(parser, attributes);
    const unnamed = parser.kind === ':';
    const declarator = unnamed ? null : parseDeclarator(parser, specifiers.type, 'named');
    const type = declarator?.type ?? specifiers.type;
    const name = declarator?.name ?? null;
    const place = name?.place ?? parser.token.place;
    let bits: number | null = null;
    if (parser.kind === ':') {
      advance(parser);
      bits = parseWidth(parser, type, name?.text ?? null);
    } else if (!name) return;
    if (declarator) attributes.push(...declarator.attributes);
    parseAttributes(parser, attributes);
    skipUnknownMacros(parser);
    if (name) claimName(parser, name.text, place, names);
    members.push({
      name: name?.text ?? null,
      type: checkedMemberType(parser, record, type, name?.text ?? '', place),
      place,
      bits,
      packed: hasAttribute(attributes, 'packed'),
      alignedTo: Math.max(specifiers.alignedTo, alignmentFrom(parser, attributes)),
    });
  } while (accept(parser, ','));
}

/** The width of a bit-field; null (an ordinary member) after an error. */
function parseWidth(parser: Parser, type: CType, name: string | null): number | null {
  const { place } = parser.token;
  const width = evaluateInteger(parseConditional(parser));
  const what = name === null ? 'bit-field' : `bit-field '${name}'`;
  if (type.kind === 'error') return null;
  if (!isInteger(type)) {
    reportError(parser, 'bad-bit-field', `${what} has invalid type ${quoteType(type)}`, place);
    return null;
  }
  const own = representation(type);
  const most = own.name === 'bool' ? 1 : sizeOf(type) * 8;
  if (width === null) reportError(parser, 'bad-bit-field', `width of ${what} is not an integer constant`, place);
  else if (width < 0n) reportError(parser, 'bad-bit-field', `negative width in ${what}`, place);
  else if (width > BigInt(most)) reportError(parser, 'bad-bit-field', `width of ${what} exceeds its type`, place);
  else if (most > 64) reportError(parser, 'not-supported', `${what} of 128 bits is not supported`, place);
  else if (width === 0n && name !== null) reportError(parser, 'bad-bit-field', `zero width for ${what}`, place);
  else return Number(width);
  return null;
}

function checkedMemberType(parser: Parser, record: RecordDeclaration, type: CType, name: string, place: Place): CType {
  if (type.kind === 'function') {
    reportError(parser, 'bad-member', `member '${name}' declared as a function`, place);
    return intType;
  }
  if (isVariablyModified(type)) {
    reportError(parser, 'bad-member', `member '${name}' has a variably modified type`, place);
    return intType;
  }
  const flexible = type.kind === 'array' && type.length === null && isComplete(type.element);
  if (isComplete(type) || flexible || type.kind === 'error') return type;
  const self = type.kind === 'record' && type.declaration === record;
  const notes = self ? [{ message: 'its definition is not complete yet', place: record.place }] : [];
  reportError(parser, 'incomplete-type', `member '${name}' has incomplete type ${quoteType(type)}`, place, notes);
  return errorType;
}
