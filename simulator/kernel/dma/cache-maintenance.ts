/**
 * Cache maintenance where bus masters do not snoop, line by line to the point of coherency (Linux: arch/arm64/mm/dma-mapping.c, cache.S,
 * arch/arm/mm/cache-v7.S).
 */
import { chargeCpu } from '../../hardware/charges.ts';
import { isCpuPort } from '../../hardware/cpu-port.ts';
import {
  cleanInvalidateLine,
  cleanLine,
  heldLines,
  invalidateLine,
  isMoreThanCached,
} from '../../hardware/coherence.ts';
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
  const { hardware } = context.world;
  const others = eachLine(context, physical, size, (line) => void cleanLine(hardware, line));
  hardware.counters.linesCleaned += others;
}

/** `arch_dma_prep_coherent` of memory that will be used uncached: no line of it stays in a cache. */
export function flushRange(context: KernelContext, physical: number, size: number): void {
  const { hardware } = context.world;
  const others = eachLine(context, physical, size, (line) => void cleanInvalidateLine(hardware, line));
  hardware.counters.linesCleaned += others;
  hardware.counters.linesInvalidated += others;
}

/**
 * Whole lines are forgotten, dirty ones too. A first or last line of which the range covers only a part is written back before, over what the device
 * may have written.
 */
export function invalidateRange(context: KernelContext, physical: number, size: number): void {
  const { hardware } = context.world;
  const end = physical + size;
  const others = eachLine(context, physical, size, (line) => {
    const partial = line < physical || line + lineBytes > end;
    if (partial) cleanInvalidateLine(hardware, line);
    else invalidateLine(hardware, line);
  });
  hardware.counters.linesInvalidated += others;
}

/** arm64 cleans since 5.19, where it invalidated before; 32-bit ARM invalidates. */
function invalidatesForDevice({ machine }: MemoryWorld): boolean {
  return machine.arch === 'armv7' || machine.kernel === '4.18' || machine.kernel === '5.10';
}

/** Those of many lines that no cache holds are not visited, but for the first and the last. Returns how many. */
function eachLine(context: KernelContext, physical: number, size: number, visit: (line: number) => void): number {
  if (size <= 0) return 0;
  const { hardware } = context.world;
  const first = Math.floor(physical / lineBytes);
  const end = Math.ceil((physical + size) / lineBytes);
  let others = 0;
  if (isMoreThanCached(hardware, end - first)) {
    const held = [first, ...heldLines(hardware, first + 1, end - 1), end - 1];
    for (const line of held) visit(line * lineBytes);
    others = end - first - held.length;
  } else for (let line = first; line < end; line++) visit(line * lineBytes);
  if (isCpuPort(context.port)) chargeCpu(hardware, context.cpu, 'cacheLineMaintenance', end - first);
  return others;
}
