/** Primary expressions: names, constants, parentheses, statement expressions, `_Generic` and the intrinsics. */
import { charType, functionOf, intType, unqualified, voidType } from '../type-operations/basic-types.ts';
import { representation } from '../type-operations/arithmetic.ts';
import { isInteger } from '../type-operations/predicates.ts';
import type { Place } from '../source.ts';
import type {
  BlockStatement,
  EnumeratorSymbol,
  Expression,
  FunctionSymbol,
  Statement,
  VariableSymbol,
} from '../syntax.ts';
import type { Token } from '../token.ts';
import { parseBlock } from './blocks.ts';
import { currentToken, enter, leave, reportError, reportSyntaxError } from './diagnostics.ts';
import { abandoned, parseExpression } from './expressions.ts';
import { parseGeneric } from './generic-selection.ts';
import { parseIntrinsic } from './intrinsics/intrinsics.ts';
import { libraryType } from './intrinsics/signatures.ts';
import { errorNode, floatingNode, integerNode, stringNode, variableNode, toValue } from './nodes.ts';
import { readNumber } from './number-literals.ts';
import { expectClosing } from './recovery.ts';
import { didYouMean, lookUp, suggestName } from './scope.ts';
import { advance, peek, type Mutable, type Parser } from './state.ts';
import { asciiBytes, parseCharacter, parseStringTokens } from './strings.ts';
import { declareFunction } from './symbols.ts';

export function parsePrimary(parser: Parser): Expression {
  switch (parser.kind) {
    case 'identifier':
      return parseName(parser);
    case 'number':
      return parseNumber(parser);
    case 'character':
      return parseCharacter(parser);
    case 'string':
      return parseStringTokens(parser);
    case '(':
      return peek(parser) === '{' ? parseStatementExpression(parser) : parseParentheses(parser);
    case '_Generic':
      return parseGeneric(parser);
  }
  return expectedExpression(parser);
}

export function expectedExpression(parser: Parser): Expression {
  const { place } = parser.token;
  reportSyntaxError(parser, 'expected-expression', `expected an expression before ${currentToken(parser)}`);
  return errorNode({ place, start: place, end: place });
}

function parseParentheses(parser: Parser): Expression {
  const start = advance(parser).place;
  const expression = enter(parser) ? parseExpression(parser) : abandoned(parser);
  leave(parser);
  const end = parser.token.place;
  expectClosing(parser, ')');
  const whole = expression as Mutable<Expression>; // just made, and nobody else's yet
  whole.start = start;
  whole.end = end;
  return expression;
}

function parseNumber(parser: Parser): Expression {
  const token = advance(parser);
  const { place } = token;
  const extent = { place, start: place, end: place };
  const literal = readNumber(token.text);
  if (typeof literal === 'string') {
    reportError(parser, 'bad-number', literal, place);
    return errorNode(extent);
  }
  return literal.kind === 'integer'
    ? integerNode(literal.value, literal.type, extent)
    : floatingNode(literal.value, literal.type, extent, literal.extended);
}

function parseName(parser: Parser): Expression {
  const token = parser.token;
  const symbol = lookUp(parser.scope, token.text);
  if (!symbol) return parseUnknownName(parser, token);
  if (symbol.symbol === 'typedef') {
    const expression = expectedExpression(parser);
    advance(parser);
    return expression;
  }
  advance(parser);
  switch (symbol.symbol) {
    case 'variable':
      return nameVariable(parser, symbol, token.place);
    case 'function':
      return nameFunction(parser, symbol, token.place);
    case 'enumerator':
      return nameEnumerator(symbol, token.place);
  }
}

function nameVariable(parser: Parser, symbol: VariableSymbol, place: Place): Expression {
  if (parser.unevaluated === 0 && symbol.storage === 'extern') parser.mentioned.add(symbol);
  return variableNode(symbol, place);
}

export function nameFunction(parser: Parser, symbol: FunctionSymbol, place: Place): Expression {
  if (parser.unevaluated === 0) symbol.used = true;
  if (symbol.attributes[0]?.name === 'implicit') parser.unknownAt = parser.index;
  if (symbol.attributes[0]?.name === 'read_as_variable') return readByCall(symbol, place);
  return { kind: 'function', type: symbol.type, place, start: place, end: place, lvalue: false, symbol };
}

/** What is a variable in Linux and has to be asked for here, such as `jiffies`. */
function readByCall(symbol: FunctionSymbol, place: Place): Expression {
  const extent = { place, start: place, end: place, lvalue: false };
  const callee = toValue({ kind: 'function', type: symbol.type, ...extent, symbol });
  const type = symbol.type.kind === 'function' ? symbol.type.result : intType;
  return { kind: 'call', type, ...extent, callee, arguments: [] };
}

function nameEnumerator(symbol: EnumeratorSymbol, place: Place): Expression {
  const type = isInteger(symbol.type) ? representation(symbol.type) : intType;
  return integerNode(symbol.value, type, { place, start: place, end: place });
}

const functionNames: ReadonlySet<string> = new Set(['__func__', '__FUNCTION__', '__PRETTY_FUNCTION__']);

function parseUnknownName(parser: Parser, token: Token): Expression {
  const { text: name, place } = token;
  if (name.startsWith('__')) {
    if (functionNames.has(name)) {
      advance(parser);
      return stringNode(asciiBytes(parser.function?.symbol.name ?? ''), charType, 1, {
        place,
        start: place,
        end: place,
      });
    }
    const intrinsic = parseIntrinsic(parser, token);
    if (intrinsic) return intrinsic;
  }
  advance(parser);
  return parser.kind === '(' ? declareImplicitly(parser, token) : undeclared(parser, token);
}

/** `out: value;` at the end of a block becomes `out: ;` and `value;`, so that the value is the last statement. */
function withBareValue(block: BlockStatement): BlockStatement {
  const last = block.statements[block.statements.length - 1];
  if (last?.kind !== 'label') return block;
  const { body, place } = last;
  const label: Statement = { ...last, body: { kind: 'empty', place, end: place } };
  return withBareValue({ ...block, statements: [...block.statements.slice(0, -1), label, body] });
}

/** As C89 did: `int name()`, unless the compiler knows the function's type; but it is an error, told once. */
function declareImplicitly(parser: Parser, token: Token): Expression {
  const { text: name, place } = token;
  const suggestion = suggestName(parser, name, ({ symbol }) => symbol === 'function');
  reportError(
    parser,
    'undeclared-function',
    `implicit declaration of function '${name}'${didYouMean(suggestion)}`,
    place,
  );
  const attributes = [{ name: 'implicit', arguments: [], words: [], place }];
  const scope = parser.scope;
  parser.scope = parser.fileScope;
  const symbol = declareFunction(
    parser,
    { name, type: libraryType(name, place) ?? functionOf(intType, [], { oldStyle: true }), place, attributes },
    'global',
    false,
  );
  parser.scope = scope;
  return nameFunction(parser, symbol, place);
}

function undeclared(parser: Parser, token: Token): Expression {
  const { text: name, place } = token;
  parser.unknownAt = parser.index;
  const told = parser.function?.undeclared;
  if (!told?.has(name)) {
    const where = parser.function
      ? ' (first use in this function)'
      : parser.scope === parser.fileScope
        ? ' here (not in a function)'
        : '';
    const suggestion = suggestName(parser, name, ({ symbol }) => symbol !== 'typedef');
    reportError(parser, 'undeclared-identifier', `'${name}' undeclared${where}${didYouMean(suggestion)}`, place);
    told?.add(name);
  }
  return errorNode({ place, start: place, end: place }, [], name);
}

/** `({ … })`: its value is that of the last statement, if that is an expression. */
function parseStatementExpression(parser: Parser): Expression {
  const start = advance(parser).place;
  if (!parser.function) {
    reportError(
      parser,
      'misplaced-statement-expression',
      'a statement expression is only allowed inside a function',
      start,
    );
  }
  const block = enter(parser) ? parseBlock(parser) : null;
  leave(parser);
  const end = parser.token.place;
  expectClosing(parser, ')');
  const extent = { place: start, start, end };
  if (!block || !parser.function) return errorNode(extent);
  const body = withBareValue(block);
  const last = body.statements[body.statements.length - 1];
  const type = last?.kind === 'expression' ? unqualified(last.expression.type) : voidType;
  if (type.kind === 'error') return errorNode(extent);
  return { kind: 'statement-expression', type, ...extent, lvalue: false, body };
}
