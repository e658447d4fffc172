/** The value of an expression on one path, and what evaluating it does to what is known there. */
import { sizeOf } from '../c-language/layout.ts';
import type { Expression, VariableSymbol } from '../c-language/syntax.ts';
import type { CType } from '../c-language/types.ts';
import { errorPointer } from './error-pointers.ts';
import { callNames, calledFunction, textAt } from './expressions.ts';
import { registerReads, registerWrites, relaxedWrites } from './dma-functions.ts';
import { recordName } from './record-name.ts';
import { escape, escapeHeld } from './resources.ts';
import { outcomeOf, read, write } from './state.ts';
import {
  addressOf,
  elementOf,
  memberOf,
  number,
  offsetPointer,
  operation,
  placeKey,
  symbol,
  target,
  variableLocation,
  zero,
  type Location,
  type Term,
} from './terms.ts';
import { guarded, tell, type CallEvent, type Walk } from './walk.ts';

type Node<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

export function temporary(walk: Walk, index: number): Location {
  const key = `t${walk.frame}:${walk.graph.definition.symbol.name}:${index}`;
  return { kind: 'text', key };
}

/** Nobody reads it a second time. */
function takeTemporary(walk: Walk, index: number): Term {
  const location = temporary(walk, index);
  const value = read(walk.state, location);
  walk.state.values.delete(location.key);
  return value;
}

export function evaluate(walk: Walk, expression: Expression): Term {
  const lifted = walk.graph.lifted.get(expression);
  if (lifted !== undefined) return takeTemporary(walk, lifted);
  switch (expression.kind) {
    case 'integer':
      return number(expression.value);
    case 'string':
      return addressOf({ kind: 'text', key: `"${placeKey(expression.place)}` });
    case 'function':
      return symbol(`function ${expression.symbol.name}`);
    case 'load':
      return evaluateLoad(walk, expression);
    case 'decay':
      return evaluateDecay(walk, expression);
    case 'cast':
      return evaluateCast(walk, expression);
    case 'unary':
      return wrapped(operation(expression.operator, evaluate(walk, expression.operand)), expression.type);
    case 'binary': {
      const left = evaluate(walk, expression.left);
      return wrapped(operation(expression.operator, left, evaluate(walk, expression.right)), expression.type);
    }
    case 'pointer-offset': {
      const pointer = evaluate(walk, expression.pointer);
      const index = evaluate(walk, expression.index);
      return offsetPointer(pointer, expression.operator === '-' ? operation('-', index) : index);
    }
    case 'pointer-difference':
      return operation('distance', evaluate(walk, expression.left), evaluate(walk, expression.right));
    case 'assignment': {
      const value = evaluate(walk, expression.value);
      const location = locate(walk, expression.target);
      assign(walk, location, value, expression, expression.value);
      return value;
    }
    case 'compound-assignment':
      return evaluateCompound(walk, expression);
    case 'increment':
      return evaluateIncrement(walk, expression);
    case 'comma':
      evaluate(walk, expression.left);
      return evaluate(walk, expression.right);
    case 'address-of':
      return addressOf(locate(walk, expression.operand));
    case 'call':
      return evaluateCall(walk, expression);
    case 'intrinsic':
      return evaluateIntrinsic(walk, expression);
    case 'error':
      return evaluateUnknown(walk, expression);
    case 'variable':
    case 'member':
    case 'dereference':
    case 'compound-literal':
      return read(walk.state, locate(walk, expression));
    default:
      return symbol(placeKey(expression.place));
  }
}

/** Arithmetic goes round at the ends of its type. */
function wrapped(term: Term, type: CType): Term {
  if (term.kind !== 'number' || type.kind !== 'integer' || type.signed || term.value >= 0n) return term;
  return number(BigInt.asUintN(type.bits, term.value));
}

/** What could not be read as C is its only part, or something unknown. */
function evaluateUnknown(walk: Walk, expression: Node<'error'>): Term {
  if (expression.name || isSubscript(expression)) return read(walk.state, locate(walk, expression));
  const values = (expression.parts ?? []).map((each) => evaluate(walk, each));
  const operator = textAt(expression.place);
  if (values.length === 1) return operator === '-' || operator === '~' ? operation(operator, values[0]!) : values[0]!;
  if (values.length === 2 && operators.test(operator)) return operation(operator, ...values);
  // Arguments of a function that nobody here knows: it may keep them.
  for (const value of values) escape(walk.state, value);
  return symbol(placeKey(expression.place));
}

const operators = /^([-+*/%&|^]|<<|>>|[=!]=|[<>]=?)$/;

function evaluateLoad(walk: Walk, { operand }: Node<'load'>): Term {
  const location = locate(walk, operand);
  const before = walk.loaded;
  const value = read(walk.state, location);
  walk.loaded = value;
  tell(walk, 'load', location, operand, value);
  const seen = walk.loaded;
  walk.loaded = before;
  return seen ?? value;
}

function evaluateDecay(walk: Walk, { operand }: Node<'decay'>): Term {
  if (operand.type.kind === 'function') return evaluate(walk, operand);
  const location = locate(walk, operand);
  return addressOf(location.kind === 'target' ? location : elementOf(location, zero));
}

/** Conversions to something as wide keep the value; to something narrower they give another, except of what is known to fit. */
function evaluateCast(walk: Walk, expression: Node<'cast'>): Term {
  const value = evaluate(walk, expression.operand);
  tell(walk, 'convert', expression, value);
  const from = expression.operand.type;
  const to = expression.type;
  if (to.kind === 'void') return value;
  const narrows = isScalar(from) && isScalar(to) && sizeOf(to) < sizeOf(from);
  if (!narrows || (value.kind === 'number' && fits(value.value, sizeOf(to)))) return value;
  if (to.kind === 'integer' && to.name === 'bool') return operation('!', operation('!', value));
  return value.kind === 'number' ? number(BigInt.asUintN(sizeOf(to) * 8, value.value)) : value;
}

function isScalar(type: CType): boolean {
  return type.kind === 'integer' || type.kind === 'pointer' || type.kind === 'enum';
}

function fits(value: bigint, size: number): boolean {
  const bits = BigInt(size * 8);
  return value >= -(1n << (bits - 1n)) && value < 1n << bits;
}

function evaluateCompound(walk: Walk, expression: Node<'compound-assignment'>): Term {
  const value = evaluate(walk, expression.value);
  const location = locate(walk, expression.target);
  const before = read(walk.state, location);
  const after =
    expression.elementSize > 0
      ? offsetPointer(before, expression.operator === '-' ? operation('-', value) : value)
      : operation(expression.operator, before, value);
  assign(walk, location, after, expression, expression.value);
  return after;
}

function evaluateIncrement(walk: Walk, expression: Node<'increment'>): Term {
  const location = locate(walk, expression.target);
  const before = read(walk.state, location);
  tell(walk, 'load', location, expression.target, before);
  const by = number(expression.operator === '++' ? 1n : -1n);
  const after = expression.elementSize > 0 ? offsetPointer(before, by) : operation('+', before, by);
  assign(walk, location, after, expression, expression);
  return expression.prefix ? after : before;
}

/** The rules hear of it before it is done. */
export function assign(walk: Walk, location: Location, value: Term, expression: Expression, written: Expression): void {
  tell(walk, 'store', location, value, expression, written);
  write(walk.state, location, value);
}

export function locate(walk: Walk, expression: Expression): Location {
  switch (expression.kind) {
    case 'compound-literal':
      declare(walk, expression.symbol);
      return variableLocation(expression.symbol, walk.frame);
    case 'variable':
      return variableLocation(expression.symbol, walk.frame);
    case 'dereference': {
      const pointer = evaluatePointer(walk, expression.operand);
      tell(walk, 'dereference', pointer, expression.place, expression.type);
      return target(pointer);
    }
    case 'member': {
      const base = locate(walk, expression.base);
      const { type } = expression.base;
      return type.kind === 'record' ? memberOf(base, expression.member, recordName(type), type.declaration) : memberOf(base, expression.member, '', unknownRecord); // prettier-ignore
    }
    case 'string':
      return { kind: 'text', key: `"${placeKey(expression.place)}` };
    case 'error':
      return locateUnknown(walk, expression);
    case 'comma':
      evaluate(walk, expression.left);
      return locate(walk, expression.right);
    default:
      return target(evaluate(walk, expression));
  }
}

/** What is dereferenced: an index in it is one that counts. */
function evaluatePointer(walk: Walk, expression: Expression): Term {
  if (expression.kind !== 'pointer-offset') return evaluate(walk, expression);
  const pointer = evaluate(walk, expression.pointer);
  const index = evaluate(walk, expression.index);
  tell(walk, 'index', index, expression.place, expression.pointer);
  return offsetPointer(pointer, expression.operator === '-' ? operation('-', index) : index);
}

const unknownRecord = { members: [] };

/** Of something whose type no header here tells. */
function isSubscript({ parts, place }: Node<'error'>): boolean {
  return parts?.length === 2 && textAt(place) === '[';
}

/** A member of a record that no header here tells of is known by its name, a variable too. */
function locateUnknown(walk: Walk, expression: Node<'error'>): Location {
  const { name, parts, place, type } = expression;
  const base = parts?.[0];
  if (base && isSubscript(expression)) {
    const whole = base.kind === 'error' && base.name ? locate(walk, base) : target(evaluate(walk, base));
    return elementOf(whole, evaluate(walk, parts[1]!));
  }
  if (!name) return { kind: 'text', key: `e${placeKey(place)}` };
  if (!base) return { kind: 'target', key: `*?${name}`, pointer: symbol(name) };
  const member = { name, type, place, offset: 0, bitField: null };
  return memberOf(target(evaluate(walk, base)), member, '?', unknownRecord);
}

function evaluateIntrinsic(walk: Walk, expression: Node<'intrinsic'>): Term {
  if (expression.name === '__builtin_constant_p') return zero;
  const values = expression.arguments.map((each) => evaluate(walk, each));
  if (expression.name.startsWith('__builtin_expect')) return values[0]!;
  return values.length > 0 ? operation(expression.name, ...values) : symbol(placeKey(expression.place));
}

function evaluateCall(walk: Walk, expression: Node<'call'>): Term {
  const name = calledFunction(expression);
  if (name === null) evaluate(walk, expression.callee);
  const values = expression.arguments.map((each) => evaluate(walk, each));
  return hearCall(walk, expression, values);
}

/** Gives a call to the rules that know the function, or to those that care about functions that nobody knows. */
export function hearCall(walk: Walk, expression: Node<'call'>, values: readonly Term[]): Term {
  const names = callNames(expression);
  const place = expression.start;
  const nothing = outcomeOf(walk.state, symbol(`${names[0] ?? 'call'}/${placeKey(expression.place)}`));
  const carried = errorPointer(walk.state, names[0], values);
  if (carried) return carried;
  let result: Term | null = null;
  const name = names.find((each, index) => walk.ears.calls.has(each) && (index === 0 || standsForItsCall(each)));
  if (name === undefined) {
    forgetPointedLocals(walk, expression, values);
    tell(walk, 'unknownCall', names[0] ?? null, values, place);
    return names.length === 1 && values.length > 0 && measures.test(names[0]!)
      ? operation(`${names[0]}()`, ...values)
      : nothing;
  }
  const call: CallEvent = { name, expression, values, arguments: expression.arguments, place };
  for (const { family, handler } of walk.ears.calls.get(name)!) {
    const given = guarded(walk, `${family}/${name}`, () => handler(walk, call));
    result ??= given;
  }
  return result ?? nothing;
}

/** What such a function gives goes by its arguments alone. */
const measures = /(size|_len|length)$/;

const alone = new Set([...registerReads, ...registerWrites, ...relaxedWrites, 'wmb', 'rmb', 'mb', 'dma_wmb', 'dma_rmb', 'dma_mb', 'smp_wmb', 'smp_rmb', 'smp_mb']); // prettier-ignore

/** Macros that are nothing but one call, of whatever function. */
function standsForItsCall(macro: string): boolean {
  return alone.has(macro);
}

/** Whoever is given the address of a local variable may write it. */
export function forgetPointedLocals(walk: Walk, expression: Node<'call'>, values: readonly Term[]): void {
  for (const value of values) {
    if (value.kind !== 'address') continue;
    escapeHeld(walk.state, value);
    if (value.location.kind !== 'variable') continue;
    const { location } = value;
    // Printing a handle with %pad is what its address is given away for.
    if (read(walk.state, location).kind === 'resource') continue;
    write(walk.state, location, symbol(`${location.key}/${placeKey(expression.place)}`));
  }
}

/** A variable comes into being. */
export function declare(walk: Walk, variable: VariableSymbol): void {
  const location = variableLocation(variable, walk.frame);
  const { initializer, type } = variable;
  if (!initializer) {
    write(walk.state, location, symbol(`uninitialised ${location.key}`));
    return;
  }
  for (const leaf of initializer.leaves) {
    const value = evaluate(walk, leaf.value);
    const whole = type.kind !== 'record' && type.kind !== 'array';
    if (whole) assign(walk, location, value, leaf.value, leaf.value);
    else if (type.kind === 'record') {
      const member = type.declaration.members.find(({ offset, name }) => offset === leaf.offset && name !== null);
      if (member)
        assign(walk, memberOf(location, member, recordName(type), type.declaration), value, leaf.value, leaf.value);
    }
  }
}
