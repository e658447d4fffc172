/** The C library's printf and scanf: thousands of conversions, the same as gcc's own C library prints. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatC } from '../../../simulator/kernel/format.ts';
import type { KernelContext } from '../../../simulator/kernel/kernel-context.ts';
import { createFlatMemory, mapRange, writeBytes } from '../../support/flat-memory.ts';

const argumentBase = 0x1000n;
const stringBase = 0x2000n;

type Value = { readonly c: string; readonly raw: bigint; readonly text?: string };

const integer = (value: bigint, suffix: string): Value => ({
  c: `${value === -(2n ** 63n) ? '(-9223372036854775807L - 1)' : value}${value === -(2n ** 63n) ? '' : suffix}`,
  raw: BigInt.asUintN(64, value),
});
const floating = (value: number): Value => ({ c: cDouble(value), raw: bitsOf(value) });
const string = (text: string): Value => ({ c: JSON.stringify(text), raw: stringBase, text });

function bitsOf(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0);
}

/** By its bits, so that no decimal conversion of gcc's is trusted. */
function cDouble(value: number): string {
  return `d(0x${bitsOf(value).toString(16)}UL)`;
}

const integers = [0n, 1n, -1n, 7n, 42n, -128n, 255n, 65536n, 2147483647n, -2147483648n].map((value) =>
  integer(value, ''),
);
const longs = [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 1234567890123n].map((value) => integer(value, 'L'));
const doubles = [
  0, -0, 1, -1, 0.5, 1.5, 2.5, 0.125, 0.1, 1 / 3, 9.995, 99.5, 999999.5, 1e15, 1e16, 1e21, 1e22, 123456789, 1e-5, 1e-4, 0.00012345,
  5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, Math.PI, 1e100, 0.045, 1.005, 1023.9999999999999, Infinity, -Infinity, NaN,
].map(floating); // prettier-ignore
const strings = ['', 'a', 'hello', 'a longer text'].map(string);

const flags = ['', '-', '0', '+', ' ', '#', '-+', '0+', '#0', '- '];
const sizes = ['', '1', '8', '12', '.0', '.1', '.5', '12.3', '8.0', '20.12'];

function* cases(): Generator<{ format: string; value: Value }> {
  for (const flag of flags)
    for (const size of sizes) {
      for (const conversion of ['d', 'i', 'u', 'x', 'X', 'o', 'hd', 'hhd', 'hhu', 'hx'])
        for (const value of integers) yield { format: `%${flag}${size}${conversion}`, value };
      for (const conversion of ['ld', 'lu', 'lx', 'llo', 'zd', 'jx'])
        for (const value of longs) yield { format: `%${flag}${size}${conversion}`, value };
      for (const conversion of ['f', 'F', 'e', 'E', 'g', 'G', 'a', 'A'])
        for (const value of doubles)
          if (!losesZeros(flag, conversion, value)) yield { format: `%${flag}${size}${conversion}`, value };
    }
  for (const flag of ['', '-'])
    for (const size of sizes) {
      for (const value of strings) yield { format: `%${flag}${size}s`, value };
      yield { format: `%${flag}${size.replace(/\..*/, '')}c`, value: integer(65n, '') };
    }
  yield { format: 'no conversion %% at all', value: integer(0n, '') };
}

/** glibc 2.36 drops the zeros that C11 7.21.6.1 keeps for `#` when rounding carries into a new digit. */
function losesZeros(flag: string, conversion: string, value: Value): boolean {
  return flag.includes('#') && /[gG]/.test(conversion) && value.raw === bitsOf(999999.5);
}

function gccAnswers(all: readonly { format: string; value: Value }[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'c-formats-'));
  try {
    const lines = all.map(({ format, value }) => `  printf("[" ${JSON.stringify(format)} "]\\n", ${value.c});`);
    const head =
      '#include <stdio.h>\n#include <string.h>\nstatic double d(unsigned long b) { double v; memcpy(&v, &b, 8); return v; }\n';
    // Many small functions: one with all of them takes gcc minutes.
    const functions: string[] = [];
    for (let at = 0; at < lines.length; at += 500)
      functions.push(`static void f${functions.length}(void) {\n${lines.slice(at, at + 500).join('\n')}\n}\n`);
    const main = `int main(void) { ${functions.map((_, index) => `f${index}();`).join(' ')} return 0; }\n`;
    writeFileSync(join(folder, 'all.c'), head + functions.join('') + main);
    execFileSync('gcc', ['-O0', '-w', '-o', join(folder, 'all'), join(folder, 'all.c')]);
    return execFileSync(join(folder, 'all'), { encoding: 'latin1', maxBuffer: 1 << 26 }).split('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function ourAnswer(format: string, value: Value): string {
  const memory = createFlatMemory('user');
  mapRange(memory, argumentBase, 64);
  mapRange(memory, stringBase, 128);
  const slot = new DataView(new ArrayBuffer(8));
  slot.setBigUint64(0, value.raw, true);
  writeBytes(memory, argumentBase, new Uint8Array(slot.buffer));
  writeBytes(
    memory,
    stringBase,
    Uint8Array.from(`${value.text ?? ''}\0`, (character) => character.charCodeAt(0)),
  );
  const context = { port: memory.port, mode: 'user' } as KernelContext;
  return `[${formatC(context, format, { next: argumentBase })}]`;
}

describe('printf', () => {
  it('prints what gcc prints', () => {
    const all = [...cases()];
    const expected = gccAnswers(all);
    const wrong = all
      .map(({ format, value }, index) => ({
        format,
        value: value.c,
        ours: ourAnswer(format, value),
        gcc: expected[index],
      }))
      .filter(({ ours, gcc }) => ours !== gcc);
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(all.length).toBeGreaterThan(30_000);
  });
});
