/** String functions that the kernel and the C library share: real accesses of the calling CPU, a cache line at a time. */
import { readLongText, readWord, writeLongText } from './format/guest-text.ts';
import { errno, type KernelContext, type KernelFunctions } from './kernel-context.ts';

const text = (context: KernelContext, address: bigint, maximum = Infinity): string =>
  readLongText(context, address, maximum);
const put = (context: KernelContext, address: bigint, value: string): void => writeLongText(context, address, value);

/** -E2BIG */
const tooBig = -7n;

function compare(one: string, other: string): number {
  if (one === other) return 0;
  const longest = Math.max(one.length, other.length);
  for (let index = 0; index < longest; index++) {
    const difference = (one.charCodeAt(index) || 0) - (other.charCodeAt(index) || 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Of ASCII letters alone. */
function lower(value: string): string {
  return value.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function at(base: bigint, index: number): bigint {
  return index < 0 ? 0n : base + BigInt(index);
}

/** How many characters from the start are (or are not) in the set. */
function span(value: string, set: string, member: boolean): bigint {
  let length = 0;
  while (length < value.length && set.includes(value[length]!) === member) length++;
  return BigInt(length);
}

/** Copies what fits; the NUL always fits. Returns the source's length. */
function copyFitting(context: KernelContext, to: bigint, from: bigint, size: bigint): number {
  const source = text(context, from);
  if (size > 0n) put(context, to, `${source.slice(0, Number(size) - 1)}\0`);
  return source.length;
}

const copying: KernelFunctions = {
  strcpy(context: KernelContext, to: bigint, from: bigint): bigint {
    put(context, to, `${text(context, from)}\0`);
    return to;
  },
  strncpy(context: KernelContext, to: bigint, from: bigint, size: bigint): bigint {
    put(context, to, text(context, from, Number(size)).padEnd(Number(size), '\0'));
    return to;
  },
  stpcpy(context: KernelContext, to: bigint, from: bigint): bigint {
    const source = text(context, from);
    put(context, to, `${source}\0`);
    return at(to, source.length);
  },
  strcat(context: KernelContext, to: bigint, from: bigint): bigint {
    put(context, at(to, text(context, to).length), `${text(context, from)}\0`);
    return to;
  },
  strncat(context: KernelContext, to: bigint, from: bigint, size: bigint): bigint {
    put(context, at(to, text(context, to).length), `${text(context, from, Number(size))}\0`);
    return to;
  },
  strlcpy: (context: KernelContext, to: bigint, from: bigint, size: bigint): bigint =>
    BigInt(copyFitting(context, to, from, size)),
  strlcat(context: KernelContext, to: bigint, from: bigint, size: bigint): bigint {
    const before = text(context, to, Number(size)).length;
    const left = size - BigInt(before);
    return BigInt(before + (left > 0n ? copyFitting(context, at(to, before), from, left) : text(context, from).length));
  },
  /** Length without the NUL, or -E2BIG when it was cut. */
  strscpy(context: KernelContext, to: bigint, from: bigint, size: bigint): bigint {
    if (size === 0n) return tooBig;
    const source = text(context, from, Number(size));
    const cut = source.length >= Number(size);
    put(context, to, `${cut ? source.slice(0, Number(size) - 1) : source}\0`);
    return cut ? tooBig : BigInt(source.length);
  },
};

const comparing: KernelFunctions = {
  strcmp: (context: KernelContext, one: bigint, other: bigint): number =>
    compare(text(context, one), text(context, other)),
  strncmp: (context: KernelContext, one: bigint, other: bigint, size: bigint): number =>
    compare(text(context, one, Number(size)), text(context, other, Number(size))),
  strcasecmp: (context: KernelContext, one: bigint, other: bigint): number =>
    compare(lower(text(context, one)), lower(text(context, other))),
  strncasecmp: (context: KernelContext, one: bigint, other: bigint, size: bigint): number =>
    compare(lower(text(context, one, Number(size))), lower(text(context, other, Number(size)))),
  /** A newline at the end of either does not count. */
  sysfs_streq: (context: KernelContext, one: bigint, other: bigint): number =>
    withoutNewline(text(context, one)) === withoutNewline(text(context, other)) ? 1 : 0,
  match_string: matchString((string) => string),
  __sysfs_match_string: matchString(withoutNewline),
};

function withoutNewline(string: string): string {
  return string.replace(/\n$/, '');
}

/** The place of a text in an array that a NULL may end early, where both are compared as `form` makes them. */
function matchString(form: (string: string) => string) {
  return (context: KernelContext, array: bigint, count: bigint, wanted: bigint): number => {
    for (let index = 0n; index < count; index++) {
      const entry = readWord(context.port, array + 8n * index);
      if (entry === 0n) break;
      if (form(text(context, entry)) === form(text(context, wanted))) return Number(index);
    }
    return -errno.EINVAL;
  };
}

const searching: KernelFunctions = {
  strchr(context: KernelContext, from: bigint, character: number): bigint {
    const value = text(context, from);
    return (character & 0xff) === 0
      ? at(from, value.length)
      : at(from, value.indexOf(String.fromCharCode(character & 0xff)));
  },
  strnchr(context: KernelContext, from: bigint, size: bigint, character: number): bigint {
    const value = text(context, from, Number(size));
    // The end of the text is found too, when it lies within the size.
    if ((character & 0xff) === 0) return BigInt(value.length) < size ? at(from, value.length) : 0n;
    return at(from, value.indexOf(String.fromCharCode(character & 0xff)));
  },
  strchrnul(context: KernelContext, from: bigint, character: number): bigint {
    const value = text(context, from);
    const index = value.indexOf(String.fromCharCode(character & 0xff));
    return at(from, index < 0 ? value.length : index);
  },
  strrchr(context: KernelContext, from: bigint, character: number): bigint {
    const value = text(context, from);
    return (character & 0xff) === 0
      ? at(from, value.length)
      : at(from, value.lastIndexOf(String.fromCharCode(character & 0xff)));
  },
  strstr: (context: KernelContext, from: bigint, wanted: bigint): bigint =>
    at(from, text(context, from).indexOf(text(context, wanted))),
  strnstr: (context: KernelContext, from: bigint, wanted: bigint, size: bigint): bigint =>
    at(from, text(context, from, Number(size)).indexOf(text(context, wanted))),
  strspn: (context: KernelContext, from: bigint, set: bigint): bigint =>
    span(text(context, from), text(context, set), true),
  strcspn: (context: KernelContext, from: bigint, set: bigint): bigint =>
    span(text(context, from), text(context, set), false),
  strpbrk(context: KernelContext, from: bigint, set: bigint): bigint {
    const value = text(context, from);
    const length = Number(span(value, text(context, set), false));
    return length < value.length ? at(from, length) : 0n;
  },
};

export const stringFunctions: KernelFunctions = { ...copying, ...comparing, ...searching };
