/** The `##` operator: two tokens are spelled together and must make one token (C11 6.10.3.3). */
import type { Place } from '../source.ts';
import type { Token, TokenKind } from '../token.ts';
import { measuredEnd, measuredKind, measureToken } from './measure-token.ts';
import type { Preprocessor } from './state.ts';
import { report } from './state.ts';

export interface PastedToken {
  readonly kind: TokenKind;
  readonly text: string;
}

/** null when the two make no token, which is reported at `use`; both are then kept. */
export function paste(preprocessor: Preprocessor, left: Token, right: Token, use: Place): PastedToken | null {
  const text = left.text + right.text;
  const comment = text.startsWith('//') || text.startsWith('/*');
  const measured = measureToken(text, 0);
  if (!comment && measured >= 0 && measuredEnd(measured) === text.length && measuredKind(measured) !== 'other') {
    if (measuredKind(measured) === 'punctuator') preprocessor.unusual = true; // it may be a digraph
    return { kind: measuredKind(measured), text };
  }
  const message = `'${left.text}' and '${right.text}', joined by '##', do not make one token`;
  report(preprocessor, 'error', 'invalid-paste', message, use);
  return null;
}
