/** How the parser tells of mistakes: one message a mistake, and a bounded number of them. */
import type { Diagnostic, Place, Severity } from '../source.ts';
import type { CType } from '../types.ts';
import { mayBeDueToHeaders } from './partial.ts';
import { limits, type Parser } from './state.ts';

type Notes = Diagnostic['notes'];
const noNotes: Notes = [];

export function reportError(parser: Parser, code: string, message: string, place: Place, notes: Notes = noNotes): void {
  report(parser, 'error', code, message, place, notes);
}

export function reportWarning(
  parser: Parser,
  code: string,
  message: string,
  place: Place,
  notes: Notes = noNotes,
): void {
  report(parser, 'warning', code, message, place, notes);
}

function report(parser: Parser, severity: Severity, code: string, message: string, place: Place, notes: Notes): void {
  const { diagnostics } = parser;
  if (parser.function) parser.function.doubtful = true;
  if (parser.abandoned || diagnostics.length > limits.diagnostics) return;
  if (parser.isPartial && mayBeDueToHeaders(parser, code)) return;
  if (diagnostics.length === limits.diagnostics) {
    const closing = `more than ${limits.diagnostics} messages: the rest is left out`;
    diagnostics.push({ severity: 'note', code: 'too-many-messages', message: closing, place, notes: noNotes });
    return;
  }
  diagnostics.push({ severity, code, message, place, notes });
}

/** A message about the grammar at the current token; silent where one was given for this token already. */
export function reportSyntaxError(
  parser: Parser,
  code: string,
  message: string,
  place: Place = parser.token.place,
): void {
  if (parser.syntaxErrorIndex === parser.index) return;
  parser.syntaxErrorIndex = parser.index;
  reportError(parser, code, message, place);
}

/** The current token as messages name it. */
export function currentToken(parser: Parser): string {
  const { kind, text } = parser.token;
  switch (kind) {
    case 'end':
      return 'end of input';
    case 'string':
      return 'string constant';
    case 'number':
      return 'numeric constant';
    case 'punctuator':
      return `'${text}' token`;
    default:
      return `'${text}'`;
  }
}

/** The gap after the token consumed last: where something that is missing should stand. */
export function placeAfterPrevious(parser: Parser): Place {
  const { place } = parser.previous;
  return { ...place, column: place.column + place.length, length: 1 };
}

/** Gives up on the rest of the file after something that is nested beyond all bounds. */
export function abandon(parser: Parser, place: Place): void {
  reportError(parser, 'nested-too-deeply', 'nested too deeply: the rest of the file is not read', place);
  parser.abandoned = true;
  parser.index = parser.tokens.length - 1;
  parser.token = parser.tokens[parser.index]!;
  parser.kind = 'end';
}

/** False, after one message, when a row of operators, suffixes or declarator parts has grown beyond all bounds. */
export function checkRow(parser: Parser, length: number, place: Place): boolean {
  if (length < limits.row) return true;
  if (length === limits.row) reportError(parser, 'nested-too-deeply', `more than ${limits.row} parts in a row`, place);
  return false;
}

/** Counts a level of nesting; false (and the file is given up) when there are too many. Pair with `leave`. */
export function enter(parser: Parser): boolean {
  if (++parser.depth <= limits.depth) return true;
  if (!parser.abandoned) abandon(parser, parser.token.place);
  return false;
}

export function leave(parser: Parser): void {
  parser.depth--;
}

export function isQuiet(...types: readonly CType[]): boolean {
  return types.some((type) => type.kind === 'error');
}
