/** The DMA API's C functions in TypeScript, and a few that its C code under kernel/dma asks. */
import type { KernelFunctions } from '../kernel-context.ts';
import { atomicPoolFunctions } from './atomic-pools.ts';
import { deviceMemoryFunctions } from './device-memory.ts';
import { dmaRangeFunctions } from './dma-ranges.ts';
import { dmaCoherentFunctions } from './coherent.ts';
import { dmaMaskFunctions } from './mask-functions.ts';
import { dmaScatterlistFunctions } from './scatterlist-functions.ts';
import { swiotlbFunctions } from './swiotlb/functions.ts';
import { dmaStreamingFunctions } from './streaming.ts';

export const dmaFunctions: readonly KernelFunctions[] = [
  dmaCoherentFunctions,
  dmaMaskFunctions,
  dmaScatterlistFunctions,
  dmaStreamingFunctions,
  atomicPoolFunctions,
  deviceMemoryFunctions,
  dmaRangeFunctions,
  swiotlbFunctions,
];
