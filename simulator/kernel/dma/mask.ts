/** DMA masks: what a device may address, and which masks a machine can serve (Linux 6.1: dma_direct_supported, dma_direct_get_required_mask). */
import type { Machine } from '../../machine.ts';
import type { MemoryWorld } from '../memory-world.ts';
import type { DmaDevice } from './device-fields.ts';
import { physicalToDma } from './direct/addresses.ts';
import { bitMask } from './limits.ts';

/** Highest bit that ZONE_DMA guarantees: 24 on x86; where the whole low 4 GiB are ZONE_DMA, 32. */
export function zoneDmaBits(world: MemoryWorld): number {
  return world.machine.arch === 'x86_64' ? 24 : 32;
}

export function isMaskSupported(world: MemoryWorld, device: DmaDevice, mask: bigint): boolean {
  if (mask >= bitMask(32)) return true;
  const lastPage = BigInt(lastFrame(world)) << 12n;
  const zone = bitMask(zoneDmaBits(world));
  return mask >= physicalToDma(world, device, Number(lastPage < zone ? lastPage : zone));
}

export function requiredMask(world: MemoryWorld, device: DmaDevice): bigint {
  const highest = physicalToDma(world, device, lastFrame(world) * 4096);
  return (1n << BigInt(highest.toString(2).length)) - 1n;
}

/** The last frame of RAM, as `max_pfn - 1`. */
function lastFrame(world: MemoryWorld): number {
  return (world.kernel.pageAllocator.ram.at(-1)?.[1] ?? 1) - 1;
}

/** `dma_get_cache_alignment`: 1 where the architecture has no ARCH_DMA_MINALIGN. */
export function dmaMinAlign({ arch }: Machine): 1 | 64 | 128 {
  return arch === 'arm64' ? 128 : arch === 'armv7' ? 64 : 1;
}
