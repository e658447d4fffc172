/** Whether evaluating an expression could change anything. */
import { childrenOf } from './children.ts';
import type { Expression, Statement } from './syntax.ts';

/** Whether a call counts as a change, or is looked at. */
type Calls = 'change' | 'look';

/** Declarations of variables that nobody else sees, and expressions: what macros such as `max()` and `container_of()` are made of. */
function statementHasEffect(statement: Statement, calls: Calls): boolean {
  switch (statement.kind) {
    case 'declaration':
      return statement.variables.some((variable) =>
        (variable.initializer?.leaves ?? []).some(({ value }) => hasEffect(value, calls)),
      );
    case 'expression':
      return hasEffect(statement.expression, calls);
    case 'block':
      return statement.statements.some((each) => statementHasEffect(each, calls));
    default:
      return statement.kind !== 'empty';
  }
}

export function hasEffect(expression: Expression, calls: Calls = 'change'): boolean {
  const has = (each: Expression): boolean => hasEffect(each, calls);
  switch (expression.kind) {
    case 'assignment':
    case 'compound-assignment':
    case 'increment':
      return true;
    case 'call':
      return calls === 'change' || !onlyReads(expression.callee) || expression.arguments.some(has);
    case 'statement-expression':
      return expression.body.statements.some((each) => statementHasEffect(each, calls));
    case 'intrinsic':
      return /^__(sync|atomic)|_overflow$|_va_|alloca/.test(expression.name) || expression.arguments.some(has);
    case 'error':
      return false;
    default:
      return childrenOf(expression).some(has);
  }
}

/** What is a variable in Linux, or reads one: `jiffies`, `current`. */
function onlyReads(callee: Expression): boolean {
  const named = callee.kind === 'decay' ? callee.operand : callee;
  return named.kind === 'function' && named.symbol.attributes.some(({ name }) => readers.has(name));
}

const readers: ReadonlySet<string> = new Set(['read_as_variable', 'only_reads']);
