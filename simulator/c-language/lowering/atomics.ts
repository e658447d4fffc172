/** `__sync_…` and `__atomic_…`: each a single instruction, so that no fault or interrupt can come in between. */
import type { Expression } from '../syntax.ts';
import type { CType } from '../types.ts';
import { packAtomic } from '../vm/blocks.ts';
import type { AtomicOperation } from '../vm/blocks.ts';
import { Opcode } from '../vm/dispatch.ts';
import { operate } from './arithmetic.ts';
import { callNamed } from './calls.ts';
import { newLabel } from './code-buffer.ts';
import { convert } from './conversions.ts';
import { constant, emit, emitJump, move, place, take } from './function-lowering.ts';
import type { FunctionLowering, Register } from './function-lowering.ts';
import { at, loadScalar, storeScalar } from './location.ts';
import { isWide, shapeOf } from './value-shape.ts';
import type { ValueShape } from './value-shape.ts';

type IntrinsicExpression = Extract<Expression, { kind: 'intrinsic' }>;
type IntegerShape = Extract<ValueShape, { kind: 'integer' }>;

export function lowerAtomic(f: FunctionLowering, intrinsic: IntrinsicExpression, into: Register): boolean {
  const { name } = intrinsic;
  if (isFence(name)) return lowerFence(f, name);
  if (name.endsWith('_lock_free')) {
    constant(f, 1n, false, into);
    return true;
  }
  return lowerModify(f, intrinsic, into) || lowerCompare(f, intrinsic, into) || lowerPlain(f, intrinsic, into);
}

function isFence(name: string): boolean {
  return name === '__sync_synchronize' || name.endsWith('_fence');
}

/** The machine may provide the fence as a builtin of this name; the VM itself keeps every access in order. */
function lowerFence(f: FunctionLowering, name: string): boolean {
  const callee = name === '__atomic_signal_fence' ? null : f.resolver.functionNamed('__sync_synchronize');
  if (callee) callNamed(f, callee, []);
  return true;
}

const modifyPattern =
  /^__(?:sync_fetch_and_(\w+)|sync_(\w+)_and_fetch|atomic_fetch_(\w+)|atomic_(add|sub|and|or|xor|nand)_fetch)$/;

function lowerModify(f: FunctionLowering, { name, arguments: values }: IntrinsicExpression, into: Register): boolean {
  const parts = modifyPattern.exec(name);
  const shape = pointee(values[0]);
  if (!parts || !shape) return false;
  const operation = (parts[1] ?? parts[2] ?? parts[3] ?? parts[4]) as AtomicOperation;
  const address = move(f, take(f), f.parts.expression(f, values[0]!), true);
  const operand = valueOf(f, values[1]!, shape);
  modify(f, operation, shape, address, operand, into);
  if (parts[1] === undefined && parts[3] === undefined) modifyAgain(f, operation, shape, into, operand);
  return true;
}

function modify(
  f: FunctionLowering,
  operation: AtomicOperation,
  shape: IntegerShape,
  address: Register,
  operand: Register,
  into: Register,
): void {
  emit(f, Opcode.atomicModify, into, address, operand, packAtomic(operation, shape.size));
  convert(f, into, { ...shape, signed: false, bool: false }, shape, into);
}

/** The new value, from the old one. */
function modifyAgain(
  f: FunctionLowering,
  operation: AtomicOperation,
  shape: IntegerShape,
  old: Register,
  operand: Register,
): void {
  const wide = isWide(shape);
  const work: IntegerShape = { kind: 'integer', size: wide ? 8 : 4, signed: shape.signed, bool: false };
  const operators = { add: '+', sub: '-', and: '&', or: '|', xor: '^', nand: '&', exchange: '|' } as const;
  operate(f, operators[operation], work, old, { kind: 'register', register: operand }, old);
  if (operation === 'nand') emit(f, wide ? Opcode.not64 : Opcode.not32, old, old);
  convert(f, old, work, shape, old);
}

/** Of the pointed-to object; pointers are handled as integers. */
function pointee(pointer: Expression | undefined): IntegerShape | null {
  const type: CType | null = pointer?.type.kind === 'pointer' ? pointer.type.target : null;
  const shape = type ? shapeOf(type) : null;
  if (shape?.kind === 'void') return { kind: 'integer', size: 1, signed: false, bool: false };
  return shape?.kind === 'integer' ? shape : null;
}

function valueOf(f: FunctionLowering, value: Expression, shape: IntegerShape): Register {
  return convert(f, f.parts.expression(f, value), shapeOf(value.type), shape, take(f));
}

function lowerCompare(f: FunctionLowering, { name, arguments: values }: IntrinsicExpression, into: Register): boolean {
  const shape = pointee(values[0]);
  if (!shape || !name.includes('_compare_')) return false;
  const address = move(f, take(f), f.parts.expression(f, values[0]!), true);
  const expectedAt = name.startsWith('__atomic') ? move(f, take(f), f.parts.expression(f, values[1]!), true) : -1;
  const flag = take(f);
  const expected = take(f, 2);
  if (expectedAt >= 0) loadScalar(f, at(expectedAt), shape, expected);
  else convert(f, f.parts.expression(f, values[1]!), shapeOf(values[1]!.type), shape, expected);
  desiredValue(f, name, values[2]!, shape, expected + 2);
  emit(f, Opcode.atomicCompareExchange, flag, address, expected, shape.size);
  if (expectedAt >= 0) storeWhenFailed(f, flag, expectedAt, shape, expected);
  if (name === '__sync_val_compare_and_swap')
    convert(f, expected, { ...shape, signed: false, bool: false }, shape, into);
  else move(f, into, flag, false);
  return true;
}

function desiredValue(
  f: FunctionLowering,
  name: string,
  desired: Expression,
  shape: IntegerShape,
  into: Register,
): void {
  const value = f.parts.expression(f, desired);
  if (name === '__atomic_compare_exchange') loadScalar(f, at(value), shape, into);
  else convert(f, value, shapeOf(desired.type), shape, into);
}

function storeWhenFailed(
  f: FunctionLowering,
  flag: Register,
  to: Register,
  shape: IntegerShape,
  found: Register,
): void {
  const done = newLabel();
  emitJump(f, done, Opcode.jumpNotZero32, flag);
  storeScalar(f, at(to), shape, found);
  place(f, done);
}

/** Loads, stores and exchanges, with values or (without `_n`) through pointers to them. */
function lowerPlain(f: FunctionLowering, { name, arguments: values }: IntrinsicExpression, into: Register): boolean {
  const shape = pointee(values[0]);
  if (!shape) return false;
  const address = move(f, take(f), f.parts.expression(f, values[0]!), true);
  switch (name) {
    case '__atomic_load_n':
      loadScalar(f, at(address), shape, into);
      return true;
    case '__atomic_load':
      storeScalar(f, at(f.parts.expression(f, values[1]!)), shape, loadScalar(f, at(address), shape, take(f)));
      return true;
    case '__atomic_store_n':
      storeScalar(f, at(address), shape, valueOf(f, values[1]!, shape));
      return true;
    case '__atomic_store':
      storeScalar(f, at(address), shape, loadScalar(f, at(f.parts.expression(f, values[1]!)), shape, take(f)));
      return true;
    case '__atomic_exchange_n':
    case '__sync_lock_test_and_set':
      modify(f, 'exchange', shape, address, valueOf(f, values[1]!, shape), into);
      return true;
    case '__atomic_exchange': {
      const found = take(f);
      modify(
        f,
        'exchange',
        shape,
        address,
        loadScalar(f, at(f.parts.expression(f, values[1]!)), shape, take(f)),
        found,
      );
      storeScalar(f, at(f.parts.expression(f, values[2]!)), shape, found);
      return true;
    }
    case '__atomic_test_and_set':
      modify(f, 'exchange', { ...shape, size: 1 }, address, constant(f, 1n, true), into);
      return true;
    case '__atomic_clear':
      storeScalar(f, at(address), { ...shape, size: 1 }, constant(f, 0n, true));
      return true;
    case '__sync_lock_release':
      storeScalar(f, at(address), shape, constant(f, 0n, true));
      return true;
    default:
      return false;
  }
}
