/** The dispatch of a `switch`: a jump table where the cases are dense, otherwise a binary search over their ranges. */
import type { SwitchCase } from '../syntax.ts';
import { Opcode } from '../vm/dispatch.ts';
import { newLabel } from './code-buffer.ts';
import type { Label } from './code-buffer.ts';
import { constant, emit, emitJump, jump, place, take, withTemporaries } from './function-lowering.ts';
import type { FunctionLowering, Register } from './function-lowering.ts';
import { isWide } from './value-shape.ts';
import type { ValueShape } from './value-shape.ts';
import { compareWide, isWideNumber, wideBytes, wideConstant } from './wide-values.ts';

interface Range {
  readonly low: bigint;
  readonly high: bigint;
  readonly label: Label;
}

const largestTable = 1024n;

/** Jumps to the label of the case that holds `value`, or to `otherwise`. */
export function dispatch(
  f: FunctionLowering,
  value: Register,
  shape: ValueShape,
  cases: readonly SwitchCase[],
  otherwise: Label,
): void {
  const ranges = rangesOf(f, cases);
  if (isDense(ranges) && shape.kind === 'integer' && !isWide(shape)) jumpTable(f, value, ranges, otherwise);
  else search(f, value, shape, ranges, otherwise);
}

function rangesOf(f: FunctionLowering, cases: readonly SwitchCase[]): Range[] {
  const ranges: Range[] = [];
  for (const one of cases) {
    if (one.low === null) continue;
    ranges.push({ low: one.low, high: one.high ?? one.low, label: f.cases.get(one)! });
  }
  return ranges.filter(({ low, high }) => low <= high).sort((x, y) => (x.low < y.low ? -1 : 1));
}

function isDense(ranges: readonly Range[]): boolean {
  if (ranges.length < 4) return false;
  const span = ranges[ranges.length - 1]!.high - ranges[0]!.low + 1n;
  return span <= largestTable && span <= BigInt(ranges.length) * 4n;
}

/** The table is a row of jumps behind the instruction; values outside of it go on behind the row. */
function jumpTable(f: FunctionLowering, value: Register, ranges: readonly Range[], otherwise: Label): void {
  const first = ranges[0]!.low;
  const count = Number(ranges[ranges.length - 1]!.high - first) + 1;
  emit(f, Opcode.jumpTable, value, Number(BigInt.asIntN(32, first)), count);
  let at = 0;
  for (let offset = 0; offset < count; offset++) {
    const number = first + BigInt(offset);
    while (ranges[at]!.high < number) at++;
    jump(f, ranges[at]!.low <= number ? ranges[at]!.label : otherwise);
  }
  jump(f, otherwise);
}

function search(
  f: FunctionLowering,
  value: Register,
  shape: ValueShape,
  ranges: readonly Range[],
  otherwise: Label,
): void {
  if (ranges.length > 3) {
    const middle = ranges.length >> 1;
    const lower = newLabel();
    jumpWhen(f, '<', value, shape, ranges[middle]!.low, lower);
    search(f, value, shape, ranges.slice(middle), otherwise);
    place(f, lower);
    search(f, value, shape, ranges.slice(0, middle), otherwise);
    return;
  }
  for (const { low, high, label } of ranges) {
    if (low === high) jumpWhen(f, '==', value, shape, low, label);
    else {
      const below = newLabel();
      jumpWhen(f, '<', value, shape, low, below);
      jumpWhen(f, '<=', value, shape, high, label);
      place(f, below);
    }
  }
  jump(f, otherwise);
}

function jumpWhen(
  f: FunctionLowering,
  operator: '==' | '<' | '<=',
  value: Register,
  shape: ValueShape,
  number: bigint,
  label: Label,
): void {
  if (isWideNumber(shape)) {
    withTemporaries(f, () => {
      const other = wideConstant(f, wideBytes(number), take(f));
      emitJump(f, label, Opcode.jumpNotZero32, compareWide(f, operator, shape, value, other, take(f)));
    });
    return;
  }
  const wide = isWide(shape);
  const signed = shape.kind === 'integer' && shape.signed;
  const column = (wide ? 2 : 0) + (signed ? 0 : 1);
  const fits = BigInt.asIntN(wide ? 64 : 32, number);
  if (fits === BigInt.asIntN(32, fits)) {
    emitJump(f, label, constantJumps[operator][column]!, value, Number(fits));
    return;
  }
  withTemporaries(f, () => emitJump(f, label, jumps[operator][column]!, value, constant(f, number, true)));
}

const constantJumps = {
  '==': [Opcode.jumpEqual32Constant, Opcode.jumpEqual32Constant, Opcode.jumpEqual64Constant, Opcode.jumpEqual64Constant],
  '<': [Opcode.jumpLess32Constant, Opcode.jumpBelow32Constant, Opcode.jumpLess64Constant, Opcode.jumpBelow64Constant],
  '<=': [Opcode.jumpLessEqual32Constant, Opcode.jumpBelowEqual32Constant, Opcode.jumpLessEqual64Constant, Opcode.jumpBelowEqual64Constant],
} as const; // prettier-ignore
const jumps = {
  '==': [Opcode.jumpEqual32, Opcode.jumpEqual32, Opcode.jumpEqual64, Opcode.jumpEqual64],
  '<': [Opcode.jumpLess32, Opcode.jumpBelow32, Opcode.jumpLess64, Opcode.jumpBelow64],
  '<=': [Opcode.jumpLessEqual32, Opcode.jumpBelowEqual32, Opcode.jumpLessEqual64, Opcode.jumpBelowEqual64],
} as const;
