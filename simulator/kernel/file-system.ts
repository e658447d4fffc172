/** Ordinary files of the machine's root file system, and the processes' standard output. */
import { readBulk, writeBulk } from '../hardware/cpu-bulk.ts';
import { decodeUtf8, readText, textOfBytes } from './format/guest-text.ts';
import { errno, type KernelContext, type KernelFunctions } from './kernel-context.ts';

export interface FileSystem {
  /** By normalised absolute path. */
  readonly names: Map<string, number>;
  readonly files: Map<number, RamFile>;
  nextNumber: number;
  /** Bytes of an unfinished UTF-8 character at the end of what was written last, by stream. */
  readonly unfinished: { stdout: string; stderr: string };
}
export interface RamFile {
  /** By index; a block is replaced, never changed, so that checkpoints may share it. Absent: zeros. */
  readonly blocks: Map<number, Uint8Array>;
  size: number;
  /** Has a name; false once it was unlinked, for those who still have it open. */
  linked: boolean;
}

const blockBytes = 4096;
/** Of one file, and of all together. */
const largestFile = 256 * 1024 * 1024;
const mostFiles = 10_000;

export function createFileSystem(files: Readonly<Record<string, Uint8Array>>): FileSystem {
  const system: FileSystem = {
    names: new Map(),
    files: new Map(),
    nextNumber: 1,
    unfinished: { stdout: '', stderr: '' },
  };
  for (const [path, content] of Object.entries(files)) {
    const file = addFile(system, normalPath(path));
    file.size = content.length;
    for (let at = 0; at < content.length; at += blockBytes) {
      const block = new Uint8Array(blockBytes);
      block.set(content.subarray(at, at + blockBytes));
      file.blocks.set(at / blockBytes, block);
    }
  }
  return system;
}

/** A file's whole content; null when there is none. For tests, the command line and views. */
export function readWholeFile(system: FileSystem, path: string): Uint8Array | null {
  const number = system.names.get(normalPath(path));
  const file = number === undefined ? undefined : system.files.get(number);
  return file ? readRange(file, 0, file.size) : null;
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

function addFile(system: FileSystem, path: string): RamFile {
  const file: RamFile = { blocks: new Map(), size: 0, linked: true };
  system.names.set(path, system.nextNumber);
  system.files.set(system.nextNumber++, file);
  return file;
}

function readRange(file: RamFile, position: number, count: number): Uint8Array {
  const length = Math.max(0, Math.min(count, file.size - position));
  const result = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const at = position + done;
    const inBlock = at % blockBytes;
    const piece = Math.min(length - done, blockBytes - inBlock);
    const block = file.blocks.get(Math.floor(at / blockBytes));
    if (block) result.set(block.subarray(inBlock, inBlock + piece), done);
    done += piece;
  }
  return result;
}

function writeRange(file: RamFile, position: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) {
    const at = position + done;
    const inBlock = at % blockBytes;
    const piece = Math.min(bytes.length - done, blockBytes - inBlock);
    const index = Math.floor(at / blockBytes);
    const block = new Uint8Array(blockBytes);
    const before = file.blocks.get(index);
    if (before) block.set(before);
    block.set(bytes.subarray(done, done + piece), inBlock);
    file.blocks.set(index, block);
    done += piece;
  }
  file.size = Math.max(file.size, position + bytes.length);
}

function truncate(file: RamFile, size: number): void {
  const kept = Math.ceil(size / blockBytes);
  for (const index of file.blocks.keys()) if (index >= kept) file.blocks.delete(index);
  const inBlock = size % blockBytes;
  const last = file.blocks.get(kept - 1);
  if (last && inBlock > 0) {
    const block = new Uint8Array(blockBytes);
    block.set(last.subarray(0, inBlock));
    file.blocks.set(kept - 1, block);
  }
  file.size = size;
}

const openFlag = { create: 0o100, exclusive: 0o200, truncate: 0o1000, directory: 0o200000 } as const;

function open(system: FileSystem, path: string, flags: number): number {
  const known = system.names.get(path);
  if (known !== undefined) {
    if ((flags & openFlag.create) !== 0 && (flags & openFlag.exclusive) !== 0) return -errno.EEXIST;
    if (flags & openFlag.directory) return -errno.ENOTDIR;
    if (flags & openFlag.truncate) truncate(system.files.get(known)!, 0);
    return known;
  }
  if (!(flags & openFlag.create)) return -errno.ENOENT;
  if (/^\/(dev|sys|proc)\//.test(path)) return -errno.EACCES;
  if (system.files.size >= mostFiles) return -errno.ENOSPC;
  addFile(system, path);
  return system.nextNumber - 1;
}

/** Paths are as the bytes of the C string, kept as the text they spell. */
function pathAt(context: KernelContext, address: bigint): string {
  return normalPath(decodeUtf8(readText(context.port, address, 4096)).decoded);
}

function fileOf(context: KernelContext, number: bigint): RamFile | null {
  return context.world.kernel.files.files.get(Number(number)) ?? null;
}

export const fileFunctions: KernelFunctions = {
  /** The file's number, or a negative error. */
  __ramfs_open: (context: KernelContext, path: bigint, flags: number): bigint =>
    BigInt(open(context.world.kernel.files, pathAt(context, path), flags)),
  __ramfs_find: (context: KernelContext, path: bigint): bigint =>
    BigInt(context.world.kernel.files.names.get(pathAt(context, path)) ?? -errno.ENOENT),
  __ramfs_unlink(context: KernelContext, path: bigint): bigint {
    const { names, files } = context.world.kernel.files;
    const name = pathAt(context, path);
    const number = names.get(name);
    if (number === undefined) return BigInt(-errno.ENOENT);
    names.delete(name);
    files.get(number)!.linked = false;
    return 0n;
  },
  __ramfs_size: (context: KernelContext, number: bigint): bigint => BigInt(fileOf(context, number)?.size ?? 0),
  __ramfs_truncate(context: KernelContext, number: bigint, size: bigint): bigint {
    const file = fileOf(context, number);
    if (!file) return BigInt(-errno.EBADF);
    if (size > BigInt(largestFile)) return BigInt(-errno.EFBIG);
    truncate(file, Number(size));
    return 0n;
  },
  /** Bytes read into the kernel's buffer; 0 at the end. */
  __ramfs_read(context: KernelContext, number: bigint, buffer: bigint, count: bigint, position: bigint): bigint {
    const file = fileOf(context, number);
    if (!file) return BigInt(-errno.EBADF);
    const bytes = position >= BigInt(file.size) ? new Uint8Array(0) : readRange(file, Number(position), Number(count));
    writeBulk(context.port, buffer, bytes);
    return BigInt(bytes.length);
  },
  __ramfs_write(context: KernelContext, number: bigint, buffer: bigint, count: bigint, position: bigint): bigint {
    const file = fileOf(context, number);
    if (!file) return BigInt(-errno.EBADF);
    if (position + count > BigInt(largestFile)) return BigInt(-errno.EFBIG);
    writeRange(file, Number(position), readBulk(context.port, buffer, Number(count)));
    return count;
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
