/** What a word of the file means: by the tree where that tells it, else by its name in the scope that it stands in. */
import type { MacroDefinition } from '../c-language/preprocess.ts';
import type { Place, SourceFile } from '../c-language/source.ts';
import type { OrdinarySymbol, Scope } from '../c-language/syntax.ts';
import type { Token } from '../c-language/token.ts';
import type { CType } from '../c-language/types.ts';
import { holds, placeKey, wordAt, type Analysis, type Position } from './analysis.ts';
import { labelOf, type Label } from './labels.ts';
import type { Named } from './occurrences.ts';

export type Entity =
  | Named
  | { readonly kind: 'macro'; readonly macro: MacroDefinition }
  | { readonly kind: 'tag'; readonly type: CType }
  | { readonly kind: 'label'; readonly label: Label }
  | { readonly kind: 'file'; readonly file: SourceFile; readonly place: Place };

/** null: nothing is known by that name, or there is no name. */
export function entityAt(analysis: Analysis, at: Position): { readonly entity: Entity; readonly place: Place } | null {
  const included = includeAt(analysis, at);
  if (included) return { entity: included, place: included.place };
  const word = wordAt(analysis, at);
  const entity = word && entityOf(analysis, word);
  return entity && { entity, place: word.place };
}

export function entityOf(analysis: Analysis, word: Token): Entity | null {
  const { unit, occurrences, tokens } = analysis;
  const macro = unit.macros.get(word.text);
  if (macro) return { kind: 'macro', macro };
  const known = occurrences.get(placeKey(word.place));
  if (known) return known.named;
  const label = labelOf(analysis, word);
  if (label) return { kind: 'label', label };
  const scope = scopeAt(analysis, word.place);
  const before = tokens[tokens.indexOf(word) - 1]?.text ?? '';
  if (before === '.' || before === '->') return null;
  if (['struct', 'union', 'enum'].includes(before)) {
    const type = lookUp(scope, ({ tags }) => tags.get(word.text));
    return type && { kind: 'tag', type };
  }
  const symbol = lookUp(scope, ({ ordinary }) => ordinary.get(word.text));
  return symbol && { kind: 'symbol', symbol };
}

function lookUp<T>(scope: Scope, find: (scope: Scope) => T | undefined): T | null {
  for (let each: Scope | null = scope; each; each = each.parent) {
    const found = find(each);
    if (found !== undefined) return found;
  }
  return null;
}

/** The innermost scope around a position. */
export function scopeAt({ unit, file }: Analysis, at: Position): Scope {
  const around = (scope: Scope): Scope => {
    const inner = scope.children.find(
      ({ place }) => place !== null && place.start.file.path === file.path && holds(place, at),
    );
    return inner ? around(inner) : scope;
  };
  const body = unit.functions.find(
    ({ scope: { place } }) => place !== null && place.start.file.path === file.path && holds(place, at),
  );
  return around(body?.scope ?? unit.scope);
}

/** Names that can be written in a scope, the innermost of each first. */
export function visibleSymbols(scope: Scope): ReadonlyMap<string, OrdinarySymbol> {
  const found = new Map<string, OrdinarySymbol>();
  for (let each: Scope | null = scope; each; each = each.parent)
    for (const [name, symbol] of each.ordinary) if (!found.has(name)) found.set(name, symbol);
  return found;
}

const includeForm = /^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]/;

function includeAt({ file, findInclude }: Analysis, { line }: Position): Extract<Entity, { kind: 'file' }> | null {
  const text = file.text.split('\n')[line - 1] ?? '';
  const [whole, opening, name] = includeForm.exec(text) ?? [];
  if (whole === undefined || name === undefined) return null;
  const found = findInclude(name, opening === '<' ? 'angle' : 'quote');
  const column = text.indexOf(name) + 1;
  return found && { kind: 'file', file: found, place: { file, line, column, length: name.length, expansion: null } };
}

/** Where it is declared, or defined where that is known; null: in no text. */
export function placeOfEntity(entity: Entity): Place | null {
  switch (entity.kind) {
    case 'symbol':
      return placeOfSymbol(entity.symbol);
    case 'member':
      return entity.member.place;
    case 'macro':
      return entity.macro.dynamic === null ? entity.macro.place : null;
    case 'tag':
      return 'declaration' in entity.type ? entity.type.declaration.place : null;
    case 'label':
      return entity.label.place;
    case 'file':
      return { file: entity.file, line: 1, column: 1, length: 0, expansion: null };
  }
}

function placeOfSymbol(symbol: OrdinarySymbol): Place {
  return symbol.symbol === 'function' && symbol.definition ? symbol.definition.symbol.place : symbol.place;
}

/** Whether two names mean the same thing. */
export function sameEntity(a: Entity, b: Entity): boolean {
  if (a.kind === 'symbol') return b.kind === 'symbol' && a.symbol === b.symbol;
  if (a.kind === 'member') return b.kind === 'member' && a.member === b.member;
  if (a.kind === 'macro') return b.kind === 'macro' && a.macro === b.macro;
  if (a.kind === 'file') return false;
  if (a.kind === 'label')
    return b.kind === 'label' && a.label.name === b.label.name && a.label.definition === b.label.definition;
  return b.kind === 'tag' && declarationOf(a.type) === declarationOf(b.type);
}

function declarationOf(type: CType): unknown {
  return 'declaration' in type ? type.declaration : type;
}
