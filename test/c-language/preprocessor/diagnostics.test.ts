/** Every message: its code, severity and place, and that one mistake gives one. */
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../../simulator/c-language/source.ts';
import type { Files } from './preprocess-files.ts';
import { preprocessFiles, preprocessText, texts } from './preprocess-files.ts';

/** `severity code path:line:column`, and ` note line:column` for each note. */
function shown({ severity, code, place, notes }: Diagnostic): string {
  const also = notes.map((note) => ` note ${note.place.line}:${note.place.column}`).join('');
  return `${severity} ${code} ${place.file.path}:${place.line}:${place.column}${also}`;
}

describe('messages', () => {
  test.each<[source: string | Files, diagnostics: string[]]>([
    ['a /* b\nc', ['error unterminated-comment main.c:1:3']],
    ['a @ b', ['error stray-character main.c:1:3']],
    ['a \0 b', ['error stray-character main.c:1:3']],
    ['#define AT @\n#define S(x) #x\nS(@ \0)\n#if 0\n@\n#endif', []],
    ['x AT\n#define AT @\nAT', ['error stray-character main.c:2:12']],
    ['p("abc);\nq', ['error unterminated-literal main.c:1:3']],
    ["it's\nq", ['error unterminated-literal main.c:1:3']],
    ["#error it's\n#if 0\nit's\n#endif", ['error error-directive main.c:1:2']],
    ['#warning w', ['warning warning-directive main.c:1:2']],
    ['#foo bar', ['error unknown-directive main.c:1:2']],
    ['#define A 1\n#define A 2', ['warning macro-redefined main.c:2:9 note 1:9']],
    ['#define A(x) x\n#define A(y) y', ['warning macro-redefined main.c:2:9 note 1:9']],
    ['#define A 1 2\n#define A 1  2\n#undef A\n#define A 3', []],
    ['#define __LINE__ 1', ['warning macro-redefined main.c:1:9']],
    ['#undef __FILE__', ['warning builtin-macro main.c:1:8']],
    ['#define', ['error missing-macro-name main.c:1:2']],
    ['#define 3 x', ['error invalid-macro-name main.c:1:9']],
    ['#define defined x', ['error invalid-macro-name main.c:1:9']],
    ['#define f(a, a) x', ['error invalid-parameter main.c:1:14']],
    ['#define f(a; b) x', ['error invalid-parameter-list main.c:1:12']],
    ['#define f(a', ['error invalid-parameter-list main.c:1:11']],
    ['#define f(a) #b', ['error invalid-macro-body main.c:1:14']],
    ['#define A ## b', ['error invalid-macro-body main.c:1:11']],
    ['#define A b ##', ['error invalid-macro-body main.c:1:13']],
    ['#define f(...) __VA_OPT__(x', ['error invalid-macro-body main.c:1:16']],
    ['#define f(a) __VA_ARGS__', ['warning misplaced-va-args main.c:1:14']],
    ['#define f(a, b) a\n  f(1)', ['error macro-argument-count main.c:2:3 note 1:9']],
    ['#define f(a, b) a\nf(1, 2, 3)', ['error macro-argument-count main.c:2:1 note 1:9']],
    ['#define f(a, b) a\n f(1, 2', ['error unterminated-macro-call main.c:2:2']],
    ['#define c(a, b) a ## b\nx c(+, /)', ['error invalid-paste main.c:2:3']],
    ['#define s(x) #x\ns(\\)', ['warning trailing-backslash main.c:2:1']],
    ['#if 1\n#else\n', ['error unterminated-conditional main.c:1:2']],
    ['#if 0\n#if 1\n', ['error unterminated-conditional main.c:1:2']],
    ['#else', ['error stray-else main.c:1:2']],
    ['#elif 1', ['error stray-elif main.c:1:2']],
    ['\n # endif', ['error stray-endif main.c:2:4']],
    ['#if 1\n#else\n#else\n#endif', ['error else-after-else main.c:3:2 note 2:2']],
    ['#if 0\n#else\n#elif 1\n#endif', ['error elif-after-else main.c:3:2 note 2:2']],
    ['#ifdef A B\n#endif C', ['warning extra-tokens main.c:1:10', 'warning extra-tokens main.c:2:8']],
    ['#undef A B', ['warning extra-tokens main.c:1:10']],
    ['#if\n#endif', ['error invalid-condition main.c:1:2']],
    ['#if 1 +\n#endif', ['error invalid-condition main.c:1:7']],
    ['#if (1\n#endif', ['error invalid-condition main.c:1:6']],
    ['#if 1 2\n#endif', ['error invalid-condition main.c:1:7']],
    ['#if 1 ? 2\n#endif', ['error invalid-condition main.c:1:9']],
    ['#if 1 / 0\n#endif', ['error invalid-condition main.c:1:7']],
    ['#if 0 && 1 / 0 || 1 ? 2 : 3 % 0\n#endif', []],
    ['#if 1.5 || 1e3\n#endif', ['error invalid-condition main.c:1:5']],
    ['#if 08\n#endif', ['error invalid-condition main.c:1:5']],
    ['#if 1ulu\n#endif', ['error invalid-condition main.c:1:5']],
    ['#if 0x10000000000000000\n#endif', ['error invalid-condition main.c:1:5']],
    ["#if ''\n#endif", ['error invalid-condition main.c:1:5']],
    ["#if '\\q'\n#endif", ['error invalid-condition main.c:1:5']],
    ['#if F(1)\n#endif', ['error invalid-condition main.c:1:5']],
    ['#if A = 1\n#endif', ['error invalid-condition main.c:1:7']],
    ['#if defined\n#endif', ['error invalid-condition main.c:1:5']],
    ['#if defined(A\n#endif', ['error invalid-condition main.c:1:5']],
    ['#if __has_include\n#endif', ['error invalid-condition main.c:1:5']],
    ['#line x', ['error invalid-line main.c:1:2']],
    ['#include', ['error invalid-include main.c:1:2']],
    ['#include foo', ['error invalid-include main.c:1:10']],
    ['#include "none.h"', ['error missing-include main.c:1:10']],
    ['#pragma pack(push, 1)\n#pragma pack(pop)\n#pragma pack()', []],
    ['#pragma pack(3)', ['warning invalid-pragma main.c:1:2']],
    ['#pragma pack(pop)', ['warning invalid-pragma main.c:1:2']],
    ['#pragma pack(pop, name)', ['warning invalid-pragma main.c:1:2']],
    ['#pragma pack 1', ['warning invalid-pragma main.c:1:2']],
    ['#pragma GCC warning "careful"', ['warning pragma-message main.c:1:2']],
    ['#pragma GCC poison x\n#pragma anything at all', []],
    ['_Pragma(1)', ['error invalid-pragma-operator main.c:1:1']],
    [{ 'main.c': 'a\n#include "s.h"', 's.h': '\n #include "s.h"\n #include "s.h"' }, ['error include-depth s.h:2:11']],
    [
      { 'main.c': '#include "a.h"', 'a.h': '#include "b.h"', 'b.h': '#include "a.h"' },
      ['error include-depth a.h:1:10'],
    ],
    [
      { 'main.c': '#include "a.h"\n#endif', 'a.h': '#if 1' },
      ['error unterminated-conditional a.h:1:2', 'error stray-endif main.c:2:2'],
    ],
  ])('%j', (source, diagnostics) => {
    const files: Files = typeof source === 'string' ? { 'main.c': source } : source;
    expect(preprocessFiles(files).diagnostics.map(shown)).toEqual(diagnostics);
  });
});

test('a main file that includes itself is told where', () => {
  const { diagnostics } = preprocessFiles({ 'main.c': 'int a;\n#include "main.c"\n' });
  expect(diagnostics.map(shown)).toEqual(['error include-depth main.c:2:10']);
  expect(diagnostics[0]!.message).toBe(`'main.c' includes itself without end`);
  const { diagnostics: rest } = preprocessFiles({
    'main.c': '#include "main.c"\n#include <none.h>\n#if X(1)\n#endif\n',
  });
  expect(rest.map(shown)).toEqual(['error include-depth main.c:1:10']);
});

test('exponential macros end in one error', () => {
  const doubling = Array.from({ length: 40 }, (_, n) => `#define x${n + 1} x${n} x${n}`).join('\n');
  const { diagnostics } = preprocessText(`#define x0 1\n${doubling}\nx40 x40`);
  expect(diagnostics.map(shown)).toEqual(['error macro-expansion-too-large main.c:42:1']);
});

test('macro calls nested in arguments without measure end in one error', () => {
  const deep = `${'f('.repeat(5000)}1${')'.repeat(5000)}`;
  const { diagnostics } = preprocessText(`#define f(x) x\n${deep}`);
  expect(diagnostics.map(({ code }) => code)).toEqual(['macro-nesting-too-deep']);
});

test('deep conditions end in one error', () => {
  const source = `#if ${'('.repeat(100_000)}1\n#endif\n#if ${'!'.repeat(100_000)}1\n#endif`;
  expect(preprocessText(source).diagnostics.map(shown)).toEqual([
    'error invalid-condition main.c:1:205',
    'error invalid-condition main.c:3:205',
  ]);
});

test('one forgotten parenthesis does not hide the rest of a file', () => {
  const result = preprocessText('#define min(a, b) a\nx = min(1, 2;\nint f(void);\n#define N 3\nmin(4, 5) N');
  expect(texts(result).join(' ')).toBe('x = min ( 1 , 2 ; int f ( void ) ; 4 3');
});

test('a missing include is a warning where that is tolerated, and listed', () => {
  const result = preprocessText('#include <linux/none.h>\nint a;', { tolerateMissingIncludes: true });
  expect(result.diagnostics.map(shown)).toEqual(['warning missing-include main.c:1:10']);
  expect(result.missingIncludes.map(({ name, place }) => `${name} ${place.line}`)).toEqual(['linux/none.h 1']);
  expect(texts(result)).toEqual(['int', 'a', ';']);
});

test('stray characters do not reach the parser, and unclosed literals are closed', () => {
  const result = preprocessText('a @ \\ b "open\\" \n\'\n');
  expect(result.tokens.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    'identifier a',
    'identifier b',
    'string "open\\" "',
    "character ' '",
    'end ',
  ]);
});
