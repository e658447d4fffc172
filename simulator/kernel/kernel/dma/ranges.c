/* Where a device's bus sees RAM. */
#include <linux/device.h>
#include <linux/dma-direct.h>
#include <linux/errno.h>
#include <linux/slab.h>

/* What of_dma_configure does with the dma-ranges of the bus: the map, and the highest address as the bus limit. */
int __dma_configure_ranges(struct device *dev)
{
	int i, count = __machine_dma_ranges();
	struct bus_dma_region *map;
	u64 limit = 0;

	if (!count)
		return 0;
	map = kcalloc(count + 1, sizeof(*map), GFP_KERNEL);
	if (!map)
		return -ENOMEM;
	for (i = 0; i < count; i++) {
		__machine_dma_range(i, &map[i]);
		if (map[i].dma_start + map[i].size - 1 > limit)
			limit = map[i].dma_start + map[i].size - 1;
	}
	dev->dma_range_map = map;
	dev->bus_dma_limit = limit;
	return 0;
}

int dma_direct_set_offset(struct device *dev, phys_addr_t cpu_start, dma_addr_t dma_start, u64 size)
{
	struct bus_dma_region *map;
	u64 offset = (u64)cpu_start - (u64)dma_start;

	if (dev->dma_range_map) {
		dev_err(dev, "attempt to add DMA range to existing map\n");
		return -EINVAL;
	}
	if (!offset)
		return 0;
	map = kcalloc(2, sizeof(*map), GFP_KERNEL);
	if (!map)
		return -ENOMEM;
	map->cpu_start = cpu_start;
	map->dma_start = dma_start;
	map->size = size;
	map->offset = offset;
	dev->dma_range_map = map;
	return 0;
}
