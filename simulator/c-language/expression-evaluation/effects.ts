/** Whether evaluating an expression could change anything. */
import type { Expression } from '../syntax.ts';

export function hasEffect(expression: Expression): boolean {
  switch (expression.kind) {
    case 'assignment':
    case 'compound-assignment':
    case 'increment':
    case 'call':
    case 'statement-expression':
      return true;
    case 'intrinsic':
      return /^__(sync|atomic)|_overflow$|_va_|alloca/.test(expression.name) || expression.arguments.some(hasEffect);
    case 'load':
    case 'decay':
    case 'cast':
    case 'unary':
    case 'address-of':
    case 'dereference':
      return hasEffect(expression.operand);
    case 'binary':
    case 'logical':
    case 'comma':
    case 'pointer-difference':
      return hasEffect(expression.left) || hasEffect(expression.right);
    case 'pointer-offset':
      return hasEffect(expression.pointer) || hasEffect(expression.index);
    case 'conditional':
      return [expression.condition, expression.whenTrue, expression.whenFalse].some((part) => part && hasEffect(part));
    case 'member':
      return hasEffect(expression.base);
    case 'compound-literal':
      return (expression.symbol.initializer?.leaves ?? []).some(({ value }) => hasEffect(value));
    default:
      return false;
  }
}
