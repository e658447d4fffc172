/** The `dma-ranges` of the devices' bus, as the bus code puts them before a driver's probe (Linux 6.1: of_dma_configure_id; dma_direct_set_offset). */
import type { KernelContext, KernelFunctions } from '../kernel-context.ts';
import { writeField } from '../c-struct.ts';

export const dmaRangeFunctions: KernelFunctions = {
  __machine_dma_ranges: ({ world }: KernelContext): number => world.machine.dmaRanges?.length ?? 0,
  /** Fills in a `struct bus_dma_region`. */
  __machine_dma_range({ world }: KernelContext, which: number, region: bigint) {
    const range = world.machine.dmaRanges?.[which];
    if (!range) return;
    const { bus, cpu, size } = range;
    const set = (name: string, value: number): void =>
      writeField(world, 'bus_dma_region', region, name, BigInt.asUintN(64, BigInt(value)));
    set('cpu_start', cpu);
    set('dma_start', bus);
    set('size', size);
    set('offset', cpu - bus);
  },
};
