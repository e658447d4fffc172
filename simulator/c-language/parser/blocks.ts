/** Blocks: declarations and statements between braces. */
import type { BlockStatement, Scope, Statement } from '../syntax.ts';
import { parseDeclaration } from './declarations.ts';
import { currentToken, enter, leave, reportSyntaxError } from './diagnostics.ts';
import { parseLocalLabels } from './labels.ts';
import { blockNode } from './nodes.ts';
import { accept, advance, peek, peekToken, type Parser } from './state.ts';
import { closeScope, openScope } from './scope.ts';
import { parseStatement } from './statements.ts';
import { parseStaticAssert } from './static-assert.ts';
import { startsDeclaration } from './type-names.ts';
import { isInColumnOne, startsTopLevel } from './recovery.ts';
import { isDeclarationKeyword, kindOf } from './token-kinds.ts';

/** At `{`: a block with a scope of its own. */
export function parseBlock(parser: Parser): BlockStatement {
  const scope = openScope(parser, parser.token.place);
  const block = parseBlockBody(parser, scope);
  closeScope(parser, scope);
  return block;
}

/** At `{`: a block whose scope is open already. */
export function parseBlockBody(parser: Parser, scope: Scope): BlockStatement {
  const { place } = advance(parser);
  const statements: Statement[] = [];
  const labelsOpened = parseLocalLabels(parser);
  if (parser.function) parser.function.blocks++;
  if (enter(parser)) parseItems(parser, statements);
  leave(parser);
  if (labelsOpened) parser.function?.localLabels.pop();
  const end = parser.token.place;
  if (endsFunctionAround(parser) || !accept(parser, '}')) {
    const message = `expected '}' before ${currentToken(parser)}: the block that begins on line ${place.line} is not closed`;
    reportSyntaxError(parser, 'expected-token', message);
  }
  if (parser.function) parser.function.blocks--;
  return blockNode(statements, scope, place, end);
}

function parseItems(parser: Parser, statements: Statement[]): void {
  while (parser.kind !== '}' && parser.kind !== 'end') {
    if (beginsNextFunction(parser)) return;
    const before = parser.index;
    statements.push(parseItem(parser));
    if (parser.index === before) advance(parser);
  }
}

function parseItem(parser: Parser): Statement {
  const { place } = parser.token;
  if (parser.kind === '_Static_assert') {
    parseStaticAssert(parser);
    return { kind: 'empty', place, end: parser.previous.place };
  }
  if (parser.kind === '__extension__' && startsDeclarationAfterExtension(parser)) advance(parser);
  if (!startsDeclaration(parser)) return parseStatement(parser);
  const variables = parseDeclaration(parser);
  return { kind: 'declaration', variables, place, end: parser.previous.place };
}

function startsDeclarationAfterExtension(parser: Parser): boolean {
  const { index, kind, token } = parser;
  advance(parser);
  const starts = startsDeclaration(parser);
  parser.index = index;
  parser.kind = kind;
  parser.token = token;
  return starts;
}

/** A function definition in column 1 inside a block: a `}` is missing before it. */
function beginsNextFunction(parser: Parser): boolean {
  return startsTopLevel(parser) && isDefinition(parser, 0);
}

/** Whether the declaration that begins so many tokens ahead goes on as a function's definition does. */
function isDefinition(parser: Parser, from: number): boolean {
  let depth = 0;
  for (let ahead = from + 1; ; ahead++) {
    const kind = peek(parser, ahead);
    if (kind === '(') depth++;
    else if (kind === ')') depth--;
    else if (kind === 'end' || depth < 0) return false;
    if (depth > 0) continue;
    if (kind === '{') return peek(parser, ahead - 1) === ')';
    if (kind === ';' || kind === '=' || kind === '}') return false;
  }
}

/** At a `}` in column 1 behind which column 1 goes on: it is the function's own where more blocks are open than are closed before the next function. */
function endsFunctionAround(parser: Parser): boolean {
  const open = parser.function?.blocks ?? 0;
  return parser.kind === '}' && open > 1 && isInColumnOne(parser.token) && goesOnInColumnOne(parser) && !isClosed(parser, open); // prettier-ignore
}

function goesOnInColumnOne(parser: Parser): boolean {
  const next = peekToken(parser);
  return next.kind === 'end' || (isInColumnOne(next) && next.text !== '}');
}

function isClosed(parser: Parser, open: number): boolean {
  let depth = open;
  for (let ahead = 0; ; ahead++) {
    const token = peekToken(parser, ahead);
    if (token.kind === 'end') return false;
    if (token.text === '{') depth++;
    else if (token.text === '}') depth--;
    else if (isInColumnOne(token) && isDeclarationKeyword(kindOf(token)) && isDefinition(parser, ahead)) return false;
    if (depth === 0) return true;
  }
}
