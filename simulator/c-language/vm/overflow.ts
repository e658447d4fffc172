/** `__builtin_add_overflow` and its relatives: computed without bounds, then compared with what the result type can hold. */
import type { Execution } from './execution.ts';

/** Operand 4 of `overflowing`: the operation, then for left, right and result a size in bytes and a sign. */
export interface OverflowTypes {
  readonly operator: '+' | '-' | '*';
  readonly left: IntegerShape;
  readonly right: IntegerShape;
  readonly result: IntegerShape;
}
export interface IntegerShape {
  readonly size: number;
  readonly signed: boolean;
}

const operators = ['+', '-', '*'] as const;

export function packOverflowTypes({ operator, left, right, result }: OverflowTypes): number {
  const shape = ({ size, signed }: IntegerShape): number => size | (signed ? 16 : 0);
  return operators.indexOf(operator) | (shape(left) << 2) | (shape(right) << 7) | (shape(result) << 12);
}

/** Flag to the first register, wrapped result to the one after it. */
export function executeOverflowing({ code, registers, signed }: Execution, ip: number, base: number): void {
  const to = base + code[ip + 1]!;
  const packed = code[ip + 4]!;
  const left = integerOf((packed >> 2) & 31, signed[(base + code[ip + 2]!) >> 1]!);
  const right = integerOf((packed >> 7) & 31, signed[(base + code[ip + 3]!) >> 1]!);
  const operator = operators[packed & 3]!;
  const exact = operator === '+' ? left + right : operator === '-' ? left - right : left * right;
  const wrapped = integerOf((packed >> 12) & 31, exact);
  registers[to] = wrapped === exact ? 0 : 1;
  signed[(to + 2) >> 1] = wrapped;
}

function integerOf(shape: number, value: bigint): bigint {
  const bits = 8 * (shape & 15);
  return shape & 16 ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
}
