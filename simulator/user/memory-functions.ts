/** memcpy, memset and their kin in user programs: real accesses of the calling CPU, page by page. */
import { copyBulk, differenceOf, fillBulk, readBulk } from '../hardware/cpu-bulk.ts';
import { byPages, doneBefore, findByte, noteMoved } from '../kernel/cut-work.ts';
import type { KernelContext, KernelFunctions } from '../kernel/kernel-context.ts';
import { pageBytes, withPages } from './demand-paging.ts';

const lineBytes = 64;

export const memoryFunctions: KernelFunctions = {
  memcpy: copy,
  /** Overlapping ranges copy as if through a third place; `memcpy` happens to do so too. */
  memmove: copy,
  memset(context: KernelContext, to: bigint, value: number, count: bigint): bigint {
    byPages(context, to, Number(count), (offset, length) =>
      withPages(context, () => fillBulk(context.port, to + BigInt(offset), length, value & 0xff)),
    );
    return to;
  },
  memcmp(context: KernelContext, one: bigint, other: bigint, count: bigint): number {
    let difference = 0;
    byPages(context, one, Number(count), (offset, length) => {
      const left = read(context, one + BigInt(offset), length);
      const right = read(context, other + BigInt(offset), length);
      difference = differenceOf(left, right);
      return difference !== 0;
    });
    return difference;
  },
  memchr(context: KernelContext, from: bigint, value: number, count: bigint): bigint {
    const found = findInLines(context, from, value & 0xff, count);
    return found < 0 ? 0n : from + BigInt(found);
  },
  memrchr(context: KernelContext, from: bigint, value: number, count: bigint): bigint {
    for (let end = from + count - BigInt(doneBefore(context)); end > from;) {
      const inLine = ((end - 1n) & 63n) + 1n;
      const length = end - from < inLine ? end - from : inLine;
      const index = read(context, end - length, Number(length)).lastIndexOf(value & 0xff);
      if (index >= 0) return end - length + BigInt(index);
      end -= length;
      noteMoved(context, Number(length), Number(from + count - end), Number(count));
    }
    return 0n;
  },
  strlen: (context: KernelContext, text: bigint): bigint => stringLength(context, text, 1n << 62n),
  strnlen: stringLength,
};

function read(context: KernelContext, at: bigint, length: number): Uint8Array {
  return withPages(context, () => readBulk(context.port, at, length));
}

/** From the end where the destination overlaps the source from above. A repeated step copies what it copied: steps do not overlap themselves. */
function copy(context: KernelContext, to: bigint, from: bigint, count: bigint): bigint {
  const backwards = to > from && to < from + count;
  const distance = backwards ? to - from : from > to ? from - to : count;
  const most = distance > 0n && distance < BigInt(pageBytes) ? distance : BigInt(pageBytes);
  for (let done = BigInt(doneBefore(context)); done < count;) {
    const left = count - done;
    const length = Number(left < most ? left : most);
    const offset = backwards ? left - BigInt(length) : done;
    withPages(context, () => copyBulk(context.port, to + offset, context.port, from + offset, length));
    done += BigInt(length);
    noteMoved(context, length, Number(done), Number(count));
  }
  return to;
}

/** Never reads beyond the line that holds the end. */
function stringLength(context: KernelContext, text: bigint, most: bigint): bigint {
  const end = findInLines(context, text, 0, most);
  return end < 0 ? most : BigInt(end);
}

function findInLines(context: KernelContext, from: bigint, byte: number, most: bigint): number {
  return findByte(context, from, byte, Number(most), (at, left) => {
    const room = lineBytes - Number(at & BigInt(lineBytes - 1));
    return read(context, at, Math.min(room, left));
  });
}
