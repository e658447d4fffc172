/** kstrto… and simple_strto…: numbers from text, with the kernel's strictness. */
import { writeBulk } from '../hardware/cpu-bulk.ts';
import { readText, toBytes } from './format/guest-text.ts';
import { errno, type KernelContext, type KernelFunction, type KernelFunctions } from './kernel-context.ts';

interface Parsed {
  readonly value: bigint;
  /** Characters used, with a prefix. */
  readonly length: number;
  readonly digits: number;
}

const longestNumber = 80;

/** Digits of `base` (0: by prefix) from the start of the text. */
function parseDigits(text: string, base: number): Parsed {
  let radix = base;
  if (base === 0) radix = /^0[xX][0-9a-fA-F]/.test(text) ? 16 : text.startsWith('0') ? 8 : 10;
  const skip = radix === 16 && /^0[xX]/.test(text) ? 2 : 0;
  let value = 0n;
  let length = skip;
  for (; length < text.length; length++) {
    const digit = parseInt(text[length]!, 36);
    if (!(digit < radix)) break;
    value = value * BigInt(radix) + BigInt(digit);
  }
  return { value, length, digits: length - skip };
}

/** One sign, digits, at most one newline behind them. */
function strict(text: string, base: number, signed: boolean): bigint | 'EINVAL' {
  const negative = signed && text.startsWith('-');
  const rest = negative || text.startsWith('+') ? text.slice(1) : text;
  const { value, length, digits } = parseDigits(rest, base);
  if (digits === 0 || !/^\n?$/.test(rest.slice(length))) return 'EINVAL';
  return negative ? -value : value;
}

function converter(size: number, signed: boolean): KernelFunction {
  const bits = 8 * size;
  return (context: KernelContext, text: bigint, base: number, result: bigint): number => {
    const value = strict(readText(context.port, text, longestNumber), base, signed);
    if (value === 'EINVAL') return -errno.EINVAL;
    const fits = signed ? BigInt.asIntN(bits, value) === value : BigInt.asUintN(bits, value) === value;
    if (!fits) return -errno.ERANGE;
    writeBulk(context.port, result, toBytes(value, size));
    return 0;
  };
}

function toBool(context: KernelContext, text: bigint, result: bigint): number {
  const [first = '', second = ''] = text === 0n ? '' : readText(context.port, text, 2);
  const value = /[yYtT1]/.test(first) || (/[oO]/.test(first) && /[nN]/.test(second));
  const no = /[nNfF0]/.test(first) || (/[oO]/.test(first) && /[fF]/.test(second));
  if (!value && !no) return -errno.EINVAL;
  writeBulk(context.port, result, Uint8Array.of(value ? 1 : 0));
  return 0;
}

function simple(signed: boolean): KernelFunction {
  return (context: KernelContext, address: bigint, end: bigint, base: number): bigint => {
    const text = readText(context.port, address, longestNumber);
    const negative = signed && text.startsWith('-');
    const { value, length } = parseDigits(negative ? text.slice(1) : text, base);
    const used = length === 0 ? 0 : length + (negative ? 1 : 0);
    if (end !== 0n) writeBulk(context.port, end, toBytes(address + BigInt(used), 8));
    const result = length === 0 ? 0n : negative ? -value : value;
    return signed ? BigInt.asIntN(64, result) : BigInt.asUintN(64, result);
  };
}

export const numberFunctions: KernelFunctions = {
  kstrtoull: converter(8, false),
  kstrtoll: converter(8, true),
  kstrtoul: converter(8, false),
  kstrtol: converter(8, true),
  kstrtouint: converter(4, false),
  kstrtoint: converter(4, true),
  kstrtou16: converter(2, false),
  kstrtos16: converter(2, true),
  kstrtou8: converter(1, false),
  kstrtos8: converter(1, true),
  kstrtobool: toBool,
  simple_strtoul: simple(false),
  simple_strtoull: simple(false),
  simple_strtol: simple(true),
  simple_strtoll: simple(true),
};
