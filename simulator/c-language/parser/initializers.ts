/** Initialisers: braces, elided braces and designators become a flat list of leaves (C11 6.7.9 and GNU C). */
import { isComplete, sizeOf } from '../layout.ts';
import { arrayOf, errorType } from '../type-operations/basic-types.ts';
import { compatibleUnqualified } from '../type-operations/compatibility.ts';
import { isCharacter, isScalar } from '../type-operations/predicates.ts';
import type { Place } from '../source.ts';
import type { Expression, Initializer } from '../syntax.ts';
import type { ArrayType, CType } from '../types.ts';
import { convertTo } from './conversions.ts';
import { enter, leave, reportError, reportWarning } from './diagnostics.ts';
import { parseAssignment } from './expressions.ts';
import { firstObject, frameOf, isAggregate, nextObject, type Frame, type SubObject } from './initializer-cursor.ts';
import { parseDesignators, startsDesignator } from './designators.ts';
import { addLeaf, addLeaves, clearRegion, createSink, type LeafSink } from './initializer-leaves.ts';
import { measure } from './measured.ts';
import { toValue } from './nodes.ts';
import { expect, skipTo } from './recovery.ts';
import { accept, advance, at, type Parser } from './state.ts';

const reason = { kind: 'initialization' } as const;

/**
 * Reads the initialiser of an object behind its `=`. `constant`: every leaf has to be known at compile time. Also
 * returns the object's type, which an array without a length gets from here.
 */
export function parseInitializer(
  parser: Parser,
  type: CType,
  constant: boolean,
  place: Place,
): { initializer: Initializer; type: CType } {
  const sink = createSink(parser, constant);
  const object: SubObject = { type, offset: 0, bitField: null };
  let completed = type;
  measure(parser, type);
  if (type.kind === 'error') skipInitializer(parser);
  else if (parser.kind === '{') completed = withLength(type, parseBraces(parser, sink, object));
  else completed = parseWhole(parser, sink, object);
  return { initializer: { leaves: sink.leaves, place }, type: completed };
}

function withLength(type: CType, length: number): CType {
  if (type.kind !== 'array' || type.length !== null || type.variableLength) return type;
  return { ...type, length };
}

/** For an object whose type is unknown after an error. */
function skipInitializer(parser: Parser): void {
  if (parser.kind !== '{') {
    parseAssignment(parser);
    return;
  }
  advance(parser);
  skipTo(parser, '}');
  while (at(parser, ';')) {
    advance(parser);
    skipTo(parser, '}');
  }
  accept(parser, '}');
}

/** An initialiser without braces around it. */
function parseWhole(parser: Parser, sink: LeafSink, object: SubObject): CType {
  const { type } = object;
  const expression = parseAssignment(parser);
  if (expression.type.kind === 'error') {
    placeErroneous(sink, object, expression);
    return type;
  }
  if (placeWhole(parser, sink, object, expression)) {
    return type.kind === 'array' && expression.type.kind === 'array'
      ? withLength(type, expression.type.length ?? 0)
      : type;
  }
  if (type.kind === 'array') {
    reportError(
      parser,
      'bad-initializer',
      'invalid initializer: an array needs a list in braces or a string',
      expression.place,
    );
    return errorType;
  }
  addLeaf(sink, { offset: 0, bitField: null, type, value: convertTo(parser, expression, type, reason) });
  return type;
}

/** Puts an expression that initialises the whole aggregate in its place; false if it does not. */
function placeWhole(parser: Parser, sink: LeafSink, object: SubObject, expression: Expression): boolean {
  const { type, offset } = object;
  if (type.kind === 'array') {
    if (expression.kind === 'string' && fitsString(type, expression)) {
      placeString(parser, sink, type, offset, expression);
      return true;
    }
    return (
      expression.kind === 'compound-literal' &&
      compatibleUnqualified(type, expression.type) &&
      spliceLiteral(sink, object, expression)
    );
  }
  if (type.kind !== 'record' || expression.type.kind !== 'record' || !compatibleUnqualified(type, expression.type))
    return false;
  if (expression.kind === 'compound-literal' && spliceLiteral(sink, object, expression)) return true;
  addLeaf(sink, { offset, bitField: null, type, value: toValue(expression) });
  return true;
}

function fitsString(type: ArrayType, text: Extract<Expression, { kind: 'string' }>): boolean {
  const { element } = type;
  if (text.type.kind !== 'array' || element.kind !== 'integer') return false;
  return isCharacter(text.type.element) ? isCharacter(element) : sizeOf(element) === sizeOf(text.type.element);
}

function placeString(
  parser: Parser,
  sink: LeafSink,
  type: ArrayType,
  offset: number,
  text: Extract<Expression, { kind: 'string' }>,
): void {
  const unit = sizeOf(type.element);
  const length = type.length ?? text.bytes.length / unit;
  const room = length * unit;
  if (text.bytes.length - unit > room) {
    reportWarning(parser, 'string-too-long', `initializer-string is too long for an array of ${length}`, text.place);
  }
  const sized = arrayOf(type.element, length);
  const value = text.bytes.length > room ? { ...text, type: sized, bytes: text.bytes.slice(0, room) } : text;
  addLeaf(sink, { offset, bitField: null, type: sized, value });
}

/** A compound literal that only serves as initialiser never becomes an object: its leaves are ours. */
function spliceLiteral(
  sink: LeafSink,
  object: SubObject,
  literal: Extract<Expression, { kind: 'compound-literal' }>,
): boolean {
  const { symbol } = literal;
  const { parser } = sink;
  const list = symbol.storage === 'static' ? parser.statics : parser.function?.locals;
  const index = list?.lastIndexOf(symbol) ?? -1;
  if (index >= 0) list!.splice(index, 1);
  addLeaves(sink, symbol.initializer?.leaves ?? [], object.offset);
  return true;
}

/** At `{`. Returns how many elements an array without a length has got. */
function parseBraces(parser: Parser, sink: LeafSink, object: SubObject): number {
  if (object.type.kind === 'error') {
    skipInitializer(parser);
    return 0;
  }
  const { place } = advance(parser);
  if (!enter(parser)) {
    leave(parser);
    return 0;
  }
  const length = isAggregate(object.type)
    ? parseList(parser, sink, object)
    : parseBracedScalar(parser, sink, object, place);
  if (!expect(parser, '}')) {
    skipTo(parser, '}');
    accept(parser, '}');
  }
  leave(parser);
  return length;
}

function parseBracedScalar(parser: Parser, sink: LeafSink, object: SubObject, place: Place): number {
  if (parser.kind === '}') return 0;
  if (!isScalar(object.type)) reportError(parser, 'bad-initializer', 'invalid initializer', place);
  if (parser.kind === '{') parseBraces(parser, sink, object);
  else placeScalar(parser, sink, object, parseAssignment(parser));
  while (accept(parser, ',') && !at(parser, '}')) discardExcess(parser, 'scalar');
  return 0;
}

function parseList(parser: Parser, sink: LeafSink, object: SubObject): number {
  const stack: Frame[] = [frameOf(object)];
  if (parser.kind === 'string' && object.type.kind === 'array' && object.type.element.kind === 'integer') {
    const text = parseAssignment(parser);
    if (text.kind === 'string' && placeWhole(parser, sink, object, text)) {
      if (accept(parser, ',') && !at(parser, '}')) discardExcess(parser, 'array');
      return text.type.kind === 'array' ? (text.type.length ?? 0) : 0;
    }
    const first = nextObject(stack);
    if (first) placeScalar(parser, sink, first, text);
    if (!accept(parser, ',')) return 1;
  }
  return parseItems(parser, sink, object, stack);
}

function parseItems(parser: Parser, sink: LeafSink, object: SubObject, stack: Frame[]): number {
  let length = stack[0]!.index + 1;
  while (parser.kind !== '}' && parser.kind !== 'end') {
    const before = parser.index;
    parseItem(parser, sink, stack, object.type);
    length = Math.max(length, stack[0]!.index + 1);
    if (!accept(parser, ',') || parser.index === before) break;
  }
  return length;
}

function parseItem(parser: Parser, sink: LeafSink, stack: Frame[], whole: CType): void {
  if (!startsDesignator(parser)) {
    const target = nextObject(stack);
    if (target) placeItem(parser, sink, stack, target);
    else
      discardExcess(
        parser,
        whole.kind === 'array' ? 'array' : whole.kind === 'record' && whole.declaration.union ? 'union' : 'struct',
      );
    return;
  }
  const designated = parseDesignators(parser, stack);
  if (!designated) {
    skipInitializer(parser);
    return;
  }
  const { target, copies, moves } = designated;
  if (copies.length === 0) {
    if (parser.kind === '{') clearRegion(sink, target);
    placeItem(parser, sink, stack, target);
    return;
  }
  const once = createSink(parser, sink.constant);
  placeItem(parser, once, stack, target);
  for (const distance of copies) addLeaves(sink, once.leaves, distance);
  for (const { depth, distance } of moves) for (const frame of stack.slice(depth)) frame.offset += distance;
}

/** Reads one item into `target`, going down into aggregates whose braces are left out. */
function placeItem(parser: Parser, sink: LeafSink, stack: Frame[], target: SubObject): void {
  if (parser.kind === '{') {
    parseBraces(parser, sink, target);
    return;
  }
  const expression = parseAssignment(parser);
  if (expression.type.kind === 'error') return placeErroneous(sink, target, expression);
  let current: SubObject | null = target;
  while (current && isAggregate(current.type)) {
    if (placeWhole(parser, sink, current, expression)) return;
    current = firstObject(stack, current);
  }
  if (current) placeScalar(parser, sink, current, expression);
}

function placeScalar(parser: Parser, sink: LeafSink, object: SubObject, expression: Expression): void {
  const { type, offset, bitField } = object;
  if (expression.type.kind === 'error') return placeErroneous(sink, object, expression);
  if (!isComplete(type)) return;
  addLeaf(sink, { offset, bitField, type, value: convertTo(parser, expression, type, reason) });
}

/** What cannot be computed stops the program that gets there; in data that are made beforehand it counts as zero. */
function placeErroneous(sink: LeafSink, { type, offset, bitField }: SubObject, value: Expression): void {
  if (!sink.constant && isComplete(type) && type.kind !== 'error') addLeaf(sink, { offset, bitField, type, value });
}

function discardExcess(parser: Parser, what: string): void {
  const { place } = parser.token;
  reportWarning(parser, 'excess-elements', `excess elements in ${what} initializer`, place);
  skipInitializer(parser);
}
