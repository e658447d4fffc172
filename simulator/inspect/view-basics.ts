/** What all views' data is made of. */

/** Addresses and other 64-bit values: `0x430000000`. */
export type Hex = string;
/** Where in the user's source something was caused. */
export interface SourcePlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly function: string;
}
