/** sscanf, as the kernel and the C library share it: numbers, strings, characters and sets. */
import { writeBulk } from '../../hardware/cpu-bulk.ts';
import type { KernelContext } from '../kernel-context.ts';
import { extendedFromDouble } from '../../c-language/extended-precision.ts';
import { parseFloating } from './floating-text.ts';
import { bytesOfText, readWord, toBytes } from './guest-text.ts';

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
  while (/\s/.test(scan.text[scan.at] ?? '')) scan.at++;
}

function convert(scan: Scan, found: RegExpExecArray): boolean {
  const [, star, width, length, kind] = found;
  const limit = width ? Number(width) : Infinity;
  const keep = star === '';
  if (kind === '%') return literalPercent(scan);
  if (kind === 'n') {
    store(scan, toBytes(BigInt(scan.at), sizes[length ?? '']!), keep, false);
    return true;
  }
  // The kernel's takes a set only with a width.
  if (kind![0] === '[' && scan.flavour === 'kernel' && limit === Infinity) return false;
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
  else while (scan.at < scan.text.length && scan.at - start < limit && inSet(kind, scan.text[scan.at]!)) scan.at++;
  if (scan.at === start) return false;
  const found = scan.text.slice(start, scan.at);
  store(scan, bytesOfText(kind === 'c' ? found : `${found}\0`), keep, true);
  return true;
}

function inSet(set: string, character: string): boolean {
  const inverted = set[1] === '^';
  const members = set.slice(inverted ? 2 : 1, -1);
  let found = false;
  for (let at = 0; at < members.length; at++) {
    if (members[at + 1] === '-' && at + 2 < members.length) {
      found ||= character >= members[at]! && character <= members[at + 2]!;
      at += 2;
    } else found ||= members[at] === character;
  }
  return found !== inverted;
}

const numberPatterns: Readonly<Record<string, RegExp>> = {
  d: /^[-+]?\d+/, u: /^[-+]?\d+/, o: /^[-+]?[0-7]+/, x: /^[-+]?(?:0[xX])?[0-9a-fA-F]+/, X: /^[-+]?(?:0[xX])?[0-9a-fA-F]+/,
  i: /^[-+]?(?:0[xX][0-9a-fA-F]+|\d+)/, p: /^(?:0[xX])?[0-9a-fA-F]+/,
}; // prettier-ignore

function convertNumber(scan: Scan, kind: string, limit: number, size: number, keep: boolean): boolean {
  const rest = scan.text.slice(scan.at, limit === Infinity ? undefined : scan.at + limit);
  const found = numberPatterns[kind]?.exec(rest)?.[0];
  if (!found || (scan.flavour === 'kernel' && !(/[di]/.test(kind) ? /^[^+]/ : /^[^-+]/).test(found))) return false;
  scan.at += found.length;
  const digits = found.replace(/^[-+]/, '');
  const octal = kind === 'o' || (kind === 'i' && /^0[0-7]/.test(digits));
  const hexadecimal = /[xXp]/.test(kind) && !/^0[xX]/.test(digits);
  const value = BigInt(octal ? `0o${digits}` : hexadecimal ? `0x${digits}` : digits.replace(/^0+(?=\d)/, ''));
  store(scan, toBytes(found.startsWith('-') ? -value : value, kind === 'p' ? 8 : size), keep, true);
  return true;
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

function store(scan: Scan, bytes: Uint8Array, keep: boolean, counts: boolean): void {
  if (!keep) return;
  writeBulk(scan.context.port, readWord(scan.context.port, scan.next), bytes);
  scan.next += 8n;
  if (counts) scan.stored++;
}
