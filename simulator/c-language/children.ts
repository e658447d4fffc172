/** What an expression is made of. */
import type { Expression } from './syntax.ts';

const none: readonly Expression[] = [];

/** In the order of evaluation, where C has one; not the statements of a statement expression. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'load':
    case 'decay':
    case 'cast':
    case 'unary':
    case 'address-of':
    case 'dereference':
      return [expression.operand];
    case 'binary':
    case 'pointer-difference':
    case 'logical':
    case 'comma':
      return [expression.left, expression.right];
    case 'pointer-offset':
      return [expression.pointer, expression.index];
    case 'conditional':
      return expression.whenTrue
        ? [expression.condition, expression.whenTrue, expression.whenFalse]
        : [expression.condition, expression.whenFalse];
    case 'assignment':
    case 'compound-assignment':
      return [expression.value, expression.target];
    case 'increment':
      return [expression.target];
    case 'member':
      return [expression.base];
    case 'call':
      return [expression.callee, ...expression.arguments];
    case 'intrinsic':
      return expression.arguments;
    case 'compound-literal':
      return expression.symbol.initializer?.leaves.map(({ value }) => value) ?? none;
    case 'error':
      return expression.parts ?? none;
    default:
      return none;
  }
}
