/** Expressions by precedence: comma, assignment, conditional, binary; the tighter ones are in `unary.ts` and `postfix.ts`. */
import type { BinaryOperator, Expression } from '../syntax.ts';
import { buildAssignment, buildCompound } from './assignments.ts';
import { buildConditional } from './conditional.ts';
import { checkRow, enter, leave } from './diagnostics.ts';
import { commaNode, errorNode, toValue } from './nodes.ts';
import { buildBinary, buildLogical } from './operators.ts';
import { expect } from './recovery.ts';
import { accept, advance, type Parser } from './state.ts';
import type { Kind } from './token-kinds.ts';
import { parseCast } from './unary.ts';

/** `a, b`. The result may be an lvalue or a designator: see `toValue`. */
export function parseExpression(parser: Parser): Expression {
  let left = parseAssignment(parser);
  for (let count = 0; parser.kind === ','; count++) {
    const { place } = advance(parser);
    const right = toValue(parseAssignment(parser));
    if (checkRow(parser, count, place)) left = commaNode(toValue(left), right, place);
  }
  return left;
}

const compoundOperators: Readonly<Partial<Record<Kind, BinaryOperator>>> = {
  '*=': '*', '/=': '/', '%=': '%', '+=': '+', '-=': '-', '<<=': '<<', '>>=': '>>', '&=': '&', '^=': '^', '|=': '|',
}; // prettier-ignore

export function parseAssignment(parser: Parser): Expression {
  const target = parseConditional(parser);
  const { kind } = parser;
  if (kind === '=') {
    const { place } = advance(parser);
    return buildAssignment(parser, target, parseAssignmentOperand(parser), place);
  }
  if (kind === ';' || kind === ',' || kind === ')') return target;
  const operator = compoundOperators[kind];
  if (operator === undefined) return target;
  const { place } = advance(parser);
  return buildCompound(parser, operator, target, parseAssignmentOperand(parser), place);
}

function parseAssignmentOperand(parser: Parser): Expression {
  const operand = enter(parser) ? parseAssignment(parser) : abandoned(parser);
  leave(parser);
  return operand;
}

/** Stands for what nesting limits cut off. */
export function abandoned(parser: Parser): Expression {
  const { place } = parser.token;
  return errorNode({ place, start: place, end: place });
}

/** Also the grammar's constant expression. */
export function parseConditional(parser: Parser): Expression {
  const condition = parseBinary(parser, 1);
  if (parser.kind !== '?') return condition;
  const { place } = advance(parser);
  if (!enter(parser)) {
    leave(parser);
    return condition;
  }
  const whenTrue = accept(parser, ':') ? null : parseExpression(parser);
  if (whenTrue) expect(parser, ':');
  const whenFalse = parseConditional(parser);
  leave(parser);
  return buildConditional(parser, condition, whenTrue, whenFalse, place);
}

const precedences: Readonly<Partial<Record<Kind, number>>> = {
  '||': 1, '&&': 2, '|': 3, '^': 4, '&': 5, '==': 6, '!=': 6, '<': 7, '>': 7, '<=': 7, '>=': 7, '<<': 8, '>>': 8,
  '+': 9, '-': 9, '*': 10, '/': 10, '%': 10,
}; // prettier-ignore
const precedenceOf = new Map<Kind, number>(Object.entries(precedences) as [Kind, number][]);

/** Operators that bind at least as tightly as `minimum`, by precedence climbing. */
function parseBinary(parser: Parser, minimum: number): Expression {
  let left = parseCast(parser);
  for (let count = 0; ; count++) {
    const { kind } = parser;
    if (kind === ';' || kind === ')' || kind === ',') return left;
    const precedence = precedenceOf.get(kind) ?? 0;
    if (precedence < minimum) return left;
    const { place } = advance(parser);
    const right = parseBinary(parser, precedence + 1);
    if (!checkRow(parser, count, place)) continue;
    left =
      kind === '&&' || kind === '||'
        ? buildLogical(parser, kind, left, right, place)
        : buildBinary(parser, kind as BinaryOperator, left, right, place);
  }
}
