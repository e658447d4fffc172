/** What a name means beyond the reading that it was met in: where it is declared, and how far it is seen. */
import type { Place } from '../c-language/source.ts';
import type { OrdinarySymbol } from '../c-language/syntax.ts';
import type { Analysis, Position } from './analysis.ts';
import { entityAt, entityOf, placeOfEntity, type Entity } from './entity.ts';

export interface Meaning {
  readonly name: string;
  /** Of the word that was asked about. */
  readonly at: Place;
  /** Who may mean it: one function, one file, or whoever includes its header or is linked with it. */
  readonly reach: 'function' | 'file' | 'program';
  readonly isMember: boolean;
  /** Where it is declared; null: linked by its name alone, and declared in several places. */
  readonly declared: Place | null;
}

/** null: nothing is known there, or what is has no name to be found by. */
export function meaningAt(analysis: Analysis, at: Position): Meaning | null {
  const found = entityAt(analysis, at);
  if (!found || found.entity.kind === 'file') return null;
  const { entity, place } = found;
  const name = nameAt(analysis, place);
  const declared = isLinked(entity) ? null : placeOfEntity(entity);
  if (!declared && !isLinked(entity)) return null;
  return { name, at: place, reach: reachOf(entity, declared), isMember: entity.kind === 'member', declared };
}

function reachOf(entity: Entity, declared: Place | null): Meaning['reach'] {
  if (entity.kind === 'label') return 'function';
  if (entity.kind === 'symbol' && isLocal(entity.symbol)) return 'function';
  return declared && /\.c$/.test(declared.file.path) ? 'file' : 'program';
}

function isLocal(symbol: OrdinarySymbol): boolean {
  return symbol.symbol === 'variable' && (symbol.storage === 'automatic' || symbol.storage === 'parameter');
}

/** Its name alone tells who it is, in whatever file. */
function isLinked(entity: Entity): boolean {
  if (entity.kind !== 'symbol' || !('storage' in entity.symbol)) return false;
  return entity.symbol.storage !== 'static' && !isLocal(entity.symbol);
}

/** Every place of the file that means it. */
export function placesThatMean(analysis: Analysis, { name, declared }: Meaning): readonly Place[] {
  return wordsThatMean(analysis, name, (entity) => {
    if (declared === null) return isLinked(entity);
    const place = placeOfEntity(entity);
    return place !== null && samePlace(place, declared);
  });
}

/** Places where the name stands and may mean it, but what it means is not known, as in the body of a macro. */
export function placesInDoubt(analysis: Analysis, { name, isMember }: Meaning): readonly Place[] {
  const { tokens } = analysis;
  return tokens.flatMap((token, index) => {
    if (token.kind !== 'identifier' || token.text !== name || entityOf(analysis, token) !== null) return [];
    return /^(\.|->)$/.test(tokens[index - 1]?.text ?? '') === isMember ? token.place : [];
  });
}

export function wordsThatMean(analysis: Analysis, name: string, isMeant: (entity: Entity) => boolean): Place[] {
  return analysis.tokens
    .filter((token) => token.kind === 'identifier' && token.text === name)
    .filter((token) => {
      const entity = entityOf(analysis, token);
      return entity !== null && isMeant(entity);
    })
    .map(({ place }) => place);
}

export function nameAt({ tokens }: Analysis, { line, column }: Position): string {
  return tokens.find(({ place }) => place.line === line && place.column === column)?.text ?? '';
}

export function samePlace(a: Place, b: Place): boolean {
  return a.file.path === b.file.path && a.line === b.line && a.column === b.column;
}
