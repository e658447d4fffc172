/** printk and its kin as C calls them. */
import { readBulk } from '../hardware/cpu-bulk.ts';
import { doneBefore, noteMoved } from './cut-work.ts';
import { argumentsOfList, type Arguments } from './format.ts';
import { formatAndComplain } from './format-complaints.ts';
import { readLongText, readText, textOfBytes, writeText } from './format/guest-text.ts';
import type { KernelContext, KernelFunctions } from './kernel-context.ts';
import { devicePrefix, flushLog, printk } from './printk.ts';

function formatted(context: KernelContext, format: bigint, values: Arguments): string {
  return formatAndComplain(context, readLongText(context, format), values);
}

export const printkFunctions: KernelFunctions = {
  /** Length of the whole row; what fits is written with a NUL. */
  hex_dump_to_buffer(
    context: KernelContext,
    buffer: bigint,
    length: bigint,
    rowSize: number,
    groupSize: number,
    line: bigint,
    lineSize: bigint,
    ascii: number,
  ): number {
    const row = rowSize === 32 ? 32 : 16;
    const bytes = readBulk(context.port, buffer, Math.min(row, Number(length)));
    const text = bytes.length > 0 ? hexLine(bytes, row, groupSize, ascii !== 0) : '';
    if (lineSize > 0n) writeText(context.port, line, `${text.slice(0, Number(lineSize) - 1)}\0`);
    return text.length;
  },
  _printk: (context: KernelContext, format: bigint, first: bigint): number =>
    printk(context, formatted(context, format, { next: first })),
  vprintk: (context: KernelContext, format: bigint, list: bigint): number =>
    printk(context, formatted(context, format, argumentsOfList(context, list))),
  _dev_printk(context: KernelContext, level: bigint, device: bigint, format: bigint, first: bigint) {
    const text = formatted(context, format, { next: first });
    printk(context, readText(context.port, level, 2) + devicePrefix(context, device) + text);
    // A message that carries its device is whole: pr_cont() adds nothing to it.
    if (device !== 0n) flushLog(context);
  },
  __print_hex_dump(
    context: KernelContext,
    level: bigint,
    prefix: bigint,
    prefixType: number,
    rowSize: number,
    groupSize: number,
    buffer: bigint,
    length: bigint,
    ascii: number,
  ) {
    const row = rowSize === 32 ? 32 : 16;
    const head = readText(context.port, level, 2);
    const before = readText(context.port, prefix);
    for (let at = doneBefore(context); at < Number(length); at += row) {
      const bytes = readBulk(context.port, buffer + BigInt(at), Math.min(row, Number(length) - at));
      const place =
        prefixType === 1
          ? `${(buffer + BigInt(at)).toString(16).padStart(16, '0')}: `
          : prefixType === 2
            ? `${at.toString(16).padStart(8, '0')}: `
            : '';
      printk(context, `${head}${before}${place}${hexLine(bytes, row, groupSize, ascii !== 0)}\n`);
      noteMoved(context, workOfRow, at + row, Number(length));
    }
  },
};

/** What a row of a dump counts as, in bytes moved: it takes as long as these. */
const workOfRow = 1024;

/** One row as lib/hexdump.c lays it out: groups are little-endian numbers, text starts in a fixed column. */
function hexLine(bytes: Uint8Array, row: number, wanted: number, ascii: boolean): string {
  const group = [2, 4, 8].includes(wanted) && bytes.length % wanted === 0 ? wanted : 1;
  const words: string[] = [];
  for (let at = 0; at < bytes.length; at += group) {
    const digits = [...bytes.subarray(at, at + group)].reverse().map((byte) => byte.toString(16).padStart(2, '0'));
    words.push(digits.join(''));
  }
  const text = words.join(' ');
  if (!ascii) return text;
  const column = row * 2 + row / group + 1;
  return text.padEnd(column) + textOfBytes(bytes).replace(/[^\x20-\x7e]/g, '.');
}
