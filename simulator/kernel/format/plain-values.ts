/** What a kernel `%p` shows of values in memory: socket addresses, times, escaped texts, pixel formats. */
import { readBulk } from '../../hardware/cpu-bulk.ts';
import type { KernelContext } from '../kernel-context.ts';
import { internetAddress4, internetAddress6 } from './addresses.ts';
import { readWord } from './guest-text.ts';

const families = { internet4: 2, internet6: 10 } as const;

/** `%pIS` with c, p, f, s: the address of a `struct sockaddr` by its family. */
export function socketAddress(context: KernelContext, address: bigint, extension: string): string {
  const bytes = readBulk(context.port, address, 28);
  const family = bytes[0]! | (bytes[1]! << 8);
  const options = extension.slice(2);
  const port = options.includes('p') ? `:${(bytes[2]! << 8) | bytes[3]!}` : '';
  if (family === families.internet4) return internetAddress4(bytes.subarray(4, 8), `${extension[0]}4`) + port;
  if (family !== families.internet6) return '(invalid address)';
  const host = internetAddress6(bytes.subarray(8, 24), `${extension[0]}6${options.includes('c') ? 'c' : ''}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const more = /[pfs]/.test(options);
  const flow = options.includes('f') ? `/${view.getUint32(4) & 0x0fff_ffff}` : '';
  const scope = options.includes('s') ? `%${view.getUint32(24, true)}` : '';
  return `${more ? `[${host}]` : host}${port}${flow}${scope}`;
}

interface CivilTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** `%ptR` (struct rtc_time) and `%ptT` (time64_t) with d, t, r, s. */
export function timeText(context: KernelContext, address: bigint, extension: string): string {
  const options = extension.slice(2);
  const raw = options.includes('r');
  const time = extension[1] === 'T' ? civilOfSeconds(readWord(context.port, address)) : civilOfRtc(context, address);
  const pad = (value: number, width = 2): string => value.toString().padStart(width, '0');
  const date = `${pad(time.year + (raw ? 0 : 1900), 4)}-${pad(time.month + (raw ? 0 : 1))}-${pad(time.day)}`;
  const clock = `${pad(time.hour)}:${pad(time.minute)}:${pad(time.second)}`;
  if (options.includes('d')) return date;
  return options.includes('t') ? clock : `${date}${options.includes('s') ? ' ' : 'T'}${clock}`;
}

function civilOfRtc(context: KernelContext, address: bigint): CivilTime {
  const bytes = readBulk(context.port, address, 24);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [second, minute, hour, day, month, year] = [0, 4, 8, 12, 16, 20].map((at) => view.getInt32(at, true));
  return { year: year!, month: month!, day: day!, hour: hour!, minute: minute!, second: second! };
}

/** Years from 1900 and months from 0, as `struct tm` counts. Days to a date: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
function civilOfSeconds(seconds: bigint): CivilTime {
  const total = Number(BigInt.asIntN(64, seconds));
  const days = Math.floor(total / 86_400) + 719_468;
  const rest = total - Math.floor(total / 86_400) * 86_400;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const year = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 2 : shifted - 10;
  return {
    year: year + era * 400 + (month <= 1 ? 1 : 0) - 1900,
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
    hour: Math.floor(rest / 3600),
    minute: Math.floor(rest / 60) % 60,
    second: rest % 60,
  };
}

const spaces: Readonly<Record<number, string>> = { 10: 'n', 13: 'r', 9: 't', 11: 'v', 12: 'f' };
const specials: Readonly<Record<number, string>> = { 0x22: '"', 0x5c: '\\', 7: 'a', 0x1b: 'e' };

/** `%*pE` with a, c, h, n, o, p, s: which bytes are escaped, and how; without any all that cannot be printed. */
export function escapedText(bytes: Uint8Array, extension: string): string {
  const options = /^[achnops]*/.exec(extension.slice(1))![0] || 'np*';
  const any = options.includes('a') || options.includes('*');
  const has = (letter: string): boolean => any || options.includes(letter);
  const printableStays = options.includes('p') || options.includes('*');
  return [...bytes]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      // The kernel's isprint() is that of Latin-1.
      const printable = (byte >= 0x20 && byte < 0x7f) || byte >= 0xa0;
      if (printableStays && printable) return character;
      if (has('s') && spaces[byte]) return `\\${spaces[byte]}`;
      if (has('c') && specials[byte]) return `\\${specials[byte]}`;
      if (has('n') && byte === 0) return '\\0';
      if (has('o')) return `\\${byte.toString(8).padStart(3, '0')}`;
      return options.includes('h') ? `\\x${byte.toString(16).padStart(2, '0')}` : character;
    })
    .join('');
}

/** `%p4cc`: a pixel format's four characters, byte order and number. */
export function pixelFormat(context: KernelContext, address: bigint): string {
  const value = Number(readWord(context.port, address) & 0xffff_ffffn);
  const letters = [0, 8, 16, 24].map((shift) => ((shift === 24 ? value & 0x7fff_ffff : value) >>> shift) & 0xff);
  const text = letters.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
  const order = value >= 0x8000_0000 ? 'big-endian' : 'little-endian';
  return `${text} ${order} (0x${value.toString(16).padStart(8, '0')})`;
}
