/** sscanf, as the kernel and the C library share it: numbers, strings, characters and sets. */
import { writeBulk } from '../../hardware/cpu-bulk.ts';
import { piecesOf } from '../cut-work.ts';
import type { KernelContext } from '../kernel-context.ts';
import { extendedFromDouble } from '../../c-language/extended-precision.ts';
import { parseFloating } from './floating-text.ts';
import { readWord, toBytes, writeLongText } from './guest-text.ts';

const conversionPattern = /^%(\*?)(\d*)(hh|h|ll|l|L|z|t|j)?(\[\^?\]?[^\]]*\]|[\s\S])/;
const sizes: Readonly<Record<string, number>> = { hh: 1, h: 2, '': 4, l: 8, ll: 8, L: 8, z: 8, t: 8, j: 8 };

interface Scan {
  readonly context: KernelContext;
  readonly text: string;
  /** The kernel knows no floating-point numbers. */
  readonly flavour: 'kernel' | 'c';
  at: number;
  /** Address of the next pointer to store through. */
  next: bigint;
  stored: number;
}

/** The number of values stored; -1 when the text ends before the first. Throws `GuestFault`. */
export function scanText(
  context: KernelContext,
  text: string,
  format: string,
  pointers: bigint,
  flavour: 'kernel' | 'c' = 'kernel',
): number {
  const scan: Scan = { context, text, flavour, at: 0, next: pointers, stored: 0 };
  for (let at = 0; at < format.length;) {
    const character = format[at]!;
    if (/\s/.test(character)) {
      skipSpace(scan);
      at++;
    } else if (character !== '%') {
      if (text[scan.at] !== character) return answer(scan);
      scan.at++;
      at++;
    } else {
      const found = conversionPattern.exec(format.slice(at));
      if (!found || !convert(scan, found)) return answer(scan);
      at += found[0].length;
    }
  }
  return scan.stored;
}

function answer(scan: Scan): number {
  return scan.stored === 0 && scan.at >= scan.text.length ? -1 : scan.stored;
}

function skipSpace(scan: Scan): void {
  scan.at = endOfRun(scan, /^\s*/, Infinity);
}

/** Behind the characters from where the scan stands that the pattern takes, which begins with `^` and may be empty. */
function endOfRun({ context, text, at }: Scan, pattern: RegExp, limit: number): number {
  const pieces = piecesOf(context);
  const end = Math.min(text.length, at + limit);
  for (let from = at; ; from += partLength) {
    const part = text.slice(from, Math.min(end, from + partLength));
    const length = pieces(part.length, () => pattern.exec(part)![0].length);
    if (length < partLength) return from + length;
  }
}

/** Characters between two places where the call may be left. */
const partLength = 16_384;

function convert(scan: Scan, found: RegExpExecArray): boolean {
  const [, star, width, length, kind] = found;
  const limit = width ? Number(width) : Infinity;
  const keep = star === '';
  if (kind === '%') return literalPercent(scan);
  if (kind === 'n') {
    store(scan, toBytes(BigInt(scan.at), sizes[length ?? '']!), keep, false);
    return true;
  }
  // The kernel's takes a set only with a width, keeps what it takes, and knows no `]` in it.
  if (kind![0] === '[' && scan.flavour === 'kernel' && (limit === Infinity || !keep || /^\[\^?\]/.test(kind!)))
    return false;
  if (kind![0] === 'c' || kind![0] === '[') return convertBytes(scan, kind!, limit, keep);
  skipSpace(scan);
  if (kind === 's') return convertBytes(scan, '[^ \t\n\v\f\r]', limit, keep);
  if (scan.flavour === 'c' && /[aAeEfFgG]/.test(kind!)) return convertFloating(scan, limit, length ?? '', keep);
  return convertNumber(scan, kind!, limit, sizes[length ?? '']!, keep);
}

function literalPercent(scan: Scan): boolean {
  skipSpace(scan);
  if (scan.text[scan.at] !== '%') return false;
  scan.at++;
  return true;
}

function convertBytes(scan: Scan, kind: string, limit: number, keep: boolean): boolean {
  const start = scan.at;
  if (kind === 'c') scan.at = Math.min(scan.text.length, start + (limit === Infinity ? 1 : limit));
  else scan.at = endOfRun(scan, patternOfSet(kind, scan.flavour), limit);
  if (scan.at === start) return false;
  const end = kind === 'c' ? '' : '\0';
  store(
    scan,
    piecesOf(scan.context)(0, () => scan.text.slice(start, scan.at) + end),
    keep,
    true,
  );
  return true;
}

/** A run of characters in or, with `^`, not in a set. `-` between two characters makes a range in the C library's, and is one of the set in the kernel's. */
function patternOfSet(set: string, flavour: Scan['flavour']): RegExp {
  const members = set.slice(set[1] === '^' ? 2 : 1, -1);
  const literal = members.replace(flavour === 'c' ? /[^]-[^]|[^]/g : /[^]/g, (some) =>
    some.length === 1 ? escaped(some) : some[0]! > some[2]! ? '' : `${escaped(some[0]!)}-${escaped(some[2]!)}`,
  );
  return new RegExp(`^[${set[1] === '^' ? '^' : ''}${literal}]*`);
}

function escaped(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

const digitPatterns: Readonly<Record<number, RegExp>> = { 8: /^[0-7]*/, 10: /^\d*/, 16: /^[0-9a-fA-F]*/ };
const basesOfKinds: Readonly<Record<string, number>> = { d: 10, u: 10, o: 8, x: 16, X: 16, p: 16, i: 0 };

function convertNumber(scan: Scan, kind: string, limit: number, size: number, keep: boolean): boolean {
  const { text, flavour, at: start } = scan;
  const base = basesOfKinds[kind];
  if (base === undefined) return false;
  const end = start + limit;
  const sign = start < end && kind !== 'p' && /[-+]/.test(text[start] ?? '') ? text[start]! : '';
  const isSigned = kind === 'd' || kind === 'i';
  if (flavour === 'kernel' && (sign === '+' || (sign === '-' && !isSigned))) return false;
  scan.at += sign.length;
  const ahead = text.slice(scan.at, Math.min(end, scan.at + 3));
  // Behind it there may be no digit at all. With %i the kernel wants one.
  const isPrefixed = (base === 0 && flavour === 'kernel' ? /^0[xX][0-9a-fA-F]/ : /^0[xX]/).test(ahead);
  const hexadecimal = isPrefixed && (base === 0 || base === 16);
  if (hexadecimal) scan.at += 2;
  const settled = base !== 0 ? base : hexadecimal ? 16 : text[scan.at] === '0' ? 8 : 10;
  const from = scan.at;
  scan.at = endOfRun(scan, digitPatterns[settled]!, end - from);
  if (scan.at === from && !hexadecimal) {
    scan.at = start;
    return false;
  }
  const value = valueOfDigits(scan, text.slice(from, scan.at), settled);
  const bounded = flavour === 'c' ? saturated(sign === '-' ? -value : value, isSigned) : sign === '-' ? -value : value;
  store(scan, toBytes(bounded, kind === 'p' ? 8 : size), keep, true);
  return true;
}

/** The kernel's wraps at 64 bits; otherwise what is larger stays larger than that. */
function valueOfDigits({ context, flavour }: Scan, digits: string, base: number): bigint {
  const pieces = piecesOf(context);
  const prefix = base === 16 ? '0x' : base === 8 ? '0o' : '';
  let value = 0n;
  for (let from = 0; from < digits.length; from += digitsOfPart) {
    const part = digits.slice(from, from + digitsOfPart);
    const before = value;
    value = pieces(workOfDigits, () => {
      const more = before * BigInt(base) ** BigInt(part.length) + BigInt(prefix + part);
      return flavour === 'kernel' ? BigInt.asUintN(64, more) : more > largest ? largest : more;
    });
  }
  return value;
}

const digitsOfPart = 512;
/** What such a part counts as, in bytes moved. */
const workOfDigits = 2048;
const largest = 1n << 64n;

/** As strtol and strtoul end at what a `long` holds. */
function saturated(value: bigint, isSigned: boolean): bigint {
  const [least, most] = isSigned ? [-(1n << 63n), (1n << 63n) - 1n] : [-(1n << 64n) + 1n, (1n << 64n) - 1n];
  if (value > most || (value < least && !isSigned)) return most;
  return value < least ? least : value;
}

function convertFloating(scan: Scan, limit: number, length: string, keep: boolean): boolean {
  const { value, length: taken } = parseFloating(scan.text.slice(scan.at, scan.at + Math.min(limit, 2000)));
  if (taken === 0) return false;
  scan.at += taken;
  const view = new DataView(new ArrayBuffer(8));
  if (length === 'L') store(scan, toBytes(extendedFromDouble(value), 16), keep, true);
  else if (length === 'l') {
    view.setFloat64(0, value, true);
    store(scan, new Uint8Array(view.buffer), keep, true);
  } else {
    view.setFloat32(0, value, true);
    store(scan, new Uint8Array(view.buffer, 0, 4), keep, true);
  }
  return true;
}

function store(scan: Scan, value: Uint8Array | string, keep: boolean, counts: boolean): void {
  if (!keep) return;
  const { context, next } = scan;
  const to = readWord(context.port, next);
  if (typeof value === 'string') writeLongText(context, to, value);
  else writeBulk(context.port, to, value);
  scan.next += 8n;
  if (counts) scan.stored++;
}
