/** Every C file and header of ours goes through our own front end without a word, alone and with drivers on top. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
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

function headers(mode: 'kernel' | 'user'): string[] {
  const root = `${mode}/include/`;
  return Object.keys(embeddedSources)
    .filter((path) => path.startsWith(root))
    .map((path) => path.slice(root.length));
}

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

describe.each(['kernel', 'user'] as const)('%s headers', (mode) => {
  it.each(headers(mode))('<%s> compiles alone', (header) => {
    const file = { path: 'alone.c', text: `#include <${header}>\nint unit;\n`, builtIn: false };
    expect(compileUnit(file, preprocessorOptions(mode, nothing)).diagnostics.map(asText)).toEqual([]);
  });
});

describe.each([
  ['kernel', 'kernel/'],
  ['user', 'user/libc/'],
] as const)('%s C files', (mode, folder) => {
  const paths = Object.keys(embeddedSources).filter((path) => path.startsWith(folder) && path.endsWith('.c'));
  it.each(paths)('%s', (path) => {
    const file = { path, text: embeddedSources[path]!, builtIn: true };
    // Headers of one room stand beside its C files.
    const options = preprocessorOptions(mode, nothing);
    const findInclude: typeof options.findInclude = (name, ...rest) =>
      embeddedFile(name) ?? options.findInclude(name, ...rest);
    expect(compileUnit(file, { ...options, findInclude }).diagnostics.map(asText)).toEqual([]);
  });
});

describe('whole programs link', () => {
  it.each([
    ['drivers/debugfs-image.c', null],
    [null, '../user/hello.c'],
  ])('%s with %s', (driver, app) => {
    const { program, diagnostics } = build(request(driver, app));
    expect(diagnostics.map(asText)).toEqual([]);
    expect(program).not.toBeNull();
  });
});
