/** How a driver's expression is written again, whatever macros it came out of: for a debugger that is to evaluate it. */
import type { Expression } from '../c-language/syntax.ts';

/** null: it calls something, or is none of the kinds that objects are named by. */
export function textOf(expression: Expression): string | null {
  switch (expression.kind) {
    case 'variable':
      return expression.symbol.name;
    case 'integer':
      return String(expression.value);
    case 'load':
    case 'decay':
      return textOf(expression.operand);
    case 'cast':
      return expression.implicit || expression.type.kind === 'pointer' ? textOf(expression.operand) : null;
    case 'member':
      return joined(textOf(expression.base), (base) => `${base}.${expression.member.name ?? ''}`.replace(/^\(\*([\w.>[\]-]+)\)\./, '$1->').replace(/\.$/, '')); // prettier-ignore
    case 'address-of':
      return joined(textOf(expression.operand), (operand) => `&${operand}`);
    case 'dereference':
      return joined(textOf(expression.operand), (operand) => (operand.startsWith('&') ? operand.slice(1) : `(*${operand})`)); // prettier-ignore
    case 'pointer-offset': {
      const { pointer, index, operator } = expression;
      return joined(textOf(pointer), (left) => joined(textOf(index), (right) => (operator === '+' ? `&${left}[${right}]` : null))); // prettier-ignore
    }
    case 'binary': {
      const { left, right, operator } = expression;
      return joined(textOf(left), (one) => joined(textOf(right), (other) => `(${one} ${operator} ${other})`));
    }
    default:
      return null;
  }
}

function joined(text: string | null, join: (text: string) => string | null): string | null {
  return text === null ? null : join(text);
}
