/**
 * Calls. Arguments stand in consecutive registers, the first of which becomes the callee's window: a record result's address,
 * the named parameters (records as the address of the caller's object, which the callee copies), the address of the variadic
 * arguments. These lie in the caller's frame, in slots of eight bytes. The result comes back in the first of the registers.
 * Arguments are evaluated from the last to the first, as gcc does it.
 */
import type { Expression } from '../syntax.ts';
import type { CType, FunctionType } from '../types.ts';
import { Opcode } from '../vm/dispatch.ts';
import { convert } from './conversions.ts';
import { emit, move, take, takeFrame } from './function-lowering.ts';
import type { Callee, FunctionLowering, Register } from './function-lowering.ts';
import { addressIn, copyBlock, at, shifted, storeScalar } from './location.ts';
import { frameLocation } from './lvalues.ts';
import { accessSize, isWide, shapeOf } from './value-shape.ts';
import type { ValueShape } from './value-shape.ts';

type CallExpression = Extract<Expression, { kind: 'call' }>;

export function lowerCall(f: FunctionLowering, call: CallExpression, into?: Register): Register {
  const { callee, arguments: values, type } = call;
  const pointer = isDirect(callee) ? null : f.parts.expression(f, callee);
  const shape = shapeOf(type);
  const window = f.next;
  if (shape.kind === 'record') addressIn(f, temporaryRecord(f, shape.size), take(f));
  lowerArguments(f, calledType(callee), values);
  if (f.next === window) take(f);
  const target = direct(callee);
  if (target) emitCall(f, f.resolver.callee(target, callee.place), window);
  else emit(f, Opcode.callPointer, pointer!, window);
  f.next = window + 2;
  return finish(f, shape, window, into);
}

/** A record result's address comes back in the window's first register: the callee does not change it. */
function finish(f: FunctionLowering, shape: ValueShape, window: Register, into?: Register): Register {
  if (shape.kind === 'void' || into === undefined) return into ?? window;
  f.next = window;
  return move(f, into, window, isWide(shape) || shape.kind === 'record');
}

export function emitCall(f: FunctionLowering, callee: Callee, window: Register): void {
  const opcodes = { function: Opcode.call, builtin: Opcode.callBuiltin, trap: Opcode.trap } as const;
  emit(f, opcodes[callee.kind], callee.index, window);
}

function isDirect(callee: Expression): boolean {
  return direct(callee) !== null;
}

/** The function that is named, if the callee is a name (however often decayed and dereferenced). */
function direct(callee: Expression): Extract<Expression, { kind: 'function' }>['symbol'] | null {
  if (callee.kind === 'function') return callee.symbol;
  if (callee.kind === 'decay' || callee.kind === 'dereference' || callee.kind === 'address-of')
    return direct(callee.operand);
  return null;
}

function calledType(callee: Expression): FunctionType | null {
  const type = callee.type.kind === 'pointer' ? callee.type.target : callee.type;
  return type.kind === 'function' ? type : null;
}

function temporaryRecord(f: FunctionLowering, bytes: number): ReturnType<typeof frameLocation> {
  return frameLocation(f, takeFrame(f, Math.max(bytes, 1), 16));
}

function lowerArguments(f: FunctionLowering, type: FunctionType | null, values: readonly Expression[]): void {
  const variadic = type?.variadic ?? false;
  const named = variadic ? type!.parameters.length : values.length;
  const first = take(f, named + (variadic ? 1 : 0));
  const mark = f.next;
  if (variadic) addressIn(f, lowerVariadic(f, values.slice(named)), first + 2 * named);
  for (const i of evaluationOrder(f, values.slice(0, named))) {
    f.parts.expression(f, values[i]!, first + 2 * i);
    f.next = mark;
  }
}

/** From the last to the first; but as with gcc, variables in registers are read when everything else has been evaluated. */
function evaluationOrder(f: FunctionLowering, values: readonly Expression[]): number[] {
  const backwards = values.map((_, i) => values.length - 1 - i);
  const isVariable = (i: number): boolean => isRegisterVariable(f, values[i]!);
  return [...backwards.filter((i) => !isVariable(i)), ...backwards.filter(isVariable)];
}

function isRegisterVariable(f: FunctionLowering, value: Expression): boolean {
  if (value.kind !== 'load' || value.operand.kind !== 'variable') return false;
  return f.storage.get(value.operand.symbol)?.kind === 'register';
}

/** In slots of eight bytes; records take as many as they need. */
function lowerVariadic(f: FunctionLowering, values: readonly Expression[]): ReturnType<typeof frameLocation> {
  const sizes = values.map((value) => slotBytes(value.type));
  const area = frameLocation(
    f,
    takeFrame(
      f,
      Math.max(
        8,
        sizes.reduce((sum, size) => sum + size, 0),
      ),
      16,
    ),
  );
  const offsets = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0));
  for (const i of evaluationOrder(f, values)) {
    const offset = offsets[i]!;
    const mark = f.next;
    const shape = shapeOf(values[i]!.type);
    const register = f.parts.expression(f, values[i]!);
    if (shape.kind === 'record') copyBlock(f, shifted(f, area, offset), at(register), shape.size);
    else storeScalar(f, shifted(f, area, offset), wideOf(shape), widened(f, register, shape));
    f.next = mark;
  }
  return area;
}

function wideOf(shape: ValueShape): ValueShape {
  return shape.kind === 'integer' ? { ...shape, size: 8 } : { kind: 'double' };
}

function widened(f: FunctionLowering, value: Register, shape: ValueShape): Register {
  if (shape.kind === 'integer' || shape.kind === 'float') return convert(f, value, shape, wideOf(shape));
  return value;
}

/** Calls a function that the compiler needs, with values that stand in registers. */
export function callNamed(
  f: FunctionLowering,
  callee: Callee,
  values: readonly { readonly register: Register; readonly wide: boolean }[],
): Register {
  const window = f.next;
  for (const { register, wide } of values) move(f, take(f), register, wide);
  if (f.next === window) take(f);
  emitCall(f, callee, window);
  f.next = window + 2;
  return window;
}

/** Bytes of a type's slot in a variadic argument area. */
export function slotBytes(type: CType): number {
  return Math.max(8, Math.ceil(accessSize(shapeOf(type)) / 8) * 8);
}
