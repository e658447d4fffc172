/** String and character tokens as expressions; neighbouring strings become one. */
import { intType } from '../type-operations/basic-types.ts';
import type { Expression } from '../syntax.ts';
import { reportError, reportWarning } from './diagnostics.ts';
import { integerNode, stringNode, type Node } from './nodes.ts';
import { advance, type Parser } from './state.ts';
import { characterValue, encodeUnits, readText, type TextLiteral, type Unit } from './text-literals.ts';

/** At a string token: it and all that follow it directly. */
export function parseStringTokens(parser: Parser): Node<'string'> {
  const start = parser.token.place;
  const first = readPart(parser);
  let { encoding } = first;
  let { units } = first;
  const following: Unit[] = [];
  while (parser.kind === 'string') {
    const part = readPart(parser);
    if (part.encoding.element.size > encoding.element.size) encoding = part.encoding;
    for (const unit of part.units) following.push(unit);
  }
  if (following.length > 0) units = [...units, ...following];
  const extent = { place: start, start, end: parser.previous.place };
  return stringNode(encodeUnits(units, encoding), encoding.element, encoding.element.size, extent);
}

function readPart(parser: Parser): TextLiteral {
  const token = advance(parser);
  const literal = readText(token);
  if (literal.problem) reportWarning(parser, 'bad-escape', literal.problem, token.place);
  return literal;
}

export function parseCharacter(parser: Parser): Expression {
  const token = advance(parser);
  const { place } = token;
  const literal = readText(token);
  if (literal.problem) reportWarning(parser, 'bad-escape', literal.problem, place);
  else if (literal.units.length === 0) reportError(parser, 'empty-character', 'empty character constant', place);
  const { element, utf8 } = literal.encoding;
  return integerNode(characterValue(literal), utf8 ? intType : element, { place, start: place, end: place });
}

/** The bytes of a string literal as text, for `__func__`. */
export function asciiBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length + 1);
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
  return bytes;
}
