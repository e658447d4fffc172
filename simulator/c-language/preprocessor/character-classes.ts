/** What each character can be part of, as a table that the scanner indexes. */

export const identifierStart = 1;
export const identifierPart = 2;
export const digit = 4;
export const blank = 8;

/** Class bits of the ASCII characters. `$` is an identifier character, as in gcc. */
export const characterClasses = buildClasses();

/** Whether the character at `at` continues an identifier beyond ASCII (C11 annex D, read as Unicode's own letters). */
export function isExtendedIdentifierPart(text: string, at: number): boolean {
  return extendedIdentifierPart.test(String.fromCodePoint(text.codePointAt(at) ?? 0));
}

const extendedIdentifierPart = /^\p{ID_Continue}$/u;

function buildClasses(): Uint8Array {
  const classes = new Uint8Array(128);
  for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$') {
    classes[letter.charCodeAt(0)] = identifierStart | identifierPart;
  }
  for (const numeral of '0123456789') classes[numeral.charCodeAt(0)] = identifierPart | digit;
  for (const space of ' \t\v\f\r') classes[space.charCodeAt(0)] = blank;
  return classes;
}
