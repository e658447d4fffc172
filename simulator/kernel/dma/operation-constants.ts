/** Numbers of <linux/dma-direction.h> and <linux/dma-mapping.h> that C and TypeScript share. */

/** 0 both ways, 1 to the device, 2 from the device. */
export type DmaDirection = 0 | 1 | 2;
export const DMA_BIDIRECTIONAL = 0;
export const DMA_TO_DEVICE = 1;
export const DMA_FROM_DEVICE = 2;

/** `DMA_MAPPING_ERROR` */
export const mappingError = 0xffff_ffff_ffff_ffffn;

export const dmaAttribute = {
  weakOrdering: 1 << 1,
  writeCombine: 1 << 2,
  noKernelMapping: 1 << 4,
  skipCpuSync: 1 << 5,
  forceContiguous: 1 << 6,
  allocSinglePages: 1 << 7,
  noWarn: 1 << 8,
  privileged: 1 << 9,
} as const;
