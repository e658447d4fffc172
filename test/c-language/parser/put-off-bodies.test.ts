/** Bodies of shipped functions are read when the linker needs them: the program is the same, and nothing that is wrong with it gets lost. */
import { describe, expect, it } from 'vitest';
import { hasKernelFunction, hasUserFunction } from '../../../simulator/builtin-functions.ts';
import { link } from '../../../simulator/c-language/link.ts';
import type { ImageSource, LinkResult } from '../../../simulator/c-language/program.ts';
import type { SourceFile } from '../../../simulator/c-language/source.ts';
import type { TranslationUnit } from '../../../simulator/c-language/syntax.ts';
import { compileUnit, embeddedFile, preprocessorOptions } from '../../../simulator/shipped-sources.ts';
import { embeddedSources } from '../../../simulator/embedded.generated.ts';

type Mode = ImageSource['mode'];

function compiled(mode: Mode, text: string, builtIn: boolean, putsOff: boolean): ReturnType<typeof compileUnit> {
  const file: SourceFile = { path: 'unit.c', text, builtIn };
  const options = preprocessorOptions(mode, { findInclude: () => null, defines: [] });
  const findInclude: typeof options.findInclude = (name, ...rest) =>
    embeddedFile(name) ?? options.findInclude(name, ...rest);
  return compileUnit(file, { ...options, findInclude }, putsOff);
}

function linked(mode: Mode, unit: TranslationUnit, entryPoints?: readonly string[]): LinkResult {
  const hasBuiltin = mode === 'kernel' ? hasKernelFunction : hasUserFunction;
  const bases = { textBase: 0xffffffff81000000n, dataBase: 0xffffffff82000000n };
  return link([{ name: 'unit', mode, units: [unit], ...bases, hasBuiltin, ...(entryPoints && { entryPoints }) }]);
}

const messages = ({ diagnostics }: Pick<LinkResult, 'diagnostics'>): string[] =>
  diagnostics.map(({ code, place }) => `${place.line}: ${code}`);

describe.each([
  ['kernel', 'kernel/'],
  ['user', 'user/libc/'],
] as const)('all C files of %s', (mode, folder) => {
  const paths = Object.keys(embeddedSources).filter((path) => path.startsWith(folder) && path.endsWith('.c'));
  const text = paths.map((path) => `#undef pr_fmt\n#define pr_fmt(fmt) fmt\n#include "${path}"\n`).join('');
  const [early, late] = [false, true].map((putsOff) => compiled(mode, text, true, putsOff).unit);
  const statements = (unit: TranslationUnit) => unit.functions.map(({ body }) => body.statements.length);

  it('are put off, to the last function', () => {
    expect(early!.functions.length).toBeGreaterThan(100);
    expect(late!.functions.map(({ symbol }) => symbol.name)).toEqual(early!.functions.map(({ symbol }) => symbol.name));
    expect(statements(early!).some((count) => count > 0)).toBe(true);
    expect(statements(late!).some((count) => count > 0)).toBe(false);
  });

  it('link to the same program, read early or late', () => {
    const [first, second] = [linked(mode, early!), linked(mode, late!)];
    expect(second.diagnostics).toEqual(first.diagnostics);
    expect(first.program!.code.length).toBeGreaterThan(10_000);
    expect(Buffer.compare(bytesOf(second.program!.code), bytesOf(first.program!.code))).toBe(0);
    expect(Buffer.compare(second.program!.images[0]!.data, first.program!.images[0]!.data)).toBe(0);
    const named = ({ program }: LinkResult) =>
      program!.functions.map(({ name, address, place, endPlace, locals }) => [
        name,
        address,
        place.line,
        endPlace.line,
        locals.map(({ symbol, from, to }) => [symbol.name, from, to]),
      ]);
    expect(named(second)).toEqual(named(first));
  });
});

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

describe('mistakes in bodies', () => {
  const text = [
    'int wanted(void);',
    'static int helper(int x) { return x + missing; }',
    'int unwanted(void) { return absent; }',
    'int wanted(void) { return helper(1); }',
    'int deep(void) { for (;;) { break; } return wanted() }',
  ].join('\n');

  it.each([
    ['unwanted', ['3: undeclared-identifier']],
    ['wanted', ['2: undeclared-identifier']],
    // The statement is parsed up to its `}` (gcc says: expected ';' before '}' token, on line 5).
    ['deep', ['5: expected-token', '2: undeclared-identifier']],
  ])('are told when %s is needed, each time', (entry, expected) => {
    const { unit, diagnostics } = compiled('user', text, true, true);
    expect(diagnostics).toEqual([]);
    for (let build = 0; build < 2; build++) {
      const result = linked('user', unit, [entry]);
      expect(messages(result)).toEqual(expected);
      expect(result.program).toBeNull();
    }
  });

  it('are told at once in files of the user, and where a body is not closed', () => {
    const all = ['2: undeclared-identifier', '3: undeclared-identifier', '5: expected-token'];
    expect(messages(compiled('user', text, false, true))).toEqual(all);
    const unclosed = 'int open(void) { if (1) { return 2; }';
    expect(messages(compiled('user', unclosed, true, true))).toEqual(messages(compiled('user', unclosed, true, false)));
    expect(messages(compiled('user', unclosed, true, true))).toEqual(['1: expected-token']);
  });
});
