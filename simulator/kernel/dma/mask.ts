/** DMA masks: what a device may address, and which masks a machine can serve (Linux 6.1: dma_direct_supported, dma_direct_get_required_mask). */
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { errno } from '../kernel-context.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { readDevice, setCoherentMask, setStreamingMask } from './device-fields.ts';

export function bitMask(bits: number): bigint {
  return (1n << BigInt(bits)) - 1n;
}

/** `min_not_zero`: a limit of 0 is none. */
export function smallerLimit(one: bigint, other: bigint): bigint {
  if (one === 0n) return other;
  return other === 0n || one < other ? one : other;
}

/** Highest bit that ZONE_DMA guarantees: 24 on x86; where the whole low 4 GiB are ZONE_DMA, 32. */
export function zoneDmaBits(world: MemoryWorld): number {
  return world.machine.arch === 'x86_64' ? 24 : 32;
}

export function isMaskSupported(world: MemoryWorld, mask: bigint): boolean {
  if (mask >= bitMask(32)) return true;
  const lastPage = BigInt(lastFrame(world)) << 12n;
  const zone = bitMask(zoneDmaBits(world));
  return mask >= (lastPage < zone ? lastPage : zone);
}

export function requiredMask(world: MemoryWorld): bigint {
  const highest = BigInt(lastFrame(world)) << 12n;
  return (1n << BigInt(highest.toString(2).length)) - 1n;
}

export const dmaMaskFunctions: KernelFunctions = {
  dma_set_mask(context: KernelContext, device: bigint, mask: bigint): number {
    const fields = readDevice(context.world, device);
    if (fields.maskPointer === 0n || !isMaskSupported(context.world, mask)) return -errno.EIO;
    setStreamingMask(context.world, fields, mask);
    return 0;
  },
  dma_set_coherent_mask(context: KernelContext, device: bigint, mask: bigint): number {
    if (!isMaskSupported(context.world, mask)) return -errno.EIO;
    setCoherentMask(context.world, readDevice(context.world, device), mask);
    return 0;
  },
  dma_supported: (context: KernelContext, device: bigint, mask: bigint): number => {
    void device;
    return isMaskSupported(context.world, mask) ? 1 : 0;
  },
  dma_get_required_mask: (context: KernelContext, device: bigint): bigint => {
    void device;
    return requiredMask(context.world);
  },
  /** 1 on x86: no architecture minimum, caches are coherent. */
  __dma_cache_alignment: (context: KernelContext): number => (context.world.machine.arch === 'x86_64' ? 1 : 128),
};

/** The last frame of RAM, as `max_pfn - 1`. */
function lastFrame(world: MemoryWorld): number {
  return (world.kernel.pageAllocator.ram.at(-1)?.[1] ?? 1) - 1;
}
