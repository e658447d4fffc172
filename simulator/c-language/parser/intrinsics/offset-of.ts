/** `__builtin_offsetof(type, a.b[3].c)`; an index that is not constant makes a sum instead of a number. */
import { evaluateInteger } from '../../constant-expression.ts';
import { isComplete } from '../../layout.ts';
import { pointerTo, sizeType, voidPointer } from '../../type-operations/basic-types.ts';
import { quoteType } from '../../type-operations/description.ts';
import { isError } from '../../type-operations/predicates.ts';
import type { Place } from '../../source.ts';
import type { Expression } from '../../syntax.ts';
import { currentToken, reportError, reportSyntaxError } from '../diagnostics.ts';
import { parseExpression } from '../expressions.ts';
import { measure } from '../measured.ts';
import { castNode, dereferenceNode, errorNode, integerNode } from '../nodes.ts';
import { buildMember, buildSubscript } from '../postfix.ts';
import { expect, expectClosing, skipTo } from '../recovery.ts';
import { advance, type Parser } from '../state.ts';
import { parseTypeNameType } from '../type-names.ts';
import { buildAddressOf, buildCast } from '../unary.ts';

/** Behind the `(`. The designator is read as that of an object at address 0. */
export function parseOffsetof(parser: Parser, place: Place): Expression {
  const type = parseTypeNameType(parser);
  measure(parser, type);
  expect(parser, ',');
  const extent = { place, start: place, end: place };
  const zero = castNode(integerNode(0n, sizeType, extent), pointerTo(type), true, extent);
  let object: Expression = dereferenceNode(zero, type, extent);
  if (!isError(type) && (type.kind !== 'record' || !isComplete(type))) {
    reportError(
      parser,
      type.kind === 'record' ? 'incomplete-type' : 'bad-offsetof',
      `'offsetof' of ${quoteType(type)}, which is not a complete struct or union`,
      place,
    );
    object = errorNode(extent);
  }
  object = parseDesignator(parser, object);
  skipTo(parser, ')');
  expectClosing(parser, ')');
  if (isError(object.type)) return errorNode({ place, start: place, end: parser.previous.place });
  if (object.kind === 'member' && object.member.bitField) {
    reportError(
      parser,
      'bad-offsetof',
      `attempt to take address of bit-field '${object.member.name ?? ''}'`,
      object.place,
    );
    return errorNode(object);
  }
  parser.unevaluated++;
  const address = buildCast(
    parser,
    sizeType,
    castNode(buildAddressOf(parser, object, place), voidPointer, true),
    place,
  );
  parser.unevaluated--;
  const value = evaluateInteger(address);
  return value === null ? address : integerNode(value, sizeType, { place, start: place, end: parser.previous.place });
}

function parseDesignator(parser: Parser, whole: Expression): Expression {
  let object = parseMemberName(parser, whole);
  for (;;) {
    if (parser.kind === '.' || parser.kind === '->') {
      advance(parser);
      object = parseMemberName(parser, object);
    } else if (parser.kind === '[') {
      const { place } = advance(parser);
      const index = parseExpression(parser);
      expectClosing(parser, ']');
      object = buildSubscript(parser, object, index, place, parser.previous.place);
    } else return object;
  }
}

function parseMemberName(parser: Parser, object: Expression): Expression {
  if (parser.kind !== 'identifier') {
    reportSyntaxError(parser, 'expected-identifier', `expected a member name before ${currentToken(parser)}`);
    return errorNode(object);
  }
  const name = advance(parser);
  if (isError(object.type)) return object;
  if (object.type.kind === 'record') return buildMember(parser, object, object.type, name.text, name.place);
  reportError(
    parser,
    'bad-member-access',
    `request for member '${name.text}' in ${quoteType(object.type)}`,
    name.place,
  );
  return errorNode(object);
}
