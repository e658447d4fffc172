/** What each character can be part of, as a table that the scanner indexes. */

export const identifierStart = 1;
export const identifierPart = 2;
export const digit = 4;
/** A punctuator that no longer one starts with. */
export const singlePunctuator = 8;

/** Class bits of the ASCII characters. `$` is an identifier character, as in gcc. */
export const characterClasses = buildClasses();

/** Whether the character at `at`, which is beyond ASCII, may stand in an identifier (C11 annex D.1). */
export function isExtendedIdentifierPart(text: string, at: number): boolean {
  return extendedIdentifierPart.test(String.fromCodePoint(text.codePointAt(at) ?? 0));
}

const extendedIdentifierPart = new RegExp(
  '^[\\u{a8}\\u{aa}\\u{ad}\\u{af}\\u{b2}-\\u{b5}\\u{b7}-\\u{ba}\\u{bc}-\\u{be}\\u{c0}-\\u{d6}\\u{d8}-\\u{f6}\\u{f8}-\\u{ff}' +
    '\\u{100}-\\u{167f}\\u{1681}-\\u{180d}\\u{180f}-\\u{1fff}\\u{200b}-\\u{200d}\\u{202a}-\\u{202e}\\u{203f}-\\u{2040}' +
    '\\u{2054}\\u{2060}-\\u{206f}\\u{2070}-\\u{218f}\\u{2460}-\\u{24ff}\\u{2776}-\\u{2793}\\u{2c00}-\\u{2dff}' +
    '\\u{2e80}-\\u{2fff}\\u{3004}-\\u{3007}\\u{3021}-\\u{302f}\\u{3031}-\\u{303f}\\u{3040}-\\u{d7ff}\\u{f900}-\\u{fd3d}' +
    '\\u{fd40}-\\u{fdcf}\\u{fdf0}-\\u{fe44}\\u{fe47}-\\u{fffd}\\u{10000}-\\u{efffd}]$',
  'u',
);

function buildClasses(): Uint8Array {
  const classes = new Uint8Array(128);
  for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$') {
    classes[letter.charCodeAt(0)] = identifierStart | identifierPart;
  }
  for (const numeral of '0123456789') classes[numeral.charCodeAt(0)] = identifierPart | digit;
  for (const punctuator of '(),;?[]{}~') classes[punctuator.charCodeAt(0)] = singlePunctuator;
  return classes;
}
