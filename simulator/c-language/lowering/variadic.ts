/**
 * `va_list`: an array of one 24-byte struct as on x86-64, of which only the first word is used: the address of the next
 * argument, all of which lie in memory in slots of eight bytes.
 */
import { hasEffect } from '../effects.ts';
import type { Expression } from '../syntax.ts';
import { Opcode } from '../vm/dispatch.ts';
import { slotBytes } from './calls.ts';
import { emit, move, report, take } from './function-lowering.ts';
import type { FunctionLowering, Register } from './function-lowering.ts';
import { addressIn, at, loadScalar } from './location.ts';
import { shapeOf } from './value-shape.ts';

export function lowerVariadicIntrinsic(
  f: FunctionLowering,
  { name, arguments: values, typeArgument }: Extract<Expression, { kind: 'intrinsic' }>,
  into: Register,
): boolean {
  switch (name) {
    case '__builtin_va_start':
      if (f.variadicAddress < 0) report(f, 'va-start', 'va_start is used in a function with fixed arguments.');
      else emit(f, Opcode.store64, f.variadicAddress, listAddress(f, values[0]!), 0);
      return true;
    case '__builtin_va_end':
      if (hasEffect(values[0]!)) f.parts.effect(f, values[0]!);
      return true;
    case '__builtin_va_copy': {
      const to = listAddress(f, values[0]!);
      const next = take(f);
      emit(f, Opcode.load64, next, listAddress(f, values[1]!), 0);
      emit(f, Opcode.store64, next, to, 0);
      return true;
    }
    case '__builtin_va_arg': {
      if (!typeArgument) return false;
      const list = listAddress(f, values[0]!);
      const argument = take(f);
      const next = take(f);
      emit(f, Opcode.load64, argument, list, 0);
      emit(f, Opcode.add64Constant, next, argument, slotBytes(typeArgument));
      emit(f, Opcode.store64, next, list, 0);
      const shape = shapeOf(typeArgument);
      if (shape.kind === 'record') move(f, into, argument, true);
      else if (shape.kind !== 'void') loadScalar(f, at(argument), shape, into);
      return true;
    }
    default:
      return false;
  }
}

/** The list may be given as the array, as the struct in it, or (when it is a parameter) as a pointer. */
function listAddress(f: FunctionLowering, list: Expression): Register {
  if (list.type.kind === 'pointer' && list.lvalue) {
    const to = take(f);
    const location = f.parts.location(f, list);
    if (location.kind === 'register') return location.register;
    if (location.kind === 'bit-field') return to;
    return loadScalar(f, location, shapeOf(list.type), to);
  }
  if (list.type.kind === 'pointer' || !list.lvalue) return f.parts.expression(f, list);
  const location = f.parts.location(f, list);
  if (location.kind === 'register' || location.kind === 'bit-field') return take(f);
  return addressIn(f, location);
}
