/** Coherent memory in a process (Linux 6.1: dma_direct_mmap): checked against the rounded size, mapped by the frame behind the handle. */
import { pte } from '../../../hardware/mmu.ts';
import { readField, writeField } from '../../c-struct.ts';
import { errno } from '../../kernel-context.ts';
import type { KernelContext } from '../../kernel-context.ts';
import type { MemoryWorld } from '../../memory-world.ts';
import { frameBytes } from '../../page-allocator.ts';
import { trackedProtection } from '../../process/memory-type.ts';
import { remapFrames } from '../../process/remap.ts';
import type { DmaDevice } from '../device-fields.ts';
import { deviceMemoryFrame } from '../device-memory.ts';
import { dmaAttribute } from '../operation-constants.ts';
import { dmaToPhysical } from './addresses.ts';

export function mapDirect(
  context: KernelContext,
  device: DmaDevice,
  area: bigint,
  address: bigint,
  handle: bigint,
  size: number,
  attributes: number,
): number {
  const { world } = context;
  const protection = dmaProtection(
    world,
    device,
    readField(world, 'vm_area_struct', area, 'vm_page_prot.pgprot'),
    attributes,
  );
  writeField(world, 'vm_area_struct', area, 'vm_page_prot.pgprot', protection);
  const own = deviceMemoryFrame(context, device, address);
  if (own !== null) return mapFrames(context, area, own, size, protection);
  const physical = dmaToPhysical(world, device, handle);
  return mapFrames(context, area, physical === null ? null : Math.floor(physical / frameBytes), size, protection);
}

/** The area's part of a buffer of `size` bytes from `frame` on: `-ENXIO` when it reaches beyond the buffer's pages. */
export function mapFrames(
  context: KernelContext,
  area: bigint,
  frame: number | null,
  size: number,
  protection: bigint,
): number {
  const { world } = context;
  const field = (name: string): bigint => readField(world, 'vm_area_struct', area, name);
  const start = field('vm_start');
  const pages = (field('vm_end') - start) / BigInt(frameBytes);
  const available = BigInt(Math.ceil(size / frameBytes));
  const offset = field('vm_pgoff');
  if (offset >= available || pages > available - offset) return -errno.ENXIO;
  if (frame === null) return -errno.EINVAL;
  const first = frame + Number(offset);
  const bytes = Number(pages) * frameBytes;
  return remapFrames(world, area, start, first, bytes, trackedProtection(context, first, bytes, protection, true));
}

/** `dma_pgprot`: unchanged where the device's accesses snoop, else uncached or write-combining. */
export function dmaProtection(world: MemoryWorld, device: DmaDevice, protection: bigint, attributes: number): bigint {
  void world;
  if (device.coherent) return protection;
  return attributes & dmaAttribute.writeCombine ? protection | pte.writeThrough : protection | pte.cacheDisable;
}
