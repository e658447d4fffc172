/** `__builtin_…` functions that are instructions rather than calls. */
import { evaluateConstant } from '../constant-expression.ts';
import { hasEffect } from '../effects.ts';
import type { Expression } from '../syntax.ts';
import type { CType } from '../types.ts';
import { Opcode } from '../vm/dispatch.ts';
import { packOverflowTypes } from '../vm/overflow.ts';
import type { IntegerShape } from '../vm/overflow.ts';
import { compare, floatingConstant, negate } from './arithmetic.ts';
import { lowerAtomic } from './atomics.ts';
import { callNamed } from './calls.ts';
import { newLabel } from './code-buffer.ts';
import { convert } from './conversions.ts';
import { constant, emit, emitJump, move, place, report, take } from './function-lowering.ts';
import type { FunctionLowering, Register } from './function-lowering.ts';
import { at, storeScalar } from './location.ts';
import { isWide, shapeOf } from './value-shape.ts';
import type { ValueShape } from './value-shape.ts';
import { lowerVariadicIntrinsic } from './variadic.ts';
import { isWideNumber } from './wide-values.ts';

export type IntrinsicExpression = Extract<Expression, { kind: 'intrinsic' }>;

export function lowerIntrinsic(f: FunctionLowering, intrinsic: IntrinsicExpression, given?: Register): Register {
  const into = given ?? take(f);
  const mark = f.next;
  if (!lowerKnown(f, intrinsic, into)) {
    report(f, 'not-modelled', `${intrinsic.name} is not modelled.`);
  }
  f.next = mark;
  return into;
}

function lowerKnown(f: FunctionLowering, intrinsic: IntrinsicExpression, into: Register): boolean {
  const { name } = intrinsic;
  if (name.startsWith('__builtin_va_')) return lowerVariadicIntrinsic(f, intrinsic, into);
  if (name.startsWith('__sync_') || name.startsWith('__atomic_')) return lowerAtomic(f, intrinsic, into);
  if (overflowPattern.test(name)) return lowerOverflow(f, intrinsic, into);
  return (
    lowerHint(f, intrinsic, into) ||
    lowerBits(f, intrinsic, into) ||
    lowerFloating(f, intrinsic, into) ||
    lowerLibrary(f, intrinsic, into)
  );
}

/** What tells a compiler something, and control flow that ends. */
function lowerHint(
  f: FunctionLowering,
  { name, arguments: values, type }: IntrinsicExpression,
  into: Register,
): boolean {
  const wide = isWide(shapeOf(type));
  switch (name) {
    case '__builtin_expect':
    case '__builtin_expect_with_probability':
    case '__builtin_assume_aligned':
    case '__builtin_extract_return_addr':
      // As gcc: what is expected of a constant is not looked at.
      if (values[1] && hasEffect(values[1]) && !evaluateConstant(values[0]!)) f.parts.effect(f, values[1]);
      convert(f, f.parts.expression(f, values[0]!), shapeOf(values[0]!.type), shapeOf(type), into);
      return true;
    case '__builtin_constant_p':
      constant(f, evaluateConstant(values[0]!) ? 1n : 0n, wide, into);
      return true;
    case '__builtin_prefetch':
      f.parts.effect(f, values[0]!);
      return true;
    case '__builtin_object_size':
    case '__builtin_dynamic_object_size':
      constant(f, unknownObjectSize(values[1]), true, into);
      return true;
    case '__builtin_unreachable':
      emit(f, Opcode.trap, f.resolver.trap('unreachable', 'Code was reached that the program says is unreachable.'));
      return true;
    case '__builtin_trap':
      emit(f, Opcode.trap, f.resolver.trap('trap', '__builtin_trap() was executed.'));
      return true;
    case '__builtin_frame_address':
      f.frameUsed = true;
      move(f, into, f.frameRegister, true);
      return true;
    case '__builtin_return_address':
      emit(f, Opcode.returnAddress, into, levelOf(values[0]!));
      return true;
    case '__builtin_setjmp':
      emit(f, Opcode.setJump, into, f.parts.expression(f, values[0]!));
      return true;
    case '__builtin_longjmp': {
      const buffer = move(f, take(f), f.parts.expression(f, values[0]!), true);
      emit(f, Opcode.longJump, buffer, f.parts.expression(f, values[1]!));
      return true;
    }
    case '__builtin_thread_pointer':
    case '__builtin_ia32_rdfsbase64':
      emit(f, Opcode.readThreadPointer, into);
      return true;
    case '__builtin_ia32_wrfsbase64':
      emit(f, Opcode.writeThreadPointer, f.parts.expression(f, values[0]!));
      return true;
    case '__builtin_alloca':
    case '__builtin_alloca_with_align':
      emit(f, Opcode.allocateStack, into, wideArgument(f, values[0]!), 16);
      return true;
    default:
      return false;
  }
}

/** What gcc answers when it cannot tell: the largest size, or for a lower bound 0. */
function unknownObjectSize(kind: Expression | undefined): bigint {
  const known = kind ? evaluateConstant(kind) : null;
  return known?.kind === 'integer' && (known.value & 2n) !== 0n ? 0n : 0xffffffffffffffffn;
}

/** gcc wants a constant. */
function levelOf(level: Expression): number {
  const known = evaluateConstant(level);
  return known?.kind === 'integer' ? Number(known.value) : 0;
}

export function wideArgument(f: FunctionLowering, value: Expression): Register {
  const shape = shapeOf(value.type);
  const signed = shape.kind === 'integer' && shape.signed;
  return convert(f, f.parts.expression(f, value), shape, { kind: 'integer', size: 8, signed, bool: false });
}

const bitPattern = /^__builtin_(clz|ctz|popcount|ffs|parity|clrsb|bswap16|bswap32|bswap64)(l{0,2})$/;

function lowerBits(f: FunctionLowering, { name, arguments: values }: IntrinsicExpression, into: Register): boolean {
  const parts = bitPattern.exec(name);
  if (!parts) return false;
  const operation = parts[1]!;
  const wide = parts[2] !== '' || operation === 'bswap64';
  const shape: ValueShape = { kind: 'integer', size: wide ? 8 : 4, signed: false, bool: false };
  const value = convert(f, f.parts.expression(f, values[0]!), shapeOf(values[0]!.type), shape);
  const pick = (narrowOpcode: Opcode, wideOpcode: Opcode): Opcode => (wide ? wideOpcode : narrowOpcode);
  const trailing = pick(Opcode.countTrailingZeros32, Opcode.countTrailingZeros64);
  const leading = pick(Opcode.countLeadingZeros32, Opcode.countLeadingZeros64);
  const population = pick(Opcode.populationCount32, Opcode.populationCount64);
  switch (operation) {
    case 'clz':
      emit(f, leading, into, value);
      break;
    case 'ctz':
      emit(f, trailing, into, value);
      break;
    case 'popcount':
      emit(f, population, into, value);
      break;
    case 'parity':
      emit(f, population, into, value);
      emit(f, Opcode.and32Constant, into, into, 1);
      break;
    case 'ffs':
      findFirstSet(f, value, wide, trailing, into);
      break;
    case 'clrsb':
      redundantSignBits(f, value, wide, leading, into);
      break;
    default:
      emit(f, byteSwaps[operation as keyof typeof byteSwaps], into, value);
  }
  return true;
}

const byteSwaps = { bswap16: Opcode.byteSwap16, bswap32: Opcode.byteSwap32, bswap64: Opcode.byteSwap64 } as const;

function findFirstSet(f: FunctionLowering, value: Register, wide: boolean, trailing: Opcode, into: Register): void {
  const done = newLabel();
  const count = take(f);
  emit(f, Opcode.constant32, count, 0);
  emitJump(f, done, wide ? Opcode.jumpZero64 : Opcode.jumpZero32, value);
  emit(f, trailing, count, value);
  emit(f, Opcode.add32Constant, count, count, 1);
  place(f, done);
  emit(f, Opcode.move32, into, count);
}

function redundantSignBits(f: FunctionLowering, value: Register, wide: boolean, leading: Opcode, into: Register): void {
  const folded = take(f);
  if (wide) {
    emit(f, Opcode.shiftRightSigned64Constant, folded, value, 63);
    emit(f, Opcode.xor64, folded, folded, value);
  } else {
    emit(f, Opcode.shiftRightSigned32Constant, folded, value, 31);
    emit(f, Opcode.xor32, folded, folded, value);
  }
  emit(f, leading, into, folded);
  emit(f, Opcode.add32Constant, into, into, -1);
}

/** With `_p` at the end, the third argument only says a type. */
const overflowPattern = /^__builtin_[su]?(add|sub|mul)l{0,2}_overflow(_p)?$/;
const overflowOperators = { add: '+', sub: '-', mul: '*' } as const;

/** Of 128 bits too, which are not integers to a register. */
function integerShapeOf(type: CType): ValueShape {
  const shape = shapeOf(type);
  if (!isWideNumber(shape)) return shape;
  return { kind: 'integer', size: 16, signed: shape.number === 'signed', bool: false };
}

function lowerOverflow(f: FunctionLowering, { name, arguments: values }: IntrinsicExpression, into: Register): boolean {
  const parts = overflowPattern.exec(name);
  const last = values[2];
  if (!parts || !last) return false;
  const stored = last.type.kind === 'pointer' ? last.type.target : last.type;
  const [left, right, result] = [values[0]!.type, values[1]!.type, stored].map(integerShapeOf) as [
    IntegerShape & ValueShape,
    IntegerShape & ValueShape,
    IntegerShape & ValueShape,
  ];
  const storing = parts[2] === undefined;
  const x = move(f, take(f), f.parts.expression(f, values[0]!), true);
  const y = move(f, take(f), f.parts.expression(f, values[1]!), true);
  const address = f.parts.expression(f, last);
  const flag = take(f, 2);
  const operator = overflowOperators[parts[1] as keyof typeof overflowOperators];
  const packed = packOverflowTypes({ operator, left, right, result });
  if ([left, right, result].some(({ size }) => size === 16)) {
    move(f, flag + 2, address, true);
    emit(f, storing ? Opcode.wideOverflowing : Opcode.wideOverflows, flag, x, y, packed);
    move(f, into, flag, false);
    return true;
  }
  emit(f, Opcode.overflowing, flag, x, y, packed);
  if (storing) storeScalar(f, at(address), result, flag + 2);
  move(f, into, flag, false);
  return true;
}

type FloatingPredicate = (f: FunctionLowering, value: Register, other: Register, into: Register) => void;

const double: ValueShape = { kind: 'double' };

/** `other` is the second argument, or else the magnitude of the first. */
const floatingPredicates: Readonly<Record<string, FloatingPredicate>> = {
  isnan: (f, value, _, into) => compare(f, '!=', double, value, value, into),
  isinf: (f, _, magnitude, into) => compare(f, '==', double, magnitude, floatingConstant(f, Infinity, double), into),
  isfinite: lowerIsFinite,
  finite: lowerIsFinite,
  isinf_sign: lowerInfinitySign,
  isnormal: lowerIsNormal,
  signbit: (f, value, _, into) => void emit(f, Opcode.shiftRight64Constant, into, value, 63),
  isunordered: lowerIsUnordered,
  islessgreater: lowerIsLessGreater,
};

function lowerFloating(f: FunctionLowering, { name, arguments: values }: IntrinsicExpression, into: Register): boolean {
  const predicate = floatingPredicates[name.slice('__builtin_'.length).replace(/^signbit[fl]$/, 'signbit')];
  if (!predicate) return false;
  const asDouble = (value: Expression): Register =>
    move(f, take(f), convert(f, f.parts.expression(f, value), shapeOf(value.type), double), true);
  const value = asDouble(values[0]!);
  const other = values[1] ? asDouble(values[1]) : take(f);
  if (!values[1]) emit(f, Opcode.absoluteDouble, other, value);
  predicate(f, value, other, into);
  return true;
}

function lowerIsFinite(f: FunctionLowering, _: Register, magnitude: Register, into: Register): void {
  compare(f, '<=', double, magnitude, floatingConstant(f, Number.MAX_VALUE, double), into);
}

function lowerInfinitySign(f: FunctionLowering, value: Register, _: Register, into: Register): void {
  const negative = take(f);
  compare(f, '==', double, value, floatingConstant(f, -Infinity, double), negative);
  compare(f, '==', double, value, floatingConstant(f, Infinity, double), into);
  emit(f, Opcode.subtract32, into, into, negative);
}

function lowerIsNormal(f: FunctionLowering, value: Register, magnitude: Register, into: Register): void {
  const large = take(f);
  compare(f, '>=', double, magnitude, floatingConstant(f, 2 ** -1022, double), large);
  lowerIsFinite(f, value, magnitude, into);
  emit(f, Opcode.and32, into, into, large);
}

function lowerIsUnordered(f: FunctionLowering, left: Register, right: Register, into: Register): void {
  const second = take(f);
  compare(f, '!=', double, right, right, second);
  compare(f, '!=', double, left, left, into);
  emit(f, Opcode.or32, into, into, second);
}

function lowerIsLessGreater(f: FunctionLowering, left: Register, right: Register, into: Register): void {
  const greater = take(f);
  compare(f, '>', double, left, right, greater);
  compare(f, '<', double, left, right, into);
  emit(f, Opcode.or32, into, into, greater);
}

/** `__builtin_memcpy` and the like are the functions without the prefix, if the image has them. */
function lowerLibrary(
  f: FunctionLowering,
  { name, arguments: values, type }: IntrinsicExpression,
  into: Register,
): boolean {
  if (name === '__builtin_abs' || name === '__builtin_labs' || name === '__builtin_llabs') {
    lowerAbsolute(f, values[0]!, into);
    return true;
  }
  const callee = f.resolver.functionNamed(name.replace('__builtin_', ''));
  if (!callee) return false;
  const operands = values.map((value) => ({
    register: f.parts.expression(f, value),
    wide: isWide(shapeOf(value.type)),
  }));
  move(f, into, callNamed(f, callee, operands), isWide(shapeOf(type)));
  return true;
}

function lowerAbsolute(f: FunctionLowering, value: Expression, into: Register): void {
  const shape = shapeOf(value.type);
  const done = newLabel();
  const result = move(f, take(f), f.parts.expression(f, value), isWide(shape));
  emitJump(f, done, isWide(shape) ? Opcode.jumpGreaterEqual64Constant : Opcode.jumpGreaterEqual32Constant, result, 0);
  negate(f, shape, result, result);
  place(f, done);
  move(f, into, result, isWide(shape));
}
