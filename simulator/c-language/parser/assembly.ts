/**
 * `asm`: empty templates are compiler barriers and mean what their operands say, and so do instructions of x86 that do nothing else on a CPU that keeps its
 * stores in order; all others are refused.
 */
import { byteText } from '../byte-text.ts';
import { hasEffect } from '../effects.ts';
import type { Place } from '../source.ts';
import type { Attribute, Expression, Statement } from '../syntax.ts';
import { convertTo } from './conversions.ts';
import { reportError } from './diagnostics.ts';
import { parseExpression } from './expressions.ts';
import { commaNode, toValue } from './nodes.ts';
import { makeAssignment } from './assignments.ts';
import { expect, expectClosing, expectSemicolon, skipTo } from './recovery.ts';
import type { Specifiers } from './specifiers.ts';
import { accept, advance, at, type Parser } from './state.ts';
import { parseStringTokens } from './strings.ts';

interface Operand {
  readonly constraint: string;
  readonly expression: Expression;
}

/** At `asm` in a block. */
export function parseAsmStatement(parser: Parser, place: Place): Statement {
  advance(parser);
  let jumps = false;
  for (;;) {
    if (parser.kind === 'goto') jumps = true;
    else if (parser.kind !== 'volatile' && parser.kind !== 'inline') break;
    advance(parser);
  }
  expect(parser, '(');
  const text = parser.kind === 'string' ? parseText(parser) : '';
  const outputs = accept(parser, ':') ? parseOperands(parser) : [];
  const inputs = accept(parser, ':') ? parseOperands(parser) : [];
  skipTo(parser, ')');
  expectClosing(parser, ')');
  expectSemicolon(parser);
  const end = parser.previous.place;
  if (!doesNothing(text) || jumps) {
    reportError(parser, 'inline-assembly', 'inline assembly is not simulated: only empty barriers are', place);
    return { kind: 'asm', text, place, end };
  }
  const expression = operandsEffect(parser, outputs, inputs);
  return expression ? { kind: 'expression', expression, place, end } : { kind: 'asm', text, place, end };
}

/** Waiting a moment, and the fences. */
function doesNothing(text: string): boolean {
  const instructions = text.split(/[;\n]/).map((each) => each.trim().toLowerCase());
  return instructions.every((each) => /^(|nop|pause|rep|rep nop|mfence|lfence|sfence)$/.test(each));
}

function parseText(parser: Parser): string {
  return byteText(parseStringTokens(parser).bytes.subarray(0, -1));
}

function parseOperands(parser: Parser): Operand[] {
  const operands: Operand[] = [];
  while (parser.kind === 'string' || parser.kind === '[') {
    if (accept(parser, '[')) {
      advance(parser);
      expectClosing(parser, ']');
    }
    const constraint = parser.kind === 'string' ? parseText(parser) : '';
    if (!expect(parser, '(')) break;
    operands.push({ constraint, expression: parseExpression(parser) });
    expectClosing(parser, ')');
    if (!accept(parser, ',')) break;
  }
  return operands;
}

/** What evaluating the operands does, and then the assignment; null for nothing at all. */
function operandsEffect(parser: Parser, outputs: readonly Operand[], inputs: readonly Operand[]): Expression | null {
  const moved = tiedAssignment(parser, outputs, inputs);
  const tied = moved?.kind === 'assignment' ? [moved.target, moved.value] : [];
  const all = [...outputs, ...inputs].map(({ expression }) => expression);
  const effects = all.filter((each) => hasEffect(each) && !tied.some((part) => contains(part, each)));
  if (moved) effects.push(moved);
  return effects.length === 0 ? null : effects.reduce((left, right) => commaNode(left, right, left.place));
}

/** Under casts, which the assignment puts around it. */
function contains(whole: Expression, part: Expression): boolean {
  if (whole === part) return true;
  return (whole.kind === 'cast' || whole.kind === 'load' || whole.kind === 'decay') && contains(whole.operand, part);
}

/** `asm ("" : "=r" (a) : "0" (b))` copies b to a: the kernel hides pointers from the compiler in this way. */
function tiedAssignment(parser: Parser, outputs: readonly Operand[], inputs: readonly Operand[]): Expression | null {
  for (const input of inputs) {
    const output = /^\d+$/.test(input.constraint) ? outputs[Number(input.constraint)] : undefined;
    if (!output || !output.constraint.startsWith('=')) continue;
    const value = convertTo(parser, toValue(input.expression), output.expression.type, { kind: 'assignment' });
    return makeAssignment(output.expression, value, output.expression.place);
  }
  return null;
}

/** `asm ("name")` behind a declarator: kept as an attribute; a register of choice for a variable is refused. */
export function parseAsmLabel(parser: Parser, attributes: Attribute[], specifiers: Specifiers): void {
  if (parser.kind !== 'asm') return;
  const { place } = advance(parser);
  if (!expect(parser, '(')) return;
  const name = at(parser, 'string') ? parseText(parser) : '';
  expectClosing(parser, ')');
  if (specifiers.storage === 'register') {
    reportError(parser, 'inline-assembly', `register variables are not simulated: '${name}'`, place);
  }
  attributes.push({ name: 'asm-label', arguments: [], words: [name], place });
}

/** At `asm` outside of functions. */
export function parseFileAsm(parser: Parser): void {
  const { place } = advance(parser);
  expect(parser, '(');
  const text = parser.kind === 'string' ? parseText(parser) : '';
  skipTo(parser, ')');
  expectClosing(parser, ')');
  expectSemicolon(parser);
  if (text.trim() !== '') reportError(parser, 'inline-assembly', 'assembly at file scope is not simulated', place);
}
