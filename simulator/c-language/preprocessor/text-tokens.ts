/** Tokens of text that stands in no file of its own, all of them placed where that text was made. */
import { tokenize } from '../lexer.ts';
import type { Place } from '../source.ts';
import type { Token } from '../token.ts';

/** Without the `end` token. */
export function tokenizeText(text: string, place: Place): Token[] {
  const tokens = tokenize({ path: place.file.path, text, builtIn: place.file.builtIn });
  return tokens.slice(0, -1).map((token) => ({ ...token, place }));
}
