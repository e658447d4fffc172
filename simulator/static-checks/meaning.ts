/** What a function's body means where it stands: its tokens once macros are expanded, and what the names among them were declared as. Equal words mean the same. */
import type { BodyAhead } from '../c-language/parser/state.ts';
import { outermostPlace } from '../c-language/source.ts';
import type { OrdinarySymbol, Scope } from '../c-language/syntax.ts';
import type { Token } from '../c-language/token.ts';
import type { CType, RecordDeclaration } from '../c-language/types.ts';

/** Of one reading of a file. */
export interface Meanings {
  /** Of each member's name, in all records of the file that were completed so far. */
  readonly members: Map<string, string>;
  readonly symbols: Map<OrdinarySymbol, { readonly type: CType; readonly words: string }>;
  records: number;
}

export function createMeanings(): Meanings {
  return { members: new Map(), symbols: new Map(), records: 0 };
}

export function meaningOf(meanings: Meanings, { symbol, tokens, open, close, scope, records }: BodyAhead): string {
  while (meanings.records < records.length) {
    const record = records[meanings.records++]!;
    if (record.place.file.path === tokens[open]!.place.file.path) addMembers(meanings.members, record);
  }
  const hash = createHash();
  const names = new Set<string>([symbol.name]);
  for (let at = open; at <= close; at++) {
    const token = tokens[at]!;
    addWord(hash, token.place.expansion ? withoutCounts(token) : token.text);
    addMacros(hash, token);
    if (token.kind === 'identifier' && !token.text.startsWith('__UNIQUE_ID_')) names.add(token.text);
  }
  for (const name of names) {
    const ordinary = scope.ordinary.get(name);
    if (ordinary && !isImplicit(ordinary)) addWord(hash, wordsOfSymbol(meanings, ordinary));
    const tag = scope.tags.get(name);
    if (tag) addWord(hash, wordsOfType(tag));
    const member = meanings.members.get(name);
    if (member) addWord(hash, member);
  }
  return `${hash.one}:${hash.other}`;
}

/** `__LINE__` and `__COUNTER__` in macros mean nothing to anybody here. */
function withoutCounts({ kind, text, place }: Token): string {
  if (kind === 'number' && text === String(outermostPlace(place).line)) return '__LINE__';
  return kind === 'identifier' && text.startsWith('__UNIQUE_ID_') ? '__UNIQUE_ID_' : text;
}

/** Declared by nothing but its use in a body, which may have been put off this time. */
function isImplicit({ attributes }: OrdinarySymbol): boolean {
  return attributes[0]?.name === 'implicit';
}

/** How records of these names lie in memory, of which the file had completed so many; `*` stands for all of its own. */
export function layoutsOf(
  names: Iterable<string>,
  scope: Scope,
  records: readonly RecordDeclaration[],
  completed: number,
): string {
  const said: string[] = [];
  for (const name of names) {
    const type = scope.tags.get(name);
    if (name === '*') said.push(...records.slice(0, completed).map(layoutOf));
    else if (type?.kind === 'record' && records.indexOf(type.declaration, completed) < 0)
      said.push(layoutOf(type.declaration));
  }
  return said.join('\n');
}

/** Names of records for `layoutsOf`, with those that are part of them. */
export function namesOfRecords(declarations: Iterable<RecordDeclaration>): readonly string[] {
  const names = new Set<string>();
  for (const { tag, members } of declarations) {
    names.add(tag ?? '*');
    for (const { type } of members) {
      const inner = wholeOf(type);
      if (inner.kind === 'record' && inner.declaration.tag !== null) names.add(inner.declaration.tag);
    }
  }
  return [...names];
}

// ---- Declarations in words ---------------------------------------------------------------------------------------

function wordsOfSymbol({ symbols }: Meanings, symbol: OrdinarySymbol): string {
  const known = symbols.get(symbol);
  if (known?.type === symbol.type) return known.words;
  const words = `${symbol.symbol} ${more(symbol)} ${symbol.attributes.map(({ name }) => name).join(',')} ${wordsOfType(symbol.type)}`;
  symbols.set(symbol, { type: symbol.type, words });
  return words;
}

function more(symbol: OrdinarySymbol): string {
  switch (symbol.symbol) {
    case 'enumerator':
      return symbol.value.toString();
    case 'function':
      return symbol.storage;
    case 'variable': {
      const value = symbol.initializer?.leaves[0]?.value;
      return `${symbol.storage} ${value?.kind === 'integer' ? value.value : (value?.kind ?? '')}`;
    }
    default:
      return '';
  }
}

function wordsOfType(type: CType): string {
  const { qualifiers, typedefName } = type;
  return `${qualifiers.const ? 'const ' : ''}${qualifiers.volatile ? 'volatile ' : ''}${typedefName ?? ''}=${kindInWords(type)}`;
}

function kindInWords(type: CType): string {
  switch (type.kind) {
    case 'integer':
      return `${type.name}${type.bits}`;
    case 'floating':
      return type.name;
    case 'pointer':
      return `*${wordsOfType(type.target)}`;
    case 'array':
      return `[${type.length ?? (type.variableLength ? '*' : '')}]${wordsOfType(type.element)}`;
    case 'function':
      return `(${type.parameters.map((each) => wordsOfType(each.type)).join()}${type.variadic ? ',...' : ''}${type.oldStyle ? '?' : ''})${wordsOfType(type.result)}`;
    case 'enum':
      return `enum ${type.declaration.tag ?? ''}:${type.declaration.underlying.name}`;
    case 'record': {
      const { union, tag, members } = type.declaration;
      const within = (): string => `{${members.map((each) => `${each.name}:${wordsOfType(each.type)}`).join(';')}}`;
      return `${union ? 'union' : 'struct'} ${tag ?? within()}`;
    }
    default:
      return type.kind;
  }
}

function addMembers(known: Map<string, string>, { tag, union, members }: RecordDeclaration): void {
  for (const { name, type, bitField } of members) {
    if (name === null) continue;
    const words = `${known.get(name) ?? ''}\n${union ? 'union ' : ''}${tag ?? ''}.${wordsOfType(type)}${bitField ? `:${bitField.width}` : ''}`;
    known.set(name, words);
  }
}

const layouts = new WeakMap<RecordDeclaration, string>();

function layoutOf(declaration: RecordDeclaration): string {
  const { complete, size, alignment, members, tag } = declaration;
  if (!complete) return '';
  let words = layouts.get(declaration);
  if (words === undefined) {
    const parts = members.map(({ name, offset, bitField, type }) => {
      const inner = wholeOf(type);
      const within = inner.kind === 'record' ? `{${layoutOf(inner.declaration)}}` : '';
      return `${name}@${offset}${bitField ? `:${bitField.bitOffset}` : ''}${within}`;
    });
    layouts.set(declaration, (words = `${tag} ${size}/${alignment} ${parts.join(' ')}`));
  }
  return words;
}

function wholeOf(type: CType): CType {
  let whole = type;
  while (whole.kind === 'array') whole = whole.element;
  return whole;
}

// ---- 64 bits of what was said -------------------------------------------------------------------------------------

interface Hash {
  one: number;
  other: number;
}

function createHash(): Hash {
  return { one: 0x811c9dc5 | 0, other: 0x2f0b4a27 };
}

function addWord(hash: Hash, word: string): void {
  let { one, other } = hash;
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other + code, 0x9e3779b1) ^ (other >>> 13);
  }
  hash.one = Math.imul(one ^ 0x1ff, 0x01000193);
  hash.other = Math.imul(other + 0x1ff, 0x9e3779b1) ^ (other >>> 13);
}

function addMacros(hash: Hash, { place }: Token): void {
  for (let at = place.expansion; at; at = at.place.expansion) addWord(hash, at.macro);
}
