/** Floating-point numbers from text, for strtod and its kin. */
import { writeBulk } from '../hardware/cpu-bulk.ts';
import { parseFloating } from '../kernel/format/floating-text.ts';
import { readText, toBytes } from '../kernel/format/guest-text.ts';
import type { KernelContext, KernelFunctions } from '../kernel/kernel-context.ts';

/** Longer texts are cut; a double's exact value has 767 significant digits at most. */
const longestNumber = 2000;

export const parsingFunctions: KernelFunctions = {
  /** `end`: where to store the address behind the number; `range`: where to store 1 for an overflow, -1 for an underflow, else 0. */
  __text_to_double(context: KernelContext, text: bigint, end: bigint, range: bigint): number {
    const { value, length, isZero } = parseFloating(readText(context.port, text, longestNumber));
    const tooSmall = !isZero && Math.abs(value) < 2 ** -1022;
    writeBulk(context.port, end, toBytes(text + BigInt(length), 8));
    writeBulk(context.port, range, toBytes(Math.abs(value) === Infinity && !isZero ? 1n : tooSmall ? -1n : 0n, 4));
    return value;
  },
};
