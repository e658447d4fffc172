/** What matters here of a compiler's command line: macros, include folders, files included before the first line. */

import type { FileAccess } from '../files.ts';

export interface CompilerFlags {
  /** `NAME`, `NAME=VALUE` or `-UNAME`, in order. */
  readonly defines: readonly string[];
  readonly includePath: readonly string[];
  readonly includes: readonly string[];
}

export const noFlags: CompilerFlags = { defines: [], includePath: [], includes: [] };

/** Options of which the next word is the argument. */
const separate = new Set([
  '-o',
  '-x',
  '-MF',
  '-MT',
  '-MQ',
  '-Xassembler',
  '-Xlinker',
  '-Xpreprocessor',
  '-arch',
  '--param',
]);

/** `words` as a shell passes them; folders and files are left as they are. */
export function readFlags(words: readonly string[]): CompilerFlags {
  const flags = { defines: [] as string[], includePath: [] as string[], includes: [] as string[] };
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    const joined = /^(-D|-U|-I|-iquote|-isystem|-idirafter|-include)(.*)$/.exec(word);
    if (!joined) {
      if (separate.has(word)) index++;
      continue;
    }
    const value = joined[2] || (words[++index] ?? '');
    if (joined[1] === '-D') flags.defines.push(value);
    else if (joined[1] === '-U') flags.defines.push(`-U${value}`);
    else if (joined[1] === '-include') flags.includes.push(value);
    else flags.includePath.push(value);
  }
  return flags;
}

/** Of `NAME`, `NAME=VALUE` or `-UNAME`; `value` null: not defined. */
export function macroOf(define: string): { readonly name: string; readonly value: string | null } {
  if (define.startsWith('-U')) return { name: define.slice(2), value: null };
  const equals = define.indexOf('=');
  return equals < 0 ? { name: define, value: '1' } : { name: define.slice(0, equals), value: define.slice(equals + 1) };
}

/** kbuild runs in the kernel's tree; relative folders are taken for the module's own all the same, which is what their authors mean. */
export function inFolder(files: FileAccess, folder: string, words: readonly string[]): CompilerFlags {
  const { defines, includePath, includes } = readFlags(words);
  const resolved = (path: string): string => files.resolve(folder, path);
  return { defines, includePath: includePath.map(resolved), includes: includes.map(resolved) };
}

export function joinFlags(...all: readonly CompilerFlags[]): CompilerFlags {
  return {
    defines: all.flatMap(({ defines }) => defines),
    includePath: all.flatMap(({ includePath }) => includePath),
    includes: all.flatMap(({ includes }) => includes),
  };
}

/** A command line's words, with the quotes and backslashes of a shell taken away. */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  const pattern = /(?:[^\s"'\\]|\\[^]|"(?:[^"\\]|\\[^])*"|'[^']*')+/g;
  for (const [word] of line.matchAll(pattern)) {
    words.push(
      word.replace(/\\([^])|"((?:[^"\\]|\\[^])*)"|'([^']*)'/g, (_, escaped, double, single) =>
        escaped !== undefined ? escaped : double !== undefined ? unescapeDouble(double) : single,
      ),
    );
  }
  return words;
}

function unescapeDouble(text: string): string {
  return text.replace(/\\(["\\$`])/g, '$1');
}
