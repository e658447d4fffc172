/* Regions of RAM that the machine keeps for one device (field reservedMemory of the machine file). */
#ifndef __OF_RESERVED_MEM_H
#define __OF_RESERVED_MEM_H

#include <linux/dma-map-ops.h>

/* dma/device-memory.ts */
int of_reserved_mem_device_init(struct device *dev);

static inline void of_reserved_mem_device_release(struct device *dev) { dma_release_coherent_memory(dev); }

#endif
