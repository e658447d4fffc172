/** A Kbuild file, or the Makefile of a module outside of the kernel's tree: which modules it builds, from which C files, with which flags. */
import { besides, type FileAccess } from '../files.ts';
import { RequestError } from '../request-error.ts';
import { inFolder, joinFlags, noFlags, shellWords, type CompilerFlags } from './compiler-flags.ts';
import { readMakefile, type MakeFiles, type MakeVariables } from './make-variables.ts';

export interface DriverFile {
  readonly path: string;
  readonly flags: CompilerFlags;
}

export interface KbuildModule {
  readonly name: string;
  readonly sources: readonly DriverFile[];
}

/** The kernel's configuration: `CONFIG_PCI` is `y`. */
export type Configuration = ReadonlyMap<string, string>;

/** Deeper folders than any module has; a loop of links ends here. */
const deepest = 20;

/** All modules of the file and of the folders that it names. Throws `RequestError` for what cannot be read. */
export function kbuildModules(files: FileAccess, path: string, configuration: Configuration): KbuildModule[] {
  return modulesOf(files, path, configuration, noFlags, 0);
}

/** The Kbuild file of a folder, which goes before its Makefile; null without either. */
export function kbuildOfFolder(files: FileAccess, folder: string): string | null {
  for (const name of ['Kbuild', 'Makefile']) {
    const path = files.resolve(folder, name);
    if (files.readText(path) !== null) return path;
  }
  return null;
}

function modulesOf(
  files: FileAccess,
  path: string,
  configuration: Configuration,
  inherited: CompilerFlags,
  depth: number,
): KbuildModule[] {
  const text = files.readText(path);
  if (text === null) throw new RequestError('unusableInput', `'${path}' does not exist`);
  const folder = besides(path, '.');
  const variables = initialVariables(folder, configuration);
  const valueOf = readMakefile(text, variables.set('MAKEFILE_LIST', path), makeFiles(files, folder));
  const words = (name: string): string[] =>
    valueOf(name)
      .split(/\s+/)
      .filter((word) => word !== '');
  const flagsOf = (...names: string[]): CompilerFlags => inFolder(files, folder, names.flatMap((name) => shellWords(valueOf(name)))); // prettier-ignore
  const below = joinFlags(inherited, flagsOf('subdir-ccflags-y', 'subdir-ccflags-m'));
  const own = joinFlags(
    below,
    flagsOf('KBUILD_CPPFLAGS', 'KBUILD_CFLAGS', 'KBUILD_CFLAGS_MODULE', 'ccflags-y', 'ccflags-m', 'EXTRA_CFLAGS'),
  );
  const modules: KbuildModule[] = [];
  for (const word of unique([...words('obj-m'), ...words('obj-y')])) {
    if (word.endsWith('/') && depth < deepest) {
      const inner = kbuildOfFolder(files, files.resolve(folder, word));
      if (inner) modules.push(...modulesOf(files, inner, configuration, below, depth + 1));
    } else if (word.endsWith('.o')) {
      const name = word.slice(0, -2);
      const parts = unique(['y', 'm', 'objs'].flatMap((kind) => words(`${name}-${kind}`)));
      const objects = parts.length > 0 ? parts : [word];
      const sources = objects.map((object) => sourceOf(files, folder, path, object, joinFlags(own, flagsOf(`CFLAGS_${object}`)))); // prettier-ignore
      modules.push({ name: name.replace(/^.*\//, ''), sources });
    }
  }
  return modules;
}

/** Relative paths are taken for the module's own, as in `inFolder`. */
function makeFiles(files: FileAccess, folder: string): MakeFiles {
  const isFile = (path: string): boolean => !files.isFolder(files.resolve(folder, path));
  return {
    textOf: (path) => (isFile(path) ? files.readText(files.resolve(folder, path)) : null),
    matching(pattern) {
      const [, before = '', name = ''] = /^(.*\/)?([^/]*)$/.exec(pattern)!;
      const shape = new RegExp(
        `^${name
          .replace(/[.+^${}()|\\]/g, '\\$&')
          .replace(/\*/g, '.*')
          .replace(/\?/g, '.')}$`,
      );
      const there = files.list?.(files.resolve(folder, `${before}.`)) ?? [];
      return there.filter((each) => shape.test(each) && (name.startsWith('.') || !each.startsWith('.'))).map((each) => before + each); // prettier-ignore
    },
  };
}

function initialVariables(folder: string, configuration: Configuration): MakeVariables {
  return new Map([
    ...configuration,
    ...['src', 'obj', 'M', 'PWD', 'CURDIR', 'srctree', 'KBUILD_EXTMOD'].map((name) => [name, folder] as const),
    ['KERNELRELEASE', '6.1.192'],
    ['VERSION', '6'],
    ['PATCHLEVEL', '1'],
    ['SUBLEVEL', '192'],
    ['ARCH', 'x86'],
    ['SRCARCH', 'x86'],
  ]);
}

function sourceOf(files: FileAccess, folder: string, kbuild: string, object: string, flags: CompilerFlags): DriverFile {
  const path = files.resolve(folder, object.replace(/\.o$/, '.c'));
  if (files.readText(path) !== null) return { path, flags };
  const assembly = files.readText(files.resolve(folder, object.replace(/\.o$/, '.S'))) !== null;
  throw new RequestError(
    'unusableInput',
    assembly
      ? `'${kbuild}' builds '${object}' from assembly code, which cannot be run here`
      : `'${kbuild}' builds '${object}', but there is no '${path}'`,
  );
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)];
}
