/** The kernel's page tables as they stand after boot: direct map, struct pages, kernel image, and a top-level entry for every area that grows later. */
import type { Hardware } from '../../hardware/hardware.ts';
import { hasMemory } from '../../hardware/physical-memory.ts';
import type { BootPlan } from '../boot-memory.ts';
import { frameBytes } from '../page-allocator.ts';
import type { PageAllocator } from '../page-allocator.ts';
import { createTable, ensureEntry, mapRange, pageFlags } from '../page-tables.ts';
import type { TableMemory } from '../page-tables.ts';
import { directMapBase, kernelDataBase, kernelTextBase, vmallocBase, vmemmapBase } from '../virtual-layout.ts';

const largePage = 0x20_0000;
/** Frames of the image: text to 28 MiB, read-only data to 32 MiB, data and bss after that (as /proc/iomem of the reference). */
const textEnd = 0x1c00;
const readOnlyEnd = 0x2000;

/** Physical address of the kernel's top table. Throws if RAM cannot even hold the tables. */
export function buildKernelPageTables(hardware: Hardware, pageAllocator: PageAllocator, plan: BootPlan): number {
  const memory: TableMemory = { hardware, pageAllocator, cpu: 0, owner: 'kernel' };
  const root = createTable(memory);
  if (root === null) throw new RangeError('the machine has too little RAM for its own page tables');
  mapDirectly(memory, root, plan);
  mapStructPages(memory, root, plan);
  mapImage(memory, root, plan);
  // Processes copy the kernel half of the top table once, so every area needs its entry before the first process.
  for (const area of [vmallocBase, kernelDataBase]) ensureEntry(memory, root, area, 1);
  return root;
}

/** With 1 GiB pages where RAM is whole, else 2 MiB, else 4 KiB. */
function mapDirectly(memory: TableMemory, root: number, { ram }: BootPlan): void {
  for (const [first, end] of ram) {
    const start = first * frameBytes;
    const va = directMapBase + BigInt(start);
    mapRange(memory, root, va, start, (end - first) * frameBytes, pageFlags.kernel, 0x4000_0000);
  }
}

function mapStructPages(memory: TableMemory, root: number, { memmap, memmapChunks }: BootPlan): void {
  if (!memmap) return;
  for (let index = 0; index < memmapChunks.length;) {
    const chunk = memmapChunks[index]!;
    let count = 1;
    while (memmapChunks[index + count] === chunk + count) count++;
    const physical = memmap[0] * frameBytes + index * largePage;
    const va = vmemmapBase + BigInt(chunk) * BigInt(largePage);
    mapRange(memory, root, va, physical, count * largePage, pageFlags.kernel, largePage);
    index += count;
  }
}

function mapImage(memory: TableMemory, root: number, { image }: BootPlan): void {
  if (!image || !hasMemory(memory.hardware.memory, image[0] * frameBytes, frameBytes)) return;
  const parts = [
    [image[0], textEnd, pageFlags.kernelText],
    [textEnd, readOnlyEnd, pageFlags.kernelReadOnly],
    [readOnlyEnd, image[1], pageFlags.kernel],
  ] as const;
  for (const [first, end, flags] of parts) {
    const va = kernelTextBase + BigInt((first - image[0]) * frameBytes);
    mapRange(memory, root, va, first * frameBytes, (end - first) * frameBytes, flags, largePage);
  }
}
