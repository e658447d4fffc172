/** The files that the words of a command line mean: names, folders, and patterns with `*`, `**` and `?`. */
import { readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import type { FileAccess } from '../../files.ts';
import { RequestError } from '../../request-error.ts';

const mostFiles = 20_000;

/** In order, each once; null for a word that means nothing. */
export function filesOf(files: FileAccess, word: string): readonly string[] | null {
  if (!/[*?]/.test(word)) {
    if (files.isFolder(word)) return below(word, (path) => path.endsWith('.c'));
    return files.readText(word) === null ? null : [word];
  }
  const parts = word.split(/[\\/]/);
  const fixed = parts.slice(
    0,
    parts.findIndex((part) => /[*?]/.test(part)),
  );
  const folder = fixed.length === 0 ? '.' : fixed.join('/') || '/';
  const pattern = patternOf(parts.slice(fixed.length).join('/'));
  if (!files.isFolder(folder)) return null;
  const found = below(folder, (path) => pattern.test(relative(folder, path)));
  return found.length === 0 ? null : found;
}

function relative(folder: string, path: string): string {
  return folder === '.' ? path : path.slice(folder === '/' ? 1 : folder.length + 1);
}

function patternOf(glob: string): RegExp {
  const source = glob.replace(/\*\*\/|\*\*|\*|\?|[.+^${}()|[\]\\]/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : `\\${part}`;
  });
  return new RegExp(`^${source}$`);
}

/** Throws `RequestError` for a folder that may not be read. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw new RequestError('unusableInput', `the folder '${folder}' cannot be read: ${error instanceof Error ? error.message : ''}`); // prettier-ignore
  }
}

function below(folder: string, wanted: (path: string) => boolean): string[] {
  const found: string[] = [];
  const open = [folder];
  while (open.length > 0 && found.length < mostFiles) {
    const at = open.pop()!;
    for (const entry of entriesOf(at)) {
      const path = at === '.' ? entry.name : join(at, entry.name);
      if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.')) open.push(path);
      else if (entry.isFile() && wanted(path.replace(/\\/g, '/'))) found.push(path);
    }
  }
  return found.sort();
}
