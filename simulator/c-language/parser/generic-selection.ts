/** `_Generic` (C11 6.5.1.1). */
import { compatible } from '../type-operations/compatibility.ts';
import { quoteType } from '../type-operations/description.ts';
import type { Expression } from '../syntax.ts';
import type { CType } from '../types.ts';
import { reportError } from './diagnostics.ts';
import { parseAssignment } from './expressions.ts';
import { errorNode, toValue } from './nodes.ts';
import { expect, expectClosing } from './recovery.ts';
import { accept, advance, type Parser } from './state.ts';
import { parseTypeNameType } from './type-names.ts';

/** At `_Generic`. The branches not taken are parsed and checked, but not used. */
export function parseGeneric(parser: Parser): Expression {
  const { place } = advance(parser);
  expect(parser, '(');
  parser.unevaluated++;
  const controlling = toValue(parseAssignment(parser)).type;
  parser.unevaluated--;
  let chosen: Expression | null = null;
  let fallback: Expression | null = null;
  while (accept(parser, ',')) {
    const isDefault = parser.kind === 'default';
    const type = isDefault ? null : parseTypeNameType(parser);
    if (isDefault) advance(parser);
    expect(parser, ':');
    const matches = type !== null && chosen === null && compatible(controlling, type);
    const expression = parseBranch(parser, matches || isDefault);
    if (matches) chosen = expression;
    else if (isDefault) fallback = expression;
  }
  expectClosing(parser, ')');
  return chosen ?? fallback ?? reportNoMatch(parser, controlling, place);
}

function parseBranch(parser: Parser, evaluated: boolean): Expression {
  if (!evaluated) parser.unevaluated++;
  const expression = parseAssignment(parser);
  if (!evaluated) parser.unevaluated--;
  return expression;
}

function reportNoMatch(parser: Parser, type: CType, place: Expression['place']): Expression {
  if (type.kind !== 'error') {
    reportError(
      parser,
      'no-generic-match',
      `'_Generic' selector of type ${quoteType(type)} is not compatible with any association`,
      place,
    );
  }
  return errorNode({ place, start: place, end: parser.previous.place });
}
