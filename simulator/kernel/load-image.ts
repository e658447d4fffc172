/** Brings the kernel image's data, the driver's with it, to where the linker placed it. Text is not in memory: the VM holds the code. */
import { coherentWrite } from '../hardware/coherent-access.ts';
import { kernelRoot } from './kernel-memory.ts';
import type { MemoryWorld } from './memory-world.ts';
import { allocatePages, frameBytes } from './page-allocator.ts';
import { GFP_KERNEL } from './page-allocator/gfp.ts';
import { mapPage, pageFlags } from './page-tables.ts';

/** One frame for each page, as the module area has them: neighbours there are not neighbours in RAM. Throws `RangeError` without memory. */
export function loadKernelImage(world: MemoryWorld): void {
  for (const image of world.program.images) {
    if (image.mode !== 'kernel') continue;
    for (let offset = 0; offset < image.data.length; offset += frameBytes) {
      const flags = offset < image.readOnlyBytes ? pageFlags.kernelReadOnly : pageFlags.kernel;
      const bytes = image.data.subarray(offset, offset + frameBytes);
      loadPage(world, image.dataBase + BigInt(offset), bytes, flags, `data of ${image.name}`);
    }
  }
}

function loadPage(world: MemoryWorld, va: bigint, bytes: Uint8Array, flags: bigint, what: string): void {
  const { pageAllocator } = world.kernel;
  const owner = { kind: 'kernel-image', what, statement: null } as const;
  const frame = allocatePages(pageAllocator, { order: 0, gfp: GFP_KERNEL, cpu: 0, owner });
  if (frame === null) throw new RangeError('the machine has too little RAM for the kernel image');
  const page = new Uint8Array(frameBytes);
  page.set(bytes);
  coherentWrite(world.hardware, frame * frameBytes, page);
  const memory = { hardware: world.hardware, pageAllocator, cpu: 0, owner: 'kernel' };
  if (!mapPage(memory, kernelRoot(world), va, (BigInt(frame) << 12n) | flags)) {
    throw new RangeError('the machine has too little RAM for its own page tables');
  }
}
