/** Type names, as in casts and `sizeof`, and how a type is told from an expression. */
import { errorType } from '../type-operations/basic-types.ts';
import type { CType } from '../types.ts';
import { parseDeclarator } from './declarators.ts';
import { lookUp } from './scope.ts';
import { parseSpecifiers } from './specifiers.ts';
import { peek, peekToken, type Parser } from './state.ts';
import { isDeclarationKeyword, isTypeKeyword, kindOf } from './token-kinds.ts';
import type { Token } from '../token.ts';

/** Whether this token begins a type name in an expression's place. */
export function startsTypeName(parser: Parser, token: Token = parser.token): boolean {
  const kind = kindOf(token);
  if (kind === 'identifier') {
    const symbol = lookUp(parser.scope, token.text);
    return symbol ? symbol.symbol === 'typedef' : parser.lacksHeaders && endsAsCast(parser, token);
  }
  return isTypeKeyword(kind);
}

/** `(foo_t *)`, or `(foo_t)x`: nothing but a cast. */
function endsAsCast(parser: Parser, token: Token): boolean {
  let ahead = token === parser.token ? 1 : 2;
  if (peekToken(parser, ahead - 1) !== token) return false;
  if (peek(parser, ahead) === ')') return /^(identifier|number|string)$/.test(peek(parser, ahead + 1)) && !peekToken(parser, ahead + 1).startsLine; // prettier-ignore
  if (peek(parser, ahead) !== '*') return false;
  while (peek(parser, ahead) === '*') ahead++;
  return peek(parser, ahead) === ')';
}

/** Whether the current token begins a declaration; an unknown name in front of another name counts as a type. */
export function startsDeclaration(parser: Parser): boolean {
  const { kind } = parser;
  if (kind === 'identifier') {
    const symbol = lookUp(parser.scope, parser.token.text);
    if (symbol) return symbol.symbol === 'typedef' && peek(parser) !== ':';
    return looksLikeUnknownType(parser);
  }
  if (kind === '__attribute__') return attributesLeadDeclaration(parser);
  return isDeclarationKeyword(kind);
}

/** `foo_t x` or `foo_t *x;`, where `foo_t` has not been declared. */
function looksLikeUnknownType(parser: Parser): boolean {
  if (peek(parser) === 'identifier')
    return !peekToken(parser).startsLine || peek(parser, 2) === '=' || peek(parser, 2) === ';';
  if (peek(parser) !== '*') return false;
  let ahead = 1;
  while (peek(parser, ahead) === '*') ahead++;
  if (peek(parser, ahead) !== 'identifier') return false;
  const after = peek(parser, ahead + 1);
  return after === ';' || after === ',' || after === '=' || after === '[';
}

/** `__attribute__((fallthrough));` is a statement, everything else in front of a declaration belongs to it. */
function attributesLeadDeclaration(parser: Parser): boolean {
  let ahead = 1;
  let depth = 0;
  for (;;) {
    const kind = peek(parser, ahead);
    if (kind === 'end') return false;
    if (kind === '(') depth++;
    else if (kind === ')') depth--;
    ahead++;
    if (depth === 0 && peek(parser, ahead) !== '__attribute__') break;
  }
  return (
    peek(parser, ahead) !== ';' &&
    (isDeclarationKeyword(peek(parser, ahead)) || startsTypeName(parser, peekToken(parser, ahead)))
  );
}

/** Reads `struct s *(*)[4]` and the like. */
export function parseTypeNameType(parser: Parser): CType {
  const specifiers = parseSpecifiers(parser, 'type-name');
  if (!specifiers) return errorType;
  return parseDeclarator(parser, specifiers.type, 'abstract').type;
}
