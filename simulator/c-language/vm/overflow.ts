/** `__builtin_add_overflow` and its relatives: computed without bounds, then compared with what the result type can hold. */
import type { Execution } from './execution.ts';

/** Operand 4 of `overflowing`: the operation, then for left, right and result the sizes as powers of two and the signs. */
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
  const shape = ({ size, signed }: IntegerShape): number => Math.log2(size) | (signed ? 8 : 0);
  return operators.indexOf(operator) | (shape(left) << 2) | (shape(right) << 6) | (shape(result) << 10);
}

/** Left, right and result as they were packed. */
export function overflowShapes(packed: number): readonly [IntegerShape, IntegerShape, IntegerShape] {
  const shape = (bits: number): IntegerShape => ({ size: 1 << (bits & 7), signed: (bits & 8) !== 0 });
  return [shape(packed >> 2), shape(packed >> 6), shape(packed >> 10)];
}

/** The wrapped result, and whether that is not the exact one. */
export function overflowingResult(packed: number, left: bigint, right: bigint): { result: bigint; overflows: boolean } {
  const operator = operators[packed & 3]!;
  const exact = operator === '+' ? left + right : operator === '-' ? left - right : left * right;
  const result = integerOf(overflowShapes(packed)[2], exact);
  return { result, overflows: result !== exact };
}

/** Flag to the first register, wrapped result to the one after it. */
export function executeOverflowing({ code, registers, signed }: Execution, ip: number, base: number): void {
  const to = base + code[ip + 1]!;
  const packed = code[ip + 4]!;
  const [leftShape, rightShape] = overflowShapes(packed);
  const left = integerOf(leftShape, signed[(base + code[ip + 2]!) >> 1]!);
  const right = integerOf(rightShape, signed[(base + code[ip + 3]!) >> 1]!);
  const { result, overflows } = overflowingResult(packed, left, right);
  registers[to] = overflows ? 1 : 0;
  signed[(to + 2) >> 1] = BigInt.asIntN(64, result);
}

export function integerOf({ size, signed }: IntegerShape, value: bigint): bigint {
  return signed ? BigInt.asIntN(8 * size, value) : BigInt.asUintN(8 * size, value);
}
