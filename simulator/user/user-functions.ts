/** What the C library asks of TypeScript beside strings and formats: texts of error numbers, and floating-point numbers from text. */
import { writeBulk } from '../hardware/cpu-bulk.ts';
import { errorMessage } from '../kernel/error-names.ts';
import { readText, toBytes, writeText } from '../kernel/format/guest-text.ts';
import type { KernelContext, KernelFunctions } from '../kernel/kernel-context.ts';

const longestNumber = 400;
const numberPattern = /^[ \t\n\v\f\r]*([-+]?(?:infinity|inf|nan|0x[0-9a-f]+|(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?))/i;

export const userFunctions: KernelFunctions = {
  __error_text(context: KernelContext, number: number, buffer: bigint, size: bigint) {
    writeText(context.port, buffer, `${errorMessage(number).slice(0, Number(size) - 1)}\0`);
  },
  /** The bits of the double; how many characters were used goes to `used`. */
  __parse_double(context: KernelContext, text: bigint, used: bigint): bigint {
    const found = numberPattern.exec(readText(context.port, text, longestNumber));
    writeBulk(context.port, used, toBytes(BigInt(found ? found[0].length : 0), 8));
    return bitsOf(found ? valueOf(found[1]!) : 0);
  },
};

function valueOf(text: string): number {
  const negative = text.startsWith('-');
  const magnitude = text.replace(/^[-+]/, '').toLowerCase();
  const value = magnitude.startsWith('inf') ? Infinity : magnitude === 'nan' ? NaN : Number(magnitude);
  return negative ? -value : value;
}

function bitsOf(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0);
}
