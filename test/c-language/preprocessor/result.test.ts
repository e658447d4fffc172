/** What the result tells besides tokens: inclusions, inactive lines, macros; and the predefined macros. */
import { describe, expect, test } from 'vitest';
import { predefinedMacros } from '../../../simulator/c-language/preprocess.ts';
import { gccIsThere, gccMacros } from './gcc.ts';
import type { Files } from './preprocess-files.ts';
import { preprocessFiles, preprocessText, texts } from './preprocess-files.ts';

describe('inactive regions', () => {
  test.each<[name: string, source: string | Files, regions: string[]]>([
    ['none', '#if 1\na\n#endif', []],
    ['if', 'x\n#if 0\na\nb\n#endif\n', ['main.c 3-4']],
    ['else', '#if 1\na\n#else\nb\n#endif', ['main.c 4-4']],
    [
      'each of a chain',
      '#if 0\na\n#elif 1\nb\n#elif 1\nc\n#else\nd\n\n#endif',
      ['main.c 2-2', 'main.c 6-6', 'main.c 8-9'],
    ],
    ['nested in one', '#if 0\n#if 1\na\n#else\nb\n#endif\n#endif', ['main.c 2-6']],
    ['nested in an active one', '#if 1\n#ifdef A\na\n#endif\n#endif', ['main.c 3-3']],
    ['nothing between', '#if 0\n#else\n#endif', []],
    ['directive of two lines', '#if 0 && \\\n 1\na\n#endif', ['main.c 3-3']],
    ['to the end of the file', '#if 0\na\nb\n', ['main.c 2-3']],
    ['to the end without a newline', '#if 0\na\nb', ['main.c 2-3']],
    ['in a header', { 'main.c': '#include "a.h"', 'a.h': '#ifdef A\na\n#endif\n' }, ['a.h 2-2']],
    [
      'guarded header read twice',
      { 'main.c': '#include "a.h"\n#include "a.h"', 'a.h': '#ifndef A\n#define A\n#endif\n' },
      [],
    ],
    [
      'header read in two ways',
      {
        'main.c': '#include "a.h"\n#define A\n#include "a.h"',
        'a.h': '#ifdef A\na\n#else\nb\n#endif\n#if 0\nc\n#endif\n',
      },
      ['a.h 7-7'],
    ],
  ])('%s', (name, source, regions) => {
    const result = preprocessFiles(typeof source === 'string' ? { 'main.c': source } : source);
    const shown = result.inactiveRegions.map(({ path, firstLine, lastLine }) => `${path} ${firstLine}-${lastLine}`);
    expect(shown).toEqual(regions);
  });
});

test('inclusions are listed in order', () => {
  const files = { 'main.c': '#include "a.h"\n#include "a.h"', 'a.h': '#pragma once\n#include "b.h"', 'b.h': '' };
  const { includes } = preprocessFiles(files);
  const shown = includes.map(({ place, file }) => `${place.file.path}:${place.line}:${place.column} ${file.path}`);
  expect(shown).toEqual(['main.c:1:10 a.h', 'a.h:2:10 b.h', 'main.c:2:10 a.h']);
});

test('macros are told as they stand at the end', () => {
  const { macros } = preprocessText('#define A 1\n#define B(x, ...) x\n#undef A\n#define C 2');
  expect(macros.has('A')).toBe(false);
  expect(macros.get('B')).toMatchObject({ parameters: ['x', '__VA_ARGS__'], variadic: true });
  expect(macros.get('C')!.body.map(({ text }) => text)).toEqual(['2']);
  expect(macros.get('C')!.place).toMatchObject({ line: 4, column: 9 });
});

test('defines as on a command line', () => {
  const defines = [
    { name: 'A', value: '1' },
    { name: 'f(x, y)', value: 'x-y' },
    { name: 'E', value: '' },
  ];
  expect(texts(preprocessText('A f(2, 3) E', { defines }))).toEqual(['1', '2', '-', '3']);
  // -U, which gcc takes in order with -D.
  const taken = [
    ...defines,
    { name: 'A', value: null },
    { name: '__linux__', value: null },
    { name: 'G', value: null },
  ];
  expect(texts(preprocessText('A G __linux__', { defines: taken }))).toEqual(['A', 'G', '__linux__']);
});

test('one unit leaves nothing behind for the next', () => {
  preprocessText('#undef __x86_64__\n#define A 1\n__COUNTER__');
  expect(texts(preprocessText('__x86_64__ A __COUNTER__'))).toEqual(['1', 'A', '0']);
});

test('dates are the same on every day', () => {
  expect(texts(preprocessText('__DATE__ __TIME__'))).toEqual(['"Jan  1 1970"', '"00:00:00"']);
});

describe.skipIf(!gccIsThere)('predefined macros as in gcc', () => {
  const reference = new Map(gccIsThere ? gccMacros().map(({ name, value }) => [name, value]) : []);
  const ours = ['__DATE__', '__TIME__', '__TIMESTAMP__', '__VERSION__'];
  test.each(predefinedMacros.filter(({ name }) => !ours.includes(name)))('$name', ({ name, value }) => {
    expect(value).toBe(reference.get(name));
  });
});
