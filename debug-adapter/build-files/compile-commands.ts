/** `compile_commands.json`, as the kernel's gen_compile_commands.py, bear or a build system writes it. */
import { besides, type FileAccess } from '../files.ts';
import { RequestError } from '../request-error.ts';
import { inFolder, shellWords } from './compiler-flags.ts';
import type { DriverFile } from './kbuild.ts';

interface Command {
  readonly directory: string;
  readonly file: string;
  readonly words: readonly string[];
}

/** Headers of the kernel that is simulated are ours: what the kernel's own build includes before every file is left out. */
const ofTheKernel = /(?:^|\/)include\/linux\/(?:kconfig|compiler-version|compiler_types)\.h$/;

export interface Compiled extends DriverFile {
  /** From kbuild's `-DKBUILD_MODNAME`. */
  readonly module: string | null;
}

/** The C files with their flags. Throws `RequestError` when it is not such a file. */
export function compileCommands(files: FileAccess, path: string): Compiled[] {
  const text = files.readText(path);
  if (text === null) throw new RequestError('unusableInput', `'${path}' does not exist`);
  const found = new Map<string, Compiled>();
  for (const { directory, file, words } of readCommands(path, text)) {
    const source = files.resolve(directory, file);
    // modpost's file only tells the module loader about the module.
    if (!source.endsWith('.c') || source.endsWith('.mod.c')) continue;
    const { defines, includePath, includes } = inFolder(files, directory, words);
    const module = defines.find((define) => define.startsWith('KBUILD_MODNAME='))?.replace(/^.*?=|"/g, '') ?? null;
    const flags = {
      defines: defines.filter((define) => !ownDefines.test(define)),
      includePath: includePath.filter((folder) => !isKernelHeaders(files, folder)),
      includes: includes.filter((include) => !ofTheKernel.test(include)),
    };
    found.set(source, { path: source, flags, module });
  }
  if (found.size === 0) throw new RequestError('unusableInput', `'${path}' names no C file`);
  return [...found.values()];
}

/** What we say ourselves of every file of a driver. */
const ownDefines = /^(?:__KERNEL__|MODULE|KBUILD_MODNAME)(?:=|$)/;

/** A real kernel's headers are no use here: what they declare is not what is modelled. */
function isKernelHeaders(files: FileAccess, folder: string): boolean {
  const marks = ['linux/kernel.h', 'generated/autoconf.h', 'linux/types.h', 'asm/page.h', 'asm/types.h'];
  return marks.some((name) => files.readText(files.resolve(folder, name)) !== null);
}

function readCommands(path: string, text: string): Command[] {
  const fail = (what: string): never => {
    throw new RequestError('unusableInput', `'${path}' ${what}`);
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return fail(`is not JSON: ${error instanceof Error ? error.message : ''}`);
  }
  if (!Array.isArray(value)) return fail('is not a list of commands');
  return value.map((entry: unknown, index) => {
    const { directory, file, command, arguments: words } = (entry ?? {}) as Record<string, unknown>;
    if (typeof file !== 'string') return fail(`has no 'file' in command ${index + 1}`);
    const given = Array.isArray(words) ? words.map(String) : typeof command === 'string' ? shellWords(command) : [];
    const folder = typeof directory === 'string' ? directory : '.';
    return { directory: besides(path, folder), file, words: given };
  });
}
