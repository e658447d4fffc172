/** Designators: `.a.b[3] =`, ranges `[1 ... 4] =`, and the old GNU `field:`. */
import { evaluateInteger } from '../constant-expression.ts';
import { findMember, sizeOf } from '../layout.ts';
import { quoteType } from '../type-operations/description.ts';
import { currentToken, reportError, reportSyntaxError } from './diagnostics.ts';
import { parseConditional } from './expressions.ts';
import { frameOf, objectAt, type Frame, type SubObject } from './initializer-cursor.ts';
import { expectClosing } from './recovery.ts';
import { didYouMean, nearest } from './scope.ts';
import { accept, advance, limits, peek, type Parser } from './state.ts';
import type { Token } from '../token.ts';

export function startsDesignator(parser: Parser): boolean {
  return parser.kind === '.' || parser.kind === '[' || (parser.kind === 'identifier' && peek(parser) === ':');
}

export interface Designated {
  readonly target: SubObject;
  /** For a range: how far, in bytes, each copy of the first element's leaves lies from it, 0 included. Empty without one. */
  readonly copies: readonly number[];
  /** What follows goes on behind the last copy: how much further on each frame from a depth on is then. */
  readonly moves: readonly { readonly depth: number; readonly distance: number }[];
}

/** Moves the cursor to what the designators name and consumes the `=`; null after a message. */
export function parseDesignators(parser: Parser, stack: Frame[]): Designated | null {
  stack.length = 1;
  let target: SubObject | null = null;
  let copies: number[] = [];
  const moves: { depth: number; distance: number }[] = [];
  let failed = false;
  while (startsDesignator(parser)) {
    if (target) stack.push(frameOf(target));
    const top = stack[stack.length - 1]!;
    if (parser.kind === '[') {
      const range = parseIndex(parser, top, failed);
      if (range) {
        target = objectAt(top, range.first);
        const count = range.last - range.first;
        const stride = sizeOf(target.type);
        copies = spread(parser, copies, count, stride);
        if (count > 0) moves.push({ depth: stack.length, distance: count * stride });
      } else failed = true;
      if (range) top.index = range.last;
    } else {
      const isOld = parser.kind === 'identifier';
      const name = parseFieldName(parser);
      target = name && !failed ? findField(parser, stack, name) : null;
      if (!target) failed = true;
      if (isOld) return failed ? null : { target: target!, copies, moves };
    }
    if (
      target &&
      !failed &&
      startsDesignator(parser) &&
      target.type.kind !== 'array' &&
      target.type.kind !== 'record'
    ) {
      reportError(
        parser,
        'bad-designator',
        `designator into ${quoteType(target.type)}, which has no parts`,
        parser.token.place,
      );
      failed = true;
    }
    if (failed) target = null;
    if (failed && stack.length > 1) stack.length = 1;
  }
  if (!accept(parser, '=') && parser.previous.text !== ']') {
    reportSyntaxError(parser, 'expected-token', `expected '=' before ${currentToken(parser)}`);
  }
  return failed || !target ? null : { target, copies, moves };
}

/** Every distance so far, and `count` further ones behind each. */
function spread(parser: Parser, distances: number[], count: number, stride: number): number[] {
  if (count === 0) return distances;
  const from = distances.length === 0 ? [0] : distances;
  if (from.length * count > limits.initializerLeaves) {
    reportError(parser, 'too-large', 'range in initializer is too large', parser.previous.place);
    return from;
  }
  const result: number[] = [];
  for (const distance of from) for (let index = 0; index <= count; index++) result.push(distance + index * stride);
  return result;
}

interface Range {
  readonly first: number;
  readonly last: number;
}

function parseIndex(parser: Parser, frame: Frame, quiet: boolean): Range | null {
  const { place } = advance(parser);
  const first = parseBound(parser);
  const last = accept(parser, '...') ? parseBound(parser) : first;
  expectClosing(parser, ']');
  if (quiet || first === null || last === null) return null;
  if (frame.type.kind !== 'array') {
    reportError(
      parser,
      'bad-designator',
      `array index in initializer of ${quoteType(frame.type)}, which is no array`,
      place,
    );
    return null;
  }
  const length = frame.type.length ?? Infinity;
  if (first < 0 || last >= length)
    reportError(parser, 'bad-designator', 'array index in initializer exceeds array bounds', place);
  else if (last < first) reportError(parser, 'bad-designator', 'empty index range in initializer', place);
  else return { first, last };
  return null;
}

function parseBound(parser: Parser): number | null {
  const expression = parseConditional(parser);
  const value = evaluateInteger(expression);
  if (value !== null) return Number(value);
  if (expression.type.kind !== 'error') {
    reportError(parser, 'not-constant', 'array index in initializer is not an integer constant', expression.place);
  }
  return null;
}

/** `.name` or `name:`. */
function parseFieldName(parser: Parser): Token | null {
  const dotted = accept(parser, '.');
  if (parser.kind !== 'identifier') {
    reportSyntaxError(parser, 'expected-identifier', `expected a member name before ${currentToken(parser)}`);
    return null;
  }
  const name = advance(parser);
  if (!dotted) advance(parser);
  return name;
}

/** Goes through anonymous members to the one named. */
function findField(parser: Parser, stack: Frame[], name: Token): SubObject | null {
  let top = stack[stack.length - 1]!;
  if (top.type.kind !== 'record') {
    const message = `field name not in record or union initializer: '.${name.text}' in ${quoteType(top.type)}`;
    reportError(parser, 'bad-designator', message, name.place);
    return null;
  }
  const found = findMember(top.type, name.text);
  const container = found?.path.at(-2)?.type ?? top.type;
  if (container.kind === 'record')
    parser.designations.push({
      place: name.place,
      record: container.declaration,
      member: found?.path.at(-1) ?? null,
    });
  if (!found) {
    const hint = didYouMean(nearest(name.text, top.members.map((member) => member.name ?? ''))); // prettier-ignore
    const notes = top.type.kind === 'record' ? [{ message: 'declared here', place: top.type.declaration.place }] : [];
    reportError(
      parser,
      'no-member',
      `${quoteType(top.type)} has no member named '${name.text}'${hint}`,
      name.place,
      notes,
    );
    return null;
  }
  let target: SubObject | null = null;
  for (const member of found.path) {
    if (target) {
      top = frameOf(target);
      stack.push(top);
    }
    top.index = top.members.indexOf(member);
    target = objectAt(top, top.index);
  }
  return target;
}
