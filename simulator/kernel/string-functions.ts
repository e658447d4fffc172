/** String functions that the kernel and the C library share: real accesses of the calling CPU, a cache line at a time, and long texts part by part. */
import { fillBulk } from '../hardware/cpu-bulk.ts';
import { asOnePiece, byPages } from './cut-work.ts';
import { alongText, readLongText, readText, withPages, writeLongText, writeText } from './format/guest-text.ts';
import type { KernelContext, KernelFunctions } from './kernel-context.ts';

/** -E2BIG */
const tooBig = -7n;

function at(base: bigint, index: number): bigint {
  return base + BigInt(index);
}

function lengthOf(context: KernelContext, address: bigint, maximum = Infinity): number {
  return sum(alongText(context, address, ({ text }) => text.length, { maximum }));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** Copies at most so many characters, and a NUL. Returns how many. */
function copyText(context: KernelContext, to: bigint, from: bigint, maximum = Infinity): number {
  if (maximum === 0) writeLongText(context, to, '\0');
  const counts = alongText(
    context,
    from,
    (part) => {
      writeText(context.port, at(to, part.from), part.ended ? `${part.text}\0` : part.text);
      return part.text.length;
    },
    { maximum },
  );
  return sum(counts);
}

/** Copies what fits; the NUL always fits. Returns the source's length. */
function copyFitting(context: KernelContext, to: bigint, from: bigint, size: number): number {
  const copied = size > 0 ? copyText(context, to, from, size - 1) : 0;
  return copied < size - 1 ? copied : copied + lengthOf(context, at(from, copied));
}

const copying: KernelFunctions = {
  strcpy(context: KernelContext, to: bigint, from: bigint): bigint {
    copyText(context, to, from);
    return to;
  },
  strncpy(context: KernelContext, to: bigint, from: bigint, size: bigint): bigint {
    const maximum = Number(size);
    const counts = alongText(
      context,
      from,
      (part) => {
        const room = Math.min(maximum - part.from, mostPadding);
        const text = part.ended ? part.text.padEnd(room, '\0') : part.text;
        writeText(context.port, at(to, part.from), text);
        return text.length;
      },
      { maximum },
    );
    const rest = at(to, sum(counts));
    byPages(context, rest, maximum - sum(counts), (offset, length) =>
      withPages(context, () => fillBulk(context.port, at(rest, offset), length, 0)),
    );
    return to;
  },
  stpcpy: (context: KernelContext, to: bigint, from: bigint): bigint => at(to, copyText(context, to, from)),
  strcat(context: KernelContext, to: bigint, from: bigint): bigint {
    copyText(context, at(to, lengthOf(context, to)), from);
    return to;
  },
  strncat(context: KernelContext, to: bigint, from: bigint, size: bigint): bigint {
    copyText(context, at(to, lengthOf(context, to)), from, Number(size));
    return to;
  },
  strlcpy: (context: KernelContext, to: bigint, from: bigint, size: bigint): bigint =>
    BigInt(copyFitting(context, to, from, Number(size))),
  strlcat(context: KernelContext, to: bigint, from: bigint, size: bigint): bigint {
    const before = lengthOf(context, to, Number(size));
    return BigInt(before + copyFitting(context, at(to, before), from, Number(size) - before));
  },
  /** Length without the NUL, or -E2BIG when it was cut. */
  strscpy(context: KernelContext, to: bigint, from: bigint, size: bigint): bigint {
    if (size === 0n) return tooBig;
    const most = Number(size) - 1;
    const copied = copyText(context, to, from, most);
    return copied === most && lengthOf(context, at(from, most), 1) > 0 ? tooBig : BigInt(copied);
  },
};

/** Zeros that strncpy writes together with a text's end. */
const mostPadding = 16_384;

/** Negative, 0 or positive, as of two texts up to the first difference. */
function compare(
  context: KernelContext,
  one: bigint,
  other: bigint,
  maximum = Infinity,
  form: (code: number) => number = asItIs,
): number {
  const differences = alongText(
    context,
    one,
    ({ text, from, ended }) => {
      const most = Math.min(maximum - from, text.length + (ended ? 1 : 0));
      return difference(text, readText(context.port, at(other, from), most), form);
    },
    { maximum, isEnough: (found) => found !== 0 },
  );
  return differences.at(-1) ?? 0;
}

function difference(one: string, other: string, form: (code: number) => number): number {
  if (one === other) return 0;
  const longest = Math.max(one.length, other.length);
  for (let index = 0; index < longest; index++) {
    const found = form(one.charCodeAt(index) || 0) - form(other.charCodeAt(index) || 0);
    if (found !== 0) return found;
  }
  return 0;
}

const asItIs = (code: number): number => code;
/** Of ASCII letters alone. */
const lower = (code: number): number => (code >= 0x41 && code <= 0x5a ? code + 0x20 : code);

const comparing: KernelFunctions = {
  strcmp: (context: KernelContext, one: bigint, other: bigint): number => compare(context, one, other),
  strncmp: (context: KernelContext, one: bigint, other: bigint, size: bigint): number =>
    compare(context, one, other, Number(size)),
  strcasecmp: (context: KernelContext, one: bigint, other: bigint): number =>
    compare(context, one, other, Infinity, lower),
  strncasecmp: (context: KernelContext, one: bigint, other: bigint, size: bigint): number =>
    compare(context, one, other, Number(size), lower),
};

interface Place {
  readonly found: number;
  readonly end: number;
}

/** The first place of a text that `indexIn` finds in a part of it, else -1; `end`: how far it was looked for. */
function findFirst(context: KernelContext, from: bigint, indexIn: (text: string) => number, maximum = Infinity): Place {
  const places = alongText<Place>(
    context,
    from,
    (part) => {
      const end = part.from + part.text.length;
      const index = indexIn(part.text);
      return { found: index < 0 ? -1 : part.from + index, end };
    },
    { maximum, isEnough: ({ found }) => found >= 0 },
  );
  return places.at(-1) ?? { found: -1, end: 0 };
}

const indexOf =
  (character: number) =>
  (text: string): number =>
    text.indexOf(String.fromCharCode(character & 0xff));

function placeOrNull(from: bigint, index: number): bigint {
  return index < 0 ? 0n : at(from, index);
}

/** How many characters from the start are (or are not) in the set; `isAll`: up to the text's end. */
function span(context: KernelContext, from: bigint, set: bigint, member: boolean): { length: number; isAll: boolean } {
  const members = new Uint8Array(256);
  const distinct = alongText(context, set, ({ text }) => [...new Set(text)].join(''));
  for (const character of distinct.join('')) members[character.charCodeAt(0)] = 1;
  const wanted = member ? 1 : 0;
  const { found, end } = findFirst(context, from, (text) => {
    for (let index = 0; index < text.length; index++) if (members[text.charCodeAt(index)] !== wanted) return index;
    return -1;
  });
  return { length: found < 0 ? end : found, isAll: found < 0 };
}

/** Where the text that is wanted begins in another one, or -1. What is long is compared where its head has been found. */
function findText(context: KernelContext, from: bigint, wanted: bigint, maximum = Infinity): number {
  const head = readLongText(context, wanted, longestHead);
  if (head === '') return 0;
  const rest = head.length < longestHead ? 0 : lengthOf(context, at(wanted, longestHead));
  for (let start = 0; ;) {
    const { place, next } = asOnePiece(context, () => findInPart(context, from, start, wanted, head, rest, maximum));
    if (next === null) return place;
    start = next;
  }
}

/** The place in the parts from `start` on up to the first that the head is found in; `next`: from where to look on, null where all is known. */
function findInPart(
  context: KernelContext,
  from: bigint,
  start: number,
  wanted: bigint,
  head: string,
  rest: number,
  maximum: number,
): { readonly place: number; readonly next: number | null } {
  const parts = alongText(
    context,
    at(from, start),
    ({ text, from: before, ended }) => {
      const next = start + before + text.length;
      const ahead = ended ? '' : readText(context.port, at(from, next), head.length - 1);
      return { heads: placesOf(head, text + ahead, rest > 0).map((place) => start + before + place), next, ended };
    },
    { maximum: maximum - start, isEnough: ({ heads }) => heads.length > 0 },
  );
  const last = parts.at(-1);
  for (const place of last?.heads ?? []) {
    if (place + head.length + rest > maximum) break;
    const difference = compare(context, at(wanted, head.length), at(from, place + head.length), rest);
    if (difference === 0) return { place, next: null };
  }
  return { place: -1, next: last?.ended === false ? last.next : null };
}

/** Where a text begins in another one: the first place alone, or every one. */
function placesOf(wanted: string, text: string, all: boolean): number[] {
  const places: number[] = [];
  for (let place = text.indexOf(wanted); place >= 0; place = text.indexOf(wanted, place + 1)) {
    places.push(place);
    if (!all) break;
  }
  return places;
}

/** Characters. */
const longestHead = 256;

const searching: KernelFunctions = {
  strchr(context: KernelContext, from: bigint, character: number): bigint {
    if ((character & 0xff) === 0) return at(from, lengthOf(context, from));
    return placeOrNull(from, findFirst(context, from, indexOf(character)).found);
  },
  strnchr(context: KernelContext, from: bigint, size: bigint, character: number): bigint {
    const { found, end } = findFirst(context, from, indexOf(character), Number(size));
    // The end of the text is found too, when it lies within the size.
    if ((character & 0xff) === 0) return end < Number(size) ? at(from, end) : 0n;
    return placeOrNull(from, found);
  },
  strchrnul(context: KernelContext, from: bigint, character: number): bigint {
    const { found, end } = findFirst(context, from, indexOf(character));
    return at(from, found < 0 ? end : found);
  },
  strrchr(context: KernelContext, from: bigint, character: number): bigint {
    if ((character & 0xff) === 0) return at(from, lengthOf(context, from));
    const wanted = String.fromCharCode(character & 0xff);
    const places = alongText(context, from, (part) => {
      const index = part.text.lastIndexOf(wanted);
      return index < 0 ? -1 : part.from + index;
    });
    return placeOrNull(from, places.filter((place) => place >= 0).at(-1) ?? -1);
  },
  strstr: (context: KernelContext, from: bigint, wanted: bigint): bigint =>
    placeOrNull(from, findText(context, from, wanted)),
  strnstr: (context: KernelContext, from: bigint, wanted: bigint, size: bigint): bigint =>
    placeOrNull(from, findText(context, from, wanted, Number(size))),
  strspn: (context: KernelContext, from: bigint, set: bigint): bigint => BigInt(span(context, from, set, true).length),
  strcspn: (context: KernelContext, from: bigint, set: bigint): bigint =>
    BigInt(span(context, from, set, false).length),
  strpbrk(context: KernelContext, from: bigint, set: bigint): bigint {
    const { length, isAll } = span(context, from, set, false);
    return isAll ? 0n : at(from, length);
  },
};

export const stringFunctions: KernelFunctions = { ...copying, ...comparing, ...searching };
