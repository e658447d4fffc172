/** Brings the kernel image's data, and the driver's with the module, to where the linker placed it. Text is not in memory: the VM holds the code. */
import type { DataSegment, ProgramImage } from '../c-language/program.ts';
import { coherentWrite } from '../hardware/coherent-access.ts';
import { kernelRoot } from './kernel-memory.ts';
import type { MemoryWorld } from './memory-world.ts';
import { allocatePages, frameBytes } from './page-allocator.ts';
import { GFP_KERNEL } from './page-allocator/gfp.ts';
import { mapPage, pageFlags } from './page-tables.ts';

/** One frame for each page, as the module area has them: neighbours there are not neighbours in RAM. Throws `RangeError` without memory. */
export function loadKernelImage(world: MemoryWorld): void {
  for (const image of world.program.images) if (image.mode === 'kernel') loadSegment(world, image, image);
}

/**
 * Before the module begins: nothing that runs until then depends on the driver. `from`: whole pages that are there already; up to `most` more come.
 * Returns how many bytes came, fewer than `most` with the last of them. Throws `RangeError` without memory.
 */
export function loadModuleData(world: MemoryWorld, from: number, most: number): number {
  const image = world.program.images.find(({ module }) => module !== null);
  return image?.module ? loadSegment(world, image, image.module, from, most) : 0;
}

function loadSegment(world: MemoryWorld, image: ProgramImage, segment: DataSegment, from = 0, most = Infinity): number {
  const { dataBase, data, readOnlyBytes } = segment;
  const end = Math.min(from + most, data.length);
  for (let offset = from; offset < end; offset += frameBytes) {
    const flags = offset < readOnlyBytes ? pageFlags.kernelReadOnly : pageFlags.kernel;
    const bytes = data.subarray(offset, offset + frameBytes);
    loadPage(world, dataBase + BigInt(offset), bytes, flags, `data of ${image.name}`);
  }
  if (from + most <= data.length) return most;
  for (const { start, bytes } of perCpuPages(image, segment))
    loadCopies(world, start, bytes, `per-CPU data of ${image.name}`);
  return end - from;
}

/** `__PERCPU_STRIDE` of linux/percpu.h. */
const perCpuStride = 0x400_0000n;
const perCpuMark = '__percpu_mark_';
/** From which mm/percpu.c gives. */
const allocatedArea = '__percpu_area';

/** Pages that hold a variable of which every CPU has its own: those with a mark of that name. */
function perCpuPages(
  { globals }: ProgramImage,
  { dataBase, data }: DataSegment,
): { readonly start: bigint; readonly bytes: Uint8Array }[] {
  const marked = new Set(
    globals.flatMap(({ name }) => (name.startsWith(perCpuMark) ? [name.slice(perCpuMark.length)] : [])),
  );
  const offsets = new Set<number>();
  for (const { name, address, size } of globals) {
    if (!marked.has(name) && name !== allocatedArea) continue;
    const first = Number(address - dataBase);
    if (first < 0 || first >= data.length) continue;
    for (let at = first - (first % frameBytes); at < first + size; at += frameBytes) offsets.add(at);
  }
  return [...offsets].map((offset) => ({
    start: dataBase + BigInt(offset),
    bytes: data.subarray(offset, offset + frameBytes),
  }));
}

/** Pages of per-CPU variables, all CPUs' copies together. */
export function countPerCpuPages({ program, hardware }: MemoryWorld): number {
  const pages = program.images
    .filter(({ mode }) => mode === 'kernel')
    .flatMap((image) => [image, image.module ?? []].flat().map((segment) => perCpuPages(image, segment).length));
  return pages.reduce((sum, count) => sum + count, 0) * hardware.cpus.length;
}

/** The first CPU has the original. */
function loadCopies(world: MemoryWorld, start: bigint, bytes: Uint8Array, what: string): void {
  for (const { id } of world.hardware.cpus.slice(1))
    loadPage(world, start + BigInt(id) * perCpuStride, bytes, pageFlags.kernel, what);
}

/** With zeros behind what there is. */
export function wholePage(bytes: Uint8Array): Uint8Array {
  if (bytes.length === frameBytes) return bytes;
  const page = new Uint8Array(frameBytes);
  page.set(bytes);
  return page;
}

function loadPage(world: MemoryWorld, va: bigint, bytes: Uint8Array, flags: bigint, what: string): void {
  const { pageAllocator } = world.kernel;
  const owner = { kind: 'kernel-image', what, statement: null } as const;
  const frame = allocatePages(pageAllocator, { order: 0, gfp: GFP_KERNEL, cpu: 0, owner });
  if (frame === null) throw new RangeError('the machine has too little RAM for the kernel image');
  coherentWrite(world.hardware, frame * frameBytes, wholePage(bytes));
  const memory = { hardware: world.hardware, pageAllocator, cpu: 0, owner: 'kernel' };
  if (!mapPage(memory, kernelRoot(world), va, (BigInt(frame) << 12n) | flags)) {
    throw new RangeError('the machine has too little RAM for its own page tables');
  }
}
