/** Names that can be written at a place: of the scope and its file first, then what the DMA API's own words describe, then all others. */
import type { OrdinarySymbol, Scope } from '../c-language/syntax.ts';
import { describeDeclaration } from '../c-language/type-operations.ts';
import type { Analysis, Position } from './analysis.ts';
import type { Proposal, Proposals } from './completion.ts';
import { documentationOf } from './documentation.ts';
import { scopeAt } from './entity.ts';
import { macroHead } from './spelling.ts';

const keywords =
  'break case char const continue default do double else enum extern for goto if inline int long return short signed sizeof static struct switch typedef union unsigned void volatile while'.split(
    ' ',
  );
const ranks = { local: 0, ownFile: 1, documented: 2, other: 3, within: 4 } as const;
/** So many letters are looked for at the beginning of each part of a name, too. */
const lettersWithin = 3;

/** How a name fits what is typed; null: not at all. Asked before anything else of a name is looked at: there are thousands. */
type Fits = (name: string) => 'begins' | 'within' | null;

function fitsTo(typed: string): Fits {
  const small = typed.toLowerCase();
  return (name) => {
    if (name.length < small.length || (name.startsWith('__') && !small.startsWith('_'))) return null;
    const lower = name.toLowerCase();
    if (lower.startsWith(small)) return 'begins';
    return small.length >= lettersWithin && lower.includes(`_${small}`) ? 'within' : null;
  };
}

/** Where nothing is typed yet, only what is near or of the DMA API. */
export function namesAt(analysis: Analysis, at: Position, typed: string): Omit<Proposals, 'replaces'> {
  const fits = fitsTo(typed);
  const found = [...symbols(analysis, at, fits), ...macros(analysis, fits), ...keywords.filter((name) => fits(name) === 'begins').map(keyword)]; // prettier-ignore
  const list = typed === '' ? found.filter(({ rank }) => rank < ranks.other) : found;
  return { list, more: typed.length < lettersWithin };
}

function symbols(analysis: Analysis, at: Position, fits: Fits): Proposal[] {
  const kinds = { variable: 'variable', function: 'function', typedef: 'type', enumerator: 'constant' } as const;
  const found = new Map<string, Proposal>();
  for (let scope: Scope | null = scopeAt(analysis, at); scope; scope = scope.parent) {
    for (const symbol of scope.ordinary.values()) {
      const { name, type } = symbol;
      const fit = fits(name);
      if (fit === null || found.has(name)) continue;
      const documentation = documentationOf(name)?.summary ?? '';
      const near = scope.parent === null ? rankOf(symbol, analysis, documentation) : ranks.local;
      const rank = fit === 'within' ? near + ranks.within : near;
      found.set(name, { name, kind: kinds[symbol.symbol], detail: describeDeclaration(type, name), documentation, rank }); // prettier-ignore
    }
  }
  return [...found.values()];
}

function rankOf({ place }: Pick<OrdinarySymbol, 'place'>, { file }: Analysis, documentation: string): number {
  if (place.file.path === file.path) return ranks.ownFile;
  return documentation === '' ? ranks.other : ranks.documented;
}

function macros(analysis: Analysis, fits: Fits): Proposal[] {
  return [...analysis.unit.macros.values()].flatMap((macro) => {
    const { name } = macro;
    const fit = fits(name);
    if (fit === null) return [];
    const documentation = documentationOf(name)?.summary ?? '';
    const near = rankOf(macro, analysis, documentation);
    const rank = fit === 'within' ? near + ranks.within : near;
    return { name, kind: 'macro', detail: `#define ${macroHead(macro)}`, documentation, rank };
  });
}

function keyword(name: string): Proposal {
  return { name, kind: 'keyword', detail: 'keyword', documentation: '', rank: ranks.other };
}

/** Tags of one kind, the innermost of each name. */
export function tagsAt(analysis: Analysis, at: Position, word: 'struct' | 'union' | 'enum'): readonly Proposal[] {
  const found = new Map<string, Proposal>();
  for (let scope: Scope | null = scopeAt(analysis, at); scope; scope = scope.parent) {
    for (const [name, type] of scope.tags) {
      if (!('declaration' in type) || found.has(name)) continue;
      const kind = type.kind === 'enum' ? 'enum' : type.declaration.union ? 'union' : 'struct';
      const rank = rankOf(type.declaration, analysis, '');
      if (kind === word) found.set(name, { name, kind: 'type', detail: `${word} ${name}`, documentation: '', rank });
    }
  }
  return [...found.values()];
}
