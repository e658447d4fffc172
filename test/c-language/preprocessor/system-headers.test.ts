/** A large body of foreign C: the C library's headers, with gcc's own macros defined, give the same tokens as gcc. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { preprocess } from '../../../simulator/c-language/preprocess.ts';
import type { SourceFile } from '../../../simulator/c-language/source.ts';
import { gccIsThere, gccMacros, gccPreprocess, split } from './gcc.ts';
import { texts } from './preprocess-files.ts';

const headersAreThere = existsSync('/usr/include/stdio.h');
if (!headersAreThere) console.error("the C library's headers are missing: THE PREPROCESSOR IS NOT COMPARED OVER THEM");

const headers = [
  'stdio.h', 'stdlib.h', 'string.h', 'stdint.h', 'limits.h', 'stdarg.h', 'errno.h', 'unistd.h', 'pthread.h', 'math.h', 'tgmath.h',
  'stdatomic.h', 'signal.h', 'netinet/in.h', 'sys/stat.h', 'linux/pci_regs.h', 'linux/if_ether.h', 'linux/ioctl.h', 'immintrin.h',
]; // prettier-ignore

describe.skipIf(!gccIsThere || !headersAreThere)('headers of the C library', () => {
  const search = gccIsThere ? searchDirectories() : [];
  const macros = gccIsThere ? gccMacros() : [];
  test.each(headers)('%s', (header) => {
    const source = `#include <${header}>\nINT_MAX UINT64_C(3) INT64_MAX errno stdout htons(3) S_ISDIR(4) _IOWR('a', 1, int)\n`;
    const expected = gccPreprocess(source, ['-P']);
    const result = preprocess(file('<stdin>', source), { ...options(search), defines: macros });
    expect(result.diagnostics.map(({ message }) => message)).toEqual([]);
    expect(expected.status).toBe(0);
    expect(
      texts(result).join('\n') === split(expected.stdout).join('\n'),
      firstDifference(texts(result), split(expected.stdout)),
    ).toBe(true);
  });
});

function firstDifference(ours: string[], theirs: string[]): string {
  const at = ours.findIndex((text, index) => text !== theirs[index]);
  return `token ${at}: ${ours.slice(at, at + 8).join(' ')} instead of ${theirs.slice(at, at + 8).join(' ')}`;
}

function searchDirectories(): string[] {
  const { stderr } = spawnSync('gcc', ['-E', '-v', '-x', 'c', '-'], { input: '', encoding: 'utf8' });
  return [...stderr.matchAll(/^ (\/\S+)$/gm)].map(([, directory]) => directory!);
}

const opened = new Map<string, SourceFile>();

function file(path: string, text: string): SourceFile {
  return { path, text, builtIn: true };
}

function open(path: string): SourceFile | null {
  const known = opened.get(path);
  if (known) return known;
  if (!existsSync(path)) return null;
  const source = file(path, readFileSync(path, 'utf8'));
  opened.set(path, source);
  return source;
}

function options(search: readonly string[]): Omit<Parameters<typeof preprocess>[1], 'defines'> {
  return {
    tolerateMissingIncludes: false,
    findInclude: (name, form, from, next) => {
      const own = from.path.slice(0, from.path.lastIndexOf('/'));
      const after = next ? search.findIndex((directory) => from.path.startsWith(`${directory}/`)) + 1 : 0;
      const directories = [...(form === 'quote' && !next ? [own] : []), ...search.slice(after)];
      for (const directory of directories) {
        const found = open(`${directory}/${name}`);
        if (found) return found;
      }
      return null;
    },
  };
}
