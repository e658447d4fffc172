/** The `#` operator: an argument's spelling as a string literal (C11 6.10.3.2). */
import type { Place } from '../source.ts';
import type { Token } from '../token.ts';
import type { Preprocessor } from './state.ts';
import { report } from './state.ts';

/** White space between tokens becomes one space; `"` and `\` inside of literals are escaped. */
export function stringise(preprocessor: Preprocessor, tokens: readonly Token[], use: Place): string {
  let text = '';
  for (const [index, token] of tokens.entries()) {
    if (index > 0 && token.spaceBefore) text += ' ';
    text += isLiteral(token) ? token.text.replace(/["\\]/g, '\\$&') : token.text;
  }
  const trailing = /\\+$/.exec(text);
  if (trailing && trailing[0].length % 2 === 1) {
    report(preprocessor, 'warning', 'trailing-backslash', `the last '\\' is left out of a string made by '#'`, use);
    text = text.slice(0, -1);
  }
  return `"${text}"`;
}

/** An unclosed literal is one too: it is spelled as a stray token that starts with a quote. */
function isLiteral(token: Token): boolean {
  if (token.kind === 'string' || token.kind === 'character') return true;
  return token.kind === 'other' && /^(u8|[LuU])?["']/.test(token.text);
}
