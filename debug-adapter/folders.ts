/** Folders of this computer as files of the simulated machine's disk, and back. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RequestError } from './request-error.ts';

const mostFiles = 1000;
const mostBytes = 64 * 2 ** 20;

/** Every file below a folder, by its absolute path on the machine. Throws `RequestError`. */
export function readFolder(folder: string): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  let bytes = 0;
  const visit = (path: string, name: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const [below, named] = [join(path, entry.name), `${name}/${entry.name}`];
      if (entry.isDirectory()) visit(below, named);
      if (!entry.isFile()) continue;
      bytes += statSync(below).size;
      if (bytes > mostBytes || Object.keys(files).length >= mostFiles) {
        throw new RequestError('unusableInput', `'${folder}' holds more than ${mostFiles} files or 64 MiB`);
      }
      files[named] = readFileSync(below);
    }
  };
  guarded(folder, () => visit(folder, ''));
  return files;
}

/** Makes the folder and those below it. Throws `RequestError`. */
export function writeFolder(
  folder: string,
  files: readonly { readonly path: string; readonly content: Uint8Array }[],
): void {
  guarded(folder, () => {
    for (const { path, content } of files) {
      const target = join(folder, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, content);
    }
  });
}

function guarded(folder: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (error instanceof RequestError) throw error;
    throw new RequestError(
      'unusableInput',
      `'${folder}' cannot be used: ${error instanceof Error ? error.message : ''}`,
    );
  }
}
