/* Bus addresses without an IOMMU. */
#ifndef _LINUX_DMA_DIRECT_H
#define _LINUX_DMA_DIRECT_H

#include <linux/dma-mapping.h>
#include <linux/dma-map-ops.h>

/* Where a bus sees RAM: `offset` is cpu_start - dma_start. An array of these ends with size 0. */
struct bus_dma_region {
	phys_addr_t cpu_start;
	dma_addr_t dma_start;
	u64 size;
	u64 offset;
};

/* dma/coherent.ts */
dma_addr_t phys_to_dma(struct device *dev, phys_addr_t physical);

/* dma/dma-ranges.ts */
int __machine_dma_ranges(void);
void __machine_dma_range(unsigned int which, struct bus_dma_region *region);

/* kernel/dma/ranges.c */
int __dma_configure_ranges(struct device *dev);
int dma_direct_set_offset(struct device *dev, phys_addr_t cpu_start, dma_addr_t dma_start, u64 size);

static inline phys_addr_t dma_to_phys(struct device *dev, dma_addr_t handle) { return __dma_to_phys(dev, handle); }

/* A driver that includes this header has these too. */
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/hash.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/semaphore.h>
#include <linux/uaccess.h>
#include <linux/uuid.h>

#endif
