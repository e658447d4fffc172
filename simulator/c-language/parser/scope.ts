/** Lexical scopes: opening, closing, looking names up, and guessing what a misspelt one was meant to be. */
import type { Place } from '../source.ts';
import type { OrdinarySymbol, Scope } from '../syntax.ts';
import type { CType, RecordDeclaration } from '../types.ts';
import { limits, type Parser } from './state.ts';

export function createScope(parent: Scope | null, start: Place | null): Scope {
  return { parent, ordinary: new Map(), tags: new Map(), place: start && { start, end: start }, children: [] };
}

/** Opens a scope inside the current one; pair with `closeScope`. */
export function openScope(parser: Parser, start: Place): Scope {
  const scope = createScope(parser.scope, start);
  parser.scope.children.push(scope);
  parser.scope = scope;
  return scope;
}

/** Goes back to the scope outside of `scope`, which ends with the token consumed last. */
export function closeScope(parser: Parser, scope: Scope): void {
  if (scope.place) scope.place.end = parser.previous.place;
  parser.scope = scope.parent ?? scope;
}

export function lookUp(scope: Scope, name: string): OrdinarySymbol | null {
  for (let current: Scope | null = scope; current; current = current.parent) {
    const symbol = current.ordinary.get(name);
    if (symbol) return symbol;
  }
  return null;
}

export function lookUpTag(scope: Scope, name: string): CType | null {
  for (let current: Scope | null = scope; current; current = current.parent) {
    const type = current.tags.get(name);
    if (type) return type;
  }
  return null;
}

/** The visible name that is spelled most like `name`; null if none is near, or nobody would be told. */
export function suggestName(
  { scope, diagnostics, lacksHeaders }: Parser,
  name: string,
  accepts: (symbol: OrdinarySymbol) => boolean,
): string | null {
  if (lacksHeaders || diagnostics.length >= limits.diagnostics) return null;
  const candidates: string[] = [];
  for (let current: Scope | null = scope; current; current = current.parent) {
    for (const [candidate, symbol] of current.ordinary)
      if (Math.abs(candidate.length - name.length) * 3 <= name.length && accepts(symbol)) candidates.push(candidate);
  }
  return nearest(name, candidates);
}

/** The complete struct or union whose tag is spelled most like that of one that nothing defines. */
export function suggestTag({ scope: from, lacksHeaders }: Parser, { tag }: RecordDeclaration): string | null {
  if (lacksHeaders) return null;
  const candidates: string[] = [];
  for (let current: Scope | null = from; current; current = current.parent) {
    for (const [candidate, type] of current.tags)
      if (type.kind === 'record' && type.declaration.complete && near(candidate, tag)) candidates.push(candidate);
  }
  return tag === null ? null : nearest(tag, candidates);
}

function near(candidate: string, tag: string | null): boolean {
  return Math.abs(candidate.length - (tag?.length ?? 0)) < 2;
}

/** `; did you mean 'x'?`, or nothing. */
export function didYouMean(suggestion: string | null): string {
  return suggestion === null ? '' : `; did you mean '${suggestion}'?`;
}

/** The candidate with the fewest edits, if these are at most a third of its letters or of the name's. */
export function nearest(name: string, candidates: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Math.floor(name.length / 3) + 1;
  const letters = lettersOf(name);
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const others = lettersOf(candidate);
    // Each letter that only one of them has takes an edit, a substitution at best for one of either.
    if (count(letters & ~others) >= bestDistance || count(others & ~letters) >= bestDistance) continue;
    const distance = editDistance(name, candidate, bestDistance);
    if (distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

/** A bit for each letter that occurs, some of which share one. */
function lettersOf(name: string): number {
  let bits = 0;
  for (let at = 0; at < name.length; at++) bits |= 1 << name.charCodeAt(at);
  return bits;
}

function count(bits: number): number {
  let found = 0;
  for (let left = bits; left !== 0; left &= left - 1) found++;
  return found;
}

/** Insertions, deletions, substitutions and swaps of neighbours; stops counting at `bound`. */
function editDistance(left: string, right: string, bound: number): number {
  const width = right.length + 1;
  const rows = [0, 1, 2].map(() => new Uint32Array(width));
  let [beforePrevious, previous, row] = rows as [Uint32Array, Uint32Array, Uint32Array];
  for (let j = 0; j < width; j++) previous[j] = j;
  for (let i = 1; i <= left.length; i++) {
    row[0] = i;
    let least = i;
    for (let j = 1; j < width; j++) {
      const same = left.charCodeAt(i - 1) === right.charCodeAt(j - 1);
      let cost = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        cost = Math.min(cost, beforePrevious[j - 2]! + 1);
      }
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least >= bound) return bound;
    [beforePrevious, previous, row] = [previous, row, beforePrevious];
  }
  return previous[right.length]!;
}
