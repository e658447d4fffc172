/** printf formats: the kernel's vsnprintf with its `%p` extensions, and the C library's with floating-point numbers. */
import { formatExtended, formatFloating } from './format/floating.ts';
import { readLongText, readWord, toBytes } from './format/guest-text.ts';
import { formatInteger } from './format/numbers.ts';
import { checkPointer, formatPointer } from './format/pointers.ts';
import { pad, specificationAt, type Settled, type Specification } from './format/specification.ts';
import { writeBulk } from '../hardware/cpu-bulk.ts';
import type { KernelContext } from './kernel-context.ts';

/** The rest of a call's arguments: every one takes slots of eight bytes in memory. */
export interface Arguments {
  next: bigint;
}

/** In `struct printf_spec` a width has 24 bits and a precision 16, both signed. */
const widest = 0x7f_ffff;
const mostPrecise = 0x7fff;
/** No text of a run is longer: a runaway width ends here. */
const longestText = 1 << 27;

/** Lengths of other printfs: the kernel's takes them for conversions that it does not know. */
const withForeignLength = /([jqZ])[^]?$/;

/** The first character that the kernel's printf does not know. */
function unknownConversion({ text, conversion }: Specification): string | null {
  const foreign = withForeignLength.exec(text)?.[1];
  return foreign ?? ('diuoxXcsp%'.includes(conversion) && conversion !== '' ? null : conversion);
}

/** A `va_list` holds the address of the next argument. */
export function argumentsOfList(context: KernelContext, list: bigint): Arguments {
  return { next: readWord(context.port, list) };
}

/** Told of what a format asks for and the kernel's vsnprintf does not take. */
export type Complain = (kind: 'conversion' | 'width' | 'precision', message: string) => void;

/** The kernel's vsnprintf without its limit. A conversion it does not know ends the text, as there. Throws `GuestFault`. */
export function formatKernel(
  context: KernelContext,
  format: string,
  values: Arguments,
  complain: Complain = () => {},
): string {
  return run(context, format, values, 'kernel', complain);
}

/** As printf of the C library. Throws `GuestFault`. */
export function formatC(context: KernelContext, format: string, values: Arguments): string {
  return run(context, format, values, 'c');
}

function run(
  context: KernelContext,
  format: string,
  values: Arguments,
  flavour: 'kernel' | 'c',
  complain: Complain = () => {},
): string {
  let text = '';
  for (let at = 0; at < format.length && text.length < longestText;) {
    const percent = format.indexOf('%', at);
    if (percent < 0) return text + format.slice(at);
    text += format.slice(at, percent);
    const specification = specificationAt(format, percent);
    at = percent + specification.text.length;
    let extension = '';
    if (flavour === 'kernel' && specification.conversion === 'p') {
      extension = /^[A-Za-z0-9]*/.exec(format.slice(at, at + 16))![0];
      at += extension.length;
    }
    const unknown = flavour === 'kernel' ? unknownConversion(specification) : null;
    if (unknown !== null) {
      complain('conversion', `Please remove unsupported %${unknown} in format string\n`);
      return text;
    }
    const settled = settle(context, specification, values, flavour, complain);
    const converted = convert(context, settled, extension, values, flavour, text.length);
    if (converted === null) return text;
    text += converted;
  }
  return text;
}

/** Takes the arguments of `*`: a negative width means left, a negative precision none. */
function settle(
  context: KernelContext,
  specification: Specification,
  values: Arguments,
  flavour: 'kernel' | 'c',
  complain: Complain,
): Settled {
  let { left } = specification;
  let width = specification.width ?? 0;
  let precision = specification.precision;
  if (width === 'argument') {
    const given = Number(BigInt.asIntN(32, take(context, values)));
    if (given < 0) left = true;
    width = Math.min(Math.abs(given), longestText);
    if (flavour === 'kernel' && Math.abs(given) > widest) complain('width', `field width ${given} too large`);
  }
  if (precision === 'argument') {
    const given = Number(BigInt.asIntN(32, take(context, values)));
    precision = given < 0 ? null : Math.min(given, longestText);
    if (flavour === 'kernel' && asShort(given) !== given) {
      complain('precision', `precision ${given} too large`);
      precision = Math.max(0, Math.min(given, mostPrecise));
    }
  } else if (precision !== null)
    precision = flavour === 'kernel' ? Math.max(0, asShort(precision)) : Math.min(precision, longestText);
  return { ...specification, left, width, hasWidth: specification.width !== null, precision };
}

function asShort(value: number): number {
  return (value << 16) >> 16;
}

function take(context: KernelContext, values: Arguments): bigint {
  const value = readWord(context.port, values.next);
  values.next += 8n;
  return value;
}

function convert(
  context: KernelContext,
  settled: Settled,
  extension: string,
  values: Arguments,
  flavour: 'kernel' | 'c',
  written: number,
): string | null {
  switch (settled.conversion) {
    case '%':
      return '%';
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X':
      return formatInteger(take(context, values), settled, flavour);
    case 'c':
      return pad(String.fromCharCode(Number(take(context, values) & 0xffn)), settled);
    case 's':
      return formatString(context, take(context, values), settled, flavour);
    case 'p':
      return flavour === 'kernel'
        ? formatPointer(context, take(context, values), extension, settled, (format, list) =>
            nested(context, format, list),
          )
        : formatCPointer(take(context, values), settled);
    default:
      return flavour === 'c' ? convertC(context, settled, values, written) : null;
  }
}

function convertC(context: KernelContext, settled: Settled, values: Arguments, written: number): string {
  if (/[aAeEfFgG]/.test(settled.conversion)) {
    const low = take(context, values);
    if (settled.length !== 'L') return formatFloating(low, settled);
    return formatExtended((take(context, values) << 64n) | low, settled);
  }
  if (settled.conversion === 'n') {
    const sizes: Partial<Record<Settled['length'], number>> = { hh: 1, h: 2, '': 4 };
    writeBulk(context.port, take(context, values), toBytes(BigInt(written), sizes[settled.length] ?? 8));
    return '';
  }
  return settled.text;
}

function formatString(context: KernelContext, address: bigint, settled: Settled, flavour: 'kernel' | 'c'): string {
  const limit = settled.precision ?? Infinity;
  if (flavour === 'kernel') {
    const problem = checkPointer(address);
    if (problem) return pad(problem.slice(0, limit), settled);
  } else if (address === 0n) return pad(limit < 6 ? '' : '(null)', settled);
  return pad(readLongText(context, address, Math.min(limit, longestText)), settled);
}

function formatCPointer(address: bigint, settled: Settled): string {
  return pad(address === 0n ? '(nil)' : `0x${address.toString(16)}`, settled);
}

/** `%pV`: a format and a pointer to its `va_list`. */
function nested(context: KernelContext, format: bigint, list: bigint): string {
  return formatKernel(context, readLongText(context, format), argumentsOfList(context, list));
}
