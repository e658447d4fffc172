/** `__attribute__((…))`: reads them wherever gcc accepts them; unknown ones are kept and mean nothing here. */
import { evaluateInteger } from '../constant-expression.ts';
import { integerTypes } from '../type-operations/basic-types.ts';
import { isInteger } from '../type-operations/predicates.ts';
import type { Attribute, Expression } from '../syntax.ts';
import type { CType, IntegerType } from '../types.ts';
import { reportError } from './diagnostics.ts';
import { parseAssignment } from './expressions.ts';
import { expect, expectClosing, skipTo } from './recovery.ts';
import { lookUp } from './scope.ts';
import { accept, advance, at, peek, type Parser } from './state.ts';
import { isTypeKeyword } from './token-kinds.ts';
import { parseStringTokens } from './strings.ts';
import { parseTypeNameType } from './type-names.ts';

/** Appends to `found` every attribute that stands at the current token. */
export function parseAttributes(parser: Parser, found: Attribute[]): void {
  while (parser.kind === '__attribute__') {
    advance(parser);
    if (!expect(parser, '(') || !expect(parser, '(')) return;
    do {
      if (parser.token.kind === 'identifier') found.push(parseAttribute(parser));
    } while (accept(parser, ','));
    if (!expect(parser, ')') || !expect(parser, ')')) return;
  }
}

function parseAttribute(parser: Parser): Attribute {
  const { text, place } = advance(parser);
  if (bareName(text) === 'vector_size') reportError(parser, 'vector-type', 'vector types are not supported', place);
  const attribute = { name: bareName(text), arguments: [] as Expression[], words: [] as string[], place };
  if (!accept(parser, '(')) return attribute;
  while (parser.kind !== ')' && parser.kind !== 'end') {
    const before = parser.index;
    parseArgument(parser, attribute);
    if (!accept(parser, ',') && !at(parser, ')')) skipTo(parser, ')');
    if (parser.index === before) break;
  }
  expectClosing(parser, ')');
  return attribute;
}

/** `__packed__` and `packed` are one attribute. */
function bareName(text: string): string {
  return text.length > 4 && text.startsWith('__') && text.endsWith('__') ? text.slice(2, -2) : text;
}

function parseArgument(parser: Parser, attribute: { name: string; arguments: Expression[]; words: string[] }): void {
  const next = peek(parser);
  if (parser.kind === 'string') {
    attribute.words.push(textOf(parseStringTokens(parser).bytes));
    return;
  }
  const alone = parser.token.kind === 'identifier' && (next === ',' || next === ')');
  if (alone) {
    const { text } = parser.token;
    attribute.words.push(text);
    if (isTypeKeyword(parser.kind) || !lookUp(parser.scope, text)) {
      advance(parser);
      return;
    }
  }
  if (isTypeKeyword(parser.kind)) {
    parseTypeNameType(parser);
    return;
  }
  const evaluated = attribute.name === 'cleanup';
  if (!evaluated) parser.unevaluated++;
  attribute.arguments.push(parseAssignment(parser));
  if (!evaluated) parser.unevaluated--;
}

/** The characters of a string literal, without its terminator. */
function textOf(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length - 1; index++) text += String.fromCharCode(bytes[index]!);
  return text;
}

export function hasAttribute(attributes: readonly Attribute[], name: string): boolean {
  return attributes.some((attribute) => attribute.name === name);
}

/** The strictest `aligned(n)` in bytes; 0 without one. Bare `aligned` means 16, the largest the machine uses. */
export function alignmentFrom(parser: Parser, attributes: readonly Attribute[]): number {
  let alignment = 0;
  for (const attribute of attributes) {
    if (attribute.name !== 'aligned') continue;
    const [operand] = attribute.arguments;
    alignment = Math.max(alignment, operand ? checkedAlignment(parser, operand) : 16);
  }
  return alignment;
}

/** The value of an alignment in bytes; 0 after an error. */
export function checkedAlignment(parser: Parser, operand: Expression): number {
  const value = evaluateInteger(operand);
  if (value !== null && value >= 0n && value <= 0x1000_0000n && (value & (value - 1n)) === 0n) return Number(value);
  if (operand.type.kind === 'error') return 0;
  const message =
    value === null
      ? 'requested alignment is not an integer constant'
      : `requested alignment '${value}' is not a positive power of 2`;
  reportError(parser, 'bad-alignment', message, operand.place);
  return 0;
}

const modes: Readonly<Record<string, readonly [IntegerType, IntegerType]>> = {
  QI: [integerTypes['signed char'], integerTypes['unsigned char']],
  byte: [integerTypes['signed char'], integerTypes['unsigned char']],
  HI: [integerTypes.short, integerTypes['unsigned short']],
  SI: [integerTypes.int, integerTypes['unsigned int']],
  DI: [integerTypes.long, integerTypes['unsigned long']],
  word: [integerTypes.long, integerTypes['unsigned long']],
  pointer: [integerTypes.long, integerTypes['unsigned long']],
  TI: [integerTypes.__int128, integerTypes['unsigned __int128']],
};

/** The type with what `mode(DI)` and its like make of it. */
export function applyMode(parser: Parser, type: CType, attributes: readonly Attribute[]): CType {
  for (const attribute of attributes) {
    if (attribute.name !== 'mode') continue;
    const word = bareName(attribute.words[0] ?? '');
    const pair = modes[word];
    if (!pair || !isInteger(type)) {
      reportError(parser, 'bad-mode', `mode '${word}' does not apply to this type`, attribute.place);
      continue;
    }
    const unsigned = type.kind === 'integer' && !type.signed;
    return { ...pair[unsigned ? 1 : 0], qualifiers: type.qualifiers };
  }
  return type;
}
