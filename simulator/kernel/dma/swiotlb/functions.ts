/** What the debugfs files of the bounce buffers ask (kernel/dma/pool.c). */
import type { KernelContext, KernelFunctions } from '../../kernel-context.ts';
import { usedSlots } from './pool.ts';

export const swiotlbFunctions: KernelFunctions = {
  /** All slots, or with `used` those that are taken; 0 without a pool. */
  __swiotlb_slots({ world }: KernelContext, used: number): bigint {
    const pool = world.kernel.dma.swiotlb;
    return BigInt(!pool ? 0 : used ? usedSlots(pool) : pool.slots);
  },
};
