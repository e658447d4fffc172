/** Files as the language server reads them: what is open counts as it is typed, all else as it stands on the disk, with the flags that a build gives. */
import type { TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { readdirSync, readFileSync, type Dirent } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compileCommands } from '../../debug-adapter/build-files/compile-commands.ts';
import { macroOf, noFlags, type CompilerFlags } from '../../debug-adapter/build-files/compiler-flags.ts';
import { nodeFiles } from '../../debug-adapter/files.ts';
import { kindOfSource, type CheckOptions, type SourceText } from '../../simulator/index.ts';

export interface WorkspaceFiles {
  /** How a document includes and what is defined for it. */
  readonly inclusionOf: (path: string) => Pick<CheckOptions, 'findInclude'> & Required<Pick<CheckOptions, 'defines'>>;
  /** Driver code, told by what it includes, headers of its own among that. */
  readonly kindOf: (source: SourceText) => ReturnType<typeof kindOfSource>;
  /** Headers, and folders with a `/` behind them, that an `#include` of the file may name. */
  readonly headersIn: (path: string, folder: string, form: 'angle' | 'quote') => readonly string[];
  /** C files and headers around one, open or on the disk, in which a word stands. Bounded. */
  readonly filesNaming: (path: string, word: string) => readonly SourceText[];
  /** All C files and headers of the workspace. Bounded. */
  readonly allFiles: () => readonly SourceText[];
  /** Forgets what the disk said of folders and builds. */
  readonly forget: () => void;
  /** Folders of the workspace, as paths. */
  folders: readonly string[];
}

const mostFiles = 2_000;
const mostBytes = 32 * 2 ** 20;
/** How far above a file that stands in no folder of the workspace its package may reach. */
const mostFoldersUp = 3;

export function pathOf(uri: string): string {
  return uri.startsWith('file:') ? fileURLToPath(uri) : uri;
}

export function createWorkspaceFiles(documents: TextDocuments<TextDocument>): WorkspaceFiles {
  const folderNames = new Map<string, readonly Dirent[]>();
  const builds = new Map<string, ReadonlyMap<string, CompilerFlags>>();
  const files: WorkspaceFiles = {
    folders: [],
    inclusionOf,
    kindOf: (source) => kindWithin(source, inclusionOf(source.path).findInclude, new Set()),
    headersIn,
    filesNaming: (path, word) => textsBelow(topOf(path)).filter(({ text }) => text.includes(word)),
    allFiles: () => files.folders.flatMap((folder) => textsBelow(folder)),
    forget: () => [folderNames, builds].forEach((each) => each.clear()),
  };
  return files;

  function entriesOf(folder: string): readonly Dirent[] {
    let entries = folderNames.get(folder);
    if (!entries) {
      try {
        entries = readdirSync(folder, { withFileTypes: true });
      } catch {
        entries = [];
      }
      folderNames.set(folder, entries);
    }
    return entries;
  }

  /** The folder of a file and those above it, up to the workspace's. */
  function foldersAbove(path: string): string[] {
    const found: string[] = [];
    const isInside = files.folders.some((folder) => path.startsWith(join(folder, '/')));
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      found.push(folder);
      const isTop = isInside ? files.folders.includes(folder) : found.length > mostFoldersUp;
      if (isTop || folder === dirname(folder)) return found;
    }
  }

  /** Where a package begins: its folder in the workspace, or that of the file. */
  function topOf(path: string): string {
    return files.folders.find((folder) => path.startsWith(join(folder, '/'))) ?? dirname(path);
  }

  function flagsOf(path: string): CompilerFlags {
    for (const folder of foldersAbove(path)) {
      if (!entriesOf(folder).some(({ name }) => name === 'compile_commands.json')) continue;
      let build = builds.get(folder);
      if (!build) builds.set(folder, (build = readBuild(join(folder, 'compile_commands.json'))));
      return build.get(path) ?? noFlags;
    }
    return noFlags;
  }

  function includeFolders(path: string): string[] {
    const own = foldersAbove(path).filter((folder) =>
      entriesOf(folder).some((entry) => entry.name === 'include' && entry.isDirectory()),
    );
    return [...flagsOf(path).includePath, ...own.map((folder) => join(folder, 'include'))];
  }

  function inclusionOf(path: string): ReturnType<WorkspaceFiles['inclusionOf']> {
    if (!isAbsolute(path)) return { findInclude: () => null, defines: [] };
    const folders = includeFolders(path);
    return {
      findInclude: (name, from) => {
        for (const folder of [dirname(from), ...folders]) {
          const found = read(resolve(folder, name));
          if (found) return found;
        }
        return null;
      },
      defines: flagsOf(path).defines.map(macroOf),
    };
  }

  function headersIn(path: string, folder: string, form: 'angle' | 'quote'): readonly string[] {
    const roots = [...(form === 'quote' ? [dirname(path)] : []), ...includeFolders(path)];
    return roots.flatMap((root) =>
      entriesOf(join(root, folder)).flatMap((entry) => {
        if (entry.isDirectory()) return entry.name.startsWith('.') ? [] : `${entry.name}/`;
        return entry.name.endsWith('.h') ? entry.name : [];
      }),
    );
  }

  function read(path: string): SourceText | null {
    const open = documents.get(pathToFileURL(path).toString());
    if (open) return { path, text: open.getText() };
    try {
      return { path, text: readFileSync(path, 'utf8') };
    } catch {
      return null;
    }
  }

  function openBelow(top: string): SourceText[] {
    return documents.all().flatMap((document) => {
      const path = pathOf(document.uri);
      return document.languageId === 'c' && path.startsWith(join(top, '/')) ? { path, text: document.getText() } : [];
    });
  }

  function textsBelow(top: string): SourceText[] {
    const found = openBelow(top);
    const open = new Set(found.map(({ path }) => path));
    const folders = [top];
    let bytes = 0;
    for (
      let folder = folders.shift();
      folder !== undefined && found.length < mostFiles && bytes < mostBytes;
      folder = folders.shift()
    ) {
      for (const entry of entriesOf(folder)) {
        const path = join(folder, entry.name);
        if (entry.isDirectory() && !/^(\.|node_modules$)/.test(entry.name)) folders.push(path);
        const text = entry.isFile() && /\.[ch]$/.test(entry.name) && !open.has(path) ? read(path) : null;
        if (text) found.push(text);
        bytes += text?.text.length ?? 0;
      }
    }
    return found;
  }
}

const mostHeaders = 50;

function kindWithin(
  { path, text }: SourceText,
  find: CheckOptions['findInclude'],
  seen: Set<string>,
): ReturnType<typeof kindOfSource> {
  seen.add(path);
  return kindOfSource(text, (name) => {
    const found = seen.size < mostHeaders ? find(name, path) : null;
    return found && !seen.has(found.path) ? kindWithin(found, find, seen) : 'other';
  });
}

/** None where the file is not as it should be: whoever builds with it hears of that. */
function readBuild(path: string): ReadonlyMap<string, CompilerFlags> {
  try {
    return new Map(compileCommands(nodeFiles, path).map((each) => [each.path, each.flags]));
  } catch {
    return new Map();
  }
}
