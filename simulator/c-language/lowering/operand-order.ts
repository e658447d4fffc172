/** Keeping a left operand safe from what the right one does: a variable's own register must not be read too late. */
import type { Expression } from '../syntax.ts';
import { move, take } from './function-lowering.ts';
import type { FunctionLowering, Register } from './function-lowering.ts';
import { isWide, shapeOf } from './value-shape.ts';

/** The left operand of an operator whose right operand is evaluated next. */
export function leftOperand(f: FunctionLowering, left: Expression, right: Expression): Register {
  const value = f.parts.expression(f, left);
  if (!isVariableRegister(f, value) || !mayAssign(right)) return value;
  const shape = shapeOf(left.type);
  // What no register holds is an address, which the frame's own register may be.
  return move(f, take(f), value, isWide(shape) || shape.kind === 'record');
}

/** Registers below the temporaries belong to variables. */
function isVariableRegister(f: FunctionLowering, register: Register): boolean {
  return register < f.firstTemporary;
}

/** Whether evaluating it can change a local variable that lives in a register. */
function mayAssign(expression: Expression): boolean {
  switch (expression.kind) {
    case 'assignment':
    case 'compound-assignment':
    case 'increment':
    case 'statement-expression':
      return true;
    case 'load':
    case 'decay':
    case 'cast':
    case 'unary':
    case 'address-of':
    case 'dereference':
      return mayAssign(expression.operand);
    case 'binary':
    case 'logical':
    case 'comma':
    case 'pointer-difference':
      return mayAssign(expression.left) || mayAssign(expression.right);
    case 'pointer-offset':
      return mayAssign(expression.pointer) || mayAssign(expression.index);
    case 'conditional':
      return [expression.condition, expression.whenTrue, expression.whenFalse].some((part) => part && mayAssign(part));
    case 'member':
      return mayAssign(expression.base);
    case 'call':
      return mayAssign(expression.callee) || expression.arguments.some(mayAssign);
    case 'intrinsic':
      return expression.arguments.some(mayAssign);
    default:
      return false;
  }
}
