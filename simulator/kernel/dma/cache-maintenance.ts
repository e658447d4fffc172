/**
 * Cache maintenance where bus masters do not snoop, line by line to the point of coherency (Linux: arch/arm64/mm/dma-mapping.c, cache.S,
 * arch/arm/mm/cache-v7.S).
 */
import { chargeCpu } from '../../hardware/charges.ts';
import { isCpuPort } from '../../hardware/cpu-port.ts';
import { cleanInvalidateLine, cleanLine, invalidateLine } from '../../hardware/coherence.ts';
import { lineBytes } from '../../hardware/cache.ts';
import type { KernelContext } from '../kernel-context.ts';
import type { MemoryWorld } from '../memory-world.ts';
import { DMA_FROM_DEVICE, DMA_TO_DEVICE } from './operation-constants.ts';
import type { DmaDirection } from './operation-constants.ts';

/** `arch_sync_dma_for_device` */
export function syncCachesForDevice(
  context: KernelContext,
  physical: number,
  size: number,
  direction: DmaDirection,
): void {
  if (direction === DMA_FROM_DEVICE && invalidatesForDevice(context.world)) invalidateRange(context, physical, size);
  else cleanRange(context, physical, size);
}

/** `arch_sync_dma_for_cpu`: nothing for what only the device read. */
export function syncCachesForCpu(
  context: KernelContext,
  physical: number,
  size: number,
  direction: DmaDirection,
): void {
  if (direction !== DMA_TO_DEVICE) invalidateRange(context, physical, size);
}

/** Lines that the range touches get to RAM; their copies stay. */
export function cleanRange(context: KernelContext, physical: number, size: number): void {
  eachLine(context, physical, size, (line) => void cleanLine(context.world.hardware, line));
}

/** `arch_dma_prep_coherent` of memory that will be used uncached: no line of it stays in a cache. */
export function flushRange(context: KernelContext, physical: number, size: number): void {
  eachLine(context, physical, size, (line) => void cleanInvalidateLine(context.world.hardware, line));
}

/**
 * Whole lines are forgotten, dirty ones too. A first or last line of which the range covers only a part is written back before, over what the device
 * may have written.
 */
export function invalidateRange(context: KernelContext, physical: number, size: number): void {
  const end = physical + size;
  eachLine(context, physical, size, (line) => {
    const partial = line < physical || line + lineBytes > end;
    if (partial) cleanInvalidateLine(context.world.hardware, line);
    else invalidateLine(context.world.hardware, line);
  });
}

/** arm64 cleans since 5.19, where it invalidated before; 32-bit ARM invalidates. */
function invalidatesForDevice({ machine }: MemoryWorld): boolean {
  return machine.arch === 'armv7' || machine.kernel === '4.18' || machine.kernel === '5.10';
}

function eachLine(context: KernelContext, physical: number, size: number, visit: (line: number) => void): void {
  let lines = 0;
  for (let line = physical - (physical % lineBytes); line < physical + size; line += lineBytes, lines++) visit(line);
  if (isCpuPort(context.port)) chargeCpu(context.world.hardware, context.cpu, 'cacheLineMaintenance', lines);
}
