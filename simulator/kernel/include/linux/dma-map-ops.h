/* What bus code and platforms tell the DMA API about devices. */
#ifndef _LINUX_DMA_MAP_OPS_H
#define _LINUX_DMA_MAP_OPS_H

#include <linux/dma-mapping.h>
#include <linux/pgtable.h>

static inline bool dev_is_dma_coherent(struct device *dev) { return __dma_is_coherent(dev); }

#endif
