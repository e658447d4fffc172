/** A small C library for compiled test programs: `printf` and the string functions as VM builtins over a flat memory. */
import type { BuiltinCall, BuiltinValue } from '../../simulator/c-language/thread-state.ts';
import type { FlatMemory } from './flat-memory.ts';
import { readBytes, readString, writeBytes } from './flat-memory.ts';

export interface TestLibc {
  readonly memory: FlatMemory;
  /** What was printed, one character a byte. */
  output: string;
  /** Next free address of `malloc`. */
  heap: bigint;
}

/** Declarations, included by test programs as any of the standard headers. */
export const libcHeader = `
#ifndef TEST_LIBC_H
#define TEST_LIBC_H
typedef unsigned long size_t; typedef long ptrdiff_t; typedef long ssize_t; typedef int wchar_t;
typedef signed char int8_t; typedef unsigned char uint8_t; typedef short int16_t; typedef unsigned short uint16_t;
typedef int int32_t; typedef unsigned int uint32_t; typedef long int64_t; typedef unsigned long uint64_t;
typedef long intptr_t; typedef unsigned long uintptr_t;
typedef __builtin_va_list va_list;
#define va_start(a, b) __builtin_va_start(a, b)
#define va_end(a) __builtin_va_end(a)
#define va_arg(a, t) __builtin_va_arg(a, t)
#define va_copy(a, b) __builtin_va_copy(a, b)
#define offsetof(t, m) __builtin_offsetof(t, m)
#define NULL ((void *)0)
#define bool _Bool
#define true 1
#define false 0
#define INT_MAX 2147483647
#define INT_MIN (-INT_MAX - 1)
#define UINT_MAX 4294967295U
#define LONG_MAX 9223372036854775807L
#define LONG_MIN (-LONG_MAX - 1L)
#define ULONG_MAX 18446744073709551615UL
int printf(const char *format, ...); int vprintf(const char *format, va_list list); int puts(const char *text);
int putchar(int c); int sprintf(char *to, const char *format, ...); int snprintf(char *to, size_t size, const char *format, ...);
void *memcpy(void *to, const void *from, size_t n); void *memmove(void *to, const void *from, size_t n);
void *memset(void *to, int c, size_t n); int memcmp(const void *a, const void *b, size_t n);
size_t strlen(const char *s); int strcmp(const char *a, const char *b); int strncmp(const char *a, const char *b, size_t n);
char *strcpy(char *to, const char *from); char *strchr(const char *s, int c); char *strcat(char *to, const char *from);
void *malloc(size_t n); void *calloc(size_t n, size_t size); void free(void *p); void exit(int code); void abort(void);
int abs(int x); long labs(long x); long long llabs(long long x);
char *strncpy(char *to, const char *from, size_t n); double fabs(double x); float fabsf(float x); double sqrt(double x);
#endif
`;

type Function = (libc: TestLibc, values: readonly BuiltinValue[]) => BuiltinValue | undefined;

const functions: Readonly<Record<string, Function>> = {
  printf: (libc, [format, list]) => print(libc, format, list),
  vprintf: (libc, [format, list]) => print(libc, format, wordAt(libc, BigInt(list!))),
  puts: (libc, [text]) => emit(libc, readString(libc.memory, BigInt(text!)) + '\n'),
  putchar: (libc, [c]) => emit(libc, String.fromCharCode(Number(c) & 0xff)),
  sprintf: (libc, [to, format, list]) => {
    const text = formatText(libc, format, list);
    writeText(libc, BigInt(to!), text);
    return text.length;
  },
  snprintf: (libc, [to, size, format, list]) => {
    const text = formatText(libc, format, list);
    if (BigInt(size!) > 0n) writeText(libc, BigInt(to!), text.slice(0, Number(size) - 1));
    return text.length;
  },
  memcpy: copy,
  memmove: copy,
  memset: ({ memory }, [to, c, n]) => {
    readBytes(memory, BigInt(to!), Number(n)).fill(Number(c) & 0xff);
    return to;
  },
  memcmp: ({ memory }, [a, b, n]) =>
    compare(latin1(readBytes(memory, BigInt(a!), Number(n))), latin1(readBytes(memory, BigInt(b!), Number(n)))),
  strlen: ({ memory }, [s]) => BigInt(readString(memory, BigInt(s!)).length),
  strcmp: ({ memory }, [a, b]) => compare(readString(memory, BigInt(a!)), readString(memory, BigInt(b!))),
  strncmp: ({ memory }, [a, b, n]) =>
    compare(readString(memory, BigInt(a!)).slice(0, Number(n)), readString(memory, BigInt(b!)).slice(0, Number(n))),
  strcpy: (libc, [to, from]) => {
    writeText(libc, BigInt(to!), readString(libc.memory, BigInt(from!)));
    return to;
  },
  strcat: (libc, [to, from]) => {
    const end = BigInt(to!) + BigInt(readString(libc.memory, BigInt(to!)).length);
    writeText(libc, end, readString(libc.memory, BigInt(from!)));
    return to;
  },
  strchr: ({ memory }, [s, c]) => {
    const at = `${readString(memory, BigInt(s!))}\0`.indexOf(String.fromCharCode(Number(c) & 0xff));
    return at < 0 ? 0n : BigInt(s!) + BigInt(at);
  },
  malloc: (libc, [n]) => allocate(libc, BigInt(n!)),
  calloc: (libc, [n, size]) => allocate(libc, BigInt(n!) * BigInt(size!)),
  free: () => undefined,
  abs: (_, [x]) => Math.abs(Number(x)),
  labs: (_, [x]) => (BigInt(x!) < 0n ? -BigInt(x!) : x),
  llabs: (_, [x]) => (BigInt(x!) < 0n ? -BigInt(x!) : x),
  strncpy: (libc, [to, from, n]) => {
    const text = readString(libc.memory, BigInt(from!)).slice(0, Number(n)).padEnd(Number(n), '\0');
    writeBytes(
      libc.memory,
      BigInt(to!),
      Uint8Array.from(text, (c) => c.charCodeAt(0)),
    );
    return to;
  },
  fabs: (_, [x]) => Math.abs(Number(x)),
  fabsf: (_, [x]) => Math.abs(Number(x)),
  sqrt: (_, [x]) => Math.sqrt(Number(x)),
};

export function hasLibcFunction(name: string): boolean {
  return name in functions;
}

export function callLibc(libc: TestLibc, call: BuiltinCall): BuiltinValue | undefined {
  const found = functions[call.name];
  if (!found) throw new Error(`The test C library has no ${call.name}.`);
  return found(libc, call.arguments);
}

function copy({ memory }: TestLibc, [to, from, n]: readonly BuiltinValue[]): BuiltinValue {
  writeBytes(memory, BigInt(to!), readBytes(memory, BigInt(from!), Number(n)).slice());
  return to!;
}

function allocate(libc: TestLibc, size: bigint): bigint {
  const address = libc.heap;
  libc.heap += (size + 15n) & ~15n;
  return address;
}

function emit(libc: TestLibc, text: string): number {
  libc.output += text;
  return text.length;
}

function print(libc: TestLibc, format: BuiltinValue | undefined, list: BuiltinValue | undefined): number {
  return emit(libc, formatText(libc, format, list));
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function writeText({ memory }: TestLibc, address: bigint, text: string): void {
  writeBytes(
    memory,
    address,
    Uint8Array.from(`${text}\0`, (c) => c.charCodeAt(0)),
  );
}

function wordAt({ memory }: TestLibc, address: bigint): bigint {
  const bytes = readBytes(memory, address, 8);
  return new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
}

const conversion = /%([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+)?)?(hh|h|ll|l|z|t|j|L)?([diuxXocspfeEgG%])/g;

/** The arguments lie in memory, eight bytes each. */
function formatText(libc: TestLibc, format: BuiltinValue | undefined, list: BuiltinValue | undefined): string {
  let next = BigInt(list!);
  const take = (): bigint => {
    next += 8n;
    return wordAt(libc, next - 8n);
  };
  const text = readString(libc.memory, BigInt(format!));
  return text.replace(
    conversion,
    (
      whole,
      flags: string,
      width: string | undefined,
      precision: string | undefined,
      length: string | undefined,
      letter: string,
    ) => {
      if (letter === '%') return '%';
      const columns = width === '*' ? Number(BigInt.asIntN(32, take())) : Number(width ?? 0);
      const digits = !whole.includes('.')
        ? null
        : precision === '*'
          ? Number(BigInt.asIntN(32, take()))
          : Number(precision ?? 0);
      const left = flags.includes('-') || columns < 0;
      const body = convert(libc, letter, length ?? '', flags, digits, take());
      return pad(
        body,
        Math.abs(columns),
        left,
        flags.includes('0') && !left && (digits === null || 'feEgG'.includes(letter)),
      );
    },
  );
}

function pad(body: string, columns: number, left: boolean, zeros: boolean): string {
  if (left) return body.padEnd(columns);
  if (!zeros) return body.padStart(columns);
  const sign = /^[-+ ]?(?:0[xX])?/.exec(body)![0];
  return sign + body.slice(sign.length).padStart(columns - sign.length, '0');
}

function convert(
  libc: TestLibc,
  letter: string,
  length: string,
  flags: string,
  digits: number | null,
  word: bigint,
): string {
  const bits = length === 'hh' ? 8 : length === 'h' ? 16 : length === '' ? 32 : 64;
  switch (letter) {
    case 'c':
      return String.fromCharCode(Number(word & 0xffn));
    case 's': {
      const text = word === 0n ? '(null)' : readString(libc.memory, word);
      return digits === null ? text : text.slice(0, digits);
    }
    case 'p':
      return word === 0n ? '(nil)' : `0x${word.toString(16)}`;
    case 'd':
    case 'i': {
      const value = BigInt.asIntN(bits, word);
      const magnitude = (value < 0n ? -value : value).toString().padStart(digits ?? 1, '0');
      return (value < 0n ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '') + magnitude;
    }
    case 'u':
    case 'x':
    case 'X':
    case 'o':
      return unsignedText(letter, BigInt.asUintN(bits, word), flags, digits);
    default:
      return floatingText(letter, word, flags, digits ?? 6);
  }
}

function unsignedText(letter: string, value: bigint, flags: string, digits: number | null): string {
  const radix = letter === 'u' ? 10 : letter === 'o' ? 8 : 16;
  const text = value.toString(radix).padStart(digits ?? 1, '0');
  const prefix = flags.includes('#') && value !== 0n ? (radix === 16 ? '0x' : radix === 8 ? '0' : '') : '';
  return letter === 'X' ? (prefix + text).toUpperCase() : prefix + text;
}

function floatingText(letter: string, word: bigint, flags: string, digits: number): string {
  const value = new Float64Array(BigUint64Array.of(word).buffer)[0]!;
  const sign = value < 0 || Object.is(value, -0) ? '-' : flags.includes('+') ? '+' : '';
  const magnitude = Math.abs(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '-nan' : `${sign}inf`;
  if (letter === 'f') return sign + magnitude.toFixed(digits);
  if (letter === 'e') return sign + exponent(magnitude.toExponential(digits));
  return sign + shortest(magnitude, digits || 1);
}

function exponent(text: string): string {
  return text.replace(/e([-+])(\d)$/, 'e$10$2');
}

function shortest(value: number, digits: number): string {
  const power = value === 0 ? 0 : Number(value.toExponential(digits - 1).split('e')[1]);
  if (power < -4 || power >= digits) return exponent(value.toExponential(digits - 1).replace(/\.?0+e/, 'e'));
  const fixed = value.toFixed(digits - 1 - power);
  return fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed;
}
