/** The last touch before the parser: stray characters are reported and left out, digraphs become what they stand for. */
import type { Token } from '../token.ts';
import type { Preprocessor } from './state.ts';
import { report } from './state.ts';

const digraphs: ReadonlyMap<string, string> = new Map([
  ['<:', '['],
  [':>', ']'],
  ['<%', '{'],
  ['%>', '}'],
  ['%:', '#'],
  ['%:%:', '##'],
]);

export function finishTokens(preprocessor: Preprocessor, tokens: readonly Token[]): Token[] {
  const finished: Token[] = [];
  for (const token of tokens) {
    if (token.kind === 'punctuator') finished.push(withoutDigraph(token));
    else if (token.kind !== 'other') finished.push(token);
    else finishStray(preprocessor, token, finished);
  }
  return finished;
}

function withoutDigraph(token: Token): Token {
  const text = digraphs.get(token.text);
  return text === undefined ? token : { ...token, text };
}

/** An unclosed literal is closed, so that the parser has something to go on with. */
function finishStray(preprocessor: Preprocessor, token: Token, finished: Token[]): void {
  const literal = /^(?:u8|[LuU])?(["'])/.exec(token.text);
  if (literal === null) {
    report(preprocessor, 'error', 'stray-character', `${describe(token.text)} has no meaning here`, token.place);
    return;
  }
  const quote = literal[1]!;
  const kind = quote === '"' ? 'string' : 'character';
  report(preprocessor, 'error', 'unterminated-literal', `this ${kind} literal is not closed on its line`, token.place);
  const text = /(?<!\\)(\\\\)*\\$/.test(token.text) ? token.text.slice(0, -1) : token.text;
  const empty = kind === 'character' && text === literal[0];
  finished.push({ ...token, kind, text: `${text}${empty ? ' ' : ''}${quote}` });
}

function describe(text: string): string {
  const code = text.codePointAt(0) ?? 0;
  if (code > 0x20 && code < 0x7f) return `'${text}'`;
  return `the character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
