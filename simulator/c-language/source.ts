/** Places in C source text: what every token, tree node, instruction and message of the front end points to. */

export interface SourceFile {
  /** The name messages show and breakpoints match: as given by the caller, or as found by `#include`. */
  readonly path: string;
  readonly text: string;
  /** A header or C file that ships with the simulator (not the user's own). */
  readonly builtIn: boolean;
}

/** A stretch of spelled source text, and, where a macro produced it, the chain of expansions that led there. */
export interface Place {
  readonly file: SourceFile;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  /** In UTF-16 units, on this line. */
  readonly length: number;
  readonly expansion: Expansion | null;
}

/** One macro expansion. `place` is where the macro was used; it may itself lie in another expansion. */
export interface Expansion {
  readonly macro: string;
  readonly place: Place;
  readonly definition: Place | null;
}

export type Severity = 'error' | 'warning' | 'note';

export interface Diagnostic {
  readonly severity: Severity;
  readonly message: string;
  readonly place: Place;
  /** Further places, e.g. the previous declaration. */
  readonly notes: readonly { readonly message: string; readonly place: Place }[];
  /** A stable kebab-case name of the kind of message, e.g. `undeclared-identifier`. */
  readonly code: string;
}

/** The outermost place: where in the written (not expanded) text this stands. Breakpoints and steps use it. */
export function outermostPlace(place: Place): Place {
  let outer = place;
  while (outer.expansion) outer = outer.expansion.place;
  return outer;
}

/** Written in a file that ships with the simulator; what a macro of ours expands to in the user's file is the user's. */
export function isShipped(place: Place): boolean {
  return outermostPlace(place).file.builtIn;
}
