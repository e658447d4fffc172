/** Where something is declared and used, and what a file consists of. */
import type { Place } from '../c-language/source.ts';
import type { CType } from '../c-language/types.ts';
import { describeDeclaration } from '../c-language/type-operations.ts';
import type { Analysis, Position } from './analysis.ts';
import { entityAt, placeOfEntity, sameEntity } from './entity.ts';
import { nameAt, samePlace, wordsThatMean } from './meaning.ts';

/** null: nothing has a place there. */
export function definitionAt(analysis: Analysis, at: Position): Place | null {
  const found = entityAt(analysis, at);
  return found && placeOfEntity(found.entity);
}

/** Every place of the file that means the same, its declaration among them if that is here and asked for. */
export function referencesAt(analysis: Analysis, at: Position, declarations: boolean): readonly Place[] {
  const found = entityAt(analysis, at);
  if (!found || found.entity.kind === 'file') return [];
  const { entity } = found;
  const declared = placeOfEntity(entity);
  return wordsThatMean(analysis, nameAt(analysis, found.place), (other) => sameEntity(other, entity)).filter(
    (place) => declarations || !(declared && samePlace(place, declared)),
  );
}

export interface OutlineItem {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'function' | 'variable' | 'struct' | 'enum' | 'field' | 'constant' | 'type' | 'macro';
  /** Of the name. */
  readonly place: Place;
  /** Of the last token of what it is the name of. */
  readonly end: Place;
  readonly children: readonly OutlineItem[];
}

/** What the file itself declares at its outermost level, in order. */
export function outlineOf({ unit, file }: Analysis): readonly OutlineItem[] {
  const here = (place: Place): boolean => place.file.path === file.path && place.expansion === null;
  const items: OutlineItem[] = [];
  for (const symbol of unit.scope.ordinary.values()) {
    const { name, type, place } = symbol;
    if (!here(place)) continue;
    const kind = ({ variable: 'variable', function: 'function', typedef: 'type', enumerator: 'constant' } as const)[
      symbol.symbol
    ];
    const end = symbol.symbol === 'function' && symbol.definition ? symbol.definition.end : place;
    if (kind !== 'constant')
      items.push({ name, detail: describeDeclaration(type, ''), kind, place, end, children: [] });
  }
  for (const type of unit.scope.tags.values()) items.push(...recordItems(type, here));
  for (const { name, place } of unit.macros.values())
    if (here(place)) items.push({ name, detail: 'macro', kind: 'macro', place, end: place, children: [] });
  return items.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
}

function recordItems(type: CType, here: (place: Place) => boolean): OutlineItem[] {
  if (!('declaration' in type) || !here(type.declaration.place)) return [];
  const { tag, place } = type.declaration;
  const isEnum = type.kind === 'enum';
  const children = isEnum
    ? type.declaration.enumerators.map((each) => ({
        ...each,
        detail: each.value.toString(),
        kind: 'constant' as const,
      }))
    : type.declaration.members.flatMap(({ name, type: of, place: at }) =>
        name === null ? [] : [{ name, place: at, detail: describeDeclaration(of, ''), kind: 'field' as const }],
      );
  const last = children.at(-1)?.place ?? place;
  return [
    {
      name: tag ?? '(unnamed)',
      detail: isEnum ? 'enum' : type.declaration.union ? 'union' : 'struct',
      kind: isEnum ? 'enum' : 'struct',
      place,
      end: last,
      children: children.map((each) => ({ ...each, end: each.place, children: [] })),
    },
  ];
}
