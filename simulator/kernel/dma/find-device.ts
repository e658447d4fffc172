/** Whose DMA memory is at a physical address. */
import type { MemoryWorld } from '../memory-world.ts';
import { mappingsInFrame } from './watch/mappings.ts';

/** A device that may write there, by the driver's leave, and where that is for it; null: none. */
export function deviceAt(
  { kernel }: MemoryWorld,
  physical: number,
): { readonly device: string; readonly handle: bigint } | null {
  // prettier-ignore
  for (const [device, own] of kernel.dma.coherent)
    for (const each of own)
      if (each.physical !== null && physical >= each.physical && physical < each.physical + Math.max(each.size, each.taken)) return { device, handle: each.handle + BigInt(physical - each.physical) }; // prettier-ignore
  for (const each of mappingsInFrame(kernel.dmaWatch, Math.floor(physical / 4096)))
    if (each.direction !== 1 && physical >= each.physical && physical < each.physical + each.size) return { device: each.device, handle: each.handle + BigInt(physical - each.physical) }; // prettier-ignore
  return null;
}
