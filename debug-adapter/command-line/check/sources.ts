/** What is to be checked: the C files that the words of the command line mean, each with the flags that a build gives it. */
import { dirname, isAbsolute, join } from 'node:path';
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
        const text = textOf(files, path);
        if (text.unusable !== undefined) unusable.push(text.unusable);
        else if (!sources.has(path)) sources.set(path, { path, text: text.text, flags });
      }
  }
  return { sources: [...sources.values()], unusable };
}

/** Or why there is none. */
function textOf(
  files: FileAccess,
  path: string,
): { readonly text: string; readonly unusable?: undefined } | { readonly unusable: string } {
  const text = told(() => files.readText(path));
  if (text === null) return { unusable: `there is no file '${path}'` };
  if (typeof text !== 'string') return { unusable: text.message };
  return text.includes('\0') ? { unusable: `'${path}' is no text: it has bytes of value 0` } : { text };
}

function told<T>(work: () => T): T | RequestError {
  try {
    return work();
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
}

type Named = readonly { readonly path: string; readonly flags: CompilerFlags }[];

/** Or why there are none. */
function namedBy(files: FileAccess, word: string): Named | string {
  if (/(?:^|[\\/])compile_commands\.json$/.test(word)) {
    const commands = told(() => compileCommands(files, word));
    return commands instanceof RequestError ? commands.message : commands;
  }
  const found = told(() => filesOf(files, word.replace(/^(?:\.\/+)+(?=.)/, '')));
  if (found instanceof RequestError) return found.message;
  if (found === null) return /[*?]/.test(word) ? `no file is called '${word}'` : `there is no file '${word}'`;
  if (found.length === 0) return `the folder '${word}' has no C file`;
  const folders = new Map<string, boolean>();
  return found.map((path) => ({
    path,
    flags: { ...noFlags, includePath: includeFolders(files, word, path, folders) },
  }));
}

/** `include/` beside a file and above it, up to the folder that was named or the one that the command runs in: where a package keeps its headers. `known`: which folders are there. */
function includeFolders(files: FileAccess, word: string, path: string, known: Map<string, boolean>): readonly string[] {
  const top = !isAbsolute(word) ? '' : word.replace(/[\\/]*[^\\/]*[*?].*$/, '').replace(/\/$/, '');
  const found: string[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const include = join(folder, 'include');
    if (!known.has(include)) known.set(include, files.isFolder(include));
    if (known.get(include)) found.push(include);
    if (folder === dirname(folder) || folder.length <= top.length) return found;
  }
}
