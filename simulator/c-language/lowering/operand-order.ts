/** Keeping a left operand safe from what the right one does: a variable's own register must not be read too late. */
import { childrenOf } from '../children.ts';
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
    case 'compound-literal':
    case 'error':
      return false;
    default:
      return childrenOf(expression).some(mayAssign);
  }
}
