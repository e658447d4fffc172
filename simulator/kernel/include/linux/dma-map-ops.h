/* What bus code and platforms tell the DMA API about devices. */
#ifndef _LINUX_DMA_MAP_OPS_H
#define _LINUX_DMA_MAP_OPS_H

#include <linux/dma-mapping.h>
#include <linux/pgtable.h>

static inline bool dev_is_dma_coherent(struct device *dev) { return __dma_is_coherent(dev); }

/* A driver that includes this header has these too. */
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/hash.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/semaphore.h>
#include <linux/uaccess.h>
#include <linux/uuid.h>
/* dma/device-memory.ts */
int dma_declare_coherent_memory(struct device *dev, phys_addr_t physical, dma_addr_t handle, size_t size);
void dma_release_coherent_memory(struct device *dev);

#endif
