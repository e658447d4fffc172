/** As much of a kernel as the C library's tests need, by x86-64 numbers. */
import { mapRange, readBytes, readString, writeBytes, type FlatMemory } from '../support/flat-memory.ts';

interface OpenFile {
  readonly path: string;
  readonly append: boolean;
  position: number;
}

export interface SmallKernel {
  readonly memory: FlatMemory;
  readonly files: Map<string, number[]>;
  readonly open: (OpenFile | null)[];
  /** By stream: what was written to 1 and 2. */
  readonly output: string[];
  readonly heapStart: bigint;
  heapEnd: bigint;
  mappedBelow: bigint;
  /** Of the exit; null while running. */
  status: number | null;
  /** Calls of mmap and munmap, and of write, for tests that count. */
  readonly calls: Map<number, number>;
}

export function createSmallKernel(memory: FlatMemory, heapStart: bigint): SmallKernel {
  return {
    memory,
    files: new Map(),
    open: [null, null, null],
    output: ['', '', ''],
    heapStart,
    heapEnd: heapStart,
    mappedBelow: 0x7fff_f7ff_f000n,
    status: null,
    calls: new Map(),
  };
}

export function systemCall(kernel: SmallKernel, [number, ...values]: readonly bigint[]): bigint {
  const [a, b, c] = values as [bigint, bigint, bigint];
  kernel.calls.set(Number(number), (kernel.calls.get(Number(number)) ?? 0) + 1);
  switch (Number(number)) {
    case 0:
      return readFile(kernel, Number(a), b, Number(c));
    case 1:
      return writeFile(kernel, Number(a), b, Number(c));
    case 2:
      return openFile(kernel, readString(kernel.memory, BigInt.asUintN(64, a)), Number(b));
    case 3:
      return closeFile(kernel, Number(a));
    case 8:
      return seek(kernel, Number(a), Number(BigInt.asIntN(64, b)), Number(c));
    case 9:
      return map(kernel, b);
    case 11:
      return unmap(kernel, a);
    case 12:
      return moveHeapEnd(kernel, a);
    case 39:
      return 100n;
    case 87:
      return kernel.files.delete(readString(kernel.memory, a)) ? 0n : -2n;
    case 231:
      kernel.status = Number(a & 0xffn);
      return 0n;
    default:
      return -38n;
  }
}

function openFile(kernel: SmallKernel, path: string, flags: number): bigint {
  if (!kernel.files.has(path)) {
    if (!(flags & 0o100)) return -2n;
    kernel.files.set(path, []);
  } else if ((flags & 0o300) === 0o300) return -17n;
  if (flags & 0o1000) kernel.files.set(path, []);
  const file = { path, append: (flags & 0o2000) !== 0, position: 0 };
  const free = kernel.open.findIndex((each, fd) => fd > 2 && !each);
  const fd = free < 0 ? kernel.open.length : free;
  kernel.open[fd] = file;
  return BigInt(fd);
}

function closeFile(kernel: SmallKernel, fd: number): bigint {
  if (fd > 2 && !kernel.open[fd]) return -9n;
  kernel.open[fd] = null;
  return 0n;
}

function readFile({ memory, files, open }: SmallKernel, fd: number, to: bigint, count: number): bigint {
  const file = open[fd];
  if (!file) return fd === 0 ? 0n : -9n;
  const bytes = files.get(file.path)!.slice(file.position, file.position + count);
  writeBytes(memory, to, Uint8Array.from(bytes));
  file.position += bytes.length;
  return BigInt(bytes.length);
}

function writeFile({ memory, files, open, output }: SmallKernel, fd: number, from: bigint, count: number): bigint {
  const bytes = readBytes(memory, from, count);
  if (fd === 1 || fd === 2) {
    output[fd] += Buffer.from(bytes).toString('latin1');
    return BigInt(count);
  }
  const file = open[fd];
  if (!file) return -9n;
  const content = files.get(file.path)!;
  if (file.append) file.position = content.length;
  while (content.length < file.position) content.push(0);
  bytes.forEach((byte, index) => (content[file.position + index] = byte));
  file.position += count;
  return BigInt(count);
}

function seek({ files, open }: SmallKernel, fd: number, offset: number, whence: number): bigint {
  const file = open[fd];
  if (!file) return -29n;
  const from = whence === 0 ? 0 : whence === 1 ? file.position : files.get(file.path)!.length;
  if (from + offset < 0) return -22n;
  file.position = from + offset;
  return BigInt(file.position);
}

function map(kernel: SmallKernel, length: bigint): bigint {
  const size = (length + 4095n) & ~4095n;
  if (length <= 0n || size > 1n << 30n) return -12n;
  // A hole between mappings, so that running over an end is noticed.
  kernel.mappedBelow -= size + 4096n;
  mapRange(kernel.memory, kernel.mappedBelow, Number(size));
  return kernel.mappedBelow;
}

function unmap({ memory }: SmallKernel, address: bigint): bigint {
  const index = memory.ranges.findIndex(({ base }) => base === address);
  if (index < 0) return -22n;
  memory.ranges.splice(index, 1);
  return 0n;
}

/** The heap is one range that is replaced when it grows. */
function moveHeapEnd(kernel: SmallKernel, wanted: bigint): bigint {
  const { memory, heapStart, heapEnd } = kernel;
  if (wanted <= heapEnd || wanted > heapStart + (1n << 28n)) return heapEnd;
  const index = memory.ranges.findIndex(({ base }) => base === heapStart);
  const [old] = index < 0 ? [] : memory.ranges.splice(index, 1);
  mapRange(memory, heapStart, Number(((wanted + 4095n) & ~4095n) - heapStart), old?.bytes);
  kernel.heapEnd = wanted;
  return wanted;
}
