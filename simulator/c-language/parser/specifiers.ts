/** Declaration specifiers: storage classes, qualifiers, and the words or tags that name a type (C11 6.7.1 to 6.7.5). */
import { addQualifiers, errorType, intType, qualifiersWith } from '../type-operations/basic-types.ts'; // prettier-ignore
import { alignOf } from '../layout.ts';
import type { Place } from '../source.ts';
import type { Attribute } from '../syntax.ts';
import type { CType } from '../types.ts';
import { applyMode, checkedAlignment, parseAttributes } from './attributes.ts';
import { currentToken, enter, leave, reportError, reportSyntaxError } from './diagnostics.ts';
import { parseEnum } from './enumerations.ts';
import { parseConditional, parseExpression } from './expressions.ts';
import { parseRecord } from './records.ts';
import { expect, expectClosing, skipTo } from './recovery.ts';
import { didYouMean, lookUp, suggestName } from './scope.ts';
import { accept, advance, peek, peekToken, type Parser } from './state.ts';
import { parseTypeNameType, startsTypeName } from './type-names.ts';
import { typesByWords, words } from './type-words.ts';

export type Storage = 'typedef' | 'extern' | 'static' | 'auto' | 'register';

export interface Specifiers {
  type: CType;
  storage: Storage | null;
  thread: boolean;
  inline: boolean;
  /** `__auto_type`: the type comes from the initialiser. */
  autoType: boolean;
  /** From `_Alignas`, in bytes; 0 where not given. */
  alignedTo: number;
  readonly attributes: Attribute[];
  readonly start: Place;
  /** A struct, union or enum was declared or named: the declaration makes sense without a declarator. */
  declaresTag: boolean;
}

interface Progress {
  sum: number;
  /** A type that is not made of words: a tag, a typedef name, `typeof`. */
  named: CType | null;
  qualifiers: number;
  bad: boolean;
}

/**
 * Reads specifiers up to the first token that is none. `use` says where they stand: an unknown name is taken for a
 * misspelt type in declarations. Null (after a message) if there is no type at all.
 */
export function parseSpecifiers(
  parser: Parser,
  use: 'declaration' | 'member' | 'parameter' | 'type-name',
): Specifiers | null {
  const specifiers: Specifiers = {
    type: errorType,
    storage: null,
    thread: false,
    inline: false,
    autoType: false,
    alignedTo: 0,
    attributes: [],
    start: parser.token.place,
    declaresTag: false,
  };
  const progress: Progress = { sum: 0, named: null, qualifiers: 0, bad: false };
  while (parseSpecifier(parser, specifiers, progress));
  if (
    progress.sum === 0 &&
    !progress.named &&
    !specifiers.autoType &&
    !acceptUnknownType(parser, specifiers, progress, use)
  ) {
    return null;
  }
  const type = progress.named ?? typeFromWords(parser, progress, specifiers);
  const { qualifiers } = progress;
  specifiers.type = qualifiers === 0 ? type : addQualifiers(type, qualifiersWith({ const: (qualifiers & 1) !== 0, volatile: (qualifiers & 2) !== 0, atomic: (qualifiers & 4) !== 0 })); // prettier-ignore
  if (specifiers.attributes.length > 0) specifiers.type = applyMode(parser, specifiers.type, specifiers.attributes);
  return specifiers;
}

/** Consumes one specifier; false if the current token is none. */
function parseSpecifier(parser: Parser, specifiers: Specifiers, progress: Progress): boolean {
  const { kind } = parser;
  switch (kind) {
    case 'identifier':
      return acceptTypedefName(parser, progress);
    case 'void':
    case '_Bool':
    case 'char':
    case 'short':
    case 'int':
    case 'long':
    case 'float':
    case 'double':
    case 'signed':
    case 'unsigned':
    case '__int128':
      if (progress.named) progress.bad = true;
      progress.sum += words[kind];
      advance(parser);
      return true;
    case 'const':
      progress.qualifiers |= 1;
      advance(parser);
      return true;
    case 'volatile':
      progress.qualifiers |= 2;
      advance(parser);
      return true;
    case 'restrict':
    case '__extension__':
    case '_Noreturn':
      if (kind === '_Noreturn')
        specifiers.attributes.push({ name: 'noreturn', arguments: [], words: [], place: parser.token.place });
      advance(parser);
      return true;
    case 'struct':
    case 'union':
    case 'enum':
    case 'typeof':
    case '_Atomic':
    case '_Alignas':
    case '__attribute__':
    case '__auto_type':
    case '_Complex':
      parseLongSpecifier(parser, kind, specifiers, progress);
      return true;
    default:
      return acceptStorage(parser, specifiers);
  }
}

function acceptTypedefName(parser: Parser, progress: Progress): boolean {
  if (progress.named || progress.sum !== 0) return false;
  const symbol = lookUp(parser.scope, parser.token.text);
  if (symbol?.symbol !== 'typedef') return false;
  progress.named = symbol.type;
  advance(parser);
  return true;
}

function acceptStorage(parser: Parser, specifiers: Specifiers): boolean {
  const { kind, token } = parser;
  switch (kind) {
    case 'inline':
      specifiers.inline = true;
      break;
    case '_Thread_local':
      specifiers.thread = true;
      break;
    case 'typedef':
    case 'extern':
    case 'static':
    case 'auto':
    case 'register':
      if (specifiers.storage !== null) {
        const message =
          specifiers.storage === kind ? `duplicate '${kind}'` : 'multiple storage classes in declaration specifiers';
        reportError(parser, 'storage-class', message, token.place);
      }
      specifiers.storage = kind;
      break;
    default:
      return false;
  }
  advance(parser);
  return true;
}

type LongSpecifier =
  'struct' | 'union' | 'enum' | 'typeof' | '_Atomic' | '_Alignas' | '__attribute__' | '__auto_type' | '_Complex';

function parseLongSpecifier(parser: Parser, kind: LongSpecifier, specifiers: Specifiers, progress: Progress): void {
  const { place } = parser.token;
  switch (kind) {
    case '__attribute__':
      parseAttributes(parser, specifiers.attributes);
      return;
    case '_Alignas':
      specifiers.alignedTo = Math.max(specifiers.alignedTo, parseAlignas(parser));
      return;
    case '__auto_type':
      advance(parser);
      specifiers.autoType = true;
      return;
    case '_Complex':
      advance(parser);
      reportError(parser, 'not-supported', 'complex numbers are not supported', place);
      return;
    case '_Atomic':
      if (peek(parser) !== '(') {
        advance(parser);
        progress.qualifiers |= 4;
        return;
      }
      progress.qualifiers |= 4;
  }
  if (progress.named || progress.sum !== 0) progress.bad = true;
  progress.named = parseNamedType(parser, kind, specifiers);
  if (progress.bad) typeFromWords(parser, progress, specifiers);
}

function parseNamedType(parser: Parser, kind: LongSpecifier, specifiers: Specifiers): CType {
  switch (kind) {
    case 'enum':
      specifiers.declaresTag = true;
      return parseEnum(parser);
    case 'typeof':
      return parseTypeof(parser);
    case '_Atomic': {
      advance(parser);
      advance(parser);
      const type = parseTypeNameType(parser);
      expectClosing(parser, ')');
      return type;
    }
    default:
      specifiers.declaresTag = true;
      return parseRecord(parser);
  }
}

/** `typeof (type)` or `typeof (expression)`; an object's type keeps its qualifiers. */
function parseTypeof(parser: Parser): CType {
  advance(parser);
  if (!expect(parser, '(')) return errorType;
  parser.unevaluated++;
  let type: CType = errorType;
  if (enter(parser)) type = startsTypeName(parser) ? parseTypeNameType(parser) : parseExpression(parser).type;
  leave(parser);
  parser.unevaluated--;
  expectClosing(parser, ')');
  return type;
}

function parseAlignas(parser: Parser): number {
  advance(parser);
  if (!expect(parser, '(')) return 0;
  const alignment = startsTypeName(parser)
    ? alignOf(parseTypeNameType(parser))
    : checkedAlignment(parser, parseConditional(parser));
  expectClosing(parser, ')');
  return alignment;
}

function typeFromWords(parser: Parser, progress: Progress, specifiers: Specifiers): CType {
  if (specifiers.autoType) return errorType;
  const type = progress.bad ? undefined : typesByWords.get(progress.sum);
  if (type) return type;
  const tooLong = progress.sum >= 3 * words.long && (progress.sum / words.long) % 8 >= 3;
  const message = tooLong ? "'long long long' is too long" : 'two or more data types in declaration specifiers';
  reportError(parser, 'bad-type', message, parser.previous.place);
  progress.bad = false;
  progress.sum = words.int;
  return progress.named ?? intType;
}

/** Without any type word: implicit `int` after a storage class, or a name that was meant to be a type. */
function acceptUnknownType(parser: Parser, specifiers: Specifiers, progress: Progress, use: string): boolean {
  const { kind, token } = parser;
  const started = token.place !== specifiers.start;
  if (kind === 'identifier' && (use !== 'type-name' || !started) && !(started && namesDeclarator(parser))) {
    const name = token.text;
    const tagged = lookUpTagKeyword(parser, name);
    const suggestion = tagged ?? suggestName(parser, name, ({ symbol }) => symbol === 'typedef');
    const hint = tagged ? `; use '${tagged}' keyword to refer to the type` : didYouMean(suggestion);
    // In front of a type it is rather a macro that says something of the function.
    const code = startsTypeName(parser, peekToken(parser)) ? 'undeclared-macro' : 'unknown-type';
    reportSyntaxError(parser, code, `unknown type name '${name}'${hint}`);
    advance(parser);
    while (parseSpecifier(parser, specifiers, progress));
    if (progress.sum === 0) progress.named ??= errorType;
    while (parseSpecifier(parser, specifiers, progress));
    return true;
  }
  if (started && use === 'declaration' && peek(parser) === '(' && /^[A-Z]/.test(token.text)) {
    reportUnknownMacro(parser);
    return false;
  }
  if (started) {
    reportError(parser, 'implicit-int', "type defaults to 'int' in this declaration", token.place);
    progress.named = intType;
    return true;
  }
  reportSyntaxError(parser, 'expected-type', `expected a type before ${currentToken(parser)}`);
  return false;
}

/** At `MODULE_LICENSE("GPL");` and the like where nothing defines the macro. */
export function reportUnknownMacro(parser: Parser): void {
  const message = `expected a declaration before '${parser.token.text}'; if it is a macro, the header that defines it is not included`;
  reportSyntaxError(parser, 'undeclared-macro', message);
  advance(parser);
}

/** Behind a declarator, where a macro of a header that is not there says something of what is declared. */
export function skipUnknownMacros(parser: Parser): void {
  while (parser.lacksHeaders && parser.kind === 'identifier') {
    reportUnknownMacro(parser);
    if (!accept(parser, '(')) continue;
    skipTo(parser, ')');
    accept(parser, ')');
  }
}

/** In `static x;` the name is what is declared; in `static foo_t x;` it is the type. */
function namesDeclarator(parser: Parser): boolean {
  const next = peek(parser);
  return next === ';' || next === '=' || next === ',' || next === '(' || next === '[' || next === ')';
}

function lookUpTagKeyword(parser: Parser, name: string): string | null {
  for (let scope: typeof parser.scope | null = parser.scope; scope; scope = scope.parent) {
    const type = scope.tags.get(name);
    if (type?.kind === 'enum') return 'enum';
    if (type?.kind === 'record') return type.declaration.union ? 'union' : 'struct';
  }
  return null;
}
