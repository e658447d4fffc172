/** Text in simulated memory, read and written as the calling CPU would. In TypeScript it is a string with one character for each byte. */
import type { MemoryPort } from '../../c-language/memory-port.ts';
import { asOnePiece, piecesOf } from '../cut-work.ts';
import type { KernelContext } from '../kernel-context.ts';
import { readBulk, readOnwards, writeBulk } from '../../hardware/cpu-bulk.ts';

/** Up to a NUL, or `maximum` bytes. Throws `GuestFault`. Never reads beyond the cache line that holds the end, and byte by byte where somebody watches. */
export function readText(port: MemoryPort, address: bigint, maximum = Infinity): string {
  let text = '';
  while (text.length < maximum) {
    const bytes = readOnwards(port, address + BigInt(text.length), maximum - text.length, 0);
    const end = bytes.indexOf(0);
    text += textOfBytes(end < 0 ? bytes : bytes.subarray(0, end));
    if (end >= 0) return text;
  }
  return text;
}

/** A part of a text, `from` bytes behind its beginning; `ended`: the text's NUL comes next, or the maximum is reached. */
export interface TextPart {
  readonly text: string;
  readonly from: number;
  readonly ended: boolean;
}

/**
 * Goes along a text up to its NUL, or `maximum` bytes, for a call that may be left between its parts. Gives what `step` has made of each, plain data, up
 * to the part that is the last one, or of which `isEnough` is true.
 */
export function alongText<Outcome>(
  context: KernelContext,
  address: bigint,
  step: (part: TextPart) => Outcome,
  { maximum = Infinity, isEnough }: { maximum?: number; isEnough?: (outcome: Outcome) => boolean } = {},
): Outcome[] {
  const pieces = piecesOf(context);
  const outcomes: Outcome[] = [];
  for (let from = 0, ended = from >= maximum; !ended;) {
    const at = address + BigInt(from);
    const most = Math.min(maximum - from, partBytes - Number(at & 63n));
    const takePart = () => {
      const text = readText(context.port, at, most);
      const isLast = text.length < most || from + most === maximum;
      return { length: text.length, isLast, outcome: step({ text, from, ended: isLast }) };
    };
    const part = pieces(
      ({ length }) => length * workOfCharacter,
      () => withPages(context, takePart),
    );
    outcomes.push(part.outcome);
    from += part.length;
    ended = part.isLast || isEnough?.(part.outcome) === true;
  }
  return outcomes;
}

/** As `readText`, for a call that may be left between the parts of a long text. */
export function readLongText(context: KernelContext, address: bigint, maximum = Infinity): string {
  return asOnePiece(
    context,
    () => alongText(context, address, ({ text }) => text, { maximum }).join(''),
    workOfPutting,
  );
}

/** What putting a text together counts as, in bytes moved. */
export function workOfPutting({ length }: { readonly length: number }): number {
  return length / 16;
}

/** As `writeText`, for a call that may be left between the parts of a long text. */
export function writeLongText(context: KernelContext, address: bigint, text: string): void {
  const pieces = piecesOf(context);
  for (let done = 0; done < text.length;) {
    const at = address + BigInt(done);
    const part = text.slice(done, done + partBytes - Number(at & 63n));
    pieces(part.length * workOfCharacter, () => withPages(context, () => writeText(context.port, at, part)));
    done += part.length;
  }
}

/** A cache line's edge ends a part: the accesses are those of the whole. */
const partBytes = 16_384;
/** What a character counts as, in bytes moved. */
const workOfCharacter = 2;

/** A program's call that has been cut gets its pages where it needs them: one that began again for each would never end. */
export function withPages<Outcome>({ cutting }: KernelContext, step: () => Outcome): Outcome {
  return cutting?.withPages ? cutting.withPages(step) : step();
}

export function writeText(port: MemoryPort, address: bigint, text: string): void {
  writeBulk(port, address, bytesOfText(text));
}

export function textOfBytes(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}

export function bytesOfText(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** 64 bits, little endian. */
export function readWord(port: MemoryPort, address: bigint): bigint {
  return toInteger(readBulk(port, address, 8));
}

export function toInteger(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

export function toBytes(value: bigint, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));
}

/** One character for each byte of the UTF-8 form. */
export function encodeUtf8(text: string): string {
  if (!/[^\0-\x7f]/.test(text)) return text;
  let bytes = '';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code < 0x80) bytes += character;
    else {
      const more = code < 0x800 ? 1 : code < 0x1_0000 ? 2 : 3;
      bytes += String.fromCharCode(((0xf00 >> more) & 0xff) | (code >> (6 * more)));
      for (let left = more - 1; left >= 0; left--) bytes += String.fromCharCode(0x80 | ((code >> (6 * left)) & 0x3f));
    }
  }
  return bytes;
}

/** UTF-8, with U+FFFD for what is none; `rest` is an unfinished character at the end. */
export function decodeUtf8(text: string): { readonly decoded: string; readonly rest: string } {
  let decoded = '';
  for (let at = 0; at < text.length;) {
    const first = text.charCodeAt(at);
    const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    const tail = text.slice(at + 1, at + Math.max(length, 1));
    const whole = [...tail].every((character) => (character.charCodeAt(0) & 0xc0) === 0x80);
    if (length > 0 && whole && at + length > text.length) return { decoded, rest: text.slice(at) };
    decoded += length > 0 && whole ? characterOf(first, tail, length) : '\ufffd';
    at += length > 0 && whole ? length : 1;
  }
  return { decoded, rest: '' };
}

function characterOf(first: number, tail: string, length: number): string {
  let code = length === 1 ? first : first & (0x7f >> length);
  for (const character of tail) code = (code << 6) | (character.charCodeAt(0) & 0x3f);
  return code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? '\ufffd' : String.fromCodePoint(code);
}
