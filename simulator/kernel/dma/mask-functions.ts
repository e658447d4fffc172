/** Masks and limits of a device as C asks for them and sets them (Linux 6.1: kernel/dma/mapping.c). */
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { errno } from '../kernel-context.ts';
import { readDevice, setCoherentMask, setStreamingMask } from './device-fields.ts';
import { dmaObservers } from './observers.ts';
import { dmaMinAlign } from './mask.ts';
import { operationsFor } from './operations.ts';

export const dmaMaskFunctions: KernelFunctions = {
  dma_set_mask(context: KernelContext, address: bigint, mask: bigint): number {
    const device = readDevice(context.world, address);
    if (device.maskPointer === 0n) return -errno.EIO;
    if (!operationsFor(context, device, 'streaming').isMaskSupported(context, device, mask)) return -errno.EIO;
    setStreamingMask(context.world, device, mask);
    for (const each of dmaObservers) each.maskSet?.(context, device, mask);
    return 0;
  },
  dma_set_coherent_mask(context: KernelContext, address: bigint, mask: bigint): number {
    const device = readDevice(context.world, address);
    if (!operationsFor(context, device, 'coherent').isMaskSupported(context, device, mask)) return -errno.EIO;
    setCoherentMask(context.world, device, mask);
    for (const each of dmaObservers) each.maskSet?.(context, device, mask);
    return 0;
  },
  /** Static in Linux, and asked by old drivers. */
  dma_supported(context: KernelContext, address: bigint, mask: bigint): number {
    const device = readDevice(context.world, address);
    return operationsFor(context, device, 'streaming').isMaskSupported(context, device, mask) ? 1 : 0;
  },
  dma_get_required_mask(context: KernelContext, address: bigint): bigint {
    const device = readDevice(context.world, address);
    return operationsFor(context, device, 'coherent').requiredMask(context, device);
  },
  dma_max_mapping_size(context: KernelContext, address: bigint): bigint {
    const device = readDevice(context.world, address);
    return operationsFor(context, device, 'streaming').maxMappingSize(context, device);
  },
  dma_opt_mapping_size(context: KernelContext, address: bigint): bigint {
    const device = readDevice(context.world, address);
    return operationsFor(context, device, 'streaming').optMappingSize(context, device);
  },
  dma_get_merge_boundary(context: KernelContext, address: bigint): bigint {
    const device = readDevice(context.world, address);
    return operationsFor(context, device, 'streaming').mergeBoundary(context, device);
  },
  dma_need_sync(context: KernelContext, address: bigint, handle: bigint): number {
    const device = readDevice(context.world, address);
    return operationsFor(context, device, 'streaming').needsSync(context, device, handle) ? 1 : 0;
  },
  /** ARCH_DMA_MINALIGN; 1 on x86, which has none. */
  __dma_cache_alignment: ({ world }: KernelContext): number => dmaMinAlign(world.machine),
};
