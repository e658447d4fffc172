/** Binary operators on constants. */
import type { BinaryOperator } from './syntax.ts';
import type { CType, IntegerType } from './types.ts';

/** The exact result, not yet wrapped; null where C leaves it undefined. */
export function integerOperation(
  operator: BinaryOperator,
  left: bigint,
  right: bigint,
  type: Pick<IntegerType, 'bits'>,
): bigint | null {
  const width = BigInt(type.bits);
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0n ? null : left / right;
    case '%':
      return right === 0n ? null : left % right;
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '<<':
      return right < 0n || right >= width ? null : left << right;
    case '>>':
      return right < 0n || right >= width ? null : left >> right;
    default:
      return compare(operator, left, right) ? 1n : 0n;
  }
}

export function compare<T extends bigint | number>(operator: BinaryOperator, left: T, right: T): boolean {
  switch (operator) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    default:
      return left >= right;
  }
}

/** A number, or the truth of a comparison; null for operators that floating types do not have. */
export function floatingOperation(
  operator: BinaryOperator,
  left: number,
  right: number,
  type: CType,
): number | boolean | null {
  const round = type.kind === 'floating' && type.size === 4 ? Math.fround : (value: number) => value;
  switch (operator) {
    case '+':
      return round(left + right);
    case '-':
      return round(left - right);
    case '*':
      return round(left * right);
    case '/':
      return round(left / right);
    case '==':
    case '!=':
    case '<':
    case '>':
    case '<=':
    case '>=':
      return compare(operator, left, right);
    default:
      return null;
  }
}

const arithmeticOperators: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>']);

export function isBinaryOperator(operator: string): operator is BinaryOperator {
  return arithmeticOperators.has(operator) || /^([=!]=|[<>]=?)$/.test(operator);
}

export function isComparison(operator: BinaryOperator): boolean {
  return operator === '==' || operator === '!=' || operator.startsWith('<') || operator.startsWith('>');
}
