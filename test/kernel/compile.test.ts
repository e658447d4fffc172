/** Every C file and header of ours goes through our own front end without a word, alone and with drivers on top. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { build } from '../../simulator/compile.ts';
import { compileUnit, embeddedFile, preprocessorOptions } from '../../simulator/shipped-sources.ts';
import { embeddedSources } from '../../simulator/embedded.generated.ts';
import type { Diagnostic } from '../../simulator/c-language/source.ts';
import type { RunRequest } from '../../simulator/simulation.ts';
import { defaultMachine } from './default-machine.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const nothing = { findInclude: () => null, defines: [] };
const asText = ({ place, severity, message }: Diagnostic): string =>
  `${place.file.path}:${place.line}: ${severity}: ${message}`;

function request(driver: string | null, app: string | null): RunRequest {
  const source = (path: string) => ({ path, text: readFileSync(path, 'utf8') });
  return {
    machine: defaultMachine(),
    driver: driver ? [source(here + driver)] : [],
    app: app ? source(here + app) : null,
    findInclude: () => null,
    defines: [],
    parameters: {},
    arguments: [],
    files: {},
  };
}

/**
 * What is said of one file and what it includes. Bodies are read of its own functions alone: those of a header are read where that header is the file.
 */
function complaints(mode: 'kernel' | 'user', path: string, text = embeddedSources[path]!): string[] {
  const { findInclude, ...options } = preprocessorOptions(mode, nothing);
  const file = { path, text, builtIn: false };
  const among: typeof findInclude = (name, form, from, ...rest) =>
    // Headers of one room stand beside its C files.
    embeddedFile(name) ?? findInclude(name, form, { ...from, builtIn: true }, ...rest);
  return compileUnit(file, { ...options, findInclude: among }, true).diagnostics.map(asText);
}

function paths(folder: string, ending: string): string[] {
  return Object.keys(embeddedSources).filter((path) => path.startsWith(folder) && path.endsWith(ending));
}

describe.each([
  ['kernel', 'kernel/include/', '.h'],
  ['user', 'user/include/', '.h'],
  ['kernel', 'kernel/', '.c'],
  ['user', 'user/libc/', '.c'],
] as const)('of %s: %s*%s compiles alone', (mode, folder, ending) => {
  test.each(paths(folder, ending))('%s', (path) => expect(complaints(mode, path)).toEqual([]));
});

test('a fault in a body is told', () => {
  const text = '#include <linux/list.h>\nstatic inline int f(void) { return nowhere; }\n';
  const said = ["error: 'nowhere' undeclared (first use in this function)"];
  for (const path of ['kernel/lib/planted.c', 'kernel/include/linux/planted.h'])
    expect(complaints('kernel', path, text)).toEqual(said.map((message) => `${path}:2: ${message}`));
});

describe('whole programs link', () => {
  test.each([
    ['drivers/debugfs-image.c', null],
    [null, '../user/hello.c'],
  ])('%s with %s', (driver, app) => {
    const { program, diagnostics } = build(request(driver, app));
    expect(diagnostics.map(asText)).toEqual([]);
    expect(program).not.toBeNull();
  });
});
