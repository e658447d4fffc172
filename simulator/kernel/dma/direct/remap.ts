/**
 * Coherent memory for devices that do not snoop (Linux 6.1: dma_direct_alloc with DMA_DIRECT_REMAP on arm64; arch/arm/mm/dma-mapping.c): an uncached alias of
 * its pages, whose lines have left the caches before.
 */
import { zeroFresh } from '../../cut-work.ts';
import type { KernelContext } from '../../kernel-context.ts';
import { directAddress, kernelRoot } from '../../kernel-memory.ts';
import { frameBytes } from '../../page-allocator.ts';
import { protectRange } from '../../linear-map.ts';
import { pageFlags } from '../../page-tables.ts';
import { flushKernelPages } from '../../tlb-flush.ts';
import { mapCoherentFrames, tableMemory, unmapCoherentFrames } from '../../vmalloc/functions.ts';
import { flushRange } from '../cache-maintenance.ts';
import type { DmaDevice } from '../device-fields.ts';
import { giveBackPages } from './contiguous.ts';
import type { TakenPages } from './contiguous.ts';

/** Zeroed, at an address of the vmalloc area; pages of CMA on 32-bit ARM stay where they are in the linear map. null: no room for the alias. */
export function mapUncached(context: KernelContext, device: DmaDevice, taken: TakenPages, size: number): bigint | null {
  flushRange(context, taken.frame * frameBytes, size);
  const address = isChangedInPlace(context, taken)
    ? changeInPlace(context, taken.frame, size, pageFlags.kernelUncached)
    : aliasOf(context, device.name, taken.frame, size);
  if (address === 0n) {
    giveBackPages(context, taken.frame, size);
    return null;
  }
  zeroFresh(context, address, size);
  return address;
}

/** An uncached alias of contiguous frames; 0n: no room. */
export function aliasOf(context: KernelContext, whose: string, frame: number, size: number): bigint {
  const frames = Array.from({ length: size / frameBytes }, (_, index) => frame + index);
  return mapCoherentFrames(context, frames, `uncached alias of ${whose}`, pageFlags.kernelUncached);
}

/** Whatever `mapUncached` did to the mappings. */
export function unmapUncached(context: KernelContext, address: bigint, frame: number, size: number): void {
  if (unmapCoherentFrames(context, address) === null && address === directAddress(frame * frameBytes))
    changeInPlace(context, frame, size, pageFlags.kernel);
}

function isChangedInPlace(context: KernelContext, { from }: TakenPages): boolean {
  return context.world.machine.arch === 'armv7' && from === 'CMA';
}

/** The linear map's own entries, cut down to pages where they were larger. 0n: no memory for tables. */
function changeInPlace(context: KernelContext, frame: number, size: number, flags: bigint): bigint {
  const address = directAddress(frame * frameBytes);
  const end = address + BigInt(size);
  if (!protectRange(tableMemory(context), kernelRoot(context.world), address, end, flags)) return 0n;
  // What a TLB holds may be the large page.
  flushKernelPages(context, address, Math.max(size / frameBytes, 64));
  return address;
}
