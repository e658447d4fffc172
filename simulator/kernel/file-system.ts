/** Names of the machine's ordinary files, which the page cache keeps, and the processes' standard output. */
import { readBulk } from '../hardware/cpu-bulk.ts';
import { decodeUtf8, encodeUtf8, readText, textOfBytes, writeText } from './format/guest-text.ts';
import { errno, type KernelContext, type KernelFunctions } from './kernel-context.ts';
import { addCachedFile, addFileOnDisk, type CachedFile, type PageCache } from './page-cache/page-cache.ts';
import { fileContent } from './page-cache/file-content.ts';
import { piecesOf } from './cut-work.ts';
import { forgetFile } from './page-cache/pages.ts';
import { truncateFile } from './page-cache/truncate.ts';
import type { World } from '../world.ts';

export interface FileSystem {
  /** By normalised absolute path. */
  readonly names: Map<string, number>;
  /** Bytes of an unfinished UTF-8 character at the end of what was written last, by stream. */
  readonly unfinished: { stdout: string; stderr: string };
}

const mostFiles = 10_000;
/** Below these, files are in memory alone (tmpfs); all others stand on the disk. */
const inMemory = /^\/(tmp|run|dev\/shm)\//;

/** The files that the machine has at power-on stand on its disk. */
export function createFileSystem(files: Readonly<Record<string, Uint8Array>>, cache: PageCache): FileSystem {
  const system: FileSystem = { names: new Map(), unfinished: { stdout: '', stderr: '' } };
  for (const [path, content] of Object.entries(files)) {
    const name = normalPath(path);
    system.names.set(name, addFileOnDisk(cache, name, content).number);
  }
  return system;
}

/** A file's whole content as a process would read it; null when there is none. For tests, the command line and views. */
export function readWholeFile(world: World, path: string): Uint8Array | null {
  const number = world.kernel.files.names.get(normalPath(path));
  const file = number === undefined ? undefined : world.kernel.pageCache.files.get(number);
  return file ? fileContent(world, file) : null;
}

/** Absolute, without empty parts, `.` and `..`. */
export function normalPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

const openFlag = { create: 0o100, exclusive: 0o200, truncate: 0o1000, directory: 0o200000 } as const;

/** The file or a negative error. */
function open(context: KernelContext, path: string, flags: number, mode: number): CachedFile | number {
  const { names } = context.world.kernel.files;
  const { pageCache } = context.world.kernel;
  const known = names.get(path);
  if (known !== undefined) {
    const file = pageCache.files.get(known)!;
    if ((flags & openFlag.create) !== 0 && (flags & openFlag.exclusive) !== 0) return -errno.EEXIST;
    if (flags & openFlag.directory) return -errno.ENOTDIR;
    if (flags & openFlag.truncate) truncateFile(context, file, 0);
    return file;
  }
  if (!(flags & openFlag.create)) return -errno.ENOENT;
  if (/^\/(dev|sys|proc)\//.test(path) && !inMemory.test(path)) return -errno.EACCES;
  if (pageCache.files.size >= mostFiles) return -errno.ENOSPC;
  const file = addCachedFile(pageCache, path, inMemory.test(path));
  names.set(path, file.number);
  file.mode = mode & 0o7777;
  return file;
}

/** Paths are as the bytes of the C string, kept as the text they spell. */
function pathAt(context: KernelContext, address: bigint): string {
  return normalPath(decodeUtf8(readText(context.port, address, 4096)).decoded);
}

/** The number of the file that stood under the new name; 0: none did; or a negative error. */
function rename({ world }: KernelContext, old: string, name: string): number {
  const { files, pageCache } = world.kernel;
  const number = files.names.get(old);
  if (number === undefined) return -errno.ENOENT;
  const replaced = files.names.get(name);
  if (replaced === number) return 0;
  if (inMemory.test(old) !== inMemory.test(name)) return -errno.EXDEV;
  files.names.delete(old);
  files.names.set(name, number);
  pageCache.files.get(number)!.name = name;
  return replaced ?? 0;
}

export const fileFunctions: KernelFunctions = {
  /** The file's number, or a negative error. `mode`: of a new one. */
  __ramfs_open(context: KernelContext, path: bigint, flags: number, mode: number): bigint {
    const file = open(context, pathAt(context, path), flags, mode);
    if (typeof file === 'number') return BigInt(file);
    file.holders++;
    return BigInt(file.number);
  },
  /** The last of its open files has been closed, or one of several. */
  __ramfs_release(context: KernelContext, number: bigint) {
    const file = context.world.kernel.pageCache.files.get(Number(number));
    if (!file) return;
    const pieces = piecesOf(context);
    pieces(0, () => file.holders--);
    forgetFile(context.world, file, context.cpu, pieces);
  },
  __ramfs_find: (context: KernelContext, path: bigint): bigint =>
    BigInt(context.world.kernel.files.names.get(pathAt(context, path)) ?? -errno.ENOENT),
  /** Name of the `index`-th ordinary file right in a directory, in the order of creation; -1 behind the last. */
  __ramfs_entry(context: KernelContext, directory: bigint, index: number, name: bigint, size: bigint): number {
    const path = pathAt(context, directory);
    const prefix = path === '/' ? '/' : `${path}/`;
    const names = [...context.world.kernel.files.names.keys()].filter(
      (each) => each.startsWith(prefix) && !each.slice(prefix.length).includes('/'),
    );
    const found = names[index]?.slice(prefix.length);
    if (found === undefined) return -1;
    writeText(context.port, name, `${encodeUtf8(found).slice(0, Number(size) - 1)}\0`);
    return found.length;
  },
  /** The whole path of the `index`-th file; -1 behind the last. */
  __ramfs_path(context: KernelContext, index: number, path: bigint, size: bigint): number {
    const found = [...context.world.kernel.files.names.keys()][index];
    if (found === undefined) return -1;
    writeText(context.port, path, `${encodeUtf8(found).slice(0, Number(size) - 1)}\0`);
    return found.length;
  },
  __ramfs_unlink(context: KernelContext, path: bigint): bigint {
    const { files, pageCache } = context.world.kernel;
    const pieces = piecesOf(context);
    const number = pieces(0, () => {
      const name = pathAt(context, path);
      const known = files.names.get(name);
      files.names.delete(name);
      return known;
    });
    if (number === undefined) return BigInt(-errno.ENOENT);
    const file = pageCache.files.get(number)!;
    file.linked = false;
    forgetFile(context.world, file, context.cpu, pieces);
    return 0n;
  },
  /** A file that stood under the new name has none any more. */
  __ramfs_rename(context: KernelContext, from: bigint, to: bigint): bigint {
    const pieces = piecesOf(context);
    const replaced = pieces(0, () => rename(context, pathAt(context, from), pathAt(context, to)));
    if (replaced <= 0) return BigInt(replaced);
    const file = context.world.kernel.pageCache.files.get(replaced)!;
    file.linked = false;
    forgetFile(context.world, file, context.cpu, pieces);
    return 0n;
  },
  /** memfd_create: a file in memory that never has a name in the tree, open once. */
  __ramfs_memfd(context: KernelContext, name: bigint): bigint {
    const text = decodeUtf8(readText(context.port, name, 256)).decoded;
    const file = addCachedFile(context.world.kernel.pageCache, `/memfd:${text}`, true);
    file.linked = false;
    file.holders = 1;
    file.mode = 0o777;
    return BigInt(file.number);
  },
  __ramfs_mode: (context: KernelContext, number: bigint): number =>
    context.world.kernel.pageCache.files.get(Number(number))?.mode ?? 0,
  __ramfs_set_mode(context: KernelContext, number: bigint, mode: number) {
    const file = context.world.kernel.pageCache.files.get(Number(number));
    if (file) file.mode = mode & 0o7777;
  },
  /** The next file on the disk after that number; 0: there is none. */
  __ramfs_next(context: KernelContext, number: bigint): bigint {
    for (const file of context.world.kernel.pageCache.files.values()) {
      if (file.number > Number(number) && !file.inMemory) return BigInt(file.number);
    }
    return 0n;
  },
  /** 1: standard output, 2: standard error. */
  __console_write(context: KernelContext, stream: number, text: bigint, count: bigint) {
    const { unfinished } = context.world.kernel.files;
    const name = stream === 2 ? 'stderr' : 'stdout';
    const { decoded, rest } = decodeUtf8(unfinished[name] + textOfBytes(readBulk(context.port, text, Number(count))));
    unfinished[name] = rest;
    if (decoded) context.record({ kind: 'output', stream: name, text: decoded, process: context.task?.pid ?? 0 });
  },
};
