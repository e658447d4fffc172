/** The kernel log: messages become one journal record a line, without times. Levels are those of KERN_EMERG (0) to KERN_DEBUG (7). */
import { argumentsOfList, formatKernel, type Arguments } from './format.ts';
import { decodeUtf8, readText, textOfBytes, writeText } from './format/guest-text.ts';
import { readBulk } from '../hardware/cpu-bulk.ts';
import { readField } from './c-struct.ts';
import type { KernelContext, KernelFunctions } from './kernel-context.ts';

export interface PrintkState {
  /** A line that has not ended yet: KERN_CONT may add to it. */
  partial: { readonly level: number; readonly text: string; readonly task: number | null } | null;
}

export function createPrintk(): PrintkState {
  return { partial: null };
}

/** MESSAGE_LOGLEVEL_DEFAULT: a warning. */
const defaultLevel = 4;
/** Bytes of one message, as LOG_LINE_MAX leaves them. */
const longestMessage = 992;

/** Logs `text`, which may begin with a level and hold several lines. Returns its length. */
export function printk(context: KernelContext, text: string): number {
  const { level, body } = splitLevel(text);
  const cut = body.slice(0, longestMessage);
  const state = context.world.kernel.printk;
  const pid = context.task?.pid ?? null;
  let start = { level: level === 'continued' ? defaultLevel : level, text: '' };
  if (level === 'continued' && state.partial && state.partial.task === pid) start = { ...state.partial };
  else flushLog(context);
  state.partial = null;
  const lines = (start.text + cut).split('\n');
  const last = lines.pop()!;
  for (const line of lines) writeLine(context, start.level, line);
  if (last !== '') state.partial = { level: start.level, text: last, task: pid };
  return cut.length;
}

/** Ends a line that its driver left open: to be called when the run stops for good. */
export function flushLog(context: Pick<KernelContext, 'world' | 'record'>): void {
  const state = context.world.kernel.printk;
  if (state.partial) writeLine(context, state.partial.level, state.partial.text);
  state.partial = null;
}

function writeLine(context: Pick<KernelContext, 'record'>, level: number, line: string): void {
  const { decoded, rest } = decodeUtf8(line);
  context.record({ kind: 'log', level, text: decoded + (rest ? '\ufffd' : '') });
}

/** KERN_SOH and a digit, or c for a continuation; the last of several counts. */
function splitLevel(text: string): { level: number | 'continued'; body: string } {
  let level: number | 'continued' = defaultLevel;
  let body = text;
  while (/^\x01[0-7c]/.test(body)) {
    level = body[1] === 'c' ? 'continued' : Number(body[1]);
    body = body.slice(2);
  }
  return { level, body };
}

/** `driver device: `, as all dev_ messages begin. */
export function devicePrefix(context: KernelContext, device: bigint): string {
  if (device === 0n) return '(NULL device *): ';
  const { world } = context;
  const field = (struct: string, address: bigint, name: string): bigint => readField(world, struct, address, name);
  const text = (address: bigint): string => (address ? readText(context.port, address, 256) : '');
  const name = field('device', device, 'init_name') || field('device', device, 'kobj.name');
  const driver = field('device', device, 'driver');
  const bus = field('device', device, 'bus');
  const owner = field('device', device, 'class');
  const who = driver
    ? field('device_driver', driver, 'name')
    : bus
      ? field('bus_type', bus, 'name')
      : owner
        ? field('class', owner, 'name')
        : 0n;
  return `${text(who)} ${text(name)}: `;
}

function formatted(context: KernelContext, format: bigint, values: Arguments): string {
  return formatKernel(context, readText(context.port, format), values);
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
    for (let at = 0; at < Number(length); at += row) {
      const bytes = readBulk(context.port, buffer + BigInt(at), Math.min(row, Number(length) - at));
      const place =
        prefixType === 1
          ? `${(buffer + BigInt(at)).toString(16).padStart(16, '0')}: `
          : prefixType === 2
            ? `${at.toString(16).padStart(8, '0')}: `
            : '';
      printk(context, `${head}${before}${place}${hexLine(bytes, row, groupSize, ascii !== 0)}\n`);
    }
  },
};

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
