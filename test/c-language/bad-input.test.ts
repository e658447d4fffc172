/**
 * Sources that nobody should write, whole: through preprocessor, parser, linker and, where they get so far, the VM. Each ends in messages with a place, or in
 * a stop that says why; none throws, hangs, or asks for memory without bound.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile, functionNamed, load, runToEnd, type Compiled } from '../support/compiled-program.ts';
import { pushCall } from '../../simulator/c-language/vm.ts';

const repeat = (text: string, count: number): string => text.repeat(count);
const numbered = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('');
const billionLaughs = `#define a0 "lol"\n${numbered(12, (i) => `#define a${i + 1} ${repeat(`a${i} `, 10)}\n`)}const char *s = a12;`;

/** `codes: n messages`, the codes without repetition. */
function told({ diagnostics }: Compiled): string {
  return [...new Set(diagnostics.filter(({ severity }) => severity !== 'note').map(({ code }) => code))].join(' ');
}

describe('refused', () => {
  test.each<readonly [string, string, RegExp]>([
    ['cut off', 'int f(void) { return (1 +', /expected/],
    ['a comment without end', 'int x; /* never closed', /unterminated-comment/],
    ['a billion laughs', billionLaughs, /macro-expansion-too-large/],
    [
      'a macro within itself a thousand times',
      `#define f(x) f(x) + x\nint x = ${repeat('f(', 1000)}1${repeat(')', 1000)};`,
      /nest/,
    ],
    ['100,000 parentheses', `int x = ${repeat('(', 100_000)}1${repeat(')', 100_000)};`, /nested-too-deeply/],
    ['100,000 braces', `void f(void) ${repeat('{', 100_000)}${repeat('}', 100_000)}`, /nested-too-deeply/],
    ['100,000 pointers', `int ${repeat('*', 100_000)}x;`, /nested-too-deeply/],
    ['100,000 structs', `${repeat('struct {', 100_000)}int x;${repeat('};', 100_000)}`, /nested-too-deeply/],
    ['100,000 initialisers', `int x[] = ${repeat('{', 100_000)}1${repeat('}', 100_000)};`, /nested-too-deeply/],
    [
      '50,000 cases of one statement',
      `int f(int x) { switch (x) { ${numbered(50_000, (i) => `case ${i}: `)} return 1; } return 0; }`,
      /nested-too-deeply/,
    ],
    ['100,000 conditions', `${repeat('#if 1\n', 100_000)}int x;`, /unterminated-conditional/],
    ['an array of a terabyte', 'char big[1UL << 40]; int main(void) { return big[1]; }', /too-large/],
    ['many large arrays', numbered(40, (i) => `char b${i}[1 << 23];\n`), /too-large/],
    ['an array larger than memory has addresses', 'char big[1UL << 63];', /bad-array/],
    ['a large array with a value', 'int big[1 << 28] = {[5] = 1, [99999999] = 7};', /too-large/],
    ['a range of a hundred million', 'int big[] = {[0 ... 99999999] = 5};', /too-large/],
    ['a function around a struct of itself', 'struct s { struct s in; }; struct s x;', /incomplete-type/],
    ['NUL bytes', 'int a\0b; int c\0;', /stray-character/],
    ['UTF-16', [...'#include <x.h>\nint x;'].join('\0'), /stray-character|expected/],
    ['every byte', String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code)).repeat(50), /./],
    ['a string over lines', 'const char *s = "one\ntwo";', /unterminated-literal/],
    ['a file of strings', repeat('"x" ', 50_000), /expected/],
  ])('%s', (_, text, codes) => {
    const compiled = compile({ 'bad.c': text });
    expect(compiled.program).toBeNull();
    expect(told(compiled)).toMatch(codes);
    // The preprocessor's and the parser's, each with its closing note.
    expect(compiled.diagnostics.length).toBeLessThanOrEqual(402);
    for (const { place } of compiled.diagnostics) expect(place.line).toBeGreaterThan(0);
  });
});

describe('taken', () => {
  test.each<readonly [string, string, number]>([
    [
      '100,000 lines',
      `${numbered(100_000, (i) => `int v${i} = ${i};\n`)}int main(void) { return v77 + v99999 - 99999; }`,
      77,
    ],
    [
      '20,000 functions',
      `${numbered(20_000, (i) => `static int f${i}(int x) { return x + ${i}; }\n`)}int main(void) { return f19999(1) - 19990; }`,
      10,
    ],
    [
      '100,000 enumerators',
      `enum e { ${numbered(100_000, (i) => `E${i}, `)} };\nint main(void) { return E99999 - 99990; }`,
      9,
    ],
    [
      '20,000 members',
      `struct s { ${numbered(20_000, (i) => `int m${i}; `)} } v; int main(void) { v.m19999 = 3; return v.m19999; }`,
      3,
    ],
    [
      '20,000 statements on one line',
      `int main(void) { int x = 0; ${repeat('x += 1; ', 20_000)} return x - 19990; }`,
      10,
    ],
    [
      'a string of 300,000 characters',
      `const char s[] = "${repeat('x', 300_000)}"; int main(void) { return sizeof s - 300000; }`,
      1,
    ],
    [
      'a name of 300,000 characters',
      `int ${repeat('x', 300_000)} = 4; int main(void) { return ${repeat('x', 300_000)}; }`,
      4,
    ],
    ['a line of 100,000 comments', `int main(void) { return ${repeat('/**/ ', 100_000)} 6; }`, 6],
  ])('%s', (_, text, result) => {
    const { program, diagnostics } = compile({ 'large.c': text });
    expect(diagnostics).toEqual([]);
    const machine = load(program!);
    pushCall(program!, machine.thread, functionNamed(program!, 'main'), []);
    expect(runToEnd(machine, 200_000).kind).toBe('finished');
    expect(Number(BigInt.asIntN(32, machine.thread.result))).toBe(result);
  });
});

describe('stopped', () => {
  test.each([
    ['recursion without end', 'int main(void) { return main() + 1; }', 'stack-overflow'],
    [
      'locals larger than the stack',
      'int f(void) { char big[1UL << 33]; big[5] = 1; return big[6]; } int main(void) { return f(); }',
      'stack-overflow',
    ],
    [
      'locals of two gigabytes',
      'int f(void) { char big[1UL << 31]; return big[6]; } int main(void) { return f(); }',
      'stack-overflow',
    ],
    ['an array of negative length', 'int n = -5; int main(void) { char v[n]; return v[0]; }', 'stack-overflow'],
    ['division by zero', 'int n; int main(void) { return 1 / n; }', 'division-by-zero'],
    ['a remainder by zero of 128 bits', '__int128 n; int main(void) { return (__int128)7 % n; }', 'division-by-zero'],
    ['a jump to nowhere', 'int main(void) { void *p = (void *)8; goto *p; }', 'bad-goto'],
    ['a call to nowhere', 'int main(void) { return ((int (*)(void))0x1234)(); }', 'bad-function-pointer'],
  ])('%s', (_, text, code) => {
    const { program } = compile({ 'wild.c': text });
    const machine = load(program!);
    pushCall(program!, machine.thread, functionNamed(program!, 'main'), []);
    expect(runToEnd(machine, 1_000_000)).toMatchObject({ kind: 'trap', code });
  });

  test('an endless loop gives back control when its budget is used up, however often', () => {
    const { program } = compile({ 'loop.c': 'int main(void) { for (;;) ; }' });
    const machine = load(program!);
    pushCall(program!, machine.thread, functionNamed(program!, 'main'), []);
    for (let i = 0; i < 5; i++) expect(runToEnd(machine, 10_000).kind).toBe('budget');
  });
});

const healthy = `#define LIMIT 16\n#define each(i, n) for (int i = 0; i < (n); i++)\n#if LIMIT > 8\ntypedef struct node { struct node *next; unsigned bits : 5, more : 27; char name[LIMIT]; } node;\n#else\n#error small\n#endif\nstatic node nodes[] = {[0 ... 3] = {.bits = 7, .name = "x\\n"}, {0}};\nlong sum(int n, ...) { __builtin_va_list l; __builtin_va_start(l, n); long s = 0; each(i, n) s += __builtin_va_arg(l, int); __builtin_va_end(l); return s; }\nint main(void) { __int128 w = 1; double d = 1.5e3; each(i, LIMIT) { w = w * 3 + i; nodes[i & 3].bits ^= i; switch (i) { case 1 ... 4: continue; default: d /= 2; } } return (int)sum(3, (int)w, (int)d, nodes[2].bits); }\n`;

test('bytes replaced, inserted and left out anywhere', () => {
  const change = fc.record({ at: fc.nat(healthy.length), kind: fc.nat(2), byte: fc.nat(255) });
  expect(compile({ 'healthy.c': healthy }).diagnostics).toEqual([]);
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
      let text = healthy;
      for (const { at, kind, byte } of changes)
        text = text.slice(0, at) + (kind < 2 ? String.fromCharCode(byte) : '') + text.slice(kind === 1 ? at : at + 1);
      const { program, diagnostics } = compile({ 'changed.c': text });
      expect(diagnostics.length).toBeLessThanOrEqual(402);
      if (!program?.functions.some(({ name }) => name === 'main')) return;
      const machine = load(program);
      pushCall(program, machine.thread, functionNamed(program, 'main'), []);
      runToEnd(machine, 5_000);
    }),
    { seed: 20261125, numRuns: 700, interruptAfterTimeLimit: 4_000 },
  );
}, 20_000);
