/** Whether evaluating an expression could change anything. */
import { childrenOf } from './children.ts';
import type { Expression, Statement } from './syntax.ts';

/** Declarations of variables that nobody else sees, and expressions: what macros such as `max()` and `container_of()` are made of. */
function statementHasEffect(statement: Statement): boolean {
  switch (statement.kind) {
    case 'declaration':
      return statement.variables.some((variable) =>
        (variable.initializer?.leaves ?? []).some(({ value }) => hasEffect(value)),
      );
    case 'expression':
      return hasEffect(statement.expression);
    case 'block':
      return statement.statements.some(statementHasEffect);
    default:
      return statement.kind !== 'empty';
  }
}

export function hasEffect(expression: Expression): boolean {
  switch (expression.kind) {
    case 'assignment':
    case 'compound-assignment':
    case 'increment':
    case 'call':
      return true;
    case 'statement-expression':
      return expression.body.statements.some(statementHasEffect);
    case 'intrinsic':
      return /^__(sync|atomic)|_overflow$|_va_|alloca/.test(expression.name) || expression.arguments.some(hasEffect);
    case 'error':
      return false;
    default:
      return childrenOf(expression).some(hasEffect);
  }
}
