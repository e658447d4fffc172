/** snprintf, sscanf and their kin as C calls them. */
import { asOnePiece } from './cut-work.ts';
import { argumentsOfList, formatC } from './format.ts';
import { complainOnce, formatAndComplain } from './format-complaints.ts';
import { readLongText, workOfPutting, writeLongText } from './format/guest-text.ts';
import { scanText } from './format/scan.ts';
import type { KernelContext, KernelFunctions } from './kernel-context.ts';

/** Beyond INT_MAX the kernel refuses; sprintf says it so that there is no limit. */
const noLimit = 0x7fff_ffffn;

/** Writes what fits with a NUL; returns the length of the whole. */
function put(context: KernelContext, buffer: bigint, size: bigint, format: () => string): number {
  const { length, fitting } = asOnePiece(
    context,
    () => {
      const text = format();
      return { length: text.length, fitting: size > 0n ? `${text.slice(0, Number(size) - 1)}\0` : '' };
    },
    workOfPutting,
  );
  writeLongText(context, buffer, fitting);
  return length;
}

function print(context: KernelContext, buffer: bigint, size: bigint, format: bigint, values: { next: bigint }): number {
  if (size > noLimit) {
    complainOnce(context, 2743, 'vsnprintf', null);
    return 0;
  }
  return put(context, buffer, size, () => formatAndComplain(context, readLongText(context, format), values));
}

/** What was written, without the NUL. */
function fitted(length: number, size: bigint): number {
  if (size === 0n) return 0;
  return BigInt(length) < size ? length : Number(size) - 1;
}

export const formatFunctions: KernelFunctions = {
  sprintf: (context: KernelContext, buffer: bigint, format: bigint, first: bigint): number =>
    print(context, buffer, noLimit, format, { next: first }),
  vsprintf: (context: KernelContext, buffer: bigint, format: bigint, list: bigint): number =>
    print(context, buffer, noLimit, format, argumentsOfList(context, list)),
  snprintf: (context: KernelContext, buffer: bigint, size: bigint, format: bigint, first: bigint): number =>
    print(context, buffer, size, format, { next: first }),
  vsnprintf: (context: KernelContext, buffer: bigint, size: bigint, format: bigint, list: bigint): number =>
    print(context, buffer, size, format, argumentsOfList(context, list)),
  scnprintf: (context: KernelContext, buffer: bigint, size: bigint, format: bigint, first: bigint): number =>
    fitted(print(context, buffer, size, format, { next: first }), size),
  vscnprintf: (context: KernelContext, buffer: bigint, size: bigint, format: bigint, list: bigint): number =>
    fitted(print(context, buffer, size, format, argumentsOfList(context, list)), size),
  sscanf(context: KernelContext, text: bigint, format: bigint, first: bigint): number {
    return Math.max(0, scanText(context, readLongText(context, text), readLongText(context, format), first));
  },
  /** fs/sysfs: the buffer is one page. */
  sysfs_emit: (context: KernelContext, buffer: bigint, format: bigint, first: bigint): number =>
    fitted(print(context, buffer, 4096n, format, { next: first }), 4096n),
  sysfs_emit_at(context: KernelContext, buffer: bigint, at: number, format: bigint, first: bigint): number {
    const room = BigInt(4096 - at);
    return fitted(print(context, buffer + BigInt(at), room, format, { next: first }), room);
  },
};

/** The C library's side of the same: one function under printf, one under scanf. */
export const userFormatFunctions: KernelFunctions = {
  __format(context: KernelContext, buffer: bigint, size: bigint, format: bigint, list: bigint): number {
    return put(context, buffer, size, () =>
      formatC(context, readLongText(context, format), argumentsOfList(context, list)),
    );
  },
  __scan(context: KernelContext, text: bigint, format: bigint, list: bigint): number {
    const { next } = argumentsOfList(context, list);
    return scanText(context, readLongText(context, text), readLongText(context, format), next, 'c');
  },
};
