/** What `program` may name besides C files: a Kbuild file or Makefile, a folder with one, a compile_commands.json. */
import type { FileAccess } from '../files.ts';
import { RequestError } from '../request-error.ts';
import { noFlags } from './compiler-flags.ts';
import { compileCommands, type Compiled } from './compile-commands.ts';
import { kbuildModules, kbuildOfFolder, type Configuration, type DriverFile } from './kbuild.ts';

export interface NamedDriver {
  readonly sources: readonly DriverFile[];
  /** The module's name, where the build says one. */
  readonly module: string | null;
}

/** The C files behind one path. `NAME` behind a colon chooses among several modules. Throws `RequestError`. */
export function driverFiles(files: FileAccess, path: string, configuration: Configuration): NamedDriver {
  const [, plain = path, chosen = null] = /^(.*[^:\\/]):([\w-]+)$/.exec(path) ?? [];
  const named = chosen !== null && kindOf(files, path) === 'c' && kindOf(files, plain) !== 'c';
  if (named) return builtBy(files, plain, chosen, configuration);
  if (kindOf(files, path) === 'c') return { sources: [{ path, flags: noFlags }], module: null };
  return builtBy(files, path, null, configuration);
}

function kindOf(files: FileAccess, path: string): 'folder' | 'kbuild' | 'commands' | 'c' {
  if (files.isFolder(path)) return 'folder';
  if (/(?:^|[\\/])(?:Kbuild|GNUmakefile|[Mm]akefile)$|\.mk$/.test(path)) return 'kbuild';
  return /(?:^|[\\/])compile_commands\.json$/.test(path) ? 'commands' : 'c';
}

function builtBy(files: FileAccess, path: string, chosen: string | null, configuration: Configuration): NamedDriver {
  const kind = kindOf(files, path);
  if (kind === 'commands') return compiledAs(path, chosen, compileCommands(files, path));
  const kbuild = kind === 'folder' ? kbuildOfFolder(files, path) : path;
  if (kbuild === null) return refuse(`the folder '${path}' has neither Kbuild nor Makefile`);
  const modules = kbuildModules(files, kbuild, configuration);
  const names = modules.map(({ name }) => name).join(', ');
  if (modules.length === 0) return refuse(`'${kbuild}' builds no module: its obj-m is empty`);
  const found = chosen === null && modules.length === 1 ? modules[0] : modules.find(({ name }) => name === chosen);
  if (found) return { sources: found.sources, module: found.name };
  if (chosen !== null) return refuse(`'${kbuild}' builds no module '${chosen}' (it builds ${names})`);
  return refuse(`'${kbuild}' builds several modules (${names}): write '${path}:NAME' for one of them`);
}

/** The files of one module, where kbuild's commands tell several apart. */
function compiledAs(path: string, chosen: string | null, compiled: readonly Compiled[]): NamedDriver {
  const names = [...new Set(compiled.flatMap(({ module }) => (module === null ? [] : [module])))];
  const wanted = chosen ?? (names.length === 1 ? names[0]! : null);
  if (wanted === null && names.length > 1)
    return refuse(`'${path}' builds several modules (${names.join(', ')}): write '${path}:NAME' for one of them`);
  if (wanted === null) return { sources: compiled, module: null };
  const sources = compiled.filter(({ module }) => module === wanted);
  if (sources.length > 0) return { sources, module: wanted };
  return refuse(`'${path}' builds no module '${wanted}' (it builds ${names.join(', ') || 'none by name'})`);
}

function refuse(message: string): never {
  throw new RequestError('unusableInput', message);
}
