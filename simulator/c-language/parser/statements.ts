/** Statements (C11 6.8) with the GNU extensions: case ranges, computed goto, `asm` barriers. */
import { longType, voidPointer } from '../type-operations/basic-types.ts';
import { quoteType } from '../type-operations/description.ts';
import type { Place } from '../source.ts';
import type { Expression, Statement } from '../syntax.ts';
import type { CType } from '../types.ts';
import { parseAsmStatement } from './assembly.ts';
import { parseAttributes } from './attributes.ts';
import { parseBlock } from './blocks.ts';
import { callsUndeclared, convertTo, toCondition } from './conversions.ts';
import { parseDeclaration } from './declarations.ts';
import { currentToken, enter, leave, reportError, reportSyntaxError, reportWarning } from './diagnostics.ts';
import { parseExpression } from './expressions.ts';
import { defineLabel, useLabel } from './labels.ts';
import { implicitCast, toValue } from './nodes.ts';
import { beginsStatement, expect, expectSemicolon, skipTo } from './recovery.ts';
import { closeScope, openScope } from './scope.ts';
import { parseCase, parseDefault, parseSwitch } from './switches.ts';
import { accept, advance, peek, type Parser } from './state.ts';
import { startsDeclaration } from './type-names.ts';

export function parseStatement(parser: Parser): Statement {
  const { place } = parser.token;
  if (!enter(parser)) {
    leave(parser);
    return { kind: 'empty', place, end: place };
  }
  const statement = readStatement(parser, place);
  leave(parser);
  return statement;
}

function readStatement(parser: Parser, place: Place): Statement {
  switch (parser.kind) {
    case '{':
      return parseBlock(parser);
    case ';':
      advance(parser);
      return { kind: 'empty', place, end: place };
    case 'if':
      return parseIf(parser, place);
    case 'while':
      return parseWhile(parser, place);
    case 'do':
      return parseDo(parser, place);
    case 'for':
      return parseFor(parser, place);
    case 'switch':
      return parseSwitch(parser, place);
    case 'case':
      return parseCase(parser, place);
    case 'default':
      return parseDefault(parser, place);
    case 'goto':
      return parseGoto(parser, place);
    case 'break':
    case 'continue':
      return parseLeave(parser, parser.kind, place);
    case 'return':
      return parseReturn(parser, place);
    case 'asm':
      return parseAsmStatement(parser, place);
    case '__attribute__':
      parseAttributes(parser, []);
      return readStatement(parser, place);
    case 'else':
      reportSyntaxError(parser, 'misplaced-else', "'else' without a previous 'if'");
      advance(parser);
      return readStatement(parser, place);
    case 'identifier':
      if (peek(parser) === ':') return parseLabel(parser, place);
  }
  return parseExpressionStatement(parser, place);
}

/** `for_each_thing(x, y) { … }` where nothing defines the macro. */
function headsLoop(parser: Parser, expression: Expression): boolean {
  if (!callsUndeclared(expression) || parser.kind === '}' || parser.kind === 'end') return false;
  return parser.kind === '{' || (parser.lacksHeaders && parser.token.startsLine);
}

function parseExpressionStatement(parser: Parser, place: Place): Statement {
  const expression = toValue(parseExpression(parser));
  if (headsLoop(parser, expression)) {
    const body = parseLoopBody(parser);
    return { kind: 'while', condition: toCondition(parser, expression), body, place, end: parser.previous.place };
  }
  expectSemicolon(parser);
  return { kind: 'expression', expression, place, end: parser.previous.place };
}

/** What a controlling statement governs; a declaration there is a mistake, but one to go on from. */
export function parseBody(parser: Parser): Statement {
  const { place } = parser.token;
  if (parser.kind === '}' || parser.kind === 'end') {
    reportSyntaxError(parser, 'expected-statement', `expected a statement before ${currentToken(parser)}`);
    return { kind: 'empty', place, end: place };
  }
  if (!startsDeclaration(parser)) return parseStatement(parser);
  const scope = openScope(parser, place);
  reportError(parser, 'expected-statement', 'a declaration is not allowed here: put it in a block', place);
  const variables = parseDeclaration(parser);
  closeScope(parser, scope);
  return { kind: 'declaration', variables, place, end: parser.previous.place };
}

/** `( expression )` after `if`, `while` and so on. */
export function parseParenthesized(parser: Parser): Expression {
  expect(parser, '(');
  const expression = parseExpression(parser);
  closeHeader(parser);
  return expression;
}

/** The `)` of a header; when it is missing, only what cannot begin the body is skipped. */
function closeHeader(parser: Parser): void {
  if (expect(parser, ')')) return;
  if (parser.kind === '{' || parser.kind === ';' || beginsStatement(parser.kind)) return;
  skipTo(parser, ')');
  accept(parser, ')');
}

function parseIf(parser: Parser, place: Place): Statement {
  advance(parser);
  const condition = toCondition(parser, parseParenthesized(parser));
  const whenTrue = parseBody(parser);
  const whenFalse = accept(parser, 'else') ? parseBody(parser) : null;
  return { kind: 'if', condition, whenTrue, whenFalse, place, end: parser.previous.place };
}

function parseLoopBody(parser: Parser): Statement {
  const context = parser.function;
  if (context) {
    context.continuable++;
    context.breakable++;
  }
  const body = parseBody(parser);
  if (context) {
    context.continuable--;
    context.breakable--;
  }
  return body;
}

function parseWhile(parser: Parser, place: Place): Statement {
  advance(parser);
  const condition = toCondition(parser, parseParenthesized(parser));
  const body = parseLoopBody(parser);
  return { kind: 'while', condition, body, place, end: parser.previous.place };
}

function parseDo(parser: Parser, place: Place): Statement {
  advance(parser);
  const body = parseLoopBody(parser);
  expect(parser, 'while');
  const condition = toCondition(parser, parseParenthesized(parser));
  expectSemicolon(parser);
  return { kind: 'do', body, condition, place, end: parser.previous.place };
}

function parseFor(parser: Parser, place: Place): Statement {
  advance(parser);
  const scope = openScope(parser, parser.token.place);
  expect(parser, '(');
  const initial = parseForInitial(parser);
  const condition = parser.kind === ';' ? null : toCondition(parser, parseExpression(parser));
  if (!expect(parser, ';')) {
    skipTo(parser, ';');
    accept(parser, ';');
  }
  const step = parser.kind === ')' ? null : toValue(parseExpression(parser));
  closeHeader(parser);
  const body = parseLoopBody(parser);
  closeScope(parser, scope);
  return { kind: 'for', initial, condition, step, body, scope, place, end: parser.previous.place };
}

function parseForInitial(parser: Parser): Statement | null {
  const { place } = parser.token;
  if (accept(parser, ';')) return null;
  if (startsDeclaration(parser)) {
    const variables = parseDeclaration(parser);
    return { kind: 'declaration', variables, place, end: parser.previous.place };
  }
  const expression = toValue(parseExpression(parser));
  const end = parser.previous.place;
  expectSemicolon(parser);
  return { kind: 'expression', expression, place, end };
}

/** The statement behind a label; a label may also end a block, and GNU C lets a declaration follow. */
export function parseLabelled(parser: Parser): Statement {
  const { place } = parser.token;
  if (parser.kind === '__attribute__') parseAttributes(parser, []);
  if (parser.kind === '}') return { kind: 'empty', place, end: place };
  if (!startsDeclaration(parser)) return parseStatement(parser);
  const variables = parseDeclaration(parser);
  return { kind: 'declaration', variables, place, end: parser.previous.place };
}

function parseLabel(parser: Parser, place: Place): Statement {
  const { text } = advance(parser);
  advance(parser);
  const name = defineLabel(parser, text, place);
  const body = parseLabelled(parser);
  return { kind: 'label', name, body, place, end: parser.previous.place };
}

function parseGoto(parser: Parser, place: Place): Statement {
  advance(parser);
  if (accept(parser, '*')) {
    const target = toValue(parseExpression(parser));
    if (target.type.kind !== 'pointer' && target.type.kind !== 'error') {
      reportError(
        parser,
        'bad-goto',
        `computed goto must be of pointer type, not ${quoteType(target.type)}`,
        target.place,
      );
    }
    expectSemicolon(parser);
    return { kind: 'computed-goto', target: implicitCast(target, voidPointer), place, end: parser.previous.place };
  }
  const spelled = parser.kind === 'identifier' ? advance(parser) : null;
  if (!spelled) reportSyntaxError(parser, 'expected-identifier', `expected a label before ${currentToken(parser)}`);
  const label = spelled ? useLabel(parser, spelled.text, spelled.place) : '';
  expectSemicolon(parser);
  if (!spelled) return { kind: 'empty', place, end: parser.previous.place };
  return { kind: 'goto', label, place, end: parser.previous.place };
}

function parseLeave(parser: Parser, kind: 'break' | 'continue', place: Place): Statement {
  advance(parser);
  const context = parser.function;
  const allowed = context && (kind === 'break' ? context.breakable : context.continuable) > 0;
  if (!allowed) {
    const where = kind === 'break' ? 'loop or switch' : 'loop';
    reportError(parser, `misplaced-${kind}`, `${kind} statement not within a ${where}`, place);
  }
  expectSemicolon(parser);
  return { kind, place, end: parser.previous.place };
}

function parseReturn(parser: Parser, place: Place): Statement {
  advance(parser);
  const result = parser.function?.result ?? longType;
  if (parser.kind === ';') {
    advance(parser);
    if (result.kind !== 'void' && result.kind !== 'error') {
      reportWarning(parser, 'return-type', "'return' with no value, in function returning non-void", place);
    }
    return { kind: 'return', value: null, place, end: parser.previous.place };
  }
  const value = returnValue(parser, parseExpression(parser), result);
  expectSemicolon(parser);
  return { kind: 'return', value, place, end: parser.previous.place };
}

function returnValue(parser: Parser, expression: Expression, result: CType): Expression {
  if (result.kind !== 'void') return convertTo(parser, expression, result, { kind: 'return' });
  if (expression.type.kind !== 'void' && expression.type.kind !== 'error') {
    reportWarning(parser, 'return-type', "'return' with a value, in function returning void", expression.place);
  }
  return toValue(expression);
}
