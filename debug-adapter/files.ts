/** The one place where the adapter and the command line touch the file system. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, normalize, resolve } from 'node:path';
import { RequestError } from './request-error.ts';

export interface FileAccess {
  /** `path` as an absolute one; relative paths start at `folder`. */
  resolve(folder: string, path: string): string;
  /** The file's text; null: there is no such file. Throws `RequestError` when it is there but cannot be read. */
  readText(path: string): string | null;
  isFolder(path: string): boolean;
  /** Names in a folder, in order; none where it is not there. Absent where folders cannot be listed. */
  list?(folder: string): readonly string[];
  /** The file's bytes; null: there is no such file. Absent where only texts are to be had. */
  readBytes?(path: string): Uint8Array | null;
}

/** Larger than any C file that a person wrote. */
const largestFile = 16 * 2 ** 20;

export const nodeFiles: FileAccess = {
  resolve: (folder, path) => (isAbsolute(path) ? normalize(path) : resolve(folder, path)),
  isFolder: (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false,
  list(folder) {
    try {
      return readdirSync(folder).sort();
    } catch {
      return [];
    }
  },
  readBytes(path) {
    const status = statSync(path, { throwIfNoEntry: false });
    if (!status?.isFile()) return null;
    if (status.size > largestFile) throw new RequestError('unusableInput', `'${path}' is larger than 16 MiB`);
    return readFileSync(path);
  },
  readText(path) {
    const status = statSync(path, { throwIfNoEntry: false });
    if (!status) return null;
    if (!status.isFile()) throw new RequestError('unusableInput', `'${path}' is not a file`);
    if (status.size > largestFile) throw new RequestError('unusableInput', `'${path}' is larger than 16 MiB`);
    try {
      return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
    } catch (error) {
      throw new RequestError(
        'unusableInput',
        `'${path}' cannot be read: ${error instanceof Error ? error.message : ''}`,
      );
    }
  },
};

/** The folder of a path and a name below it, in the path's own spelling. */
export function besides(path: string, name: string): string {
  return isAbsolute(name) ? normalize(name) : join(path, '..', name);
}
