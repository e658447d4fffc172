/** What is to be checked: the C files that the words of the command line mean, each with the flags that a build gives it. */
import { compileCommands } from '../../build-files/compile-commands.ts';
import { noFlags, type CompilerFlags } from '../../build-files/compiler-flags.ts';
import type { FileAccess } from '../../files.ts';
import { RequestError } from '../../request-error.ts';
import { filesOf } from './globs.ts';

export interface CheckedSource {
  readonly path: string;
  readonly text: string;
  readonly flags: CompilerFlags;
}

export interface Sources {
  readonly sources: readonly CheckedSource[];
  /** What cannot be used, in words. */
  readonly unusable: readonly string[];
}

export function sourcesOf(files: FileAccess, words: readonly string[]): Sources {
  const sources = new Map<string, CheckedSource>();
  const unusable: string[] = [];
  for (const word of words) {
    const named = namedBy(files, word);
    if (typeof named === 'string') unusable.push(named);
    else
      for (const { path, flags } of named) {
        const text = files.readText(path);
        if (text === null) unusable.push(`there is no file '${path}'`);
        else if (!sources.has(path)) sources.set(path, { path, text, flags });
      }
  }
  return { sources: [...sources.values()], unusable };
}

type Named = readonly { readonly path: string; readonly flags: CompilerFlags }[];

/** Or why there are none. */
function namedBy(files: FileAccess, word: string): Named | string {
  try {
    if (/(?:^|[\\/])compile_commands\.json$/.test(word)) return compileCommands(files, word);
  } catch (error) {
    if (error instanceof RequestError) return error.message;
    throw error;
  }
  const found = filesOf(files, word);
  if (found === null) return /[*?]/.test(word) ? `no file is called '${word}'` : `there is no file '${word}'`;
  return found.length === 0 ? `the folder '${word}' has no C file` : found.map((path) => ({ path, flags: noFlags }));
}
