/** Several units as one image, several images as one program: names, data, diagnostics. */
import { describe, expect, test } from 'vitest';
import { link } from '../../../simulator/c-language/link.ts';
import type { ImageSource, LinkResult } from '../../../simulator/c-language/program.ts';
import { createThread, createVm, frameAt, pushCall, run } from '../../../simulator/c-language/vm.ts';
import {
  compile,
  compileUnit,
  dataBase,
  functionNamed,
  load,
  runToEnd,
  textBase,
} from '../../support/compiled-program.ts';
import { createFlatMemory, mapRange } from '../../support/flat-memory.ts';

function linkTexts(...texts: string[]): LinkResult {
  const { program, diagnostics } = compile(Object.fromEntries(texts.map((text, i) => [`unit${i}.c`, text])));
  return { program, diagnostics };
}

/** What `main` of the units returns. */
function resultOf(...texts: string[]): bigint {
  const { program, diagnostics } = linkTexts(...texts);
  if (!program) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const machine = load(program);
  pushCall(program, machine.thread, functionNamed(program, 'main'), []);
  expect(runToEnd(machine)).toEqual({ kind: 'finished' });
  return machine.thread.result;
}

describe('names across units', () => {
  test.each([
    ['functions', 'int f(void); int main(void) { return f(); }', 'int f(void) { return 3; }', 3n],
    ['variables', 'extern int v; int main(void) { return v++ + v; }', 'int v = 4;', 9n],
    ['arrays without length', 'extern int a[]; int main(void) { return a[2]; }', 'int a[] = { 1, 2, 5 };', 5n],
    [
      'tentative definitions are one object',
      'int v; int set(void); int main(void) { set(); return v; }',
      'int v; int set(void) { return v = 6; }',
      6n,
    ],
    ['an initialised one wins', 'int v; int main(void) { return v; }', 'int v = 8;', 8n],
    [
      'static functions are private',
      'static int f(void) { return 1; } int g(void); int main(void) { return f() * 10 + g(); }',
      'static int f(void) { return 2; } int g(void) { return f(); }',
      12n,
    ],
    [
      'static variables are private',
      'static int v = 1; int g(void); int main(void) { return v * 10 + g(); }',
      'static int v = 2; int g(void) { return v; }',
      12n,
    ],
    [
      'a weak definition gives way',
      '__attribute__((weak)) int f(void) { return 1; } int main(void) { return f(); }',
      'int f(void) { return 2; }',
      2n,
    ],
    [
      'a weak definition serves',
      '__attribute__((weak)) int f(void) { return 1; } int main(void) { return f(); }',
      'int unused(void) { return 0; }',
      1n,
    ],
    [
      'inline functions of every unit are one',
      'inline int f(void) { return 7; } int main(void) { return f(); }',
      'inline int f(void) { return 7; } int g(void) { return f(); }',
      7n,
    ],
    [
      'an alias',
      'int init_module(void); int main(void) { return init_module(); }',
      'static int my_init(void) { return 5; } int init_module(void) __attribute__((alias("my_init")));',
      5n,
    ],
    [
      'an undefined weak function is null',
      'extern int f(void) __attribute__((weak)); int main(void) { return f ? f() : 42; }',
      '',
      42n,
    ],
    [
      'function pointers',
      'int f(void); int (*table[])(void) = { f, 0 }; int main(void) { return table[0](); }',
      'int f(void) { return 9; }',
      9n,
    ],
    [
      'addresses with offsets',
      'extern struct { int a, b[3]; } s; int *p = &s.b[2]; int main(void) { return *p; }',
      'struct { int a, b[3]; } s = { 1, { 2, 3, 4 } };',
      4n,
    ],
  ])('%s', (_, first, second, result) => expect(resultOf(first, second)).toBe(result));
});

describe('diagnostics', () => {
  test('two definitions of a function', () => {
    const { program, diagnostics } = linkTexts('int f(void) { return 1; }', '\nint f(void) { return 2; }');
    expect(program).toBeNull();
    expect(diagnostics).toMatchObject([
      {
        severity: 'error',
        code: 'duplicate-definition',
        place: { file: { path: 'unit1.c' }, line: 2 },
        notes: [{ place: { file: { path: 'unit0.c' }, line: 1 } }],
      },
    ]);
  });

  test('two initialised variables', () => {
    expect(linkTexts('int v = 1;', 'int v = 2;').diagnostics).toMatchObject([{ code: 'duplicate-definition' }]);
  });

  test('a function that nothing implements is a warning where it is first used', () => {
    const { program, diagnostics } = linkTexts('int gone(int);\nint main(void)\n{\n  gone(1);\n  return gone(2);\n}\n');
    expect(program).not.toBeNull();
    expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'not-modelled', place: { line: 4, column: 3 } }]);
    expect(diagnostics[0]!.message).toContain('gone');
    expect(diagnostics[0]!.message).toContain('unit0.c');
  });

  test('but not when only an unused inline function calls it', () => {
    const { diagnostics } = linkTexts(
      'int gone(int); static inline int helper(void) { return gone(1); } int main(void) { return 0; }',
    );
    expect(diagnostics).toEqual([]);
  });

  test('an undefined variable', () => {
    expect(linkTexts('extern int v; int main(void) { return v; }')).toMatchObject({
      program: null,
      diagnostics: [{ code: 'undefined-variable' }],
    });
  });

  test('atomic operations on 128 bits', () => {
    const { program, diagnostics } = linkTexts('void f(__int128 *a) { __sync_fetch_and_add(a, 1); }');
    expect(program).toBeNull();
    expect(diagnostics[0]).toMatchObject({ severity: 'error', code: 'not-modelled', place: { line: 1 } });
  });

  test('no word about a variable that is only declared', () => {
    expect(linkTexts('extern int v; int main(void) { return 0; }').diagnostics).toEqual([]);
  });
});

describe('what is lowered', () => {
  test('static functions only when somebody uses them', () => {
    const { program } = linkTexts(
      'static int a(void) { return 1; } static int b(void) { return a(); } static inline int c(void) { return 2; } int (*p)(void) = b; int d(void) { return 0; }',
    );
    expect(program!.functions.map(({ name }) => name).sort()).toEqual(['a', 'b', 'd']);
  });
});

describe('data', () => {
  const { program } = linkTexts(`
const int limit = 5;
static const char *const names[] = { "one", "two", "one" };
int zeroed[100];
int counter = 3;
char aligned __attribute__((aligned(64))) = 1;
const char *first(void) { return names[0]; }
`);
  const image = program!.images[0]!;
  const global = (name: string) => image.globals.find((each) => each.name === name)!;

  test('what is constant comes first, up to a page boundary', () => {
    expect(image.readOnlyBytes % 4096).toBe(0);
    for (const { name, address, readOnly } of image.globals) {
      expect([name, address < dataBase + BigInt(image.readOnlyBytes)]).toEqual([name, readOnly]);
    }
    expect(
      image.globals
        .filter(({ readOnly }) => readOnly)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['limit', 'names']);
  });

  test('alignment is kept', () => expect(global('aligned').address % 64n).toBe(0n));

  test('initial bytes are there, relocated', () => {
    const view = new DataView(image.data.buffer);
    const at = (name: string): number => Number(global(name).address - dataBase);
    expect(view.getInt32(at('counter'), true)).toBe(3);
    expect(view.getInt32(at('limit'), true)).toBe(5);
    const one = view.getBigUint64(at('names'), true);
    expect(view.getBigUint64(at('names') + 16, true)).toBe(one);
    expect(String.fromCharCode(...image.data.subarray(Number(one - dataBase), Number(one - dataBase) + 4))).toBe(
      'one\0',
    );
    expect(global('zeroed').size).toBe(400);
  });
});

test('a system call runs the kernel function on the kernel stack and port', () => {
  const kernelTop = 0xffffc90000004000n;
  const userTop = 0x7ffffffff000n;
  const unitOf = (path: string, text: string) => [compileUnit(path, text).unit];
  const kernel: ImageSource = {
    name: 'kernel',
    mode: 'kernel',
    textBase,
    dataBase,
    hasBuiltin: () => false,
    units: unitOf(
      'kernel.c',
      `long calls; static long fill(long *p) { p[0] = 40; p[1] = 2; return p[0] + p[1]; }
long __do_syscall(long number, long argument) { long local[2]; calls++; return number == 7 ? fill(local) + argument : -38; }`,
    ),
  };
  const user: ImageSource = {
    name: 'app',
    mode: 'user',
    textBase: 0x400000n,
    dataBase: 0x600000n,
    hasBuiltin: () => false,
    units: unitOf(
      'app.c',
      'long __syscall(long number, long argument); int main(void) { long v[4] = { 1, 2, 3, 4 }; return __syscall(7, v[3]) * 100 + v[0]; }',
    ),
  };
  const { program } = link([user, kernel]);
  const memories = { kernel: createFlatMemory('kernel'), user: createFlatMemory('user') };
  mapRange(memories.kernel, dataBase, 4096);
  mapRange(memories.kernel, kernelTop - 0x4000n, 0x4000);
  mapRange(memories.user, 0x600000n, 4096);
  mapRange(memories.user, userTop - 0x10000n, 0x10000);
  const vm = createVm(program!, {
    kernelPort: memories.kernel.port,
    userPort: memories.user.port,
    onObservation: () => undefined,
    callBuiltin: () => undefined,
  });
  const thread = createThread(
    1,
    { limit: kernelTop - 0x4000n, top: kernelTop },
    { limit: userTop - 0x10000n, top: userTop },
  );
  pushCall(program!, thread, functionNamed(program!, 'main'), []);
  const inFill = program!.statements.find(
    ({ function: of, kind }) => program!.functions[of]!.name === 'fill' && kind === 'return',
  )!;
  vm.breakpoints[inFill.index] = 1;
  expect(run(vm, thread, 100).kind).toBe('statement');
  const frames = [0, 1, 2].map((depth) => frameAt(program!, thread, depth));
  expect(frames.map(({ mode }) => mode)).toEqual(['kernel', 'kernel', 'user']);
  expect(frames[1]!.frameAddress < kernelTop && frames[1]!.frameAddress >= kernelTop - 0x4000n).toBe(true);
  expect(run(vm, thread, 100)).toEqual({ kind: 'finished' });
  expect(thread.result).toBe(4601n);
});
