/** Keeps, through every expansion, where a token was spelled and by which uses of macros it got where it is. */
import type { Expansion, Place } from '../source.ts';

/** A place in a macro's body as seen through one use of the macro. */
export function expandedPlace(place: Place, expansion: Expansion): Place {
  const { file, line, column, length } = place;
  return { file, line, column, length, expansion };
}

/** Chains longer than this are not searched for a common end; their inner part is given up. */
const longestSearch = 32;

/**
 * How an argument's place is seen through `expansion`: it keeps the expansions that the argument's token went through
 * itself, then comes `expansion`, then whatever the macro's name went through.
 */
export function graft(expansion: Expansion): (place: Place) => Place {
  const outer = expansion.place.expansion;
  const grafted = new Map<Expansion, Expansion>();
  return (place) => {
    if (place.expansion === outer || place.expansion === null) return expandedPlace(place, expansion);
    return expandedPlace(place, graftChain(place.expansion, expansion, outer, grafted));
  };
}

function graftChain(
  inner: Expansion,
  expansion: Expansion,
  outer: Expansion | null,
  grafted: Map<Expansion, Expansion>,
): Expansion {
  const known = grafted.get(inner);
  if (known !== undefined) return known;
  const own = ownExpansions(inner, outer);
  let chain = expansion;
  for (let index = own.length - 1; index >= 0; index--) {
    const { macro, place, definition } = own[index]!;
    chain = { macro, place: expandedPlace(place, chain), definition };
  }
  grafted.set(inner, chain);
  return chain;
}

/** The expansions of a chain up to the one that it shares with `outer`, innermost first. */
function ownExpansions(inner: Expansion, outer: Expansion | null): Expansion[] {
  const shared = new Set<Expansion>();
  for (let link = outer; link !== null && shared.size < longestSearch; link = link.place.expansion) shared.add(link);
  const own: Expansion[] = [];
  for (let link: Expansion | null = inner; link !== null && !shared.has(link); link = link.place.expansion) {
    if (own.length === longestSearch) return [];
    own.push(link);
  }
  return own;
}
