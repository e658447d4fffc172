/** `_Static_assert(condition, "message");` */
import { byteText } from '../byte-text.ts';
import { evaluateInteger } from '../constant-expression.ts';
import { reportError } from './diagnostics.ts';
import { parseConditional } from './expressions.ts';
import { expect, expectClosing, expectSemicolon } from './recovery.ts';
import { accept, advance, type Parser } from './state.ts';
import { parseStringTokens } from './strings.ts';

export function parseStaticAssert(parser: Parser): void {
  const { place } = advance(parser);
  if (!expect(parser, '(')) return;
  const condition = parseConditional(parser);
  let words = '';
  if (accept(parser, ',')) {
    if (parser.kind === 'string') words = decode(parseStringTokens(parser).bytes);
    else expect(parser, 'string');
  }
  expectClosing(parser, ')');
  expectSemicolon(parser);
  if (condition.type.kind === 'error') return;
  const value = evaluateInteger(condition);
  if (value === null)
    reportError(parser, 'not-constant', 'expression in static assertion is not constant', condition.place);
  else if (value === 0n)
    reportError(parser, 'static-assertion', `static assertion failed${words && `: "${words}"`}`, place);
}

function decode(bytes: Uint8Array): string {
  return byteText(bytes.subarray(0, -1));
}
