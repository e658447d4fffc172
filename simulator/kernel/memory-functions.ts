/** memcpy, memset and their kin as C calls them, in the kernel and in user programs: real accesses of the calling CPU, a line at a time. */
import { differenceOf, fillBulk, readBulk, readOnwards } from '../hardware/cpu-bulk.ts';
import { byPages, copyByPages, findByte } from './cut-work.ts';
import type { KernelContext, KernelFunctions } from './kernel-context.ts';

export const memoryFunctions: KernelFunctions = {
  memcpy: copy,
  /** Overlapping ranges copy as if through a third place; `memcpy` happens to do so too. */
  memmove: copy,
  memset(context: KernelContext, to: bigint, value: number, count: bigint): bigint {
    byPages(context, to, Number(count), (offset, length) =>
      fillBulk(context.port, to + BigInt(offset), length, value & 0xff),
    );
    return to;
  },
  memcmp(context: KernelContext, one: bigint, other: bigint, count: bigint): number {
    const { port } = context;
    let difference = 0;
    byPages(context, one, Number(count), (offset, length) => {
      const left = readBulk(port, one + BigInt(offset), length);
      const right = readBulk(port, other + BigInt(offset), length);
      difference = differenceOf(left, right);
      return difference !== 0;
    });
    return difference;
  },
  memchr(context: KernelContext, from: bigint, value: number, count: bigint): bigint {
    const found = findOnwards(context, from, value & 0xff, Number(count));
    return found < 0 ? 0n : from + BigInt(found);
  },
  strlen(context: KernelContext, text: bigint): bigint {
    return stringLength(context, text, Infinity);
  },
  strnlen(context: KernelContext, text: bigint, maximum: bigint): bigint {
    return stringLength(context, text, Number(maximum));
  },
};

function copy(context: KernelContext, to: bigint, from: bigint, count: bigint): bigint {
  copyByPages(context, to, from, Number(count));
  return to;
}

/** Never reads beyond the line that holds the end. */
function stringLength(context: KernelContext, text: bigint, maximum: number): bigint {
  const end = findOnwards(context, text, 0, maximum);
  return BigInt(end < 0 ? maximum : end);
}

function findOnwards(context: KernelContext, from: bigint, byte: number, maximum: number): number {
  return findByte(context, from, byte, maximum, (at, most) => readOnwards(context.port, at, most, byte));
}
